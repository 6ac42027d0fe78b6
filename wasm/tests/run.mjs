// Packs `dist/npm`, installs the archive into an empty folder and runs one suite in every host.
//
//   node wasm/tests/run.mjs             everything
//   node wasm/tests/run.mjs node bun    these hosts only
//   node wasm/tests/run.mjs --update    writes the golden files instead of comparing
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkAgainstJose } from "./differential.mjs";
import { checkDoors } from "./doors.mjs";
import { checkEdge } from "./edge.mjs";
import { installed } from "./installed.mjs";
import { checkExamples } from "./examples.mjs";
import { checkKeys } from "./keys.mjs";
import { material } from "./material.mjs";
import { checkPacked } from "./packed.mjs";
import { checkPrimitives } from "./primitives.mjs";
import { checkReadme } from "./readme.mjs";
import { checkRequests } from "./requests.mjs";
import { checkTypes } from "./types.mjs";
import { checkUnused } from "./unused.mjs";
import { checkWebCrypto } from "./webcrypto.mjs";
import { browser, bun, deno, node, workerd } from "./hosts/index.mjs";

const HOSTS = { node, workerd, deno, bun, browser };

const update = process.argv.includes("--update");
const named = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const unknown = named.filter((name) => !Object.hasOwn(HOSTS, name));
if (unknown.length > 0) throw new Error(`no such host: ${unknown.join(", ")}`);

const folder = mkdtempSync(join(tmpdir(), "assumable-"));
let passed = 0;
let failed = 0;
try {
  const app = installed(folder, material());
  if (named.length === 0) {
    count("package", await checkPacked(app, update));
    count("types", checkTypes(app, update));
    count("readme", await checkReadme(app));
    count("against jose", await checkAgainstJose(app));
    count("OpenSSL against the kernel", await checkPrimitives(app));
    count("WebCrypto against the kernel", await checkWebCrypto(app));
    count("requests of a worker", await checkRequests(app));
    count("doors", await checkDoors(app));
    count("what is not used", await checkUnused(app));
    count("edge workers", await checkEdge(app));
    count("examples", await checkExamples(app));
    count("issuers that change or misbehave", await checkKeys(app));
  }
  await hosts(app, named.length === 0 ? Object.keys(HOSTS) : named);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
// Whatever a host that hung has left running.
if (failed > 0) process.exit();

/** Each host's answers are compared with those of the first. */
async function hosts(app, names) {
  let reference;
  for (const name of names) {
    const { version, ...result } = await limited(HOSTS[name](app)).catch((error) => ({
      version: "did not run",
      passed: 0,
      failures: [String(error.stack ?? error)],
    }));
    reference ??= { name, simulations: result.simulations };
    if (result.simulations === reference.simulations && result.simulations !== undefined) {
      result.passed += 1;
    } else {
      result.failures.push(`simulateAssumeRole answers otherwise than in ${reference.name}`);
    }
    count(`${name} ${version}`, result);
  }
}

/** A host that hangs fails, and the next one runs. */
async function limited(host) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("no end after five minutes")), 300_000);
  });
  return Promise.race([host, limit]).finally(() => clearTimeout(timer));
}

function count(name, result) {
  passed += result.passed;
  failed += result.failures.length;
  console.log(`${name}: ${result.passed} passed, ${result.failures.length} failed`);
  for (const failure of result.failures) console.log(`  ${failure}`);
}
