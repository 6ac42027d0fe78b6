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
    async body(_, { context }) {
      const page = await context.newPage();
      const cdp = await context.newCDPSession(page);
      await cdp.send("Emulation.setCPUThrottlingRate", { rate: 4 });
      const answers = [];
      page.on("response", (response) => {
        if (response.request().serviceWorker() === null) answers.push(response);
      });
      const start = performance.now();
      await page.goto(site);
      await page.locator(".verdict-word").waitFor();
      const decided = performance.now() - start;
      let [all, wasm] = [0, 0];
      for (const answer of answers) {
        const body = await answer.body().catch(() => Buffer.alloc(0));
        const size = Math.min(body.length, brotliCompressSync(body).length);
        all += size;
        if (answer.url().endsWith(".wasm")) wasm = size;
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
      console.log(`        first visit ${kib(all)} with brotli, of it wasm ${kib(wasm)}`);
      console.log(`        at a quarter of the speed: decided after ${Math.round(decided)} ms, a keystroke ${middle.toFixed(1)} ms`);
      assert.ok(wasm > 0 && all <= 550 * 1000, `${all} bytes`);
      assert.ok(wasm <= WASM, `${wasm} bytes of wasm`);
      assert.ok(decided < 20_000 && middle < 1_000);
    },
  },
];

// The aim is 350 KB. The gallery, findings, links, the comparison and what is known of denials took it
// beyond; it must not grow further.
const WASM = 388 * 1000;
