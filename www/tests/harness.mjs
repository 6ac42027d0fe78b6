// What every browser test needs: the served site, a Chromium, a page that watches itself.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { launch } from "./chromium.mjs";
import { allow, watch } from "./watch.mjs";

/** Where the site is served: `cargo xtask test inspector` says it; by hand, `cargo xtask serve` does. */
export const site = process.env.INSPECTOR_URL;
if (!site) throw new Error("INSPECTOR_URL is not set: start `cargo xtask serve` and give its address");

/** Serves `answer(path)` — `{ status?, headers?, body? }`, or `"never"` — on a free port, as an
 * issuer would. `aborted()` counts the requests that the other side gave up. */
export async function serveIssuer(answer) {
  let aborted = 0;
  const server = createServer((request, response) => {
    const given = answer(request.url) ?? { status: 404 };
    response.on("close", () => { aborted += response.writableFinished ? 0 : 1; });
    if (given === "never") return;
    const { status = 200, headers = {}, body = "" } = given;
    response.writeHead(status, { "Content-Type": "application/json", ...headers });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that a failed test leaves behind keeps nobody waiting.
  server.unref();
  const url = `http://localhost:${server.address().port}`;
  allow(url);
  return { url, aborted: () => aborted, close: () => server.close() };
}

/** Opens the inspector in a context of its own. With `now` the clock of the page stands still there. */
export async function open(browser, options = {}, now = undefined) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 860 },
    locale: "en-GB",
    timezoneId: "UTC",
    colorScheme: "light",
    reducedMotion: "reduce",
    ...options,
  });
  context.setDefaultTimeout(60_000);
  context.setDefaultNavigationTimeout(120_000);
  if (now) await context.clock.setFixedTime(now);
  const page = await context.newPage();
  await page.goto(site);
  await page.locator(".verdict-word").waitFor();
  await arrive(page);
  return { page, context };
}

/** Somebody is here, and all of the engine is. */
export async function arrive(page) {
  await page.mouse.move(1, 1);
  await page.evaluate(() => import("./later.js").then(({ there }) => there));
}

/** Runs the tests one after the other; the last line says how it went. */
export async function run(tests) {
  const browser = await launch();
  const watched = watch(browser, site);
  let failed = 0;
  for (const { name, body, options, expectTrouble, patience } of tests) {
    const start = performance.now();
    watched.begin();
    try {
      await limited(async () => {
        const inspector = await open(browser, options);
        await body(inspector.page, { ...inspector, watched });
      }, patience);
      await closeAll(browser);
      assert.deepEqual(watched.trouble(expectTrouble), []);
      console.log(`  ok    ${name} (${Math.round(performance.now() - start)} ms)`);
    } catch (error) {
      failed += 1;
      console.log(`  FAIL  ${name}\n${String(error.stack ?? error).replace(/^/gm, "        ")}`);
      await closeAll(browser);
      for (const line of watched.trouble()) console.log(`        ${line}`);
    }
  }
  await browser.close();
  console.log(`${tests.length - failed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}

/** Closes what a test has opened; until then it is watched. */
const closeAll = (browser) => Promise.all(browser.contexts().map((context) => context.close()));

/** A test that hangs fails, and the next one runs. */
async function limited(test, patience = 300_000) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${patience / 60_000} minutes`)), patience);
  });
  await Promise.race([test(), limit]).finally(() => clearTimeout(timer));
}
