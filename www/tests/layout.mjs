// Nothing overflows, the right panes are there, the theme holds.
import assert from "node:assert/strict";
import { arrive } from "./harness.mjs";
import { chooseExample, claims, eventually, expectWord, policy, tab, text, wide, write } from "./steps.mjs";

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

export const tests = [
  ...[320, 390, 768, 1080, 1280, 1920].map((width) => ({
    name: `${width} px: no horizontal scroll, in no state`,
    options: { viewport: { width, height: 860 } },
    async body(page) {
      const fits = async (title) => {
        if (width < 700) {
          for (const tab of ["Token", "Match", "Policy"]) {
            await page.locator(".tab", { hasText: tab }).click();
            assert.equal(await overflow(page), 0, `${title}, ${tab}`);
          }
        } else {
          assert.equal(await overflow(page), 0, title);
        }
      };
      for (const title of ["assumes a role", "another app", "kept too long", "changed after signing"]) {
        await chooseExample(page, title);
        await fits(title);
      }
      await page.getByRole("button", { name: "Use your own" }).click();
      await fits("nothing");
      await page.getByRole("button", { name: "Undo: starting with your own" }).click();
      await fits("undone");
      if (width < 700) await page.locator(".tab", { hasText: "Policy" }).click();
      await write(page, policy(page), wide);
      await page.locator(".finding").first().waitFor({ state: "attached" });
      await fits("a policy alone");
      await chooseExample(page, "assumes a role");
      if (width < 700) await page.locator(".tab", { hasText: "Policy" }).click();
      const good = await text(policy(page));
      await write(page, policy(page), good.replaceAll("oidc.fly.io/acme", "oidc.fly.io/acme/"));
      await page.locator(".change").nth(1).waitFor({ state: "attached" });
      await fits("several edits");
      if (width < 700) await page.locator(".tab", { hasText: "Policy" }).click();
      await write(page, policy(page), good.replace("acme:foo-bar:*", "x".repeat(400)));
      await expectWord(page, "Denied");
      await page.locator(".row", { hasText: "x".repeat(40) }).first().waitFor({ state: "attached" });
      await fits("a value without a place to break");
    },
  })),
  ...[320, 360, 390, 412, 560, 699, 700, 1280].map((width) => ({
    name: `${width} px: the bar is whole, a click beside a sheet closes it`,
    options: { viewport: { width, height: 640 } },
    async body(page) {
      for (const name of ["Examples", "Compare", "Share"]) {
        const box = await page.getByRole("button", { name, exact: true }).boundingBox();
        assert.ok(box.x >= 0 && box.x + box.width <= width, `${name}: ${JSON.stringify(box)}`);
        // Where there is room for it, a button has its word.
        if (width >= 560) assert.ok(box.width > 60, `${name}: ${JSON.stringify(box)}`);
      }
      assert.equal(await overflow(page), 0);
      await page.getByRole("button", { name: "Share", exact: true }).click();
      const sheet = await page.locator("dialog[open]").boundingBox();
      assert.ok(sheet.x >= 0 && sheet.x + sheet.width <= width && sheet.y + sheet.height <= 640, JSON.stringify(sheet));
      if (width >= 700) await page.mouse.click(4, 320);
      else await page.getByRole("button", { name: "Close" }).click();
      await page.locator("dialog[open]").waitFor({ state: "detached" });
    },
  })),
  ...[1280, 390].map((width) => ({
    name: `${width} px: in forced colours what is chosen, lit or differs is told apart, and fields have borders`,
    options: { viewport: { width, height: 860 }, forcedColors: "active" },
    async body(page) {
      await chooseExample(page, "another app");
      await expectWord(page, "Denied");
      // Shadows are not drawn then, and grounds have the system's colour, whatever shines through.
      const looks = (selector) =>
        page.locator(selector).evaluateAll((all) => all.filter((it) => it.checkVisibility()).map((it) => {
          const { backgroundColor, outlineStyle, borderTopStyle, textDecorationLine } = getComputedStyle(it);
          return [backgroundColor.replace(/rgba(.*), .*/, "rgb$1)"), outlineStyle, borderTopStyle, textDecorationLine].join();
        }));
      const apart = async (chosen, other) => {
        const [one, rest] = [await looks(chosen), await looks(other)];
        assert.ok(one.length && rest.length, `${chosen}: ${one.length}, ${rest.length}`);
        for (const look of one) assert.ok(!rest.includes(look), `${chosen}: ${look}`);
      };
      const pressed = (buttons) => apart(`${buttons}[aria-pressed=true]`, `${buttons}[aria-pressed=false]`);
      await pressed(".bar .choice button");
      await pressed(".verdict-clock button");
      await pressed(".stage");
      await apart(".row.lit", ".row:not(.lit)");
      await apart(".side-differs", ".sides .value");
      if (width < 700) await pressed(".tab");
      await tab(page, "Token");
      await pressed(".pane-token .choice button");
      await apart(".subject-part.differs .value", ".subject-part:not(.differs) .value");
      assert.match((await looks(".editor-token")).join(), /solid/);
      await tab(page, "Policy");
      await apart(".cm-line.lit", ".cm-line:not(.lit)");
      await apart(".cm-line .differs-here", ".cm-line .json-text");
      assert.match((await looks(".json-editor-place.editor")).join(), /solid/);
    },
  })),
  {
    name: "the first row that fails is in the first screen, and what matched takes little of it",
    async body(page) {
      await chooseExample(page, "another app");
      await expectWord(page, "Denied");
      const bottom = (selector) => page.locator(selector).first().evaluate((it) => it.getBoundingClientRect().bottom);
      const [row, end] = [await bottom(".row.tone-bad"), await bottom(".pane-meeting")];
      assert.ok(row <= end, `${row} > ${end}`);
      const heights = await page.locator(".row.brief").evaluateAll((all) => all.map((it) => it.clientHeight));
      assert.equal(heights.length, 3);
      assert.ok(Math.min(...heights) <= 32 && Math.max(...heights) <= 52, heights.join());
      // Nor is there a gap above a name that is too long for one line.
      await chooseExample(page, "pull request asks for the role");
      await page.locator(".row.brief", { hasText: "githubusercontent.com:aud" }).waitFor();
      const gaps = await page.locator(".row.brief").evaluateAll((all) => all.map((row) =>
        row.querySelector(".row-operator").getBoundingClientRect().top - row.getBoundingClientRect().top));
      assert.ok(Math.max(...gaps) < 10, gaps.join());
    },
  },
  ...[1280, 768, 390].map((width) => ({
    name: `${width} px: nothing jumps while somebody types`,
    options: { viewport: { width, height: 860 } },
    async body(page) {
      await tab(page, "Policy");
      await policy(page).focus();
      const top = () => page.locator(".pane-policy .cm-content").evaluate((it) => it.getBoundingClientRect().top + scrollY);
      const good = await text(policy(page));
      const first = await top();
      // A step brings the way back, a change other words about what is an example.
      await chooseExample(page, "another app");
      await page.getByRole("button", { name: "Undo: the example" }).waitFor();
      await tab(page, "Policy");
      assert.equal(await top(), first, "a step");
      await write(page, policy(page), `${good} `);
      await page.getByText("The token is an example").waitFor();
      await expectWord(page, "Denied");
      assert.equal(await top(), first, "a change");
      await chooseExample(page, "assumes a role");
      await tab(page, "Policy");
      await policy(page).focus();
      await page.keyboard.press("Control+Home");
      await page.keyboard.type(",");
      await expectWord(page, "Not decided");
      assert.equal(await top(), first, "a comma too many");
      await page.keyboard.press("Backspace");
      await expectWord(page, "Allowed");
      assert.equal(await top(), first, "a comma taken away");
      await write(page, policy(page), good.replace("foo-bar", "cat-api"));
      await expectWord(page, "Denied");
      assert.equal(await top(), first, "another app");
      await write(page, policy(page), good.replace("StringLike", "StringLik"));
      await expectWord(page, "Not decided");
      assert.equal(await top(), first, "no such operator");
    },
  })),
  ...[24, 32].flatMap((size) => [1280, 390].map((width) => ({
    name: `${width} px, letters of ${size} px: no line lies on another, and nothing is cut`,
    options: { viewport: { width, height: 860 } },
    async body(page) {
      // As a browser that is set to larger letters.
      const larger = await page.context().newCDPSession(page);
      await larger.send("Page.setFontSizes", { fontSizes: { standard: size, fixed: size } });
      await chooseExample(page, "another app");
      await expectWord(page, "Denied");
      assert.equal(await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize)), size);
      const clock = await page.locator(".clock-field").evaluate((it) => [it.scrollWidth, it.clientWidth]);
      assert.ok(clock[0] <= clock[1], `the clock: ${clock}`);
      for (const name of ["Token", "Match", "Policy"]) {
        await tab(page, name);
        assert.equal(await overflow(page), 0, name);
        const tight = await page.evaluate(() =>
          [...document.querySelectorAll(".editor-text, .line, .cm-line, .value, .row-pick, .verdict-word, .clock-field")]
            .filter((it) => it.checkVisibility())
            .map((it) => [it.className, parseFloat(getComputedStyle(it).lineHeight) / parseFloat(getComputedStyle(it).fontSize)])
            .filter(([, ratio]) => ratio < 1.2));
        assert.deepEqual(tight, [], name);
      }
      if (width >= 700) {
        const numbers = await page.locator(".cm-gutterElement").evaluateAll((all) => all.map((it) => it.getBoundingClientRect().top));
        const lines = await page.locator(".pane-policy .cm-line").evaluateAll((all) => all.map((it) => it.getBoundingClientRect().top));
        for (const line of lines) assert.ok(numbers.some((it) => Math.abs(it - line) < 2), `${line}: ${numbers}`);
      }
      const copy = await page.locator("#token").evaluate((it) => [it.scrollHeight, it.previousElementSibling.clientHeight]);
      assert.equal(copy[0], copy[1]);
    },
  }))),
  {
    name: "what the keys do stands on nothing else, at each editor",
    async body(page) {
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      for (const editor of [claims(page), policy(page)]) {
        await editor.focus();
        const { keys, below } = await editor.evaluate((it) => {
          const whole = it.closest(".json-editor");
          const all = [...whole.parentElement.querySelectorAll(":scope > .json-editor ~ *")];
          return {
            keys: whole.querySelector(".json-editor-keys").getBoundingClientRect().bottom,
            below: all.filter((it) => it.innerText.trim()).map((it) => it.getBoundingClientRect().top),
          };
        });
        for (const top of below) assert.ok(top >= keys, `${top} is above ${keys}`);
      }
    },
  },
  {
    name: "wide: the panes scroll, the page does not",
    async body(page) {
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      await claims(page).focus();
      await page.keyboard.press("Control+End");
      const heights = await page.evaluate(() => [
        document.documentElement.scrollHeight,
        document.documentElement.clientHeight,
        window.scrollY,
      ]);
      assert.deepEqual(heights, [860, 860, 0]);
      assert.ok(await page.locator(".foot").isVisible());
    },
  },
  {
    name: "phone: one pane at a time, the verdict stays in view, a row leads to its line",
    options: phone,
    async body(page) {
      await chooseExample(page, "another app");
      await expectWord(page, "Denied");
      assert.ok(await page.locator(".pane-meeting").isVisible());
      assert.ok(!(await page.locator(".pane-policy").isVisible()));
      await page.evaluate(() => window.scrollTo(0, 400));
      const top = await page.locator(".verdict").evaluate((it) => it.getBoundingClientRect().top);
      assert.ok(Math.abs(top) < 1, `the verdict is at ${top}`);
      await page.locator(".row.tone-bad .row-pick").click();
      await page.locator(".pane-policy").waitFor();
      assert.ok(await page.locator(".cm-line.lit").first().isVisible());
      // What had the focus is hidden now.
      await eventually(
        () => page.evaluate(() => document.activeElement.id),
        (id) => assert.equal(id, "policy-title"),
      );
    },
  },
  {
    name: "on paper everything is there, one below the other",
    async body(page) {
      await page.emulateMedia({ media: "print" });
      for (const pane of ["token", "meeting", "policy"]) {
        const box = await page.locator(`.pane-${pane}`).evaluate((it) => [it.clientHeight, it.scrollHeight]);
        assert.equal(box[0], box[1], pane);
        assert.ok(box[0] > 300, pane);
      }
      assert.equal(await page.locator("button.button:visible, .tabs:visible, .splitter:visible").count(), 0);
    },
  },
  {
    name: "right-to-left and long texts stay in their places",
    async body(page) {
      const arabic = "مستودع".repeat(30);
      const good = await text(policy(page));
      await write(page, policy(page), good.replace("acme:foo-bar:*", `${arabic}:${"y".repeat(300)}`));
      await expectWord(page, "Denied");
      await page.locator(".row", { hasText: "y".repeat(40) }).waitFor();
      assert.equal(await overflow(page), 0);
      for (const pane of ["token", "meeting", "policy"]) {
        const over = await page.locator(`.pane-${pane}`).evaluate((it) => it.scrollWidth - it.clientWidth);
        assert.ok(over <= 0, `${pane}: ${over}`);
      }
    },
  },
  {
    name: "the editor's copy lies exactly under its text",
    async body(page) {
      for (const id of ["token", "keys"]) {
        if (id === "keys") await page.locator("#keys-fold > summary").click();
        const heights = await page.locator(`#${id}`).evaluate((field) => ({
          needed: field.scrollHeight,
          given: field.clientHeight,
          copy: field.previousElementSibling.clientHeight,
        }));
        assert.equal(heights.needed, heights.given, id);
        assert.equal(heights.copy, heights.given, id);
      }
    },
  },
  {
    name: "the theme is chosen by keyboard and remembered",
    async body(page) {
      await page.getByRole("button", { name: "Dark" }).focus();
      await page.keyboard.press("Space");
      const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
      assert.equal(await theme(), "dark");
      await page.reload();
      await page.locator(".verdict-word").waitFor();
      assert.equal(await theme(), "dark");
      await arrive(page);
      await page.getByRole("button", { name: "As the system has it" }).click();
      assert.equal(await theme(), undefined);
    },
  },
  {
    name: "everything that can be clicked has a name and can be reached",
    async body(page) {
      const nameless = await page.evaluate(() =>
        [...document.querySelectorAll("button, summary, textarea, input, a")]
          .filter((it) => !(it.ariaLabel || it.textContent.trim() || it.labels?.length))
          .map((it) => it.outerHTML),
      );
      assert.deepEqual(nameless, []);
      assert.equal(await page.locator(".answer [role=status]").count(), 1);
    },
  },
];
