// The examples, with the package as it is installed.
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

export async function checkExamples(app) {
  const folder = join(app.root, "wasm/examples");
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const failures = [];
  for (const name of names) {
    const env = { ...process.env, ASSUMABLE: app.package };
    await execute(process.execPath, [join(folder, name, "test.mjs")], { env, timeout: 60_000 }).catch((error) => {
      failures.push(`${name}: ${error.stderr}`);
    });
  }
  if (names.length === 0) failures.push("there is no example");
  return { passed: names.length - failures.length, failures };
}
