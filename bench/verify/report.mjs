// The times as a page of Markdown.
import { cpus, loadavg } from "node:os";
import { ALGORITHMS } from "./tokens.mjs";

export function report(hosts) {
  return `# Verification, measured

One token with 17 claims (1.1 KB when signed with RSA), verified again and again: form, signature,
issuer, audience, times. The contenders of a table ran in one process and in turns of two
milliseconds. Microseconds per token: median, and in brackets the minimum. The factor compares minima,
which a busy machine disturbs least: how often assumable verifies while the other does once.

Node.js lends its OpenSSL for RSA, Bun its BoringSSL for all but ES384, Deno its Ed25519; in workerd
\`verify()\` has WebCrypto for all but ES384 and ES512. Rows below show the kernel in WebAssembly alone.

Time that passed is what a caller waits for. A verifier that waits for WebCrypto hands its work to
another thread; how long that takes depends on whether the other processors sleep. Processor time, of
all threads together, is what a server pays; with it the factor compares medians. \`node:crypto\` alone is
what no verifier on it can be faster than.

${new Date().toISOString().slice(0, 10)}, on ${cpus().length} virtual ${process.arch} processors that others use too (load ${load()}).
Written by \`cargo xtask bench verify\`.

${hosts.map(section).join("\n")}`;
}

const load = () => loadavg()[0].toFixed(0);

function section({ name, version, results }) {
  const told = Object.values(results).every((times) => times.assumable.used.some((time) => time > 0));
  const used = told ? `\nProcessor time:\n\n${table(results, "used", median)}` : "";
  return `## ${name} ${version}\n\nTime that passed:\n\n${table(results, "passed", least)}${used}`;
}

function table(results, what, compared) {
  const contenders = Object.keys(results.RS256);
  const cell = (contender, algorithm) => {
    const times = results[algorithm][contender]?.[what];
    if (times === undefined) return "–";
    const shown = `${median(times).toFixed(0)} (${least(times).toFixed(1)})`;
    if (contender === "assumable") return shown;
    return `${shown} ×${(compared(times) / compared(results[algorithm].assumable[what])).toFixed(2)}`;
  };
  const row = (contender) => `| ${[contender, ...ALGORITHMS.map((algorithm) => cell(contender, algorithm))].join(" | ")} |`;
  return `| ${["", ...ALGORITHMS].join(" | ")} |
|${"---|".repeat(ALGORITHMS.length + 1)}
${contenders.map(row).join("\n")}
`;
}

const least = (values) => Math.min(...values);

function median(values) {
  return [...values].sort((one, other) => one - other)[values.length >> 1];
}
