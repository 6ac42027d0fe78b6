// What a word means, and what can be written where the cursor is. Which word it is, and where it stands, is
// told by the syntax tree; the rest is asked of the page.
import { autocompletion } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import { forEachDiagnostic, linter } from "@codemirror/lint";
import { StateEffect, StateField } from "@codemirror/state";
import { closeHoverTooltips, EditorView, hoverTooltip, keymap, showTooltip } from "@codemirror/view";
import { sentence } from "./shown.js";

export function words(calls) {
  return [
    hoverTooltip(({ state }, at, side) => (state.field(told) ? null : explained(state, at, side, calls))),
    linter(null, { tooltipFilter: (found, state) => (state.field(told) ? null : found) }),
    told,
    keymap.of([
      { key: "Mod-i", run: (view) => tell(view, calls) },
      { key: "Ctrl-i", run: (view) => tell(view, calls) },
      { key: "Escape", run: silent },
    ]),
    autocompletion({
      override: [(context) => writable(context, calls)],
      icons: false,
      activateOnTyping: true,
      optionClass: () => "word",
    }),
  ];
}

function silent(view) {
  if (view.state.field(told) === null) return false;
  view.dispatch({ effects: telling.of(null) });
  return true;
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
  const said = [];
  forEachDiagnostic(view.state, ({ message }, from, to) => {
    if (from <= at && at <= to) said.push(message);
  });
  const word = explained(view.state, at, 1, calls) ?? explained(view.state, at, -1, calls);
  if (word) said.push(word.means);
  return say(view, ...(said.length ? said : ["There is nothing to explain here."]));
}

/** Says something at the cursor, and aloud. */
export function say(view, ...sentences) {
  const pos = view.state.selection.main.head;
  view.dispatch({
    effects: [
      telling.of(tip(pos, pos, ...new Set(sentences))),
      EditorView.announce.of(sentences.join(" ").replaceAll("`", "")),
      // It may say the same.
      closeHoverTooltips,
    ],
  });
  return true;
}

function explained(state, at, side, calls) {
  const node = syntaxTree(state).resolveInner(at, side);
  const isName = node.name === "PropertyName";
  if (!isName && node.name !== "String") return null;
  const means = calls.explain(unquoted(state, node), isName);
  return means ? { means, ...tip(node.from, node.to, means) } : null;
}

function tip(pos, end, ...sentences) {
  const create = () => {
    const dom = document.createElement("div");
    dom.className = "word-means";
    dom.append(...sentences.map((text) => sentenceIn("p", text)));
    return { dom };
  };
  return { pos, end, above: true, create };
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
