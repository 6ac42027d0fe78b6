// What becomes of tokens when an issuer's keys change, vanish or misbehave: assumable beside other
// verifiers, with a real issuer on this computer. Writes results/keys.md.
//
//   node bench/keys.mjs              everything, four minutes
//   node bench/keys.mjs --show       prints, writes nothing
//   node bench/keys.mjs --show jose  these verifiers only
import { writeFileSync } from "node:fs";
import { play } from "../wasm/tests/keys/play.mjs";
import { inNode, inWorkerd } from "./keys/hosts.mjs";
import { report } from "./keys/report.mjs";

const show = process.argv.includes("--show");
const named = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const contenders = named.length > 0 ? named : ["assumable", "jose", "aws-jwt-verify"];

const hosts = [];
for (const open of [inNode, inWorkerd]) {
  const channel = await open();
  const results = {};
  try {
    for (const name of contenders) results[name] = await play(channel, name, { discovers: name === "assumable" });
  } finally {
    await channel.close();
  }
  hosts.push({ name: channel.name, version: channel.version, results });
}
const page = report(hosts);
console.log(page);
if (!show) writeFileSync(new URL("results/keys.md", import.meta.url), page);
