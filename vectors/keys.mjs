// The test keys, and the little of JOSE that making vectors needs. node:crypto only.
import { constants, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const KINDS = {
  rs256: { alg: "RS256", kid: "demo-key-made-for-this-example", type: "rsa", options: { modulusLength: 2048 } },
  es256: { alg: "ES256", kid: "test-es256", type: "ec", options: { namedCurve: "P-256" } },
  es384: { alg: "ES384", kid: "test-es384", type: "ec", options: { namedCurve: "P-384" } },
  es512: { alg: "ES512", kid: "test-es512", type: "ec", options: { namedCurve: "P-521" } },
  eddsa: { alg: "EdDSA", kid: "test-eddsa", type: "ed25519", options: {} },
};

const ecdsa = (digest) => ({ digest, dsaEncoding: "ieee-p1363" });
const pss = (digest, saltLength) => ({ digest, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });

// What node:crypto calls them (RFC 7518 section 3.1).
const ALGORITHMS = {
  EdDSA: { digest: null },
  ES256: ecdsa("sha256"),
  ES384: ecdsa("sha384"),
  ES512: ecdsa("sha512"),
  PS256: pss("sha256", 32),
  PS384: pss("sha384", 48),
  PS512: pss("sha512", 64),
  RS256: { digest: "sha256" },
  RS384: { digest: "sha384" },
  RS512: { digest: "sha512" },
};

/**
 * Reads a test key, or makes it if the file is not there. `use` puts the same key to work with
 * another algorithm, name, digest or length of salt.
 */
export function testKey(name, use = {}) {
  const { type, options } = KINDS[name];
  const file = new URL(`keys/${name}.json`, import.meta.url);
  if (!existsSync(file)) {
    const { alg, kid } = KINDS[name];
    const { privateKey } = generateKeyPairSync(type, options);
    const jwk = { ...privateKey.export({ format: "jwk" }), kid, alg, use: "sig" };
    writeJson(file, { label: "test only: this private key is published", jwk });
  }
  const { jwk } = JSON.parse(readFileSync(file, "utf8"));
  const { alg, kid, ...more } = { alg: jwk.alg, kid: jwk.kid, ...use };
  const privateKey = createPrivateKey({ key: jwk, format: "jwk" });
  const publicKey = createPublicKey(privateKey);
  const publicJwk = { ...publicKey.export({ format: "jwk" }), kid, alg, use: "sig" };
  const { digest, ...settings } = { ...ALGORITHMS[alg], ...more };
  return {
    alg,
    kid,
    privateKey,
    publicJwk,
    sign: (input) => sign(digest, Buffer.from(input), { key: privateKey, ...settings }),
    verify: (input, signature) => verify(digest, Buffer.from(input), { key: publicKey, ...settings }, signature),
  };
}

export const base64url = (bytes) => Buffer.from(bytes).toString("base64url");

/** A compact JWS over exactly these header and payload texts (or bytes). */
export function compact(key, header, payload) {
  const input = `${base64url(header)}.${base64url(payload)}`;
  return `${input}.${base64url(key.sign(input))}`;
}

export function writeJson(file, value) {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}
