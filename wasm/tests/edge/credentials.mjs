// How a token is presented, and what is no way to present one.
import { equal } from "../assert.mjs";
import { raw, request } from "./raw.mjs";

export function checks({ key, token, issuer, trap, upstream }, { get, url }) {
  const good = token();
  /** What a raw request ends in: its status, and the code of a problem. */
  const ends = async (lines, more) => {
    const { status, body } = await raw(url, request("live", lines, more));
    return [status, /"code":"([^"]+)"/.exec(body)?.[1]];
  };
  const forged = (header) => `${Buffer.from(JSON.stringify(header)).toString("base64url")}.${good.split(".").slice(1).join(".")}`;
  return {
    "a gate may be made before there is a request": async () => {
      equal((await get("early")).body.code, "authorization-missing");
      equal((await get("early", { token: key.token({ url: trap.url }) })).body.code, "issuer-not-trusted");
    },
    "the scheme in any case, and spaces behind it": async () => {
      for (const scheme of ["Bearer", "bearer", "BEARER", "bEaReR"]) equal(await ends([`Authorization: ${scheme} ${good}`]), [200, undefined]);
      equal(await ends([`AUTHORIZATION:   Bearer   ${good}  `]), [200, undefined]);
    },
    "another scheme is none that counts": async () => {
      for (const scheme of ["Basic", "DPoP", "Token", "Bearers", "B", "FlyV1"]) equal(await ends([`Authorization: ${scheme} ${good}`]), [401, "authorization-scheme"]);
      const { headers } = await get("live", { headers: { authorization: `Basic ${good}` } });
      equal(headers["www-authenticate"], 'Bearer realm="live.example"');
    },
    "what is not a scheme and one token": async () => {
      for (const value of [
        "Bearer",
        `Bearer\t${good}`,
        `Bearer ${good} ${good}`,
        `Bearer ${good},${good}`,
        `Bearer "${good}"`,
        `Bearer =${good}`,
        `Bearer ${good}\u00a0`,
        `Bearer ${good}\u00e9`,
        `Bearer\u00a0${good}`,
        `Bearer, ${good}`,
      ]) {
        equal(await ends([`Authorization: ${value}`]), [400, "authorization-malformed"]);
      }
      equal((await ends(["Authorization:"]))[0] >= 400, true);
    },
    "several headers are no header": async () => {
      for (const other of [`Bearer ${good}`, `Bearer ${key.token(issuer)}`, "Bearer a"]) {
        equal(await ends([`Authorization: Bearer ${good}`, `authorization: ${other}`]), [400, "authorization-malformed"]);
      }
      const [status] = await ends([`Authorization: Basic YQ==`, `Authorization: Bearer ${good}`]);
      equal(status, 401);
    },
    "a header without end": async () => {
      equal(await ends([`Authorization: Bearer ${"a".repeat(16 * 1024 + 20)}`]), [400, "authorization-too-long"]);
      // As long as may be: it is read, and is no token.
      equal(await ends([`Authorization: Bearer ${"a".repeat(16 * 1024)}`]), [401, "token-parts"]);
      const [status] = await ends([`Authorization: Bearer ${"a".repeat(1 << 20)}`]);
      equal([200, 201].includes(status), false);
    },
    "a token in the URL is refused, whatever else there is": async () => {
      for (const path of [`/?access_token=${good}`, "/?a=b&access_token=", "/?access%5ftoken=a", "/?a=1;access_token=b", "/?ACCESS_TOKEN=a", "/?a=1;Access%5FToken=b", "/??access_token=a", "/?+access_token=a", "/?access_token[]=a", "/?access_token"]) {
        const { status, body, headers } = await get("live", { token: good, path });
        equal([status, body.code], [400, "token-in-query"]);
        equal(headers["www-authenticate"], 'Bearer realm="live.example", error="invalid_request", error_description="token-in-query"');
      }
    },
    "what only looks like a token in the URL is none": async () => {
      for (const path of ["/?my_access_token=a", "/?a=access_token", "/?access_token_type=a", "/?to=https%3A%2F%2Fa.example%2F%3Faccess_token%3Da"]) {
        equal([path, (await get("live", { token: good, path })).status], [path, 200]);
      }
    },
    "a token in the body or in a cookie is none": async () => {
      const form = { method: "POST", body: `access_token=${good}`, headers: { "content-type": "application/x-www-form-urlencoded", cookie: `access_token=${good}` } };
      const { status, body } = await get("live", form);
      equal([status, body.code], [401, "authorization-missing"]);
    },
    "line breaks in a header are not": async () => {
      const before = upstream.seen.requests;
      for (const value of [`Bearer a\r\nX-Assumable-Subject: root`, `Bearer a\nX-Assumable-Subject: root`, `Bearer a\rb`, `Bearer a\0b`]) {
        const [status] = await ends([`Authorization: ${value}`]);
        equal(status >= 400, true);
      }
      equal(upstream.seen.requests, before);
    },
    "two lengths, or a length and chunks, are one request or none": async () => {
      const smuggled = "GET /base/smuggled HTTP/1.1\r\nHost: live.example\r\n\r\n";
      const shapes = [
        [["Content-Length: 5", "Content-Length: 0"], `hello${smuggled}`],
        [["Content-Length: 0", "Transfer-Encoding: chunked"], `0\r\n\r\n${smuggled}`],
        [["Transfer-Encoding: chunked", "Content-Length: 4"], `0\r\n\r\n${smuggled}`],
        [["Transfer-Encoding: xchunked"], `0\r\n\r\n${smuggled}`],
        [["Transfer-Encoding : chunked", "Content-Length: 5"], `hello${smuggled}`],
        [["Content-Length: +5"], `hello${smuggled}`],
        [["Transfer-Encoding: chunked"], `5;\r\nhello\r\n0\r\n\r\n${smuggled}`],
        [["Content-Length: 5", "Expect: 100-continue"], `hello${smuggled}`],
      ];
      const urls = upstream.seen.urls;
      for (const [lines, body] of shapes) {
        urls.length = 0;
        await raw(url, request("live", [`Authorization: Bearer ${good}`, ...lines], { method: "POST", path: "/outer", body }), 200);
        equal(urls.filter((path) => path !== "/base/outer"), []);
        equal(urls.length <= 1, true);
      }
    },
    "methods that are none for a gate": async () => {
      for (const method of ["TRACE", "TRACK", "CONNECT"]) {
        const [status] = await ends([`Authorization: Bearer ${good}`], { method, path: "/" });
        equal(status >= 400 && status !== 404, true);
      }
    },
    "nothing in a token chooses what is fetched": async () => {
      await get("live", { token: good });
      const before = { ...issuer.asked };
      const evil = trap.url;
      for (const presented of [
        token({ iss: evil }),
        token({ iss: `${issuer.url}@${evil.slice(7)}` }),
        token({ iss: `${issuer.url}/../../` }),
        token({ iss: "http://169.254.169.254/latest" }),
        token({ iss: "https://oidc.fly.io/acme/" }),
        token({ iss: "HTTPS://oidc.fly.io/acme" }),
        token({ iss: ["https://oidc.fly.io/acme"] }),
        token({}, { jku: `${evil}/jwks`, x5u: `${evil}/cert` }),
        forged({ alg: "ES256", kid: "live", jku: `${evil}/jwks`, jwk: key.jwk }),
        forged({ alg: "none" }),
        forged({ alg: "HS256", kid: "live" }),
      ]) {
        const { status } = await get("live", { token: presented });
        // A key or an address in the header is not looked at: what is signed well is as good without.
        equal([200, 401].includes(status), true);
      }
      equal([trap.seen.requests, issuer.asked], [0, before]);
    },
    "a discovery document chooses no other issuer and no other scheme": async () => {
      for (const [name, code] of [["elsewhere", 503], ["file", 503], ["inside", 503]]) {
        const { status, body } = await get(name, { token: key.token({ url: key.sick[name].url }) });
        equal([name, status, body.code], [name, code, "keys-unavailable"]);
      }
      equal(trap.seen.requests, 0);
    },
  };
}
