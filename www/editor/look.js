// Colours are the page's own custom properties; the rest of the look is in `styles/json-editor.css`.
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const colours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.propertyName, class: "json-name" },
    { tag: tags.string, class: "json-text" },
    { tag: [tags.number, tags.bool, tags.null], class: "json-other" },
    { tag: [tags.separator, tags.squareBracket, tags.brace], class: "json-mark" },
  ]),
);

// What CodeMirror says of these in its own sheets would win against ours, which come before.
export const look = EditorView.theme({
  "&.cm-focused": { outline: "none" },
  "& .cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.25rem", overflowX: "hidden" },
  "& .cm-content": { padding: "8px 0", caretColor: "var(--ink)", minWidth: 0 },
  "& .cm-line": { padding: "0 12px 0 0", overflowWrap: "anywhere", wordBreak: "var(--editor-breaks, normal)" },
  "& .cm-gutters": { border: 0, backgroundColor: "transparent", color: "var(--json-mark)" },
  "& .cm-cursor": { borderLeftColor: "var(--ink)" },
  "& .cm-placeholder": { color: "var(--ink-soft)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    background: "color-mix(in oklch, var(--accent) 22%, transparent)",
  },
  "& .cm-selectionBackground": { background: "var(--neutral-soft)" },
  "&.cm-focused .cm-matchingBracket": { background: "var(--accent-soft)", outline: "1px solid var(--rule-strong)" },
  "&.cm-focused .cm-nonmatchingBracket": { background: "var(--bad-mark)" },
  "& .cm-foldPlaceholder": {
    border: "1px solid var(--rule-strong)",
    background: "var(--raised)",
    color: "var(--ink-soft)",
  },
  ".cm-tooltip": {
    border: "1px solid var(--rule-strong)",
    borderRadius: "var(--radius)",
    background: "var(--raised)",
    color: "var(--ink)",
    boxShadow: "0 8px 24px oklch(20% 0.02 260 / 0.16)",
    maxWidth: "min(440px, 92vw)",
    zIndex: 30,
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "12em", maxWidth: "92vw" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 8px", lineHeight: "1.25rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    background: "var(--accent)",
    color: "var(--on-accent)",
  },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: 700 },
  ".cm-completionInfo": { padding: "8px 12px", font: "var(--text-s)/1.5 var(--sans)", width: "280px" },
  ".cm-diagnostic": {
    padding: "8px 12px",
    borderLeft: "3px solid var(--rule-strong)",
    font: "var(--text-s)/1.5 var(--sans)",
    whiteSpace: "normal",
  },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--caution)" },
  ".cm-diagnostic-info": { borderLeftColor: "var(--accent)" },
  ".cm-diagnosticText": { display: "block" },
  ".cm-diagnosticAction": {
    minHeight: "28px",
    margin: "6px 0 0",
    padding: "0 10px",
    border: "1px solid var(--rule-strong)",
    borderRadius: "var(--radius)",
    background: "transparent",
    color: "var(--ink)",
    font: "500 var(--text-s)/1.5 var(--sans)",
  },
  "& .cm-lintRange": { backgroundImage: "none", paddingBottom: 0 },
  "& .cm-lintRange-error": { textDecoration: "underline wavy var(--bad) 1px", textUnderlineOffset: "3px" },
  "& .cm-lintRange-warning": { textDecoration: "underline wavy var(--caution) 1px", textUnderlineOffset: "3px" },
  "& .cm-lintRange-info": { textDecoration: "underline dotted var(--accent) 1px", textUnderlineOffset: "3px" },
  "& .cm-lintPoint::after": { borderBottomColor: "var(--bad)" },
  ".cm-panel.cm-panel-lint": { background: "var(--raised)" },
  ".cm-panel.cm-panel-lint ul [aria-selected]": { background: "var(--accent-soft)" },
});
