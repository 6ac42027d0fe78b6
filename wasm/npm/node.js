// Node.js: the engine is read from disk, and OpenSSL does RSA, faster than any WebAssembly.
import * as crypto from "node:crypto";
import { readFileSync } from "node:fs";
import { plain } from "./plain.js";
import { primitives } from "./primitives.js";
import { starting } from "./start.js";

const { rsaKey } = primitives(crypto);

/**
 * Signatures, if this `node:crypto` is OpenSSL; Electron's and Bun's is BoringSSL, Deno's is its own.
 * It throws where its build or its configuration does not take a key or an algorithm.
 */
export function lent({ bun, deno, electron, openssl } = process.versions) {
  const others = [bun, deno, electron].some((version) => version !== undefined);
  if (others || !/^([3-9]|[1-9]\d+)\./.test(openssl ?? "")) return undefined;
  return plain({ rsaKey });
}

const AS_BYTES = plain({ encoding: null, flag: "r" });

export const platform = plain({
  start: starting((file) => readFileSync(file, AS_BYTES)),
  signatures: lent(),
});
