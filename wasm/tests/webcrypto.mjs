// WebCrypto, as workerd has it, and the engine's own kernel accept the same signatures.
import { readFileSync } from "node:fs";
import { FAMILIES } from "./differential/mutations.mjs";
import { random } from "./differential/random.mjs";
import { ALGORITHMS, AUDIENCE, CLAIMS, header, ISSUER, JWKS, KEYS, NOW, signed, valid } from "./differential/setting.mjs";
import { ofSmallOrder } from "./primitives/ed25519.mjs";
import { forgeries } from "./primitives/forgeries.mjs";
import { curves, rsa } from "./primitives/wycheproof.mjs";
import { inWorkerd } from "./hosts/workerd.mjs";

const SEED = 20261128;
const USUAL = { issuer: ISSUER, audience: AUDIENCE, jwks: JWKS, now: NOW };

/** @returns how many checks passed, and what the others found */
export async function checkWebCrypto(app) {
  const worker = await inWorkerd(app, ["webcrypto/worker.mjs", "webcrypto/count.mjs"]);
  try {
    const checks = [
      ["a verdict is heeded", () => heeded(worker)],
      ["valid tokens", () => same(worker, [{ ...USUAL, tokens: KEYS.map(valid) }], 8, 8)],
      ["the strictness vectors", () => same(worker, strictness(), 30, 15)],
      ["changed tokens", () => same(worker, changed(), 500, 200)],
      ["forged blocks", () => same(worker, [{ ...USUAL, tokens: forged() }], 200, 9)],
      ["points of small order", () => smallOrder(worker)],
      ["Project Wycheproof", () => wycheproof(worker, app)],
    ];
    const failures = [];
    for (const [name, check] of checks) {
      const found = await check().catch((error) => [String(error.stack ?? error)]);
      failures.push(...found.slice(0, 5).map((failure) => `${name}: ${failure}`));
    }
    return { passed: Math.max(0, checks.length - failures.length), failures };
  } finally {
    await worker.dispose();
  }
}

/** Both doors say the same, and WebCrypto was asked so often, and said yes so often, at least. */
async function same(worker, groups, least, leastYes) {
  const { answers, count, yes } = await worker.ask("/tokens", { groups });
  const tokens = groups.flatMap(({ tokens }) => tokens);
  const differ = answers.flatMap(([one, other], index) => (one === other ? [] : [`${one}, not ${other}: ${tokens[index]}`]));
  if (count < least || yes < leastYes) differ.push(`asked ${count} times, with ${yes} times yes`);
  return differ;
}

/**
 * A no counts once there was a yes, so that the engine need not look again; before that, and where WebCrypto
 * throws, it does.
 */
async function heeded(worker) {
  const [key] = KEYS;
  const expired = signed(key, JSON.stringify(header(key)), JSON.stringify({ ...CLAIMS, exp: NOW - 3600 }));
  const answers = await worker.ask("/verdicts", { ...USUAL, token: valid(key), expired });
  const expected = [["accepted", 0], ["accepted", 1], ["accepted", 1], ["signature-invalid", 1], ["accepted", 1], ["token-expired", 1]];
  return JSON.stringify(answers) === JSON.stringify(expected) ? [] : [JSON.stringify(answers)];
}

function strictness() {
  const file = new URL("../../vectors/tokens/strictness.json", import.meta.url);
  const { cases, jwks, issuer, audience, now } = JSON.parse(readFileSync(file, "utf8"));
  return [{ jwks, issuer, audience, now, tokens: cases.map(({ token }) => token) }];
}

function changed() {
  const groups = [];
  for (const { count, mutate } of Object.values(FAMILIES)) {
    const source = random(SEED);
    const usual = { ...USUAL, tokens: [] };
    groups.push(usual);
    for (let index = 0; index < count; index += 1) {
      const { token, jwks } = mutate(source);
      if (jwks === undefined) usual.tokens.push(token);
      else groups.push({ ...USUAL, jwks, tokens: [token] });
    }
  }
  return groups;
}

const forged = () => [...forgeries(ALGORITHMS)].map(({ token }) => token);

/** WebCrypto alone would take these; the core does not let it. */
async function smallOrder(worker) {
  const { jwk, signatures, tokens } = ofSmallOrder();
  const cases = signatures.map(({ message, signature }) => [message, signature]);
  const taken = await worker.ask("/signatures", { groups: [{ algorithm: "EdDSA", jwk, cases }] });
  const { answers } = await worker.ask("/tokens", { groups: [{ ...USUAL, tokens }] });
  const refused = answers.every((pair) => pair.every((code) => code === "signature-invalid"));
  return taken.some(Boolean) && refused ? [] : [JSON.stringify({ taken, answers })];
}

async function wycheproof(worker, app) {
  const groups = [...rsa(app.root), ...curves(app.root)];
  const asked = groups.map(({ algorithm, jwk, length, cases }) => ({
    algorithm,
    jwk,
    // What has another length never gets there.
    cases: cases.filter(({ signature }) => signature.length === 2 * length).map(({ message, signature }) => [message, signature]),
  }));
  const answers = await worker.ask("/signatures", { groups: asked });
  const expected = groups.flatMap(({ length, cases }) => cases.filter(({ signature }) => signature.length === 2 * length));
  const wrong = expected.flatMap(({ name, accepted }, index) =>
    // Where it says nothing, or is not asked, the kernel is asked.
    typeof answers[index] === "boolean" && answers[index] !== accepted ? [name] : []);
  const yes = answers.filter((answer) => answer === true).length;
  const good = expected.filter(({ accepted }) => accepted).length;
  return yes < 0.9 * good || good < 500 ? [...wrong, `${yes} of ${good} accepted`] : wrong;
}
