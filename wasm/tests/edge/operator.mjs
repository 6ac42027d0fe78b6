// What an operator has set up wrong: it is said clearly, in the log, and costs no bearer a token.
import { generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { equal } from "../assert.mjs";
import { AUDIENCE, signer } from "../keys/signer.mjs";
import { FLY, POLICY } from "./fly.mjs";
import { namespace } from "./storage.mjs";
import { thrownBy } from "./thrown.mjs";

const key = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });

export async function checks({ package: folder }) {
  const { createExchange, createGate, createRelay, UsedTokens } = await import(pathToFileURL(join(folder, "edge/index.js")));
  const machine = signer("one");
  const token = (more) => machine.token({ url: FLY }, {}, { exp: Math.floor(Date.now() / 1000) + 300, ...more });
  const common = { issuers: { issuer: FLY, audience: AUDIENCE, jwks: { keys: [machine.jwk] } }, policy: POLICY };
  const usual = { ...common, issuer: "https://sts.example", keys: () => key, audience: "https://api.example" };
  /** An exchange, with what it logged of the request. */
  const exchanging = (options) => {
    const entries = [];
    const exchange = createExchange({ ...usual, log: (entry) => entries.push(entry), ...options });
    return async (subject_token = token(), more, path = "/token") => {
      const asked = { grant_type: "urn:ietf:params:oauth:grant-type:token-exchange", subject_token_type: "urn:ietf:params:oauth:token-type:jwt", subject_token, ...more };
      const init = path === "/token" ? { method: "POST", body: new URLSearchParams(asked) } : {};
      const response = await exchange(new Request(`https://sts.example${path}`, init), {});
      const { error, code, access_token, ...body } = await response.json();
      const [, payload = "e30"] = access_token?.split(".") ?? [];
      return { status: response.status, error, code, body, claims: JSON.parse(Buffer.from(payload, "base64url")), entry: entries.pop() };
    };
  };
  const misconfigured = async (options, detail) => {
    const { status, error, code, entry } = await exchanging(options)();
    equal([status, error, code, entry.status, entry.code, entry.detail], [500, "server_error", "misconfigured", 500, "misconfigured", detail]);
  };
  const gated = (options) => {
    const entries = [];
    const gate = createGate({ ...common, handler: () => new Response(), log: (entry) => entries.push(entry), ...options });
    return async (presented = token()) => {
      const response = await gate(new Request("https://api.example/", { headers: { authorization: `Bearer ${presented}` } }), {});
      const { code } = response.status === 200 ? {} : await response.json();
      return [response.status, code, entries.pop().detail];
    };
  };
  const fail = (message) => () => {
    throw new Error(message);
  };
  return {
    "a secret that is missing": async () => {
      await misconfigured({ keys: () => undefined }, "`keys` gives nothing: is the secret there?");
      await misconfigured({ keys: () => null }, "`keys` gives nothing: is the secret there?");
      const what = "`keys` threw something: is the secret there, and is it what was put?";
      await misconfigured({ keys: ({ SECRET }) => JSON.parse(SECRET) }, what);
      // What `JSON.parse` throws repeats some of it.
      await misconfigured({ keys: () => JSON.parse("my-secret") }, what);
      await misconfigured({ keys: fail("my-secret") }, what);
      await misconfigured({ keys: () => [] }, "`keys` is empty: nothing could be signed");
    },
    "a secret that is missing, for those who ask for keys": async () => {
      for (const keys of [() => undefined, fail("my-secret"), () => ({})]) {
        const { status, error, code, entry } = await exchanging({ keys })(undefined, {}, "/jwks");
        equal([status, error, code, entry.code], [500, "server_error", "misconfigured", "misconfigured"]);
      }
    },
    "a secret that comes back": async () => {
      let secret;
      const ask = exchanging({ keys: () => secret });
      equal((await ask()).code, "misconfigured");
      secret = key;
      equal((await ask()).status, 200);
      secret = undefined;
      equal((await ask()).code, "misconfigured");
    },
    "scopes that are no list": async () => {
      const detail = "`scopes` must be an array of scopes, or a function that returns one at once";
      // A text would have every part of it as a scope.
      for (const found of ["read write", undefined, null, 7, [7], ["read write"], [""], Promise.resolve(["read"]), { length: 1 }]) {
        await misconfigured({ scopes: () => found }, detail);
      }
      equal((await exchanging({ scopes: () => "read" })(token(), { scope: "rea" })).code, "misconfigured");
      equal(thrownBy(() => createExchange({ ...usual, scopes: ["read write"] })), `invalid-input: ${detail}`);
      await misconfigured({ scopes: fail("no tenant") }, "`options.scopes` threw `Error: no tenant`");
    },
    "claims that are none": async () => {
      for (const found of [undefined, null, 7, "a", ["a"], Promise.resolve({})]) {
        await misconfigured({ claims: () => found }, "`claims` must return an object, at once");
      }
      for (const name of ["iss", "aud", "exp", "nbf", "iat", "jti", "scope", "client_id"]) {
        await misconfigured({ claims: () => ({ [name]: "a" }) }, `\`claims\` must not make \`${name}\`, which is the exchange's own`);
      }
      for (const sub of ["", 7, null, ["a"]]) await misconfigured({ claims: () => ({ sub }) }, "`claims` must make a text of `sub`, or leave it out");
      await misconfigured({ claims: fail("a\nb") }, "`options.claims` threw `Error: a\\nb`");
    },
    "a claim that is not defined takes nothing away": async () => {
      const { claims } = await exchanging({ claims: () => ({ sub: undefined, iss: undefined, app: undefined, team: "a" }) })();
      equal([claims.sub, claims.iss, Object.hasOwn(claims, "app"), claims.team], [`${FLY}#acme:foo-bar:quiet-river-4821`, "https://sts.example", false, "a"]);
    },
    "a function among claims is none, whatever its name": async () => {
      const { status, claims } = await exchanging({ claims: () => ({ team: "a", toJSON: () => ({ iss: "evil", sub: "root" }) }) })();
      equal([status, claims.iss, claims.sub, claims.team], [200, "https://sts.example", `${FLY}#acme:foo-bar:quiet-river-4821`, "a"]);
    },
    "what nobody expects is an answer too": async () => {
      const { status, error, code, entry } = await exchanging({ claims: () => ({ big: 1n }) })();
      equal([status, error, code, entry.detail.startsWith("what nobody expects was thrown: `TypeError: ")], [500, "server_error", "internal", true]);
    },
    "a source address that is none": async () => {
      for (const make of [exchanging, gated]) {
        const answer = async (sourceIp) => [await make({ sourceIp })()].flat().map((it) => it.entry?.detail ?? it).pop();
        equal(await answer(fail("no header")), "`options.sourceIp` threw `Error: no header`");
        for (const found of [7, Promise.resolve("192.0.2.1"), {}]) equal(await answer(() => found), "`sourceIp` must give a text, or nothing");
      }
      for (const found of [null, undefined, "192.0.2.1", "a".repeat(100_000)]) equal(await gated({ sourceIp: () => found })(), [200, undefined, undefined]);
    },
    "a clock that is none is no fault of the token's": async () => {
      for (const found of [undefined, "now", 1.5, Date.now()]) {
        equal((await gated({ clock: () => found })()).slice(0, 2), [500, "misconfigured"]);
        equal((await exchanging({ clock: () => found })()).code, "misconfigured");
      }
      equal((await gated({ clock: fail("stopped") })()).slice(0, 2), [500, "misconfigured"]);
    },
    "an upstream that is missing": async () => {
      const upstream = (found) => gated({ handler: undefined, upstream: () => found });
      const binding = "`upstream` must be a URL, or have a method `fetch`: is the binding there?";
      for (const found of [undefined, null, {}, 7]) equal(await upstream(found)(), [500, "misconfigured", binding]);
      equal((await upstream("origin.example")()).slice(0, 2), [500, "misconfigured"]);
      equal(await gated({ handler: undefined, upstream: fail("no origin") })(), [500, "misconfigured", "`options.upstream` threw `Error: no origin`"]);
      equal(thrownBy(() => createGate({ ...common, upstream: {} })), `invalid-input: ${binding}`);
      equal(thrownBy(() => createGate({ ...common, handler: () => {}, forwardClaims: [7] })), "invalid-input: `forwardClaims` must be an array of claims' names");
    },
    "a promise that nobody wants, and that is rejected, ends no process": async () => {
      const unhandled = [];
      const note = (reason) => unhandled.push(String(reason));
      process.on("unhandledRejection", note);
      const late = (message) => async () => {
        throw new Error(message);
      };
      const kept = [];
      const asked = { headers: { authorization: `Bearer ${token()}` } };
      const gate = createGate({ ...common, handler: () => new Response(), log: late("log") });
      equal((await gate(new Request("https://api.example/", asked), {}, { waitUntil: (promise) => kept.push(promise) })).status, 200);
      equal([kept.length, await kept[0]], [1, undefined]);
      // What is no promise of this realm, and a host that takes none any more.
      for (const log of [() => ({ then: (_, reject) => reject(new Error("then")) }), late("log")]) {
        const odd = createGate({ ...common, handler: () => new Response(), log });
        const waitUntil = fail("too late");
        equal((await odd(new Request("https://api.example/", asked), {}, { waitUntil })).status, 200);
      }
      for (const name of ["sourceIp", "singleUse", "clock"]) equal((await gated({ [name]: late(name) })()).slice(0, 2), [500, "misconfigured"]);
      equal((await gated({ handler: undefined, upstream: late("upstream") })()).slice(0, 2), [500, "misconfigured"]);
      for (const name of ["sourceIp", "singleUse", "clock", "scopes", "claims", "keys"]) equal([name, (await exchanging({ [name]: late(name) })()).code], [name, "misconfigured"]);
      equal((await exchanging({ log: late("log") })()).status, 200);
      await new Promise((resolve) => setTimeout(resolve, 50));
      process.off("unhandledRejection", note);
      equal(unhandled, []);
    },
    "a mistake costs nobody a token": async () => {
      const used = namespace(UsedTokens);
      const presented = token();
      for (const options of [{ claims: fail("a") }, { claims: () => ({ big: 1n }) }, { scopes: fail("a") }, { keys: () => undefined }, { singleUse: fail("a") }]) {
        equal((await exchanging({ singleUse: () => used, ...options })(presented)).status, 500);
      }
      equal((await gated({ singleUse: () => used, handler: undefined, upstream: () => undefined })(presented))[0], 500);
      equal((await exchanging({ singleUse: () => used, scopes: [] })(presented, { scope: "a" })).error, "invalid_scope");
      equal((await exchanging({ singleUse: () => used })(presented, { audience: "https://other.example" })).error, "invalid_target");
      equal((await exchanging({ singleUse: () => used })(presented)).status, 200);
      equal((await exchanging({ singleUse: () => used })(presented)).code, "token-used");
    },
    "for whom tokens are made is not told to everybody": async () => {
      const ask = exchanging();
      const other = { audience: "https://other.example" };
      equal((await ask("a", other)).code, "token-parts");
      equal((await ask(token({ sub: "acme:cat-api:m" }), other)).code, "policy-denied");
      equal((await ask(token(), other)).error, "invalid_target");
    },
    "equal subjects of two issuers are two clients": async () => {
      const names = ["https://a.example", "https://a.example/b", "https://b.example:8443", "https://a.example%23"];
      const issuers = names.map((issuer) => ({ issuer, audience: AUDIENCE, jwks: { keys: [machine.jwk] } }));
      const Statement = names.map((issuer) => ({ Effect: "Allow", Principal: { Federated: issuer.slice(8) }, Action: "sts:AssumeRoleWithWebIdentity" }));
      const ask = exchanging({ issuers, policy: { Version: "2012-10-17", Statement } });
      const found = [];
      for (const url of names) {
        for (const sub of ["a", "8443:a", "b:a", "#a", "", undefined]) {
          const { status, claims } = await ask(machine.token({ url }, {}, { sub }));
          equal([url, sub, status, claims.client_id], [url, sub, 200, claims.sub]);
          found.push(claims.sub);
        }
      }
      equal([found[0], new Set(found).size], ["https://a.example#a", found.length]);
      // A name of one's own is what its owner is called; the client stays.
      const own = exchanging({ issuers, policy: { Version: "2012-10-17", Statement }, claims: () => ({ sub: "machine" }) });
      const { claims } = await own(machine.token({ url: names[0] }, {}, { sub: "a" }));
      equal([claims.sub, claims.client_id], ["machine", "https://a.example#a"]);
    },
    "a body of many parameters takes no time": async () => {
      const many = Object.fromEntries(Array.from({ length: 12_000 }, (_, index) => [index.toString(36), ""]));
      const begun = performance.now();
      equal((await exchanging()(token(), many)).status, 200);
      const took = performance.now() - begun;
      if (took > 1000) throw new Error(`${took.toFixed(0)} ms`);
    },
    "a host cannot write into the challenge": async () => {
      const gate = createGate({ ...common, handler: () => new Response() });
      const response = await gate(new Request('https://a",error="none.example/'));
      equal(response.headers.get("www-authenticate"), 'Bearer realm="a,error=none.example"');
    },
    "a binding that is missing": async () => {
      const detail = "`singleUse` must give a namespace of Durable Objects: is the binding there?";
      for (const found of [undefined, null, new Map(), {}]) {
        equal(await gated({ singleUse: () => found })(), [500, "misconfigured", detail]);
        await misconfigured({ singleUse: () => found }, detail);
      }
    },
    "an object that never answers": async () => {
      const hanging = { idFromName: (name) => name, get: () => ({ fetch: () => new Promise(() => {}) }) };
      const begun = performance.now();
      equal((await gated({ singleUse: () => hanging })()).slice(0, 2), [503, "single-use-unavailable"]);
      equal(performance.now() - begun < 8000, true);
      const body = new ReadableStream({ cancel: () => new Promise(() => {}) });
      const endless = { idFromName: (name) => name, get: () => ({ fetch: async () => new Response(body, { status: 201 }) }) };
      equal(await gated({ singleUse: () => endless })(), [200, undefined, undefined]);
    },
    "a handler that fails": async () => {
      for (const [handler, detail] of [[fail("boom\nsecret"), "the handler threw `Error: boom\\nsecret`"], [() => undefined, "the handler threw `TypeError: what was given is no response`"]]) {
        const entries = [];
        const gate = createGate({ ...common, handler, log: (entry) => entries.push(entry) });
        const response = await gate(new Request("https://api.example/", { headers: { authorization: `Bearer ${token()}` } }), {});
        const body = await response.json();
        equal([response.status, body.code, body.detail], [500, "handler-failed", undefined]);
        equal(entries.map(({ outcome, code, detail }) => [outcome, code, detail]), [["passed", undefined, undefined], ["failed", "handler-failed", detail]]);
        equal(entries[1].cause instanceof Error, true);
      }
    },
    "options that do not exist": async () => {
      const handler = () => new Response();
      const known = "known: `allowAmbiguousPaths`, `cacheTokens`, `clock`, `clockToleranceSeconds`, `development`, `fetch`, `forwardClaims`, `forwardToken`, `handler`, `issuers`, `keyStore`, `log`, `maxTokenBytes`, `policy`, `realm`, `requireExpiry`, `routes`, `singleUse`, `sourceIp`, `upstream`";
      equal(thrownBy(() => createGate({ ...common, upstrem: "a" })), `invalid-input: \`options\` has no member \`upstrem\`; ${known}`);
      equal(thrownBy(() => createGate({ ...common, handler, keys: () => {} })).startsWith("invalid-input: `options` has no member `keys`; "), true);
      equal(thrownBy(() => createExchange({ ...usual, routes: [] })).startsWith("invalid-input: `options` has no member `routes`; known: `audience`"), true);
      equal(thrownBy(() => createGate(common)), "invalid-input: `upstream` or `handler` must say what is behind the gate");
      equal(thrownBy(() => createGate({ ...common, handler, upstream: "https://a.example" })), "invalid-input: either `upstream` or `handler` is behind the gate, not both");
      equal(thrownBy(() => createExchange({ ...usual, keys: undefined })), "invalid-input: `keys` is missing: what tokens are signed with");
      const relay = (more, issuers = [FLY]) => thrownBy(() => createRelay({ issuers, ...more }));
      equal(relay({ development: true }), "invalid-input: `options` has no member `development`; known: `allowOrigin`, `clock`, `fetch`, `issuers`, `path`");
      equal(relay({ log: () => {} }).startsWith("invalid-input: `options` has no member `log`"), true);
      equal(relay({}, [FLY, { issuer: "https://a.example", jwksUrl: "https://a.example" }]), "invalid-input: `issuers[1]` has no member `jwksUrl`; known: `issuer`, `jwksUri`");
      equal(relay({}, [FLY, FLY]), "invalid-input: `issuers[1]` is there twice");
      equal(relay({}, [FLY, { issuer: "a" }]).startsWith("invalid-input: `issuers[1].issuer` must be"), true);
      for (const allowOrigin of ["*.x", "not an origin", "https://a.example/", "https://a\r\nx: y", "null", ""]) {
        equal([allowOrigin, relay({ allowOrigin })], [allowOrigin, "invalid-input: `allowOrigin` must be an origin such as `https://app.example`, or `*`"]);
      }
      equal([relay({ allowOrigin: "https://a.example:8443" }), relay({ allowOrigin: "*" })], ["nothing was thrown", "nothing was thrown"]);
    },
    "an exchange whose keys nobody would ask for": async () => {
      equal(thrownBy(() => createExchange({ ...usual, issuer: "http://tokens.example" })).startsWith("invalid-input: `issuer` must be an https URL"), true);
      for (const issuer of ["https://tokens.example", "http://localhost:8788", "http://127.0.0.1:1/a", "http://[::1]"]) {
        equal([issuer, thrownBy(() => createExchange({ ...usual, issuer }))], [issuer, "nothing was thrown"]);
      }
    },
    "an exchange that trusts itself": async () => {
      const own = { issuer: usual.issuer, audience: AUDIENCE, jwks: { keys: [machine.jwk] } };
      const message = "invalid-input: `issuers` must not name the exchange itself: its tokens could be renewed for ever";
      for (const issuers of [own, [common.issuers, own]]) equal(thrownBy(() => createExchange({ ...usual, issuers })), message);
    },
    "a body that stalls is no whole one": async () => {
      const asked = new URLSearchParams({ grant_type: "urn:ietf:params:oauth:grant-type:token-exchange", subject_token_type: "urn:ietf:params:oauth:token-type:jwt", subject_token: token() });
      // `&audience=…&scope=…` would follow.
      const body = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode(asked)) });
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const exchange = createExchange({ ...usual, development: true });
      // Node.js does not wait for `AbortSignal.timeout`; a server has its socket.
      const alive = setTimeout(() => {}, 20_000);
      const response = await exchange(new Request("https://sts.example/token", { method: "POST", headers, body, duplex: "half" }), {});
      clearTimeout(alive);
      const { error, error_description: why } = await response.json();
      equal([response.status, error, why], [400, "invalid_request", "the body is too long, or comes too slowly"]);
    },
    "what is named often is there once": async () => {
      const ask = exchanging({ scopes: ["r", "w"] });
      const { claims } = await ask(token(), { scope: Array(10_000).fill("r").join(" ") });
      equal(claims.scope, "r");
    },
    "what a client sends is no mistake of the operator's": async () => {
      const gate = createGate({ ...common, handler: () => new Response() });
      const asked = async (host, userAgent) => {
        const request = new Request(`https://${host}/${"a".repeat(8000)}`, { headers: { authorization: `Bearer ${token()}`, "user-agent": userAgent } });
        const response = await gate(request);
        return response.status === 200 ? 200 : (await response.json()).code;
      };
      equal([await asked("a".repeat(9000), '"'), await asked(`${"a".repeat(250)}:8443`, '"'.repeat(2048))], ["host-too-long", 200]);
    },
    "a relay of nothing": async () => {
      const refused = (issuers) => thrownBy(() => createRelay({ issuers })).startsWith("invalid-input: `issuers");
      for (const issuers of [undefined, [], [null], [{}], [7], ["a"]]) equal([issuers, refused(issuers)], [issuers, true]);
    },
  };
}
