// The sheets and the examples, and the page without a network: by mouse and by keyboard, from phone to wide screen.
import assert from "node:assert/strict";
import { site } from "./harness.mjs";
import { chooseExample, eventually, expectWord, openSheet, policy, search, word } from "./steps.mjs";

const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim());
const widths = [390, 900, 1440];

export const tests = [
  {
    name: "an error code alone leads to its causes and to the examples that end with it",
    async body(page) {
      await search(page, "accessdeni");
      const found = page.locator(".found");
      await eventually(() => found.locator(".case").allInnerTexts(), (it) =>
        assert.ok(it.length > 30 && it.every((one) => one.includes("denied")), it.join("\n")));
      await page.getByLabel("Search the examples").fill("AccessDenied");
      await page.getByText("What this message means").waitFor();
      assert.match(await found.innerText(), /trust policy does not admit this token[\s\S]*All examples that end so/);
      await page.getByLabel("Search the examples").fill("InvalidIdentityTokenException");
      await page.getByText("has no provider for its issuer").waitFor();
      await found.locator(".case", { hasText: "AWS does not take the algorithm" }).click();
      await expectWord(page, "Refused");
    },
  },
  ...widths.map((width) => ({
    name: `${width} px: every sheet opens and closes by keyboard, and the focus goes back`,
    options: { viewport: { width, height: 800 } },
    async body(page) {
      for (const name of ["Examples", "Compare", "Share"]) {
        const button = page.getByRole("button", { name, exact: true });
        await button.focus();
        await page.keyboard.press("Enter");
        await page.locator("dialog[open]").waitFor();
        assert.ok(await page.evaluate(() => document.querySelector("dialog[open]").contains(document.activeElement)));
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `${name}: ${overflow}`);
        await page.keyboard.press("Escape");
        await page.locator("dialog[open]").waitFor({ state: "detached" });
        assert.equal(await focused(page), name);
      }
    },
  })),
  {
    name: "examples are found by words, and chosen by keyboard",
    async body(page) {
      await search(page, "terraform apply");
      await eventually(() => page.locator(".case").count(), (count) => assert.ok(count > 0 && count < 8, `${count}`));
      await page.keyboard.press("Tab");
      assert.match(await focused(page), /Terraform|plan/i);
      await page.keyboard.press("Enter");
      await page.locator("dialog[open]").waitFor({ state: "detached" });
      await expectWord(page, "Allowed");
      await search(page, "no such words at all");
      await page.getByText("No example has these words").waitFor();
    },
  },
  {
    name: "every example can be opened",
    async body(page) {
      await openSheet(page, "Examples");
      const titles = await page.locator(".case .menu-item-title").evaluateAll((all) => all.map((it) => it.firstChild.parentElement.innerText));
      assert.ok(titles.length >= 25, `${titles.length}`);
      await page.keyboard.press("Escape");
      for (const index of titles.keys()) {
        await openSheet(page, "Examples");
        await page.locator(".case").nth(index).click();
        await page.locator("dialog[open]").waitFor({ state: "detached" });
        assert.notEqual(await word(page), "Not decided", titles[index]);
      }
    },
  },
  {
    name: "after the first visit the page opens without a network, examples and all",
    async body(page, { context }) {
      await page.evaluate(async () => { await navigator.serviceWorker.ready; });
      await context.setOffline(true);
      await page.goto(`${site}?from=elsewhere`);
      await expectWord(page, "Allowed");
      await chooseExample(page, "An EKS pod with its service account");
      await expectWord(page, "Allowed");
      await context.setOffline(false);
      const names = await page.evaluate(() => caches.keys());
      assert.equal(names.length, 1);
      assert.match(names[0], /^assumable-[0-9a-f]{16}$/);
    },
  },
];
