// The examples, what is shared and kept, the page without a network: by mouse and by
// keyboard, from phone to wide screen.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { site } from "./harness.mjs";
import { chooseExample, eventually, expectWord, openSheet, policy, search, text, wide, word, write } from "./steps.mjs";

const token = (page) => page.getByLabel("Token", { exact: true });
const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim());
const widths = [390, 900, 1440];

async function download(page, name) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
  return [file.suggestedFilename(), await readFile(await file.path(), "utf8")];
}

const unpacked = (link) => inflateRawSync(Buffer.from(link.split("#v1.")[1], "base64url")).toString();
const shared = async (page) => unpacked(await page.getByLabel("Link", { exact: true }).inputValue());

export const tests = [
  {
    name: "an error code alone leads to its causes and to the examples that end with it",
    async body(page) {
      await search(page, "accessdeni");
      const found = page.locator(".found");
      await eventually(() => found.locator(".case").allInnerTexts(), (it) =>
        assert.ok(it.length > 30 && it.every((one) => one.includes("denied")), it.join("\n")));
      await page.getByLabel("Search the examples").fill("AccessDenied");
      await page.getByText("What this message means").waitFor();
      assert.match(await found.innerText(), /trust policy does not admit this token[\s\S]*All examples that end so/);
      await page.getByLabel("Search the examples").fill("InvalidIdentityTokenException");
      await page.getByText("has no provider for its issuer").waitFor();
      await found.locator(".case", { hasText: "AWS does not take the algorithm" }).click();
      await expectWord(page, "Refused");
    },
  },
  ...widths.map((width) => ({
    name: `${width} px: every sheet opens and closes by keyboard, and the focus goes back`,
    options: { viewport: { width, height: 800 } },
    async body(page) {
      for (const name of ["Examples", "Compare", "Share"]) {
        const button = page.getByRole("button", { name, exact: true });
        await button.focus();
        await page.keyboard.press("Enter");
        await page.locator("dialog[open]").waitFor();
        assert.ok(await page.evaluate(() => document.querySelector("dialog[open]").contains(document.activeElement)));
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `${name}: ${overflow}`);
        await page.keyboard.press("Escape");
        await page.locator("dialog[open]").waitFor({ state: "detached" });
        assert.equal(await focused(page), name);
      }
    },
  })),
  {
    name: "examples are found by words, and chosen by keyboard",
    async body(page) {
      await search(page, "terraform apply");
      await eventually(() => page.locator(".case").count(), (count) => assert.ok(count > 0 && count < 8, `${count}`));
      await page.keyboard.press("Tab");
      assert.match(await focused(page), /Terraform|plan/i);
      await page.keyboard.press("Enter");
      await page.locator("dialog[open]").waitFor({ state: "detached" });
      await expectWord(page, "Allowed");
      await search(page, "no such words at all");
      await page.getByText("No example has these words").waitFor();
    },
  },
  {
    name: "every example can be opened",
    async body(page) {
      await openSheet(page, "Examples");
      const titles = await page.locator(".case .menu-item-title").evaluateAll((all) => all.map((it) => it.firstChild.parentElement.innerText));
      assert.ok(titles.length >= 25, `${titles.length}`);
      await page.keyboard.press("Escape");
      for (const index of titles.keys()) {
        await openSheet(page, "Examples");
        await page.locator(".case").nth(index).click();
        await page.locator("dialog[open]").waitFor({ state: "detached" });
        assert.notEqual(await word(page), "Not decided", titles[index]);
      }
    },
  },
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
  {
    name: "after the first visit the page opens without a network, examples and all",
    async body(page, { context }) {
      await page.evaluate(async () => { await navigator.serviceWorker.ready; });
      await context.setOffline(true);
      await page.goto(`${site}?from=elsewhere`);
      await expectWord(page, "Allowed");
      await chooseExample(page, "An EKS pod with its service account");
      await expectWord(page, "Allowed");
      await context.setOffline(false);
      const names = await page.evaluate(() => caches.keys());
      assert.equal(names.length, 1);
      assert.match(names[0], /^assumable-[0-9a-f]{16}$/);
    },
  },
];
