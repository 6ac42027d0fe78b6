// A token for a token. jose says whether it is one.
import { createRemoteJWKSet, jwtVerify } from "jose";
import { equal } from "../assert.mjs";

const EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
const TYPE = "urn:ietf:params:oauth:token-type:";

export function checks({ token, sick, key, exchange: { issuer } }, { get, fetch }) {
  const ask = (parameters, { name = "exchange", ...more } = {}) => {
    const asked = { grant_type: EXCHANGE, subject_token: token(), subject_token_type: `${TYPE}jwt`, ...parameters };
    const pairs = Object.entries(asked).flatMap(([name, values]) => [values].flat().map((value) => [name, value]));
    const body = new URLSearchParams(pairs.filter(([, value]) => value !== undefined)).toString();
    return get(name, { method: "POST", path: "/sts/token", body, headers: { "content-type": "application/x-www-form-urlencoded" }, ...more });
  };
  const keys = async (name) => (await get(name, { path: "/sts/jwks" })).body;
  return {
    "the token verifies with jose, by the exchange's own documents": async () => {
      const { status, headers, body } = await ask({ scope: "read", audience: "https://api.example" });
      equal([status, headers["cache-control"], headers.pragma], [200, "no-store", "no-cache"]);
      equal([body.issued_token_type, body.token_type, body.expires_in, body.scope], [`${TYPE}access_token`, "Bearer", 600, "read"]);
      const { body: about } = await get("exchange", { path: "/sts/.well-known/openid-configuration" });
      equal([about.issuer, about.token_endpoint, about.jwks_uri], [issuer, `${issuer}/token`, `${issuer}/jwks`]);
      equal((await get("exchange", { path: "/.well-known/oauth-authorization-server/sts" })).body, about);
      const [customFetch] = [(_, init) => fetch(about.jwks_uri, { headers: init.headers })];
      const set = createRemoteJWKSet(new URL(about.jwks_uri), { [(await import("jose")).customFetch]: customFetch });
      const { payload, protectedHeader } = await jwtVerify(body.access_token, set, { issuer, audience: "https://api.example", typ: "at+jwt" });
      const { iat, exp, jti, ...claims } = payload;
      equal(claims, {
        sub: "https://oidc.fly.io/acme#acme:foo-bar:quiet-river-4821",
        app: "foo-bar",
        iss: issuer,
        aud: "https://api.example",
        client_id: "https://oidc.fly.io/acme#acme:foo-bar:quiet-river-4821",
        scope: "read",
      });
      equal([exp - iat, protectedHeader.alg, jti.length], [600, "ES256", 36]);
    },
    "a key is changed while both are published": async () => {
      const both = await keys("exchange");
      equal(both.keys.map(({ kid, d, use }) => [kid, d, use]), [["new", undefined, "sig"], [both.keys[1].kid, undefined, "sig"]]);
      equal(both.keys[1].kid.length, 43);
      const { body: before } = await ask({}, { name: "before" });
      const { createLocalJWKSet } = await import("jose");
      // Signed with the key that is now the second.
      const { payload } = await jwtVerify(before.access_token, createLocalJWKSet(both), { issuer, audience: "https://api.example" });
      equal(payload.iss, issuer);
    },
    "EdDSA, and claims of one's own": async () => {
      const { body } = await ask({}, { name: "edwards" });
      const { createLocalJWKSet } = await import("jose");
      const { protectedHeader, payload } = await jwtVerify(body.access_token, createLocalJWKSet(await keys("edwards")));
      equal([protectedHeader.alg, payload.sub, payload.scope, body.expires_in], ["EdDSA", "machine:foo-bar", undefined, 60]);
    },
    "all scopes, if none is named; several audiences, if they are": async () => {
      const { body } = await ask({ audience: ["https://api.example", "https://other.example"] });
      equal(body.scope, "read write");
      const [, payload] = body.access_token.split(".");
      equal(JSON.parse(Buffer.from(payload, "base64url")).aud, ["https://api.example", "https://other.example"]);
    },
    "errors are those of RFC 6749": async () => {
      const cases = [
        [{ grant_type: undefined }, "invalid_request"],
        [{ grant_type: "client_credentials" }, "unsupported_grant_type"],
        [{ grant_type: [EXCHANGE, EXCHANGE] }, "invalid_request"],
        [{ subject_token: undefined }, "invalid_request"],
        [{ subject_token_type: `${TYPE}saml2` }, "invalid_request"],
        [{ subject_token_type: undefined }, "invalid_request"],
        [{ requested_token_type: `${TYPE}refresh_token` }, "invalid_request"],
        [{ actor_token: "a", actor_token_type: `${TYPE}jwt` }, "invalid_request"],
        [{ audience: "https://evil.example" }, "invalid_target"],
        [{ resource: "https://evil.example" }, "invalid_target"],
        [{ audience: ["https://api.example", "https://evil.example"] }, "invalid_target"],
        [{ scope: "admin" }, "invalid_scope"],
        [{ scope: "read admin" }, "invalid_scope"],
      ];
      for (const [parameters, error] of cases) {
        const { status, body, headers } = await ask(parameters);
        equal([parameters, status, body.error], [parameters, 400, error]);
        equal(headers["cache-control"], "no-store");
      }
      for (const [parameters, code] of [
        [{ subject_token: token({ sub: "acme:cat-api:m" }) }, "policy-denied"],
        [{ subject_token: token({ exp: 1 }) }, "token-expired"],
        [{ subject_token: "a" }, "token-parts"],
        [{ subject_token: "\u0000\ud800" }, "token-parts"],
        [{ subject_token: key.token({ url: "http://127.0.0.1:1" }) }, "issuer-not-trusted"],
      ]) {
        const { status, body } = await ask(parameters);
        equal([status, body], [400, { error: "invalid_request", code }]);
      }
    },
    "what is no form is not read": async () => {
      const headers = { "content-type": "application/json" };
      equal((await ask({}, { headers })).body.error, "invalid_request");
      equal((await ask({}, { path: `/sts/token?subject_token=${token()}` })).body.error, "invalid_request");
      const { status, body } = await ask({ padding: "a".repeat(1 << 17) });
      equal([status, body.error], [400, "invalid_request"]);
      equal((await get("exchange", { path: "/sts/token" })).status, 405);
      equal((await get("exchange", { path: "/sts/jwks", method: "POST" })).status, 405);
      equal((await get("exchange", { path: "/jwks" })).status, 404);
    },
    "an issuer that is down is not the caller's fault": async () => {
      const { status, body, headers } = await ask({ subject_token: key.token(sick) }, { name: "exchange-sick" });
      equal([status, body.error, body.code], [503, "temporarily_unavailable", "keys-unavailable"]);
      equal(Number(headers["retry-after"]) >= 1, true);
    },
    "a secret that is none is the operator's fault, and stays one": async () => {
      const { status, body, text } = await ask({}, { name: "keyless" });
      equal([status, body], [500, { error: "server_error", code: "misconfigured" }]);
      equal(text.includes("secret"), false);
    },
    "a token is exchanged once, where that is asked for": async () => {
      const subject_token = token({ exp: Math.floor(Date.now() / 1000) + 300 });
      equal((await ask({ subject_token }, { name: "exchange-once" })).status, 200);
      const { status, body } = await ask({ subject_token }, { name: "exchange-once" });
      equal([status, body.code], [400, "token-used"]);
    },
  };
}
