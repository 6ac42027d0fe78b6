import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { Miniflare } from "miniflare";
import { manifest, SUITE } from "../installed.mjs";

/** The suite, entered where the condition `workerd` leads. */
export async function workerd(app) {
  const door = manifest(app).exports["."].workerd.replace("./", "");
  const main = esModule("worker.mjs", read(app, "worker.mjs").replace('"library"', `"./assumable/${door}"`));
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
async function started(app, modules) {
  const files = readdirSync(app.package, { recursive: true });
  const miniflare = new Miniflare({
    modules: [
      ...modules,
      ...files
        .filter((file) => file.endsWith(".js"))
        .map((file) => esModule(`assumable/${file}`, readFileSync(join(app.package, file), "utf8"))),
      {
        type: "CompiledWasm",
        path: "assumable/assumable.wasm",
        contents: readFileSync(join(app.package, "assumable.wasm")),
      },
    ],
    modulesRoot: ".",
    compatibilityDate: "2025-09-01",
  });
  await miniflare.ready;
  return {
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

const read = (app, file) => readFileSync(join(app.folder, file), "utf8");

const esModule = (path, contents) => ({ type: "ESModule", path, contents });
