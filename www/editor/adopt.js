// CodeMirror writes its rules into an element `style`, which the page's policy forbids. As sheets of the
// document they are allowed: a script of our own made them, no text of a page.
import { StyleModule } from "style-mod";

const adopted = new Set();

export function adoptStyles() {
  StyleModule.mount = (root, modules) => {
    for (const rules of [modules].flat()) {
      if (adopted.has(rules)) continue;
      adopted.add(rules);
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(rules.getRules());
      // These come after the sheets of the page, so what should win over them is in `look.js`.
      document.adoptedStyleSheets.push(sheet);
    }
  };
}
