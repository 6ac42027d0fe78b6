// Browsers and bundlers: the engine is fetched before the import is done, so that every function works
// at once. `new URL(…, import.meta.url)` is how bundlers learn of the file.
import init from "./glue/assumable.js";
import { plain } from "./plain.js";

await init({ module_or_path: new URL("./assumable.wasm", import.meta.url) });

export const platform = plain({
  start() {},
  // Keys are public: they are asked for without cookies, without saying from where, and kept here.
  request: { cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer" },
});
