// axe-core on every view: no violation of WCAG 2.2 AA.
import assert from "node:assert/strict";
import AxeBuilder from "@axe-core/playwright";
import { chooseExample, expectWord, openSheet, policy, search, wide, write } from "./steps.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const violations = async (page) => {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((it) => it.html.slice(0, 160)).join(" | ")}`);
};

const views = [
  ["allowed", async () => {}],
  ["denied", (page) => chooseExample(page, "another app")],
  ["the claims as JSON", (page) => page.getByRole("button", { name: "Edit", exact: true }).click()],
  ["all folds open", (page) => page.locator(".fold").evaluateAll((all) => all.forEach((it) => (it.open = true)))],
  ["a policy that cannot be read", (page) => write(page, policy(page), "{")],
  ["an error message", (page) => write(page, policy(page), "Not authorized to perform sts:AssumeRoleWithWebIdentity")],
  ["findings", async (page) => {
    await write(page, policy(page), wide);
    await page.locator(".finding").first().waitFor();
  }],
  ["a completion", async (page) => {
    await policy(page).focus();
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("Control+Space");
  }],
];

// What lies over the page.
const sheets = [
  ["the examples", async (page) => {
    await openSheet(page, "Examples");
    await page.locator(".case").first().waitFor();
  }],
  ["an error message among the examples", (page) => search(page, "Not authorized to perform sts:AssumeRoleWithWebIdentity")],
  ["what can be shared", (page) => openSheet(page, "Share")],
];

export const tests = [
  ...["light", "dark"].flatMap((colorScheme) =>
    [1280, 390].map((width) => ({
      name: `axe: nothing to report at ${width} px, ${colorScheme}`,
      options: { viewport: { width, height: 860 }, colorScheme },
      async body(page) {
        const found = [];
        for (const [name, go] of views) {
          for (const tab of width < 700 ? ["Token", "Match", "Policy"] : [null]) {
            if (tab === "Token" && name !== "allowed") continue;
            if (tab) await page.locator(".tab", { hasText: tab }).click();
            if (tab === null || tab === (name.includes("JSON") ? "Token" : "Policy")) await go(page);
            found.push(...(await violations(page)).map((it) => `${name}${tab ? `, ${tab}` : ""}: ${it}`));
          }
        }
        await page.keyboard.press("Escape");
        for (const [name, go] of sheets) {
          await go(page);
          found.push(...(await violations(page)).map((it) => `${name}: ${it}`));
          await page.keyboard.press("Escape");
          await page.locator("dialog[open]").waitFor({ state: "detached" });
        }
        assert.deepEqual(found, []);
        await chooseExample(page, "assumes a role");
        await expectWord(page, "Allowed");
      },
    })),
  ),
];
