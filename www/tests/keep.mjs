// What this browser keeps, and what a link brought beside it.
import assert from "node:assert/strict";
import { inflateRawSync } from "node:zlib";
import { site } from "./harness.mjs";
import { chooseExample, eventually, expectWord, openSheet, policy, text, wide, word, write } from "./steps.mjs";

const token = (page) => page.getByLabel("Token", { exact: true });

const unpacked = (link) => inflateRawSync(Buffer.from(link.split("#v1.")[1], "base64url")).toString();
const shared = async (page) => unpacked(await page.getByLabel("Link", { exact: true }).inputValue());

export const tests = [
  {
    name: "what was typed is back after a reload without the signature, until it is forgotten",
    async body(page) {
      const signature = (await token(page).inputValue()).split(".")[2];
      await write(page, policy(page), (await text(policy(page))).replace("foo-bar", "mine"));
      const kept = () => page.evaluate(() => JSON.stringify(localStorage));
      await eventually(kept, (it) => assert.match(it, /acme:mine/));
      assert.ok(!(await kept()).includes(signature));
      // As `later.js` does.
      await page.evaluate(() => sessionStorage.setItem("assumable-whole", ""));
      await page.reload();
      await page.getByText("What you had here last time is back.").waitFor();
      await eventually(() => text(policy(page)), (it) => assert.match(it, /acme:mine/));
      await openSheet(page, "Share");
      await page.getByRole("button", { name: "Forget everything" }).click();
      await expectWord(page, "Allowed");
      assert.doesNotMatch(await kept(), /mine/);
      assert.equal(await page.evaluate(() => sessionStorage.getItem("assumable-whole")), null);
      const said = page.locator(".said p");
      const forget = async () => {
        await openSheet(page, "Share");
        await page.getByRole("button", { name: "Forget everything" }).click();
        await page.getByText("Forgotten: nothing of yours is kept here.").waitFor();
      };
      await page.getByText("Forgotten: nothing of yours is kept here.").waitFor();
      await page.getByRole("button", { name: "Dismiss" }).click();
      await said.waitFor({ state: "detached" });
      // Each time; and no longer than it is true.
      await forget();
      await write(page, policy(page), wide);
      await said.waitFor({ state: "detached" });
      await eventually(kept, (it) => assert.match(it, /octo-labs/));
      await chooseExample(page, "A Machine of another app is denied");
      assert.equal(await said.count(), 0);
      await forget();
      assert.doesNotMatch(await kept(), /octo-labs/);
      await page.reload();
      await expectWord(page, "Allowed");
    },
  },
  {
    name: "what was undone does not come back with a reload, and neither is the draft beside a link's case lost",
    async body(page, { context }) {
      const draft = (page) => page.evaluate(() => localStorage.getItem("assumable-draft-v1"));
      const linked = (page) => page.evaluate(() => sessionStorage.getItem("assumable-linked-v1"));
      const own = await text(policy(page));
      await write(page, policy(page), wide);
      await eventually(() => draft(page), (it) => assert.match(`${it}`, /octo-labs/));
      await page.getByRole("button", { name: "Undo: the pasted policy" }).click();
      await eventually(() => draft(page), (it) => assert.equal(it, null));
      await page.reload();
      await expectWord(page, "Allowed");
      await eventually(() => text(policy(page)), (it) => assert.equal(it, own));
      assert.equal(await page.locator(".said").innerText(), "");
      // Made again it is kept again; what it came after is kept once it is shown.
      await write(page, policy(page), wide);
      await eventually(() => draft(page), (it) => assert.match(`${it}`, /octo-labs/));
      await page.keyboard.press("Control+z");
      await eventually(() => draft(page), (it) => assert.equal(it, null));
      await page.keyboard.press("Control+y");
      await eventually(() => draft(page), (it) => assert.match(`${it}`, /octo-labs/));
      await chooseExample(page, "A Machine of another app is denied");
      await page.waitForTimeout(600);
      assert.match(await draft(page), /octo-labs/);
      // Undone before it was kept: the draft is of what came before, and stays.
      await write(page, policy(page), `${wide} `);
      await page.keyboard.press("Control+z");
      await expectWord(page, "Denied");
      await page.waitForTimeout(600);
      assert.match(await draft(page), /octo-labs/);
      // Beside a draft, what a link's case became gives way to what is shown.
      await openSheet(page, "Share");
      const link = page.getByLabel("Link");
      await eventually(() => link.inputValue(), (it) => assert.match(it, /#v1\./));
      const other = await context.newPage();
      await other.goto(await link.inputValue());
      await other.getByText("A link brought this case.").waitFor();
      await chooseExample(other, "A Machine of another app is denied");
      await write(other, policy(other), wide.replace("octo-labs", "other-labs"));
      await eventually(() => linked(other), (it) => assert.match(`${it}`, /other-labs/));
      await other.getByRole("button", { name: "Undo: the pasted policy" }).click();
      await eventually(() => linked(other), (it) => assert.doesNotMatch(`${it}`, /other-labs|null/));
      assert.match(await draft(other), /octo-labs/);
      await write(other, policy(other), wide.replace("octo-labs", "last-labs"));
      await eventually(() => linked(other), (it) => assert.match(`${it}`, /last-labs/));
      assert.match(await draft(other), /octo-labs/);
    },
  },
  {
    name: "a reload shows what the link brought, in this tab only, and leaves the person's draft alone",
    async body(page, { context }) {
      await write(page, policy(page), (await text(policy(page))).replace("foo-bar", "mine"));
      const draft = () => page.evaluate(() => localStorage.getItem("assumable-draft-v1"));
      await eventually(draft, (it) => assert.match(`${it}`, /acme:mine/));
      const own = await draft();
      await chooseExample(page, "A Machine of another app is denied");
      await openSheet(page, "Share");
      await page.getByLabel(/The whole token/).check();
      const link = page.getByLabel("Link");
      await eventually(() => shared(page), (it) => assert.match(it, /"token":/));
      const address = await link.inputValue();
      const signature = JSON.parse(await shared(page)).token.split(".")[2];
      const other = await context.newPage();
      await other.goto(address);
      await expectWord(other, "Denied");
      const kept = () => other.evaluate(() => sessionStorage.getItem("assumable-linked-v1"));
      assert.match(await kept(), /cat-api/);
      assert.ok(!(await kept()).includes(signature) && !(await kept()).includes('"token"'));
      await other.reload();
      await other.getByText("This is what became of the case that a link brought").waitFor();
      await expectWord(other, "Denied");
      assert.equal(await draft(), own);
      // Another tab has the draft.
      const third = await context.newPage();
      await third.goto(site);
      await third.getByText("What you had here last time is back.").waitFor();
      await openSheet(other, "Share");
      await other.getByRole("button", { name: "Forget everything" }).click();
      await expectWord(other, "Allowed");
      assert.equal(await kept(), null);
      await other.reload();
      await expectWord(other, "Allowed");
    },
  },
  {
    name: "a link takes nothing away: what the person had stays, and can be gone back to",
    async body(page, { context }) {
      await chooseExample(page, "A Machine of another app is denied");
      await openSheet(page, "Share");
      const link = page.getByLabel("Link");
      await page.getByLabel(/Its claims/).check();
      await eventually(() => link.inputValue(), (it) => assert.match(it, /#v1\./));
      const address = await link.inputValue();
      await page.keyboard.press("Escape");
      const edit = async (page, from, to) => {
        await write(page, policy(page), (await text(policy(page))).replace(from, to));
        await eventually(() => text(policy(page)), (it) => assert.match(it, new RegExp(to)));
      };
      await edit(page, "foo-bar", "mine");
      const draft = (page) => page.evaluate(() => localStorage.getItem("assumable-draft-v1"));
      await eventually(() => draft(page), (it) => assert.match(`${it}`, /acme:mine/));
      const other = await context.newPage();
      await other.goto(address);
      await other.getByText("A link brought this case.").waitFor();
      await eventually(() => text(policy(other)), (it) => assert.match(it, /foo-bar/));
      await edit(other, "foo-bar", "theirs");
      const linked = () => other.evaluate(() => sessionStorage.getItem("assumable-linked-v1"));
      await eventually(linked, (it) => assert.match(`${it}`, /acme:theirs/));
      assert.match(await draft(other), /acme:mine/);
      await other.reload();
      await eventually(() => text(policy(other)), (it) => assert.match(it, /acme:theirs/));
      await other.getByRole("button", { name: "Back to what you had" }).click();
      await eventually(() => text(policy(other)), (it) => assert.match(it, /acme:mine/));
      await other.getByRole("button", { name: "Back to the link" }).click();
      await eventually(() => text(policy(other)), (it) => assert.match(it, /acme:theirs/));
      await other.getByRole("button", { name: "Back to what you had" }).click();
      await edit(other, "mine", "mine-too");
      await eventually(() => draft(other), (it) => assert.match(it, /acme:mine-too/));
      assert.equal(await linked(), null);
      // Followed in the page that has it, too.
      await edit(page, "mine", "last");
      await eventually(() => draft(page), (it) => assert.match(it, /acme:last/));
      await page.evaluate((hash) => { location.hash = hash; }, address.split("#")[1]);
      await page.getByText("A link brought this case.").waitFor();
      assert.match(await draft(page), /acme:last/);
      await openSheet(page, "Share");
      await page.getByRole("button", { name: "Forget everything" }).click();
      await page.getByRole("button", { name: "Back to what you had" }).waitFor({ state: "detached" });
    },
  },
  {
    name: "before a link's case is drawn, nothing else is",
    async body(page, { context }) {
      await chooseExample(page, "A Machine of another app is denied");
      await openSheet(page, "Share");
      await page.getByLabel(/Its claims/).check();
      const link = page.getByLabel("Link");
      await eventually(() => link.inputValue(), (it) => assert.match(it, /#v1\./));
      const other = await context.newPage();
      await other.addInitScript(() => {
        globalThis.words = new Set();
        const look = () => words.add(document.querySelector(".verdict-word")?.textContent);
        new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
      });
      await other.goto(await link.inputValue());
      await other.getByText("A link brought this case.").waitFor();
      const seen = await other.evaluate(() => [...words].filter((word) => word));
      assert.deepEqual(seen, ["Denied"]);
    },
  },
  {
    name: "of two tabs each has its own back after a reload",
    async body(page, { context }) {
      const kept = (page) => page.evaluate(() => sessionStorage.getItem("assumable-draft-v1"));
      const mine = (await text(policy(page))).replace("foo-bar", "mine");
      await write(page, policy(page), mine);
      await eventually(() => kept(page), (it) => assert.match(`${it}`, /acme:mine/));
      const other = await context.newPage();
      await other.goto(site);
      await other.getByText("What you had here last time is back.").waitFor();
      await write(other, policy(other), wide);
      await eventually(() => kept(other), (it) => assert.match(`${it}`, /octo-labs/));
      await page.reload();
      await eventually(() => text(policy(page)), (it) => assert.match(it, /acme:mine/));
      // A new one has what was kept last.
      const third = await context.newPage();
      await third.goto(site);
      await eventually(() => text(policy(third)), (it) => assert.match(it, /octo-labs/));
    },
  },
];
