// In a host that lends the engine something: its verdicts and the kernel's.
import { readFileSync } from "node:fs";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";
import { by, judged } from "./lend.mjs";

const [, , file, ...copies] = argv;
const { usual, tokens, cases } = JSON.parse(readFileSync(file, "utf8"));
const module = (copy, name) => import(pathToFileURL(`${copy}/${name}`));

const { platform: own } = await module(copies[0], "own.js");
const host = own.signatures;
if (host === undefined) throw new Error("nothing is lent");

/** Whoever is asked is asked through here. */
const asked = new Set();
const watching = Object.fromEntries(Object.entries(host).map(([kind, make]) => [kind, watched(make)]));

const doors = [];
for (const [index, copy] of copies.entries()) {
  globalThis.lentInTests = [watching, undefined][index];
  doors.push(await module(copy, "api.js"));
}

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
const verifiers = doors.map((door) => by(door, usual));
for (const { name, token, expected, now = usual.now, ...own } of tokens) {
  const used = own.jwks === undefined ? verifiers : doors.map((door) => () => by(door, { ...usual, ...own }));
  const [one, other] = used.map((verifier) => judged(verifier, token, now));
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

function byName(one, other) {
  return one.localeCompare(other, "en");
}
