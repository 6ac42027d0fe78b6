// The editor of JSON texts: CodeMirror, and what of it the page needs. `cargo xtask build` bundles this
// folder into the one file `editor.js`; `web/src/platform/json_editor.rs` is the other side.
//
// The page says what is to be seen (`show`) and hears what is typed. Nothing is judged here: what is
// wrong with a text, what a word means and what can be written somewhere, the engine knows.
import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, codeFolding, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { Annotation, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightSpecialChars, keymap, placeholder, tooltips } from "@codemirror/view";
import { adoptStyles } from "./adopt.js";
import { quickFix } from "./fix.js";
import { gutter } from "./gutter.js";
import { colours, look } from "./look.js";
import { over } from "./over.js";
import { shown, showing } from "./shown.js";
import { words } from "./words.js";

adoptStyles();

/** A change that the page made, which it need not hear of. */
const fromPage = Annotation.define();

/**
 * Puts an editor into `place`; `most` is the number of UTF-16 units that it takes.
 *
 * `calls` has `typed(text, again)`, `again` if the editor's own undo or redo brought it back; `explain(word, name)`, the sentence about a word, which is a member's name or
 * not; `known(kind)`, the `[word, sentence]` that can be written as an `operator`, a `key` or a `claim`;
 * and `pointed(line)`, the line under the pointer, or 0.
 */
export function create(place, given, { id, label, hint, most }, calls) {
  // The plain field that stands there until now may know more by now.
  const { value: text = given, selectionStart = 0, selectionEnd = 0 } = document.getElementById(id) ?? {};
  let pointed = 0;
  const point = (line) => {
    if (line !== pointed) calls.pointed((pointed = line));
  };
  const view = new EditorView({
    parent: place,
    state: EditorState.create({
      doc: text,
      selection: { anchor: selectionStart, head: selectionEnd },
      extensions: [
        gutter(),
        codeFolding(),
        history(),
        drawSelection(),
        highlightSpecialChars(),
        indentOnInput(),
        indentUnit.of("  "),
        EditorState.tabSize.of(2),
        bracketMatching(),
        closeBrackets(),
        json(),
        colours,
        look,
        tooltips({ tooltipSpace }),
        over,
        words(calls),
        shown,
        EditorView.lineWrapping,
        placeholder(hint),
        EditorState.transactionFilter.of((transaction) => cut(transaction, most)),
        keymap.of([
          // The page names these keys, so they are the same on a Mac, whatever is usual there.
          { key: "Mod-.", run: quickFix },
          { key: "Ctrl-.", run: quickFix },
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...lintKeymap,
          ...foldKeymap,
          ...historyKeymap,
          // Tab is left to the browser: it leads on to what comes next on the page.
          ...defaultKeymap,
        ]),
        EditorView.contentAttributes.of({
          id,
          "aria-label": label,
          tabindex: "0",
          "aria-describedby": `${id}-keys`,
          autocapitalize: "off",
          spellcheck: "false",
          translate: "no",
        }),
        EditorView.updateListener.of((update) => {
          const own = update.transactions.every((it) => it.annotation(fromPage));
          const again = update.transactions.some((it) => it.isUserEvent("undo") || it.isUserEvent("redo"));
          if (update.docChanged && !own) calls.typed(update.state.doc.toString(), again);
        }),
        EditorView.domEventHandlers({
          mousemove: (event, view) => {
            const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
            point(at === null ? 0 : view.state.doc.lineAt(at).number);
          },
          mouseleave: () => point(0),
        }),
      ],
    }),
  });
  return new Editor(view);
}

/** Selects a stretch of the text of the editor that `field` belongs to, and scrolls there. */
export function select(field, from, to) {
  const view = EditorView.findFromDOM(field);
  const [anchor, head] = [from, to].map((at) => Math.min(at, view.state.doc.length));
  view.dispatch({ selection: { anchor, head }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
}

/** What is said of the text keeps away from the window's edges. */
function tooltipSpace({ dom }) {
  const { clientWidth, clientHeight } = dom.ownerDocument.documentElement;
  return { left: EDGE, top: EDGE, right: clientWidth - EDGE, bottom: clientHeight - EDGE };
}

const EDGE = 8;

/** What is pasted ends where the field is full, as in a text field of the browser. */
function cut(transaction, most) {
  if (!transaction.docChanged || transaction.newDoc.length <= most) return transaction;
  const insert = transaction.newDoc.sliceString(0, most);
  return { changes: { from: 0, to: transaction.startState.doc.length, insert } };
}

class Editor {
  #view;

  constructor(view) {
    this.#view = view;
  }

  /** The text becomes this one, by the smallest change: the cursor stays, and it can be undone. */
  setText(text) {
    const before = this.#view.state.doc.toString();
    if (before === text) return;
    let from = 0;
    while (from < before.length && from < text.length && before[from] === text[from]) from += 1;
    let end = 0;
    const most = Math.min(before.length, text.length) - from;
    while (end < most && before.at(-1 - end) === text.at(-1 - end)) end += 1;
    this.#view.dispatch({
      changes: { from, to: before.length - end, insert: text.slice(from, text.length - end) },
      // What the page does next is undone by itself.
      annotations: [fromPage.of(true), isolateHistory.of("after")],
      filter: false,
    });
  }

  /** What is to be seen in the text as it is now: see `shown.js`. */
  show(things) {
    this.#view.dispatch(showing(this.#view.state, things));
  }

  /** Scrolls to a line. */
  reveal(number) {
    const { doc } = this.#view.state;
    const line = doc.line(Math.min(number, doc.lines));
    this.#view.dispatch({ effects: EditorView.scrollIntoView(line.from, { y: "center" }) });
  }

  focus() {
    this.#view.focus();
  }

  destroy() {
    this.#view.destroy();
  }
}
