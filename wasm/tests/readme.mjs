import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { errorTable } from "../errors.mjs";

const execute = promisify(execFile);

/** Each JavaScript block of the package's README, as a program of its own, beside the material; and the
 * table of errors. */
export async function checkReadme(app) {
  const readme = readFileSync(join(app.package, "README.md"), "utf8");
  const blocks = [...readme.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code]) => code);
  const failures = [];
  const { token, jwks, trustPolicy } = app.material.examples.find(
    ({ name }) => name === "fly-other-app",
  );
  writeFileSync(join(app.folder, "case.json"), JSON.stringify({ token, jwks, trustPolicy }));
  for (const [index, code] of blocks.entries()) {
    const file = `readme-${index + 1}.mjs`;
    writeFileSync(join(app.folder, file), code);
    await execute(process.execPath, [file], { cwd: app.folder }).catch((error) => {
      failures.push(`block ${index + 1} of README.md: ${error.stderr}`);
    });
  }
  if (!errorTable().upToDate) failures.push("README.md lacks an error's code; node wasm/errors.mjs writes the table");
  if (blocks.length === 0) failures.push("README.md has no block of JavaScript");
  return { passed: blocks.length + 1 - failures.length, failures };
}
