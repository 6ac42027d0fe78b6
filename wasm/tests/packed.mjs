// The package as it is published: these files, nothing that runs by itself, types for every way in.
import { readFileSync, writeFileSync } from "node:fs";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { manifest } from "./installed.mjs";

const GOLDEN = new URL("package-files.golden", import.meta.url);

export async function checkPacked(app, update) {
  const files = `${app.packed.files.map(({ path }) => path).sort().join("\n")}\n`;
  if (update) writeFileSync(GOLDEN, files);
  const checks = [
    ["the files are those of the golden list; if others on purpose: run.mjs --update", () =>
      files === readFileSync(GOLDEN, "utf8") || files],
    ["nothing runs at installation", () => nothing(Object.keys(manifest(app).scripts ?? {}))],
    ["no dependency at run time", () => nothing(dependencies(manifest(app)))],
    ["attw finds nothing, for a package of ES modules", async () => nothing(await wrongTypes(app))],
  ];
  const failures = [];
  for (const [name, check] of checks) {
    const found = await check();
    if (found !== true) failures.push(`${name}: ${found}`);
  }
  return { passed: checks.length - failures.length, failures };
}

const nothing = (list) => list.length === 0 || JSON.stringify(list);

const dependencies = (manifest) =>
  ["dependencies", "optionalDependencies", "peerDependencies", "bundleDependencies", "bundledDependencies"]
    .filter((kind) => manifest[kind] !== undefined);

/** Its profile `esm-only`: neither the resolution of Node.js 10 nor `require` has to find types. */
async function wrongTypes(app) {
  const { problems } = await checkPackage(createPackageFromTarballData(readFileSync(app.archive)));
  return problems.filter(({ resolutionKind }) => !["node10", "node16-cjs"].includes(resolutionKind));
}
