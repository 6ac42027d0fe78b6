// Keys at work with `node:crypto`. Each host takes those that are worth it there.
import { plain } from "./plain.js";

/**
 * Makers of keys. The functions are kept as they are now: who replaces them in `node:crypto` later on
 * changes nothing here.
 */
export function primitives({ constants, createPublicKey, verify }) {
  const NOTHING = { padding: undefined, saltLength: undefined, dsaEncoding: undefined };
  const pkcs1 = (digest) => ({ digest, ...NOTHING, padding: constants.RSA_PKCS1_PADDING });
  /** RFC 7518 section 3.5: the salt is as long as the digest, and MGF1 uses the same hash. */
  const pss = (digest, saltLength) => ({ digest, ...NOTHING, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });

  const RSA = plain({
    PS256: pss("sha256", 32),
    PS384: pss("sha384", 48),
    PS512: pss("sha512", 64),
    RS256: pkcs1("sha256"),
    RS384: pkcs1("sha384"),
    RS512: pkcs1("sha512"),
  });

  /** RFC 7518 section 3.4: two numbers, one after the other. */
  const ECDSA = plain({
    ES256: { crv: "P-256", digest: "sha256", ...NOTHING, dsaEncoding: "ieee-p1363" },
  });

  const EDDSA = plain({
    // Ed25519 has its digest inside.
    EdDSA: { crv: "Ed25519", digest: null, ...NOTHING },
  });

  class Key {
    #digest;
    #key;

    constructor(members, { digest, padding, saltLength, dsaEncoding }) {
      const key = createPublicKey(plain({ key: plain(members), format: "jwk" }));
      this.#digest = digest;
      this.#key = plain({ key, padding, saltLength, dsaEncoding });
    }

    verifies(message, signature) {
      return verify(this.#digest, message, this.#key, signature) === true;
    }
  }

  return {
    rsaKey: (algorithm, n, e) => new Key({ kty: "RSA", n, e }, RSA[algorithm]),
    /** P-256 only: on the larger curves the engine is faster. */
    ecKey(algorithm, x, y) {
      const how = ECDSA[algorithm];
      return how && new Key({ kty: "EC", crv: how.crv, x, y }, how);
    },
    edKey: (algorithm, x) => new Key({ kty: "OKP", crv: EDDSA[algorithm].crv, x }, EDDSA[algorithm]),
  };
}
