// What Bun and Deno do faster than any WebAssembly.
import { versions } from "node:process";
import { ecKey, edKey, plain, rsaKey } from "./primitives.js";

/**
 * The host, from the releases on that are held to the engine's verdicts; their predecessors had other
 * libraries. Bun has BoringSSL. Of Deno it is Ed25519 only: its RSA and its ECDSA are slower than the
 * engine's.
 */
export function lent({ bun, deno } = versions) {
  if (bun !== undefined) return isAtLeast(bun, 1, 4) ? plain({ rsaKey, ecKey, edKey }) : undefined;
  if (deno !== undefined) return isAtLeast(deno, 2, 9) ? plain({ edKey }) : undefined;
  return undefined;
}

function isAtLeast(version, major, minor) {
  const [found, next] = version.split(".").map(Number);
  return found > major || (found === major && next >= minor);
}
