// Other hosts than Node.js, whose library signs nothing here: what they are asked is written down for
// them, and so is what each answers.
import { execFile } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { base64url, testKey } from "../../../vectors/keys.mjs";
import { FAMILIES } from "../differential/mutations.mjs";
import { random } from "../differential/random.mjs";
import { ALGORITHMS, AUDIENCE, CLAIMS, ISSUER, JWKS, NOW } from "../differential/setting.mjs";
import { edwards } from "./edwards.mjs";
import { forgeries } from "./forgeries.mjs";
import { lend } from "./lend.mjs";
import { curveCases, rsaCases } from "./wycheproof.mjs";

const execute = promisify(execFile);
const SEED = 20261128;

/** The order of P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** What a host finds otherwise than the kernel, or than what is right. */
export async function elsewhere(app, program, algorithms) {
  const file = questions(app);
  // Deno reads the manifests of packages only.
  const copies = ["lent", "kernel"].map((name) => join(app.folder, "node_modules", `${program}-${name}`));
  for (const copy of copies) {
    cpSync(app.package, copy, { recursive: true });
    lend(copy, `${program}.js`);
  }
  for (const file of ["verdicts.mjs", "lend.mjs"]) cpSync(new URL(file, import.meta.url), join(app.folder, file));
  const read = program === "deno" ? [`--allow-read=${app.folder}`] : [];
  const { stdout } = await execute(
    join(app.root, "node_modules/.bin", program),
    ["run", ...read, "verdicts.mjs", file, ...copies],
    { cwd: app.folder, maxBuffer: 1 << 26, timeout: 300_000 },
  );
  const { asked, accepted, raw, failures } = JSON.parse(stdout);
  if (asked.toString() !== algorithms.toString()) failures.push(`asked for ${asked}`);
  if (accepted < 800) failures.push(`only ${accepted} accepted`);
  if (raw < (algorithms.includes("RS256") ? 4000 : 100)) failures.push(`only ${raw} of Project Wycheproof`);
  return failures;
}

let written;

function questions(app) {
  if (written !== undefined) return written;
  written = join(app.folder, "questions.json");
  const strictness = new URL("../../../vectors/tokens/strictness.json", import.meta.url);
  const tokens = [...changed(), ...forged(), ...vectors(JSON.parse(readFileSync(strictness, "utf8")))];
  const cases = [...rsaCases(app.root), ...curveCases(app.root)].map(({ message, signature, ...rest }) => ({
    ...rest,
    message: base64url(message),
    signature: base64url(signature),
  }));
  const usual = { issuer: ISSUER, audience: AUDIENCE, jwks: JWKS, now: NOW };
  writeFileSync(written, JSON.stringify({ usual, tokens, cases }));
  return written;
}

/** Both must say the same of these, whatever it is. */
function* changed() {
  for (const [family, { count, mutate }] of Object.entries(FAMILIES)) {
    const source = random(SEED);
    for (let index = 0; index < count; index += 1) yield { name: `${family} ${index}`, ...mutate(source) };
  }
}

function* forged() {
  for (const { name, token, right } of forgeries(ALGORITHMS)) yield { name, token, expected: code(right) };
  for (const { name, token, jwks, right, refused } of edwards()) {
    yield { name, token, jwks, expected: refused ?? code(right) };
  }
  for (const [name, token, right = false] of numbers()) yield { name: `ES256 ${name}`, token, expected: code(right) };
}

function* vectors({ cases, jwks, issuer, audience, now }) {
  for (const { name, token, expect } of cases) {
    yield { name, token, jwks, issuer, audience, now, expected: expect ?? "accepted" };
  }
}

const code = (right) => (right ? "accepted" : "signature-invalid");

/** What may be done to the two numbers of an ECDSA signature. */
function* numbers() {
  const key = testKey("es256");
  const input = [{ alg: "ES256", kid: key.kid }, CLAIMS].map((part) => base64url(JSON.stringify(part))).join(".");
  const signature = key.sign(input);
  const [r, s] = [signature.subarray(0, 32), signature.subarray(32)].map((part) => BigInt(`0x${part.toString("hex")}`));
  const octets = (value) => Buffer.from(value.toString(16).padStart(64, "0"), "hex");
  const of = (...parts) => `${input}.${base64url(Buffer.concat(parts.map((part) => octets(part))))}`;
  yield ["a right signature", of(r, s), true];
  // Whoever sees one signature can make the other; RFC 7518 forbids neither.
  yield ["s negative", of(r, ORDER - s), true];
  yield ["r negative", of(ORDER - r, s)];
  yield ["swapped", of(s, r)];
  for (const [name, value] of [["zero", 0n], ["one", 1n], ["the order", ORDER], ["the order less one", ORDER - 1n], ["all ones", 2n ** 256n - 1n]]) {
    yield [`r ${name}`, of(value, s)];
    yield [`s ${name}`, of(r, value)];
    yield [`both ${name}`, of(value, value)];
  }
  const integer = (value) => [2, 33, 0, ...octets(value)];
  yield ["in DER", `${input}.${base64url([0x30, 70, ...integer(r), ...integer(s)])}`];
  yield ["nothing", `${input}.`];
  yield ["r alone", of(r)];
  yield ["a zero in front", `${input}.${base64url([0, ...signature])}`];
}
