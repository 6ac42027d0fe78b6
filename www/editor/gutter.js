// The margin: a line's number, what is said of the line, and whether it can be folded, in one column that
// is as wide as that of the plain text field before it.
import { foldable, foldedRanges, toggleFold } from "@codemirror/language";
import { gutter as column, GutterMarker } from "@codemirror/view";
import { shown } from "./shown.js";

class Margin extends GutterMarker {
  constructor(number, tone, fold) {
    super();
    Object.assign(this, { number, tone, fold });
  }

  eq(other) {
    return this.number === other.number && this.tone === other.tone && this.fold === other.fold;
  }

  toDOM() {
    const line = element("span", "margin");
    const number = element("span", "margin-number");
    number.textContent = this.number;
    line.append(number);
    if (this.tone) line.append(sign(this.tone));
    if (this.fold) {
      const fold = element("span", `margin-fold ${this.fold}`);
      fold.title = this.fold === "open" ? "Fold these lines" : "Unfold these lines";
      fold.append(picture("M5 6.5 8 9.5 11 6.5"));
      line.append(fold);
    }
    return line;
  }
}

export const gutter = () =>
  column({
    class: "cm-margin",
    lineMarker(view, line) {
      const { state } = view;
      const { number, from, to } = state.doc.lineAt(line.from);
      let fold = null;
      foldedRanges(state).between(from, to, (begin) => {
        if (begin >= from && begin <= to) fold = "closed";
      });
      fold ??= foldable(state, from, to) ? "open" : null;
      return new Margin(number, state.field(shown).signs.get(number), fold);
    },
    lineMarkerChange: () => true,
    domEventHandlers: {
      click(view, line, event) {
        if (!event.target.closest(".margin-fold")) return false;
        view.dispatch({ selection: { anchor: line.to } });
        return toggleFold(view);
      },
    },
  });

function sign(tone) {
  const place = element("span", `line-sign ${tone}`);
  place.append(picture(PATHS[tone] ?? PATHS["tone-caution"]));
  return place;
}

function picture(path) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 16 16");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

function element(name, className) {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

const PATHS = {
  "tone-good": "M3 8.5 6.5 12 13 4.5",
  "tone-bad": "m4 4 8 8M12 4l-8 8",
  "tone-neutral": "M4 8h8",
  "tone-caution": "M8 2.5 14.5 13.5h-13zM8 6.5v3.25M8 11.75v0",
};

const SVG = "http://www.w3.org/2000/svg";
