// `verifySync`, in workerd and Node.js also `verify`, beside other verifiers, in every host without a screen. Writes results.md.
//
//   node bench/verify.mjs            everything, a minute and a half
//   node bench/verify.mjs --short    to see that it works; writes nothing
import { writeFileSync } from "node:fs";
import { inNode } from "./verify/node.mjs";
import { inBun, inDeno } from "./verify/processes.mjs";
import { report } from "./verify/report.mjs";
import { inWorkerd } from "./verify/workerd.mjs";

const short = process.argv.includes("--short");
// A slice is so short that a busy machine lets some of them pass undisturbed.
const pace = { rounds: short ? 20 : 400, milliseconds: 2 };
const hosts = [];
for (const host of [inNode, inWorkerd, inDeno, inBun]) hosts.push(await host(pace));
const page = report(hosts);
console.log(page);
if (!short) writeFileSync(new URL("results.md", import.meta.url), page);
