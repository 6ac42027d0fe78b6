// A gate under load in workerd, beside the same gate written with jose. Writes results/gate.md.
//
//   node bench/gate.mjs              a minute for each, four in all
//   node bench/gate.mjs 10           ten seconds for each
//   node bench/gate.mjs 10 --show    prints, writes nothing
import { createServer } from "node:http";
import { writeFileSync } from "node:fs";
import { load, seen } from "./gate/load.mjs";
import { report } from "./gate/report.mjs";
import { AUDIENCE, ISSUER, keys, POLICY, requests } from "./gate/requests.mjs";
import { bundled, serving } from "./gate/workerd.mjs";

const show = process.argv.includes("--show");
const seconds = Number(process.argv.slice(2).find((argument) => /^\d+$/.test(argument)) ?? 60);
const [connections, turn, STARTS] = [32, Math.min(5, seconds), 11];

const issuer = createServer((_, response) => response.end(JSON.stringify(keys())));
await new Promise((resolve) => issuer.listen(0, "127.0.0.1", resolve));
const jwksUri = `http://127.0.0.1:${issuer.address().port}/jwks`;
const setting = { issuer: ISSUER, audience: AUDIENCE, jwksUri, policy: POLICY };

const bundles = {};
for (const name of ["assumable", "jose", "empty"]) bundles[name] = await bundled(name);
const starts = await measureStarts();
const contenders = [
  { name: "assumable", bundle: bundles.assumable, setting },
  { name: "assumable, nothing remembered", bundle: bundles.assumable, setting: { ...setting, remembered: 0 } },
  { name: "jose", bundle: bundles.jose, setting },
].map((contender) => ({ ...contender, times: [], wrong: new Map(), closed: 0, seconds: 0, busy: 0, memory: [] }));
try {
  for (const contender of contenders) contender.worker = await serving(contender.bundle, contender.setting);
  const all = requests();
  // The keys, and the code's first thousands of turns.
  for (const contender of contenders) {
    await load(contender.worker.port, all, { connections, seconds: 1 });
    contender.seen = -(await seen(contender.worker.port));
  }
  for (let done = 0; done < seconds; done += turn) {
    for (const contender of contenders) {
      const busy = contender.worker.busy();
      const { times, wrong, closed, seconds: took } = await load(contender.worker.port, all, { connections, seconds: turn });
      for (const time of times) contender.times.push(time);
      for (const [what, count] of wrong) contender.wrong.set(what, (contender.wrong.get(what) ?? 0) + count);
      contender.closed += closed;
      contender.seconds += took;
      contender.busy += contender.worker.busy() - busy;
      contender.memory.push(contender.worker.memory());
    }
  }
  for (const contender of contenders) {
    contender.seen += await seen(contender.worker.port);
    const lost = contender.seen - contender.times.length;
    if (lost !== 0) contender.wrong.set("came to the worker without an answer", lost);
  }
} finally {
  for (const { worker } of contenders) await worker?.stop();
  for (const bundle of Object.values(bundles)) bundle.remove();
  issuer.close();
  issuer.closeAllConnections();
}
for (const contender of contenders) contender.cpu = contender.busy / contender.times.length;
const page = report({ contenders, starts, seconds, turn, connections });
console.log(page);
if (!show) writeFileSync(new URL("results/gate.md", import.meta.url), page);
// A wrong answer is not a figure.
process.exitCode = contenders.some(({ wrong }) => wrong.size > 0) ? 1 : 0;

/** From the start of the process to its first answer. */
async function measureStarts() {
  const found = [["assumable", "assumable"], ["jose", "jose"], ["an empty worker", "empty"]].map(([name, file]) => ({
    name,
    bundle: bundles[file],
    sizes: bundles[file].sizes,
    times: [],
  }));
  for (let time = 0; time < STARTS; time += 1) {
    for (const { bundle, times } of found) {
      const begun = performance.now();
      const worker = await serving(bundle, setting);
      await (await fetch(`http://127.0.0.1:${worker.port}/`)).arrayBuffer();
      times.push(performance.now() - begun);
      await worker.stop();
    }
  }
  return found;
}
