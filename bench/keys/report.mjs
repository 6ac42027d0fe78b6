// What the scenarios ended in, as a page of Markdown.
import { HOSTILE, SCENARIOS } from "../../wasm/tests/keys/scenarios.mjs";

export function report(hosts) {
  return `# An issuer's keys, measured

What becomes of tokens when an issuer's keys change, vanish or misbehave. The issuer is a real one on
the same computer, over HTTP; the verifiers have their defaults. A day passes by a clock that is put
forward; limits on a fetch are waited for. In an outage the issuer answers 503. A fetch that gets no
further than the discovery document counts as one. jose and aws-jwt-verify read no discovery document:
they are told where the keys are.

A word in \`code\` is what the verifier throws: its \`code\`, or the name of its class. assumable says
\`unknown-key\` if the token is at fault and \`keys-unavailable\` if the issuer is.

${new Date().toISOString().slice(0, 10)}. Written by \`cargo xtask bench keys\`.

${hosts.map(section).join("\n")}`;
}

function section({ name, version, results }) {
  const contenders = Object.keys(results);
  const table = (title, scenarios) => {
    const row = (scenario) => {
      const cells = contenders.map((contender) => results[contender][scenario.name] ?? "–");
      return cells.every((cell) => cell === "–") ? [] : [`| ${[scenario.name, ...cells].join(" | ")} |`];
    };
    return [`| ${[title, ...contenders].join(" | ")} |`, `|${"---|".repeat(contenders.length + 1)}`, ...scenarios.flatMap(row)].join("\n");
  };
  return `## ${name} ${version}

${table("keys", SCENARIOS)}

${table("an issuer that misbehaves", HOSTILE)}
`;
}
