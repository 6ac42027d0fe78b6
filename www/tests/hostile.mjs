// Whatever stands in a claim, a header, a policy or a link is text.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { deflateRawSync } from "node:zlib";
import { editClaims, eventually, openSheet, policy, text, write } from "./steps.mjs";

const attacks = [
  "<img src=x onerror=\"window.hacked=1\">",
  "<script>window.hacked=1</script>",
  "\"><svg onload=window.hacked=1>",
  "javascript:window.hacked=1",
  "{{constructor.constructor('window.hacked=1')()}}",
  "</textarea><iframe srcdoc='<script>parent.hacked=1</script>'>",
  "`\u202e\u2066<b onmouseover=window.hacked=1>",
];

/** As the editor writes it: what cannot be seen has a sign of its own. */
const shown = (attack) => attack.replaceAll(/[\u202e\u2066]/g, "\u2022");

/** Nothing ran, and no element is here that the page does not draw itself. */
async function harmless(page, attack) {
  const found = await page.evaluate(() => ({
    hacked: window.hacked,
    foreign: document.querySelectorAll("#app :is(script, iframe, img:not(.cm-widgetBuffer), b, object, embed), #app [onerror], #app [onload], #app [onmouseover], #app a[href^='javascript']").length,
  }));
  assert.deepEqual(found, { hacked: undefined, foreign: 0 }, attack);
}

const { jwks: { keys: [key] } } = JSON.parse(await readFile(new URL("../../vectors/examples/fly-machine.json", import.meta.url), "utf8"));

const token = (header, claims) =>
  [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".") + ".AAAA";

export const tests = attacks.map((attack, index) => ({
  name: `hostile text ${index + 1} stays text`,
  async body(page) {
    await editClaims(page, (claims) => ({ ...claims, sub: attack, [attack]: attack }));
    await harmless(page, attack);
    const good = await text(policy(page));
    await page.getByLabel("Token", { exact: true }).fill(token({ alg: "RS256", kid: attack, typ: attack }, { iss: `https://${attack}`, sub: attack, aud: attack }));
    await page.locator("#keys-fold > summary").click();
    await page.getByLabel("Key set").fill(JSON.stringify({ keys: [{ ...key, kid: attack }] }));
    await eventually(() => page.locator(".key-row .value").allInnerTexts(), (it) => assert.deepEqual(it, [attack]));
    await harmless(page, attack);
    await write(page, policy(page), good.replaceAll("acme:foo-bar:*", JSON.stringify(attack).slice(1, -1)));
    await harmless(page, attack);
    await openSheet(page, "Compare");
    await page.getByLabel(/^Tokens, one a line/).fill(JSON.stringify([{ sub: attack, iss: attack }, attack]));
    await page.locator(".compared tbody tr").nth(1).waitFor();
    await harmless(page, attack);
    await page.keyboard.press("Escape");
    await openSheet(page, "Examples");
    await page.getByLabel("Search the examples").fill(`Not authorized to perform sts:AssumeRoleWithWebIdentity ${attack}`);
    await page.getByText("What this message means").waitFor();
    await harmless(page, attack);
    await page.keyboard.press("Escape");
    const shared = { policy: attack, keys: attack, claims: JSON.stringify({ sub: attack }), role: attack };
    const packed = deflateRawSync(Buffer.from(JSON.stringify(shared))).toString("base64url");
    await page.evaluate((packed) => { location.hash = `v1.${packed}`; }, packed);
    await page.getByText("A link brought this case.").waitFor();
    await eventually(() => text(policy(page)), (it) => assert.equal(it, shown(attack)));
    await harmless(page, attack);
  },
}));
