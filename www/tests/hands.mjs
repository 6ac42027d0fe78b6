// How a person works a control, by mouse and by keyboard, and how wide the window is. By keyboard what is not shown cannot have the focus.
import assert from "node:assert/strict";

export const widths = [390, 768, 1440];

export const hands = {
  mouse: {
    press: (page, control) => control.click(),
    enter: (page, field) => field.click(),
    async write(page, field, text) {
      await field.click({ clickCount: 3 });
      await page.keyboard.type(text);
    },
  },
  keyboard: {
    async press(page, control) {
      await focus(control);
      await page.keyboard.press((await control.getAttribute("type")) === "radio" ? "Space" : "Enter");
    },
    enter: (page, field) => focus(field),
    async write(page, field, text) {
      await focus(field);
      await page.keyboard.press("Control+A");
      await page.keyboard.type(text);
    },
  },
};

/** Pastes a text into a field or an editor, in place of what is there. Needs the right to the clipboard. */
export async function replace(page, { enter }, field, text) {
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await enter(page, field);
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Control+V");
}

async function focus(control) {
  await control.focus();
  assert.ok(await control.evaluate((it) => it === document.activeElement), await control.evaluate((it) => it.outerHTML.slice(0, 200)));
}

export const isMouse = (hand) => hand === hands.mouse;
export const button = (page, name) => page.getByRole("button", { name, exact: true });
export const fold = (page, name) => page.locator(".fold > summary", { hasText: name });
export const isOpen = (summary) => summary.evaluate((it) => it.parentElement.open);
export const focused = (page) => page.evaluate(() => document.activeElement.textContent);
