// A newer version of the page: offered, taken over when the person says so, kept for later.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { site } from "./harness.mjs";
import { allow } from "./watch.mjs";
import { word } from "./steps.mjs";

/** Serves the site, after `deploy()` with another version of its page. */
async function serveVersions() {
  let second = false;
  const server = createServer(async (request, response) => {
    const answer = await fetch(new URL(request.url, site));
    let body = Buffer.from(await answer.arrayBuffer());
    if (second && request.url.endsWith("/service-worker.js")) {
      body = String(body).replace(/const VERSION = "[^"]*"/, 'const VERSION = "0123456789abcdef"');
    } else if (second && /\/(index\.html)?$/.test(request.url)) {
      body = String(body).replace("<title>", "<title>Second: ");
    }
    const { status } = answer;
    const headers = { "Content-Type": answer.headers.get("content-type"), "Cache-Control": "no-store" };
    headers["Content-Security-Policy"] = answer.headers.get("content-security-policy");
    response.writeHead(status, headers).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  const url = `http://127.0.0.1:${server.address().port}/`;
  allow(url);
  return { url, deploy: () => { second = true; }, close };
}

export const tests = [
  {
    name: "a newer version is offered, comes by keyboard when asked for, and opens without a network",
    async body(_, { context }) {
      const server = await serveVersions();
      const page = await context.newPage();
      const drawn = () => page.locator(".verdict-word").waitFor();
      const update = page.locator("#update");
      await page.goto(server.url);
      await drawn();
      await page.evaluate(async () => { await navigator.serviceWorker.ready; });
      // The second visit comes from what was kept.
      await page.reload();
      await drawn();
      assert.ok(await page.evaluate(() => navigator.serviceWorker.controller !== null));
      assert.ok(!(await update.isVisible()));

      server.deploy();
      await page.reload();
      await drawn();
      await update.waitFor({ state: "visible" });
      // Nobody is taken away from what they do.
      assert.doesNotMatch(await page.title(), /^Second/);
      assert.match(await update.innerText(), /A newer version of this page is ready/);
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement.textContent), "Reload with it");
      await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
      await drawn();
      assert.match(await page.title(), /^Second/);
      assert.ok(!(await update.isVisible()));
      assert.deepEqual(await page.evaluate(() => caches.keys()), ["assumable-0123456789abcdef"]);

      server.close();
      await context.setOffline(true);
      await page.goto(`${server.url}?later`);
      await drawn();
      assert.match(await page.title(), /^Second/);
      assert.equal(await word(page), "Allowed");
      await page.close();
    },
  },
];
