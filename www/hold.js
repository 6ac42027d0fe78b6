// Until all of the engine is there, nothing that a person does comes to it: the first sign that somebody is here
// has the rest fetched, and what is held is done then. Texts are written into their fields meanwhile.
import { whole } from "./later.js";

/** That somebody is here. */
const SIGNS = ["change", "click", "focusin", "hashchange", "input", "keydown", "pointerdown", "pointermove", "wheel"];
/** These come about by themselves too: a page can open under a pointer that rests. */
const NO_SIGNS = ["blur", "dblclick", "focus", "mouseenter", "mouseleave"];
/** Done again once all is there: each once, as it was last. */
const AGAIN = ["change", "click", "input"];
/** After them a field has a text of its own. */
const WRITING = ["change", "input"];

/** Holds what is done from now on. Settles once it is let go; fails, and holds it for good, if the rest does not fit. */
export async function hold() {
  let held = [];
  let composed = Promise.resolve();
  const listening = new AbortController();
  const options = { capture: true, signal: listening.signal };
  const { classList } = document.getElementById("app");
  await new Promise((resolve) => {
    const heard = (event) => {
      const { target, type } = event;
      event.stopImmediatePropagation();
      // A link's case takes the place of everything here.
      if (type === "hashchange") return location.reload();
      // A click in a field moves its cursor at once, and does nothing else.
      if (AGAIN.includes(type) && !(type === "click" && target.closest("input, textarea"))) {
        held = held.filter((it) => it.target !== target || it.event.type !== type);
        if (type === "click") {
          event.preventDefault();
          classList.add("waits");
          if (target.closest(".own")) {
            empty(held);
            classList.add("held");
          }
        }
        held.push({ target, event });
      }
      // The answer is no longer about what stands there.
      if (type === "input") classList.add("held");
      if (SIGNS.includes(type)) resolve(whole());
    };
    for (const type of [...SIGNS, ...NO_SIGNS]) window.addEventListener(type, heard, options);
    window.addEventListener("compositionstart", ({ target }) => {
      composed = new Promise((end) => { target.addEventListener("compositionend", end, { once: true }); });
    }, options);
  });
  // Half a word that an input method writes would be written twice.
  await composed;
  listening.abort();
  await again(held);
  classList.remove("held", "waits");
}

/** "Use your own" makes room at once for what is pasted next. */
function empty(held) {
  const fields = ["token", "policy"].map((id) => document.getElementById(id));
  // On a phone it stands behind another tab.
  document.querySelector(".panes").dataset.tab = "token";
  for (const field of fields) if (!held.some(({ target }) => target === field)) field.value = "";
  fields[0].focus();
}

/** Nothing else can be done meanwhile: all of it happens before the browser turns to the next key. */
async function again(held) {
  const { activeElement } = document;
  const written = held.filter(({ event }) => WRITING.includes(event.type)).map(({ target }) => target);
  const texts = new Map(written.map((it) => [it, [it.value, it.selectionStart, it.selectionEnd]]));
  for (const { target, event } of held) {
    // What was clicked may have drawn the field anew.
    if (texts.has(target) && target.value !== texts.get(target)[0]) write(target, ...texts.get(target));
    target.dispatchEvent(new event.constructor(event.type, event));
    await drawn();
  }
  // What was clicked may take the focus with the next frame.
  if (activeElement.matches("input, textarea")) requestAnimationFrame(() => activeElement.focus({ preventScroll: true }));
}

function write(field, text, start, end) {
  field.value = text;
  field.setSelectionRange(start, end);
}

/** yew draws in a microtask, and what that asks for in others. */
async function drawn() {
  for (let turn = 0; turn < 16; turn += 1) await null;
}
