import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { turns } from "./turns.mjs";

const execute = promisify(execFile);
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export const inNode = (count) => host("Node.js", process.execPath, [], "node.js", count);
export const inDeno = (count) => host("Deno", tool("deno"), ["run", "--allow-read"], "disk.js", count);
export const inBun = (count) => host("Bun", tool("bun"), ["run"], "disk.js", count);

const tool = (name) => `${ROOT}node_modules/.bin/${name}`;

async function host(name, program, options, door, count) {
  const run = async (...parts) => (await execute(program, parts, { cwd: ROOT })).stdout;
  const doors = { assumable: new URL(`../../dist/npm/${door}`, import.meta.url).href, jose: "jose" };
  const start = async (contender, one) =>
    Number(await run(...options, "bench/start/print.mjs", JSON.stringify({ name: contender, door: doors[contender], one })));
  const [, version] = /(\d+\.\d+\.\d+)/.exec(await run("--version"));
  return { name, version, times: await turns(count, start) };
}
