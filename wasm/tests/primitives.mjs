// The primitive of Node.js and the engine's own kernel accept the same signatures, and the host can
// do nothing else than give a verdict.
import crypto from "node:crypto";
import { cpSync, readFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { FAMILIES } from "./differential/mutations.mjs";
import { random } from "./differential/random.mjs";
import { ALGORITHMS, AUDIENCE, ISSUER, JWKS, NOW } from "./differential/setting.mjs";
import { elsewhere } from "./primitives/elsewhere.mjs";
import { forgeries } from "./primitives/forgeries.mjs";
import { by, judged, lend } from "./primitives/lend.mjs";
import { wycheproof } from "./primitives/wycheproof.mjs";

const SEED = 20261127;

/** By algorithm: what other hosts than Node.js are asked for. */
const BUN = ["EdDSA", "ES256", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512"];
const DENO = ["EdDSA"];

/** @returns how many checks passed, and what the others found */
export async function checkPrimitives(app) {
  let passed = 0;
  const failures = [];
  for (const [name, question] of checks(app)) {
    const found = await question().catch((error) => [String(error.stack ?? error)]);
    failures.push(...found.map((failure) => `${name}: ${failure}`));
    if (found.length === 0) passed += 1;
  }
  return { passed, failures };
}

function checks(app) {
  return [
    ["Node.js asks OpenSSL for RSA and for nothing else", () => asksForRsa(app)],
    ["another `verify` put in later is not asked", () => isNotReplaced(app)],
    ["members of `Object.prototype` are no options", () => polluted(app)],
    ["where a host throws, the kernel gives the verdict", () => throwing(app)],
    ["where OpenSSL may not, the kernel does", () => forbidden(app)],
    ["only `true` is a yes", () => oddVerdicts(app)],
    ["other programs than Node.js keep the kernel", () => others(app)],
    ["Bun and Deno lend from the releases on that are held to it", () => releases(app)],
    ["both say the same of the strictness vectors", () => strictness(app)],
    ["both say the same of changed tokens", () => changed(app)],
    ["both say the same of forged blocks", () => forged(app)],
    ["OpenSSL accepts of Project Wycheproof what RFC 7518 allows", () => wycheproof(app)],
    ["Bun lends what it is faster at, and accepts the same", () => elsewhere(app, "bun", BUN)],
    ["Deno lends what it is faster at, and accepts the same", () => elsewhere(app, "deno", DENO)],
  ];
}

let copies = 0;

/** The package once more, with modules and an engine of its own. */
async function fresh(app, file = "api.js") {
  return import(pathToFileURL(join(copied(app), file)));
}

/** The same in a host that lends this. */
async function lending(app, signatures) {
  const folder = copied(app);
  lend(folder, "node.js");
  globalThis.lentInTests = signatures;
  return import(pathToFileURL(join(folder, "api.js")));
}

function copied(app) {
  const folder = join(app.folder, `copy-${(copies += 1)}`);
  cpSync(app.package, folder, { recursive: true });
  return folder;
}

let doors;

/** The package with OpenSSL, and with the kernel alone. */
async function both(app) {
  doors ??= Promise.all([fresh(app), lending(app, undefined)]);
  return doors;
}

const verifierOf = (door, jwks = JWKS, issuer = ISSUER, audience = AUDIENCE) =>
  by(door, { issuer, audience, jwks });

const verdict = (verifier, token, now = NOW) => judged(verifier, token, now);

/** Runs with another `node:crypto.verify`. */
async function withVerify(other, run) {
  const { verify } = crypto;
  crypto.verify = other(verify);
  syncBuiltinESMExports();
  try {
    return await run();
  } finally {
    crypto.verify = verify;
    syncBuiltinESMExports();
  }
}

const tokens = ({ material: { tokens } }) => tokens;

async function asksForRsa(app) {
  const { rs256, es256, eddsa } = tokens(app);
  let asked = 0;
  const counting = (verify) => (...parts) => {
    asked += 1;
    return verify(...parts);
  };
  const counts = await withVerify(counting, async () => {
    const openssl = await fresh(app);
    const verifier = verifierOf(openssl, app.material.keys);
    return [rs256, es256, eddsa, rs256].map((token) => [verdict(verifier, token), asked].join());
  });
  return same(counts, ["accepted,1", "accepted,1", "accepted,1", "accepted,2"]);
}

async function isNotReplaced(app) {
  const openssl = await fresh(app);
  const verifier = verifierOf(openssl, app.material.keys);
  const yes = () => () => true;
  return withVerify(yes, () => same(verdict(verifier, tokens(app).rs256Tampered), "signature-invalid"));
}

async function polluted(app) {
  const openssl = await fresh(app);
  const options = { padding: crypto.constants.RSA_NO_PADDING, saltLength: 0, dsaEncoding: "der", passphrase: "a" };
  const { rs256, rs256Tampered } = tokens(app);
  Object.assign(Object.prototype, options);
  try {
    const verifier = verifierOf(openssl, app.material.keys);
    const found = [rs256, rs256Tampered].map((token) => verdict(verifier, token));
    return same(found, ["accepted", "signature-invalid"]);
  } finally {
    for (const name of Object.keys(options)) delete Object.prototype[name];
  }
}

/** As OpenSSL does where its configuration forbids an algorithm. */
async function throwing(app) {
  const no = () => { throw new TypeError("no"); };
  const failures = [];
  for (const host of [{ rsaKey: no }, { rsaKey: () => ({ verifies: no }) }, { rsaKey: () => ({}) }, {}]) {
    const door = await lending(app, host);
    const verifier = verifierOf(door, app.material.keys);
    const { rs256, es256, rs256Tampered } = tokens(app);
    const found = [rs256, es256, rs256Tampered, rs256].map((token) => verdict(verifier, token));
    failures.push(...same(found, ["accepted", "accepted", "signature-invalid", "accepted"]));
  }
  return failures;
}

/** The functions that the door of Node.js keeps, broken from the start. */
async function forbidden(app) {
  const no = () => () => { throw new Error("error:0308010C:digital envelope routines::unsupported"); };
  return withVerify(no, async () => {
    const openssl = await fresh(app);
    const verifier = verifierOf(openssl, app.material.keys);
    const { rs256, rs256Tampered } = tokens(app);
    return same([rs256, rs256Tampered].map((token) => verdict(verifier, token)), ["accepted", "signature-invalid"]);
  });
}

async function oddVerdicts(app) {
  const { rs256, rs256Tampered, rs256Flipped } = tokens(app);
  const failures = [];
  for (const odd of [undefined, null, "true", {}, Promise.resolve(true), NaN, 0]) {
    const door = await lending(app, { rsaKey: () => ({ verifies: () => odd }) });
    const verifier = verifierOf(door, app.material.keys);
    const found = verdict(verifier, rs256);
    if (found !== "signature-invalid") failures.push(`${String(odd)}: ${found}`);
  }
  // A host without a key leaves it to the kernel.
  const door = await lending(app, { rsaKey: () => undefined });
  const verifier = verifierOf(door, app.material.keys);
  const found = [rs256, rs256Tampered, rs256Flipped].map((token) => verdict(verifier, token));
  return [...failures, ...same(found, ["accepted", "signature-invalid", "signature-invalid"])];
}

async function others(app) {
  const { lent } = await fresh(app, "node.js");
  const { openssl: version } = process.versions;
  const hosts = [
    {}, { openssl: "1.1.1" }, { openssl: "0.0.0" }, { openssl: version, bun: "1.4.5" },
    { openssl: version, deno: "2.9.5" }, { openssl: version, electron: "40.0.0" },
  ];
  const found = [...hosts, { openssl: version }].map((versions) => lent(versions) !== undefined);
  return same(found, [...hosts.map(() => false), true]);
}

async function releases(app) {
  globalThis.Deno = { version: {} };
  const [bun, deno] = [await fresh(app, "bun.js"), await fresh(app, "deno.js")];
  delete globalThis.Deno;
  const lent = ({ lent }, versions) => versions.map((version) => Object.keys(lent(version) ?? {}).length);
  return [
    ...same(lent(bun, [
      {}, { bun: "1.3.9" }, { bun: "1.4.0" }, { bun: "1.10.0" }, { bun: "2.0.0" }, { bun: "canary" },
    ]), [0, 0, 3, 3, 3, 0]),
    ...same(lent(deno, [
      {}, { deno: "1.46.3" }, { deno: "2.8.0" }, { deno: "2.9.0" }, { deno: "3.0.0" }, { deno: "2" },
    ]), [0, 0, 0, 1, 1, 0]),
  ];
}

async function strictness(app) {
  const file = new URL("../../vectors/tokens/strictness.json", import.meta.url);
  const { cases, jwks, issuer, audience, now } = JSON.parse(readFileSync(file, "utf8"));
  const verifiers = (await both(app)).map((door) => verifierOf(door, jwks, issuer, audience));
  return cases.flatMap(({ name, token, expect }) =>
    same(verifiers.map((verifier) => verdict(verifier, token, now)), Array(2).fill(expect ?? "accepted"), name));
}

async function changed(app) {
  const doors = await both(app);
  const usual = doors.map((door) => verifierOf(door));
  const failures = [];
  let accepted = 0;
  for (const [family, { count, mutate }] of Object.entries(FAMILIES)) {
    const source = random(SEED);
    for (let index = 0; index < count; index += 1) {
      const { token, jwks } = mutate(source);
      const verifiers = jwks === undefined ? usual : doors.map((door) => () => verifierOf(door, jwks));
      const [one, other] = verifiers.map((verifier) => verdict(verifier, token));
      if (one === "accepted") accepted += 1;
      failures.push(...same(one, other, `${family} ${index} ${token}`));
    }
  }
  return accepted < 800 ? [...failures, `only ${accepted} accepted`] : failures;
}

async function forged(app) {
  const verifiers = (await both(app)).map((door) => verifierOf(door));
  const failures = [];
  let count = 0;
  for (const { name, token, right } of forgeries(ALGORITHMS)) {
    const expected = right ? "accepted" : "signature-invalid";
    const found = verifiers.map((verifier) => verdict(verifier, token));
    failures.push(...same(found, [expected, expected], name));
    count += 1;
  }
  return count < 200 ? [...failures, `only ${count} forgeries`] : failures;
}

function same(found, expected, name = "") {
  const [one, other] = [found, expected].map((value) => JSON.stringify(value));
  return one === other ? [] : [`${name} ${one}, not ${other}`];
}
