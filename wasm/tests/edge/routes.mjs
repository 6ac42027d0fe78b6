// Which policy decides, and that none is got around by writing a path another way.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { equal } from "../assert.mjs";
import { AUDIENCE, signer } from "../keys/signer.mjs";
import { FLY, NOBODY, POLICY } from "./fly.mjs";
import { thrownBy } from "./thrown.mjs";

export async function checks({ package: folder }) {
  const { createGate } = await import(pathToFileURL(join(folder, "edge/index.js")));
  const key = signer("one");
  const options = { issuers: { issuer: FLY, audience: AUDIENCE, jwks: { keys: [key.jwk] } }, handler: () => new Response() };
  const strict = (path, methods) => ({ path, policy: NOBODY, ...(methods && { methods }) });
  const lax = (path, methods) => ({ path, policy: POLICY, ...(methods && { methods }) });
  /** What a gate says to a bearer whom the lax policy admits. */
  const asking = (routes, more = { policy: POLICY }) => {
    const gate = createGate({ ...options, routes, ...more });
    return async (path, method = "GET") => {
      const response = await gate(new Request(`https://api.example${path}`, { method, headers: { authorization: `Bearer ${key.token({ url: FLY })}` } }));
      if (response.status === 200 || method === "HEAD") return response.status;
      return (await response.json()).code;
    };
  };
  const refused = (routes, more) => thrownBy(() => createGate({ ...options, routes, ...more }));
  return {
    "letter case and a `/` at the end lead to no laxer policy": async () => {
      for (const more of [{ policy: POLICY }, {}]) {
        const routes = [strict("/admin/*"), strict("/keys"), ...(more.policy ? [] : [lax("/*")])];
        const ask = asking(routes, more);
        for (const path of ["/admin/x", "/admin/", "/keys"]) equal([path, await ask(path)], [path, "policy-denied"]);
        for (const path of ["/Admin/x", "/ADMIN/", "/admin", "/Admin", "/keys/", "/KEYS", "/Keys/", "/%EF%BD%81dmin/x", "/%E2%84%AAeys"]) {
          equal([path, await ask(path)], [path, "route-ambiguous"]);
        }
        for (const path of ["/", "/administrators", "/key", "/keys/x", "/x/admin/x", "/caf%C3%A9"]) equal([path, await ask(path)], [path, 200]);
      }
    },
    "escapes and other spellings do not either, where they are let through": async () => {
      const ask = asking([strict("/admin/*")], { policy: POLICY, allowAmbiguousPaths: true });
      for (const path of ["/%61dmin/x", "/%41DMIN", "//admin/x", "/admin%2Fx", "/admin;a/x", "/%2561dmin/x", "/a%2F..%2Fadmin/x", "/a/..;/admin/x", "/admin%5Cx", "/%61dmin/%FF"]) {
        equal([path, await ask(path)], [path, "route-ambiguous"]);
      }
      equal([await ask("/a%2Fb"), await ask("//a"), await ask("/%zz")], [200, 200, 200]);
      for (const path of ["/%20admin/x", "/%C2%85admin/x", "/admin%C2%85/x", "/%20/admin/x", "/admin::$INDEX_ALLOCATION/x", "/admin:$i30:$INDEX_ALLOCATION/x"]) {
        equal([path, await ask(path)], [path, "route-ambiguous"]);
      }
      const usual = asking([strict("/admin/*"), strict("/report")]);
      for (const path of ["/report::$DATA", "/Admin::$INDEX_ALLOCATION/x"]) equal([path, await usual(path)], [path, "route-ambiguous"]);
      for (const path of ["/%20admin/x", "/%E3%80%80report", "/report%C2%85"]) equal([path, await usual(path)], [path, "path-ambiguous"]);
      for (const path of ["/%61dmin/x", "//admin/x", "/admin;a/x"]) equal([path, await usual(path)], [path, "path-ambiguous"]);
    },
    "no reader of a path who is laxer still is led around a route": async () => {
      const routes = [strict("/admin/*"), strict("/keys"), lax("/report.json")];
      // An upstream that pays no attention to letter case, and what may stand behind it.
      const behind = ["／‥／‥／‥", "／．．／．．", "/‥", "/．．/x", "/..；a/x", "/..;a", "/\u00ad..\u00ad/x", "/％2e％2e/x"];
      const ask = asking(routes);
      for (const path of behind.map((rest) => `/Admin/users/7${encodeURI(rest)}`)) {
        const found = await ask(path);
        equal([path, ["path-ambiguous", "route-ambiguous"].includes(found)], [path, true]);
      }
      for (const path of ["/admin.json", "/keys.json", "/ADMIN.", "/adm%C4%B1n/x", "/ad%C2%ADmin/x", "/adm%C3%ADn", "/%C5%BFecret/../keys/", "/Keys.x", "/admin.a.b", "/keys.tar.gz", "/report", "/REPORT", "/report.xml"]) {
        equal([path, await ask(path)], [path, "route-ambiguous"]);
      }
      for (const path of ["/admin%3Fx", "/admin%23x", "/admin%20", "/%C5%BFecret/x%FF", "/x/%E3%80%82%FF"]) equal([path, await ask(path)], [path, "path-ambiguous"]);
      const any = asking(routes, { policy: POLICY, allowAmbiguousPaths: true });
      for (const path of ["/Admin/users/7%252f%252e%252e%252f%252e%252e", "/Admin%3Fx/y", "/x%2F..%2FADMIN%00", "/%FFx/..%2Fadmin/x"]) {
        equal([path, await any(path)], [path, "route-ambiguous"]);
      }
      for (const path of ["/report.json", "/admin.a/b", "/reports", "/caf%C3%A9", "/a%20b", "/wait%E2%80%A6", "/x.y/z", "/a/"]) equal([path, await ask(path)], [path, 200]);
    },
    "whatever stands behind a path in other letters, it leads to no laxer policy": async () => {
      const ask = asking([strict("/admin/*")], { policy: POLICY, allowAmbiguousPaths: true });
      const parts = ["..", "%2e%2e", "%252e%252e", "／", "/", "%2F", "%5C", "x", "‥", ";a", "；", "%FF", "?", "%3F", ".json", "%00"];
      let seed = 7;
      const next = (below) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
      for (let time = 0; time < 300; time += 1) {
        const rest = Array.from({ length: 1 + next(6) }, () => parts[next(parts.length)]).join("");
        const url = new URL(`https://api.example/ADMIN/${rest.replaceAll("／", "%EF%BC%8F").replaceAll("‥", "%E2%80%A5").replaceAll("；", "%EF%BC%9B")}`);
        // What the URL's own reader has resolved is another path.
        if (!url.pathname.startsWith("/ADMIN/")) continue;
        equal([url.pathname, await ask(url.pathname)], [url.pathname, "route-ambiguous"]);
      }
    },
    "the file that stands for a folder": async () => {
      const ask = asking([strict("/index.html"), strict("/docs/")]);
      for (const path of ["/", "/index", "/docs/index.html", "/docs/INDEX.htm", "/docs"]) equal([path, await ask(path)], [path, "route-ambiguous"]);
      const root = asking([strict("/")]);
      equal([await root("/index.html"), await root("/.env"), await root("/x")], ["route-ambiguous", 200, 200]);
    },
    "a path of nothing but dots costs no more than another": async () => {
      const ask = asking([strict("/keys")]);
      const least = async (piece) => {
        const path = `/a${piece.repeat(8000 / piece.length)}b`;
        const times = [];
        for (let turn = 0; turn < 5; turn += 1) {
          const start = performance.now();
          await ask(path);
          times.push(performance.now() - start);
        }
        return Math.min(...times);
      };
      const usual = await least("x");
      // Where each dot was begun from, it was a hundred times as much.
      for (const piece of [".", "%C2%A0", "%E2%80%A6", ".a"]) equal([piece, (await least(piece)) < 20 * usual], [piece, true]);
    },
    "who feels his way along routes is known by name": async () => {
      const entries = [];
      const gate = createGate({ ...options, routes: [strict("/admin/*")], log: (entry) => entries.push(entry) });
      for (const [path, claims, code] of [["/x", {}, "no-route"], ["/Admin/x", {}, "route-ambiguous"], ["/x", { cnf: { jkt: "a" } }, "token-bound-to-key"]]) {
        await gate(new Request(`https://api.example${path}`, { headers: { authorization: `Bearer ${key.token({ url: FLY }, {}, { jti: "7", ...claims })}` } }));
        const { issuer, subject, tokenId, ...entry } = entries.pop();
        equal([entry.code, issuer, subject, tokenId], [code, FLY, "acme:foo-bar:quiet-river-4821", "7"]);
      }
      await gate(new Request("https://api.example/x", { headers: { authorization: "Bearer a.b.c" } }));
      equal([entries[0].status, entries[0].issuer], [401, undefined]);
    },
    "who is not believed learns of no route": async () => {
      const gate = createGate({ ...options, routes: [strict("/admin/*")] });
      for (const path of ["/admin/x", "/Admin/x", "/other"]) {
        const response = await gate(new Request(`https://api.example${path}`, { headers: { authorization: "Bearer a.b.c" } }));
        equal([path, response.status], [path, 401]);
      }
    },
    "a query of nothing but separators costs no more than another, and has an end": async () => {
      const ask = asking([]);
      const least = async (piece) => {
        const times = [];
        for (let turn = 0; turn < 5; turn += 1) {
          const start = performance.now();
          equal(await ask(`/?${piece.repeat(8000 / piece.length)}`), 200);
          times.push(performance.now() - start);
        }
        return Math.min(...times);
      };
      const usual = await least("x");
      // Where each parameter was read for itself, and twice, it was ten times as much and more.
      for (const piece of [";", "&", "a&", "%41", "[", "."]) equal([piece, (await least(piece)) < 5 * usual + 2], [piece, true]);
      equal([await ask(`/?${"x".repeat(8191)}`), await ask(`/?${"x".repeat(8192)}`)], [200, "query-too-long"]);
    },
    "a parameter that some upstreams take for the method": async () => {
      const ask = asking([]);
      for (const query of [".method=DELETE", "%20.method=DELETE", "_method%00x=DELETE", "%5Bmethod=DELETE"]) {
        equal([query, await ask(`/?${query}`)], [query, "method-in-query"]);
      }
      for (const query of ["access[token=1", "access_token%00=1", "+access.token=1", "[access_token]=1", "%5Baccess_token%5D=1", "access_token]=1"]) equal([query, await ask(`/?${query}`)], [query, "token-in-query"]);
      equal(await ask("/?access_token_hint=1&access_tokens=2"), 200);
      for (const query of ["_method=DELETE", "a=b&_METHOD=x", "a;_method=PUT", "%5Fmethod=PUT", "_method[]=PUT", "[_method]=PUT", "%5B_method%5D=PUT", "[_method=PUT", "_method]=PUT", "._method=PUT", "_method.x=PUT", "[][_method]=PUT"]) {
        equal([query, await ask(`/?${query}`)], [query, "method-in-query"]);
      }
      equal(await ask("/?method=a&x_method=b&x[_method]=c"), 200);
    },
    "a path that a route names to the letter is meant": async () => {
      const ask = asking([strict("/reports/*"), lax("/reports"), lax("/Reports/7")]);
      equal([await ask("/reports"), await ask("/Reports/7"), await ask("/reports/7")], [200, 200, "policy-denied"]);
      equal([await ask("/Reports"), await ask("/Reports/8")], ["route-ambiguous", "route-ambiguous"]);
    },
    "a route for `GET` is for `HEAD` too, and for no other method": async () => {
      const ask = asking([strict("/admin/*", ["GET"])]);
      equal([await ask("/admin/x", "HEAD"), await ask("/Admin/x", "HEAD"), await ask("/", "HEAD")], [403, 403, 200]);
      equal([await ask("/admin/x", "POST"), await ask("/Admin/x", "POST")], [200, 200]);
    },
    "a path that no request has": async () => {
      const expected = "invalid-input: `routes[0].path` is ";
      for (const [path, written] of [["/é", "/%C3%A9"], ["/a b", "/a%20b"], ["/x/../a", "/a"], ["/x/..", "/"], ["/./*", "/"], ["/a\\b", "/a/b"], ["/a\tb", "/ab"]]) {
        const found = refused([lax(path)]);
        equal([path, found.startsWith(expected), found.endsWith(`in a URL it is \`${written}\``)], [path, true, true]);
      }
      for (const path of ["//a", "/a;b", "/%61", "/a%2Fb", "/%zz", `/${"a".repeat(8192)}`]) {
        equal([path, refused([lax(path)]).startsWith(expected)], [path, true]);
      }
      equal(refused([lax("//a"), lax("/a%2Fb")], { allowAmbiguousPaths: true }), "nothing was thrown");
      for (const path of ["/a?b", "/a#b", "/a?", "a", "", "*", null, undefined]) {
        equal([path, refused([lax(path)]).startsWith("invalid-input: `routes[0].path` must be")], [path, true]);
      }
      equal(refused([lax("/caf%C3%A9"), lax("/a%20b/*"), lax("/"), lax("/@:a,b'(c)")]), "nothing was thrown");
    },
    "a method that no request has": async () => {
      for (const methods of [[], ["get"], ["GET", ""], ["TRACE"], ["CONNECT"], ["-"], [7], "GET", null, ["GET POST"]]) {
        equal([methods, refused([{ ...lax("/a"), methods }]).startsWith("invalid-input: `routes[0].methods` must be")], [methods, true]);
      }
    },
    "a route that others leave nothing for": async () => {
      const never = "invalid-input: `routes[1]` can never decide: `routes[0]` comes first wherever it fits";
      for (const pair of [
        [strict("/a"), lax("/a")],
        [strict("/a/*"), lax("/a/b")],
        [strict("/a/*"), lax("/a/b/*", ["GET"])],
        [strict("/a/*"), lax("/A/*")],
        [strict("/*"), lax("/a")],
        [strict("/a", ["GET", "POST"]), lax("/a", ["HEAD"])],
      ]) {
        equal(refused(pair), never);
      }
      for (const pair of [
        [lax("/a"), strict("/a/*")],
        [lax("/a/b"), strict("/a/*")],
        [lax("/a", ["GET"]), strict("/a")],
        [lax("/a", ["GET"]), strict("/a", ["POST", "GET"])],
        [lax("/a/*"), strict("/ab/*")],
      ]) {
        equal(refused(pair), "nothing was thrown");
      }
    },
    "what is no route": async () => {
      equal(refused([null]), "invalid-input: `routes[0]` must be an object");
      // Else the route would be for all methods.
      equal(refused([lax("/b"), { ...lax("/a"), method: ["GET"] }]), "invalid-input: `routes[1]` has no member `method`; known: `methods`, `path`, `policy`");
      equal(refused([{ path: "/a" }]).startsWith("invalid-input: `routes[0].policy` must be"), true);
    },
  };
}
