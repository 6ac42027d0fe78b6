// Takes screenshots of the examples, what can be shared, and the findings, of the site at
// `INSPECTOR_URL`, into the folder named on the command line. Look at them.
import { mkdir } from "node:fs/promises";
import { launch } from "./chromium.mjs";
import { open } from "./harness.mjs";
import { openSheet, policy, search, wide, write } from "./steps.mjs";

const folder = process.argv[2];
if (!folder) throw new Error("say where to: node www/tests/shots.mjs FOLDER");
await mkdir(folder, { recursive: true });

const states = {
  gallery: (page) => openSheet(page, "Examples"),
  message: (page) => search(page, "An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation: Not authorized to perform sts:AssumeRoleWithWebIdentity"),
  share: (page) => openSheet(page, "Share"),
  async findings(page) {
    if (page.viewportSize().width < 700) await page.locator(".tab", { hasText: "Token" }).click();
    await page.getByLabel("Token", { exact: true }).fill("");
    if (page.viewportSize().width < 700) await page.locator(".tab", { hasText: "Policy" }).click();
    await write(page, policy(page), wide);
    await page.locator(".finding").first().waitFor({ state: "attached" });
    await page.locator(".finding").first().scrollIntoViewIfNeeded();
  },
};
const screens = [
  { width: 1280, height: 860 },
  { width: 390, height: 844 },
];
const browser = await launch();
for (const colorScheme of ["light", "dark"]) {
  for (const viewport of screens) {
    for (const [name, prepare] of Object.entries(states)) {
      const { page, context } = await open(browser, { colorScheme, viewport });
      await prepare(page);
      await page.screenshot({ path: `${folder}/${name}-${colorScheme}-${viewport.width}.png` });
      await context.close();
    }
  }
}
await browser.close();
