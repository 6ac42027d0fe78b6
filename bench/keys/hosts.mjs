import { Miniflare } from "miniflare";
import { byProcess, byWorker } from "../../wasm/tests/keys/channels.mjs";
import { assumable, read, ROOT, source, tree } from "../shared/package.mjs";

export function inNode() {
  const makers = new URL("node.mjs", import.meta.url).href;
  const program = `${ROOT}wasm/tests/keys/print.mjs`;
  const channel = byProcess("node", process.execPath, ["--expose-gc", program, makers], ROOT);
  return { ...channel, name: "Node.js", version: process.versions.node };
}

export async function inWorkerd() {
  const { version } = JSON.parse(read("node_modules/workerd/package.json"));
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
    ...assumable(),
    ...tree("jose", "node_modules/jose/dist/webapi"),
    // For bundlers there is a condition `browser`.
    ...tree("aws", "node_modules/aws-jwt-verify/dist/esm", (contents) =>
      contents.replace('"#node-web-compat"', '"./node-web-compat-web.js"')).filter(({ path }) => !path.endsWith("-node.js")),
  ];
}
