import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Miniflare } from "miniflare";
import { byProcess, byWorker } from "../../wasm/tests/keys/channels.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export function inNode() {
  const makers = new URL("node.mjs", import.meta.url).href;
  const program = `${ROOT}wasm/tests/keys/print.mjs`;
  const channel = byProcess("node", process.execPath, ["--expose-gc", program, makers], ROOT);
  return { ...channel, name: "Node.js", version: process.versions.node };
}

export async function inWorkerd() {
  const { version } = JSON.parse(readFileSync(`${ROOT}node_modules/workerd/package.json`, "utf8"));
  const miniflare = new Miniflare({ modules: modules(), modulesRoot: ".", compatibilityDate: "2025-09-01" });
  await miniflare.ready;
  const worker = {
    async ask(path, question) {
      const request = { method: "POST", body: JSON.stringify(question) };
      const response = await miniflare.dispatchFetch(`http://localhost${path}`, request);
      if (!response.ok) throw new Error(await response.text());
      return response.json();
    },
    dispose: () => miniflare.dispose(),
  };
  return { ...byWorker(worker), name: "workerd", version };
}

function modules() {
  const read = (file) => readFileSync(`${ROOT}${file}`, "utf8");
  const source = (path, contents) => ({ type: "ESModule", path, contents });
  const tree = (path, folder, change = (contents) => contents) =>
    readdirSync(`${ROOT}${folder}`, { recursive: true })
      .filter((file) => file.endsWith(".js"))
      .map((file) => source(`${path}/${file}`, change(read(`${folder}/${file}`))));
  const named = { jose: "./jose/index.js", "aws-jwt-verify": "./aws/index.js" };
  const imports = (contents) =>
    contents.replace(/from "(jose|aws-jwt-verify)(?:\/(\w+))?"/g, (_, name, part) =>
      `from "${part === undefined ? named[name] : `./aws/${part}.js`}"`);
  return [
    source("worker.mjs", read("wasm/tests/keys/worker.mjs")),
    source("agent.mjs", read("wasm/tests/keys/agent.mjs")),
    source("clock.mjs", read("wasm/tests/keys/clock.mjs")),
    source("makers.mjs", read("bench/keys/workerd.mjs")),
    source("peers.mjs", imports(read("bench/keys/peers.mjs"))),
    ...tree("assumable", "dist/npm"),
    ...tree("jose", "node_modules/jose/dist/webapi"),
    // For bundlers there is a condition `browser`.
    ...tree("aws", "node_modules/aws-jwt-verify/dist/esm", (contents) =>
      contents.replace('"#node-web-compat"', '"./node-web-compat-web.js"')).filter(({ path }) => !path.endsWith("-node.js")),
    {
      type: "CompiledWasm",
      path: "assumable/assumable.wasm",
      contents: readFileSync(`${ROOT}dist/npm/assumable.wasm`),
    },
  ];
}
