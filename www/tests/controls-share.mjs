// What lies over the page, and what is brought and taken along: a part of `controls.mjs`.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { deflateRawSync } from "node:zlib";
import { button, replace } from "./hands.mjs";
import { eventually, expectWord, openSheet, policy, tab, text, why, wide, write } from "./steps.mjs";

const { token: catApi } = JSON.parse(await readFile(new URL("../../vectors/examples/fly-other-app.json", import.meta.url), "utf8"));
const closed = (page) => page.locator("dialog[open]").waitFor({ state: "detached" });
const copied = (page) => page.evaluate(() => navigator.clipboard.readText());

async function taken(page, { press }, name) {
  const [file] = await Promise.all([page.waitForEvent("download"), press(page, button(page, name))]);
  return [file.suggestedFilename(), await readFile(await file.path(), "utf8")];
}

export const controls = {
  async "an error message"(page, { press }) {
    const got = button(page, "Got an error message?");
    await press(page, got);
    await page.locator(".case").first().waitFor();
    await page.keyboard.type("No OpenIDConnect provider found in your account for https://oidc.fly.io/acme");
    await page.getByText("What this message means").waitFor();
    await page.keyboard.press("Escape");
    await closed(page);
    assert.ok(await got.evaluate((it) => it === document.activeElement));
  },
  async "the examples, and a search"(page, { press }) {
    await press(page, button(page, "Examples"));
    await page.locator(".case").first().waitFor();
    await page.keyboard.type("personal slug");
    await eventually(() => page.locator(".case").count(), (count) => assert.ok(count > 0 && count < 5, `${count}`));
    await press(page, page.locator(".case").first());
    await closed(page);
    await eventually(() => why(page), (it) => assert.match(it, /personal/));
  },
  async "tokens to compare, when they are decided, another version, a row"(page, hand) {
    const { press } = hand;
    await press(page, button(page, "Now"));
    await expectWord(page, "Refused");
    const before = await text(policy(page));
    const answers = (expected) =>
      eventually(() => page.locator(".compared tbody .mark").allInnerTexts(), (it) => assert.deepEqual(it, expected));
    await press(page, button(page, "Compare"));
    await replace(page, hand, page.getByLabel(/^Tokens, one a line/), catApi);
    await answers(["Refused", "Refused"]);
    await press(page, button(page, "Decide each as issued"));
    await answers(["Allowed", "Denied"]);
    await press(page, page.getByRole("button", { name: "decide all now" }));
    await answers(["Refused", "Refused"]);
    await press(page, button(page, "Decide each as issued"));
    const other = page.getByLabel("The other version of the policy");
    const compare = async () => {
      await press(page, page.getByRole("button", { name: "another version" }));
      await replace(page, hand, other, before.replace("foo-bar", "cat-api"));
      await page.getByText("The other version changes 2 of 2 answers.").waitFor();
    };
    await compare();
    await answers(["Allowed", "Denied", "Denied", "Allowed"]);
    await press(page, button(page, "Remove the other version"));
    await other.waitFor({ state: "detached" });
    await answers(["Allowed", "Denied"]);
    await press(page, page.getByRole("button", { name: /^Load .*cat-api/ }));
    await closed(page);
    await expectWord(page, "Denied");
    assert.equal(await text(policy(page)), before);
    await press(page, button(page, "Compare"));
    await press(page, page.getByRole("button", { name: "another version" }));
    await replace(page, hand, other, before.replace("foo-bar", "cat-api"));
    await press(page, button(page, "Use the other version"));
    await closed(page);
    await expectWord(page, "Allowed");
    assert.equal(await text(policy(page)), before.replace("foo-bar", "cat-api"));
  },
  async "what is shared"(page, hand) {
    const { press } = hand;
    await press(page, button(page, "Share"));
    const link = page.getByLabel("Link");
    const short = (await link.inputValue()).length;
    for (const name of [/Its claims/, /The whole token/, /No token/]) {
      await press(page, page.getByLabel(name));
      assert.ok(await page.getByLabel(name).isChecked(), String(name));
    }
    await eventually(() => link.inputValue(), (it) => assert.equal(it.length, short));
    const [name, explanation] = await taken(page, hand, "Download the explanation");
    assert.equal(name, "explanation.md");
    assert.match(explanation, /^# Allowed\n/);
    assert.equal((await taken(page, hand, "Download the case"))[0], "case.json");
    for (const [place, expected] of [[".share-link", await link.inputValue()], [".share-row", explanation]]) {
      const copy = page.locator(place).first().getByRole("button", { name: "Copy", exact: true });
      await press(page, copy);
      await eventually(() => copied(page), (it) => assert.equal(it, expected));
      assert.equal(await page.locator(place).first().getByRole("button", { name: "Copied" }).count(), 1);
    }
    await press(page, button(page, "Forget everything"));
    await closed(page);
  },
  async "what a link brought, what was there before, and news put away"(page, { press }) {
    await tab(page, "Policy");
    const own = (await text(policy(page))).replace("foo-bar", "mine");
    await write(page, policy(page), own);
    await eventually(() => page.evaluate(() => localStorage.getItem("assumable-draft-v1")), (it) => assert.match(`${it}`, /acme:mine/));
    const packed = deflateRawSync(Buffer.from(JSON.stringify({ policy: wide }))).toString("base64url");
    await page.evaluate((packed) => { location.hash = `v1.${packed}`; }, packed);
    const shows = (expected) => eventually(() => text(policy(page)), (it) => assert.equal(it, expected));
    const said = page.locator(".said p");
    await said.filter({ hasText: "A link brought this case." }).waitFor();
    await shows(wide);
    await press(page, button(page, "Back to what you had"));
    await shows(own);
    await press(page, button(page, "Back to the link"));
    await shows(wide);
    await press(page, button(page, "Back to what you had"));
    await shows(own);
    await press(page, button(page, "Dismiss"));
    await said.waitFor({ state: "detached" });
    await openSheet(page, "Share");
    await press(page, button(page, "Forget everything"));
    await closed(page);
  },
};
