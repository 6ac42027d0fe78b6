// Fills fuzz/corpus/ from vectors/: what the fuzzer starts from. Run: node fuzz/seed.mjs
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";

const vectors = new URL("../vectors/", import.meta.url);
const json = (path) => JSON.parse(readFileSync(new URL(path, vectors), "utf8"));
const examples = readdirSync(new URL("examples/", vectors))
  .filter((file) => file.endsWith(".json"))
  .map((file) => json(`examples/${file}`));
const strictness = json("tokens/strictness.json");
const conditions = json("aws/conditions.json");

const tokens = [...strictness.cases, ...examples].map(({ token }) => token).filter((token) => token.length < 4096);
const parts = tokens.map((token) => token.split(".").map((part) => Buffer.from(part, "base64url").toString()));
const policies = [...examples.map(({ trustPolicy }) => trustPolicy), ...recorded()];
const claims = JSON.parse(parts.at(-1)[1]);

seed("token", tokens);
seed("verify", [...tokens, ...parts.map((texts) => texts.slice(0, 3).join("\n"))]);
seed("json", [...parts.flat().slice(0, 200), ...policies]);
seed("jwks", [strictness, ...examples].map(({ jwks }) => JSON.stringify(jwks)).concat(strictness.jwks.keys.map(alone)));
seed("policy", policies);
seed("simulate", [
  ...examples.map(({ token, trustPolicy }) => `${token}\n${trustPolicy}`),
  ...policies.map((policy) => `${JSON.stringify(claims)}\n${policy}`),
]);

/** The conditions that were recorded, in policies of their own. */
function recorded() {
  const [{ trustPolicy }] = examples;
  return (conditions.cases ?? conditions).map(({ condition }) => {
    const policy = JSON.parse(trustPolicy);
    policy.Statement[0].Condition = condition;
    return JSON.stringify(policy, null, 1);
  });
}

function alone(key) {
  return JSON.stringify({ keys: [key] });
}

function seed(target, texts) {
  const folder = new URL(`corpus/${target}/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  const all = [...new Set(texts)];
  all.forEach((text, index) => writeFileSync(new URL(`vector-${index}`, folder), text));
  console.log(`${target}: ${all.length}`);
}
