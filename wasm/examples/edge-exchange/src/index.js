// A token of the platform for one of one's own: every API that reads JWTs can take it.
import { createExchange } from "assumable/edge";
import policy from "./policy.json";

let exchange;

export default {
  fetch(request, env, context) {
    exchange ??= make(env);
    return exchange(request, env, context);
  },
};

const make = ({ NAME, ISSUER, AUDIENCE, API, JWKS_URI, DEVELOPMENT }) =>
  createExchange({
    issuer: NAME,
    // `JWKS_URI` is for a development without the issuer; it is found by itself otherwise.
    issuers: { issuer: ISSUER, audience: AUDIENCE, ...(JWKS_URI && { jwksUri: JWKS_URI }) },
    policy,
    // A secret: the key that signs, and while keys are changed, the one before or after it.
    keys: ({ SIGNING_KEYS }) => JSON.parse(SIGNING_KEYS),
    audience: API,
    lifetimeSeconds: 600,
    scopes: ({ claims }) => (claims.app_name === "foo-bar" ? ["reports:read", "reports:write"] : ["reports:read"]),
    claims: ({ claims }) => ({ app: claims.app_name }),
    development: DEVELOPMENT === "true",
    log: (entry) => console.log(JSON.stringify(entry)),
  });
