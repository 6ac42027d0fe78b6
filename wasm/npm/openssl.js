// RSA by OpenSSL, which Node.js brings along: faster than any WebAssembly.
import { constants, createPublicKey, verify } from "node:crypto";

// Kept as they are now: who replaces them in `node:crypto` later on changes nothing here.
const [makeKey, check] = [createPublicKey, verify];

/** Objects without a prototype, of which others could make properties. */
const plain = (members) => Object.assign(Object.create(null), members);

const pkcs1 = (digest) => plain({ digest, padding: constants.RSA_PKCS1_PADDING, saltLength: undefined });
/** RFC 7518 section 3.5: the salt is as long as the digest, and MGF1 uses the same hash. */
const pss = (digest, saltLength) => plain({ digest, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });

const ALGORITHMS = plain({
  PS256: pss("sha256", 32),
  PS384: pss("sha384", 48),
  PS512: pss("sha512", 64),
  RS256: pkcs1("sha256"),
  RS384: pkcs1("sha384"),
  RS512: pkcs1("sha512"),
});

class RsaKey {
  #digest;
  #key;

  constructor({ digest, padding, saltLength }, key) {
    this.#digest = digest;
    this.#key = plain({ key, padding, saltLength, dsaEncoding: undefined });
  }

  verifies(message, signature) {
    return check(this.#digest, message, this.#key, signature) === true;
  }
}

/**
 * The host, if its `node:crypto` is OpenSSL; Electron's and Bun's is BoringSSL, Deno's is its own.
 * It throws where its build or its configuration does not take a key or an algorithm.
 */
export function openssl({ bun, deno, electron, openssl } = process.versions) {
  const others = [bun, deno, electron].some((version) => version !== undefined);
  if (others || !/^([3-9]|[1-9]\d+)\./.test(openssl ?? "")) return undefined;
  return plain({
    rsaKey(algorithm, n, e) {
      const key = makeKey(plain({ key: plain({ kty: "RSA", n, e }), format: "jwk" }));
      return new RsaKey(ALGORITHMS[algorithm], key);
    },
  });
}
