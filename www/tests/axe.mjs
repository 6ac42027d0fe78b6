// axe-core finds nothing on any view, at three widths, light and dark.
import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { chooseExample, corpus, openSheet, search, wide } from "./steps.mjs";

const views = {
  "the example": () => {},
  "a denial": (page) => chooseExample(page, "A Machine of another app is denied"),
  async "a policy alone, with findings"(page) {
    await page.evaluate(() => document.querySelector(".tab:last-child")?.click());
    await page.getByLabel("Trust policy", { exact: true }).fill(wide);
    await page.evaluate(() => document.querySelector(".tab")?.click());
    await page.getByLabel("Token", { exact: true }).fill("");
    await page.evaluate(() => document.querySelector(".tab:last-child")?.click());
    await page.locator(".finding").first().waitFor();
  },
  "the examples": async (page) => {
    await openSheet(page, "Examples");
    await page.locator(".case").first().waitFor();
  },
  "a message": (page) => search(page, "Not authorized to perform sts:AssumeRoleWithWebIdentity"),
  async "the comparison"(page) {
    await openSheet(page, "Compare");
    await page.getByLabel(/Tokens, one a line/).fill(await corpus());
    await page.getByRole("button", { name: /another version/ }).click();
  },
  "what can be shared": (page) => openSheet(page, "Share"),
};

export const tests = Object.entries(views).flatMap(([view, prepare]) =>
  [390, 900, 1440].map((width) => ({
    name: `axe: ${view}, ${width} px`,
    options: { viewport: { width, height: 860 }, colorScheme: width === 900 ? "dark" : "light" },
    async body(page) {
      await prepare(page);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const said = violations.map(({ id, nodes }) => `${id}: ${nodes.map((it) => it.target.join(" ")).join(", ")}`);
      assert.deepEqual(said, []);
    },
  })),
);
