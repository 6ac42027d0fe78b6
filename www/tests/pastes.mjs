// What people really paste, and what the page makes of it.
import assert from "node:assert/strict";
import { chooseExample, eventually, expectWord, paste, policy, text, wide, write, why } from "./steps.mjs";

const token = (page) => page.getByLabel("Token", { exact: true });
const DENIED =
  "An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation: " +
  "Not authorized to perform sts:AssumeRoleWithWebIdentity";

export const tests = [
  {
    name: "a curl command with a token in it is read as that token",
    async body(page) {
      const good = await token(page).inputValue();
      await token(page).fill(`curl -s -H 'Authorization: Bearer ${good}' https://api.example/v1`);
      await page.getByText("Read the token inside a longer text").waitFor();
      await expectWord(page, "Allowed");
    },
  },
  {
    name: "claims alone are decided, and said to be claims alone",
    async body(page) {
      const claims = { iss: "https://oidc.fly.io/acme", aud: "sts.amazonaws.com", sub: "acme:foo-bar:m" };
      await token(page).fill(JSON.stringify(claims));
      await expectWord(page, "Would be allowed");
      assert.match(await page.locator(".badge").innerText(), /No token/);
      assert.match(await why(page), /with a token of these claims/);
    },
  },
  {
    name: "what aws iam get-role prints is read as its trust policy, and can be undone",
    async body(page) {
      const good = await text(policy(page));
      const role = {
        Role: {
          RoleName: "deploy",
          Arn: "arn:aws:iam::012345678910:role/deploy",
          AssumeRolePolicyDocument: encodeURIComponent(good.replace("foo-bar", "cat-api")),
        },
      };
      await write(page, policy(page), JSON.stringify(role));
      await expectWord(page, "Denied");
      await page.getByText("Taken from the role deploy").waitFor();
      assert.match(await text(policy(page)), /acme:cat-api/);
      await policy(page).focus();
      for (let presses = 0; presses < 2; presses += 1) await page.keyboard.press("Control+z");
      await expectWord(page, "Allowed");
    },
  },
  {
    name: "a pasted policy of another provider is not judged by the example's token, and all of it comes back",
    async body(page) {
      const [good, own] = [await token(page).inputValue(), await text(policy(page))];
      await write(page, policy(page), wide);
      await expectWord(page, "Nothing decided yet");
      assert.equal(await why(page), "Paste a token to see whether this policy admits it.");
      assert.equal(await token(page).inputValue(), "");
      await page.locator(".pane-meeting .finding").waitFor();
      const back = async () => {
        await expectWord(page, "Allowed");
        assert.deepEqual([await token(page).inputValue(), await text(policy(page))], [good, own]);
      };
      await page.getByRole("button", { name: "Undo: the pasted policy" }).click();
      await back();
      await page.getByRole("button", { name: "Redo: the pasted policy" }).click();
      await expectWord(page, "Nothing decided yet");
      await policy(page).focus();
      await page.keyboard.press("Control+z");
      await back();
      await write(page, policy(page), wide);
      await expectWord(page, "Nothing decided yet");
      await page.keyboard.press("Control+z");
      await back();
      // Another policy for the example's provider is judged.
      await write(page, policy(page), wide.replaceAll("token.actions.githubusercontent.com", "oidc.fly.io/acme"));
      await expectWord(page, "Denied");
    },
  },
  {
    name: "a pasted token of another provider is not judged by the example's policy, and all of it comes back",
    async body(page) {
      const claims = { iss: "https://gitlab.com", aud: "sts.amazonaws.com", sub: "project_path:a/b:ref_type:branch:ref:main" };
      await paste(page, token(page), JSON.stringify(claims));
      await expectWord(page, "Nothing decided yet");
      assert.match(await why(page), /Paste the role's trust policy/);
      await eventually(() => text(policy(page)), (it) => assert.match(it, /^Paste the trust policy|^$/));
      await page.getByRole("button", { name: "Undo: the pasted token" }).click();
      await expectWord(page, "Allowed");
    },
  },
  {
    name: "the undo of the editor and of the token's field takes all of a step, their redo brings it back, and a paste is neither",
    async body(page) {
      const [good, own] = [await token(page).inputValue(), await text(policy(page))];
      const halves = async (expected) =>
        eventually(async () => [await token(page).inputValue(), await text(policy(page))], (it) => assert.deepEqual(it, expected));
      const press = (key) => page.keyboard.press(key);
      await write(page, policy(page), wide);
      await halves(["", wide]);
      await press("Control+z");
      await halves([good, own]);
      await press("Control+y");
      await halves(["", wide]);
      await press("Control+z");
      await halves([good, own]);
      const claims = JSON.stringify({ iss: "https://gitlab.com", aud: "sts.amazonaws.com", sub: "project_path:a/b:ref_type:branch:ref:main" });
      await paste(page, token(page), claims);
      const words = /^Paste the trust policy|^$/;
      await eventually(() => text(policy(page)), (it) => assert.match(it, words));
      await press("Control+z");
      await halves([good, own]);
      await press("Control+y");
      await eventually(() => text(policy(page)), (it) => assert.match(it, words));
      assert.equal(await token(page).inputValue(), claims);
      await press("Control+z");
      await halves([good, own]);
      // By the button, twice at once: the editor goes one step at a time all the same.
      await write(page, policy(page), wide);
      await page.waitForTimeout(600);
      await page.locator("#undo").click();
      await page.locator("#redo").click();
      await halves(["", wide]);
      await policy(page).focus();
      await press("Control+z");
      await halves([good, own]);
      // One's own policy over an example's, to see whether it admits that token.
      const mine = own.replace("foo-bar", "cat-api");
      await write(page, policy(page), mine);
      await halves([good, mine]);
      await chooseExample(page, "A Machine of another app is denied");
      await eventually(() => token(page).inputValue(), (it) => assert.notEqual(it, good));
      const other = await token(page).inputValue();
      await write(page, policy(page), mine);
      await halves([other, mine]);
      await page.getByRole("button", { name: /^Undo/ }).waitFor();
      assert.equal(await page.getByRole("button", { name: /^Redo/ }).count(), 0);
    },
  },
  {
    name: "what is pasted with a slip is not judged by the example's other half once it is mended",
    async body(page) {
      const [good, own] = [await token(page).inputValue(), await text(policy(page))];
      const undone = async () => {
        for (const undo = page.locator("#undo"); await undo.count(); ) await undo.click();
        await expectWord(page, "Allowed");
        assert.deepEqual([await token(page).inputValue(), await text(policy(page))], [good, own]);
      };
      await write(page, policy(page), `${wide},`);
      await page.locator(".pane-policy .problems").waitFor();
      assert.equal(await token(page).inputValue(), good);
      await page.keyboard.press("Control+End");
      await page.keyboard.press("Backspace");
      await expectWord(page, "Nothing decided yet");
      assert.equal(await token(page).inputValue(), "");
      await undone();
      const claims = JSON.stringify({ iss: "https://gitlab.com", aud: "sts.amazonaws.com", sub: "project_path:a/b:ref_type:branch:ref:main" });
      await paste(page, token(page), claims.slice(0, -1));
      await expectWord(page, "Not decided");
      await page.keyboard.type("}");
      await expectWord(page, "Nothing decided yet");
      assert.match(await why(page), /Paste the role's trust policy/);
      await undone();
      // Keys that somebody touched are still the example's token's.
      await page.locator("#keys-fold summary").click();
      await page.locator("#keys").press("Control+End");
      await page.keyboard.type(" ");
      await write(page, policy(page), wide);
      await expectWord(page, "Nothing decided yet");
    },
  },
  ...["token", "policy"].map((pane) => ({
    name: `an error message pasted for the ${pane} leads to its causes`,
    async body(page) {
      if (pane === "token") await token(page).fill(DENIED);
      else await write(page, policy(page), DENIED);
      const causes = page.locator(`.pane-${pane} .error-message`);
      await causes.waitFor();
      assert.match(await causes.innerText(), /What usually leads to it/);
      await expectWord(page, "Not decided");
      assert.match(await why(page), /An error message of AWS/);
    },
  })),
  {
    name: "without a token, a template's claims do",
    async body(page) {
      await page.getByText("No token?").click();
      await page.getByRole("button", { name: "GitHub Actions job" }).or(page.getByText(/^GitHub Actions/)).first().click();
      await page.locator(".ready #claims").waitFor();
      assert.match(await text(page.locator(".ready #claims")), /token\.actions\.githubusercontent\.com/);
      assert.match(await page.locator(".badge").innerText(), /No token/);
      // The page's clock goes by seconds; the claims may be of the one that comes.
      await eventually(
        () => page.locator(".lifetime-ends").innerText(),
        (ends) => assert.match(ends, /issued .*expires in/s),
      );
      await expectWord(page, "Denied");
    },
  },
];
