// The inspector at `INSPECTOR_URL` in a real Chromium (`CHROME`). Names on the command line choose
// files: `node www/tests/run.mjs garbage`.
import { run } from "./harness.mjs";

const files = [
  "watching", "contrast", "example", "access", "editor", "pastes", "garbage", "fetch", "layout", "motion", "tools", "share", "keep", "compare", "controls", "update",
  "tasks", "hostile", "later", "axe", "budgets",
];
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !files.includes(name));
if (unknown.length) throw new Error(`no such tests: ${unknown.join(", ")}; there are ${files.join(", ")}`);

const tests = [];
for (const name of chosen.length ? chosen : files) tests.push(...(await import(`./${name}.mjs`)).tests);
await run(tests);
