import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Miniflare } from "miniflare";
import { manifest, SUITE } from "../installed.mjs";

export async function workerd(app) {
  const { version } = JSON.parse(
    readFileSync(join(app.root, "node_modules/workerd/package.json"), "utf8"),
  );
  const worker = read(app, "worker.mjs").replace('"library"', `"${door(app)}"`);
  const modules = [esModule("worker.mjs", worker), ...SUITE.map((file) => esModule(file, read(app, file))), ...library(app)];
  return { ...JSON.parse(await respond(modules, app.material)), version };
}

/** The short check, with these compatibility flags. */
export function tasteInWorkerd(app, compatibilityFlags) {
  const worker = `import * as assumable from "${door(app)}";
import { taste } from "./taste.mjs";
export default {
  fetch: async (request) => new Response(taste(assumable, await request.json()) ?? "well"),
};`;
  const modules = [esModule("worker.mjs", worker), esModule("taste.mjs", read(app, "taste.mjs")), ...library(app)];
  return respond(modules, app.material, { compatibilityFlags });
}

async function respond(modules, body, options) {
  const date = { compatibilityDate: "2025-09-01" };
  const miniflare = new Miniflare({ modules, modulesRoot: ".", ...date, ...options });
  try {
    await miniflare.ready;
    const request = { method: "POST", body: JSON.stringify(body) };
    return await (await miniflare.dispatchFetch("http://localhost/", request)).text();
  } finally {
    await miniflare.dispose();
  }
}

/** Where the condition `workerd` leads. */
export const door = (app) =>
  manifest(app).exports["."].workerd.replace("./", "./assumable/");

/** The package's files as they are. */
export function library(app) {
  return [
    ...readdirSync(app.package, { recursive: true })
      .filter((file) => file.endsWith(".js"))
      .map((file) => esModule(`assumable/${file}`, readFileSync(join(app.package, file), "utf8"))),
    {
      type: "CompiledWasm",
      path: "assumable/assumable.wasm",
      contents: readFileSync(join(app.package, "assumable.wasm")),
    },
  ];
}

const read = (app, file) => readFileSync(join(app.folder, file), "utf8");

export const esModule = (path, contents) => ({ type: "ESModule", path, contents });
