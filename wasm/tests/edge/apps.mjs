// What is tested, in every host that has a `fetch` handler. `library` is the door.
import { createExchange, createGate, createRelay } from "library";

/** What was logged since somebody asked. */
export const entries = [];

/** By name: the handlers of a setting, which is plain data. */
export function apps({ fly, live, sick, lying, listed, exchange, upstream }) {
  const log = (entry) => void entries.push(entry);
  const handler = (request, identity) =>
    Response.json({ ...identity, headers: Object.fromEntries(request.headers), method: request.method, cache: request.cache });
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
  const exchanging = {
    issuers,
    policy: live.policy,
    issuer: exchange.issuer,
    keys: () => exchange.keys,
    audience: ["https://api.example", "https://other.example"],
    scopes: () => ["read", "write"],
    claims: ({ claims }) => ({ app: String(claims.sub).split(":")[1] }),
    log,
  };
  return {
    production: createGate({ ...example, handler }),
    late: createGate({ ...example, handler, clock: () => fly.late }),
    development: createGate({ ...example, handler, development: true }),
    live: createGate({ ...forwarding, forwardClaims: ["sub", "region", "absent", "__proto__"] }),
    sick: createGate({ issuers: { issuer: sick.issuer, audience: live.audience }, policy: sick.policy, handler, log }),
    holding: createGate({ ...forwarding, forwardToken: true }),
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
    unreachable: createGate({ ...forwarding, upstream: "http://127.0.0.1:1" }),
    facts: createGate({ ...forwarding, policy: live.facts, development: true }),
    ...Object.fromEntries(
      Object.entries(lying).map(([name, { issuer, policy }]) => [name, createGate({ issuers: { issuer, audience: live.audience }, policy, handler })]),
    ),
    exchange: createExchange(exchanging),
    before: createExchange({ ...exchanging, keys: () => exchange.keys.slice(1) }),
    edwards: createExchange({
      ...exchanging,
      keys: () => exchange.edwards,
      lifetimeSeconds: 60,
      scopes: [],
      claims: ({ claims }) => ({ sub: `machine:${String(claims.sub).split(":")[1]}` }),
    }),
    "exchange-sick": createExchange({ ...exchanging, issuers: { issuer: sick.issuer, audience: live.audience }, policy: sick.policy }),
    "exchange-once": createExchange({ ...exchanging, singleUse: (env) => env.USED_TOKENS }),
    keyless: createExchange({ ...exchanging, keys: () => '{"kty": "oct", "k": "secret"}' }),
    relay: createRelay({ issuers: listed, path: "/keys" }),
    cold: createRelay({ issuers: listed }),
  };
}
