// What can happen to an issuer's keys, played in every host against an issuer on this computer.
//
//   node bench/keys.mjs    the same beside other verifiers
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "../../www/tests/chromium.mjs";
import { serve } from "./doors/site.mjs";
import { entered, esModule, started } from "./hosts/workerd.mjs";
import { byPage, byProcess, byWorker } from "./keys/channels.mjs";
import { play } from "./keys/play.mjs";
import { HOSTILE, SCENARIOS } from "./keys/scenarios.mjs";

const HOSTS = { node, deno, bun, workerd, browser };

export async function checkKeys(app, names = Object.keys(HOSTS)) {
  cpSync(new URL("keys", import.meta.url), join(app.folder, "keys"), { recursive: true });
  const failures = [];
  let passed = 0;
  for (const name of names) {
    const channel = await HOSTS[name](app);
    try {
      const causes = new Map();
      const results = await play(channel, "assumable", { discovers: true, causes });
      for (const scenario of [...SCENARIOS, ...HOSTILE]) {
        const ended = results[scenario.name];
        if (ended === undefined) continue;
        const [why, cause = ""] = [causes.get(scenario.name), scenario.cause];
        if (!fits(ended, scenario.ours)) failures.push(`${name}, ${scenario.name}: ${ended}, not ${scenario.ours}`);
        else if (why !== cause) failures.push(`${name}, ${scenario.name}: because of \`${why}\`, not \`${cause}\``);
        else passed += 1;
      }
    } finally {
      if ((await channel.close()) === false) failures.push(`${name}: the process does not end`);
    }
  }
  return { passed, failures };
}

const fits = (words, wanted) => (wanted instanceof RegExp ? wanted.test(words) : words === wanted);

function node(app) {
  return byProcess("node", process.execPath, ["--expose-gc", "keys/print.mjs", "./makers.mjs"], app.folder);
}

function deno(app) {
  // It needs nothing else of the network.
  const may = [`--allow-read=${app.folder}`, "--allow-net=127.0.0.1"];
  return byProcess("deno", tool(app, "deno"), ["run", ...may, "keys/print.mjs", "./makers.mjs"], app.folder);
}

function bun(app) {
  return byProcess("bun", tool(app, "bun"), ["run", "keys/print.mjs", "./makers.mjs"], app.folder);
}

const tool = (app, name) => join(app.root, "node_modules/.bin", name);

async function workerd(app) {
  const read = (file) => readFileSync(join(app.folder, "keys", file), "utf8");
  const makers = entered(app, read("makers.mjs").replace('"assumable"', '"library"'));
  const modules = ["worker.mjs", "agent.mjs", "clock.mjs"].map((file) => esModule(file, read(file)));
  return byWorker(await started(app, [...modules, esModule("makers.mjs", makers)]));
}

/** A page without a bundler. */
async function browser(app) {
  writeFileSync(
    join(app.folder, "keys.html"),
    `<!doctype html><title>keys</title>
<script type="importmap">{ "imports": { "assumable": "./node_modules/assumable/assumable.js" } }</script>
<script type="module">
  import "./keys/clock.mjs";
  import { agent } from "./keys/agent.mjs";
  const { makers } = await import("./keys/makers.mjs");
  globalThis.answer = agent(makers);
</script>`,
  );
  const server = await serve(app.folder);
  return byPage(await launch(), server, `http://localhost:${server.address().port}/keys.html`);
}
