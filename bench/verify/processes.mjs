import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { material } from "./tokens.mjs";

const execute = promisify(execFile);
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export const inDeno = (pace) => host("Deno", "deno", ["run", "--allow-read"], pace);
export const inBun = (pace) => host("Bun", "bun", ["run"], pace);

async function host(name, program, options, pace) {
  const path = `${ROOT}node_modules/.bin/${program}`;
  const run = async (...parts) => (await execute(path, parts, { cwd: ROOT, maxBuffer: 1 << 26 })).stdout;
  const question = JSON.stringify({ material: material(), pace });
  const [, version] = /(\d+\.\d+\.\d+)/.exec(await run("--version"));
  return { name, version, results: JSON.parse(await run(...options, "bench/verify/print.mjs", question)) };
}
