// That the other tests would see it: a violation of the policy, a request to somebody else, an error, on any page of
// any context, however much trouble a test expects.
import assert from "node:assert/strict";
import { allow } from "./watch.mjs";
import { serveIssuer, site } from "./harness.mjs";
import { eventually } from "./steps.mjs";

/** What a page can do wrong, and what is seen of it. */
const wrongs = [
  ["a picture of somebody else", /policy violated: img-src http:..localhost/, (page, url) =>
    page.evaluate((url) => { new Image().src = `${url}/a.png`; }, url)],
  ["a script within the page", /policy violated: script-src-elem inline/, (page) =>
    page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "1";
      document.body.append(script);
    })],
  ["a style within the page", /policy violated: style-src-elem inline/, (page) =>
    page.evaluate(() => {
      const style = document.createElement("style");
      style.textContent = "a {}";
      document.body.append(style);
    })],
  ["text that becomes code", /policy violated: script-src eval/, (page) =>
    page.evaluate(() => {
      try {
        setTimeout("1");
      } catch { /* Refused, as it should be. */ }
    })],
  ["a request to somebody else", /^request: http:..localhost/, (page, url) =>
    page.evaluate((url) => fetch(url).catch(() => {}), url)],
];

export const tests = [
  {
    name: "these tests see a violation of the policy and a foreign request, on every page of every context",
    async body(page, { context, watched }) {
      const server = await serveIssuer(() => ({ headers: { "Access-Control-Allow-Origin": "*" }, body: "{}" }));
      const own = await context.browser().newContext();
      const pages = [page, await context.newPage(), await own.newPage()];
      for (const other of pages.slice(1)) await other.goto(site);
      for (const [what, seen, work] of wrongs) {
        for (const [index, page] of pages.entries()) {
          watched.begin();
          await work(page, server.url);
          await eventually(() => watched.trouble(/./), (it) => assert.ok(it.some((one) => seen.test(one)), `${what}, page ${index}: ${it.join("\n")}`));
        }
      }
      // What a test expects is forgiven, and nothing else.
      watched.begin();
      allow(server.url);
      await page.evaluate((url) => fetch(url), server.url);
      await page.evaluate(() => console.error("expected"));
      await eventually(() => watched.trouble(), (it) => assert.deepEqual(it, ["console: expected"]));
      assert.deepEqual(watched.trouble(/^console: expected$/), []);
      watched.begin();
      server.close();
    },
  },
];
