// What happens to an issuer's keys, and what a verifier makes of it. A scenario is played from outside,
// over HTTP, and ends in a few words; `ours` says which words this package must end in, and `cause` why
// it refuses, where there is a reason behind.
import { signer } from "./signer.mjs";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** In seconds, on both sides of the waiting times that verifiers have. */
const MOMENTS = [1, 2, 5, 9, 11, 20, 27, 31, 45, 61, 120];

/** `verify(at, tokens)`, `series(…)` and `flood(…)` ask the verifier; `issuer` is what it asks. */
export const SCENARIOS = [
  {
    name: "200 tokens at once, no keys yet",
    async play({ issuer, verify, keys: [key] }) {
      const { outcomes } = await verify(0, tokens(200, () => key.token(issuer)));
      return `${said(outcomes)}; ${fetches(issuer)}`;
    },
    ours: "accepted; 1 fetch",
  },
  {
    name: "200 tokens in 200 requests at once, no keys yet",
    only: ["workerd"],
    async play({ issuer, apart, keys: [key] }) {
      const { outcomes } = await apart(0, tokens(200, () => key.token(issuer)));
      return `${said(outcomes)}; ${fetches(issuer)}`;
    },
    ours: "accepted; 1 fetch",
  },
  {
    name: "the request that fetches ends before its fetch, the next one comes",
    only: ["workerd"],
    async play({ issuer, apart, abandoned, keys: [key] }) {
      issuer.mode = "slow";
      await abandoned(0, [key.token(issuer)], 200);
      const { outcomes, milliseconds } = await apart(0, [key.token(issuer)]);
      return `${said(outcomes)}${late(milliseconds)}`;
    },
    ours: /^accepted(, after [1-7] s)?$/,
  },
  {
    name: "200 unknown key ids just after the first fetch",
    async play({ issuer, verify, keys: [key] }) {
      await verify(0, [key.token(issuer)]);
      const { outcomes } = await verify(1, tokens(200, (kid) => key.token(issuer, { kid })));
      return `${said(outcomes)}; ${fetches(issuer, 1)}`;
    },
    ours: "`unknown-key`; 1 fetch",
  },
  {
    name: "a new key 1 s after the first fetch",
    async play({ issuer, verify, keys: [old, young] }) {
      await verify(0, [old.token(issuer)]);
      issuer.keys = [old.jwk, young.jwk];
      const after = await first("accepted", MOMENTS, (at) =>
        verify(1 + at, [young.token(issuer)]));
      return after === 1 ? "accepted at once" : `refused for ${about(after)}`;
    },
    ours: "accepted at once",
  },
  {
    name: "a new key while 10,000 made-up ones are asked for, 33 a second",
    async play({ issuer, verify, flood, keys: [old, young] }) {
      await verify(0, [old.token(issuer)]);
      // What 10,000 leave behind, and then whether they keep the new key out.
      const filled = await flood({ at: 1, every: 0.03, count: 10_000, honest: old.token(issuer) });
      const before = fetches(issuer, 1);
      issuer.keys = [old.jwk, young.jwk];
      const { accepted } = await flood({ at: 301, every: 0.03, count: 4_000, honest: young.token(issuer) });
      const memory = filled.grown > 3e6 ? `; ${Math.round(filled.grown / 1e6)} MB left behind` : "";
      const taken = accepted === undefined ? "not within 2 min" : accepted > 60 ? "within 2 min" : accepted > 31 ? "within 1 min" : "within 30 s";
      return `${before} in 5 min; new key taken ${taken}${memory}`;
    },
    ours: /^(\d|10|11) fetch(es)? in 5 min; new key taken within (30 s|1 min)$/,
  },
  {
    name: "a key withdrawn 1 min after the first fetch, the issuer well",
    async play({ issuer, verify, quiet, keys: [kept, withdrawn] }) {
      issuer.keys = [kept.jwk, withdrawn.jwk];
      await verify(0, [kept.token(issuer), withdrawn.token(issuer)]);
      issuer.keys = [kept.jwk];
      const ages = [9 * MINUTE, 10 * MINUTE + 2, HOUR, 24 * HOUR, 48 * HOUR];
      const refused = await first("refused", ages, async (at) => {
        // Other traffic, as ever.
        await verify(at, [kept.token(issuer)]);
        await quiet();
        return verify(at + 1, [withdrawn.token(issuer)]);
      });
      return refused === undefined ? "accepted after 2 days" : `refused after ${age(refused)}`;
    },
    ours: "refused after 10 min",
  },
  {
    name: "the issuer down, a known key",
    async play({ issuer, verify, quiet, keys: [key] }) {
      await verify(0, [key.token(issuer)]);
      issuer.mode = "down";
      const ages = [9 * MINUTE, 10 * MINUTE + 2, HOUR, 12 * HOUR, 24 * HOUR - 30, 24 * HOUR + 30, 48 * HOUR];
      const refused = await first("refused", ages, async (at) => {
        // A refresh that was begun beside ends before hours pass.
        await quiet();
        return verify(at, [key.token(issuer)]);
      });
      return refused === undefined ? "accepted after 2 days" : `accepted for ${age(refused)}`;
    },
    ours: "accepted for 24 h",
    cause: "fetch-status",
  },
  {
    name: "50 tokens in 50 s of an outage, a known key",
    async play({ issuer, verify, series, keys: [key] }) {
      await verify(0, [key.token(issuer)]);
      issuer.mode = "down";
      const { outcomes } = await series({ at: 11 * MINUTE, every: 1, tokens: tokens(50, () => key.token(issuer)) });
      return `${said(outcomes)}; ${fetches(issuer, 1)}`;
    },
    ours: "accepted; 2 fetches",
  },
  {
    name: "50 tokens in 50 s of an outage, an unknown key",
    async play({ issuer, verify, series, keys: [key, young] }) {
      await verify(0, [key.token(issuer)]);
      issuer.mode = "down";
      const { outcomes } = await series({ at: 11 * MINUTE, every: 1, tokens: tokens(50, () => young.token(issuer)) });
      return `${said(outcomes)}; ${fetches(issuer, 1)}`;
    },
    ours: "`keys-unavailable`; 2 fetches",
    cause: "fetch-status",
  },
  {
    name: "50 tokens in 50 s of an outage, no keys yet",
    async play({ issuer, series, keys: [key] }) {
      issuer.mode = "down";
      const { outcomes } = await series({ at: 0, every: 1, tokens: tokens(50, () => key.token(issuer)) });
      return `${said(outcomes)}; ${fetches(issuer)}`;
    },
    ours: "`keys-unavailable`; 5 fetches",
    cause: "fetch-status",
  },
  {
    name: "1,000 tokens in 100 s of an outage, every other with an unknown key",
    async play({ issuer, verify, series, keys: [key, young] }) {
      await verify(0, [key.token(issuer)]);
      issuer.mode = "down";
      const both = tokens(500, (kid) => [key.token(issuer), young.token(issuer, { kid })]).flat();
      const { outcomes } = await series({ at: 11 * MINUTE, every: 0.1, tokens: both });
      return `${said(outcomes)}; ${fetches(issuer, 1)}`;
    },
    ours: /^500 accepted, 500 `keys-unavailable`; [34] fetches$/,
    cause: "fetch-status",
  },
  {
    name: "the issuer up again after its first fetch failed",
    async play({ issuer, verify, keys: [key] }) {
      issuer.mode = "down";
      await verify(0, [key.token(issuer)]);
      issuer.mode = "ok";
      const after = await first("accepted", MOMENTS, (at) => verify(at, [key.token(issuer)]));
      return after === 1 ? "accepted at once" : `refused for ${about(after)}`;
    },
    ours: /^refused for [23] s$/,
    cause: "fetch-status",
  },
  ...sets(),
];

/** Key sets with something odd in them, beside or in the key that signed. */
function sets() {
  const other = signer("other").jwk;
  const { alg, ...rest } = other;
  const odd = [
    ["two keys of one id, the right one last", (jwk) => [{ ...other, kid: jwk.kid }, jwk], "`ambiguous-key`"],
    ["a key of an unknown type beside it", (jwk) => [{ kty: "LATTICE", kid: "new", alg: "ML-9" }, jwk], "accepted"],
    ["`null` among the keys", (jwk) => [null, jwk], "accepted"],
    ["a broken key beside it", (jwk) => [{ ...rest, alg: 7, kid: "broken" }, jwk], "accepted"],
    ["`key_ops` is `[\"sign\"]`", (jwk) => [{ ...jwk, use: undefined, key_ops: ["sign"] }], "`keys-unavailable`", "fetch-no-usable-key"],
    ["`use` is `enc`", (jwk) => [{ ...jwk, use: "enc" }], "`keys-unavailable`", "fetch-no-usable-key"],
    ["no `alg`", (jwk) => [{ ...jwk, alg: undefined }], "accepted"],
    ["no key at all", () => [], "`keys-unavailable`", "fetch-no-usable-key"],
    ["10,000 keys", (jwk) => [...Array.from({ length: 9_999 }, (_, index) => ({ ...other, kid: `k${index}` })), jwk], "`keys-unavailable`", "fetch-too-long"],
  ];
  return odd.map(([name, change, ours, cause]) => ({
    name: `key set: ${name}`,
    async play({ issuer, verify, keys: [key] }) {
      issuer.keys = change(key.jwk);
      const { outcomes } = await verify(0, [key.token(issuer)]);
      return said(outcomes);
    },
    ours,
    cause,
  }));
}

/** An issuer that answers badly: the verifier must end, hang up, and say whose fault it is. */
const BAD = {
  "no response": "fetch-timed-out",
  "half a response": "fetch-timed-out",
  "a byte now and then": "fetch-timed-out",
  "a response without end": "fetch-too-long",
  "status 500": "fetch-status",
  "status 203": "fetch-status",
  "status 404, HTML": "fetch-status",
  "status 200, HTML": "json-unexpected",
  "redirect to itself": "fetch-status",
  "redirect elsewhere": "fetch-status",
  "connection reset": "fetch-unreachable",
  "connection reset in the body": "fetch-unreachable",
  "not UTF-8": "fetch-utf8",
  "cut off": "json-unexpected",
};

/** These are played all at once: some take as long as a time limit. */
export const HOSTILE = [
  ...Object.entries(BAD).map(([mode, cause]) => ({
    name: mode,
    async play({ issuer, verify, quiet, keys: [key] }) {
      issuer.mode = mode;
      const { outcomes, milliseconds } = await verify(0, [key.token(issuer)]);
      // To hang up is to tell the other side.
      await quiet();
      const open = issuer.open > 0 ? "; connection left open" : "";
      const asked = issuer.asked.keys === 0 ? "; never asked" : "";
      const read = issuer.bytes > 1 << 21 ? `; ${Math.round(issuer.bytes / 1e6)} MB read` : "";
      return `${said(outcomes)}${late(milliseconds)}${read}${open}${asked}`;
    },
    // The time limit of a fetch is five seconds.
    ours: cause === "fetch-timed-out" ? /^`keys-unavailable`, after [5-7] s$/ : /^`keys-unavailable`(, after 1 s)?$/,
    cause,
  })),
  {
    name: "discovery: another issuer",
    discovery: true,
    async play({ issuer, verify, keys: [key] }) {
      issuer.discovery = { issuer: `${issuer.url}/other` };
      const { outcomes } = await verify(0, [key.token(issuer)]);
      return `${said(outcomes)}; keys asked for ${issuer.asked.keys} times`;
    },
    ours: "`keys-unavailable`; keys asked for 0 times",
    cause: "discovery-issuer-mismatch",
  },
  {
    name: "discovery: keys on another port of this computer",
    discovery: true,
    async play({ issuer, verify, keys: [key] }) {
      issuer.discovery = { jwks_uri: `${issuer.elsewhere}/jwks` };
      const { outcomes } = await verify(0, [key.token(issuer)]);
      return `${said(outcomes)}; ${fetches(issuer)}`;
    },
    ours: "accepted; 1 fetch",
  },
  {
    name: "discovery: keys by `http` on another computer",
    discovery: true,
    async play({ issuer, verify, keys: [key] }) {
      // An address that is nobody's (RFC 5737).
      issuer.discovery = { jwks_uri: "http://192.0.2.1/jwks" };
      const { outcomes, milliseconds } = await verify(0, [key.token(issuer)]);
      return `${said(outcomes)}${late(milliseconds)}`;
    },
    ours: "`keys-unavailable`",
    cause: "discovery-url",
  },
];

/** The hosts that there are; a scenario that is played in no host would pass. */
const HOSTS = ["node", "deno", "bun", "workerd", "browser"];
for (const { name, only = [] } of [...SCENARIOS, ...HOSTILE]) {
  for (const host of only) if (!HOSTS.includes(host)) throw new Error(`${name}: there is no host \`${host}\``);
}

const tokens = (count, make) => Array.from({ length: count }, (_, index) => make(`unknown-${index}`));

/** The first of these times at which the outcome is that. */
async function first(wanted, times, ask) {
  for (const at of times) {
    const { outcomes } = await ask(at);
    if ((outcomes.accepted === 1 ? "accepted" : "refused") === wanted) return at;
  }
  return undefined;
}

/** `{ accepted: 500, "unknown-key": 500 }` in words. */
function said(outcomes) {
  const word = (outcome) => (outcome === "accepted" ? outcome : `\`${outcome}\``);
  const counts = Object.entries(outcomes).sort(([one], [other]) => (one < other ? -1 : 1));
  if (counts.length === 1) return word(counts[0][0]);
  return counts.map(([outcome, count]) => `${count} ${word(outcome)}`).join(", ");
}

function fetches({ fetches }, before = 0) {
  const count = fetches - before;
  return `${count} fetch${count === 1 ? "" : "es"}`;
}

const late = (milliseconds) => (milliseconds < 900 ? "" : `, after ${Math.round(milliseconds / 1000)} s`);

function about(seconds) {
  if (seconds === undefined) return "more than 2 min";
  return `${seconds > 10 && seconds % 10 === 1 ? seconds - 1 : seconds} s`;
}

function age(seconds) {
  const hours = Math.round(seconds / HOUR);
  return hours > 0 ? `${hours} h` : `${Math.floor(seconds / MINUTE)} min`;
}
