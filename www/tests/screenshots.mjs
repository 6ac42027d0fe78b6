// Takes the screenshots in `www/screenshots/` of the site at `INSPECTOR_URL`. Look at them before
// committing them.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { launch } from "./chromium.mjs";
import { open } from "./harness.mjs";
import { chooseExample, claims, policy, write } from "./steps.mjs";

const folder = process.argv[2] ?? fileURLToPath(new URL("../screenshots/", import.meta.url));
await mkdir(folder, { recursive: true });

const nothing = async () => {};
const tab = async (page, name) => {
  if (page.viewportSize().width < 700) await page.locator(".tab", { hasText: name }).click();
};
const states = [
  { name: "allowed", example: "assumes a role", go: nothing },
  { name: "denied", example: "another app", go: nothing },
  { name: "late", example: "kept too long", go: nothing },
  {
    name: "unreadable",
    example: "another app",
    async go(page) {
      await tab(page, "Policy");
      await page.locator("#policy").click();
      await page.keyboard.press("Control+End");
      await page.keyboard.press("Backspace");
    },
  },
  {
    name: "claims",
    example: "another app",
    async go(page) {
      await tab(page, "Token");
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      await claims(page).scrollIntoViewIfNeeded();
    },
  },
  {
    name: "message",
    example: "another app",
    async go(page) {
      await tab(page, "Policy");
      await write(page, policy(page), "Not authorized to perform sts:AssumeRoleWithWebIdentity");
    },
  },
];
const screens = [
  { width: 1280, height: 860 },
  { width: 390, height: 844 },
];

const browser = await launch();
for (const colorScheme of ["light", "dark"]) {
  for (const viewport of screens) {
    for (const { name, example, go } of states) {
      // The other states are much alike in the other theme.
      const both = ["allowed", "denied"].includes(name);
      if (!both && (colorScheme === "light") !== (viewport.width === 1280)) continue;
      const { page, context } = await open(browser, { colorScheme, viewport });
      await chooseExample(page, example);
      await page.locator(".ready #policy").waitFor({ state: "attached" });
      await go(page);
      await page.mouse.move(1, 1);
      const plain = name === "allowed" ? "" : `-${name}`;
      await page.screenshot({ path: `${folder}/inspector-${colorScheme}-${viewport.width}${plain}.png` });
      await context.close();
    }
  }
}
await browser.close();
