// Trust policies decided from JavaScript, beside other evaluators. Writes results/policy.md.
//
//   node bench/policy.mjs            everything, a minute
//   node bench/policy.mjs --short    to see that it works; writes nothing
import { mkdirSync, writeFileSync } from "node:fs";
import { CASES } from "./policy/cases.mjs";
import { contenders } from "./policy/contenders.mjs";
import { race } from "./policy/race.mjs";
import { report } from "./policy/report.mjs";

const short = process.argv.includes("--short");
// A turn holds several calls of the slowest, and is so short that some pass undisturbed.
const pace = { rounds: short ? 5 : 200, milliseconds: 5 };
const results = [];
for (const one of CASES) results.push({ ...one, times: await race(await contenders(one), pace) });
const page = report(results);
console.log(page);
if (!short) {
  mkdirSync(new URL("results/", import.meta.url), { recursive: true });
  writeFileSync(new URL("results/policy.md", import.meta.url), page);
}
