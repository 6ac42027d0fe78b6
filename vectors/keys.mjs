// The test keys, and the little of JOSE that making vectors needs. node:crypto only.
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const KINDS = {
  rs256: { alg: "RS256", kid: "demo-key-made-for-this-example", type: "rsa", options: { modulusLength: 2048 } },
  es256: { alg: "ES256", kid: "test-es256", type: "ec", options: { namedCurve: "P-256" } },
  eddsa: { alg: "EdDSA", kid: "test-eddsa", type: "ed25519", options: {} },
};

/** Reads a test key, or makes it if the file is not there. */
export function testKey(name) {
  const { alg, kid, type, options } = KINDS[name];
  const file = new URL(`keys/${name}.json`, import.meta.url);
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync(type, options);
    const jwk = { ...privateKey.export({ format: "jwk" }), kid, alg, use: "sig" };
    writeJson(file, { label: "test only: this private key is published", jwk });
  }
  const { jwk } = JSON.parse(readFileSync(file, "utf8"));
  const privateKey = createPrivateKey({ key: jwk, format: "jwk" });
  const publicKey = createPublicKey(privateKey);
  const publicJwk = { ...publicKey.export({ format: "jwk" }), kid, alg, use: "sig" };
  const [digest, dsaEncoding] = { RS256: ["sha256"], ES256: ["sha256", "ieee-p1363"], EdDSA: [null] }[alg];
  return {
    alg,
    kid,
    privateKey,
    publicJwk,
    sign: (input) => sign(digest, Buffer.from(input), { key: privateKey, dsaEncoding }),
    verify: (input, signature) => verify(digest, Buffer.from(input), { key: publicKey, dsaEncoding }, signature),
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
