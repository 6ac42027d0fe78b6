// Workers: the runtime hands over the compiled module, WebCrypto answers without a hop to another
// thread, and what a request has begun is its own.
import module from "./assumable.wasm";
import { initSync } from "./glue/assumable.js";
import { settle } from "./platform.js";
import { webCrypto } from "./webcrypto.js";

initSync({ module });

/** A module of the runtime that no bundler knows: its name is kept from them. */
const RUNTIME = ["cloudflare", "workers"].join(":");
let found;

settle({
  perRequest: true,
  late: webCrypto,
  async waitUntil() {
    found ??= await import(/* @vite-ignore */ /* webpackIgnore: true */ RUNTIME).catch(() => ({}));
    return found.waitUntil;
  },
});

export * from "./api.js";
