// Browsers and bundlers: the module is fetched before the import is done, so that every function
// works at once. `new URL(…, import.meta.url)` is how bundlers learn of the file.
import init from "./glue/assumable.js";

await init({ module_or_path: new URL("./assumable.wasm", import.meta.url) });

export * from "./api.js";
