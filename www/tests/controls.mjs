// Every control of the page, by mouse and by keyboard, at three widths.
import assert from "node:assert/strict";
import { controls as ofEditors } from "./controls-editor.mjs";
import { controls as ofSheets } from "./controls-share.mjs";
import { controls as ofToken } from "./controls-token.mjs";
import { button, focused, hands, widths } from "./hands.mjs";
import { basis, chooseExample, eventually, expectWord, openSheet, policy, tab, wide, write } from "./steps.mjs";

const ofAnswer = {
  async "stages, and what is known of one"(page, { press }) {
    const note = page.locator(".stage-note");
    for (const stage of ["Times", "Audience"]) {
      await press(page, page.locator(".stage", { hasText: stage }));
      await eventually(() => note.innerText(), (it) => assert.ok(it.startsWith(stage), it));
      assert.equal(await page.locator('.stage[aria-pressed="true"]').count(), 1);
    }
  },
  async "the moment of the decision"(page, { press }) {
    await press(page, button(page, "Now"));
    await expectWord(page, "Refused");
    await press(page, button(page, "As issued"));
    await expectWord(page, "Allowed");
    await press(page, button(page, "At a time"));
    await page.getByLabel("Decide as of").fill("2024-04-08T23:00:00Z");
    await page.keyboard.press("Enter");
    await expectWord(page, "Refused");
    await press(page, button(page, "Decide as issued"));
    await expectWord(page, "Allowed");
  },
  async "the fix of the verdict, and of the cause"(page, { press }) {
    for (const name of ["Change line 15", "Change the policy"]) {
      await chooseExample(page, "another app");
      await expectWord(page, "Denied");
      await tab(page, "Match");
      await press(page, button(page, name));
      await expectWord(page, "Allowed");
    }
  },
  async "what was done last, undone and done again"(page, { press }) {
    await chooseExample(page, "another app");
    await tab(page, "Match");
    await press(page, button(page, "Change line 15"));
    await expectWord(page, "Allowed");
    await press(page, button(page, "Undo: the change to the policy"));
    await expectWord(page, "Denied");
    await press(page, button(page, "Redo: the change to the policy"));
    await expectWord(page, "Allowed");
    // Key after key, the way back stays under the finger; after the last step the answer gets the focus.
    for (const [what, next] of [["the change to the policy", /^Undo: the example/], ["the example", /^(Undo: the example|Allowed)/]]) {
      await press(page, button(page, `Undo: ${what}`));
      await eventually(() => button(page, `Redo: ${what}`).count(), (it) => assert.equal(it, 1));
      assert.match(await focused(page), next);
    }
    await expectWord(page, "Allowed");
  },
  async "one's own in place of the example"(page, { press }) {
    await press(page, button(page, "Use your own"));
    await expectWord(page, "Nothing decided yet");
    const token = page.getByLabel("Token", { exact: true });
    await eventually(() => token.evaluate((it) => it === document.activeElement), (it) => assert.ok(it));
    assert.equal(await token.inputValue(), "");
    assert.equal(await button(page, "Use your own").count(), 0);
    await press(page, button(page, "Undo: starting with your own"));
    await expectWord(page, "Allowed");
  },
  async "a condition, and its line"(page, { press }) {
    await chooseExample(page, "another app");
    await tab(page, "Match");
    await press(page, page.locator(".row-pick", { hasText: "StringEquals" }));
    await page.locator(".pane-policy .cm-line.lit", { hasText: "acme:aud" }).waitFor();
  },
  async "a finding: its place, its stranger, its change"(page, { press }) {
    await tab(page, "Policy");
    await write(page, policy(page), wide);
    if (page.viewportSize().width < 1080) {
      await press(page, button(page, "Who else gets in"));
      await eventually(() => page.evaluate(() => document.activeElement.id), (it) => assert.equal(it, "findings-title"));
    }
    const finding = page.locator(".finding").first();
    await press(page, finding.getByRole("button", { name: "line 11" }));
    await eventually(() => page.evaluate(() => getSelection().toString()), (it) => assert.equal(it, '"repo:octo-labs*"'));
    assert.ok(await policy(page).evaluate((it) => it === document.activeElement));
    await tab(page, "Match");
    await press(page, finding.getByRole("button", { name: "Load this stranger's token" }));
    await expectWord(page, "Would be allowed");
    // The button is gone from under the focus.
    await eventually(() => focused(page), (it) => assert.equal(it, "Undo: the stranger's token"));
    await tab(page, "Policy");
    await press(page, finding.getByRole("button", { name: "Make this change" }));
    await expectWord(page, "Denied");
  },
  async "the theme"(page, { press }) {
    await press(page, button(page, "Dark"));
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
    await press(page, button(page, "As the system has it"));
  },
};

export const tests = [
  {
    name: "the moment is written in UTC, wherever and in whatever language it is read",
    options: { timezoneId: "Asia/Kolkata", locale: "de-DE" },
    async body(page) {
      const field = page.getByLabel("Decide as of, in UTC");
      const clock = page.locator(".verdict-clock > span");
      const enter = async (text) => {
        await field.fill(text);
        await page.keyboard.press("Enter");
      };
      assert.equal(await field.inputValue(), "2024-04-08 22:25:19");
      assert.match(await clock.innerText(), /^As of\s+UTC$/);
      assert.match(await clock.getAttribute("title"), /^9\. Apr\. 2024.* 03:55:19.*1712615119 seconds/);
      assert.match(await page.locator(".lifetime-ends").innerText(), /9\. Apr\. 2024.* 03:5\d GMT\+5:30/);
      for (const typed of ["2024-04-08 22:34:19", "2024-04-08T22:34:20.5Z ", "2024-04-08T22:34"]) {
        await enter(typed);
        await eventually(() => field.inputValue(), (it) => assert.match(it, /^2024-04-08 22:34:(00|19|20)$/));
      }
      await eventually(() => clock.getAttribute("title"), (it) => assert.match(it, /1712615640/));
      for (const typed of ["yesterday", "04/08/2024 22:34", "2024-21-01 00:00", "1712615640"]) {
        await enter(typed);
        assert.ok(await field.evaluate((it) => it.matches(":invalid")), typed);
        await page.getByText("as in 2024-04-08 22:25:19").waitFor();
        assert.match(await clock.getAttribute("title"), /1712615640/, typed);
      }
      // What is being typed stays, while the page is drawn anew.
      await field.fill("2024-04-08 2");
      await page.locator(".row").last().hover();
      await page.waitForTimeout(1_200);
      assert.equal(await field.inputValue(), "2024-04-08 2");
      await page.keyboard.press("Tab");
      assert.ok(await button(page, "Now").evaluate((it) => it === document.activeElement));
      await enter("2024-04-08 23:30:00");
      await expectWord(page, "Refused");
    },
  },
  ...widths.flatMap((width) =>
    Object.entries(hands).map(([by, hand]) => ({
      name: `${width} px: every control by ${by}`,
      options: { viewport: { width, height: 860 }, permissions: ["clipboard-read", "clipboard-write"] },
      async body(page) {
        await page.locator(".ready #policy").waitFor({ state: "attached" });
        for (const [what, work] of Object.entries({ ...ofAnswer, ...ofToken, ...ofEditors, ...ofSheets })) {
          try {
            await work(page, hand);
          } catch (error) {
            throw new Error(`${what}: ${error.stack}`);
          }
          if (await page.locator("dialog[open]").count()) await page.keyboard.press("Escape");
          await chooseExample(page, "assumes a role");
          await expectWord(page, "Allowed");
          assert.doesNotMatch(await basis(page), /unverified/);
        }
      },
    })),
  ),
  ...widths.map((width) => ({
    name: `${width} px: the tab key reaches everything, in the order of the page`,
    options: { viewport: { width, height: 860 } },
    async body(page) {
      await chooseExample(page, "another app");
      await page.locator(".ready #policy").waitFor({ state: "attached" });
      await page.locator(".fold").evaluateAll((all) => all.forEach((it) => (it.open = true)));
      for (const pane of ["Token", "Match", "Policy"]) {
        if (width >= 700 && pane !== "Token") continue;
        await tab(page, pane);
        const wanted = await page.evaluate(() => {
          const all = document.querySelectorAll("a[href], button, summary, input, textarea, [tabindex='0'], [contenteditable='true']");
          const shown = [...all].filter((it) => it.checkVisibility({ visibilityProperty: true }) && !it.disabled);
          shown.forEach((it, index) => (it.dataset.stop = index));
          return shown.length;
        });
        await page.locator("[data-stop='0']").focus();
        const stops = ["0"];
        for (let presses = 0; presses < wanted; presses += 1) {
          await page.keyboard.press("Tab");
          const stop = await page.evaluate(() => document.activeElement.dataset.stop);
          if (stop !== undefined && !stops.includes(stop)) stops.push(stop);
        }
        const missed = await page.evaluate((stops) =>
          [...document.querySelectorAll("[data-stop]")].filter((it) => !stops.includes(it.dataset.stop)).map((it) => it.outerHTML.slice(0, 120)), stops);
        assert.deepEqual(missed, [], pane);
        await page.evaluate(() => document.querySelectorAll("[data-stop]").forEach((it) => delete it.dataset.stop));
      }
    },
  })),
  {
    name: "a sheet keeps the focus, and the radio buttons are chosen with arrows",
    async body(page) {
      await openSheet(page, "Share");
      await page.getByLabel(/No token/).focus();
      await page.keyboard.press("ArrowDown");
      assert.ok(await page.getByLabel(/Its claims/).isChecked());
      for (let presses = 0; presses < 12; presses += 1) {
        await page.keyboard.press("Tab");
        const outside = await page.evaluate(() =>
          document.activeElement !== document.body && !document.querySelector("dialog[open]").contains(document.activeElement));
        assert.ok(!outside);
      }
    },
  },
];
