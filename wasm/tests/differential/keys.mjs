// Ways to publish a key set otherwise. The token is valid; the question is whether its key may be used.
import { JWKS, KEYS, valid } from "./setting.mjs";

/** A token, and the keys to verify it with. */
export function keySet(random) {
  const by = KEYS[random.below(8)];
  const others = JWKS.keys.filter((jwk) => jwk.kid !== by.kid);
  const { publicJwk } = by;
  const other = random.pick(others);
  const keys = random.pick([
    () => [{ ...publicJwk, ...members(random) }],
    () => [{ ...publicJwk, ...members(random) }],
    () => [{ ...publicJwk, ...numbers(random, publicJwk) }],
    () => [{ ...publicJwk, ...numbers(random, publicJwk) }],
    () => [publicJwk, { ...publicJwk, ...members(random) }],
    () => [{ ...other, kid: by.kid }, publicJwk],
    () => [{ ...other, kid: by.kid }],
    () => [random.pick([null, 1, "x", [], {}, { kty: "oct", k: "AA" }, { kty: "AKP", alg: "ML-DSA-44", pub: "AA" }]), publicJwk],
    () => others,
    () => [],
  ])();
  const set = random.pick([{ keys }, { keys }, { keys }, { keys }, { keys, x: 1 }, keys[0] ?? {}, { keys: keys[0] ?? null }]);
  return { token: valid(by), jwks: set };
}

/** `undefined` leaves a member out. */
function members(random) {
  return random.pick([
    { kid: random.pick([undefined, null, 7, "", "other"]) },
    { alg: random.pick([undefined, null, 1, "", "none", "HS256", "RS256", "PS256", "ES256", "ES384", "EdDSA", "RSA-OAEP"]) },
    { use: random.pick([undefined, null, "", "enc", "Sig", ["sig"], "sign"]) },
    { key_ops: random.pick([[], ["verify"], ["sign"], ["sign", "verify"], ["verify", "verify"], ["verify", 1], "verify", null] ) },
    { kty: random.pick([undefined, null, "rsa", "RSA", "EC", "OKP", "oct", 1]) },
    { crv: random.pick([undefined, null, "P-256", "P-384", "p-256", "Ed25519", "X25519", "secp256k1"]) },
    { d: random.pick(["AA", "", null, 1]) },
    { ext: random.pick([true, false, null, "true"]) },
    { x5c: random.pick([[], ["AA"], null]), x5t: "AA" },
    { k: "AA" },
    { x: 1, y: 1 },
  ]);
}

/** The numbers of a key, written otherwise or other numbers. */
function numbers(random, { kty, n, e, x, y }) {
  const spelling = (text) => random.pick([`${text}=`, ` ${text}`, `${text}\n`, text.slice(0, -1), text.slice(1), "", null, 7, `AA${text}`]);
  const zero = (text) => Buffer.concat([Buffer.alloc(1), Buffer.from(text, "base64url")]).toString("base64url");
  if (kty === "RSA") {
    return random.pick([
      { n: spelling(n) },
      { e: random.pick([spelling(e), "AQ", "Aw", "Ag", "AQAA", "AAEAAQ", "AQAAAAE", "AAAA", "AQAB="]) },
      { n: zero(n) },
      { n: Buffer.from(n, "base64url").subarray(0, 128).toString("base64url") },
      { n: undefined },
    ]);
  }
  return random.pick([{ x: spelling(x) }, { y: spelling(y ?? x) }, { x: y ?? "AA" }, { x: zero(x) }, { x: undefined }, { y: undefined }]);
}
