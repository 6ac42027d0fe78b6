// What goes into a link, into files: what was asked for, and no more.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { chooseExample, eventually, expectWord, openSheet, policy, text, write } from "./steps.mjs";

const token = (page) => page.getByLabel("Token", { exact: true });

async function download(page, name) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
  return [file.suggestedFilename(), await readFile(await file.path(), "utf8")];
}

const unpacked = (link) => inflateRawSync(Buffer.from(link.split("#v1.")[1], "base64url")).toString();
const shared = async (page) => unpacked(await page.getByLabel("Link", { exact: true }).inputValue());

export const tests = [
  {
    name: "a link carries of the token what was chosen, and no more",
    async body(page, { context }) {
      const whole = await token(page).inputValue();
      await openSheet(page, "Share");
      const link = page.getByLabel("Link");
      const short = await link.inputValue();
      await page.getByLabel(/Its claims/).check();
      await eventually(() => link.inputValue(), (it) => assert.ok(it.length > short.length));
      const claims = await context.newPage();
      await claims.goto(await link.inputValue());
      await claims.getByText("A link brought this case.").waitFor();
      assert.ok(!(await token(claims).inputValue()).includes(whole.split(".")[2]));
      assert.equal(await claims.locator(".row.tone-bad").count(), 0);
      const before = await link.inputValue();
      await page.getByLabel(/The whole token/).check();
      await eventually(() => link.inputValue(), (it) => assert.notEqual(it, before));
      const other = await context.newPage();
      await other.goto(await link.inputValue());
      await expectWord(other, "Allowed");
      assert.equal(await token(other).inputValue(), whole);
      // Whoever sends keys along is not the issuer.
      assert.match(await other.locator(".badge-word").innerText(), /pasted key/);
    },
  },
  {
    name: "a hostile or broken fragment changes nothing and says so",
    async body(page) {
      const packed = (it) => `v1.${deflateRawSync(Buffer.from(it)).toString("base64url")}`;
      const before = await text(policy(page));
      for (const fragment of [
        "v1.",
        "v1.AAAA",
        "v1.<img src=x>",
        `v1.${"A".repeat(600_000)}`,
        packed("[]"),
        packed('{"policy": 1}'),
        // A bomb: 64 MiB in 64 KiB.
        packed("x".repeat(64 * 1024 * 1024)),
        "v2.AAAA",
        "<script>alert(1)</script>",
      ]) {
        await page.evaluate((fragment) => { location.hash = fragment; }, fragment);
        await page.locator(".said p").waitFor();
        assert.match(await page.locator(".said").innerText(), /cannot be read|can read/);
        assert.equal(await text(policy(page)), before);
        assert.ok(!page.url().includes("#"));
        await page.getByRole("button", { name: "Dismiss" }).click();
      }
    },
  },
  {
    name: "a private key goes into no link, no file and no draft",
    async body(page) {
      const set = JSON.parse(await page.locator("#keys").inputValue());
      set.keys[0].d = "SECRET";
      await page.locator("#keys-fold summary").click();
      await page.locator("#keys").fill(JSON.stringify(set));
      await write(page, policy(page), (await text(policy(page))).replace("foo-bar", "mine"));
      await eventually(() => page.evaluate(() => JSON.stringify(localStorage)), (it) => assert.match(it, /acme:mine/));
      assert.doesNotMatch(await page.evaluate(() => JSON.stringify(localStorage)), /SECRET/);
      await openSheet(page, "Share");
      await page.locator(".share").getByText("The keys stay in this page").waitFor();
      assert.match(await shared(page), /acme:mine/);
      assert.doesNotMatch(await shared(page), /SECRET/);
      const [, file] = await download(page, "Download the case");
      assert.doesNotMatch(file, /SECRET/);
    },
  },
  {
    name: "the explanation and the case are taken along",
    options: { permissions: ["clipboard-read", "clipboard-write"] },
    async body(page) {
      await chooseExample(page, "A Machine of another app is denied");
      await expectWord(page, "Denied");
      await openSheet(page, "Share");
      const [name, markdown] = await download(page, "Download the explanation");
      assert.equal(name, "explanation.md");
      // Nobody learns whose token it was.
      assert.match(markdown, /^# Denied\n\nThe token is for app `…`/);
      const [, file] = await download(page, "Download the case");
      const vector = JSON.parse(file);
      assert.deepEqual([vector.token, vector.claims, vector.expect.outcome], [undefined, undefined, "denied"]);
      assert.match(vector.title, /^The role trusts another app/);
      const linked = await shared(page);
      for (const out of [markdown, file, linked]) assert.doesNotMatch(out, /cat-api|quiet-river/);
      await page.locator(".share-row").first().getByRole("button", { name: "Copy" }).click();
      await eventually(() => page.evaluate(() => navigator.clipboard.readText()), (it) => assert.equal(it, markdown));
      assert.equal(await page.locator(".share-row").first().getByRole("button", { name: "Copied" }).count(), 1);
      await page.getByLabel(/Its claims/).check();
      const [, told] = await download(page, "Download the explanation");
      assert.match(told, /^# Denied\n\nThe token is for app `cat-api`[\s\S]*quiet-river-4821/);
    },
  },
  {
    name: "claims that were pasted for a token are kept, and go along",
    async body(page, { context }) {
      const claims = { iss: "https://oidc.fly.io/acme", aud: "sts.amazonaws.com", sub: "acme:foo-bar:m" };
      await token(page).fill(JSON.stringify(claims));
      await expectWord(page, "Would be allowed");
      const kept = () => page.evaluate(() => `${localStorage.getItem("assumable-draft-v1")}`);
      await eventually(kept, (it) => assert.match(it, /acme:foo-bar:m/));
      await page.reload();
      await page.getByText("What you had here last time is back.").waitFor();
      await expectWord(page, "Would be allowed");
      await openSheet(page, "Share");
      await page.getByLabel(/Its claims/).check();
      await eventually(() => shared(page), (it) => assert.match(it, /acme:foo-bar:m/));
      const other = await context.newPage();
      await other.goto(await page.getByLabel("Link").inputValue());
      await expectWord(other, "Would be allowed");
    },
  },
  {
    name: "a token goes along only with the sheet in which that was chosen, and nothing of what stood around it",
    async body(page) {
      const own = await token(page).inputValue();
      await token(page).fill(`curl -H 'Cookie: session=SECRET' -H 'Authorization: Bearer ${own}' https://x.example`);
      await expectWord(page, "Allowed");
      await openSheet(page, "Share");
      await page.getByLabel(/The whole token/).check();
      await eventually(() => shared(page), (it) => assert.equal(JSON.parse(it).token, own));
      assert.doesNotMatch(await shared(page), /SECRET/);
      // The link of before is gone before there is another.
      const at = await page.evaluate(() => {
        document.querySelector("input[name=keep]").click();
        return new Promise((resolve) => setTimeout(() => resolve(document.querySelector("input[aria-label=Link]")?.value)));
      });
      assert.ok(!at || !/"token"/.test(unpacked(at)));
      await page.getByLabel(/The whole token/).check();
      await page.keyboard.press("Escape");
      await page.locator("dialog[open]").waitFor({ state: "detached" });
      await openSheet(page, "Share");
      assert.ok(await page.getByLabel(/No token/).isChecked());
      assert.doesNotMatch(await shared(page), /"token"/);
    },
  },
];
