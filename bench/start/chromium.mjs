// A page with one bundle for each verifier, in a browser that has just been started.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { serve } from "../../wasm/tests/doors/site.mjs";
import { launch } from "../../www/tests/chromium.mjs";
import { turns } from "./turns.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export async function inChromium(count) {
  const folder = mkdtempSync(join(tmpdir(), "assumable-"));
  let version;
  try {
    await bundles(folder);
    const server = await serve(folder);
    const address = `http://localhost:${server.address().port}/`;
    const times = await turns(count, async (name, one) => {
      const chrome = await launch();
      version = chrome.version();
      try {
        const page = await chrome.newPage();
        await page.goto(address);
        return await page.evaluate(start, { name, one });
      } finally {
        await chrome.close();
      }
    });
    server.close();
    return { name: "Chromium", version, times };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function bundles(folder) {
  const entryPoints = {
    assumable: `${ROOT}dist/npm/api.js`,
    jose: `${ROOT}node_modules/jose/dist/webapi/index.js`,
    first: `${ROOT}bench/start/first.mjs`,
  };
  await build({ entryPoints, outdir: folder, bundle: true, minify: true, format: "esm", platform: "browser", target: "es2022" });
  cpSync(`${ROOT}dist/npm/assumable.wasm`, join(folder, "assumable.wasm"));
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>start</title>");
}

/** Runs in the page. */
async function start({ name, one }) {
  const { first } = await import("/first.js");
  const begun = performance.now();
  await first(name, await import(`/${name}.js`), one);
  return performance.now() - begun;
}
