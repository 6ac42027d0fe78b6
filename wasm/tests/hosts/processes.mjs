import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { join } from "node:path";

const execute = promisify(execFile);

export const node = (app) => suite(app, process.execPath, ["print.mjs"], ["--version"]);

// The package is read from `node_modules`; nothing else may be touched.
export const deno = (app) =>
  suite(app, tool(app, "deno"), ["run", `--allow-read=${app.folder}`, "print.mjs"], ["--version"]);

export const bun = (app) => suite(app, tool(app, "bun"), ["run", "print.mjs"], ["--version"]);

const tool = (app, name) => join(app.root, "node_modules/.bin", name);

async function suite(app, program, arguments_, version) {
  const options = { cwd: app.folder, maxBuffer: 1 << 26, timeout: 300_000 };
  const [result, named] = await Promise.all([
    execute(program, arguments_, options),
    execute(program, version, options),
  ]);
  const [, number] = /(\d+\.\d+\.\d+)/.exec(named.stdout) ?? [];
  return { ...JSON.parse(result.stdout), version: number ?? "of unknown version" };
}
