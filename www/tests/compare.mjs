// Several tokens against the policy, and against another version of it: by mouse and by keyboard, on
// three widths.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { expectWord, eventually, openSheet, policy, text } from "./steps.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const vector = async (path) =>
  JSON.parse(await readFile(new URL(`../../vectors/${path}.json`, import.meta.url), "utf8"));

/** Three tokens of one organization: one that gets in, one of another app, one that was tampered with. */
const corpus = () =>
  Promise.all(["fly-machine", "fly-other-app", "fly-tampered"].map(async (name) => (await vector(`examples/${name}`)).token));

const field = (page) => page.getByLabel(/^Tokens, one a line/);
const other = (page) => page.getByLabel("The other version of the policy");
const words = (page) => page.locator(".compared tbody .mark").allInnerTexts();

async function compare(page, pasted) {
  await openSheet(page, "Compare");
  await field(page).fill(pasted);
}

async function widen(page) {
  await page.getByRole("button", { name: /another version/ }).click();
  await other(page).fill((await other(page).inputValue()).replace("acme:foo-bar:*", "acme:*"));
  await page.getByText("The other version changes 1 of 4 answers.").waitFor();
}

export const tests = [
  {
    name: "expired tokens do not hide what another version changes, and can be decided as issued",
    async body(page) {
      await page.getByRole("button", { name: "Now", exact: true }).click();
      await expectWord(page, "Refused");
      await compare(page, JSON.stringify((await corpus()).slice(0, 2)));
      await page.getByRole("button", { name: /another version/ }).click();
      await other(page).fill((await other(page).inputValue()).replace("foo-bar", "cat-api"));
      await page.getByText("The other version changes 3 of 3 answers, but all of these tokens are refused").waitFor();
      assert.equal(await page.locator("tr.changed").count(), 3);
      await page.getByRole("button", { name: "Decide each as issued" }).click();
      await page.getByText("The other version changes 3 of 3 answers.").waitFor();
      await eventually(() => words(page), (it) =>
        assert.deepEqual(it, ["Allowed", "Denied", "Allowed", "Denied", "Denied", "Allowed"]));
      await page.getByRole("button", { name: "decide all now" }).click();
      await page.getByText("either way").waitFor();
    },
  },
  ...[1280, 768, 360].flatMap((width) => ["light", "dark"].map((colorScheme) => ({
    name: `${width} px, ${colorScheme}: a corpus beside two versions of a policy`,
    options: { viewport: { width, height: 800 }, colorScheme },
    async body(page) {
      await compare(page, JSON.stringify(await corpus()));
      // The token of the page comes first.
      await eventually(() => words(page), (it) => assert.deepEqual(it, ["Allowed", "Allowed", "Denied", "Refused"]));
      await widen(page);
      const changed = page.locator("tr.changed");
      assert.match(await changed.innerText(), /cat-api[\s\S]*changed[\s\S]*Denied[\s\S]*Allowed/);
      const [old, come] = [page.locator(".version-line.gone:visible"), page.locator(".version-line.come:visible")];
      assert.equal(await old.count(), 1);
      // Where the versions are one below the other, what is new stands below what is old too.
      assert.equal(await come.count(), width < 700 ? 2 : 1);
      if (width < 700) {
        const [above, below] = [await old.boundingBox(), await come.first().boundingBox()];
        assert.ok(Math.abs(above.y + above.height - below.y) < 1, JSON.stringify([above, below]));
      }
      const { scroll, client } = await page.locator(".dialog-body").evaluate((it) => ({ scroll: it.scrollWidth, client: it.clientWidth }));
      assert.ok(scroll <= client, `${scroll} px wide, where ${client} are`);
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      assert.deepEqual(violations.map((it) => [it.id, it.nodes.map((node) => node.html)]), []);
    },
  }))),
  {
    name: "what is pasted carelessly is read: lines, quotes, commas, objects, claims",
    async body(page) {
      const [first, second, third] = await corpus();
      const claims = JSON.stringify((await vector("examples/fly-other-app")).token.split(".")[1]);
      const payload = Buffer.from(JSON.parse(claims), "base64url").toString();
      await compare(page, `[\n  "${first}",\n'${second}',\n\n{"token": "${third}"}\n${payload},\nno token\n]`);
      await eventually(() => words(page), (it) =>
        assert.deepEqual(it, ["Allowed", "Allowed", "Denied", "Refused", "Denied", "Not decided"]));
      await field(page).fill(`${payload}\n`.repeat(60));
      await page.getByText("Only the first 50 are looked at.").waitFor();
      assert.equal(await page.locator(".compared tbody tr").count(), 51);
    },
  },
  {
    name: "by keyboard: a row is loaded, and nothing else of the case changes",
    async body(page) {
      await page.getByRole("button", { name: "Compare", exact: true }).focus();
      await page.keyboard.press("Enter");
      await page.locator("dialog[open]").waitFor();
      await page.keyboard.insertText((await corpus()).join("\n"));
      const load = page.getByRole("button", { name: /^Load .*cat-api/ });
      await load.waitFor();
      const before = await text(policy(page));
      while (!(await load.evaluate((it) => it === document.activeElement))) await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.locator("dialog[open]").waitFor({ state: "detached" });
      await expectWord(page, "Denied");
      assert.equal(await text(policy(page)), before);
    },
  },
  ...[1280, 768, 360].map((width) => ({
    name: `${width} px, by keyboard: another version comes and goes, and the focus is never lost`,
    options: { viewport: { width, height: 800 } },
    async body(page) {
      const focused = (id) => eventually(() => page.evaluate(() => document.activeElement.id), (it) => assert.equal(it, id));
      const press = async (name) => {
        await page.getByRole("button", { name }).focus();
        await page.keyboard.press("Enter");
      };
      await openSheet(page, "Compare");
      await press(/another version/);
      await focused("compare-other");
      await press("Remove the other version");
      await focused("compare-offer");
      await page.keyboard.press("Enter");
      await focused("compare-other");
      await page.keyboard.press("Control+A");
      await page.keyboard.insertText(await text(policy(page)).then((it) => it.replace("acme:foo-bar:*", "acme:*")));
      await press("Use the other version");
      await page.locator("dialog[open]").waitFor({ state: "detached" });
      await eventually(
        () => page.evaluate(() => [document.activeElement.id, document.activeElement.checkVisibility()]),
        ([id, visible]) => assert.ok(["policy", "undo"].includes(id) && visible, id),
      );
    },
  })),
  {
    name: "the other version is used when asked for, and no token of the corpus goes into a link",
    async body(page) {
      const pasted = await corpus();
      await compare(page, pasted.join("\n"));
      await eventually(() => words(page), (it) => assert.equal(it.length, 4));
      await page.keyboard.press("Escape");
      await openSheet(page, "Share");
      await eventually(() => page.getByLabel("Link").inputValue(), (it) => assert.match(it, /#v1\./));
      const shared = await page.getByLabel("Link").inputValue();
      const unpacked = await page.evaluate(async (packed) => {
        const bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), (it) => it.charCodeAt(0));
        return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).text();
      }, shared.split("#v1.")[1]);
      assert.match(unpacked, /foo-bar/);
      assert.doesNotMatch(unpacked, /eyJ|cat-api/);
      await page.keyboard.press("Escape");
      await openSheet(page, "Compare");
      await widen(page);
      await page.getByRole("button", { name: "Use the other version" }).click();
      await page.locator("dialog[open]").waitFor({ state: "detached" });
      await eventually(() => text(policy(page)), (it) => assert.match(it, /"acme:\*"/));
    },
  },
];
