// Tokens that a gate keeps, and when it must not rely on them.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { equal } from "../assert.mjs";
import { AUDIENCE, signer } from "../keys/signer.mjs";
import { FLY as ISSUER, POLICY } from "./fly.mjs";
import { thrownBy as code } from "./thrown.mjs";

export async function checks({ package: folder }) {
  const { createGate } = await import(pathToFileURL(join(folder, "edge/index.js")));
  const { Verifier } = await import(pathToFileURL(join(folder, "api.js")));
  /** A gate whose time and whose issuer are in the test's hand. */
  const opened = (options) => {
    const world = { time: Math.floor(Date.now() / 1000), keys: [], fetches: 0, down: false };
    const gate = createGate({
      issuers: { issuer: ISSUER, audience: AUDIENCE, jwksUri: "https://keys.example/jwks" },
      policy: POLICY,
      handler: () => new Response(),
      clock: () => world.time,
      fetch: async () => {
        world.fetches += 1;
        return world.down ? new Response(null, { status: 503 }) : Response.json({ keys: world.keys });
      },
      ...options,
    });
    world.ask = async (token, init) => {
      const response = await gate(new Request("https://api.example/", { headers: { authorization: `Bearer ${token}` }, ...init }));
      return response.status === 200 ? 200 : (await response.json()).code;
    };
    return world;
  };
  const [one, other] = [signer("one"), signer("other")];
  const token = (key, more) => key.token({ url: ISSUER }, {}, more);
  const everywhere = [{}, { cacheTokens: 0 }];
  return {
    "a key that is withdrawn takes its tokens along": async () => {
      for (const options of everywhere) {
        const world = opened(options);
        world.keys = [one.jwk, other.jwk];
        const presented = token(one);
        equal([await world.ask(presented), await world.ask(presented), world.fetches], [200, 200, 1]);
        world.keys = [other.jwk];
        world.time += 601;
        // The refresh is beside; what it brings counts from then on.
        await world.ask(presented);
        await new Promise((resolve) => setTimeout(resolve, 20));
        equal([await world.ask(presented), await world.ask(token(other))], ["unknown-key", 200]);
      }
    },
    "a token expires though it is kept": async () => {
      for (const options of everywhere) {
        const world = opened(options);
        world.keys = [one.jwk];
        const presented = token(one, { exp: world.time + 10 });
        equal([await world.ask(presented), await world.ask(presented)], [200, 200]);
        world.time += 71;
        equal(await world.ask(presented), "token-expired");
      }
    },
    "keys that nobody has confirmed for a day are used no longer": async () => {
      for (const options of everywhere) {
        const world = opened(options);
        world.keys = [one.jwk];
        const presented = token(one);
        equal(await world.ask(presented), 200);
        world.down = true;
        world.time += 86_000;
        equal(await world.ask(presented), 200);
        world.time += 1000;
        equal(await world.ask(presented), "keys-unavailable");
      }
    },
    "more tokens than are kept": async () => {
      for (const options of [{ cacheTokens: 100 }, ...everywhere]) {
        const world = opened(options);
        world.keys = [one.jwk];
        const long = { padding: "a".repeat(8000) };
        const tokens = Array.from({ length: 600 }, (_, index) => token(one, { ...(index % 3 === 0 && { sub: "acme:cat-api:m" }), ...(index % 4 === 0 && long) }));
        const expected = tokens.map((_, index) => (index % 3 === 0 ? "policy-denied" : 200));
        for (let time = 0; time < 2; time += 1) equal(await Promise.all(tokens.map((it) => world.ask(it))), expected);
        equal(world.fetches, 1);
      }
    },
    "long tokens leave room for fewer": () => {
      const verifier = new Verifier({ issuers: { issuer: ISSUER, audience: AUDIENCE, jwks: { keys: [one.jwk] } }, cacheTokens: 4 });
      const ask = (token) => verifier.verifySync(token);
      const [short, ...long] = [1, 2700, 2701, 9000].map((length) => token(one, { padding: "a".repeat(length) }));
      const before = ask(short);
      equal(ask(short) === before, true);
      const [first] = long.slice(0, 2).map(ask);
      // All that is remembered has no more text than four usual tokens.
      equal([ask(long[0]) === first, ask(short) === before], [true, false]);
      // One that is longer than all of that takes the place of all.
      const alone = ask(long[2]);
      equal([ask(long[2]) === alone, ask(long[0]) === first], [true, false]);
    },
    "an option that is none": async () => {
      const good = { issuers: { issuer: ISSUER, audience: AUDIENCE }, policy: POLICY };
      const handler = () => new Response();
      equal(code(() => createGate(good)), "invalid-input: `upstream` or `handler` must say what is behind the gate");
      equal(code(() => createGate({ ...good, handler, upstream: "https://a.example" })), "invalid-input: either `upstream` or `handler` is behind the gate, not both");
      equal(code(() => createGate({ ...good, policy: undefined, handler })), "invalid-input: `policy` or `routes` must say who may pass");
      equal(code(() => createGate({ ...good, handler, development: "yes" })), "invalid-input: `options.development` must be of the kind boolean");
      for (const realm of ['a"', "a\\", "a\r\nb", "ü"]) {
        equal(code(() => createGate({ ...good, handler, realm })).startsWith("invalid-input: `realm` must be"), true);
      }
      for (const upstream of ["origin.example", "ftp://a.example", "https://user@a.example", "https://a.example/?b", "https://a.example/#b"]) {
        equal(code(() => createGate({ ...good, upstream })).startsWith("invalid-input: `upstream` must be"), true);
      }
      for (const path of ["reports", "/reports*", "/a/*/b", "/a?b", "", 7]) {
        equal(code(() => createGate({ ...good, handler, routes: [{ path, policy: POLICY }] })).startsWith("invalid-input: `routes[0].path`"), true);
      }
      equal(code(() => createGate({ ...good, handler, policies: [] })).startsWith("invalid-input: `options` has no member `policies`; known: "), true);
      equal(code(() => createGate({ ...good, handler, policy: "{" })).startsWith("json-"), true);
    },
  };
}
