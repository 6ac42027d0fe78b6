// How long it takes from nothing to the first verified token, in every host. Writes results/start.md.
//
//   node bench/start.mjs          everything, two minutes
//   node bench/start.mjs --short  to see that it works; writes nothing
import { writeFileSync } from "node:fs";
import { inChromium } from "./start/chromium.mjs";
import { inBun, inDeno, inNode } from "./start/processes.mjs";
import { report } from "./start/report.mjs";
import { inWorkerd } from "./start/workerd.mjs";

const short = process.argv.includes("--short");
const hosts = [];
for (const host of [inNode, inDeno, inBun, inWorkerd, inChromium]) hosts.push(await host(short ? 2 : 10));
const page = report(hosts);
console.log(page);
if (!short) writeFileSync(new URL("results/start.md", import.meta.url), page);
