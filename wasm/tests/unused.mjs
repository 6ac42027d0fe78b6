// What an application does not use costs it nothing: no code in its bundle, no engine at its start.
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { build as esbuild } from "esbuild";
import webpack from "webpack";
import { esModule, started } from "./hosts/workerd.mjs";

const execute = promisify(execFile);

const SOURCES = {
  "a name that is not used": 'import { Verifier } from "assumable";\nconsole.log("nothing");\n',
  "nothing by name": 'import "assumable";\nconsole.log("nothing");\n',
  "the class of errors": 'import { AssumableError } from "assumable";\nconsole.log(AssumableError);\n',
  "a store of keys": 'import { KvKeyStore } from "assumable";\nconsole.log(KvKeyStore);\n',
};
/** That the test can fail: this needs the engine. */
const USED = 'import { decode } from "assumable";\nconsole.log(decode);\n';

const BUNDLERS = {
  "esbuild, for Node.js": (entry, folder) => byEsbuild(entry, folder, { platform: "node" }),
  "esbuild, for browsers": (entry, folder) => byEsbuild(entry, folder, { platform: "browser" }),
  "esbuild, for Workers": (entry, folder) =>
    byEsbuild(entry, folder, { conditions: ["workerd", "worker", "browser"], loader: { ".wasm": "copy" } }),
  "webpack, for Node.js": (entry, folder) => byWebpack(entry, folder, "node20"),
  "webpack, for browsers": (entry, folder) => byWebpack(entry, folder, "web"),
};

export async function checkUnused(app) {
  const failures = [];
  let passed = 0;
  const count = (name, found) => {
    if (found === undefined) passed += 1;
    else failures.push(`${name}: ${found}`);
  };
  for (const [bundler, bundle] of Object.entries(BUNDLERS)) {
    for (const [what, source] of Object.entries(SOURCES)) {
      count(`${bundler}, ${what}`, await bundled(app, bundle, source).then(leftover, String));
    }
    const kept = await bundled(app, bundle, USED).then(leftover, () => undefined);
    count(`${bundler}, what is used`, kept === undefined ? "nothing of the engine is in the bundle" : undefined);
  }
  const tool = (name) => join(app.root, "node_modules/.bin", name);
  writeFileSync(join(app.folder, "count.mjs"), COUNT);
  writeFileSync(join(app.folder, "unused.mjs"), `${COUNTING}
import * as assumable from "assumable";
import material from "./material.json" with { type: "json" };
${USE}
console.log(JSON.stringify(use(assumable, material)));
`);
  const hosts = {
    "Node.js": () => inProcess(app, process.execPath, ["--no-warnings"]),
    Deno: () => inProcess(app, tool("deno"), ["run", `--allow-read=${app.folder}`]),
    Bun: () => inProcess(app, tool("bun"), ["run"]),
    workerd: () => inWorkerd(app),
  };
  for (const [host, find] of Object.entries(hosts)) {
    const [imported, used] = await find().catch((error) => [String(error)]);
    // A worker is handed the compiled module.
    const wanted = ["0,0", host === "workerd" ? "0,1" : "1,1"];
    const right = imported === wanted[0] && used === wanted[1];
    count(`${host} starts the engine when it is needed`, right ? undefined : `${imported} and then ${used}`);
  }
  return { passed, failures };
}

/** Comes before the package. */
const COUNTING = 'import { made } from "./count.mjs";';

/** A module that counts from now on. */
const COUNT = `
const counts = { Module: 0, Instance: 0 };
for (const name of Object.keys(counts)) {
  WebAssembly[name] = new Proxy(WebAssembly[name], {
    construct(target, parts) {
      counts[name] += 1;
      return new target(...parts);
    },
  });
}
/** What was compiled and started. */
export const made = () => [counts.Module, counts.Instance].join();
`;

/** What is there after the import, and after two questions. */
const USE = `
function use({ decode }, { tokens }) {
  const imported = made();
  decode(tokens.rs256);
  decode(tokens.rs256);
  return [imported, made()];
}
`;

let targets = 0;

/** The names and the texts of what a bundler makes of this program. */
async function bundled(app, bundle, source) {
  const folder = join(app.folder, "built", `unused-${(targets += 1)}`);
  mkdirSync(folder, { recursive: true });
  const entry = join(app.folder, `unused-${targets}.mjs`);
  writeFileSync(entry, source);
  await bundle(entry, folder);
  return readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), "latin1")]);
}

/** What of the engine is among these files, or of its glue or the door to it. */
function leftover(files) {
  for (const [file, contents] of files) {
    if (file.endsWith(".wasm")) return `${file} is there`;
    const found = /WebAssembly|\.wasm|__wbg|__wbindgen|instantiate|readFileSync/.exec(contents);
    if (found !== null) return `\`${found[0]}\` is in ${file}`;
  }
  return undefined;
}

function byEsbuild(entry, outdir, options) {
  const usual = { bundle: true, format: "esm", target: "es2022", logLevel: "silent" };
  return esbuild({ entryPoints: [entry], outdir, ...usual, ...options });
}

function byWebpack(entry, path, target) {
  const compiler = webpack({
    mode: "production",
    entry,
    target,
    output: { path, filename: "bundle.js", module: true, library: { type: "module" } },
    experiments: { outputModule: true },
    performance: false,
  });
  return new Promise((resolve, reject) => {
    compiler.run((error, stats) => {
      const problem = error ?? stats.compilation.errors[0];
      if (problem) reject(problem);
      else resolve();
    });
  });
}

async function inProcess(app, program, options) {
  const { stdout } = await execute(program, [...options, "unused.mjs"], { cwd: app.folder, timeout: 60_000 });
  return JSON.parse(stdout);
}

async function inWorkerd(app) {
  const worker = `${COUNTING}
import * as assumable from "./assumable/api.js";
${USE}
export default {
  async fetch(request) {
    return Response.json(use(assumable, await request.json()));
  },
};`;
  const running = await started(app, [esModule("worker.mjs", worker), esModule("count.mjs", COUNT)]);
  try {
    return await running.ask("/", app.material);
  } finally {
    await running.dispose();
  }
}
