// The agent for workerd.
import "./clock.mjs";
import { agent } from "./agent.mjs";
import { makers } from "./makers.mjs";

const answer = agent(makers);

export default {
  async fetch(request, _, context) {
    try {
      return Response.json(await answer(await request.json(), (promise) => context.waitUntil(promise)));
    } catch (error) {
      return new Response(String(error?.stack ?? error), { status: 500 });
    }
  },
};
