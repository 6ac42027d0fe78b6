// The fix nearest to the cursor, made by one key.
import { forEachDiagnostic } from "@codemirror/lint";

export function quickFix(view) {
  const at = view.state.selection.main.head;
  let best;
  forEachDiagnostic(view.state, ({ actions }, from, to) => {
    const away = at < from ? from - at : Math.max(0, at - to);
    if (actions?.length && !(best?.away <= away)) best = { away, from, to, action: actions[0] };
  });
  best?.action.apply(view, best.from, best.to);
  return best !== undefined;
}
