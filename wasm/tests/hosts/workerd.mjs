import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Miniflare } from "miniflare";
import { manifest, SUITE } from "../installed.mjs";

/** The package's files as they are, entered where the condition `workerd` leads. */
export async function workerd(app) {
  const door = manifest(app).exports["."].workerd.replace("./", "");
  const files = readdirSync(app.package, { recursive: true });
  const modules = [
    esModule("worker.mjs", read(app, "worker.mjs").replace('"library"', `"./assumable/${door}"`)),
    ...SUITE.map((file) => esModule(file, read(app, file))),
    ...files
      .filter((file) => file.endsWith(".js"))
      .map((file) => esModule(`assumable/${file}`, readFileSync(join(app.package, file), "utf8"))),
    {
      type: "CompiledWasm",
      path: "assumable/assumable.wasm",
      contents: readFileSync(join(app.package, "assumable.wasm")),
    },
  ];
  const miniflare = new Miniflare({ modules, modulesRoot: ".", compatibilityDate: "2025-09-01" });
  try {
    await miniflare.ready;
    const body = JSON.stringify(app.material);
    const response = await miniflare.dispatchFetch("http://localhost/", { method: "POST", body });
    const { version } = JSON.parse(
      readFileSync(join(app.root, "node_modules/workerd/package.json"), "utf8"),
    );
    return { ...(await response.json()), version };
  } finally {
    await miniflare.dispose();
  }
}

const read = (app, file) => readFileSync(join(app.folder, file), "utf8");

const esModule = (path, contents) => ({ type: "ESModule", path, contents });
