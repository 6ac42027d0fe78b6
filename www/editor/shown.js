// What the page wants to be seen: marked stretches, lit lines, signs in the margin, messages with fixes.
import { setDiagnostics } from "@codemirror/lint";
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

const set = StateEffect.define();

/**
 * The transaction that shows `things`, each one of
 *
 *     ["mark", from, to, class]
 *     ["line", number, class]
 *     ["sign", number, tone]
 *     ["note", from, to, severity, message, fix, [[from, to, text], …]]
 *
 * Places are UTF-16 units of the text; those that are not in it are left out. `fix` is the name of the
 * change that the last list makes, or nothing.
 */
export function showing(state, things) {
  const { doc } = state;
  const inside = (from, to) => 0 <= from && from <= to && to <= doc.length;
  const marks = [];
  const signs = new Map();
  const notes = [];
  for (const [kind, ...rest] of things) {
    const [first, second, third] = rest;
    if (kind === "mark" && inside(first, second) && first < second) {
      marks.push(Decoration.mark({ class: third }).range(first, second));
    } else if (kind === "line" && first <= doc.lines) {
      marks.push(Decoration.line({ class: second }).range(doc.line(first).from));
    } else if (kind === "sign") {
      signs.set(first, second);
    } else if (kind === "note" && inside(first, second)) {
      notes.push(note(rest));
    }
  }
  const said = JSON.stringify(things.filter(([kind]) => kind === "note"));
  const value = { marks: Decoration.set(marks, true), signs, said };
  // The same messages set again would close the one that is being read.
  if (said === state.field(shown).said) return { effects: set.of(value) };
  const transaction = setDiagnostics(state, notes);
  return { ...transaction, effects: [transaction.effects, set.of(value)].flat() };
}

function note([from, to, severity, message, name, edits]) {
  const changes = edits.map(([from, to, insert]) => ({ from, to, insert }));
  const apply = (view) => view.dispatch({ changes, userEvent: "input.fix", scrollIntoView: true });
  return {
    from,
    to,
    severity,
    message,
    renderMessage: () => sentence(message),
    actions: name ? [{ name, apply }] : [],
  };
}

/** A sentence whose outside text stands between backticks. */
export function sentence(text) {
  const line = document.createElement("span");
  text.split("`").forEach((piece, index) => {
    if (index % 2 === 0) return line.append(piece);
    const code = document.createElement("code");
    code.className = "value";
    code.textContent = piece;
    line.append(code);
  });
  return line;
}

const none = { marks: Decoration.none, signs: new Map(), said: "[]" };

export const shown = StateField.define({
  create: () => none,
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(set)) return effect.value;
    // Until the page has looked at the text, what was said of it moves along.
    return transaction.docChanged ? { ...value, marks: value.marks.map(transaction.changes), said: null } : value;
  },
  provide: (field) => EditorView.decorations.from(field, ({ marks }) => marks),
});
