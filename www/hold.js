// Until all of the engine is there, nothing that a person does comes to it: the first sign that somebody is here
// has the rest fetched, and what is held is done then.
import { whole } from "./later.js";

/** That somebody is here. */
const SIGNS = ["beforeinput", "change", "click", "focusin", "hashchange", "input", "keydown", "pointerdown", "pointermove", "wheel"];
/** These come about by themselves too: a page can open under a pointer that rests. */
const NO_SIGNS = ["blur", "dblclick", "focus", "mouseenter", "mouseleave"];
/** Done again once all is there. */
const AGAIN = ["change", "click", "hashchange", "input"];
/** What a text became by them is told once. */
const ONCE = ["change", "input"];

/** Holds what is done from now on. Settles once it is let go; fails, and holds it for good, if the rest does not fit. */
export async function hold() {
  let [held, clicked] = [[], false];
  const written = new Map();
  const listening = new AbortController();
  const options = { capture: true, signal: listening.signal };
  const { classList } = document.getElementById("app");
  await new Promise((resolve) => {
    const heard = (event) => {
      const { target, type } = event;
      event.stopImmediatePropagation();
      // A click in a field moves its cursor at once, and does nothing else.
      const isHeld = AGAIN.includes(type) && !(type === "click" && target.closest("input, textarea"));
      if (isHeld && type === "click") {
        event.preventDefault();
        clicked ||= target.closest("a, button, summary") !== null;
        classList.add("waits");
      }
      // What was clicked may empty the field: what is written after that is written into what becomes of it.
      if (type === "beforeinput" && event.cancelable && clicked) {
        event.preventDefault();
        written.set(target, after(written.get(target) ?? "", event));
        classList.add("held");
      }
      // What is written stays where it is, and the answer is no longer about it.
      if (type === "input") classList.add("held");
      if (ONCE.includes(type)) held = held.filter((it) => it.target !== target || it.event.type !== type);
      if (isHeld) held.push({ target, event });
      if (SIGNS.includes(type)) resolve(whole());
    };
    for (const type of [...SIGNS, ...NO_SIGNS]) window.addEventListener(type, heard, options);
  });
  listening.abort();
  for (const { target, event } of held) target.dispatchEvent(new event.constructor(event.type, event));
  classList.remove("held", "waits");
  if (written.size) requestAnimationFrame(() => setTimeout(write, 0, written));
}

/** What becomes of a text that is written from an empty field on. */
function after(text, { inputType, data }) {
  if (inputType === "insertFromPaste") return data ?? "";
  if (inputType === "deleteContentBackward") return text.replace(/.$/su, "");
  if (inputType === "insertLineBreak") return `${text}\n`;
  return text + (data ?? "");
}

function write(written) {
  for (const [field, text] of written) {
    if (!field.isConnected) continue;
    field.focus();
    document.execCommand("insertText", false, text);
  }
}
