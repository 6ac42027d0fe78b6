// Bun: the engine is read from disk, and BoringSSL does what it is faster at.
import * as crypto from "node:crypto";
import { readFileSync } from "node:fs";
import { versions } from "node:process";
import { plain } from "./plain.js";
import { primitives } from "./primitives.js";
import { isAtLeast, starting } from "./start.js";

const { rsaKey, ecKey, edKey } = primitives(crypto);

/**
 * Signatures, from the release on that is held to the engine's verdicts; its predecessors had another
 * library.
 */
export function lent({ bun } = versions) {
  return isAtLeast(bun, 1, 4) ? plain({ rsaKey, ecKey, edKey }) : undefined;
}

const AS_BYTES = plain({ encoding: null, flag: "r" });

export const platform = plain({
  start: starting((file) => readFileSync(file, AS_BYTES)),
  signatures: lent(),
});
