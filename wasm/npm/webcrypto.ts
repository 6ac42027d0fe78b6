import type { LateHost, LateKey, VerdictNeeded } from "./glue/assumable.js";

// Kept as they are now: who replaces them in `crypto.subtle` later on changes nothing here.
const { subtle } = crypto;
const [makeKey, check] = [subtle.importKey.bind(subtle), subtle.verify.bind(subtle)];

interface Parameters {
  readonly importing: AlgorithmIdentifier | RsaHashedImportParams | EcKeyImportParams;
  readonly checking: AlgorithmIdentifier | RsaPssParams | EcdsaParams;
}

const pkcs1 = (hash: string): Parameters => {
  const name = "RSASSA-PKCS1-v1_5";
  return { importing: { name, hash }, checking: { name } };
};
/** RFC 7518 section 3.5: the salt is as long as the digest, and MGF1 uses the same hash. */
const pss = (hash: string, saltLength: number): Parameters => {
  const name = "RSA-PSS";
  return { importing: { name, hash }, checking: { name, saltLength } };
};
const ecdsa = (namedCurve: string, hash: string): Parameters => {
  const name = "ECDSA";
  return { importing: { name, namedCurve }, checking: { name, hash } };
};

/** Those in which WebCrypto is faster, and accepts what the engine accepts. */
const ALGORITHMS = new Map<string, Parameters>([
  ["ES256", ecdsa("P-256", "SHA-256")],
  ["EdDSA", { importing: { name: "Ed25519" }, checking: { name: "Ed25519" } }],
  ["PS256", pss("SHA-256", 32)],
  ["PS384", pss("SHA-384", 48)],
  ["PS512", pss("SHA-512", 64)],
  ["RS256", pkcs1("SHA-256")],
  ["RS384", pkcs1("SHA-384")],
  ["RS512", pkcs1("SHA-512")],
]);

class CryptoKeyAtWork implements LateKey {
  readonly #checking: Parameters["checking"];
  /** Not before it is imported, and never if it is not taken. */
  #key: CryptoKey | undefined;
  /** Whether WebCrypto has ever accepted a signature of this key: its no is about the signature then. */
  #works = false;

  constructor(jwk: string, { importing, checking }: Parameters) {
    this.#checking = checking;
    makeKey("jwk", JSON.parse(jwk), importing, false, ["verify"]).then(
      (key) => {
        this.#key = key;
      },
      () => {},
    );
  }

  begin(number: number, message: Uint8Array, signature: Uint8Array): VerdictNeeded | undefined {
    if (this.#key === undefined) return undefined;
    // The bytes are copied before this returns ("a copy of the bytes held by", section 14.3.4 of Web
    // Cryptography): there will be others in that memory.
    const verdict = check(this.#checking, this.#key, signature as BufferSource, message as BufferSource);
    return { number, verdict, key: this };
  }

  judged(good: boolean): boolean | undefined {
    this.#works ||= good;
    // There may be keys that WebCrypto imports and does nothing with.
    return this.#works ? good : undefined;
  }
}

/** Signatures by WebCrypto, for a host where that costs no hop to another thread. */
export const webCrypto: LateHost = {
  key(algorithm: string, jwk: string): LateKey | undefined {
    const parameters = ALGORITHMS.get(algorithm);
    return parameters && new CryptoKeyAtWork(jwk, parameters);
  },
};
