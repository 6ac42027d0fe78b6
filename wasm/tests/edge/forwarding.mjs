// What goes on to the upstream, and what does not.
import { equal } from "../assert.mjs";
import { raw, request } from "./raw.mjs";

export function checks({ token }, { get, log }) {
  const seen = async (options, name = "live") => {
    const { status, body } = await get(name, { token: token(), ...options });
    equal(status, 200);
    return body;
  };
  return {
    "a request goes on, without its token, and with whose it was": async () => {
      const { method, url, headers, body } = await seen({ method: "POST", body: "a=b", path: "/a%20b?c=d", headers: { "x-mine": "1" } });
      equal([method, url, body, headers["x-mine"], headers.authorization], ["POST", "/base/a%20b?c=d", "a=b", "1", undefined]);
      equal([headers["x-assumable-issuer"], headers["x-assumable-subject"]], ["https://oidc.fly.io/acme", "acme:foo-bar:quiet-river-4821"]);
      equal(JSON.parse(Buffer.from(headers["x-assumable-claims"], "base64url")), { sub: "acme:foo-bar:quiet-river-4821" });
    },
    "headers that only the gate may set are replaced": async () => {
      const spoofed = {
        "X-Assumable-Subject": "root",
        x_assumable_subject: "root",
        "x.assumable.subject": "root",
        "x-assumable~issuer": "root",
        "x-Assumable_Claims": "e30",
        "X-ASSUMABLE-ROLE": "admin",
      };
      const { headers, rawHeaders } = await seen({ headers: spoofed });
      equal(headers["x-assumable-subject"], "acme:foo-bar:quiet-river-4821");
      const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase().replace(/[^a-z]/g, "-"));
      equal(names.filter((name) => name.startsWith("x-assumable-")).sort(), ["x-assumable-claims", "x-assumable-issuer", "x-assumable-subject"]);
    },
    "another method, host or path in a header does not go on": async () => {
      const named = [
        "x-http-method-override", "x-http-method", "x-method-override", "x-original-url", "x-rewrite-url",
        "x_http_method_override", "x_original_url", "x-forwarded-host", "x-forwarded-prefix", "forwarded", "x-host", "proxy",
        // WSGI: what stands here is taken off the path.
        "script_name", "script-name", "x-script-name", "path_info", "path.info", "x-middleware-subrequest", "anything_else", "any.thing",
      ];
      const { headers } = await seen({ headers: Object.fromEntries(named.map((name) => [name, "DELETE"])) });
      equal(named.filter((name) => headers[name] !== undefined), []);
    },
    "the token goes on where that is asked for, and nothing else does": async () => {
      const presented = token();
      const { headers } = await seen({ token: presented, headers: { x_assumable_subject: "root" } }, "holding");
      equal([headers.authorization, headers["x-assumable-subject"]], [`Bearer ${presented}`, "acme:foo-bar:quiet-river-4821"]);
    },
    "what a token says cannot end a header": async () => {
      for (const [sub, expected] of [
        ["acme:foo-bar:a\r\nx-admin: 1", "acme:foo-bar:a%0D%0Ax-admin:%201"],
        ["acme:foo-bar:ü%🗝", "acme:foo-bar:%C3%BC%25%F0%9F%97%9D"],
        ["acme:foo-bar:\u0000\u007f", "acme:foo-bar:%00%7F"],
      ]) {
        const { headers } = await seen({ token: token({ sub }) });
        equal([headers["x-assumable-subject"], headers["x-admin"]], [expected, undefined]);
      }
    },
    "a path cannot choose the upstream": async () => {
      for (const path of ["/..%2f", "//127.0.0.1:1/", "/\\127.0.0.1:1/", "/a/../../b"]) {
        const { status, body } = await get("live", { token: token(), path });
        if (status === 200) equal(body.url.startsWith("/base/"), true);
        else equal([status, body.code], [400, "path-ambiguous"]);
      }
    },
    "a redirection goes back as it is": async () => {
      const { status, headers } = await get("live", { token: token(), path: "/moved" });
      equal([status, headers.location], [302, "http://127.0.0.1:1/"]);
    },
    "what passes is logged, without token and query": async () => {
      await log();
      const presented = token({ jti: "a token's name" });
      await seen({ token: presented, path: "/a?secret=1" });
      const entries = await log();
      equal(entries, [
        {
          outcome: "passed",
          method: "GET",
          host: "live.example",
          path: "/a",
          issuer: "https://oidc.fly.io/acme",
          subject: "acme:foo-bar:quiet-river-4821",
          tokenId: "a token's name",
          determining: [0],
        },
      ]);
    },
    "what passes and gets no answer is logged again, with the reason": async () => {
      await log();
      const { status, body } = await get("unreachable", { token: token() });
      equal([status, body.code], [502, "upstream-unreachable"]);
      const entries = await log();
      equal(entries.map(({ outcome, status, code }) => [outcome, status, code]), [["passed", undefined, undefined], ["failed", 502, "upstream-unreachable"]]);
      equal([entries[1].detail.startsWith("the upstream does not answer: `"), entries[1].subject], [true, "acme:foo-bar:quiet-river-4821"]);
    },
    "routes: the first that fits decides": async () => {
      const asked = async (path, method = "GET") => {
        const { status, body } = await get("routed", { token: token(), path, method });
        return body.code ?? status;
      };
      equal(await asked("/reports/7"), 200);
      equal(await asked("/reports/7", "DELETE"), "no-route");
      equal(await asked("/open"), 200);
      equal(await asked("/open/er"), "no-route");
      equal(await asked("/admin/x"), "policy-denied");
      // What an upstream may take for /admin/x.
      for (const path of ["/Admin/x", "/admin", "/%61dmin/x", "/admin%2fx", "//admin/x", "/open;/../admin/x", "/reports/%2e%2e/admin/x", "/admin;a/x", "/%2561dmin/x"]) {
        const found = await asked(path);
        if (found === 200) throw new Error(`${path} passes`);
      }
    },
    "facts of the request are condition keys": async () => {
      const from = (address) => ({ "cf-connecting-ip": address });
      const asked = async (more) => (await get("facts", { token: token({ region: "sea" }), path: "/reports/1", headers: from("192.0.2.7"), ...more })).status;
      equal(await asked({}), 200);
      equal(await asked({ method: "DELETE" }), 403);
      equal(await asked({ path: "/keys" }), 403);
      equal(await asked({ headers: from("198.51.100.1") }), 403);
      equal(await asked({ headers: from("192.0.2.7, 198.51.100.1") }), 403);
      equal(await asked({ headers: {} }), 403);
      equal(await asked({ token: token({ region: "fra" }) }), 403);
      // With AWS this would be no condition key.
      const { body } = await get("facts", { token: token(), path: "/reports/1", headers: from("192.0.2.7") });
      equal([body.causes, body.detail], [[], "the condition `StringEquals` on `oidc.fly.io/acme:region` of statement 1 does not hold"]);
    },
    "a token passes once, where that is asked for": async () => {
      const exp = Math.floor(Date.now() / 1000) + 300;
      const presented = token({ exp });
      const codes = async (times) =>
        (await Promise.all(Array.from({ length: times }, () => get("once", { token: presented })))).map(({ status, body }) => body.code ?? status);
      equal((await codes(8)).sort(), [200, ...Array(7).fill("token-used")]);
      equal(await codes(1), ["token-used"]);
      equal((await get("once", { token: token({ exp }) })).status, 200);
      equal((await get("once", { token: token({ exp, jti: undefined }) })).body.code, "token-without-id");
      equal((await get("once", { token: token({ exp, jti: 7 }) })).body.code, "token-without-id");
      equal((await get("once", { token: token({ exp: exp + 2 * 86_400 }) })).body.code, "token-lives-too-long");
      // Nobody passes because somebody forgot a binding.
      const { status, body } = await get("careless", { token: token({ exp }) });
      equal([status, body.code], [500, "misconfigured"]);
    },
  };
}

/** What the upstream was sent, by its answer, which may come in chunks. */
const sent = ({ body }) => JSON.parse(body.slice(body.indexOf("{"), body.lastIndexOf("}") + 1));

/** With requests that no client would write. */
export function rawChecks({ token, upstream }, { url }) {
  return {
    "a header cannot have the next proxy remove the gate's": async () => {
      const lines = [`Authorization: Bearer ${token()}`, "Connection: x-assumable-subject", "TE: trailers", "Proxy-Authorization: Basic YQ=="];
      const answer = await raw(url, request("live", lines));
      equal(answer.status, 200);
      const { headers } = sent(answer);
      equal([headers["x-assumable-subject"], headers["proxy-authorization"], headers.te], ["acme:foo-bar:quiet-river-4821", undefined, undefined]);
      equal((headers.connection ?? "").includes("assumable"), false);
    },
    "what `Connection` names goes on, as it would if it were not named": async () => {
      const lines = [`Authorization: Bearer ${token()}`, "Connection: X-Of-A-Proxy, close", "X-Of-A-Proxy: 192.0.2.7", "Keep-Alive: timeout=5", "HTTP2-Settings: AAMAAABk"];
      const { headers } = sent(await raw(url, request("live", lines)));
      equal([headers["x-of-a-proxy"], headers["http2-settings"]], ["192.0.2.7", undefined]);
    },
    "nothing is upgraded, and nobody waits for a 100": async () => {
      const upgrade = ["Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="];
      const { status } = await raw(url, `GET / HTTP/1.1\r\nHost: live.example\r\nConnection: Upgrade\r\nAuthorization: Bearer ${token()}\r\n${upgrade.join("\r\n")}\r\n\r\n`);
      equal(status === 101, false);
      const lines = [`Authorization: Bearer ${token()}`, "Expect: 100-continue", "Content-Length: 3"];
      const { headers, body } = sent(await raw(url, request("live", lines, { method: "POST", body: "a=b" })));
      equal([headers.expect, body], [undefined, "a=b"]);
    },
    "a body goes on while it comes": async () => {
      const chunks = "3\r\na=b\r\n2\r\n&c\r\n0\r\n\r\n";
      const lines = [`Authorization: Bearer ${token()}`, "Transfer-Encoding: chunked"];
      equal(sent(await raw(url, request("live", lines, { method: "POST", body: chunks }))).body, "a=b&c");
    },
    "the body is not read before the token is": async () => {
      const before = upstream.seen.requests;
      // Of which only the beginning ever comes.
      const { status } = await raw(url, request("live", ["Content-Length: 1000000"], { method: "POST", body: "x" }));
      equal([status, upstream.seen.requests], [401, before]);
    },
  };
}
