// Asks other verifiers about every token of strictness.json, and writes their verdicts beside ours
// into vectors/README.md. Run: node vectors/tokens/peers.mjs (after `cargo xtask build`)
import { readFileSync, writeFileSync } from "node:fs";
import { mock } from "node:test";
import { base64url, testKey } from "../keys.mjs";
import { assumable, others } from "./peers/verifiers.mjs";

const README = new URL("../README.md", import.meta.url);
const [START, END] = ["<!-- verdicts: written by tokens/peers.mjs -->\n", "<!-- end of verdicts -->\n"];
const vectors = JSON.parse(readFileSync(new URL("strictness.json", import.meta.url), "utf8"));
const today = new Date().toISOString().slice(0, 10);

// Most peers read the clock themselves.
mock.timers.enable({ apis: ["Date"], now: vectors.now * 1000 });
const ours = await assumable(vectors);
const peers = await others(vectors);
const rows = [];
for (const { name, token, expect } of vectors.cases) {
  const own = (await ours.verify(token)) ?? "accepted";
  const verdicts = [];
  for (const peer of peers) verdicts.push(await verdict(peer, token, expect));
  rows.push({ name, expect, own, verdicts });
}
mock.timers.reset();

const text = readFileSync(README, "utf8");
const [before, rest] = text.split(START);
if (rest === undefined) throw new Error("vectors/README.md has no place for the verdicts");
writeFileSync(README, `${before}${START}\n${summary()}\n${table()}\n${END}${rest.split(END)[1]}`);
console.log(summary());

/** `accepted`, `refused`, or `–` where the question makes no sense. */
async function verdict(peer, token, expect) {
  const asked = peer.algorithms.includes("EdDSA") ? token : withEs256(token);
  if (asked === undefined) return "–";
  if ((await peer.verify(asked)) === undefined) return "accepted";
  const { alg } = headerOf(asked);
  const unsupported = expect === null && alg !== undefined && !peer.algorithms.includes(alg);
  return unsupported ? "–" : "refused";
}

function headerOf(token) {
  try {
    return JSON.parse(Buffer.from(token.split(".")[0], "base64url").toString());
  } catch {
    return {};
  }
}

/**
 * The same case for who does not know EdDSA: signed by the key for ES256, whose signatures are as
 * long. Nothing if the case cannot be told in another algorithm.
 */
function withEs256(token) {
  const [eddsa, es256] = [testKey("eddsa"), testKey("es256")];
  const [header, payload, signature, ...more] = token.split(".");
  const bytes = Buffer.from(header, "base64url");
  if (!bytes.includes('"EdDSA"')) return token;
  const canonical = base64url(Buffer.from(signature ?? "", "base64url"));
  const signed = eddsa.verify(`${header}.${payload}`, Buffer.from(canonical, "base64url"));
  if (!signed || more.length > 0 || base64url(bytes) !== header) return undefined;
  const renamed = bytes.toString("latin1").replaceAll(/EdDSA|test-eddsa/g, (name) => (name === "EdDSA" ? "ES256" : "test-es256"));
  const input = `${base64url(Buffer.from(renamed, "latin1"))}.${payload}`;
  const other = base64url(es256.sign(input));
  // What was odd about the spelling of the signature stays odd.
  if (signature.startsWith(canonical)) return `${input}.${other}${signature.slice(canonical.length)}`;
  const digit = other.at(-1);
  return `${input}.${other.slice(0, -1)}${String.fromCharCode(digit.charCodeAt(0) + 1)}`;
}

function summary() {
  const wrong = rows.filter(({ own, expect }) => own !== (expect ?? "accepted"));
  const lines = [ours, ...peers].map(({ name, version }, index) => {
    const own = (row) => (row.own === "accepted" ? "accepted" : "refused");
    const said = (row) => (index === 0 ? own(row) : row.verdicts[index - 1]);
    const part = (valid, verdict) => {
      const asked = rows.filter((row) => (row.expect === null) === valid && said(row) !== "–");
      return `${asked.filter((row) => said(row) === verdict).length} of ${asked.length}`;
    };
    return `| ${name} ${version} | ${part(false, "accepted")} | ${part(true, "refused")} |`;
  });
  return `Asked on ${today}, Node.js ${process.version}; ${wrong.length} of our own verdicts deviate.

| verifier | accepts, of those to be refused | refuses, of those to be accepted |
|---|---|---|
${lines.join("\n")}
`;
}

function table() {
  const line = ({ name, expect, own, verdicts }) => {
    const right = expect === null ? "accepted" : "refused";
    const cells = verdicts.map((said) => (said === right || said === "–" ? said : `**${said}**`));
    return `| ${[name, own, ...cells].join(" | ")} |`;
  };
  const head = ["case", ours.name, ...peers.map(({ name }) => name)];
  return [`| ${head.join(" | ")} |`, `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n") + "\n";
}
