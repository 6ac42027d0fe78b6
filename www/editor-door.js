// The way to the editor, which is fetched once all of the engine is there and the page is drawn: until then, and where
// it cannot be had, plain text fields do.
import { there } from "./later.js";

export async function open(...settings) {
  await there;
  await painted();
  const { create } = await import("./editor.js");
  return create(...settings);
}

// What was drawn is on the screen. A page that nobody looks at is not painted, and does not wait for it.
function painted() {
  if (document.hidden) return;
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

// Selects a stretch of the text of a field, be it an editor by now or plain.
export async function select(id, from, to) {
  const field = document.getElementById(id);
  field?.focus();
  if (field instanceof HTMLTextAreaElement) field.setSelectionRange(from, to);
  else if (field) (await import("./editor.js")).select(field, from, to);
}
