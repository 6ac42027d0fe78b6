import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const GOLDEN = new URL("assumable.d.ts.golden", import.meta.url);

/** The types as they are published: unchanged unless on purpose, and they refuse what they must. */
export function checkTypes(app, update) {
  const failures = [golden(app, update), compiled(app)].flat();
  return { passed: 3 - failures.length, failures };
}

function golden(app, update) {
  // What the glue says of its own start-up changes with every version of the generator.
  const [types] = readFileSync(join(app.package, "glue/assumable.d.ts"), "utf8").split(
    "\nexport type InitInput",
  );
  if (update) writeFileSync(GOLDEN, types);
  if (types === readFileSync(GOLDEN, "utf8")) return [];
  return ["the types are not those of the golden file; if so on purpose: run.mjs --update"];
}

function compiled(app) {
  cpSync(new URL("types.test-d.ts", import.meta.url), join(app.folder, "types.test-d.ts"));
  const options = {
    strict: true,
    noEmit: true,
    module: "nodenext",
    target: "es2022",
    lib: ["es2022", "dom"],
    types: [],
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
  };
  // Alone: what the one door refers to, the other must not rest on.
  writeFileSync(join(app.folder, "edge.test-d.ts"), 'import "assumable/edge";\n');
  const tsc = join(app.root, "node_modules/typescript/bin/tsc");
  return ["types.test-d.ts", "edge.test-d.ts"].flatMap((file) => {
    const project = { compilerOptions: options, files: [file] };
    writeFileSync(join(app.folder, "tsconfig.json"), JSON.stringify(project));
    try {
      execFileSync(process.execPath, [tsc, "--project", app.folder], { encoding: "utf8" });
      return [];
    } catch (error) {
      return [`${file} does not compile\n${error.stdout}`];
    }
  });
}
