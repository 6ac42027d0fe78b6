// The part of the engine that the first answer does not need: decided without it, nothing lost while it is awaited,
// nothing wrong shown before it is there.
import assert from "node:assert/strict";
import { site } from "./harness.mjs";
import { chooseExample, expectWord, openSheet, word } from "./steps.mjs";

const LATER = /\/later-[0-9a-f]+\.wasm$/;
const isInert = (page) => page.locator("#app").evaluate((app) => app.inert);
const waiting = (page) => page.getByRole("status").filter({ hasText: "not here yet" });

/** A page of its own, whose requests for that part are handled so. */
async function opened({ context }, handle, address = site) {
  const own = await context.browser().newContext({ viewport: { width: 1280, height: 860 }, serviceWorkers: "block" });
  const page = await own.newPage();
  await own.route(LATER, (route) => handle(route, page));
  await page.goto(address);
  await page.locator(".verdict-word").waitFor();
  return { page, close: () => own.close() };
}

/** A link to a case that is denied. */
async function deniedLink(page) {
  await chooseExample(page, "A Machine of another app is denied");
  await expectWord(page, "Denied");
  await openSheet(page, "Share");
  const link = page.getByLabel("Link", { exact: true });
  const without = await link.inputValue();
  await page.getByLabel("The whole token").check();
  await page.waitForFunction((without) => document.querySelector(".share-link input").value.length > without.length + 100, without);
  return link.inputValue();
}

export const tests = [
  {
    name: "later: the example is decided without it; the page waits, says so, and goes on",
    async body(_, environment) {
      let isThere = false;
      const { page, close } = await opened(environment, (route) => (isThere ? route.continue() : route.abort()));
      assert.equal(await word(page), "Allowed");
      assert.equal(await isInert(page), true);
      await waiting(page).waitFor();
      assert.equal(await word(page), "Allowed");
      isThere = true;
      await page.locator("#app:not([inert])").waitFor();
      assert.equal(await waiting(page).isVisible(), false);
      await openSheet(page, "Examples");
      await page.locator(".case").first().waitFor();
      await close();
    },
  },
  {
    name: "later: what a link brings is not decided without it, nor is anything else",
    async body(page, environment) {
      const link = await deniedLink(page);
      let drawn;
      const late = async (route, page) => {
        await new Promise((resolve) => setTimeout(resolve, 1500));
        drawn = await page.locator(".verdict-word").count();
        await route.continue();
      };
      const { page: other, close } = await opened(environment, late, link);
      await expectWord(other, "Denied");
      assert.equal(drawn, 0);
      await close();
    },
  },
  {
    name: "later: a link opens without a network once the page was there",
    options: { serviceWorkers: "allow" },
    async body(page, { context }) {
      const link = await deniedLink(page);
      await page.evaluate(() => navigator.serviceWorker.ready);
      const other = await context.newPage();
      await other.goto(site);
      await other.waitForFunction(() => navigator.serviceWorker.controller !== null);
      await context.setOffline(true);
      await other.goto("about:blank");
      await other.goto(link);
      await expectWord(other, "Denied");
      await openSheet(other, "Examples");
      await other.locator(".case").first().waitFor();
      await context.setOffline(false);
    },
  },
  {
    name: "later: where the first answer needs it after all, the page begins again with all of it",
    async body(_, environment) {
      let isThere = false;
      const { page, close } = await opened(environment, (route) => (isThere ? route.continue() : route.abort()));
      await page.evaluate(() => { globalThis.isFirst = true; });
      const thrown = await page.evaluate(() => import("./later.js").then(({ connect }) => connect({})).catch(String));
      assert.match(thrown, /before it is there/);
      isThere = true;
      await page.waitForFunction(() => globalThis.isFirst === undefined && document.querySelector("#app:not([inert]) .verdict-word"));
      assert.equal(await word(page), "Allowed");
      await close();
    },
  },
  {
    name: "later: a part of another version is not taken",
    async body(_, environment) {
      // Imports a global that no version exports.
      const foreign = Buffer.from("0061736d0100000002080101610178037f01", "hex");
      const { page, close } = await opened(environment, (route) => route.fulfill({ contentType: "application/wasm", body: foreign }));
      await page.getByText("The engine did not start.").waitFor();
      assert.equal(await isInert(page), true);
      await close();
    },
  },
];
