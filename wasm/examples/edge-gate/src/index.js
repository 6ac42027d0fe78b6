// An API behind a gate: whoever is a Machine of the organization may read reports, the app `foo-bar` may do
// everything, and orders are taken once for each token.
import { createGate, UsedTokens } from "assumable/edge";
import policies from "./policies.json";

export { UsedTokens };

let open;
let once;

export default {
  fetch(request, env, context) {
    open ??= gate(env);
    once ??= gate(env, { singleUse: ({ USED_TOKENS }) => USED_TOKENS });
    const { pathname } = new URL(request.url);
    return (pathname === "/orders" ? once : open)(request, env, context);
  },
};

const gate = ({ ISSUER, AUDIENCE, UPSTREAM, JWKS_URI, DEVELOPMENT }, more) =>
  createGate({
    // `JWKS_URI` is for a development without the issuer; it is found by itself otherwise.
    issuers: { issuer: ISSUER, audience: AUDIENCE, ...(JWKS_URI && { jwksUri: JWKS_URI }) },
    routes: [
      { path: "/reports/*", methods: ["GET"], policy: policies.reports },
      // In both gates, so that `/Orders` and `/orders/` are not taken for something else than an order.
      { path: "/orders", policy: policies.everything },
    ],
    policy: policies.everything,
    upstream: UPSTREAM,
    forwardClaims: ["app_name", "machine_id", "region"],
    sourceIp: (request) => request.headers.get("cf-connecting-ip"),
    development: DEVELOPMENT === "true",
    log: (entry) => console.log(JSON.stringify(entry)),
    ...more,
  });
