// The agent for workerd.
import { pause } from "./clock.mjs";
import { agent } from "./agent.mjs";
import { makers } from "./makers.mjs";

const answer = agent(makers);

export default {
  async fetch(request, _, context) {
    try {
      const { within, ...command } = await request.json();
      if (within !== undefined) {
        // With the request ends what it has begun.
        await Promise.race([answer(command), pause(within)]);
        return Response.json({});
      }
      return Response.json(await answer(command, (promise) => context.waitUntil(promise)));
    } catch (error) {
      return new Response(String(error?.stack ?? error), { status: 500 });
    }
  },
};
