// Every way into the package beside those of the hosts: other bundlers, no bundler, workerd with more
// of Node.js.
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { build as esbuild } from "esbuild";
import webpack from "webpack";
import { launch } from "../../www/tests/chromium.mjs";
import { serve } from "./doors/site.mjs";
import { entered, esModule, started } from "./hosts/workerd.mjs";

const execute = promisify(execFile);

export async function checkDoors(app) {
  const page = 'globalThis.result = taste(assumable, material) ?? "well";';
  const script = "console.log(taste(assumable, material) ?? \"well\");";
  source(app, "taste-page.mjs", page);
  source(app, "taste-script.mjs", script);
  const built = await settled({
    "esbuild, for Node.js": () => byEsbuild(app, "script", "node"),
    "esbuild, for browsers": () => byEsbuild(app, "page", "browser"),
    "webpack, for Node.js": () => byWebpack(app, "script", "node20"),
    "webpack, for browsers": () => byWebpack(app, "page", "web"),
    "no bundler": () => byNobody(app),
  });
  const answers = await inChromium(app, built);
  for (const name of ["esbuild, for Node.js", "webpack, for Node.js"]) {
    answers[name] = await inNode(app, built[name]).catch((error) => String(error));
  }
  for (const flags of [[], ["nodejs_compat"]]) {
    const name = ["workerd", ...flags].join(", ");
    answers[name] = await inWorkerd(app, flags).catch((error) => String(error));
  }
  const failures = Object.entries(answers).filter(([, answer]) => answer !== "well");
  return {
    passed: Object.keys(answers).length - failures.length,
    failures: failures.map(([name, answer]) => `${name}: ${answer}`),
  };
}

function source(app, file, last) {
  const imports = ['* as assumable from "assumable"', '{ taste } from "./taste.mjs"', 'material from "./material.json"'];
  writeFileSync(join(app.folder, file), `${imports.map((one) => `import ${one};\n`).join("")}${last}\n`);
}

/** The folder of each, or why there is none. */
async function settled(builds) {
  const results = Object.entries(builds).map(async ([name, build]) => [name, await build().catch((error) => error)]);
  return Object.fromEntries(await Promise.all(results));
}

/** It copies nothing that a module names by URL: the engine is put beside the bundle by hand. */
async function byEsbuild(app, what, platform) {
  const folder = target(app, `esbuild-${what}`);
  const { warnings } = await esbuild({
    entryPoints: [join(app.folder, `taste-${what}.mjs`)],
    outfile: join(folder, "bundle.js"),
    bundle: true,
    minify: true,
    format: "esm",
    platform,
    target: "es2022",
    logLevel: "silent",
  });
  if (warnings.length > 0) throw new Error(warnings[0].text);
  cpSync(join(app.package, "assumable.wasm"), join(folder, "assumable.wasm"));
  return html(folder, "bundle.js");
}

function byWebpack(app, what, target_) {
  const folder = target(app, `webpack-${what}`);
  const compiler = webpack({
    mode: "production",
    context: app.folder,
    entry: `./taste-${what}.mjs`,
    target: target_,
    output: { path: folder, filename: "bundle.js", module: true, library: { type: "module" } },
    experiments: { outputModule: true },
    performance: false,
  });
  return new Promise((resolve, reject) => {
    compiler.run((error, stats) => {
      const [problem] = stats === undefined ? [error] : [...stats.compilation.errors, ...stats.compilation.warnings];
      if (problem) reject(problem);
      else resolve(html(folder, "bundle.js"));
    });
  });
}

/** A page with nothing but an import map, as an application without a build has it. */
async function byNobody(app) {
  writeFileSync(
    join(app.folder, "plain.html"),
    `<!doctype html><title>taste</title>
<script type="importmap">{ "imports": { "assumable": "./node_modules/assumable/assumable.js" } }</script>
<script type="module">
  import * as assumable from "assumable";
  import { taste } from "./taste.mjs";
  const material = await (await fetch("./material.json")).json();
  globalThis.result = taste(assumable, material) ?? "well";
</script>`,
  );
  return "plain.html";
}

function target(app, name) {
  const folder = join(app.folder, "built", name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

function html(folder, script) {
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(
    join(folder, "index.html"),
    `<!doctype html><title>taste</title><script type="module" src="./${script}"></script>`,
  );
  return folder;
}

async function inChromium(app, built) {
  const pages = {
    "esbuild, for browsers": "built/esbuild-page/",
    "webpack, for browsers": "built/webpack-page/",
    "no bundler": "plain.html",
  };
  const [server, chrome] = await Promise.all([serve(app.folder), launch()]);
  const answers = {};
  try {
    for (const [name, path] of Object.entries(pages)) {
      answers[name] = built[name] instanceof Error ? String(built[name]) : await open(chrome, server, path);
    }
  } finally {
    await chrome.close();
    server.close();
  }
  return answers;
}

async function open(chrome, server, path) {
  const page = await chrome.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  try {
    await page.goto(`http://localhost:${server.address().port}/${path}`);
    await page.waitForFunction(() => globalThis.result !== undefined, undefined, { timeout: 60_000 });
    return await page.evaluate(() => globalThis.result);
  } catch (error) {
    return errors[0] ?? String(error);
  } finally {
    await page.close();
  }
}

async function inNode(app, folder) {
  if (folder instanceof Error) throw folder;
  const { stdout } = await execute(process.execPath, [join(folder, "bundle.js")], { cwd: app.folder, timeout: 60_000 });
  return stdout.trim();
}

async function inWorkerd(app, compatibilityFlags) {
  const source = (file) => readFileSync(new URL(`doors/${file}`, import.meta.url), "utf8");
  const main = esModule("worker.mjs", entered(app, source("worker.mjs")));
  const modules = [main, esModule("taste.mjs", source("taste.mjs"))];
  const worker = await started(app, modules, { compatibilityFlags });
  try {
    return await worker.ask("/", app.material);
  } finally {
    await worker.dispose();
  }
}
