import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { launch } from "../../../www/tests/chromium.mjs";
import { serve } from "../doors/site.mjs";

/** A page built by Vite, opened by a real Chromium. */
export async function browser(app) {
  writeFileSync(
    join(app.folder, "index.html"),
    '<!doctype html><title>suite</title><script type="module" src="./page.mjs"></script>',
  );
  await build({ root: app.folder, configFile: false, logLevel: "warn" });
  const server = await serve(join(app.folder, "dist"));
  const chrome = await launch();
  try {
    const page = await chrome.newPage();
    page.setDefaultTimeout(180_000);
    const errors = [];
    page.on("pageerror", (error) => errors.push(error));
    await page.goto(`http://localhost:${server.address().port}/`);
    const found = page.waitForFunction(() => globalThis.result !== undefined);
    await found.catch((error) => {
      throw errors[0] ?? error;
    });
    const result = await page.evaluate(() => globalThis.result);
    return { ...result, version: `(Chromium ${chrome.version()}, Vite)` };
  } finally {
    await chrome.close();
    server.close();
  }
}
