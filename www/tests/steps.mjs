// What a person does on the page, in one line each.
import assert from "node:assert/strict";

export const word = (page) => page.locator(".verdict-word").innerText();
export const why = (page) => page.locator(".verdict-why").innerText();
export const basis = (page) => page.locator(".verdict-rest").innerText();
export const badge = (page) => page.locator(".badge-word").innerText();

/** Waits until the verdict is this word. */
export async function expectWord(page, expected) {
  await page.waitForFunction(
    (expected) => document.querySelector(".verdict-word")?.textContent === expected,
    expected,
    // A machine may be busy with other builds; a right answer is worth the wait.
    { timeout: 30_000 },
  ).catch(async () => assert.equal(await word(page), expected));
}

/** Opens what lies over the page: "Examples", "Compare" or "Share". */
export async function openSheet(page, name) {
  await page.getByRole("button", { name, exact: true }).click();
  await page.locator("dialog[open]").waitFor();
}

/** Brings a pane into view: on a phone there is one at a time. */
export async function tab(page, name) {
  if (page.viewportSize().width >= 700) return;
  const button = page.locator(".tab", { hasText: name });
  if ((await button.getAttribute("aria-pressed")) !== "true") await button.click();
}

/** Searches the examples. */
export async function search(page, text) {
  await openSheet(page, "Examples");
  await page.locator(".case").first().waitFor();
  await page.getByLabel("Search the examples").fill(text);
}

export async function chooseExample(page, title) {
  await openSheet(page, "Examples");
  await page.locator(".case", { hasText: title }).first().click();
  await page.locator("dialog[open]").waitFor({ state: "detached" });
}

/** A policy that every repository of an owner with this prefix gets in by. */
export const wide = `{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": {
      "Federated": "arn:aws:iam::012345678910:oidc-provider/token.actions.githubusercontent.com"
    },
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": {
      "StringEquals": { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
      "StringLike": { "token.actions.githubusercontent.com:sub": "repo:octo-labs*" }
    }
  }
}`;

/** Edits the claims as JSON: `change` gets the claims and returns what they become. */
export async function editClaims(page, change) {
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  const editor = claims(page);
  await write(page, editor, JSON.stringify(change(JSON.parse(await text(editor))), null, 2));
}

/** The editors, once they are there: plain text fields come first. */
export const policy = (page) => editor(page, "policy", "Trust policy");
export const claims = (page) => editor(page, "claims", "Claims as JSON");
const editor = (page, id, name) => page.locator(`.ready #${id}`).and(page.getByLabel(name, { exact: true }));

/** The text of an editor. */
export const text = (editor) =>
  editor.evaluate((it) => [...it.querySelectorAll(".cm-line")].map((line) => line.textContent).join("\n"));

/** Replaces the text of an editor, as a person who pastes. */
export async function write(page, editor, text) {
  await editor.focus();
  await page.keyboard.press("Control+A");
  if (text === "") return page.keyboard.press("Delete");
  await editor.evaluate((it, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    it.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

/** Waits until `check` no longer throws for what `read` gives. */
export async function eventually(read, check, patience = 30_000) {
  for (const start = performance.now(); ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const value = await read();
    try {
      return check(value);
    } catch (error) {
      if (performance.now() - start > patience) throw error;
    }
  }
}

/** The line of the policy that is lit, as text. */
export const litLines = (page) => page.locator(".pane-policy .cm-line.lit").allInnerTexts();

/** Pastes as a person does: through the clipboard's event, with the field's own limits. */
export async function paste(page, field, text) {
  await field.focus();
  await page.keyboard.press("Control+A");
  await page.evaluate((text) => document.execCommand("insertText", false, text), text);
}

/** The line of the policy's editor that has these words, and what is said of a text under the pointer. */
export const line = (page, words) => page.locator(".pane-policy .cm-line", { hasText: words });
export const tip = (page) => page.locator(".cm-tooltip").first();

/** Rests the pointer on a word until something is said of it: a busy machine may miss the first rest. */
export async function pointAt(page, word) {
  await page.mouse.move(1, 1);
  await tip(page).waitFor({ state: "detached" });
  await word.scrollIntoViewIfNeeded();
  for (let tries = 0; tries < 5; tries += 1) {
    // Where a long one begins: it may go on in the next line.
    const { x, y, height } = await word.evaluate((it) => it.getClientRects()[0].toJSON());
    await page.mouse.move(x + 4 + tries, y + height / 2);
    const shown = await tip(page).waitFor({ timeout: 3000 }).then(() => true, () => false);
    if (shown) return;
  }
}

/** Clicks behind these words of the policy. */
export async function putCursor(page, words) {
  await line(page, words).first().scrollIntoViewIfNeeded();
  const box = await line(page, words).first().evaluate((it, words) => {
    const range = document.createRange();
    const walk = document.createTreeWalker(it, NodeFilter.SHOW_TEXT);
    for (let seen = ""; walk.nextNode(); seen += walk.currentNode.data) {
      const end = words.length - seen.length + it.textContent.indexOf(words);
      if (end > walk.currentNode.data.length) continue;
      range.setStart(walk.currentNode, end);
      const { x, y, height } = range.getBoundingClientRect();
      return { x, y: y + height / 2 };
    }
  }, words);
  await page.mouse.click(box.x, box.y);
}
