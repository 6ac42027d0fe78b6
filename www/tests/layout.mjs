// Nothing overflows, the right panes are there, the theme holds.
import assert from "node:assert/strict";
import { arrive } from "./harness.mjs";
import { chooseExample, claims, eventually, expectWord, policy, text, wide, write } from "./steps.mjs";

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
  ...[320, 360, 390, 412, 699, 700, 1280].map((width) => ({
    name: `${width} px: the bar is whole, a click beside a sheet closes it`,
    options: { viewport: { width, height: 640 } },
    async body(page) {
      for (const name of ["Examples", "Compare", "Share"]) {
        const box = await page.getByRole("button", { name, exact: true }).boundingBox();
        assert.ok(box.x >= 0 && box.x + box.width <= width, `${name}: ${JSON.stringify(box)}`);
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
