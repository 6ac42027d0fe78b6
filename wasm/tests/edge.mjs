// The edge worker in real workerd, and as a plain handler elsewhere, against an issuer and an upstream
// on this computer.
//
//   node wasm/tests/edge.mjs            what is in dist/npm, in every host
//   node wasm/tests/edge.mjs workerd    in this one
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checks as credentials } from "./edge/credentials.mjs";
import { checks as exchange } from "./edge/exchange.mjs";
import { checks as forwarding, rawChecks as rawForwarding } from "./edge/forwarding.mjs";
import { checks as gate } from "./edge/gate.mjs";
import { HOSTS } from "./edge/hosts.mjs";
import { checks as kept } from "./edge/kept.mjs";
import { checks as operator } from "./edge/operator.mjs";
import { checks as policies } from "./edge/policies.mjs";
import { checks as relay } from "./edge/relay.mjs";
import { checks as routes } from "./edge/routes.mjs";
import { open } from "./edge/setting.mjs";
import { checks as usedTokens } from "./edge/used-tokens.mjs";

const EVERYWHERE = [gate, forwarding, exchange, relay];
/** Where requests can be written that no client would write. */
const IN_WORKERD = [credentials, rawForwarding];

export async function checkEdge(app, names = Object.keys(HOSTS)) {
  const failures = [];
  let passed = 0;
  const run = async (host, checks) => {
    for (const [name, check] of Object.entries(checks)) {
      try {
        await check();
        passed += 1;
      } catch (error) {
        failures.push(`${host}, ${name}: ${error.message}`);
      }
    }
  };
  for (const checks of [usedTokens, kept, policies, routes, operator]) await run("node", await checks(app));
  for (const name of names) {
    const world = await open(app);
    const host = await HOSTS[name](app, world.setting);
    try {
      const suites = name.startsWith("workerd") ? [...EVERYWHERE, ...IN_WORKERD] : EVERYWHERE;
      for (const checks of suites) await run(name, checks(world, host));
    } finally {
      await host.close();
      world.close();
    }
  }
  return { passed, failures };
}

if (process.argv[1] === import.meta.filename) {
  const [{ installed }, { material }] = await Promise.all([import("./installed.mjs"), import("./material.mjs")]);
  const folder = mkdtempSync(join(tmpdir(), "assumable-"));
  const names = process.argv.slice(2);
  const { passed, failures } = await checkEdge(installed(folder, material()), names.length > 0 ? names : undefined);
  rmSync(folder, { recursive: true });
  console.log(`${passed} passed, ${failures.length} failed`);
  for (const failure of failures) console.log(`  ${failure}`);
  process.exit(failures.length === 0 ? 0 : 1);
}
