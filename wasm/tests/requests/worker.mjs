// One verifier for many requests, as workers have it, with an issuer that takes its time.
import { Verifier } from "./assumable/api.js";

const worlds = {};

export default {
  async fetch(request, _, context) {
    const { world: name, ...question } = await request.json();
    const world = (worlds[name] ??= new World(question));
    const { pathname } = new URL(request.url);
    return Response.json(await world[pathname.slice(1)](question, context));
  },
};

class World {
  time = 1_800_000_000;
  fetches = 0;

  constructor({ issuer, audience, jwks, delay }) {
    this.verifier = new Verifier({
      issuers: { issuer, audience, jwksUri: "https://keys.example/" },
      clock: () => this.time,
      fetch: async () => {
        this.fetches += 1;
        await new Promise((resolve) => setTimeout(resolve, delay));
        return new Response(JSON.stringify(jwks));
      },
    });
  }

  async verify({ token, now, later = 0, given = false }, context) {
    this.time += later;
    const waitUntil = given ? (promise) => context.waitUntil(promise) : undefined;
    try {
      await this.verifier.verify(token, { now, waitUntil });
      return { code: "accepted", ...this.state() };
    } catch ({ code }) {
      return { code, ...this.state() };
    }
  }

  /** Ends the request while it still waits for keys: what is its own is cancelled then. */
  leave({ token, now }) {
    this.verifier.verify(token, { now }).catch(() => {});
    return this.state();
  }

  state() {
    const [{ fetching, fetchedAt }] = this.verifier.keyStates();
    return { fetches: this.fetches, fetching, age: fetchedAt && this.time - fetchedAt };
  }
}
