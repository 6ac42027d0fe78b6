// Writes gallery/*.json: one worked case for each cause that a diagnosis names.
// Run: node vectors/make-gallery.mjs (the same sources give the same files, byte for byte)
import { readdirSync, rmSync } from "node:fs";

import { writeJson } from "./keys.mjs";

const folder = new URL("gallery/", import.meta.url);
const source = new URL("source/", folder);

/** In the sources a policy is an object; who asks has its text. */
const asText = ({ trustPolicy, ...rest }) =>
  typeof trustPolicy === "object" ? { ...rest, trustPolicy: JSON.stringify(trustPolicy, null, 2) } : { ...rest, trustPolicy };

/** In the order of the format, whatever that of the source. */
function inOrder({ title, description, ...rest }) {
  const { token, claims, jwks, trustPolicy, role, provider, request, now, expect, partner, ...unknown } = asText(rest);
  const names = Object.keys(unknown);
  if (names.length > 0) throw new Error(`${title}: ${names.join(", ")} is not part of the format`);
  return { title, description, token, claims, jwks, trustPolicy, role, provider, request, now, expect, partner };
}

function changed({ partner, ...rest }) {
  if (partner?.changes.trustPolicy === undefined) return { ...rest, partner };
  return { ...rest, partner: { ...partner, changes: asText(partner.changes) } };
}

const written = new Set(["source"]);
for (const file of readdirSync(source).sort()) {
  const { default: cases } = await import(new URL(file, source));
  for (const [name, value] of Object.entries(cases)) {
    const json = `${name}.json`;
    if (written.has(json)) throw new Error(`two cases are called ${name}`);
    written.add(json);
    writeJson(new URL(json, folder), inOrder(changed(value)));
  }
}
for (const file of readdirSync(folder)) {
  if (file.endsWith(".json") && !written.has(file)) rmSync(new URL(file, folder));
}
