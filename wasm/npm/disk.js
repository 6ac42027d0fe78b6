// Deno and Bun: the module is read from disk.
import { readFileSync } from "node:fs";
import { initSync } from "./glue/assumable.js";

initSync({ module: readFileSync(new URL("./assumable.wasm", import.meta.url)) });

export * from "./api.js";
