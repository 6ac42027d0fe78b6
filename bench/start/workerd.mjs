// A worker's clock stands still, and its modules are loaded before there is a request: so this is from
// the start of the process to its first answer, with an empty worker beside.
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Miniflare } from "miniflare";
import { turns } from "./turns.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export async function inWorkerd(count) {
  const { version } = JSON.parse(read("node_modules/workerd/package.json"));
  const times = await turns(count, start, ["assumable", "jose", "an empty worker"]);
  return { name: "workerd", version, times };
}

async function start(name, one) {
  const modules = [source("worker.mjs", worker(name)), source("first.mjs", read("bench/start/first.mjs")), ...library(name)];
  const begun = performance.now();
  const miniflare = new Miniflare({ modules, modulesRoot: ".", compatibilityDate: "2025-09-01" });
  try {
    const response = await miniflare.dispatchFetch("http://localhost/", { method: "POST", body: JSON.stringify(one) });
    if (!response.ok) throw new Error(await response.text());
    await response.arrayBuffer();
    return performance.now() - begun;
  } finally {
    await miniflare.dispose();
  }
}

const LIBRARIES = {
  assumable: ["assumable/workerd.js", () => [
    ...tree("assumable", "dist/npm"),
    { type: "CompiledWasm", path: "assumable/assumable.wasm", contents: readFileSync(`${ROOT}dist/npm/assumable.wasm`) },
  ]],
  jose: ["jose/index.js", () => tree("jose", "node_modules/jose/dist/webapi")],
};

const library = (name) => LIBRARIES[name]?.[1]() ?? [];

function worker(name) {
  if (LIBRARIES[name] === undefined) return "export default { fetch: () => new Response() };";
  return `import * as library from "./${LIBRARIES[name][0]}";
import { first } from "./first.mjs";
export default {
  async fetch(request) {
    await first("${name}", library, await request.json());
    return new Response();
  },
};`;
}

function tree(path, folder) {
  return readdirSync(`${ROOT}${folder}`, { recursive: true })
    .filter((file) => file.endsWith(".js"))
    .map((file) => source(`${path}/${file}`, read(`${folder}/${file}`)));
}

const read = (file) => readFileSync(`${ROOT}${file}`, "utf8");

const source = (path, contents) => ({ type: "ESModule", path, contents });
