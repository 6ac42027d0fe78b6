// Every text colour against every ground it stands on: at least 4.5:1 (WCAG 2.2, 1.4.3), computed
// from `styles/tokens.css` by hand, so that no browser can be kind to it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

const css = await readFile(new URL("../styles/tokens.css", import.meta.url), "utf8");
const colours = new Map();
for (const [, name, light, dark] of css.matchAll(/--([\w-]+): light-dark\((oklch\([^)]+\)), (oklch\([^)]+\))\)/g)) {
  colours.set(name, [light, dark].map(luminance));
}

const grounds = ["paper", "sunken", "raised"];
const soft = ["good-soft", "bad-soft", "caution-soft", "neutral-soft"];
const pairs = [
  ...both(["ink", "ink-soft"], [...grounds, ...soft, "line-mark", "accent-soft"]),
  ...both(["ink", "json-text", "json-other"], ["bad-mark"]),
  ...both(["accent"], [...grounds, ...soft, "accent-soft"]),
  ["on-accent", "accent"],
  ...["good", "bad", "caution", "neutral"].flatMap((tone) => both([tone], [...grounds, `${tone}-soft`, "line-mark"])),
  ...both(["part-header", "part-claims", "part-signature"], ["sunken"]),
  ...both(["json-text", "json-other", "json-mark"], ["sunken", "line-mark", "bad-soft"]),
];

export const tests = [
  {
    name: "every text colour has 4.5:1 on its grounds, light and dark",
    async body() {
      assert.ok(colours.size > 20, `only ${colours.size} colours were found`);
      const weak = [];
      for (const [text, ground] of pairs) {
        for (const index of [0, 1]) {
          const ratio = contrast(colours.get(text)[index], colours.get(ground)[index]);
          if (ratio < 4.5) weak.push(`${text} on ${ground}, ${["light", "dark"][index]}: ${ratio.toFixed(2)}`);
        }
      }
      assert.deepEqual(weak, []);
    },
  },
];

function both(texts, grounds) {
  return texts.flatMap((text) => grounds.map((ground) => [text, ground]));
}

function contrast(a, b) {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Relative luminance of an `oklch(L% C H)`, out-of-gamut channels cut off as a screen does. */
function luminance(colour) {
  const [l, c, h] = colour.match(/[\d.]+/g).map(Number);
  const [a, b] = [c * Math.cos((h * Math.PI) / 180), c * Math.sin((h * Math.PI) / 180)];
  const lightness = l / 100;
  const [x, y, z] = [
    lightness + 0.3963377774 * a + 0.2158037573 * b,
    lightness - 0.1055613458 * a - 0.0638541728 * b,
    lightness - 0.0894841775 * a - 1.291485548 * b,
  ].map((it) => it ** 3);
  const rgb = [
    4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z,
    -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z,
    -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z,
  ].map((it) => Math.min(1, Math.max(0, it)));
  return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
}
