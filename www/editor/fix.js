// The fix nearest to the cursor, made by one key.
import { forEachDiagnostic } from "@codemirror/lint";
import { say } from "./words.js";

/** Where there is none, that is said. */
export function quickFix(view) {
  const at = view.state.selection.main.head;
  let [best, marked] = [undefined, false];
  forEachDiagnostic(view.state, ({ actions }, from, to) => {
    marked = true;
    const away = at < from ? from - at : Math.max(0, at - to);
    if (actions?.length && !(best?.away <= away)) best = { away, from, to, action: actions[0] };
  });
  if (!best) return say(view, marked ? "There is no ready change for this; the page says what to do." : "Nothing is marked here that could be mended.");
  best.action.apply(view, best.from, best.to);
  return true;
}
