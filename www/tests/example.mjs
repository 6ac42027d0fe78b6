// The worked example, and what becomes of it.
import assert from "node:assert/strict";
import {
  badge, basis, chooseExample, editClaims, eventually, expectWord, litLines, policy, text, why, write,
} from "./steps.mjs";

export const tests = [
  {
    name: "the page opens with an example that is allowed",
    async body(page) {
      await expectWord(page, "Allowed");
      assert.equal(await badge(page), "Matches the example's key");
      assert.match(await page.locator(".badge-rest").innerText(), /demo key made for this example/i);
      assert.equal(await page.getByLabel("Decide as of").inputValue(), "2024-04-08 22:25:19");
      assert.match(await page.locator(".lifetime-ends").innerText(), /expires in 9 min/);
      assert.deepEqual(await page.locator(".subject-part .value").allInnerTexts(), [
        "acme",
        "foo-bar",
        "quiet-river-4821",
      ]);
      assert.equal(await page.locator(".stage.tone-good").count(), 9);
    },
  },
  {
    name: "another app in the subject is denied, and the line of the policy is shown",
    async body(page) {
      await editClaims(page, (claims) => ({ ...claims, sub: claims.sub.replace("foo-bar", "cat-api") }));
      await expectWord(page, "Denied");
      assert.match(await why(page), /cat-api.*foo-bar/);
      assert.match(await basis(page), /unverified claims/i);
      assert.equal(await badge(page), "Signature wrong");
      const row = page.locator(".row.tone-bad");
      assert.equal(await row.count(), 1);
      assert.match(await row.innerText(), /StringLike\s+oidc\.fly\.io\/acme:sub/);
      assert.deepEqual(await row.locator(".sides .value").allInnerTexts(), [
        "acme:cat-api:quiet-river-4821",
        "acme:foo-bar:*",
      ]);
      assert.deepEqual(await row.locator(".side-differs").allInnerTexts(), ["cat-api", "foo-bar"]);
      const lines = await litLines(page);
      assert.equal(lines.length, 1);
      assert.match(lines[0], /"oidc\.fly\.io\/acme:sub": "acme:foo-bar:\*"/);
      await page.getByRole("button", { name: "Back to the signed claims" }).click();
      await expectWord(page, "Allowed");
    },
  },
  {
    name: "a Machine of another app is denied on a signature that fits",
    async body(page) {
      await chooseExample(page, "another app");
      await expectWord(page, "Denied");
      assert.equal(await badge(page), "Matches the example's key");
      assert.match(await page.locator(".stage-note").innerText(), /403 AccessDenied/);
      await page.getByRole("button", { name: "Change the policy" }).click();
      await expectWord(page, "Allowed");
      assert.match(await text(policy(page)), /acme:cat-api:\*/);
    },
  },
  {
    name: "all edits of a fix are made together",
    async body(page) {
      const good = await text(policy(page));
      await write(page, policy(page), good.replaceAll("oidc.fly.io/acme", "oidc.fly.io/acme/"));
      await expectWord(page, "Denied");
      assert.equal(await page.locator(".cause").count(), 1);
      assert.deepEqual(await page.locator(".change-line").allInnerTexts(), ["line 7", "line 12", "line 15"]);
      await page.getByRole("button", { name: "Change the policy" }).click();
      await expectWord(page, "Allowed");
      assert.equal(await text(policy(page)), good);
    },
  },
  {
    name: "what is to be written elsewhere can be copied",
    options: { permissions: ["clipboard-read", "clipboard-write"] },
    async body(page) {
      await editClaims(page, (claims) => ({ ...claims, aud: "https://fly.io/acme" }));
      await expectWord(page, "Refused");
      const causes = page.locator(".cause");
      assert.deepEqual(
        (await causes.locator(".cause-title").allInnerTexts()).map((title) => title.split("\n")[0]),
        ["Likely cause 1 of 2", "Likely cause 2 of 2"],
      );
      const lines = page.locator(".elsewhere").first();
      assert.match(await lines.innerText(), /^curl --unix-socket \/\.fly\/api /);
      await lines.getByRole("button", { name: "Copy these lines" }).click();
      const copied = () => page.evaluate(() => navigator.clipboard.readText());
      await eventually(copied, (text) => assert.match(text, /^curl .*sts\.amazonaws\.com/));
    },
  },
  {
    name: "what was not said of a call is asked for",
    async body(page) {
      const asked = '"IpAddress": { "aws:SourceIp": "192.0.2.0/24" }, "StringLike"';
      await write(page, policy(page), (await text(policy(page))).replace('"StringLike"', asked));
      await expectWord(page, "Denied");
      assert.match(await page.locator(".cause").innerText(), /request\.not-given[\s\S]*Say what the call's aws:SourceIp is/);
    },
  },
  {
    name: "a tampered token is not verified, and still decided as a simulation",
    async body(page) {
      await chooseExample(page, "changed after signing");
      await expectWord(page, "Refused");
      assert.equal(await badge(page), "Signature wrong");
      assert.match(await why(page), /did not sign.*would admit/);
      assert.match(await basis(page), /simulation on unverified claims/i);
      assert.match(await page.locator(".pane-meeting").innerText(), /simulation on unverified claims/i);
      assert.equal(await page.locator(".statement .mark").first().innerText(), "matched");
    },
  },
  {
    name: "an expired token is refused; at the present so is the example",
    async body(page) {
      await chooseExample(page, "kept too long");
      await expectWord(page, "Refused");
      assert.match(await why(page), /expired/);
      await chooseExample(page, "assumes a role");
      await expectWord(page, "Allowed");
      await page.getByRole("button", { name: "Now", exact: true }).click();
      await expectWord(page, "Refused");
      assert.match(await page.locator(".verdict-clock").innerText(), /Decided now/);
      await page.getByRole("button", { name: "Decide as issued" }).click();
      await expectWord(page, "Allowed");
      assert.match(await page.locator(".verdict-clock").innerText(), /as of 8 Apr 2024/);
      await page.getByRole("button", { name: "At a time" }).click();
      await page.getByLabel("Decide as of").fill("2024-04-08 23:59:59");
      await page.getByLabel("Decide as of").press("Tab");
      await expectWord(page, "Refused");
    },
  },
  {
    name: "a token of one's own leaves the example's time, keys and role behind",
    async body(page) {
      const token = page.getByLabel("Token", { exact: true });
      const [header, payload] = (await token.inputValue()).split(".");
      const claims = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
      const now = Math.floor(Date.now() / 1000);
      const own = { sub: claims.sub, iss: claims.iss, aud: claims.aud, iat: now, exp: now + 600 };
      await token.fill(`${header}.${btoa(JSON.stringify(own)).replaceAll("=", "")}.AAAA`);
      await expectWord(page, "Would be allowed");
      assert.match(await page.locator(".verdict-clock").innerText(), /Decided now/);
      assert.equal(await badge(page), "Not checked");
      const before = await page.locator(".lifetime-ends").innerText();
      await eventually(
        () => page.locator(".lifetime-ends").innerText(),
        (text) => assert.notEqual(text, before),
      );
    },
  },
  {
    name: "without keys nothing is verified, and a wrong key set says so",
    async body(page) {
      await page.locator("#keys-fold > summary").click();
      const keys = page.getByLabel("Key set");
      await keys.fill("");
      await expectWord(page, "Would be allowed");
      assert.equal(await badge(page), "Not checked");
      await keys.fill('{"keys": [}');
      assert.match(await page.locator(".pane-token .message.tone-bad").innerText(), /line 1, column 11/);
    },
  },
  {
    name: "a row under the pointer lights its line, a click brings it into view",
    async body(page) {
      const row = page.locator(".row").nth(2);
      await row.hover();
      assert.match((await litLines(page)).join(), /acme:aud/);
      await row.locator(".row-pick").focus();
      await page.keyboard.press("Enter");
      await page.mouse.move(5, 5);
      await page.locator(".brand").focus();
      assert.match((await litLines(page)).join(), /acme:aud/);
    },
  },
];
