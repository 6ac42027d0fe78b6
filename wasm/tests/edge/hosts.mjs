import { readFileSync } from "node:fs";
import { esModule, started } from "../hosts/workerd.mjs";

/** The handlers in workerd. `get` asks one of them by its name. */
export async function inWorkerd(app, setting, flags = []) {
  const read = (file) => readFileSync(new URL(file, import.meta.url), "utf8");
  const modules = [
    esModule("worker.mjs", read("worker.mjs")),
    esModule("apps.mjs", read("apps.mjs").replace('"library"', '"./assumable/edge/workerd.js"')),
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
  return { ...worker, ...asking((url, init) => worker.fetch(url, init)) };
}

/** @param fetch to the host, whatever the name in the URL */
export function asking(fetch) {
  const get = async (name, { token, path = "/", scheme = "https", ...init } = {}) => {
    const headers = new Headers(init.headers);
    if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
    const response = await fetch(`${scheme}://${name}.example${path}`, { redirect: "manual", ...init, headers });
    const text = await response.text();
    const { status } = response;
    return { status, headers: Object.fromEntries(response.headers), text, body: text.startsWith("{") ? JSON.parse(text) : text };
  };
  const log = async () => (await fetch("https://log.example/")).json();
  return { get, log };
}
