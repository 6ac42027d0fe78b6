// Keys, fingers and eyes that see little: ways past the bar, words explained, stages with their words.
import assert from "node:assert/strict";
import { chooseExample, eventually, expectWord, policy, tab, text, write } from "./steps.mjs";

const phone = (width) => ({ viewport: { width, height: 844 }, hasTouch: true, isMobile: true });
const focused = (page) => page.evaluate(() => document.activeElement.id);

export const tests = [
  ...[1280, 390].map((width) => ({
    name: `${width} px: the first key offers ways past the bar, to token and policy`,
    options: { viewport: { width, height: 844 } },
    async body(page) {
      const skip = page.locator(".skip");
      assert.equal(await skip.evaluate((it) => getComputedStyle(it).clipPath), "inset(50%)");
      for (const [presses, name, id] of [[1, "Skip to the token", "token"], [2, "Skip to the policy", "policy"]]) {
        await page.reload();
        await page.locator(".verdict-word").waitFor();
        for (let pressed = 0; pressed < presses; pressed += 1) await page.keyboard.press("Tab");
        const link = page.getByRole("link", { name });
        assert.ok(await link.evaluate((it) => it === document.activeElement), name);
        assert.equal(await skip.evaluate((it) => getComputedStyle(it).clipPath), "none");
        await page.keyboard.press("Enter");
        await eventually(() => focused(page), (it) => assert.equal(it, id));
        const box = await page.locator(`:focus`).boundingBox();
        assert.ok(box.y >= 0 && box.y < 844, JSON.stringify(box));
        assert.equal(new URL(page.url()).hash, "");
      }
    },
  })),
  ...[320, 390, 768].map((width) => ({
    name: `${width} px: each stage has its word, and the verdict is in the first screen`,
    options: width < 700 ? phone(width) : { viewport: { width, height: 844 } },
    async body(page) {
      await chooseExample(page, "another app");
      await expectWord(page, "Denied");
      const stages = await page.locator(".stage").evaluateAll((all) => all.map((it) => {
        const { width, height, right, bottom } = it.getBoundingClientRect();
        const word = it.querySelector(".stage-word").getBoundingClientRect();
        return { name: it.innerText, width, height, right, bottom, word: word.width };
      }));
      assert.equal(stages.length, 9);
      for (const stage of stages) {
        assert.ok(stage.word > 30 && stage.right <= width && stage.height >= 24, JSON.stringify(stage));
        assert.ok(stage.bottom < 844 * 0.7, JSON.stringify(stage));
      }
      const { y } = await page.locator(".verdict-why").boundingBox();
      assert.ok(y < 200, String(y));
    },
  })),
  ...[1280, 390].map((width) => ({
    name: `${width} px: the word of the verdict is explained, by pointer, key and finger`,
    options: width < 700 ? phone(width) : { viewport: { width, height: 844 } },
    async body(page) {
      const means = page.locator(".term > p");
      const summary = page.locator(".term > summary");
      for (const [title, word, said] of [
        ["assumes a role", "Allowed", /AWS would give this workload the role/],
        ["another app", "Denied", /trust policy does not admit/],
        ["kept too long", "Refused", /another reason than the trust policy/],
      ]) {
        await chooseExample(page, title);
        await expectWord(page, word);
        assert.match(await page.locator(".verdict-word").getAttribute("title"), said);
        if (!(await means.isVisible())) {
          if (width < 700) await summary.tap();
          else {
            await summary.focus();
            await page.keyboard.press("Enter");
          }
        }
        assert.match(await means.innerText(), said);
      }
      await tab(page, "Policy");
      await write(page, policy(page), "{");
      await expectWord(page, "Not decided");
      assert.match(await means.innerText(), /cannot be read/);
    },
  })),
  {
    name: "phone: the marks of the tabs do not contradict the answer",
    options: phone(390),
    async body(page) {
      const tone = (name) => page.locator(".tab", { hasText: name }).getAttribute("class");
      for (const name of ["Token", "Match", "Policy"]) assert.match(await tone(name), /tone-good/);
      await chooseExample(page, "another app");
      await expectWord(page, "Denied");
      assert.match(await tone("Policy"), /tone-bad/);
      await chooseExample(page, "kept too long");
      await expectWord(page, "Refused");
      assert.match(await tone("Token"), /tone-bad/);
    },
  },
  {
    name: "phone: after a fix the focus is where the answer is, if the policy is not shown",
    options: phone(390),
    async body(page) {
      await chooseExample(page, "another app");
      await expectWord(page, "Denied");
      await page.getByRole("button", { name: "Change line 15" }).tap();
      await expectWord(page, "Allowed");
      await eventually(() => focused(page), (it) => assert.equal(it, "undo"));
      assert.ok(await page.locator("#undo").isVisible());
    },
  },
  {
    name: "phone: a long key begins in the row of its number",
    options: phone(390),
    async body(page) {
      await tab(page, "Policy");
      const key = "token.actions.githubusercontent.com:repository_owner_id";
      await write(page, policy(page), (await text(policy(page))).replace("oidc.fly.io/acme:sub", key));
      const line = page.locator(".cm-line", { hasText: key });
      const [first, whole] = await line.evaluate((it, key) => {
        const walk = document.createTreeWalker(it, NodeFilter.SHOW_TEXT);
        while (walk.nextNode() && !walk.currentNode.data.includes(key[0])) { /* on */ }
        const range = document.createRange();
        range.setStart(walk.currentNode, walk.currentNode.data.search(/\S/));
        range.setEnd(walk.currentNode, walk.currentNode.data.search(/\S/) + 1);
        return [range.getBoundingClientRect().top, it.getBoundingClientRect().top];
      }, key);
      assert.ok(first - whole < 10, `${first} for ${whole}`);
    },
  },
  {
    name: "a token that the CI masked says so, and how to see the claims anyhow",
    async body(page) {
      const token = page.getByLabel("Token", { exact: true });
      for (const masked of ["***", "TOKEN=***", "***.***.***", "[MASKED]"]) {
        await token.fill(masked);
        await page.locator(".pane-token .message", { hasText: "The CI has hidden the token" }).waitFor();
        assert.match(await page.locator(".pane-token .message").first().innerText(), /cut -d\. -f2/);
      }
      await expectWord(page, "Not decided");
    },
  },
];
