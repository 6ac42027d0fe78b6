// The tasks of `tasks.md`.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { serveIssuer } from "./harness.mjs";
import { NO_ANSWER } from "./watch.mjs";
import {
  badge, chooseExample, editClaims, eventually, expectWord, litLines, openSheet, policy, text, why, wide, write,
} from "./steps.mjs";

export const tests = [
  {
    name: "task: find out why a GitHub deploy is denied",
    async body(page) {
      await page.getByRole("button", { name: "Got an error message?" }).click();
      await page.locator(".case").first().waitFor();
      await page.keyboard.insertText(
        "Error: Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity\n" +
          "    at assumeRoleWithOIDC (dist/index.js:1:2)",
      );
      await page.getByText("What this message means").waitFor();
      const found = page.locator(".found");
      assert.match(await found.innerText(), /trust policy does not admit this token/);
      assert.match(await found.innerText(), /AWS has other messages for an expired token/);
      await found.locator(".case", { hasText: "The job names an environment, the policy a branch" }).click();
      await expectWord(page, "Denied");
      assert.match(await why(page), /environment/);
      await page.mouse.move(1, 1);
      assert.match((await litLines(page)).join(), /:sub"/);
    },
  },
  {
    name: "task: fix the Fly `personal` trap",
    async body(page) {
      await chooseExample(page, "personal for the organization's slug");
      await expectWord(page, "Denied");
      assert.match(await page.locator(".cause").first().innerText(), /fly\.personal-alias/);
      await page.getByRole("button", { name: "Change the policy" }).first().click();
      await expectWord(page, "Allowed");
      await eventually(() => text(policy(page)), (it) => assert.doesNotMatch(it, /personal/));
    },
  },
  {
    name: "task: see whether a policy is too open",
    async body(page) {
      await write(page, policy(page), wide);
      await expectWord(page, "Nothing decided yet");
      assert.match(await page.locator(".verdict-rest").innerText(), /octo-labs/);
      const finding = page.locator(".finding");
      await finding.waitFor();
      assert.match(await finding.innerText(), /Lets others in[\s\S]*octo-labs-mallory/);
      await finding.getByRole("button", { name: "line 11" }).click();
      await eventually(
        () => page.evaluate(() => getSelection().toString()),
        (selected) => assert.equal(selected, '"repo:octo-labs*"'),
      );
      await finding.getByRole("button", { name: "Load this stranger's token" }).click();
      await page.locator(".statement .mark.tone-good").first().waitFor();
      assert.equal(await page.locator(".row.tone-bad").count(), 0);
      await finding.getByRole("button", { name: "Make this change" }).click();
      await page.locator(".row.tone-bad").waitFor();
      await eventually(() => text(policy(page)), (it) => assert.match(it, /"repo:octo-labs\/\*"/));
    },
  },
  {
    name: "task: share a case without the token",
    async body(page, { context }) {
      const token = await page.getByLabel("Token", { exact: true }).inputValue();
      const shown = await text(policy(page));
      await openSheet(page, "Share");
      const link = await page.getByLabel("Link").inputValue();
      const packed = link.split("#v1.")[1];
      const { inflateRawSync } = await import("node:zlib");
      const shared = inflateRawSync(Buffer.from(packed, "base64url")).toString();
      for (const part of [...token.split("."), "quiet-river-4821"]) assert.ok(!shared.includes(part), part);
      const other = await context.newPage();
      await other.goto(link);
      await other.getByText("A link brought this case.").waitFor();
      await eventually(() => text(policy(other)), (it) => assert.equal(it, shown));
      assert.equal(await other.getByLabel("Token", { exact: true }).inputValue(), "");
      assert.ok(!other.url().includes("#"), other.url());
    },
  },
  {
    name: "task: verify with a pasted key set when the issuer blocks cross-origin requests",
    expectTrouble: NO_ANSWER,
    async body(page) {
      // An issuer that answers without letting other origins read it.
      const server = await serveIssuer(() => ({ body: "{}" }));
      await editClaims(page, (claims) => ({ ...claims, iss: `${server.url}/acme` }));
      await page.locator("#keys-fold > summary").click();
      await page.getByRole("button", { name: "Fetch from the issuer" }).click();
      await page.getByRole("button", { name: "Contact it" }).click();
      const message = page.locator("#keys-fold .message.tone-caution");
      await message.waitFor();
      assert.match(await message.innerText(), /paste/i);
      // Who does as told pastes what says where the keys are.
      await page.getByLabel("Key set").fill(JSON.stringify({ issuer: server.url, jwks_uri: `${server.url}/jwks` }));
      await page.getByText(`Open ${server.url}/jwks and paste what it shows.`).waitFor();
      await page.getByRole("button", { name: "Back to the signed claims" }).click();
      const vector = new URL("../../vectors/examples/fly-machine.json", import.meta.url);
      const { jwks } = JSON.parse(await readFile(vector, "utf8"));
      await page.getByLabel("Key set").fill(JSON.stringify(jwks));
      await expectWord(page, "Allowed");
      assert.match(await badge(page), /pasted key/);
      server.close();
    },
  },
];
