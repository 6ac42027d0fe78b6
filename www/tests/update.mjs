// A newer version of the page: offered, taken over when the person says so, kept for later.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { site } from "./harness.mjs";
import { allow } from "./watch.mjs";
import { hands, isMouse, widths } from "./hands.mjs";
import { word } from "./steps.mjs";

/** Serves the site; each `deploy()` gives its page the next version. */
async function serveVersions() {
  let version = 0;
  const server = createServer(async (request, response) => {
    const answer = await fetch(new URL(request.url, site));
    let body = Buffer.from(await answer.arrayBuffer());
    if (version && request.url.endsWith("/service-worker.js")) {
      body = String(body).replace(/const VERSION = "[^"]*"/, `const VERSION = "0123456789abcde${version}"`);
    } else if (version && /\/(index\.html)?$/.test(request.url)) {
      body = String(body).replace("<title>", `<title>Version ${version}: `);
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
  return { url, deploy: () => (version += 1), close };
}

export const tests = [
  {
    name: "the page can be installed",
    async body(page, { context }) {
      await page.evaluate(async () => { await navigator.serviceWorker.ready; });
      const cdp = await context.newCDPSession(page);
      const { url, errors, data } = await cdp.send("Page.getAppManifest");
      assert.equal(url, new URL("manifest.webmanifest", page.url()).href);
      assert.deepEqual(errors, []);
      const { name, start_url, icons } = JSON.parse(data);
      assert.match(name, /assumable/);
      assert.equal((await page.request.get(new URL(start_url, url).href)).status(), 200);
      for (const icon of icons) assert.equal((await page.request.get(new URL(icon.src, url).href)).status(), 200, icon.src);
      const { installabilityErrors } = await cdp.send("Page.getInstallabilityErrors");
      // Every test has a window of its own, which keeps nothing.
      assert.deepEqual(installabilityErrors.map((it) => it.errorId).filter((id) => id !== "in-incognito"), []);
    },
  },
  {
    name: "a newer version is offered, comes by mouse and by keyboard when asked for, and opens without a network",
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

      for (const [width, hand] of widths.flatMap((width) => Object.values(hands).map((hand) => [width, hand]))) {
        await page.setViewportSize({ width, height: 860 });
        const version = server.deploy();
        await page.reload();
        await drawn();
        await update.waitFor({ state: "visible" });
        // Nobody is taken away from what they do.
        assert.ok(!(await page.title()).startsWith(`Version ${version}`));
        assert.match(await update.innerText(), /A newer version of this page is ready/);
        const reload = update.getByRole("button", { name: "Reload with it" });
        if (!isMouse(hand)) {
          await page.keyboard.press("Tab");
          assert.ok(await reload.evaluate((it) => it === document.activeElement));
        }
        await Promise.all([page.waitForEvent("load"), hand.press(page, reload)]);
        await drawn();
        assert.match(await page.title(), new RegExp(`^Version ${version}`));
        assert.ok(!(await update.isVisible()));
        assert.deepEqual(await page.evaluate(() => caches.keys()), [`assumable-0123456789abcde${version}`]);
      }

      server.close();
      await context.setOffline(true);
      await page.goto(`${server.url}?later`);
      await drawn();
      assert.match(await page.title(), /^Version 6/);
      assert.equal(await word(page), "Allowed");
      await page.close();
    },
  },
];
