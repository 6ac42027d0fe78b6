// axe-core on every view, light and dark: no violation of WCAG 2.2 AA.
import assert from "node:assert/strict";
import AxeBuilder from "@axe-core/playwright";
import {
  chooseExample, claims, editClaims, eventually, expectWord, openSheet, pointAt, policy, search, tab, text, tip, wide, write,
} from "./steps.mjs";
import { allow } from "./watch.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** In the dark only the colours are others. */
const violations = async (page, dark) => {
  const axe = new AxeBuilder({ page });
  const { violations } = await (dark ? axe.withRules(["color-contrast"]) : axe.withTags(RULES)).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((it) => it.html.slice(0, 160)).join(" | ")}`);
};

const token = (page) => page.getByLabel("Token", { exact: true });
const MESSAGE = "Not authorized to perform sts:AssumeRoleWithWebIdentity";

/** What is shown, the pane that it is shown in, how to get there from the view before, and what must still be there
 * at the end. */
const views = [
  ["allowed", "Match", async () => {}],
  ["the word of the verdict, explained", "Match", async (page) => {
    await page.locator(".term > summary").click();
    await page.locator(".term > p").waitFor();
  }],
  ["the token, all folds open", "Token", async (page) => {
    await page.locator(".term > summary").click();
    await page.locator(".fold").evaluateAll((all) => all.forEach((it) => (it.open = true)));
  }],
  ["the policy, all folds open", "Policy", async () => {}],
  ["a completion", "Policy", async (page) => {
    await policy(page).focus();
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("Control+Space");
  }],
  ["what is wrong with the call", "Policy", async (page) => {
    await page.keyboard.press("Escape");
    await page.getByLabel("Session length in seconds").fill("an hour");
    await expectWord(page, "Not decided");
  }],
  ["may the issuer be contacted", "Token", async (page) => {
    await page.getByRole("button", { name: "Fetch from the issuer" }).click();
    await page.getByRole("button", { name: "Contact it" }).waitFor();
  }],
  ["an issuer whose answer is of no use", "Token", async (page) => {
    allow("https://oidc.fly.io");
    await page.route("https://oidc.fly.io/**", (route) =>
      route.fulfill({ headers: { "Access-Control-Allow-Origin": "*" }, json: {} }));
    await page.getByRole("button", { name: "Contact it" }).click();
    await page.getByRole("button", { name: "Try again" }).waitFor();
  }],
  ["keys that cannot be read", "Token", async (page) => {
    await page.getByLabel("Key set").fill("{");
  }],
  ["templates of claims", "Token", (page) => page.getByText("No token?").click()],
  ["claims alone", "Token", async (page) => {
    await page.locator(".menu-item", { hasText: "GitHub Actions job" }).click();
    await page.getByText("Nobody signed them").waitFor();
  }],
  ["denied", "Match", (page) => chooseExample(page, "another app")],
  ["denied, the policy", "Policy", async () => {}],
  ["what is said of an underlined text", "Policy", (page) =>
    pointAt(page, page.locator(".pane-policy .cm-lintRange").first()), tip],
  ["denied, the token", "Token", (page) => page.mouse.move(1, 1)],
  ["the claims as JSON", "Token", async (page) => {
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await claims(page).waitFor();
  }],
  ["edited claims", "Token", (page) => editClaims(page, (claims) => ({ ...claims, aud: "https://fly.io/acme" }))],
  ["edited claims, two causes", "Match", async () => {}],
  ["claims that cannot be read", "Token", (page) => write(page, claims(page), "{")],
  ["an expired token", "Match", (page) => chooseExample(page, "kept too long")],
  ["a signature that is wrong", "Match", (page) => chooseExample(page, "changed after signing")],
  ["several edits", "Match", async (page) => {
    await chooseExample(page, "assumes a role");
    await tab(page, "Policy");
    await write(page, policy(page), (await text(policy(page))).replaceAll("oidc.fly.io/acme", "oidc.fly.io/acme/"));
    await tab(page, "Match");
    await page.locator(".change").nth(1).waitFor();
  }],
  ["a policy that cannot be read", "Policy", (page) => write(page, policy(page), "{")],
  ["the last answer, grey", "Match", async () => {}],
  ["an error message for a policy", "Policy", (page) => write(page, policy(page), MESSAGE)],
  ["nothing yet", "Token", async (page) => {
    await chooseExample(page, "assumes a role");
    await page.getByRole("button", { name: "Use your own" }).click();
    await expectWord(page, "Nothing decided yet");
  }],
  ["a step undone", "Match", async (page) => {
    await page.getByRole("button", { name: /^Undo/ }).click();
    await page.getByRole("button", { name: /^Redo/ }).waitFor();
  }],
  ["a policy alone", "Policy", (page) => write(page, policy(page), wide)],
  ["findings", "Match", (page) => page.locator(".finding").first().waitFor()],
  ["a stranger", "Match", async (page) => {
    await page.getByRole("button", { name: "Load this stranger's token" }).first().click();
    await tab(page, "Match");
    await page.locator(".row").first().waitFor();
  }],
  ["no policy", "Policy", (page) => write(page, policy(page), "")],
  ["a token that cannot be read", "Token", (page) => token(page).fill("a.b")],
  ["an error message for a token", "Token", (page) => token(page).fill(MESSAGE)],
  ["nothing at all", "Token", (page) => token(page).fill("")],
  ["nothing at all, the match", "Match", async () => {}],
];

// What lies over the page.
const sheets = [
  ["the examples", async (page) => {
    await openSheet(page, "Examples");
    await page.locator(".case").first().waitFor();
  }],
  ["no example found", (page) => search(page, "no such words at all")],
  ["an error message among the examples", async (page) => {
    await search(page, MESSAGE);
    await page.getByText("What this message means").waitFor();
  }],
  ["what cannot be compared", async (page) => {
    await openSheet(page, "Compare");
    await page.getByLabel(/^Tokens, one a line/).fill("no token");
    await page.getByRole("button", { name: /another version/ }).click();
    await page.getByLabel("The other version of the policy").fill("{");
    await eventually(() => page.locator(".compared tbody .mark").allInnerTexts(), (it) =>
      assert.deepEqual(it.slice(-2), ["Not decided", "Not decided"]));
  }],
  ["what can be shared", async (page) => {
    await openSheet(page, "Share");
    await page.getByLabel("Link").waitFor();
  }],
];

export const tests = [390, 768, 1440].map((width) => ({
  name: `axe: nothing to report at ${width} px, light and dark`,
  // A phone's bars lie over what is at the edge of the screen until it is scrolled: here it is all in view.
  options: { viewport: { width, height: width < 700 ? 6000 : 860 } },
  patience: 900_000,
  async body(page) {
    const [found, seen] = [[], []];
    const look = async (name) => {
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        seen.push(`${name}, ${colorScheme}`);
        found.push(...(await violations(page, colorScheme === "dark")).map((it) => `${name}, ${colorScheme}: ${it}`));
      }
    };
    for (const [name, pane, go, stays] of views) {
      await tab(page, pane);
      await go(page);
      await look(name);
      if (stays) assert.ok(await stays(page).isVisible(), name);
    }
    for (const [name, go] of sheets) {
      await go(page);
      await look(name);
      await page.keyboard.press("Escape");
      await page.locator("dialog[open]").waitFor({ state: "detached" });
    }
    await page.evaluate(() => { location.hash = "v1.x"; });
    await page.getByRole("button", { name: "Dismiss" }).waitFor();
    await page.locator("#update").evaluate((it) => { it.hidden = false; });
    await look("news and a newer version");
    await page.emulateMedia({ forcedColors: "active" });
    for (const title of ["assumes a role", "another app"]) {
      await chooseExample(page, title);
      await tab(page, "Match");
      await look(`forced colours, ${title}`);
    }
    console.log(`        ${seen.length} views`);
    assert.deepEqual(found, []);
  },
}));
