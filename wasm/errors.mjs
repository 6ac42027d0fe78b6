// The table of error codes in the package's README, out of the comments of the errors themselves.
//
//   node wasm/errors.mjs    writes it anew
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const SOURCES = new URL("../core/src/error/", import.meta.url);
const README = new URL("npm/README.md", import.meta.url);

/** Which errors stand together, and whether before the fold. A file that is missing here is an error. */
const GROUPS = [
  { title: "A token is refused", open: true, files: ["verify", "signature"] },
  { title: "A token cannot be read", files: ["token", "problem", "encoding"] },
  { title: "Keys cannot be used", files: ["key"] },
  { title: "Keys cannot be fetched", files: ["fetch", "discovery"] },
  { title: "A verifier cannot be made", files: ["verifier"] },
  { title: "A text is not JSON", files: ["json"] },
  { title: "A trust policy cannot be read", files: ["policy"] },
  { title: "A trust policy cannot be a gate's", files: ["gate"] },
  { title: "A trust policy cannot be suggested", files: ["suggest"] },
];

/** Codes of the package itself. */
const OWN = [
  ["invalid-input", "An argument is not of the kind that the types say."],
  ["internal", "The host interrupted the engine, for lack of memory or stack. It has been started again."],
];

const MARKS = ["<!-- codes: node wasm/errors.mjs -->", "<!-- end of the codes -->"];

/** @returns whether the README has the table, and the README that has it */
export function errorTable() {
  const readme = readFileSync(README, "utf8");
  const [start, end] = [readme.indexOf(MARKS[0]) + MARKS[0].length, readme.indexOf(MARKS[1])];
  if (start < MARKS[0].length || end < start) throw new Error("the README has no place for the table of errors");
  const wanted = `${readme.slice(0, start)}\n${groups().map(section).join("\n")}\n${readme.slice(end)}`;
  return { upToDate: readme === wanted, wanted };
}

function groups() {
  const files = new Map(sources().map(([name, text]) => [name, codes(name, text)]));
  const seen = new Set();
  const once = ([code]) => !seen.has(code) && seen.add(code);
  const groups = GROUPS.map(({ title, open, files: names }) => {
    const rows = names.flatMap((name) => files.get(name) ?? []).filter(once);
    for (const name of names) files.delete(name);
    return { title, open, rows };
  });
  for (const [name, rows] of files) {
    if (rows.length > 0) throw new Error(`the errors of ${name}.rs have no group in wasm/errors.mjs`);
  }
  return [...groups, { title: "The package was misused, or interrupted", rows: OWN }];
}

const sources = () =>
  readdirSync(SOURCES).map((file) => [file.replace(".rs", ""), readFileSync(new URL(file, SOURCES), "utf8")]);

/** Pairs of a code and the first sentence of its variant's comment. */
function codes(name, text) {
  const rows = [];
  for (const [, type, body] of text.matchAll(/^impl Explain for (\w+) \{\n    fn code([\s\S]*?)^    \}$/gm)) {
    const comments = variants(text, type);
    for (const [, variant, code] of body.matchAll(/Self::(\w+)[^=]*?=> "([^"]+)"/g)) {
      const comment = comments.get(variant);
      if (comment === undefined) throw new Error(`${name}.rs: \`${variant}\` of \`${code}\` has no comment`);
      rows.push([code, comment]);
    }
    const arms = body.match(/=> "/g)?.length ?? 0;
    if (arms > 0 && rows.length === 0) throw new Error(`${name}.rs: no code of \`${type}\` is understood`);
  }
  return rows;
}

function variants(text, type) {
  const [, body] = new RegExp(`^pub enum ${type} \\{\\n([\\s\\S]*?)^\\}$`, "m").exec(text) ?? [];
  const documented = (body ?? "").matchAll(/((?:^    \/\/\/.*\n)+)    (\w+)/gm);
  return new Map([...documented].map(([, comment, variant]) => [variant, sentence(comment)]));
}

/** Without the links of rustdoc, of which the README knows nothing. */
function sentence(comment) {
  const text = comment.replace(/^ *\/\/\/ ?/gm, "").split("\n\n")[0].replace(/\s+/g, " ").trim();
  return text.replace(/\[([^\]]+)\]/g, "$1").replace(/\|/g, "\\|");
}

function section({ title, open, rows }) {
  const table = ["| `code` | |", "|---|---|", ...rows.map(([code, text]) => `| \`${code}\` | ${text} |`)].join("\n");
  if (open) return `\n${title}:\n\n${table}\n`;
  return `<details><summary>${title}</summary>\n\n${table}\n\n</details>`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(README, errorTable().wanted);
