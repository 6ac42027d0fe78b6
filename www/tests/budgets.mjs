// What the first load costs, and what comes once somebody is here: bytes, time to the first decision, time per
// keystroke. Bytes are bounds; times depend on the machine, so they are printed, and only their order of
// magnitude is checked.
import assert from "node:assert/strict";
import { brotliCompressSync } from "node:zlib";
import { arrive, site } from "./harness.mjs";
import { policy } from "./steps.mjs";

const KIB = 1024;

export const tests = [
  {
    name: "budgets: bytes of the first load, time to decide, time to type",
    async body(other, { context }) {
      // A first visit finds nothing kept, and no other page keeps its files beside it.
      await other.close();
      const viewport = { width: 1280, height: 860 };
      // What a service worker has kept is not fetched again, and would not be counted.
      const fresh = await context.browser().newContext({ viewport, serviceWorkers: "block" });
      const page = await fresh.newPage();
      await page.addInitScript(whenDrawn);
      const cdp = await fresh.newCDPSession(page);
      await cdp.send("Emulation.setCPUThrottlingRate", { rate: 4 });
      const answers = [];
      page.on("response", (response) => answers.push(response));
      await page.goto(site);
      const decided = await page.waitForFunction(() => globalThis.drawn).then((drawn) => drawn.jsonValue());
      // Nobody has done anything yet.
      await page.waitForTimeout(3000);
      const [load, wasm] = await transferred(answers);
      await arrive(page);
      await policy(page).waitFor();
      const [all, both] = await transferred(answers);
      await policy(page).focus();
      await page.keyboard.press("Control+End");
      const times = await page.evaluate(async () => {
        const field = document.querySelector("#policy");
        const times = [];
        for (let index = 0; index < 12; index += 1) {
          const start = performance.now();
          document.execCommand("insertText", false, " ");
          await new Promise((resolve) => setTimeout(resolve));
          times.push(performance.now() - start);
        }
        return field ? times : [];
      });
      const middle = times.sort((a, b) => a - b)[6];
      const kib = (bytes) => `${(bytes / KIB).toFixed(1)} KiB`;
      console.log(`        first load ${kib(load)} with brotli, of it wasm ${kib(wasm)}`);
      console.log(`        with what comes once somebody is here ${kib(all)}, of it wasm ${kib(both)}`);
      console.log(`        at a quarter of the speed: decided after ${Math.round(decided)} ms, a keystroke ${middle.toFixed(1)} ms`);
      assert.ok(wasm > 0 && wasm <= WASM, `${wasm} bytes of wasm`);
      assert.ok(load <= LOAD, `${load} bytes`);
      assert.ok(both > wasm && both <= BOTH, `${both} bytes of wasm in both parts`);
      assert.ok(all > load && all <= ALL, `${all} bytes in all`);
      assert.ok(decided < 20_000 && middle < 1_000);
      await fresh.close();
    },
  },
];

/** Bytes of these answers with brotli, and of the modules among them. */
async function transferred(answers) {
  let [all, wasm] = [0, 0];
  for (const answer of answers) {
    const body = await answer.body().catch(() => Buffer.alloc(0));
    const size = Math.min(body.length, brotliCompressSync(body).length);
    all += size;
    if (answer.url().endsWith(".wasm")) wasm += size;
  }
  return [all, wasm];
}

/** Runs in the page: `drawn` is when the frame with the verdict was done, from the start of the navigation. */
function whenDrawn() {
  const observer = new MutationObserver(() => {
    if (!document.querySelector(".verdict-word")) return;
    observer.disconnect();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { globalThis.drawn = performance.now(); };
    requestAnimationFrame(() => port2.postMessage(null));
  });
  observer.observe(document, { childList: true, subtree: true });
}

// The first load; and with what comes later, which must not grow either.
const [WASM, LOAD] = [320 * 1000, 340 * 1000];
const [BOTH, ALL] = [415 * 1000, 550 * 1000];
