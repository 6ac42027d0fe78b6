// The times as a page of Markdown.
import { cpus } from "node:os";
import { ALGORITHMS } from "./tokens.mjs";

export function report(hosts) {
  return `# Verification, measured

One token with 17 claims (1.1 KB when signed with RSA), verified again and again: form, signature,
issuer, audience, times. The contenders of a table ran in one process and in turns. Microseconds per
token: median, and in brackets the minimum. The factor compares minima, which a busy machine
disturbs least: how often assumable verifies while the other does once.

${new Date().toISOString().slice(0, 10)}, on ${cpus().length} virtual ${process.arch} processors that others use too. Written by
\`cargo xtask bench verify\`.

${hosts.map(table).join("\n")}`;
}

function table({ name, version, results }) {
  const contenders = Object.keys(results.RS256);
  const ours = (algorithm) => Math.min(...results[algorithm].assumable);
  const cell = (contender, algorithm) => {
    const times = results[algorithm][contender];
    if (times === undefined) return "–";
    const factor = contender === "assumable" ? "" : ` ×${(Math.min(...times) / ours(algorithm)).toFixed(1)}`;
    return `${median(times).toFixed(0)} (${Math.min(...times).toFixed(1)})${factor}`;
  };
  const row = (contender) => `| ${[contender, ...ALGORITHMS.map((algorithm) => cell(contender, algorithm))].join(" | ")} |`;
  return `## ${name} ${version}

| ${["", ...ALGORITHMS].join(" | ")} |
|${"---|".repeat(ALGORITHMS.length + 1)}
${contenders.map(row).join("\n")}
`;
}

function median(values) {
  return [...values].sort((one, other) => one - other)[values.length >> 1];
}
