// The controls of the token, its claims and its keys, and of the call: a part of `controls.mjs`.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { button, fold, isOpen, replace } from "./hands.mjs";
import { badge, claims, eventually, expectWord, policy, tab, text, write } from "./steps.mjs";
import { allow } from "./watch.mjs";

const ISSUER = "https://oidc.fly.io";
const { jwks } = JSON.parse(await readFile(new URL("../../vectors/examples/fly-machine.json", import.meta.url), "utf8"));

export const controls = {
  async "claims explained or to be edited, header, checks and keys"(page, { press }) {
    await tab(page, "Token");
    await press(page, button(page, "Edit"));
    await page.getByLabel("Claims as JSON").first().waitFor();
    await press(page, button(page, "Explained"));
    await page.locator(".claim-name", { hasText: "sub" }).waitFor();
    for (const [name, inside] of [["Header", "RS256"], ["Checks of a strict verifier", "Signature"], ["Keys", "demo-key"]]) {
      const summary = fold(page, name);
      await press(page, summary);
      assert.ok(await isOpen(summary), name);
      await page.locator(".fold[open]", { hasText: name }).getByText(inside).first().waitFor();
      await press(page, summary);
      assert.ok(!(await isOpen(summary)), name);
    }
  },
  async "other claims, and back to the signed ones"(page, hand) {
    await tab(page, "Token");
    await hand.press(page, button(page, "Edit"));
    const whole = await text(claims(page));
    await replace(page, hand, claims(page), whole.replaceAll("foo-bar", "cat-api"));
    await expectWord(page, "Denied");
    assert.equal(await badge(page), "Signature wrong");
    await hand.press(page, button(page, "Back to the signed claims"));
    await expectWord(page, "Allowed");
    assert.equal(await text(claims(page)), whole);
    await hand.press(page, button(page, "Explained"));
  },
  async "claims of a template"(page, { press }) {
    await tab(page, "Token");
    const menu = page.locator(".menu > summary");
    await press(page, menu);
    await page.keyboard.press("Escape");
    await eventually(() => isOpen(menu), (it) => assert.ok(!it));
    await press(page, menu);
    await press(page, page.locator(".menu-item", { hasText: "GitHub Actions job" }));
    await eventually(() => badge(page), (it) => assert.equal(it, "No token"));
    assert.equal(await isOpen(menu), false);
  },
  async "the issuer's keys: asked for, called off, tried again; and pasted ones"(page, hand) {
    const { press } = hand;
    const answers = {
      "/acme/.well-known/openid-configuration": { issuer: `${ISSUER}/other`, jwks_uri: `${ISSUER}/keys` },
      "/keys": jwks,
    };
    const asked = [];
    let isSilent = true;
    allow(ISSUER);
    await page.route(`${ISSUER}/**`, (route) => {
      const { pathname } = new URL(route.request().url());
      asked.push(pathname);
      if (isSilent) return;
      return route.fulfill({ headers: { "Access-Control-Allow-Origin": "*" }, json: answers[pathname] });
    });
    await tab(page, "Token");
    await press(page, fold(page, "Keys"));
    const [document] = Object.keys(answers);
    const ask = async () => {
      await page.locator(".ask", { hasText: `would contact ${ISSUER}${document}` }).waitFor();
      await press(page, button(page, "Contact it"));
    };
    await press(page, button(page, "Fetch from the issuer"));
    await press(page, button(page, "Cancel"));
    await press(page, button(page, "Fetch from the issuer"));
    assert.deepEqual(asked, []);
    await ask();
    await page.getByText(`Waiting for ${ISSUER}`).waitFor();
    await press(page, button(page, "Cancel"));
    isSilent = false;
    await press(page, button(page, "Fetch from the issuer"));
    await ask();
    await page.locator("#keys-fold .message.tone-caution", { hasText: "/other" }).waitFor();
    assert.equal(await badge(page), "Matches the example's key");
    answers[document].issuer = `${ISSUER}/acme`;
    await press(page, button(page, "Try again"));
    await ask();
    await page.getByText("1 key, from the issuer").waitFor();
    assert.equal(await badge(page), "Verified with the issuer's keys");
    await replace(page, hand, page.getByLabel("Key set"), '{"keys": []}');
    await eventually(() => badge(page), (it) => assert.notEqual(it, "Verified with the issuer's keys"));
    await replace(page, hand, page.getByLabel("Key set"), JSON.stringify(jwks));
    await eventually(() => badge(page), (it) => assert.equal(it, "Matches a pasted key"));
    await press(page, fold(page, "Keys"));
    await page.unroute(`${ISSUER}/**`);
  },
  async "role, provider and call"(page, hand) {
    await tab(page, "Policy");
    await hand.press(page, fold(page, "Role, provider and call"));
    // What AWS refuses of each, and what it takes.
    for (const [name, wrong, word, right] of [
      ["Client ids of the provider", "somebody.else", "Refused", "sts.amazonaws.com"],
      ["Role ARN", "no role", "Refused", "arn:aws:iam::012345678910:role/mine"],
      ["OIDC provider, as ARN or URL", "oidc.other.example", "Refused", "oidc.fly.io/acme"],
      ["Role session name", "a/b", "Refused", "mine"],
      ["Session length in seconds", "60", "Refused", "3600"],
    ]) {
      const field = page.getByLabel(name);
      await hand.write(page, field, wrong);
      await expectWord(page, word).catch((error) => { throw new Error(`${name}: ${error.message}`); });
      await hand.write(page, field, right);
      await expectWord(page, "Allowed");
    }
    const conditions = '"IpAddress": { "aws:SourceIp": "203.0.113.0/24" },\n "StringEquals": { "aws:RequestedRegion": "eu-west-1",';
    await write(page, policy(page), (await text(policy(page))).replace(/"StringEquals": \{/, conditions));
    await expectWord(page, "Denied");
    await hand.write(page, page.getByLabel("Source IP address"), "203.0.113.7");
    await hand.write(page, page.getByLabel("Region of the endpoint"), "eu-west-1");
    await expectWord(page, "Allowed");
    await hand.write(page, page.getByLabel("Source IP address"), "198.51.100.7");
    await expectWord(page, "Denied");
    await hand.write(page, page.getByLabel("Session length in seconds"), "an hour");
    await page.locator(".field").getByText("The session length is not a whole number of seconds.").waitFor();
    await hand.write(page, page.getByLabel("Source IP address"), "300.1.1.1");
    await page.locator(".field").getByText("The source IP address is not an IP address.").waitFor();
    await expectWord(page, "Not decided");
  },
};
