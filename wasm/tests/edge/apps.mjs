// What is tested, in every host that has a `fetch` handler. `library` is the door.
import { createGate } from "library";

/** What was logged since somebody asked. */
export const entries = [];

/** By name: the handlers of a setting, which is plain data. */
export function apps({ fly, live, sick, upstream }) {
  const log = (entry) => void entries.push(entry);
  const handler = (request, identity) =>
    Response.json({ ...identity, headers: Object.fromEntries(request.headers), method: request.method });
  const example = {
    issuers: { issuer: fly.issuer, audience: fly.audience, jwks: fly.jwks },
    policy: fly.trustPolicy,
    clock: () => fly.now,
    log,
  };
  const issuers = [
    { issuer: live.issuer, audience: live.audience, jwksUri: live.jwksUri },
    { issuer: live.discovered, audience: live.audience },
  ];
  const forwarding = { issuers, policy: live.policy, upstream, log, sourceIp: (request) => request.headers.get("cf-connecting-ip") };
  return {
    production: createGate({ ...example, handler }),
    late: createGate({ ...example, handler, clock: () => fly.late }),
    development: createGate({ ...example, handler, development: true }),
    live: createGate({ ...forwarding, forwardClaims: ["sub", "region", "absent", "__proto__"] }),
    sick: createGate({ issuers: { issuer: sick.issuer, audience: live.audience }, policy: live.policy, handler, log }),
    once: createGate({ ...forwarding, singleUse: (env) => env.USED_TOKENS }),
    careless: createGate({ ...forwarding, singleUse: () => undefined }),
    routed: createGate({
      ...forwarding,
      policy: undefined,
      routes: [
        { path: "/reports/*", methods: ["GET"], policy: live.policy },
        { path: "/admin/*", policy: live.nobody },
        { path: "/open", policy: live.policy },
      ],
    }),
    facts: createGate({ ...forwarding, policy: live.facts, development: true }),
  };
}
