import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { DENO, ROOT } from "../shared/package.mjs";
import { material } from "./tokens.mjs";

const execute = promisify(execFile);

export const inDeno = (pace) => host("Deno", "deno", DENO, pace);
export const inBun = (pace) => host("Bun", "bun", ["run"], pace);

async function host(name, program, options, pace) {
  const path = `${ROOT}node_modules/.bin/${program}`;
  const run = async (...parts) => (await execute(path, parts, { cwd: ROOT, maxBuffer: 1 << 26 })).stdout;
  const question = JSON.stringify({ material: material(), pace });
  const [, version] = /(\d+\.\d+\.\d+)/.exec(await run("--version"));
  return { name, version, results: JSON.parse(await run(...options, "bench/verify/print.mjs", question)) };
}
