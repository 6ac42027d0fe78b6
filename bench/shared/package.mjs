// The package in `dist/npm`, for hosts that read no manifest of it.
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Deno reads the manifests of packages in `node_modules` only. */
export const DENO = ["run", "--allow-read", `--import-map=${ROOT}bench/shared/deno.json`];

/** Modules of Miniflare: the package is `./assumable/api.js`. */
export const assumable = () => [
  ...tree("assumable", "dist/npm", (contents) => contents.replaceAll('"#platform"', '"./workerd.js"')),
  { type: "CompiledWasm", path: "assumable/assumable.wasm", contents: readFileSync(`${ROOT}dist/npm/assumable.wasm`) },
];

/** All modules of a folder, each changed. */
export const tree = (path, folder, change = (contents) => contents) =>
  readdirSync(`${ROOT}${folder}`, { recursive: true })
    .filter((file) => file.endsWith(".js"))
    .map((file) => source(`${path}/${file}`, change(read(`${folder}/${file}`))));

export const read = (file) => readFileSync(`${ROOT}${file}`, "utf8");

export const source = (path, contents) => ({ type: "ESModule", path, contents });
