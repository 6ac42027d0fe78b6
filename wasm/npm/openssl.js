// RSA by OpenSSL, which Node.js brings along: faster than any WebAssembly.
import { plain, rsaKey } from "./primitives.js";

/**
 * The host, if its `node:crypto` is OpenSSL; Electron's and Bun's is BoringSSL, Deno's is its own.
 * It throws where its build or its configuration does not take a key or an algorithm.
 */
export function openssl({ bun, deno, electron, openssl } = process.versions) {
  const others = [bun, deno, electron].some((version) => version !== undefined);
  if (others || !/^([3-9]|[1-9]\d+)\./.test(openssl ?? "")) return undefined;
  return plain({ rsaKey });
}
