// Node.js: the module is read from disk, and OpenSSL does RSA.
import { readFileSync } from "node:fs";
import { initSync } from "./glue/assumable.js";
import { install } from "./host.js";
import { openssl } from "./openssl.js";

initSync({ module: readFileSync(new URL("./assumable.wasm", import.meta.url)) });
const host = openssl();
if (host !== undefined) install(host);

export * from "./api.js";
