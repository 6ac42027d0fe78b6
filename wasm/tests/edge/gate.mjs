// What a gate lets pass, and what it says to the others.
import { equal } from "../assert.mjs";

export function checks({ examples, issuer, sick, key, token, trap, upstream }, { get, log }) {
  const [machine, other, expired, tampered] = ["fly-machine", "fly-other-app", "fly-expired", "fly-tampered"].map(
    (name) => examples[name].token,
  );
  return {
    "a Fly Machine's token opens /": async () => {
      const { status, body } = await get("production", { token: machine });
      equal([status, body.issuer, body.subject], [200, "https://oidc.fly.io/acme", "acme:foo-bar:quiet-river-4821"]);
      equal([body.claims.app_name, body.headers.authorization], ["foo-bar", undefined]);
    },
    "no cache on the way keeps what one bearer was answered": async () => {
      const asked = async (method) => (await get("production", { token: machine, method })).body.cache ?? "default";
      equal([await asked("GET"), await asked("POST")], ["no-store", "default"]);
    },
    "another app's token is told the reason, in development": async () => {
      const { status, body, headers } = await get("development", { token: other });
      equal([status, body.code, body.causes], [403, "policy-denied", ["sub.other-app"]]);
      equal(body.detail, "the token is for app `cat-api`; the policy admits only app `foo-bar`");
      if (!body.explanation.startsWith(`denied: ${body.detail}\n`)) throw new Error(body.explanation);
      equal(headers["www-authenticate"], 'Bearer realm="development.example", error="insufficient_scope", error_description="policy-denied"');
    },
    "in production it is told the code alone": async () => {
      await log();
      const { status, body, headers } = await get("production", { token: other, path: "/a?b=c" });
      equal(body, { type: "about:blank", title: "Forbidden", status: 403, code: "policy-denied" });
      equal([status, headers["content-type"], headers["cache-control"]], [403, "application/problem+json", "no-store"]);
      const logged = await log();
      equal(logged, [
        {
          outcome: "refused",
          status: 403,
          code: "policy-denied",
          detail: "the token is for app `cat-api`; the policy admits only app `foo-bar`",
          method: "GET",
          host: "production.example",
          path: "/a",
          issuer: "https://oidc.fly.io/acme",
          subject: "acme:cat-api:quiet-river-4821",
          tokenId: JSON.parse(Buffer.from(other.split(".")[1], "base64url")).jti,
          determining: [],
          causes: ["sub.other-app"],
        },
      ]);
    },
    "an expired or changed token is a 401": async () => {
      for (const [name, token, code] of [["late", expired, "token-expired"], ["production", tampered, "signature-invalid"]]) {
        const { status, body, headers } = await get(name, { token });
        equal([status, body.code], [401, code]);
        equal(headers["www-authenticate"], `Bearer realm="${name}.example", error="invalid_token", error_description="${code}"`);
      }
    },
    "no token is a 401 without an error": async () => {
      const { status, body, headers } = await get("production");
      equal([status, body.code, headers["www-authenticate"]], [401, "authorization-missing", 'Bearer realm="production.example"']);
    },
    "keys that are fetched, and WebCrypto": async () => {
      for (const presented of [token(), key.token(issuer)]) {
        for (let time = 0; time < 3; time += 1) {
          const { status } = await get("live", { token: presented });
          equal(status, 200);
        }
      }
      const { status, body } = await get("live", { token: token({ sub: "acme:cat-api:m" }) });
      equal([status, body.code], [403, "policy-denied"]);
    },
    "more tokens at once than wait for a verdict": async () => {
      const asked = Array.from({ length: 400 }, (_, index) =>
        get("live", { token: token(index % 2 === 0 ? {} : { sub: "acme:cat-api:m" }) }));
      const found = (await Promise.all(asked)).map(({ status }) => status);
      equal(found, found.map((_, index) => (index % 2 === 0 ? 200 : 403)));
    },
    "an unknown issuer is a 401, and nothing is asked for": async () => {
      await get("live", { token: token() });
      const before = issuer.fetches;
      const { status, body } = await get("live", { token: key.token({ url: trap.url }) });
      equal([status, body.code, trap.seen.requests, issuer.fetches], [401, "issuer-not-trusted", 0, before]);
    },
    "an issuer that is down is a 503": async () => {
      const { status, body, headers } = await get("sick", { token: key.token(sick) });
      equal([status, body.code], [503, "keys-unavailable"]);
      if (!(Number(headers["retry-after"]) >= 1)) throw new Error(headers["retry-after"]);
    },
  };
}
