// An example on this computer: its worker in workerd, bundled as wrangler bundles it, and an issuer with
// keys made for the occasion.
import { generateKeyPairSync, sign } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Miniflare } from "miniflare";
import { bundle } from "./bundle.mjs";

/** What `cargo xtask build` makes. */
const PACKAGE = process.env.ASSUMABLE ?? fileURLToPath(new URL("../../dist/npm", import.meta.url));

/** The worker of a folder, by its `wrangler.json`, with other `vars`. */
export async function worker(folder, vars, port = 0) {
  if (!existsSync(PACKAGE)) throw new Error("the package is missing: run `cargo xtask build` first");
  const settings = JSON.parse(readFileSync(join(folder, "wrangler.json"), "utf8"));
  const contents = await bundle(join(folder, settings.main), PACKAGE);
  const modules = [{ type: "ESModule", path: "worker.js", contents }];
  modules.push({ type: "CompiledWasm", path: "assumable.wasm", contents: readFileSync(join(PACKAGE, "assumable.wasm")) });
  const objects = settings.durable_objects?.bindings ?? [];
  const miniflare = new Miniflare({
    port,
    modules,
    modulesRoot: ".",
    compatibilityDate: settings.compatibility_date,
    compatibilityFlags: settings.compatibility_flags,
    bindings: { ...settings.vars, ...vars },
    durableObjects: Object.fromEntries(
      objects.map(({ name, class_name: className }) => [name, { className, useSQLite: true }]),
    ),
  });
  const url = (await miniflare.ready).origin;
  return { url, fetch: (url, init) => miniflare.dispatchFetch(url, init), close: () => miniflare.dispose() };
}

/** An issuer that signs what it is told to, and the address of its keys. */
export async function issuer(name) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const kid = "made-for-this-example";
  const keys = [{ ...publicKey.export({ format: "jwk" }), kid, alg: "ES256", use: "sig" }];
  const server = await serve((_, response) => response.end(JSON.stringify({ keys })));
  const base64url = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return {
    ...server,
    jwksUri: `${server.url}/jwks`,
    token(claims) {
      const now = Math.floor(Date.now() / 1000);
      const all = { iss: name, iat: now, nbf: now, exp: now + 600, jti: crypto.randomUUID(), ...claims };
      const input = `${base64url({ alg: "ES256", kid, typ: "JWT" })}.${base64url(all)}`;
      const signature = sign("sha256", Buffer.from(input), { key: privateKey, dsaEncoding: "ieee-p1363" });
      return `${input}.${signature.toString("base64url")}`;
    },
  };
}

/** A server on this computer. */
export async function serve(respond) {
  const server = createServer(respond);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${server.address().port}`, close };
}
