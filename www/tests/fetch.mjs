// "Fetch from the issuer": asks first, names the address, explains what the browser blocks.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { serveIssuer } from "./harness.mjs";
import { badge, editClaims, expectWord } from "./steps.mjs";

const example = JSON.parse(
  await readFile(new URL("../../vectors/examples/fly-machine.json", import.meta.url), "utf8"),
);
const open = { "Access-Control-Allow-Origin": "*" };

/** An issuer on this machine: the only kind that a test may contact. */
async function issuer(headers) {
  const asked = [];
  const server = await serveIssuer((path) => {
    asked.push(path);
    const answers = {
      "/acme/.well-known/openid-configuration": { issuer: `${server.url}/acme`, jwks_uri: `${server.url}/keys` },
      "/keys": example.jwks,
    };
    return answers[path] && { headers, body: JSON.stringify(answers[path]) };
  });
  return { ...server, asked };
}

async function ask(page, url) {
  await editClaims(page, (claims) => ({ ...claims, iss: `${url}/acme` }));
  await page.locator("#keys-fold > summary").click();
  await page.getByRole("button", { name: "Fetch from the issuer" }).click();
  assert.match(
    await page.locator(".ask").innerText(),
    new RegExp(`would contact ${url}/acme/.well-known/openid-configuration`),
  );
}

export const tests = [
  {
    name: "keys are fetched through discovery, after a question",
    expectTrouble: true,
    async body(page) {
      const server = await issuer(open);
      await ask(page, server.url);
      assert.deepEqual(server.asked, []);
      await page.getByRole("button", { name: "Contact it" }).click();
      await page.getByText("1 key, from the issuer").waitFor();
      assert.deepEqual(server.asked, ["/acme/.well-known/openid-configuration", "/keys"]);
      assert.equal(await badge(page), "Signature wrong");
      await expectWord(page, "Refused");
      server.close();
    },
  },
  {
    name: "a blocked request is explained, with the way around it",
    expectTrouble: true,
    async body(page) {
      const server = await issuer({});
      await ask(page, server.url);
      await page.getByRole("button", { name: "Contact it" }).click();
      const message = page.locator("#keys-fold .message.tone-caution");
      await message.waitFor();
      assert.match(await message.innerText(), /could not read.*paste/is);
      server.close();
    },
  },
];
