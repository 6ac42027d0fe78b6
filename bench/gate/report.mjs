// What the gates did, as a page of Markdown.
import { readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";

const ROOT = new URL("../..", import.meta.url);

export function report({ contenders, starts, seconds, turn, connections }) {
  const { version } = JSON.parse(readFileSync(new URL("node_modules/workerd/package.json", ROOT), "utf8"));
  const rows = contenders.map(({ name, times, wrong, closed, seconds, cpu }) => {
    const sorted = Float64Array.from(times).sort();
    const at = (share) => sorted[Math.floor(share * (sorted.length - 1))].toFixed(2);
    const mistakes = [...wrong].map(([what, count]) => `${count} × ${what}`).join(", ") || "0";
    return `| ${[name, (times.length / seconds).toFixed(0), at(0.5), at(0.99), cpu.toFixed(0), times.length, mistakes, closed].join(" | ")} |`;
  });
  const turns = contenders[0].memory.map((_, index) => index + 1);
  const grown = contenders.map(({ name, memory }) => `| ${[name, ...memory.map((size) => size.toFixed(0))].join(" | ")} |`);
  const sizes = starts.map(({ name, sizes: { script, engine }, times }) => {
    const sorted = [...times].sort((one, other) => one - other);
    const kilobytes = (bytes) => (bytes / 1024).toFixed(0);
    return `| ${[name, kilobytes(script), engine === 0 ? "–" : kilobytes(engine), kilobytes(script + engine), `${sorted[sorted.length >> 1].toFixed(0)} (${sorted[0].toFixed(0)})`].join(" | ")} |`;
  });
  return `# A gate under load, measured

Of ten requests seven bring a good token (RS256, 1 KB, a thousand machines with one each), one that of
another app, one an expired one, one whose signature was changed; so 200, 403 or 401 is right, and every
answer is compared, and the name in it of whoever passes. workerd ${version} listens itself, on the same computer as the issuer and as what
makes the load: ${connections} connections, each of which sends the next request when it has its answer. The
gates take turns of ${turn} seconds, ${seconds} seconds each in all.

| gate | requests a second | p50, ms | p99, ms | CPU, µs | answers | wrong | sent again |
|---|---|---|---|---|---|---|---|
${rows.join("\n")}

- **wrong** is any answer but the right one, and any request that came to the worker and got none.
- **sent again** is what a client has to repeat because workerd closed the connection before it read the request,
  as it does to a few that have waited long when there is no processor left (\`bench/gate/load.mjs\`); no worker saw it.
- **CPU** is what the process took for a request, whatever else the computer did.
- jose's gate is what one writes with \`jwtVerify\` and \`createRemoteJWKSet\`, with the policy's one condition
  in code. It reads no policy, and gives no reason.
- "nothing remembered" verifies each signature anew, as jose does, with WebCrypto.

## Memory

Of the process, in MiB, after each of its turns.

| gate | ${turns.join(" | ")} |
|---|${turns.map(() => "---|").join("")}
${grown.join("\n")}

## Size and start

A worker bundled and minified by esbuild, compressed with gzip. Workers' free plan takes 3 MB (3072 KB) and
a start of a second. The time is from the start of the process to its first answer, to a request without
token: median, and in brackets the minimum, of ${starts[0].times.length}.

| worker | script, KB | engine, KB | together, KB | first answer, ms |
|---|---|---|---|---|
${sizes.join("\n")}

${new Date().toISOString().slice(0, 10)}, on ${cpus().length} virtual ${process.arch} processors that others use too (load ${loadavg()[0].toFixed(0)}).
Written by \`cargo xtask bench gate\`.
`;
}
