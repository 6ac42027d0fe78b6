// A worker's clock stands still, and its modules are loaded before there is a request: so this is from
// the start of the process to its first answer, with an empty worker beside.
import { Miniflare } from "miniflare";
import { assumable, read, source, tree } from "../shared/package.mjs";
import { turns } from "./turns.mjs";

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
  assumable: ["assumable/api.js", assumable],
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
