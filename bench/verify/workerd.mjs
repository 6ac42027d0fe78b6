import { Miniflare } from "miniflare";
import { assumable, read, source, tree } from "../shared/package.mjs";
import { material } from "./tokens.mjs";

export async function inWorkerd(pace) {
  const miniflare = new Miniflare({ modules: modules(), modulesRoot: ".", compatibilityDate: "2025-09-01" });
  try {
    await miniflare.ready;
    const results = {};
    for (const one of material()) results[one.algorithm] = await race(miniflare, one, pace);
    const { version } = JSON.parse(read("node_modules/workerd/package.json"));
    return { name: "workerd", version, results };
  } finally {
    await miniflare.dispose();
  }
}

/** As `race.mjs`, with a request for each slice; what an empty request takes is taken off. */
async function race(miniflare, one, { rounds, milliseconds }) {
  const request = async (name, calls) => {
    const start = performance.now();
    const body = JSON.stringify({ one, name, calls });
    const response = await miniflare.dispatchFetch("http://localhost/", { method: "POST", body });
    if (!response.ok) throw new Error(await response.text());
    await response.arrayBuffer();
    return performance.now() - start;
  };
  // Long enough that the request itself hardly counts.
  const [slice, turns] = [10 * milliseconds, Math.ceil(rounds / 10)];
  const [totals, calls] = [{ assumable: [], "assumable, kernel alone": [], jose: [] }, {}];
  for (const name of Object.keys(totals)) {
    await request(name, 300);
    calls[name] = Math.ceil((300 * slice) / (await request(name, 300)));
  }
  let empty = Infinity;
  // As in `race.mjs`, the first turns are spent compiling.
  for (let turn = -Math.ceil(turns / 4); turn < turns; turn += 1) {
    for (const name of Object.keys(totals)) {
      empty = Math.min(empty, await request(name, 0));
      const total = await request(name, calls[name]);
      if (turn >= 0) totals[name].push(total);
    }
  }
  const each = (name) => ({
    passed: totals[name].map((total) => ((total - empty) / calls[name]) * 1000),
    used: [],
  });
  return Object.fromEntries(Object.keys(totals).map((name) => [name, each(name)]));
}

const modules = () => [
  source("worker.mjs", read("bench/verify/worker.mjs")),
  source("race.mjs", read("bench/verify/race.mjs")),
  ...assumable(),
  ...tree("jose", "node_modules/jose/dist/webapi"),
];
