// The editors' own controls: a part of `controls.mjs`.
import assert from "node:assert/strict";
import { button, isMouse } from "./hands.mjs";
import { chooseExample, claims, eventually, expectWord, line, pointAt, policy, putCursor, tab, text, tip } from "./steps.mjs";

const lines = (editor) => editor.locator(".cm-line");

/** Puts the cursor behind these words of the policy. */
async function goTo(page, hand, words) {
  if (isMouse(hand)) return putCursor(page, words);
  await policy(page).focus();
  await page.keyboard.press("Control+Home");
  const here = () => page.evaluate(() => {
    const { anchorNode } = getSelection();
    return (anchorNode.closest ? anchorNode : anchorNode.parentElement).closest(".cm-line").textContent;
  });
  for (let presses = 0; !(await here()).includes(words); presses += 1) {
    assert.ok(presses < 60, words);
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("End");
  const whole = await here();
  const back = whole.length - whole.indexOf(words) - words.length;
  for (let presses = 0; presses < back; presses += 1) await page.keyboard.press("ArrowLeft");
}

export const controls = {
  async "what a word means"(page, hand) {
    await tab(page, "Policy");
    if (isMouse(hand)) {
      await pointAt(page, line(page, '"StringLike"').getByText('"StringLike"'));
    } else {
      await goTo(page, hand, '"StringLi');
      await page.keyboard.press("Control+i");
    }
    await eventually(() => tip(page).innerText(), (it) => assert.match(it, /fits one of these patterns/));
    if (isMouse(hand)) await page.mouse.move(1, 1);
    else await page.keyboard.press("Escape");
    await tip(page).waitFor({ state: "detached" });
  },
  async "what can be written"(page, hand) {
    await tab(page, "Policy");
    await goTo(page, hand, '"StringLike": {');
    await page.keyboard.type('\n"');
    await page.keyboard.press("Control+Space");
    const list = page.getByRole("listbox");
    const chosen = list.getByRole("option", { name: "oidc.fly.io/acme:amr" });
    await chosen.waitFor();
    if (isMouse(hand)) {
      await chosen.click();
    } else {
      // For its first 75 ms the list takes no key.
      await page.waitForTimeout(100);
      const isIt = () => chosen.getAttribute("aria-selected");
      for (let presses = 0; (await isIt()) !== "true"; presses += 1) {
        assert.ok(presses < 40);
        await page.keyboard.press("ArrowDown");
      }
      await page.keyboard.press("Enter");
    }
    await list.waitFor({ state: "detached" });
    await eventually(() => text(policy(page)), (it) => assert.match(it, /"StringLike": \{\n\s*"oidc\.fly\.io\/acme:amr"/));
  },
  async "the fix where the text is marked"(page, hand) {
    await chooseExample(page, "another app");
    await expectWord(page, "Denied");
    await tab(page, "Policy");
    const before = await text(policy(page));
    if (isMouse(hand)) {
      await pointAt(page, page.locator(".pane-policy .cm-lintRange").first());
      assert.match(await tip(page).innerText(), /app cat-api; the policy admits only app foo-bar/);
      await tip(page).getByRole("button", { name: "Change the policy" }).click();
    } else {
      await policy(page).focus();
      await page.keyboard.press("Control+.");
    }
    await expectWord(page, "Allowed");
    await policy(page).focus();
    await page.keyboard.press("Control+z");
    await expectWord(page, "Denied");
    assert.equal(await text(policy(page)), before);
  },
  async "brackets that belong together, and folding, in both editors"(page, hand) {
    await tab(page, "Token");
    await hand.press(page, button(page, "Edit"));
    for (const [pane, editor] of [["Token", claims(page)], ["Policy", policy(page)]]) {
      await tab(page, pane);
      const all = await lines(editor).count();
      const margin = page.locator(`.pane-${pane.toLowerCase()} .margin-fold`).first();
      const toStart = async () => {
        if (isMouse(hand)) return lines(editor).first().click({ position: { x: 4, y: 8 } });
        await hand.enter(page, editor);
        await page.keyboard.press("Control+Home");
      };
      // The other one may be out of sight; without it this one would not be marked.
      await eventually(async () => {
        await toStart();
        return editor.locator(".cm-matchingBracket").allInnerTexts();
      }, ([first]) => assert.equal(first, "{", pane));
      if (isMouse(hand)) await margin.click();
      else await page.keyboard.press("Control+Alt+[");
      await eventually(() => lines(editor).count(), (left) => assert.equal(left, 1, pane));
      if (isMouse(hand)) await margin.click();
      else await page.keyboard.press("Control+Alt+]");
      await eventually(() => lines(editor).count(), (left) => assert.equal(left, all, pane));
    }
    await tab(page, "Token");
    await hand.press(page, button(page, "Explained"));
  },
  async "a copy of the policy"(page, hand) {
    await tab(page, "Policy");
    await hand.press(page, button(page, "Copy the policy"));
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    const whole = await text(policy(page));
    await eventually(copied, (it) => assert.equal(it, whole));
  },
  async "the borders between the panes"(page, hand) {
    const borders = await page.getByRole("separator").filter({ visible: true }).all();
    assert.equal(borders.length, { 390: 0, 768: 0, 1440: 2 }[page.viewportSize().width]);
    for (const border of borders) {
      const place = async () => Number(await border.getAttribute("aria-valuenow"));
      const left = () => border.evaluate((it) => it.getBoundingClientRect().left);
      const [first, from] = [await place(), await left()];
      if (isMouse(hand)) {
        const { x, y, width, height } = await border.boundingBox();
        await page.mouse.move(x + width / 2, y + height / 2);
        await page.mouse.down();
        await page.mouse.move(x - 60, y + height / 2, { steps: 4 });
        await page.mouse.up();
      } else {
        await border.focus();
        await page.keyboard.press("ArrowLeft");
      }
      await eventually(left, (it) => assert.ok(it < from - 20, `${from}, ${it}`));
      assert.ok((await place()) < first);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      if (isMouse(hand)) await border.dblclick();
      else await page.keyboard.press("Enter");
      await eventually(left, (it) => assert.equal(it, from));
    }
  },
};
