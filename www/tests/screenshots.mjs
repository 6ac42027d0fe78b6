// Takes the screenshots in `www/screenshots/` of the site at `INSPECTOR_URL`. Look at them before
// committing them.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { launch } from "./chromium.mjs";
import { open } from "./harness.mjs";
import { chooseExample } from "./steps.mjs";

const folder = process.argv[2] ?? fileURLToPath(new URL("../screenshots/", import.meta.url));
await mkdir(folder, { recursive: true });

const states = [
  { name: "allowed", example: "assumes a role" },
  { name: "denied", example: "another app" },
];
const screens = [
  { width: 1280, height: 860 },
  { width: 390, height: 844 },
];

const browser = await launch();
for (const colorScheme of ["light", "dark"]) {
  for (const viewport of screens) {
    for (const { name, example } of states) {
      const { page, context } = await open(browser, { colorScheme, viewport });
      await chooseExample(page, example);
      await page.mouse.move(1, 1);
      const plain = name === "allowed" ? "" : `-${name}`;
      await page.screenshot({ path: `${folder}/inspector-${colorScheme}-${viewport.width}${plain}.png` });
      await context.close();
    }
  }
}
await browser.close();
