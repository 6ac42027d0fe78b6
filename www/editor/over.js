// What is typed over a selection. Chromium's own way to do that, where lines become one, dresses what is left in inline
// styles for a moment, which the page's Content-Security-Policy forbids and reports.
import { EditorView } from "@codemirror/view";

export const over = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to, empty } = view.state.selection.main;
    if (event.inputType !== "insertText" || !event.data || empty || view.composing) return false;
    const insert = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
    // As the editor does it with what the browser wrote.
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handle) => handle(view, from, to, event.data, insert))) view.dispatch(insert());
    event.preventDefault();
    return true;
  },
});
