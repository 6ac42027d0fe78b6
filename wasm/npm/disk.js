// Deno and Bun: the module is read from disk, and the host's own library does what it is faster at.
import { readFileSync } from "node:fs";
import { lent } from "./bun-deno.js";
import { initSync } from "./glue/assumable.js";
import { install } from "./host.js";

initSync({ module: readFileSync(new URL("./assumable.wasm", import.meta.url)) });
const host = lent();
if (host !== undefined) install(host);

export * from "./api.js";
