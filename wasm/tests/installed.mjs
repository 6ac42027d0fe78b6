import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The modules of the suite. */
export const SUITE = ["suite.mjs", "fetching.mjs", "assert.mjs"];

/** An application that depends on the package as npm would deliver it. */
export function installed(folder, material) {
  const app = join(folder, "app");
  mkdirSync(app);
  const npm = (...arguments_) => execFileSync("npm", arguments_, { cwd: app, encoding: "utf8", stdio: "pipe" });
  const packed = npm("pack", join(ROOT, "dist/npm"), "--pack-destination", folder, "--json");
  const [about] = JSON.parse(packed);
  const archive = join(folder, about.filename);
  writeFileSync(join(app, "package.json"), JSON.stringify({ private: true, type: "module" }));
  npm("install", "--no-audit", "--no-fund", "--offline", "--ignore-scripts", archive);
  const hosts = ["hosts/print.mjs", "hosts/page.mjs", "hosts/worker.mjs", "doors/taste.mjs"];
  for (const file of [...SUITE, ...hosts]) {
    cpSync(new URL(file, import.meta.url), join(app, basename(file)));
  }
  writeFileSync(join(app, "material.json"), JSON.stringify(material));
  const installed = join(app, "node_modules/assumable");
  return { root: ROOT, folder: app, package: installed, material, archive, packed: about };
}

/** The installed manifest. */
export const manifest = (app) =>
  JSON.parse(readFileSync(join(app.package, "package.json"), "utf8"));
