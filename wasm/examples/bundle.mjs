// A worker in one file, as wrangler makes it; the engine stays a file beside it.
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

/** @param packageFolder where `assumable` is @returns the bytes of the file */
export async function bundle(entry, packageFolder, options) {
  const folder = mkdtempSync(join(tmpdir(), "assumable-bundle-"));
  symlinkSync(packageFolder, join(folder, "assumable"));
  try {
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      write: false,
      format: "esm",
      target: "es2022",
      conditions: ["workerd", "worker"],
      external: ["*.wasm", "cloudflare:*"],
      nodePaths: [folder],
      logLevel: "warning",
      ...options,
    });
    return outputFiles[0].contents;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
