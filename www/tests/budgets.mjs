// What the first visit costs: bytes, time to the first decision, time per keystroke. Bytes are bounds;
// times depend on the machine, so they are printed, and only their order of magnitude is checked.
import assert from "node:assert/strict";
import { brotliCompressSync } from "node:zlib";
import { site } from "./harness.mjs";
import { policy } from "./steps.mjs";

const KIB = 1024;

export const tests = [
  {
    name: "budgets: bytes of a first visit, time to decide, time to type",
    async body(other, { context }) {
      // A first visit finds nothing kept, and no other page keeps its files beside it.
      await other.close();
      const fresh = await context.browser().newContext({ viewport: { width: 1280, height: 860 } });
      const page = await fresh.newPage();
      await page.addInitScript(whenDrawn);
      const cdp = await fresh.newCDPSession(page);
      await cdp.send("Emulation.setCPUThrottlingRate", { rate: 4 });
      const answers = [];
      page.on("response", (response) => {
        if (response.request().serviceWorker() === null) answers.push(response);
      });
      await page.goto(site);
      const decided = await page.waitForFunction(() => globalThis.drawn).then((drawn) => drawn.jsonValue());
      // The editor comes after that, and the worker that keeps the files fetches them once more.
      await policy(page).waitFor();
      // So does the part of the engine that is not needed before.
      await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => /later-.*wasm/.test(name)));
      let [all, wasm, later] = [0, 0, 0];
      for (const answer of answers) {
        const body = await answer.body().catch(() => Buffer.alloc(0));
        const size = Math.min(body.length, brotliCompressSync(body).length);
        all += size;
        if (/later-.*\.wasm$/.test(answer.url())) later = size;
        else if (answer.url().endsWith(".wasm")) wasm = size;
      }
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
      console.log(`        first visit ${kib(all)} with brotli, of it wasm ${kib(wasm)}, and ${kib(later)} that comes later`);
      console.log(`        at a quarter of the speed: decided after ${Math.round(decided)} ms, a keystroke ${middle.toFixed(1)} ms`);
      assert.ok(wasm > 0 && later > 0 && all <= 550 * 1000, `${all} bytes`);
      assert.ok(wasm <= WASM, `${wasm} bytes of wasm`);
      assert.ok(wasm + later <= BOTH, `${wasm + later} bytes of wasm in both parts`);
      assert.ok(decided < 20_000 && middle < 1_000);
      await fresh.close();
    },
  },
];

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

// What decides; and with what comes later, which must not grow.
const [WASM, BOTH] = [350 * 1000, 405 * 1000];
