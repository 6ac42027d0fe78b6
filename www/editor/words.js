// What a word means, and what can be written where the cursor is. Which word it is, and where it stands, is
// told by the syntax tree; the rest is asked of the page.
import { autocompletion } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import { StateEffect, StateField } from "@codemirror/state";
import { EditorView, hoverTooltip, keymap, showTooltip } from "@codemirror/view";
import { sentence } from "./shown.js";

export function words(calls) {
  return [
    hoverTooltip((view, at, side) => explained(view.state, at, side, calls)),
    told,
    keymap.of([
      { key: "Mod-i", run: (view) => tell(view, calls) },
      { key: "Escape", run: (view) => view.state.field(told) !== null && tellOf(view, null) },
    ]),
    autocompletion({
      override: [(context) => writable(context, calls)],
      icons: false,
      activateOnTyping: true,
      optionClass: () => "word",
    }),
  ];
}

/** What the keyboard asked for, until the cursor goes on. */
const telling = StateEffect.define();
const told = StateField.define({
  create: () => null,
  update(value, transaction) {
    const asked = transaction.effects.find((effect) => effect.is(telling));
    if (asked) return asked.value;
    return transaction.docChanged || transaction.selection ? null : value;
  },
  provide: (field) => showTooltip.from(field),
});

/** The same as under the pointer, for the word at the cursor; and said aloud. */
function tell(view, calls) {
  const at = view.state.selection.main.head;
  const tip = explained(view.state, at, 1, calls) ?? explained(view.state, at, -1, calls);
  return tip !== null && tellOf(view, tip);
}

function tellOf(view, tip) {
  const effects = [telling.of(tip)];
  if (tip) effects.push(EditorView.announce.of(tip.create().dom.textContent));
  view.dispatch({ effects });
  return true;
}

function explained(state, at, side, calls) {
  const node = syntaxTree(state).resolveInner(at, side);
  const isName = node.name === "PropertyName";
  if (!isName && node.name !== "String") return null;
  const means = calls.explain(unquoted(state, node), isName);
  if (!means) return null;
  const create = () => {
    const dom = document.createElement("p");
    dom.className = "word-means";
    dom.append(sentence(means));
    return { dom };
  };
  return { pos: node.from, end: node.to, above: true, create };
}

/** Operators are members of `Condition`, condition keys members of an operator; claims, of the whole. */
function writable({ state, pos, explicit }, calls) {
  const node = syntaxTree(state).resolveInner(pos, -1);
  const isName = node.name === "PropertyName";
  if (!isName && !(explicit && node.name === "Object")) return null;
  if (isName && (pos <= node.from || pos >= node.to)) return null;
  const object = isName ? node.parent.parent : node;
  const path = pathOf(state, object);
  const kind = path.at(-1) === "Condition" ? "operator" : path.at(-2) === "Condition" ? "key" : "claim";
  if (kind === "claim" && path.length > 0) return null;
  const options = calls.known(kind).map(([label, means]) => ({
    label,
    apply: isName ? label : JSON.stringify(label),
    info: means ? () => sentenceIn("p", means) : undefined,
  }));
  if (options.length === 0) return null;
  const [from, to] = isName ? [node.from + 1, node.to - 1] : [pos, pos];
  return { from, to, options, validFor: /^[^"]*$/ };
}

/** The names of the members that an object stands in, the innermost last. */
function pathOf(state, object) {
  const path = [];
  for (let node = object; node; node = node.parent) {
    const name = node.name === "Property" ? node.getChild("PropertyName") : null;
    if (name) path.unshift(unquoted(state, name));
  }
  return path;
}

function unquoted(state, node) {
  return state.sliceDoc(node.from, node.to).replace(/^"|"$/g, "");
}

function sentenceIn(name, text) {
  const dom = document.createElement(name);
  dom.append(sentence(text));
  return dom;
}
