// Whatever is pasted: one line that says what and where, and a page that still works.
import assert from "node:assert/strict";
import {
  basis, chooseExample, claims, editClaims, eventually, expectWord, paste, policy, text, word, write,
} from "./steps.mjs";

const token = (page) => page.getByLabel("Token", { exact: true });
const messages = (page, pane) => page.locator(`.pane-${pane} .message.tone-bad`).allInnerTexts();

export const tests = [
  {
    name: "the field of the token keeps the focus while what is written in it becomes no token, and one again",
    async body(page) {
      const token = page.getByLabel("Token", { exact: true });
      await token.focus();
      await page.keyboard.press("Control+Home");
      for (const key of [".", "Backspace", ".", "Backspace"]) {
        await page.keyboard.press(key);
        await expectWord(page, key === "." ? "Not decided" : "Allowed");
        assert.ok(await token.evaluate((it) => it === document.activeElement), key);
      }
    },
  },
  {
    name: "garbage in the policy: the error in its place, the last decision kept",
    async body(page) {
      const good = await text(policy(page));
      const cases = [
        [good.replace('acme:foo-bar:*"', 'acme:foo-bar:*",'), /comma.*line 15, column \d+/is],
        [good.replace('"StringLike"', '"StringLik"'), /StringLike.*line 14/is],
      ];
      for (const [broken, expected] of cases) {
        await write(page, policy(page), broken);
        await page.locator(".pane-policy .message").first().waitFor();
        assert.match((await messages(page, "policy"))[0], expected);
        await expectWord(page, "Not decided");
        assert.match(await basis(page), /In the trust policy, line.*Before that: Allowed/s);
        assert.equal(await page.locator(".pane-meeting .stale").count(), 1);
        assert.ok((await page.locator(".pane-policy .wrong-here").count()) > 0);
      }
      await write(page, policy(page), "{");
      await page.getByText("Paste the role's trust policy").or(page.locator(".problems")).first().waitFor();
      assert.match((await messages(page, "policy"))[0], /line 1, column/);
      assert.doesNotMatch(await basis(page), /Before that/);
      await write(page, policy(page), good);
      await expectWord(page, "Allowed");
      assert.deepEqual(await messages(page, "policy"), []);
      await write(page, policy(page), "");
      await expectWord(page, "Nothing decided yet");
    },
  },
  {
    name: "garbage in the token: one line with its place",
    async body(page) {
      const good = await token(page).inputValue();
      const cases = [
        [good.slice(0, 200), /three parts.*line 1, column/is],
        ["{", /member name.*line 1, column 2/is],
        [`{"iss": "a" "sub": "b"}`, /closing bracket.*line 1, column 13/is],
        [good.replace(".", "=."), /padding.*line 1, column/is],
        ["a.b.c.d.e", /line 1, column/i],
        ["\u{1F600}\u202e..", /line 1, column/i],
      ];
      for (const [text, expected] of cases) {
        await token(page).fill(text);
        await expectWord(page, "Not decided");
        const shown = await messages(page, "token");
        assert.equal(shown.length, 1);
        assert.match(shown[0], expected);
      }
      await token(page).fill("");
      await expectWord(page, "Nothing decided yet");
      await chooseExample(page, "assumes a role");
      await token(page).fill(`Authorization: Bearer "${good}"\n`);
      await expectWord(page, "Allowed");
      assert.match(await page.locator(".pane-token").innerText(), /Read without the word Bearer/);
    },
  },
  {
    name: "claims that make too long a token: said so, and the editor stays",
    async body(page) {
      await editClaims(page, (claims) => ({ ...claims, pad: "x".repeat(16_000) }));
      await eventually(
        () => messages(page, "token"),
        ([first]) => assert.match(first ?? "", /A token with these claims cannot be read.*20000/),
      );
      await expectWord(page, "Not decided");
      await write(page, claims(page), '{"sub": "a"}');
      await expectWord(page, "Refused");
    },
  },
  {
    name: "a token wrapped by a terminal is put together again",
    async body(page) {
      const good = await token(page).inputValue();
      await token(page).fill(good.replace(/.{72}/g, "$&\n  "));
      await page.getByText("Read without the line breaks and spaces inside it.").waitFor();
      await expectWord(page, "Allowed");
    },
  },
  {
    name: "half-typed claims keep the last claims that could be read",
    async body(page) {
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      const whole = await text(claims(page));
      await write(page, claims(page), whole.replace("acme:foo-bar", "acme:cat-api"));
      await expectWord(page, "Denied");
      await write(page, claims(page), whole.replace("acme:foo-bar", "acme:cat-api").replace(/}$/, ""));
      await expectWord(page, "Not decided");
      assert.match((await messages(page, "token"))[0], /line \d+, column/);
      assert.match(await basis(page), /Before that: Denied/);
    },
  },
  {
    name: "5 MB in either pane: an error at once, and the page answers",
    async body(page) {
      const huge = "x".repeat(5 * 1024 * 1024);
      for (const [pane, field] of [["token", token(page)], ["policy", policy(page)]]) {
        const start = performance.now();
        await (pane === "policy" ? write : paste)(page, field, huge);
        await page.locator(`.pane-${pane} .message.tone-bad`).first().waitFor();
        console.log(`        ${pane}: ${Math.round(performance.now() - start)} ms`);
        assert.match((await messages(page, pane))[0], /too long.*field takes \d+ characters.*left out/s);
      }
      await page.getByRole("button", { name: "Dark" }).click();
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
    },
  },
  {
    name: "hostile texts stay texts",
    async body(page) {
      const attack = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      const edited = { ...JSON.parse(await text(claims(page))), sub: attack, [attack]: [attack] };
      await write(page, claims(page), JSON.stringify(edited));
      await write(page, policy(page), (await text(policy(page))).replace("acme:foo-bar:*", attack.replaceAll('"', "'")));
      await page.getByRole("button", { name: "Explained" }).click();
      assert.match(await page.locator(".claims").first().innerText(), /<img src=x/);
      assert.equal(await page.locator("main img, main script").count(), 0);
      assert.match(await page.title(), /^assumable/);
    },
  },
];
