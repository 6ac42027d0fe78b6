import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { byProcess } from "../keys/channels.mjs";
import { esModule, started } from "../hosts/workerd.mjs";

/** Where the handlers run, by name. */
export const HOSTS = {
  workerd: (app, setting) => inWorkerd(app, setting),
  "workerd, nodejs_compat": (app, setting) => inWorkerd(app, setting, ["nodejs_compat"]),
  node: (app, setting) => apart(app, setting, "node", process.execPath, []),
  deno: (app, setting) =>
    apart(app, setting, "deno", tool(app, "deno"), ["run", `--allow-read=${app.folder}`, "--allow-net=127.0.0.1"]),
  bun: (app, setting) => apart(app, setting, "bun", tool(app, "bun"), ["run"]),
};

async function inWorkerd(app, setting, flags = []) {
  const read = (file) => readFileSync(new URL(file, import.meta.url), "utf8");
  const modules = [
    esModule("worker.mjs", read("worker.mjs")),
    esModule("apps.mjs", read("apps.mjs").replace('"library"', '"./assumable/edge/index.js"')),
  ];
  const worker = await started(app, modules, {
    bindings: { SETTING: setting },
    durableObjects: { USED_TOKENS: "UsedTokens" },
    compatibilityFlags: flags,
    // It writes of requests that are none, which are what is tested.
    handleRuntimeStdio(stdout, stderr) {
      stdout.resume();
      stderr.resume();
    },
  });
  return { ...worker, ...asking((url, init) => worker.fetch(url, init)), close: () => worker.dispose() };
}

/** In a process that is not a server: the handlers are called. */
async function apart(app, setting, host, program, options) {
  const folder = join(app.folder, "edge");
  cpSync(new URL(".", import.meta.url), folder, { recursive: true });
  const apps = join(folder, "apps.mjs");
  writeFileSync(apps, readFileSync(apps, "utf8").replace('"library"', '"assumable/edge"'));
  const channel = byProcess(host, program, [...options, "edge/print.mjs"], app.folder);
  await channel.ask({ setting });
  const fetch = async (url, { method, headers, body } = {}) => {
    const answer = await channel.ask({ url, method, headers: [...new Headers(headers)], body });
    const isEmpty = answer.status === 204 || answer.status === 304;
    return new Response(isEmpty ? null : answer.text, { status: answer.status, headers: answer.headers });
  };
  return { ...asking(fetch), fetch, close: () => channel.close() };
}

const tool = (app, name) => join(app.root, "node_modules/.bin", name);

/** @param fetch to the host, whatever the name in the URL */
function asking(fetch) {
  const get = async (name, { token, path = "/", ...init } = {}) => {
    const headers = new Headers(init.headers);
    if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
    const response = await fetch(`https://${name}.example${path}`, { redirect: "manual", ...init, headers });
    const text = await response.text();
    const { status } = response;
    return { status, headers: Object.fromEntries(response.headers), text, body: text.startsWith("{") ? JSON.parse(text) : text };
  };
  const log = async () => (await fetch("https://log.example/")).json();
  return { get, log };
}
