// In workerd, as it is deployed.
import assert from "node:assert/strict";
import { local } from "./local.mjs";

const { fetch, token, close } = await local();
const ask = async (path, token, init) => {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(`https://api.example.com${path}`, { headers, ...init });
  return { status: response.status, body: await response.json() };
};

try {
  const { status, body } = await ask("/a?b=c", token("foo-bar"));
  assert.deepEqual([status, body.url], [200, "/a?b=c"]);
  assert.equal(body.headers["x-assumable-subject"], "acme:foo-bar:quiet-river-4821");
  assert.deepEqual(JSON.parse(Buffer.from(body.headers["x-assumable-claims"], "base64url")), { app_name: "foo-bar", region: "sea" });
  assert.equal(body.headers.authorization, undefined);

  assert.equal((await ask("/reports/7", token("cat-api"))).status, 200);
  const denied = await ask("/reports/7", token("cat-api"), { method: "DELETE", headers: { authorization: `Bearer ${token("cat-api")}` } });
  assert.deepEqual([denied.status, denied.body.code], [403, "policy-denied"]);
  assert.equal(denied.body.detail, "the token is for app `cat-api`; the policy admits only app `foo-bar`");

  const once = token("foo-bar");
  assert.equal((await ask("/orders", once)).status, 200);
  assert.equal((await ask("/orders", once)).body.code, "token-used");
  for (const path of ["/Orders", "/orders/", "/ORDERS/", "/orders.json"]) assert.equal((await ask(path, once)).body.code, "route-ambiguous", path);

  assert.equal((await ask("/")).body.code, "authorization-missing");
  assert.equal((await ask("/", token("foo-bar", { exp: 1 }))).body.code, "token-expired");
  assert.equal((await ask("/", token("foo-bar", { aud: "https://other.example" }))).body.code, "audience-mismatch");
  assert.equal((await ask("/", token("foo-bar", { iss: "https://oidc.fly.io/other" }))).body.code, "issuer-not-trusted");
  console.log("edge-gate: all as it should be");
} finally {
  await close();
}
