// A worker as it is deployed: one file made by esbuild, and the engine beside it. workerd itself listens,
// with nothing between.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { bundle } from "../../wasm/examples/bundle.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** The program itself, without its launcher. */
const { default: workerd } = createRequire(import.meta.url)("workerd");

/** A bundle of one of the files beside this one, and what it weighs. */
export async function bundled(name) {
  const folder = mkdtempSync(join(tmpdir(), "assumable-gate-"));
  const contents = await bundle(join(ROOT, "bench/gate", `${name}.js`), join(ROOT, "dist/npm"), { minify: true });
  const script = Buffer.from(contents);
  writeFileSync(join(folder, "worker.js"), script);
  const isOurs = script.includes("assumable.wasm");
  const engine = isOurs ? readFileSync(join(ROOT, "dist/npm/assumable.wasm")) : Buffer.alloc(0);
  if (isOurs) writeFileSync(join(folder, "assumable.wasm"), engine);
  return {
    folder,
    isOurs,
    sizes: { script: gzipSync(script).length, engine: isOurs ? gzipSync(engine).length : 0 },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** Starts it. */
export async function serving({ folder, isOurs }, setting) {
  const engine = isOurs ? ', (name = "assumable.wasm", wasm = embed "assumable.wasm")' : "";
  const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")${engine}],
  compatibilityDate = "2025-09-01",
  bindings = [(name = "SETTING", json = ${JSON.stringify(JSON.stringify(setting))})],
);
`;
  writeFileSync(join(folder, "config.capnp"), config);
  const child = spawn(workerd, ["serve", "config.capnp", "--control-fd=3"], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  const port = await new Promise((resolve, reject) => {
    let text = "";
    child.stdio[3].on("data", (data) => {
      text += data;
      const line = text.split("\n").find((line) => line.includes('"listen"'));
      if (line !== undefined) resolve(JSON.parse(line).port);
    });
    child.on("exit", (code) => reject(new Error(`workerd ended with ${code}`)));
  });
  return {
    port,
    pid: child.pid,
    /** In MiB, of the process that runs the worker. */
    memory: () => resident(child.pid),
    /** How long it has computed, in microseconds. */
    busy: () => computed(child.pid),
    stop: () =>
      new Promise((resolve) => {
        child.removeAllListeners("exit");
        child.on("exit", resolve);
        child.kill();
      }),
  };
}

/** Its 14th and 15th field, in hundredths of a second (proc(5)); the second is a name in brackets. */
function computed(pid) {
  const [, fields] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
  const [user, system] = fields.split(" ").slice(11, 13);
  return (Number(user) + Number(system)) * 10_000;
}

const resident = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
