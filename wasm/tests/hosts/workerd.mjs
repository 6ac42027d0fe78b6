import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { Miniflare } from "miniflare";
import { manifest, SUITE } from "../installed.mjs";

/** The suite. */
export async function workerd(app) {
  const main = esModule("worker.mjs", entered(app, read(app, "worker.mjs")));
  const worker = await started(app, [main, ...SUITE.map((file) => esModule(file, read(app, file)))]);
  try {
    const result = await worker.ask("/", app.material);
    const { version } = JSON.parse(
      readFileSync(join(app.root, "node_modules/workerd/package.json"), "utf8"),
    );
    return { ...result, version };
  } finally {
    await worker.dispose();
  }
}

/** Another worker with the package, of these modules of `wasm/tests`. */
export function inWorkerd(app, files) {
  const source = (file) => readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
  return started(app, files.map((file) => esModule(basename(file), source(file))));
}

/** Runs modules beside the package's files as they are. */
export async function started(app, modules, options) {
  const date = { compatibilityDate: "2025-09-01" };
  const all = [...modules, ...library(app)];
  const miniflare = new Miniflare({ modules: all, modulesRoot: ".", ...date, ...options });
  const url = await miniflare.ready;
  return {
    /** Where it listens on this computer. */
    url,
    fetch: (url, request) => miniflare.dispatchFetch(url, request),
    async ask(path, question, options) {
      const body = JSON.stringify(question);
      const request = { method: "POST", body, ...options };
      const response = await miniflare.dispatchFetch(`http://localhost${path}`, request);
      if (!response.ok) throw new Error(await response.text());
      return response.json();
    },
    dispose: () => miniflare.dispose(),
  };
}

/** A module that imports `library`, which is the package. */
export function entered(app, source) {
  const entry = manifest(app).exports["."].default.replace("./", "./assumable/");
  return source.replace('"library"', `"${entry}"`);
}

/** The package's files as they are, but that nobody reads its manifest. */
function library(app) {
  const platform = manifest(app).imports["#platform"].workerd;
  // From a folder the way back is one step longer.
  const linked = (file, contents) =>
    contents.replaceAll('"#platform"', `"${file.includes("/") ? `.${platform}` : platform}"`);
  return [
    ...readdirSync(app.package, { recursive: true })
      .filter((file) => file.endsWith(".js"))
      .map((file) => esModule(`assumable/${file}`, linked(file, readFileSync(join(app.package, file), "utf8")))),
    {
      type: "CompiledWasm",
      path: "assumable/assumable.wasm",
      contents: readFileSync(join(app.package, "assumable.wasm")),
    },
  ];
}

const read = (app, file) => readFileSync(join(app.folder, file), "utf8");

export const esModule = (path, contents) => ({ type: "ESModule", path, contents });
