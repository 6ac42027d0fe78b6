// In workerd promises and I/O belong to one request; keys are everybody's.
import { setTimeout as sleep } from "node:timers/promises";
import { equal } from "./assert.mjs";
import { inWorkerd } from "./hosts/workerd.mjs";

const DELAY = 300;

/** @returns how many checks passed, and what the others found */
export async function checkRequests(app) {
  const { tokens, issuer, audience, keys, now } = app.material;
  const question = { token: tokens.rs256, issuer, audience, jwks: keys, now, delay: DELAY };
  const worker = await inWorkerd(app, ["requests/worker.mjs"]);
  const ask = (world, path, more, options) => worker.ask(`/${path}`, { ...question, world, ...more }, options);
  const checks = {
    "many cold requests cause one fetch": async () => {
      const found = await Promise.all(Array.from({ length: 30 }, () => ask("cold", "verify")));
      equal(found, Array(30).fill({ code: "accepted", fetches: 1, fetching: false, age: 0 }));
    },
    "a refresh is not waited for, and outlives its request": async () => {
      for (const given of [false, true]) {
        const world = `refresh ${given}`;
        await ask(world, "verify");
        equal(await ask(world, "verify", { later: 601, given }), { code: "accepted", fetches: 2, fetching: true, age: 601 });
        await sleep(2 * DELAY);
        equal(await ask(world, "state"), { fetches: 2, fetching: false, age: 0 });
      }
    },
    "a request that goes away leaves the others their keys": async () => {
      equal(await ask("gone", "leave"), { fetches: 0, fetching: true });
      const others = [ask("gone", "verify"), ask("gone", "verify")];
      for (const found of await Promise.all(others)) {
        equal(found, { code: "accepted", fetches: 1, fetching: false, age: 0 });
      }
    },
  };
  const failures = [];
  try {
    for (const [name, check] of Object.entries(checks)) {
      await check().catch((error) => failures.push(`${name}: ${error.message}`));
    }
  } finally {
    await worker.dispose();
  }
  return { passed: Object.keys(checks).length - failures.length, failures };
}
