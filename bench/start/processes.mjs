import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { DENO, ROOT } from "../shared/package.mjs";
import { turns } from "./turns.mjs";

const execute = promisify(execFile);

export const inNode = (count) => host("Node.js", process.execPath, [], count);
export const inDeno = (count) => host("Deno", tool("deno"), DENO, count);
export const inBun = (count) => host("Bun", tool("bun"), ["run"], count);

const tool = (name) => `${ROOT}node_modules/.bin/${name}`;

async function host(name, program, options, count) {
  const run = async (...parts) => (await execute(program, parts, { cwd: ROOT })).stdout;
  const doors = { assumable: new URL("../../dist/npm/api.js", import.meta.url).href, jose: "jose" };
  const start = async (contender, one) =>
    Number(await run(...options, "bench/start/print.mjs", JSON.stringify({ name: contender, door: doors[contender], one })));
  const [, version] = /(\d+\.\d+\.\d+)/.exec(await run("--version"));
  return { name, version, times: await turns(count, start) };
}
