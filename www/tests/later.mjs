// What the first answer does not need: not fetched before somebody is here, nothing lost while it is awaited, nothing
// wrong shown before it is there.
import assert from "node:assert/strict";
import { site } from "./harness.mjs";
import { chooseExample, eventually, expectWord, openSheet, policy, text, word } from "./steps.mjs";

const LATER = /\/later-[0-9a-f]+\.wasm$/;
const REST = /\/(later-[0-9a-f]+\.wasm|editor\.js)$/;
const waiting = (page) => page.getByRole("status").filter({ hasText: "on its way" });
const field = (page, name) => page.getByLabel(name, { exact: true });
const plain = (page) => page.locator("textarea#policy");
const examples = (page) => page.getByRole("button", { name: "Examples", exact: true });

/** A page of its own, whose requests for the second part are handled so. */
async function opened({ context }, handle = (route) => route.continue(), { address = site, script, ...options } = {}) {
  const own = await context.browser().newContext({ viewport: { width: 1280, height: 860 }, serviceWorkers: "block", ...options });
  const page = await own.newPage();
  if (script) await page.addInitScript(script);
  const asked = [];
  page.on("request", (request) => { if (REST.test(request.url())) asked.push(request.url()); });
  await own.route(LATER, (route) => handle(route, page));
  await page.goto(address);
  await page.locator(".verdict-word").waitFor();
  return { page, asked, close: () => own.close() };
}

/** A page whose second part comes when `go` is called. */
async function heldBack(environment) {
  let go;
  const gone = new Promise((resolve) => { go = resolve; });
  const page = await opened(environment, async (route) => { await gone; await route.continue(); });
  return { ...page, go };
}

/** As where a browser is told to keep nothing of a site. */
function noStorage() {
  const refused = () => { throw new DOMException("refused", "SecurityError"); };
  for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(globalThis, name, { get: refused });
  CacheStorage.prototype.match = async () => refused();
}

/** Opens the page, does that as the first thing on it, and waits until it has worked. */
async function first(environment, act, worked, options) {
  const { page, asked, close } = await opened(environment, undefined, options);
  assert.deepEqual(asked, []);
  await act(page);
  await worked(page);
  await close();
}

/** A link to a case that is denied. */
async function deniedLink(page) {
  await chooseExample(page, "A Machine of another app is denied");
  await expectWord(page, "Denied");
  await openSheet(page, "Share");
  const link = page.getByLabel("Link", { exact: true });
  const without = await link.inputValue();
  await page.getByLabel("The whole token").check();
  await page.waitForFunction((without) => document.querySelector(".share-link input")?.value.length > without.length + 100, without);
  return link.inputValue();
}

export const tests = [
  {
    name: "later: the example is decided without it, and nobody asks for it until somebody is here",
    async body(_, environment) {
      const { page, asked, close } = await opened(environment);
      assert.equal(await word(page), "Allowed");
      await page.waitForTimeout(2000);
      assert.deepEqual(asked, []);
      await page.mouse.move(300, 300);
      await policy(page).waitFor();
      assert.equal(asked.length, 2);
      await close();
    },
  },
  {
    name: "later: what is done first is done, by pointer, finger, keyboard or a program that reads the page",
    async body(_, environment) {
      const sheet = (page) => page.locator("dialog[open] .case").first().waitFor();
      await first(environment, (page) => examples(page).click(), sheet);
      await first(environment, (page) => examples(page).tap(), sheet, { hasTouch: true });
      await first(environment, (page) => examples(page).press("Enter"), sheet);
      // A click without a pointer, on the picture within the button.
      const click = (it) => it.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
      await first(environment, (page) => examples(page).locator("svg, span").first().evaluate(click), sheet);
      // So a program sets a field that helps people to see or to write.
      const set = (it) => {
        it.value = "";
        it.dispatchEvent(new InputEvent("input", { bubbles: true }));
        it.dispatchEvent(new Event("change", { bubbles: true }));
        it.click();
      };
      await first(environment, (page) => page.getByLabel("Token", { exact: true }).evaluate(set), (page) => expectWord(page, "Nothing decided yet"));
    },
  },
  {
    name: "later: while it cannot be had the page says so, and no answer stands beside what is written; then it is done",
    expectTrouble: /^console: (Failed to load resource: |TypeError: Failed to fetch)/,
    async body(_, environment) {
      let isThere = false;
      const { page, close } = await opened(environment, (route) => (isThere ? route.continue() : route.abort()));
      const token = page.getByLabel("Token", { exact: true });
      await token.focus();
      await page.keyboard.press("Control+A");
      await page.keyboard.type("no ");
      await page.keyboard.insertText("token");
      await waiting(page).waitFor();
      await examples(page).click();
      assert.equal(await page.locator(".verdict-word").isVisible(), false);
      assert.equal(await page.locator("dialog[open]").count(), 0);
      isThere = true;
      await page.locator("dialog[open] .case").first().waitFor();
      assert.equal(await waiting(page).isVisible(), false);
      assert.equal(await token.inputValue(), "no token");
      await expectWord(page, "Not decided");
      await close();
    },
  },
  {
    name: "later: who wants to use their own writes at once, in empty fields",
    async body(_, environment) {
      const { page, go, close } = await heldBack(environment);
      await page.getByRole("button", { name: "Use your own" }).press("Enter");
      assert.equal(await plain(page).inputValue(), "");
      await page.keyboard.type("my 🦀");
      await page.keyboard.press("Backspace");
      await page.keyboard.press("Enter");
      await page.keyboard.type("own");
      await plain(page).click();
      await page.keyboard.insertText("my own policy");
      await field(page, "Token").click();
      await page.keyboard.press("Control+End");
      go();
      await eventually(() => text(policy(page)), (it) => assert.equal(it, "my own policy"));
      await page.keyboard.type("!");
      assert.equal(await field(page, "Token").inputValue(), "my \nown!");
      await expectWord(page, "Not decided");
      await close();
    },
  },
  {
    name: "later: what is changed here and there after a click stays as it was written",
    async body(_, environment) {
      const { page, go, close } = await heldBack(environment);
      await page.getByRole("button", { name: "Light" }).click();
      await field(page, "Token").click();
      const was = await field(page, "Token").inputValue();
      await page.keyboard.press("Control+Home");
      await page.keyboard.type("AAA");
      await page.keyboard.press("Control+End");
      await page.keyboard.press("Backspace");
      await page.keyboard.type("BBB");
      await page.keyboard.press("Control+Home");
      await page.keyboard.press("Delete");
      go();
      await page.locator(".ready #policy").waitFor();
      await page.keyboard.type("C");
      assert.equal(await field(page, "Token").inputValue(), `CAA${was.slice(0, -1)}BBB`);
      assert.equal(await page.locator("html").getAttribute("data-theme"), "light");
      await close();
    },
  },
  {
    name: "later: what is written before an asked-for sheet opens is in its field behind the sheet",
    async body(_, environment) {
      const { page, go, close } = await heldBack(environment);
      await examples(page).click();
      await field(page, "Token").click();
      await page.keyboard.press("Control+A");
      await page.keyboard.insertText("my own token");
      go();
      await page.locator("dialog[open] .case").first().waitFor();
      assert.equal(await page.locator("dialog textarea, dialog input").first().inputValue(), "");
      assert.equal(await page.locator("#token").inputValue(), "my own token");
      await page.keyboard.press("Escape");
      await expectWord(page, "Not decided");
      await close();
    },
  },
  {
    name: "later: what is typed while the rest comes is typed in order",
    async body(_, environment) {
      const { page, go, close } = await heldBack(environment);
      await page.getByRole("button", { name: "Use your own" }).click();
      const letters = "0123456789abcdefghijklmnopqrstuvwxyz";
      setTimeout(go, 120);
      await page.keyboard.type(letters, { delay: 12 });
      await page.locator(".ready #policy").waitFor();
      assert.equal(await field(page, "Token").inputValue(), letters);
      await close();
    },
  },
  {
    name: "later: a moment that is typed first is the moment",
    async body(_, environment) {
      const { page, go, close } = await heldBack(environment);
      const moment = page.getByLabel("Decide as of, in UTC");
      await moment.click();
      await page.keyboard.press("Control+A");
      await page.keyboard.type("2030-01-01 00:00:00");
      await page.keyboard.press("Enter");
      go();
      await expectWord(page, "Refused");
      assert.equal(await moment.inputValue(), "2030-01-01 00:00:00");
      await close();
    },
  },
  {
    name: "later: half a word of an input method is finished first",
    async body(_, environment) {
      const { page, go, close } = await heldBack(environment);
      await page.getByRole("button", { name: "Use your own" }).click();
      const cdp = await page.context().newCDPSession(page);
      await cdp.send("Input.imeSetComposition", { text: "に", selectionStart: 1, selectionEnd: 1 });
      go();
      await page.waitForTimeout(500);
      await cdp.send("Input.imeSetComposition", { text: "にほ", selectionStart: 2, selectionEnd: 2 });
      await cdp.send("Input.insertText", { text: "日本" });
      await page.locator(".ready #policy").waitFor();
      assert.equal(await field(page, "Token").inputValue(), "日本");
      await expectWord(page, "Not decided");
      await close();
    },
  },
  {
    name: "later: where nothing may be kept it comes all the same",
    async body(_, environment) {
      const { page, close } = await opened(environment, undefined, { script: noStorage });
      await examples(page).click();
      await page.locator("dialog[open] .case").first().waitFor();
      await close();
    },
  },
  {
    name: "later: both halves that are pasted before it is there arrive",
    async body(_, environment) {
      for (const own of [false, true]) {
        const { page, go, close } = await heldBack(environment);
        if (own) await page.getByRole("button", { name: "Use your own" }).click();
        for (const [name, words] of [["Token", "my own token"], ["Trust policy", "my own policy"]]) {
          await field(page, name).click();
          await page.keyboard.press("Control+A");
          await page.keyboard.insertText(words);
        }
        assert.equal(await page.locator(".verdict-word").isVisible(), false);
        go();
        await eventually(() => field(page, "Token").inputValue(), (it) => assert.equal(it, "my own token"));
        await policy(page).waitFor();
        await eventually(() => text(policy(page)), (it) => assert.equal(it, "my own policy"));
        await close();
      }
    },
  },
  {
    name: "later: who writes in the policy first goes on writing in its editor",
    async body(_, environment) {
      const { page, go, close } = await heldBack(environment);
      await plain(page).click();
      await page.keyboard.press("Control+Home");
      await page.keyboard.type("  ");
      go();
      await policy(page).waitFor();
      await page.keyboard.type("x");
      await eventually(() => text(policy(page)), (it) => assert.match(it, /^  x\{/));
      await expectWord(page, "Not decided");
      await close();
    },
  },
  {
    name: "later: a link that is followed before anything else is done is decided",
    async body(page, environment) {
      const link = await deniedLink(page);
      const follow = (page) => page.evaluate((hash) => { location.hash = hash; }, new URL(link).hash);
      await first(environment, follow, (page) => expectWord(page, "Denied"));
      const other = (page) => page.evaluate(() => { location.hash = "#elsewhere"; });
      await first(environment, other, (page) => page.getByText("does not hold a case").waitFor());
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
      const { page: other, close } = await opened(environment, late, { address: link });
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
      await page.waitForFunction(() => globalThis.isFirst === undefined && document.querySelector(".verdict-word"));
      assert.equal(await word(page), "Allowed");
      await close();
    },
  },
  {
    name: "later: where its version is gone the page says that a reload helps",
    expectTrouble: /404|version of the page is gone|called before it is there/,
    async body(_, environment) {
      const { page, asked, close } = await opened(environment, (route) => route.fulfill({ status: 404, body: "" }));
      await page.mouse.move(300, 300);
      await page.getByText("reload the page").waitFor();
      assert.equal(asked.length, 1);
      await close();
    },
  },
  {
    name: "later: a part of another version is not taken",
    expectTrouble: /WebAssembly\.Instance\(\): Import #0/,
    async body(_, environment) {
      // Imports a global that no version exports.
      const foreign = Buffer.from("0061736d0100000002080101610178037f01", "hex");
      const { page, close } = await opened(environment, (route) => route.fulfill({ contentType: "application/wasm", body: foreign }));
      await page.mouse.move(300, 300);
      await page.getByText("The engine did not start.").waitFor();
      assert.equal(await page.locator("#app").evaluate((app) => app.inert), true);
      await close();
    },
  },
];
