// Keys for pages that issuers let read nothing; and nothing else.
import { equal } from "../assert.mjs";

export function checks({ issuer, sick, trap }, { get }) {
  const named = (name) => `?issuer=${encodeURIComponent(name)}`;
  const keys = (name, more) => get("relay", { path: `/keys/jwks${named(name)}`, ...more });
  return {
    "the keys of an issuer on the list": async () => {
      const { status, body, headers } = await keys(issuer.url);
      equal([status, body], [200, { keys: issuer.keys }]);
      equal([headers["access-control-allow-origin"], headers["content-type"]], ["*", "application/json"]);
      equal(/^public, max-age=(599|600)$/.test(headers["cache-control"]), true);
    },
    "of a key set what a verifier uses, and nothing else": async () => {
      const [key] = issuer.keys;
      const mixed = sick.others.mixed;
      const secret = { kty: "oct", k: "AAAA" };
      mixed.keys = [{ ...key, x5c: ["AAAA"], "<script>": 1 }, null, secret, { ...key, kid: "private", d: key.x }, { ...key, kid: "enc", use: "enc" }];
      const { status, body } = await keys(mixed.url);
      equal([status, body], [200, { keys: [key] }]);
    },
    "where they are, by a document that leads here": async () => {
      const { status, body, headers } = await get("relay", { path: `/keys/.well-known/openid-configuration${named(issuer.url)}` });
      equal([status, body], [200, { issuer: issuer.url, jwks_uri: `https://relay.example/keys/jwks${named(issuer.url)}` }]);
      // It has the name of the host that was asked, which a cache may not tell from another.
      equal(headers["cache-control"], "private, max-age=3600");
    },
    "once for many": async () => {
      await keys(issuer.url);
      const before = { ...issuer.asked };
      const answers = await Promise.all(Array.from({ length: 20 }, () => keys(issuer.url)));
      equal(answers.map(({ status }) => status), Array(20).fill(200));
      equal(issuer.asked, before);
    },
    "a cold crowd causes one fetch": async () => {
      const before = issuer.asked.keys;
      const cold = (path) => get("cold", { path });
      const answers = await Promise.all(Array.from({ length: 20 }, () => cold(`/jwks${named(issuer.url)}`)));
      equal(answers.map(({ status }) => status), Array(20).fill(200));
      equal(issuer.asked.keys, before + 1);
    },
    "whoever is not on the list": async () => {
      for (const name of [trap.url, `${issuer.url}/`, issuer.url.toUpperCase(), `${issuer.url}#`, `${issuer.url}@${trap.url.slice(7)}`, "http://169.254.169.254/", "file:///etc/passwd", "__proto__", ""]) {
        const { status, body } = await keys(name);
        equal([name, status, body.code], [name, 404, "issuer-not-listed"]);
      }
      equal(trap.seen.requests, 0);
    },
    "whatever else is asked": async () => {
      for (const [path, status] of [
        ["/keys/jwks", 400],
        [`/keys/jwks?url=${encodeURIComponent(issuer.url)}`, 400],
        [`/keys/jwks${named(issuer.url)}${named(trap.url).replace("?", "&")}`, 400],
        [`/keys/jwks${named(issuer.url)}&a=b`, 400],
        [`/jwks${named(issuer.url)}`, 404],
        [`/keys/${named(issuer.url)}`, 404],
        [`/keys/jwks/${named(issuer.url)}`, 404],
        ["/", 404],
      ]) {
        equal([path, (await get("relay", { path })).status], [path, status]);
      }
      for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "HEAD"]) {
        const { status, headers } = await keys(issuer.url, { method });
        equal([method, status, headers.allow], [method, 405, "GET"]);
      }
    },
    "what no verifier would take is not passed on": async () => {
      for (const [name, mode] of [["redirecting", "redirect elsewhere"], ["endless", "a response without end"], ["html", "status 200, HTML"], ["broken", "status 500"], ["down", "down"]]) {
        const listed = sick.others[name];
        listed.mode = mode;
        const { status, body, headers } = await keys(listed.url);
        equal([name, status, body.code], [name, 503, "keys-unavailable"]);
        equal([headers["access-control-allow-origin"], headers["cache-control"]], ["*", "no-store"]);
        const fetches = listed.fetches;
        await keys(listed.url);
        // It is left in peace for a while.
        equal([name, listed.fetches], [name, fetches]);
      }
    },
  };
}
