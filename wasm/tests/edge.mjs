// The edge worker in real workerd, against an issuer and an upstream on this computer.
//
//   node wasm/tests/edge.mjs    against what is in dist/npm
import { checks as credentials } from "./edge/credentials.mjs";
import { checks as exchange } from "./edge/exchange.mjs";
import { checks as forwarding } from "./edge/forwarding.mjs";
import { checks as gate } from "./edge/gate.mjs";
import { inWorkerd } from "./edge/hosts.mjs";
import { checks as relay } from "./edge/relay.mjs";
import { open } from "./edge/setting.mjs";

const CHECKS = [gate, credentials, forwarding, exchange, relay];

export async function checkEdge(app) {
  const world = await open(app);
  const worker = await inWorkerd(app, world.setting);
  const failures = [];
  let passed = 0;
  try {
    for (const [name, check] of CHECKS.flatMap((checks) => Object.entries(checks(world, worker)))) {
      try {
        await check();
        passed += 1;
      } catch (error) {
        failures.push(`${name}: ${error.message}`);
      }
    }
  } finally {
    await worker.dispose();
    world.close();
  }
  return { passed, failures };
}

if (process.argv[1] === import.meta.filename) {
  const { material } = await import("./material.mjs");
  const root = new URL("../..", import.meta.url).pathname;
  const { passed, failures } = await checkEdge({ root, package: `${root}dist/npm`, material: material() });
  console.log(`${passed} passed, ${failures.length} failed`);
  for (const failure of failures) console.log(`  ${failure}`);
  process.exit(failures.length === 0 ? 0 : 1);
}
