// The states of the page worth a picture, of the site at `INSPECTOR_URL`.
//
//     node www/tests/screenshots.mjs             the pictures of `www/screenshots/`, one for each state
//     node www/tests/screenshots.mjs FOLDER      every state at every width, light and dark, to be looked at
//     node www/tests/screenshots.mjs FOLDER findings share       only these
//
// The clock stands still, so that a picture changes only when the page does. Look at the pictures
// before committing them.
import { mkdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { launch } from "./chromium.mjs";
import { open } from "./harness.mjs";
import { chooseExample, expectWord, openSheet, paste, policy, search, tab, wide, write } from "./steps.mjs";

const screens = { wide: { width: 1280, height: 860 }, tablet: { width: 768, height: 1024 }, phone: { width: 390, height: 844 } };

/** What becomes of the page; the pane that shows it on a phone; the screen and theme of the committed
 * picture, if not wide and light. A state is one more entry here. */
const states = {
  empty: {
    async go(page) {
      await page.getByRole("button", { name: "Use your own" }).click();
      await page.getByText("The token is missing").waitFor({ state: "attached" });
    },
  },
  allowed: { pane: "Match", go: (page) => choose(page, "assumes a role", "Allowed") },
  denied: { pane: "Match", go: denied },
  "denied-dark": { theme: "dark", pane: "Match", go: denied, same: "denied" },
  "denied-phone": { screen: "phone", pane: "Match", go: denied, same: "denied" },
  findings: {
    pane: "Policy",
    async go(page) {
      await write(page, policy(page), wide);
      await page.locator(".finding").first().waitFor({ state: "attached" });
      await tab(page, "Match");
    },
  },
  late: {
    pane: "Token",
    async go(page) {
      await choose(page, "kept too long", "Refused");
      await page.locator(".lifetime").evaluate((it) => it.scrollIntoView({ block: "center" }));
    },
  },
  pasted: {
    pane: "Token",
    async go(page) {
      const token = page.getByLabel("Token", { exact: true });
      const text = await token.inputValue();
      await paste(page, token, `$ curl -sH 'Authorization: Bearer ${text}' https://cats.example/whoami\n`);
      await page.locator(".pane-token .message").first().waitFor({ state: "attached" });
      await page.locator(".editor-token").evaluate((it) => { it.scrollTop = 0; });
    },
  },
  keys: {
    pane: "Token",
    async go(page) {
      const { jwks } = await example("fly-machine");
      await page.locator("#keys-fold > summary").click();
      await page.getByLabel("Key set").fill(JSON.stringify(jwks, null, 2));
      await page.getByText("pasted key").first().waitFor({ state: "attached" });
      await page.locator("#keys-fold").evaluate((it) => it.scrollIntoView({ block: "end" }));
    },
  },
  examples: {
    async go(page) {
      await openSheet(page, "Examples");
      await page.locator(".case").first().waitFor();
    },
  },
  "error-message": {
    async go(page) {
      await search(page, MESSAGE);
      await page.getByText("What this message means").waitFor();
    },
  },
  compare: { go: compared },
  "compare-phone": { screen: "phone", go: compared, same: "compare" },
  share: {
    async go(page) {
      await openSheet(page, "Share");
      await page.waitForFunction(() => document.querySelector(".share-link input")?.value);
      // As `cargo xtask serve` serves it, wherever this was taken.
      await page.getByLabel("Link").evaluate((it) => { it.value = it.value.replace(location.host, "localhost:8080"); });
    },
  },
};

const MESSAGE =
  "An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation: " +
  "Not authorized to perform sts:AssumeRoleWithWebIdentity";

/** Tokens beside two versions of a policy, of which one answer differs. */
async function compared(page) {
  const named = ["fly-other-app", "fly-tampered"].map(example);
  await openSheet(page, "Compare");
  await page.getByLabel(/^Tokens, one a line/).fill((await Promise.all(named)).map((it) => it.token).join("\n"));
  await page.getByRole("button", { name: /another version/ }).click();
  const other = page.getByLabel("The other version of the policy");
  await other.fill((await other.inputValue()).replace("acme:foo-bar:*", "acme:*"));
  await page.locator("tr.changed").waitFor();
  await page.locator(".versions").evaluate((it) => it.scrollIntoView({ block: "start" }));
}

function denied(page) {
  return choose(page, "another app", "Denied");
}

async function example(name) {
  return JSON.parse(await readFile(new URL(`../../vectors/examples/${name}.json`, import.meta.url), "utf8"));
}

async function choose(page, title, word) {
  await chooseExample(page, title);
  await expectWord(page, word);
}

async function take(browser, path, { pane, go }, viewport, colorScheme) {
  const { page, context } = await open(browser, { colorScheme, viewport }, NOW);
  await page.locator(".ready #policy").waitFor({ state: "attached" });
  if (pane) await tab(page, pane);
  await go(page);
  await page.mouse.move(1, 1);
  // A caret that blinks makes every picture another one.
  await page.evaluate(() => document.activeElement.blur());
  await page.screenshot({ path, caret: "hide", animations: "disabled" });
  await context.close();
}

/** An hour after the examples' tokens were issued. */
const NOW = new Date("2024-04-08T23:15:00Z");

const [folder, ...chosen] = process.argv.slice(2);
const into = folder ?? fileURLToPath(new URL("../screenshots/", import.meta.url));
await mkdir(into, { recursive: true });
const browser = await launch();
for (const [name, state] of Object.entries(states)) {
  if (chosen.length ? !chosen.includes(name) : folder && state.same) continue;
  if (folder) {
    for (const theme of ["light", "dark"]) {
      for (const [screen, viewport] of Object.entries(screens)) {
        await take(browser, `${into}/${name}-${theme}-${screen}.png`, state, viewport, theme);
      }
    }
  } else {
    await take(browser, `${into}/${name}.png`, state, screens[state.screen ?? "wide"], state.theme ?? "light");
  }
}
await browser.close();
