// Keys that are fetched, in simulated time, from an issuer that is a function. Part of the suite.
import { equal, rejected, thrown } from "./assert.mjs";

const KEYS_URL = "https://keys.example/acme";

export function fetching(assumable, material) {
  return [
    ...obtaining(assumable, material),
    ...keeping(assumable, material),
    ...failing(assumable, material),
    ...storing(assumable, material),
    ...remembering(assumable, material),
    ...refusing(assumable, material),
  ];
}

/** One issuer, a clock, and a verifier with both. */
class World {
  time = 1_800_000_000;
  requests = [];
  /** What the issuer serves: text, or a function of the URL and the request. */
  served;
  headers = {};

  constructor({ Verifier }, material, options = {}, issuerOptions = {}) {
    const { issuer, audience, keys, now } = material;
    this.issuer = issuer;
    this.now = now;
    this.keys = keys.keys;
    this.configuration = `${issuer}/.well-known/openid-configuration`;
    this.discovery = JSON.stringify({ issuer, jwks_uri: KEYS_URL });
    this.serve("rs256", "es256");
    this.verifier = new Verifier({
      issuers: { issuer, audience, ...issuerOptions },
      clock: () => this.time,
      fetch: (url, request) => this.fetch(url, request),
      ...options,
    });
  }

  /** Serves the keys with these names, which are also their algorithms'. */
  serve(...names) {
    const named = this.keys.filter(({ alg }) => names.includes(alg.toLowerCase()));
    this.served = JSON.stringify({ keys: named });
  }

  async fetch(url, request) {
    this.requests.push(url);
    if (typeof this.served === "function") return this.served(url, request);
    if (url === this.configuration) return new Response(this.discovery);
    if (url === KEYS_URL) return new Response(this.served, { headers: this.headers });
    return new Response("no such page", { status: 404 });
  }

  verify(token, at) {
    return this.verifier.verify(token, { now: this.now, ...at });
  }

  /** The code of a refusal. */
  async refusal(token) {
    return (await rejected(this.verify(token))).code;
  }

  state() {
    return this.verifier.keyStates()[0];
  }

  /** How often keys were fetched. */
  get fetches() {
    return this.requests.filter((url) => url === KEYS_URL).length;
  }
}

/** What begins in the background has ended. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

function obtaining(assumable, material) {
  const { tokens, issuer, audience, now } = material;
  const world = (...options) => new World(assumable, material, ...options);
  return [
    ["the first token causes one fetch, and so do two hundred at once", async () => {
      const cold = world();
      const verified = await Promise.all(Array.from({ length: 200 }, () => cold.verify(tokens.rs256)));
      equal(verified.every(({ claims }) => claims.iss === issuer), true);
      equal(cold.requests, [cold.configuration, KEYS_URL]);
      equal((await cold.verify(tokens.es256)).header.alg, "ES256");
      equal(cold.requests.length, 2);
    }],
    ["verifySync waits for nothing, and uses what is held", async () => {
      const cold = world();
      const ask = () => cold.verifier.verifySync(tokens.rs256, { now });
      equal(thrown(ask).code, "keys-unavailable");
      equal(cold.requests, []);
      await cold.verify(tokens.rs256);
      equal(ask().claims.iss, issuer);
      equal(thrown(() => cold.verifier.verifySync(tokens.eddsa, { now })).code, "unknown-key");
      cold.time += 86_400;
      equal(thrown(ask).code, "keys-unavailable");
      equal(cold.fetches, 1);
    }],
    ["keys are asked for plainly", async () => {
      const asked = world();
      const seen = [];
      asked.served = (url, request) => {
        seen.push(request);
        return new Response(url === KEYS_URL ? JSON.stringify(material.keys) : asked.discovery);
      };
      await asked.verify(tokens.rs256);
      for (const { method, redirect, headers, signal } of seen) {
        equal([method, redirect, headers], ["GET", "manual", { accept: "application/json" }]);
        equal(signal.aborted, false);
      }
      equal(seen.length, 2);
    }],
    ["with jwksUri nothing is discovered", async () => {
      const direct = world({}, { jwksUri: KEYS_URL });
      await direct.verify(tokens.rs256);
      equal(direct.requests, [KEYS_URL]);
    }],
    ["prefetch fetches before there is a token", async () => {
      const early = world();
      await early.verifier.prefetch();
      equal(early.verifier.verifySync(tokens.rs256, { now }).claims.iss, issuer);
      await early.verifier.prefetch();
      equal(early.fetches, 1);
    }],
    ["prefetch says of a sick issuer by its state", async () => {
      const sick = world();
      sick.served = () => new Response("", { status: 500 });
      await sick.verifier.prefetch();
      equal(sick.state().error, {
        code: "fetch-status",
        message: "the issuer answered with status 500, not 200",
      });
    }],
    ["keyStates says what is held", async () => {
      const held = world();
      equal(held.state(), { issuer, keys: 0, fetching: false });
      held.headers = { "cache-control": "public, max-age=900" };
      await held.verify(tokens.rs256);
      equal(held.state(), {
        issuer,
        keys: 2,
        fetchedAt: held.time,
        freshUntil: held.time + 900,
        usableUntil: held.time + 86_400,
        fetching: false,
      });
    }],
    ["keys that were given are not fetched, beside an issuer whose keys are", async () => {
      const other = "https://oidc.fly.io/other";
      const both = world({
        issuers: [{ issuer, audience, jwks: material.keys }, { issuer: other, audience }],
      });
      await both.verify(tokens.rs256);
      equal(both.requests, []);
      equal(both.verifier.keyStates().map(({ issuer }) => issuer), [other]);
    }],
    ["nothing is fetched for an issuer that was not configured, or a token that is none", async () => {
      const strict = world({ issuers: { issuer: "https://oidc.fly.io/other", audience } });
      equal(await strict.refusal(tokens.rs256), "issuer-not-trusted");
      const lenient = world();
      equal(await lenient.refusal("a.b.c"), "base64url-length");
      equal(await lenient.refusal(tokens.unsecured), "algorithm-not-allowed");
      equal([strict.requests, lenient.requests], [[], []]);
    }],
    ["the time of one token is not the time of the keys", async () => {
      const both = world();
      await both.verify(tokens.rs256, { now: now + 100 });
      equal(both.state().fetchedAt, both.time);
      equal((await rejected(both.verify(tokens.rs256, { now: now + 90_000 }))).code, "token-expired");
      equal(both.fetches, 1);
    }],
  ];
}

function keeping(assumable, material) {
  const { tokens, issuer, now, keys } = material;
  const world = (...options) => new World(assumable, material, ...options);
  return [
    ["a new key is taken at once", async () => {
      const rotating = world();
      rotating.serve("rs256");
      await rotating.verify(tokens.rs256);
      rotating.time += 1;
      rotating.serve("rs256", "es256");
      equal((await rotating.verify(tokens.es256)).claims.iss, issuer);
      equal(rotating.fetches, 2);
    }],
    ["a withdrawn key dies with the next refresh, which nobody waits for", async () => {
      const rotating = world();
      await rotating.verify(tokens.rs256);
      rotating.time += 601;
      rotating.serve("es256");
      equal((await rotating.verify(tokens.rs256)).claims.iss, issuer);
      await settled();
      equal(rotating.fetches, 2);
      equal(await rotating.refusal(tokens.rs256), "unknown-key");
      equal((await rotating.verify(tokens.es256)).claims.iss, issuer);
    }],
    ["fresh keys are not fetched again", async () => {
      const calm = world();
      for (let count = 0; count < 10; count += 1) {
        await calm.verify(tokens.rs256);
        calm.time += 59;
      }
      await settled();
      equal(calm.fetches, 1);
    }],
    ["with the issuer down known keys work for a day, and no longer", async () => {
      const down = world();
      await down.verify(tokens.rs256);
      down.served = () => Promise.reject(new TypeError("no network"));
      for (let hour = 1; hour < 24; hour += 1) {
        down.time += 3600;
        await down.verify(tokens.rs256);
        await settled();
      }
      equal(down.state().error.code, "fetch-unreachable");
      down.time += 3599;
      await down.verify(tokens.rs256);
      await settled();
      down.time += 1;
      const error = await rejected(down.verify(tokens.rs256));
      equal([error.code, error.retryAfterSeconds > 0], ["keys-unavailable", true]);
      equal([error.cause.code, error.cause.name], ["fetch-unreachable", "AssumableError"]);
      equal([error.issuer, error.cause.url, error.cause.cause.message], [issuer, down.configuration, "no network"]);
      // What is only looked up says so too, and where keys come from.
      const held = thrown(() => down.verifier.verifySync(tokens.rs256, { now: down.time }));
      equal([held.code, held.cause.code, held.cause.url], ["keys-unavailable", "fetch-unreachable", down.configuration]);
      equal(held.help, "`verifySync` fetches nothing: `verify` does, and `prefetch`");
      equal(error.checks.find(({ outcome }) => outcome === "failed").name, "key");
    }],
    ["of a key that may be new nothing is said while the issuer is down", async () => {
      const down = world();
      down.serve("rs256");
      await down.verify(tokens.rs256);
      down.served = () => new Response("", { status: 503 });
      equal(await down.refusal(tokens.es256), "keys-unavailable");
      equal((await down.verify(tokens.rs256)).claims.iss, issuer);
      down.time += 30;
      down.serve("rs256", "es256");
      equal((await down.verify(tokens.es256)).claims.iss, issuer);
    }],
    ["a clock that fails once loses nothing, and nothing of others", async () => {
      const other = world();
      await other.verify(tokens.rs256);
      let asked = 0;
      const clock = () => {
        asked += 1;
        if (asked === 3) throw new Error("no time");
        return 1_800_000_000;
      };
      const once = world({ clock });
      equal((await once.verify(tokens.rs256)).claims.iss, issuer);
      equal([other.state().keys, once.requests.length], [2, 2]);
    }],
    ["an issuer that is fetched in vain is not asked for ever", async () => {
      let asked = 0;
      // It gives the time to whoever asks, and none to what a fetch has brought.
      const broken = world({ clock: () => (asked++ % 2 === 0 ? 1_800_000_000 : NaN) });
      await rejected(broken.verify(tokens.rs256));
      if (broken.requests.length > 20) throw new Error(`${broken.requests.length} fetches`);
    }],
    ["what is written into Object.prototype stands for nothing", async () => {
      const forged = `${tokens.rs256.slice(0, -8)}AAAAAAAA`;
      const lies = {
        claims: { sub: "root" }, verdict: Promise.resolve(true), why: 1, taken: {}, waitUntil: 1,
        fetch: { number: 1, issuer, url: "https://elsewhere.example/keys", isDiscovery: false },
        url: KEYS_URL, jwks: JSON.stringify(keys), fetchedAt: 1_800_000_000, freshForSeconds: 600,
      };
      const empty = { get: async () => ({}), put: async () => {} };
      const [cold, warm] = [world({ keyStore: empty }), world()];
      await warm.verify(tokens.rs256);
      for (const [name, value] of Object.entries(lies)) {
        Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
      }
      try {
        const outcome = (verified) => verified.then(() => "accepted", ({ code }) => code);
        equal(await outcome(warm.verify(forged)), "signature-invalid");
        const both = await Promise.all([outcome(cold.verify(forged)), outcome(cold.verify(forged))]);
        equal(both, ["signature-invalid", "signature-invalid"]);
        equal(cold.requests, [cold.configuration, KEYS_URL]);
      } finally {
        for (const name of Object.keys(lies)) delete Object.prototype[name];
      }
    }],
    ["ten thousand made-up keys cause one fetch in a cooldown", async () => {
      const attacked = world();
      await attacked.verify(tokens.rs256);
      const [, payload, signature] = tokens.rs256.split(".");
      for (let n = 0; n < 10_000; n += 1) {
        const header = base64url(`{"alg":"RS256","kid":"made-up-${n}"}`);
        const token = [header, payload, signature].join(".");
        if (n < 100) equal(await attacked.refusal(token), "unknown-key");
        else await attacked.verify(token).catch(() => {});
      }
      equal(attacked.fetches, 2);
      attacked.time += 31;
      attacked.serve("rs256", "es256", "eddsa");
      equal((await attacked.verify(tokens.eddsa)).claims.iss, issuer);
    }],
    ["failures have a cooldown too", async () => {
      const down = world();
      down.served = () => new Response("", { status: 500 });
      for (let count = 0; count < 50; count += 1) equal(await down.refusal(tokens.rs256), "keys-unavailable");
      equal(down.requests.length, 1);
      const error = await rejected(down.verify(tokens.rs256));
      equal([error.retryAfterSeconds, error.cause.code], [2, "fetch-status"]);
      equal(error.message, `the keys of \`${issuer}\` are not at hand: the issuer answered with status 500, not 200; the next attempt is in 2 seconds`);
      down.time += 2;
      down.serve("rs256");
      equal((await down.verify(tokens.rs256)).claims.iss, issuer);
    }],
    ["a refresh may outlive its request", async () => {
      const request = world();
      const given = [];
      const waitUntil = (promise) => given.push(promise);
      await request.verify(tokens.rs256, { waitUntil });
      request.time += 601;
      await request.verify(tokens.rs256, { waitUntil });
      await Promise.all(given);
      await settled();
      equal(request.fetches, 2);
      equal(thrown(() => request.verifier.verifySync(tokens.rs256, { now, waitUntil: 7 })).code, "invalid-input");
    }],
  ];
}

function failing(assumable, material) {
  const { tokens, issuer } = material;
  const world = (...options) => new World(assumable, material, ...options);
  /** What a fetch came to, if the key set is answered so. */
  const cause = async (answer, discovery) => {
    const sick = world();
    const other = (url) => (url === KEYS_URL) !== (discovery === true);
    sick.served = (url, request) =>
      other(url) ? answer(request) : new Response(discovery ? "{}" : sick.discovery);
    const error = await rejected(sick.verify(tokens.rs256));
    equal(error.code, "keys-unavailable");
    return error.cause.code;
  };
  const document = (members) => () => new Response(JSON.stringify({ issuer, jwks_uri: KEYS_URL, ...members }));
  const endless = (chunk, cancelled) =>
    new ReadableStream({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, chunk === undefined ? 50 : 0));
        controller.enqueue(chunk ?? new Uint8Array(1));
      },
      cancel: () => cancelled?.(),
    });
  return [
    ...[
      ["another issuer's document", document({ issuer: `${issuer}/` }), "discovery-issuer-mismatch", true],
      ["a document without an issuer", document({ issuer: undefined }), "discovery-missing-member", true],
      ["a document that leads to this computer", document({ jwks_uri: "http://localhost/keys" }), "discovery-url", true],
      ["a document that leads to a neighbour", document({ jwks_uri: "https://169.254.169.254/keys" }), "discovery-url", true],
      ["a document that is a page", () => new Response("<!doctype html>"), "json-unexpected", true],
      ["an error", () => new Response("{}", { status: 500 }), "fetch-status"],
      ["a page that is not there", () => new Response("", { status: 404 }), "fetch-status"],
      ["nothing new", () => new Response(null, { status: 304 }), "fetch-status"],
      ["a redirection", () => new Response(null, { status: 302, headers: { location: KEYS_URL } }), "fetch-status"],
      ["a redirection of a browser's", () => Response.error(), "fetch-status"],
      ["no connection", () => Promise.reject(new TypeError("fetch failed")), "fetch-unreachable"],
      ["no answer that is one", () => undefined, "fetch-unreachable"],
      ["a page", () => new Response("<!doctype html>"), "json-unexpected"],
      ["nothing at all", () => new Response(""), "json-empty"],
      ["no key set", () => new Response("[]"), "key-set-not-an-object"],
      ["a set without keys", () => new Response('{"keys":[]}'), "fetch-no-usable-key"],
      ["bytes that are no text", () => new Response(new Uint8Array([0x7b, 0xff, 0x7d])), "fetch-utf8"],
      ["a member twice", () => new Response('{"keys":[],"keys":[]}'), "json-duplicate-member"],
      ["far too much", () => new Response(`{"keys":[]}${" ".repeat(65_536)}`), "fetch-too-long"],
    ].map(([name, answer, code, discovery]) => [`an issuer answers with ${name}`, async () => {
      equal(await cause(answer, discovery), code);
    }]),
    ["a body without end is not read to its end", async () => {
      let cancelled = false;
      const body = () => endless(new Uint8Array(4096).fill(32), () => (cancelled = true));
      equal(await cause(() => new Response(body())), "fetch-too-long");
      equal(cancelled, true);
    }],
    ["whatever takes too long is given up", async () => {
      const start = Date.now();
      const causes = await Promise.all([
        cause(() => new Promise(() => {})),
        cause(() => new Promise(() => {}), true),
        cause(({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)))),
        cause(() => new Response(endless())),
      ]);
      equal(causes, Array(4).fill("fetch-timed-out"));
      const seconds = (Date.now() - start) / 1000;
      if (seconds < 4 || seconds > 9) throw new Error(`took ${seconds} s`);
    }],
    ["a host without fetch", async () => {
      const without = world({ fetch: undefined });
      const { fetch } = globalThis;
      globalThis.fetch = undefined;
      try {
        equal(await without.refusal(tokens.rs256), "keys-unavailable");
        equal(without.state().error.code, "fetch-unreachable");
      } finally {
        globalThis.fetch = fetch;
      }
    }],
  ];
}

function storing(assumable, material) {
  const { tokens, issuer, keys } = material;
  const { CacheKeyStore, KvKeyStore } = assumable;
  const world = (...options) => new World(assumable, material, ...options);
  const memory = () => {
    const kept = new Map();
    return {
      kept,
      get: async (issuer) => kept.get(issuer),
      put: async (issuer, keys) => void kept.set(issuer, keys),
    };
  };
  const stored = (fetchedAt, jwks = JSON.stringify(keys)) =>
    ({ jwks, url: `${issuer}/.well-known/openid-configuration`, fetchedAt, freshForSeconds: 600, usableForSeconds: 86_400 });
  return [
    ["what was fetched is put, and another instance takes it", async () => {
      const keyStore = memory();
      const first = world({ keyStore });
      await first.verify(tokens.rs256);
      await settled();
      equal(keyStore.kept.get(issuer), stored(first.time, first.served));
      const second = world({ keyStore });
      second.time += 60;
      equal((await second.verify(tokens.rs256)).claims.iss, issuer);
      equal(second.requests, []);
      equal(second.state().freshUntil, first.time + 600);
    }],
    ["what is stored and old is used while it is refreshed, or the issuer is down", async () => {
      const keyStore = memory();
      const late = world({ keyStore });
      keyStore.kept.set(issuer, stored(late.time - 7200));
      late.served = () => new Response("", { status: 500 });
      equal((await late.verify(tokens.rs256)).claims.iss, issuer);
      equal(late.requests.length, 1);
    }],
    ["a new key that another instance has fetched is not fetched again", async () => {
      const keyStore = memory();
      const late = world({ keyStore });
      late.serve("rs256");
      await late.verify(tokens.rs256);
      late.time += 100;
      keyStore.kept.set(issuer, stored(late.time - 1));
      equal((await late.verify(tokens.eddsa)).claims.iss, issuer);
      equal(late.fetches, 1);
    }],
    ...[
      ["nothing", undefined], ["null", null], ["a number", 7], ["a text", "keys"], ["no keys", {}],
      ["keys that are none", stored(1_800_000_000, "{")], ["no keys in a set", stored(1_800_000_000, '{"keys":[]}')],
      ["a secret", stored(1_800_000_000, '{"keys":[{"kty":"oct","k":"AA"}]}')],
      ["keys of another day", stored(1_800_000_000 - 86_400)], ["keys from the future", stored(1_800_003_600)],
      ["no time", { ...stored(1), fetchedAt: undefined }], ["a time that is none", { ...stored(1), fetchedAt: "1800000000" }],
      ["milliseconds", stored(1_800_000_000_000)], ["a time before all others", stored(-1e15)],
      ["a freshness below nothing", { ...stored(1_800_000_000 - 1800), freshForSeconds: -1 }],
      ["keys from elsewhere", { ...stored(1_800_000_000), url: "https://old.example/keys" }],
      ["far too much", stored(1_800_000_000, " ".repeat(1_000_000))],
      ["what cannot be read", { get jwks() { throw new Error("no"); } }],
    ].map(([name, found]) => [`a key store that gives ${name} is ignored`, async () => {
      const late = world({ keyStore: { get: async () => found, put: async () => {} } });
      equal((await late.verify(tokens.rs256)).claims.iss, issuer);
      equal(late.fetches, 1);
    }]),
    ["a key store that throws, or rejects, or says nothing, is ignored", async () => {
      const no = () => { throw new Error("no"); };
      const never = () => new Promise(() => {});
      const stores = [{ get: no, put: no }, { get: async () => no(), put: async () => no() }, { get: never, put: never }];
      await Promise.all(stores.map(async (keyStore) => {
        const late = world({ keyStore });
        equal((await late.verify(tokens.rs256)).claims.iss, issuer);
      }));
    }],
    ["a key store that is none is refused", () => {
      for (const keyStore of [7, null, {}, { get() {} }]) {
        equal(thrown(() => world({ keyStore })).code, "invalid-input");
      }
    }],
    ["the stores of Workers keep what they are given", async () => {
      const kept = new Map();
      const cache = {
        put: async (url, response) => void kept.set(url, response),
        match: async (url) => kept.get(url)?.clone(),
      };
      const namespace = {
        put: async (key, value, { expirationTtl }) => void kept.set(key, `${expirationTtl} ${value}`),
        get: async (key) => kept.get(key)?.replace(/^\d+ /, "") ?? null,
      };
      for (const store of [new CacheKeyStore(cache), new KvKeyStore(namespace)]) {
        equal(await store.get(issuer), undefined);
        await store.put(issuer, { ...stored(7), usableForSeconds: 7 });
        equal(await store.get(issuer), { ...stored(7), usableForSeconds: 7 });
        equal(await store.get(`${issuer}/`), undefined);
        const late = world({ keyStore: store });
        await late.verify(tokens.rs256);
        await settled();
        equal((await store.get(issuer)).fetchedAt, late.time);
      }
      const [[url, response], [key, value]] = kept;
      equal([/^https:\/\/[a-z.]+\/keys\/[0-9a-f]{64}$/.test(url), /^assumable:keys:[0-9a-f]{64}$/.test(key)], [true, true]);
      equal([response.headers.get("cache-control"), value.startsWith("86400 {")], ["max-age=86400", true]);
      await new KvKeyStore(namespace).put(issuer, { ...stored(7), usableForSeconds: 7 });
      equal(kept.get(key).startsWith("60 {"), true);
    }],
  ];
}

function remembering(assumable, material) {
  const { tokens, issuer, audience, keys, now } = material;
  const world = (options) => new World(assumable, material, { cacheTokens: 2, ...options });
  return [
    ["a token is remembered by its text, and frozen", async () => {
      const { verifier } = new World(assumable, material, {
        cacheTokens: 2,
        issuers: { issuer, audience, jwks: keys },
      });
      const first = await verifier.verify(tokens.rs256, { now });
      equal(await verifier.verify(tokens.rs256, { now }) === first, true);
      equal(verifier.verifySync(tokens.rs256, { now }) === first, true);
      equal(Object.keys(first), ["header", "claims"]);
      for (const part of [first, first.header, first.claims]) equal(Object.isFrozen(part), true);
      equal(thrown(() => verifier.verifySync(tokens.rs256Tampered, { now })).code, "signature-invalid");
    }],
    ["what is remembered expires, and was not valid before", async () => {
      const { verifier } = world({ issuers: { issuer, audience, jwks: keys } });
      const code = async (at) => (await rejected(verifier.verify(tokens.rs256, { now: at }))).code;
      for (let turn = 0; turn < 2; turn += 1) {
        equal((await verifier.verify(tokens.rs256, { now: now + 540 + 59 })).claims.iss, issuer);
        equal((await verifier.verify(tokens.rs256, { now: now - 120 })).claims.iss, issuer);
        equal(await code(now + 540 + 60), "token-expired");
        equal(await code(now - 121), "token-not-yet-valid");
      }
    }],
    ["what is remembered dies with its key", async () => {
      const rotating = world();
      await rotating.verify(tokens.rs256);
      rotating.time += 601;
      rotating.serve("es256");
      await rotating.verify(tokens.rs256);
      await settled();
      equal(await rotating.refusal(tokens.rs256), "unknown-key");
      const down = world();
      await down.verify(tokens.rs256);
      down.served = () => new Response("", { status: 500 });
      down.time += 86_400;
      equal(await down.refusal(tokens.rs256), "keys-unavailable");
    }],
    ["what is too old is let go within a minute, whoever is asked about", async () => {
      const kept = world({ issuers: { issuer, audience, jwks: keys } });
      const ask = () => kept.verifier.verifySync(tokens.rs256, { now });
      kept.time = now;
      const first = ask();
      kept.time = now + 540 + 59;
      equal([ask() === first, ask() === first], [true, true]);
      kept.time = now + 540 + 60 + 60;
      thrown(() => kept.verifier.verifySync(tokens.rs256Tampered, { now }));
      // As of `now` it would still be good, so only who has let it go makes another.
      equal(ask() === first, false);
    }],
    ["the token used longest ago is forgotten", async () => {
      const { verifier } = world({ issuers: { issuer, audience, jwks: keys } });
      const ask = (name) => verifier.verifySync(tokens[name], { now });
      const [rs256, es256] = [ask("rs256"), ask("es256")];
      equal(ask("rs256") === rs256, true);
      ask("eddsa");
      equal([ask("rs256") === rs256, ask("es256") === es256], [true, false]);
    }],
    ["nothing is remembered unless that is asked for", async () => {
      const { verifier } = world({ cacheTokens: undefined });
      const first = await verifier.verify(tokens.rs256, { now });
      equal(await verifier.verify(tokens.rs256, { now }) === first, false);
      first.claims.sub = "mine";
    }],
  ];
}

function refusing(assumable, material) {
  const { issuer, audience, keys } = material;
  const refused = (issuers, options) =>
    thrown(() => new assumable.Verifier({ issuers, ...options })).code;
  return [
    ["an issuer whose keys cannot be fetched is refused at once", () => {
      equal(refused({ issuer: "oidc.fly.io/acme", audience }), "discovery-url");
      equal(refused({ issuer: "http://oidc.fly.io/acme", audience }), "discovery-url");
      equal(refused({ issuer, audience, jwksUri: "http://oidc.fly.io/keys" }), "discovery-url");
      equal(refused({ issuer, audience, jwksUri: KEYS_URL, jwks: keys }), "invalid-input");
      new assumable.Verifier({ issuers: { issuer: "http://localhost:8080", audience } });
      new assumable.Verifier({ issuers: { issuer: "oidc.fly.io/acme", audience, jwks: keys } });
      new assumable.Verifier({ issuers: { issuer: "oidc.fly.io/acme", audience, jwksUri: KEYS_URL } });
    }],
    ["what keys are fetched with is of its kind", () => {
      for (const options of [{ fetch: 7 }, { fetch: null }, { clock: 7 }, { cacheTokens: -1 }, { cacheTokens: "2" }]) {
        equal(refused({ issuer, audience }, options), "invalid-input");
      }
    }],
    ["a clock that gives no time is refused when it is read", async () => {
      for (const time of [undefined, null, "now", NaN, 1.5, Date.now()]) {
        const { verifier } = new World(assumable, material, { clock: () => time });
        equal((await rejected(verifier.verify(material.tokens.rs256))).code, "invalid-input");
      }
    }],
  ];
}

const base64url = (text) => btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
