// "Fetch from the issuer": asks first, names the address, believes only what the issuer may say.
import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { readFile } from "node:fs/promises";
import { serveIssuer } from "./harness.mjs";
import { NO_ANSWER } from "./watch.mjs";
import { badge, editClaims, eventually, expectWord } from "./steps.mjs";

const example = JSON.parse(
  await readFile(new URL("../../vectors/examples/fly-machine.json", import.meta.url), "utf8"),
);
const open = { "Access-Control-Allow-Origin": "*" };
const document = "/acme/.well-known/openid-configuration";

/** An issuer on this machine, the only kind that a test may contact. `change(url)` gives answers
 * (`{ status?, headers?, body? }`, or `"never"`) by path, in place of the right ones. */
async function issuer(change = () => ({})) {
  const asked = [];
  const server = await serveIssuer((path) => {
    asked.push(path);
    const answers = {
      [document]: json({ issuer: `${server.url}/acme`, jwks_uri: `${server.url}/keys` }),
      "/keys": json(example.jwks),
      ...change(server.url),
    };
    return answers[path];
  });
  return { ...server, asked };
}

const json = (value) => ({ headers: open, body: JSON.stringify(value) });

async function ask(page, url) {
  await editClaims(page, (claims) => ({ ...claims, iss: `${url}/acme` }));
  await page.locator("#keys-fold > summary").click();
  await page.getByRole("button", { name: "Fetch from the issuer" }).click();
  assert.match(await page.locator(".ask").innerText(), new RegExp(`would contact ${url}${document}`));
}

/** A key, and a token of now that it signed: the header says more, the claims name the issuer. */
const keyPair = () => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { jwk: publicKey.export({ format: "jwk" }), privateKey };
};

function signed({ privateKey }, header, iss) {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss, aud: "sts.amazonaws.com", sub: "acme:foo-bar:m", iat: now, exp: now + 600 };
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const said = `${encode({ alg: "RS256", ...header })}.${encode(claims)}`;
  return `${said}.${sign("sha256", Buffer.from(said), privateKey).toString("base64url")}`;
}

const token = (page) => page.getByLabel("Token", { exact: true });
const contact = (page) => page.getByRole("button", { name: "Contact it" }).click();
const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim());

/** A test of what is said about a wrong answer. `change` as for `issuer`. */
const refused = (name, change, expected) => ({
  name: `fetching keys: ${name}`,
  expectTrouble: NO_ANSWER,
  async body(page) {
    const server = await issuer(change);
    await ask(page, server.url);
    await contact(page);
    const message = page.locator("#keys-fold .message.tone-caution");
    await message.waitFor();
    assert.match(await message.innerText(), expected);
    assert.equal(await focused(page), "Try again");
    assert.match(await page.locator("#keys-fold > summary").innerText(), /of the example/);
    server.close();
  },
});

export const tests = [
  {
    name: "keys are fetched through discovery, after a question",
    async body(page) {
      const server = await issuer();
      await ask(page, server.url);
      assert.deepEqual(server.asked, []);
      await contact(page);
      await page.getByText("1 key, from the issuer").waitFor();
      assert.deepEqual(server.asked, [document, "/keys"]);
      assert.equal(await badge(page), "Signature wrong");
      assert.equal(await focused(page), "Fetch from the issuer");
      await expectWord(page, "Refused");
      server.close();
    },
  },
  {
    name: "a token that the fetched keys verify is verified with the issuer's keys",
    async body(page) {
      const key = keyPair();
      const server = await issuer(() => ({ "/keys": json({ keys: [{ ...key.jwk, kid: "a" }] }) }));
      await token(page).fill(signed(key, { kid: "a" }, `${server.url}/acme`));
      await page.locator("#keys-fold > summary").click();
      assert.equal(await badge(page), "Not checked");
      await page.getByRole("button", { name: "Fetch from the issuer" }).click();
      await contact(page);
      await eventually(() => badge(page), (it) => assert.equal(it, "Verified with the issuer's keys"));
      // The same keys, typed, are nobody's.
      const keys = page.getByLabel("Key set");
      await keys.fill(`${await keys.inputValue()} `);
      await eventually(() => badge(page), (it) => assert.equal(it, "Matches a pasted key"));
      server.close();
    },
  },
  {
    name: "a token that brings its own key is signed by that key, and by nobody that counts",
    async body(page) {
      const key = keyPair();
      const own = signed(key, { jwk: key.jwk }, "https://oidc.fly.io/acme");
      await token(page).fill(own);
      await eventually(() => badge(page), (it) => assert.equal(it, "Signed by the key inside the token"));
      assert.match(await page.locator("#badge").innerText(), /proves nothing/);
      assert.match(await page.locator("#badge").getAttribute("class"), /tone-bad/);
      assert.doesNotMatch(await page.locator("#badge").innerText(), /verified/i);
      await expectWord(page, "Would be allowed");
      // Beside a key of somebody else it is that key's signature that is missing.
      await page.locator("#keys-fold > summary").click();
      await page.getByLabel("Key set").fill(JSON.stringify(example.jwks));
      await page.locator(".key-row", { hasText: "demo-key" }).waitFor();
      assert.doesNotMatch(await badge(page), /verified|matches/i);
    },
  },
  refused("an answer that pages of another origin may not read", () => ({ [document]: { body: "{}" } }), /could not read.*paste/is),
  refused(
    "a redirect is not followed",
    (url) => ({ [document]: { status: 302, headers: { ...open, Location: `${url}/keys` } } }),
    /could not read.*paste/is,
  ),
  refused("another status than 200", () => ({ [document]: { ...json({}), status: 503 } }), /HTTP status 503/),
  refused(
    "an answer of more than 64 KiB",
    () => ({ "/keys": { headers: open, body: " ".repeat(64 * 1024 + 1) } }),
    /keys.*more than 64 KiB/s,
  ),
  refused(
    "the document of another issuer",
    (url) => ({ [document]: json({ issuer: `${url}/other`, jwks_uri: `${url}/keys` }) }),
    /\/other/,
  ),
  refused("no answer in time", () => ({ [document]: "never" }), /no whole answer within five seconds/),
  refused(
    "keys at an address that the page cannot reach",
    (url) => ({ [document]: json({ issuer: `${url}/acme`, jwks_uri: "http://127.0.0.2/keys" }) }),
    /http only at localhost and 127\.0\.0\.1/,
  ),
  {
    name: "keys at another host are a second question",
    async body(page) {
      const other = await issuer();
      const server = await issuer((url) => ({
        [document]: json({ issuer: `${url}/acme`, jwks_uri: `${other.url}/keys` }),
      }));
      await ask(page, server.url);
      await contact(page);
      await page.getByText("keeps its keys at another host").waitFor();
      assert.match(await page.locator(".ask").innerText(), new RegExp(`${other.url}/keys`));
      assert.deepEqual(other.asked, []);
      await contact(page);
      await page.getByText("1 key, from the issuer").waitFor();
      assert.deepEqual([server.asked, other.asked], [[document], ["/keys"]]);
      server.close();
      other.close();
    },
  },
  ...[
    ["Cancel", (page) => page.getByRole("button", { name: "Cancel" }).click()],
    ["another token", (page) => page.getByLabel("Token", { exact: true }).fill("a.b.c")],
  ].map(([name, leave]) => ({
    name: `${name} aborts the request`,
    async body(page) {
      const server = await issuer(() => ({ [document]: "never" }));
      await ask(page, server.url);
      await contact(page);
      await eventually(() => server.asked.length, (count) => assert.equal(count, 1));
      const start = performance.now();
      await leave(page);
      await eventually(() => server.aborted(), (count) => assert.equal(count, 1));
      // The time limit would have aborted it too, after five seconds.
      assert.ok(performance.now() - start < 4000);
      assert.equal(await page.locator("#keys-fold .message.tone-caution").count(), 0);
      server.close();
    },
  })),
  {
    name: "an issuer that the page cannot reach: said so, nothing offered",
    async body(page) {
      await editClaims(page, (claims) => ({ ...claims, iss: "http://[::1]:8080/acme" }));
      await page.locator("#keys-fold > summary").click();
      await page.getByText("http only at localhost and 127.0.0.1").waitFor();
      assert.equal(await page.getByRole("button", { name: "Fetch from the issuer" }).count(), 0);
    },
  },
];
