// The times as a page of Markdown.
import { cpus, loadavg } from "node:os";

/** Who is compared with whom. */
const RATIOS = [
  ["assumable, verdict", "iam-simulate, verdict"],
  ["assumable, trace", "iam-simulate, explained"],
  ["assumable, verdict", "cedar-wasm, verdict"],
  ["assumable, trace", "cedar-wasm, verdict"],
];

export function report(results) {
  const sizes = results.map(({ statements }) => (statements === 1 ? "1 statement" : `${statements} statements`));
  return `# Decisions on trust policies, measured

A trust policy for Google's issuer, a condition on \`aud\` and a pattern for \`sub\` in each
statement; the last statement allows. The policy was parsed before, and so was the context, unless
it says "as data". All contenders gave the same verdicts, for an allowed subject and for a denied
one, and then ran in one process, in turns of five milliseconds.

${new Date().toISOString().slice(0, 10)}, Node.js ${process.versions.node}, on ${cpus().length} virtual ${process.arch} processors that others use too (load ${loadavg()[0].toFixed(0)}).
Written by \`cargo xtask bench policy\`.

Microseconds per decision: median, and in brackets the minimum. Then decisions per second, by the
median.

${table(["", ...sizes.flatMap((size) => [size, "per second"])], rows(results))}
How many times as long the other takes, by medians, and in brackets by minima:

${table(["", ...sizes], ratios(results))}
cedar-wasm is another language: policies that say the same. iam-simulate's verdict is
\`runUnsafeSimulation\`, which skips its checks of the input; its explanation is \`runSimulation\`.
`;
}

function rows(results) {
  return Object.keys(results[0].times).map((name) => [
    name,
    ...results.flatMap(({ times }) => [
      `${median(times[name]).toFixed(1)} (${least(times[name]).toFixed(1)})`,
      Math.round(1e6 / median(times[name])).toLocaleString("en"),
    ]),
  ]);
}

function ratios(results) {
  return RATIOS.map(([our, their]) => [
    `${their} / ${our}`,
    ...results.map(({ times }) => {
      const by = (middle) => (middle(times[their]) / middle(times[our])).toFixed(1);
      return `×${by(median)} (×${by(least)})`;
    }),
  ]);
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |\n`;
  return line(head) + `|${"---|".repeat(head.length)}\n` + rows.map(line).join("");
}

const least = (values) => Math.min(...values);

function median(values) {
  return [...values].sort((one, other) => one - other)[values.length >> 1];
}
