// Every control of the page, by mouse and by keyboard, at three widths.
import assert from "node:assert/strict";
import { basis, chooseExample, eventually, expectWord, openSheet, policy, tab, text, why, wide, write } from "./steps.mjs";

const widths = [390, 768, 1440];

/** How a person works a control. By keyboard what is not shown cannot have the focus. */
const hands = {
  mouse: {
    press: (page, control) => control.click(),
    write: async (page, field, text) => {
      await field.click({ clickCount: 3 });
      await page.keyboard.type(text);
    },
  },
  keyboard: {
    async press(page, control) {
      await focus(control);
      await page.keyboard.press((await control.getAttribute("type")) === "radio" ? "Space" : "Enter");
    },
    async write(page, field, text) {
      await focus(field);
      await page.keyboard.press("Control+A");
      await page.keyboard.type(text);
    },
  },
};

async function focus(control) {
  await control.focus();
  assert.ok(await control.evaluate((it) => it === document.activeElement), await control.evaluate((it) => it.outerHTML.slice(0, 200)));
}

const button = (page, name) => page.getByRole("button", { name, exact: true });
const focused = (page) => page.evaluate(() => document.activeElement.textContent);
const fold = (page, name) => page.locator(".fold > summary", { hasText: name });
const isOpen = (summary) => summary.evaluate((it) => it.parentElement.open);

const controls = {
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
  async "claims explained or to be edited, header, checks and keys"(page, { press }) {
    await tab(page, "Token");
    await press(page, button(page, "Edit"));
    await page.getByLabel("Claims as JSON").first().waitFor();
    await press(page, button(page, "Explained"));
    await page.locator(".claim-name", { hasText: "sub" }).waitFor();
    for (const [name, inside] of [["Header", "RS256"], ["Checks of a strict verifier", "Signature"], ["Keys", "demo-key"]]) {
      const summary = fold(page, name);
      await press(page, summary);
      assert.ok(await isOpen(summary), name);
      await page.locator(".fold[open]", { hasText: name }).getByText(inside).first().waitFor();
      await press(page, summary);
      assert.ok(!(await isOpen(summary)), name);
    }
  },
  async "claims of a template"(page, { press }) {
    await tab(page, "Token");
    const menu = page.locator(".menu > summary");
    await press(page, menu);
    await page.keyboard.press("Escape");
    await eventually(() => isOpen(menu), (it) => assert.ok(!it));
    await press(page, menu);
    await press(page, page.locator(".menu-item", { hasText: "GitHub Actions job" }));
    await eventually(() => page.locator(".badge-word").innerText(), (it) => assert.equal(it, "No token"));
    assert.equal(await isOpen(menu), false);
  },
  async "role, provider and call"(page, { press, write: type }) {
    await tab(page, "Policy");
    await press(page, fold(page, "Role, provider and call"));
    await type(page, page.getByLabel("Client ids of the provider"), "somebody.else");
    await expectWord(page, "Refused");
    await type(page, page.getByLabel("Client ids of the provider"), "sts.amazonaws.com");
    await expectWord(page, "Allowed");
    await type(page, page.getByLabel("Session length in seconds"), "60");
    await expectWord(page, "Refused");
    await type(page, page.getByLabel("Session length in seconds"), "an hour");
    await page.getByText("This is not a whole number of seconds.").waitFor();
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
  async "an error message"(page, { press }) {
    const got = button(page, "Got an error message?");
    await press(page, got);
    await page.locator(".case").first().waitFor();
    await page.keyboard.type("No OpenIDConnect provider found in your account for https://oidc.fly.io/acme");
    await page.getByText("What this message means").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    assert.ok(await got.evaluate((it) => it === document.activeElement));
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
    if (page.viewportSize().width < 1080) await press(page, button(page, "Who else gets in"));
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
  async "the examples, and a search"(page, { press }) {
    await press(page, button(page, "Examples"));
    await page.locator(".case").first().waitFor();
    await page.keyboard.type("personal slug");
    await eventually(() => page.locator(".case").count(), (count) => assert.ok(count > 0 && count < 5, `${count}`));
    await press(page, page.locator(".case").first());
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    await eventually(() => why(page), (it) => assert.match(it, /personal/));
  },
  async "what is shared"(page, { press }) {
    await press(page, button(page, "Share"));
    const link = page.getByLabel("Link");
    const short = (await link.inputValue()).length;
    for (const name of [/Its claims/, /The whole token/, /No token/]) {
      await press(page, page.getByLabel(name));
      assert.ok(await page.getByLabel(name).isChecked(), String(name));
    }
    await eventually(() => link.inputValue(), (it) => assert.equal(it.length, short));
    const download = page.waitForEvent("download");
    await press(page, button(page, "Download the case"));
    assert.equal((await download).suggestedFilename(), "case.json");
    await press(page, button(page, "Forget everything"));
    await page.locator("dialog[open]").waitFor({ state: "detached" });
  },
  async "the theme"(page, { press }) {
    await press(page, button(page, "Dark"));
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
    await press(page, button(page, "As the system has it"));
  },
  async "folding a part of the policy"(page, { press }) {
    await tab(page, "Policy");
    const lines = page.locator(".pane-policy .cm-line");
    const all = await lines.count();
    if (press === hands.mouse.press) {
      await policy(page).hover();
      await page.locator(".pane-policy .margin-fold").nth(1).click();
    } else {
      await policy(page).focus();
      await page.keyboard.press("Control+Home");
      await page.keyboard.press("Control+Alt+[");
    }
    await eventually(() => lines.count(), (left) => assert.ok(left < all, `${left} of ${all}`));
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
        for (const [what, work] of Object.entries(controls)) {
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
