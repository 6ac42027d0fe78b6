// Motion: short where it is welcome, none where it is not. Paper, and texts that run the other way.
import assert from "node:assert/strict";
import { chooseExample, expectWord, openSheet, policy, tab, text, wide, write } from "./steps.mjs";

/** The longest transition or animation of anything on the page but these, in milliseconds. */
const longest = (page, but = "none") =>
  page.evaluate((but) => {
    const times = (text) => text.split(",").map((it) => parseFloat(it) * (it.trim().endsWith("ms") ? 1 : 1000));
    const all = [...document.querySelectorAll(`:not(${but})`)].map((it) => getComputedStyle(it));
    return Math.max(...all.flatMap((it) => [...times(it.transitionDuration), ...times(it.animationDuration)]));
  }, but);

export const tests = [
  {
    name: "motion: at most 150 ms",
    options: { reducedMotion: "no-preference" },
    async body(page) {
      await page.locator(".ready #policy").waitFor({ state: "attached" });
      await openSheet(page, "Share");
      // A caret blinks as everywhere.
      const time = await longest(page, ".cm-cursorLayer");
      assert.ok(time > 0 && time <= 150, `${time}`);
    },
  },
  {
    name: "motion: none for who asked for none",
    async body(page) {
      await page.locator(".ready #policy").waitFor({ state: "attached" });
      await openSheet(page, "Share");
      // The caret's animation is off; how long it would take the editor says in its own style.
      assert.equal(await longest(page, ".cm-cursorLayer"), 0);
      assert.equal(await page.locator(".cm-cursorLayer").first().evaluate((it) => getComputedStyle(it).animationName), "none");
      assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
    },
  },
  {
    name: "print: a denial, its cause and the findings fit on the paper, without what only a screen needs",
    async body(page) {
      await chooseExample(page, "another app");
      await expectWord(page, "Denied");
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      await page.setViewportSize({ width: 720, height: 1000 });
      const [over, ground] = await page.evaluate(() => [
        document.documentElement.scrollWidth - innerWidth,
        getComputedStyle(document.documentElement).colorScheme,
      ]);
      assert.equal(over, 0);
      assert.equal(ground, "light");
      for (const part of [".verdict-why", ".cause", ".row.tone-bad", ".claim", ".findings", "#policy"]) {
        assert.ok(await page.locator(part).first().isVisible(), part);
      }
      for (const pane of ["token", "meeting", "policy"]) {
        const box = await page.locator(`.pane-${pane}`).boundingBox();
        assert.ok(box.width > 600, `${pane}: ${box.width}`);
      }
      // All of the policy is there: the editor draws only what it has room for.
      assert.equal(await page.locator(".pane-policy .cm-line").count(), (await text(policy(page))).split("\n").length);
    },
  },
  {
    name: "print: the settings and keys that the answer rests on are there; no credential, nothing to press",
    async body(page) {
      const field = page.getByLabel("Role session name");
      await field.evaluate((it) => { it.closest("details").open = true; });
      await field.fill("nightly");
      await field.evaluate((it) => { it.closest("details").open = false; });
      await page.emulateMedia({ media: "print" });
      const seen = (selector) => page.locator(selector).evaluateAll((all) =>
        all.filter((it) => it.checkVisibility({ contentVisibilityAuto: true })).length);
      assert.ok(await field.evaluate((it) => it.checkVisibility()), "the setting that was given");
      const given = await page.locator(".pane-policy .field input").evaluateAll((all) => all.filter((it) => it.value).length);
      assert.equal(await seen(".pane-policy .field input"), given);
      assert.ok(await seen(".key-row"), "the key");
      assert.equal(await seen(".editor-token, .keys .editor"), 0);
      assert.equal(await seen(".term-sign, .button, .margin-fold, .fold > summary > .icon"), 0);
      // Without claims the text is all that there is, so it is whole.
      await page.emulateMedia({ media: "screen" });
      await page.getByLabel("Token", { exact: true }).fill("a.b ".repeat(400));
      await page.getByText("The token cannot be read", { exact: true }).waitFor({ state: "attached" });
      await page.emulateMedia({ media: "print" });
      const [whole, shown] = await page.locator(".editor-token").evaluate((it) => [it.scrollHeight, it.clientHeight]);
      assert.ok(shown > 200 && whole <= shown, `${whole} > ${shown}`);
    },
  },
  ...[390, 768, 1440].map((width) => ({
    name: `${width} px: very long, right-to-left and many values stay in their places`,
    options: { viewport: { width, height: 860 } },
    async body(page) {
      const overs = () => page.evaluate(() => {
        const out = [];
        const places = document.querySelectorAll(".pane, .verdict, .cause, .row, .claim, .finding, .subject, .stranger, .change, dialog[open] .dialog-body");
        for (const it of places) {
          // A quiet button stands out by its padding, so that its word is in line.
          if (it.checkVisibility() && it.scrollWidth > it.clientWidth + 6) out.push(`${it.className}: ${it.scrollWidth} > ${it.clientWidth}`);
        }
        if (document.documentElement.scrollWidth > innerWidth) out.push("the page");
        return out;
      });
      const strange = `${"مستودع".repeat(12)}:${"y".repeat(160)}:\u{1f469}\u200d\u{1f680}${"深".repeat(40)}`;
      const claims = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`claim_${index}_${"n".repeat(index)}`, strange.slice(0, 12 * index)]));
      const all = { iss: "https://token.actions.githubusercontent.com", aud: "sts.amazonaws.com", sub: `repo:${strange}`, ...claims, nested: { deep: { deeper: [strange] } } };
      await tab(page, "Token");
      await page.getByLabel("Token", { exact: true }).fill(JSON.stringify(all));
      await page.locator(".claim").nth(40).waitFor();
      assert.deepEqual(await overs(), [], "token");
      await tab(page, "Policy");
      await write(page, policy(page), wide.replace('"repo:octo-labs*"', JSON.stringify(Array.from({ length: 30 }, (_, index) => `repo:${strange.slice(index)}/${index}`))));
      await expectWord(page, "Denied");
      assert.deepEqual(await overs(), [], "policy");
      await tab(page, "Match");
      await page.locator(".row.tone-bad").first().waitFor();
      assert.deepEqual(await overs(), [], "match");
      await openSheet(page, "Share");
      assert.deepEqual(await overs(), [], "share");
    },
  })),
];
