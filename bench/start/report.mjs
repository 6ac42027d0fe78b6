// The times as a page of Markdown.
import { cpus, loadavg } from "node:os";
import { ALGORITHMS } from "./turns.mjs";

export function report(hosts) {
  const rows = hosts.flatMap(({ name, version, times }) =>
    Object.entries(times).map(([contender, by]) =>
      `| ${[`${name} ${version}`, contender, ...ALGORITHMS.map((algorithm) => cell(by[algorithm]))].join(" | ")} |`));
  return `# The first token, measured

Milliseconds from the import of the package to the first verified token, its key set included; each
time in a fresh process. Median, and in brackets the minimum, which a busy machine disturbs least.

${["| host | |", ...ALGORITHMS.map((algorithm) => ` ${algorithm} |`)].join("")}
|${"---|".repeat(ALGORITHMS.length + 2)}
${rows.join("\n")}

- **workerd** loads modules before there is a request, and its clock stands still: so there it is from
  the start of the process to its first answer, with an empty worker beside.
- **Chromium** loads one file made by esbuild, and assumable's engine, from a server on the same
  computer.

${new Date().toISOString().slice(0, 10)}, on ${cpus().length} virtual ${process.arch} processors that others use too (load ${loadavg()[0].toFixed(0)}).
Written by \`cargo xtask bench start\`.
`;
}

function cell(times) {
  const sorted = [...times].sort((one, other) => one - other);
  return `${sorted[sorted.length >> 1].toFixed(0)} (${sorted[0].toFixed(0)})`;
}
