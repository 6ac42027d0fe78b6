// In a host that lends the engine something: its verdicts and the kernel's.
import { readFileSync } from "node:fs";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";

const [, , file, ...copies] = argv;
const { usual, tokens, cases } = JSON.parse(readFileSync(file, "utf8"));
const modules = (name) => copies.map((copy) => import(pathToFileURL(`${copy}/${name}`)));

const doors = await Promise.all(modules("disk.js"));
const [lender, kernel] = await Promise.all(modules("host.js"));
const [{ lent }] = await Promise.all(modules("bun-deno.js"));

const host = lent();
if (lender.signatures() === undefined) throw new Error("nothing is lent");
kernel.install(undefined);

/** Whoever is asked is asked through here. */
const asked = new Set();
lender.install(Object.fromEntries(Object.entries(host).map(([kind, make]) => [kind, watched(make)])));

function watched(make) {
  return (algorithm, ...numbers) => {
    const key = make(algorithm, ...numbers);
    return key && {
      verifies(message, signature) {
        asked.add(algorithm);
        return key.verifies(message, signature);
      },
    };
  };
}

const failures = [];
let accepted = 0;
const verifiers = doors.map((door) => verifierOf(door, usual));
for (const { name, token, expected, now = usual.now, ...own } of tokens) {
  const used = own.jwks === undefined ? verifiers : doors.map((door) => () => verifierOf(door, { ...usual, ...own }));
  const [one, other] = used.map((verifier) => verdict(verifier, token, now));
  if (one === "accepted") accepted += 1;
  if (one !== other) failures.push(`${name}: ${one}, not ${other} as the kernel`);
  if (expected !== undefined && one !== expected) failures.push(`${name}: ${one}, not ${expected}`);
}

let raw = 0;
for (const { name, kind, algorithm, numbers, length, message, signature, right } of cases) {
  if (host[kind] === undefined) continue;
  const [input, bytes] = [message, signature].map((text) => new Uint8Array(Buffer.from(text, "base64url")));
  raw += 1;
  const found = bytes.length === length && host[kind](algorithm, ...numbers).verifies(input, bytes);
  if (found !== right) failures.push(`${name}: ${found}`);
}

console.log(JSON.stringify({ asked: [...asked].sort(byName), accepted, raw, failures: failures.slice(0, 40) }));

function verifierOf({ Verifier }, { issuer, audience, jwks }) {
  return new Verifier({ issuers: { issuer, audience, jwks } });
}

/** The code of the refusal, or `accepted`. The verifier may still have to be made. */
function verdict(verifier, token, now) {
  try {
    const made = typeof verifier === "function" ? verifier() : verifier;
    made.verifySync(token, { now });
    return "accepted";
  } catch (error) {
    return error.code;
  }
}

function byName(one, other) {
  return one.localeCompare(other, "en");
}
