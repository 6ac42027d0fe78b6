// Until all of the engine is there, nothing that a person does comes to it: the first sign that somebody is here
// has the rest fetched, and what is held is done then.
import { whole } from "./later.js";

/** That somebody is here. */
const SIGNS = ["beforeinput", "change", "click", "focusin", "input", "keydown", "pointerdown", "pointermove", "wheel"];
/** These come about by themselves too: a page can open under a pointer that rests. */
const NO_SIGNS = ["blur", "dblclick", "focus", "mouseenter", "mouseleave"];
/** Done again, the last of each element. */
const AGAIN = ["change", "click", "input"];

/** Holds what is done from now on. Settles once it is let go; fails, and holds it for good, if the rest does not fit. */
export async function hold() {
  const [held, written] = [new Map(), new Map()];
  const listening = new AbortController();
  const options = { capture: true, signal: listening.signal };
  await new Promise((resolve) => {
    const heard = (event) => {
      event.stopImmediatePropagation();
      // A field that shows another text than the one that was decided would tell a lie.
      if (["click", "beforeinput"].includes(event.type)) event.preventDefault();
      if (AGAIN.includes(event.type)) held.set(event.target, event);
      if (event.type === "beforeinput" && event.data) {
        written.set(event.target, (written.get(event.target) ?? "") + event.data);
      }
      if (SIGNS.includes(event.type)) resolve(whole());
    };
    for (const type of [...SIGNS, ...NO_SIGNS]) window.addEventListener(type, heard, options);
  });
  listening.abort();
  for (const [target, event] of held) target.dispatchEvent(new event.constructor(event.type, event));
  for (const [field, text] of written) {
    field.focus();
    document.execCommand("insertText", false, text);
  }
}
