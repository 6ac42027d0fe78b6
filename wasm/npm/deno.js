// Deno: the engine is read from disk, and Deno's own library does Ed25519. Its RSA and its ECDSA are
// slower than the engine's.
import { plain } from "./plain.js";
import { primitives } from "./primitives.js";
import { isAtLeast, starting } from "./start.js";

const { readFileSync, version } = Deno;

/** What comes from Node.js takes longer to load than the engine, so it waits for the first key. */
let made;

function edKey(algorithm, x) {
  made ??= primitives(globalThis.process.getBuiltinModule("node:crypto"));
  return made.edKey(algorithm, x);
}

/**
 * Signatures, from the release on that is held to the engine's verdicts; its predecessors had another
 * library.
 */
export function lent({ deno } = version) {
  return isAtLeast(deno, 2, 9) ? plain({ edKey }) : undefined;
}

export const platform = plain({ start: starting(readFileSync), signatures: lent() });
