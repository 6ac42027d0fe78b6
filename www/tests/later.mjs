// The part of the engine that comes later: not before it is needed, at once when it is, and what is said if it
// cannot be had.
import assert from "node:assert/strict";
import { site } from "./harness.mjs";
import { badge, openSheet, policy, word } from "./steps.mjs";

const LATER = "**/later-*.wasm";

/** A page of its own; `allowed(kind)` says which requests for that part get an answer. What was asked for. */
async function opened({ context }, allowed, address = site) {
  const own = await context.browser().newContext({ viewport: { width: 1280, height: 860 }, serviceWorkers: "block" });
  const asked = [];
  await own.route(LATER, (route) => {
    const kind = route.request().resourceType();
    asked.push(kind);
    return allowed(kind) ? route.continue() : route.abort();
  });
  const page = await own.newPage();
  await page.goto(address);
  await page.locator(".verdict-word").waitFor();
  return { page, asked, close: () => own.close() };
}

export const tests = [
  {
    name: "later: opening the page, and typing in it, calls nothing of what comes later",
    async body(_, environment) {
      const { page, asked, close } = await opened(environment, () => false);
      await policy(page).waitFor();
      await policy(page).focus();
      await page.keyboard.press("Control+End");
      await page.keyboard.type(" ");
      await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.includes("offline.js")));
      assert.deepEqual(asked, ["fetch"], "beside, and only once");
      assert.equal(await word(page), "Allowed");
      await close();
    },
  },
  {
    name: "later: a sheet that is opened before that waits for it",
    async body(_, environment) {
      const { page, asked, close } = await opened(environment, (kind) => kind === "xhr");
      await openSheet(page, "Examples");
      await page.locator(".case").first().waitFor();
      await page.keyboard.press("Escape");
      await openSheet(page, "Share");
      await page.getByLabel("Link", { exact: true }).waitFor();
      assert.equal(asked.filter((kind) => kind === "xhr").length, 1, asked.join());
      await close();
    },
  },
  {
    name: "later: what cannot be fetched is said, and nothing before it is lost",
    async body(_, environment) {
      const { page, close } = await opened(environment, () => false);
      const stopped = page.getByRole("alert").filter({ hasText: "cannot be fetched" });
      assert.equal(await stopped.isVisible(), false);
      await page.getByRole("button", { name: "Examples", exact: true }).click();
      await stopped.waitFor();
      assert.equal(await word(page), "Allowed");
      assert.match(await badge(page), /example/);
      await close();
    },
  },
];
