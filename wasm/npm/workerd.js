// Workers: the runtime hands over the compiled engine, WebCrypto answers without a hop to another
// thread, and what a request has begun is its own.
import module from "./assumable.wasm";
import { initSync } from "./glue/assumable.js";
import { plain } from "./plain.js";
import { webCrypto } from "./webcrypto.js";

/** A module of the runtime that no bundler knows: its name is kept from them. */
const RUNTIME = ["cloudflare", "workers"].join(":");
let found;

export const platform = plain({
  start() {
    initSync({ module });
  },
  perRequest: true,
  late: webCrypto,
  async waitUntil() {
    found ??= await import(/* @vite-ignore */ /* webpackIgnore: true */ RUNTIME).catch(() => ({}));
    return found.waitUntil;
  },
});
