// In workerd, as it is deployed. jose says whether what comes out is a token.
import assert from "node:assert/strict";
import { createLocalJWKSet, jwtVerify } from "jose";
import { local, NAME } from "./local.mjs";

const { fetch, token, close } = await local();
const exchange = async (parameters) => {
  const body = new URLSearchParams({
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    ...parameters,
  });
  const response = await fetch(`${NAME}/token`, { method: "POST", body });
  return { status: response.status, body: await response.json() };
};

try {
  const { status, body } = await exchange({ subject_token: token("foo-bar"), scope: "reports:write" });
  assert.deepEqual([status, body.token_type, body.expires_in, body.scope], [200, "Bearer", 600, "reports:write"]);
  const discovery = await (await fetch(`${NAME}/.well-known/openid-configuration`)).json();
  const keys = createLocalJWKSet(await (await fetch(discovery.jwks_uri)).json());
  const { payload } = await jwtVerify(body.access_token, keys, { issuer: NAME, audience: "https://api.example.com", typ: "at+jwt" });
  assert.deepEqual([payload.sub, payload.app], ["https://oidc.fly.io/acme#acme:foo-bar:quiet-river-4821", "foo-bar"]);

  const narrower = await exchange({ subject_token: token("cat-api") });
  assert.equal(narrower.body.scope, "reports:read");
  assert.equal((await exchange({ subject_token: token("cat-api"), scope: "reports:write" })).body.error, "invalid_scope");
  const foreign = await exchange({ subject_token: token("foo-bar", { org_name: "other" }) });
  assert.deepEqual([foreign.status, foreign.body.error, foreign.body.code], [400, "invalid_request", "policy-denied"]);
  assert.equal((await exchange({ subject_token: token("foo-bar", { exp: 1 }) })).body.code, "token-expired");
  console.log("edge-exchange: all as it should be");
} finally {
  await close();
}
