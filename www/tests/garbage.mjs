// Whatever is pasted: one line that says what and where, and a page that still works.
import assert from "node:assert/strict";
import { basis, chooseExample, editClaims, eventually, expectWord, paste, word } from "./steps.mjs";

const policy = (page) => page.getByLabel("Trust policy", { exact: true });
const token = (page) => page.getByLabel("Token", { exact: true });
const messages = (page, pane) => page.locator(`.pane-${pane} .message.tone-bad`).allInnerTexts();

export const tests = [
  {
    name: "garbage in the policy: the error in its place, the last decision kept",
    async body(page) {
      const good = await policy(page).inputValue();
      const cases = [
        ["{", /line 1, column/],
        [good.replace('acme:foo-bar:*"', 'acme:foo-bar:*",'), /comma.*line 15, column \d+/is],
        [good.replace('"StringLike"', '"StringLik"'), /StringLike.*line 14/is],
      ];
      for (const [text, expected] of cases) {
        await policy(page).fill(text);
        await page.locator(".pane-policy .message").first().waitFor();
        assert.match((await messages(page, "policy"))[0], expected);
        assert.equal(await word(page), "Allowed");
        assert.equal(await page.locator(".verdict-line.stale").count(), 1);
        assert.match(await basis(page), /last readable text/);
        assert.ok((await page.locator(".pane-policy .wrong-here").count()) > 0);
      }
      await policy(page).fill(good);
      await expectWord(page, "Allowed");
      assert.deepEqual(await messages(page, "policy"), []);
      await policy(page).fill("");
      await expectWord(page, "Nothing decided yet");
    },
  },
  {
    name: "garbage in the token: one line with its place",
    async body(page) {
      const good = await token(page).inputValue();
      const cases = [
        [good.slice(0, 200), /three parts.*line 1, column/is],
        ["{", /three parts.*line 1, column/is],
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
      await expectWord(page, "Allowed");
      await page.getByLabel("Claims as JSON").fill('{"sub": "a"}');
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
      const claims = page.getByLabel("Claims as JSON");
      await claims.fill('{"iss": "https://oidc.fly.io/acme",');
      assert.match((await messages(page, "token"))[0], /line 1, column/);
      await expectWord(page, "Allowed");
    },
  },
  {
    name: "5 MB in either pane: an error at once, and the page answers",
    async body(page) {
      const huge = "x".repeat(5 * 1024 * 1024);
      for (const [pane, field] of [["token", token(page)], ["policy", policy(page)]]) {
        const start = performance.now();
        await paste(page, field, huge);
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
      const claims = page.getByLabel("Claims as JSON");
      const edited = { ...JSON.parse(await claims.inputValue()), sub: attack, [attack]: [attack] };
      await claims.fill(JSON.stringify(edited));
      await policy(page).fill((await policy(page).inputValue()).replace("acme:foo-bar:*", attack.replaceAll('"', "'")));
      await page.getByRole("button", { name: "Explained" }).click();
      assert.match(await page.locator(".claims").first().innerText(), /<img src=x/);
      assert.equal(await page.locator("main img, main script").count(), 0);
      assert.match(await page.title(), /^assumable/);
    },
  },
];
