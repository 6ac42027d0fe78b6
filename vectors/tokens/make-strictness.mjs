// Writes strictness.json: tokens that a strict verifier must tell apart, each with what must come out.
// Run: node vectors/tokens/make-strictness.mjs (the same keys give the same file, byte for byte)
//
// Unless a case is about the signature, its token is rightly signed over exactly the bytes it has:
// whoever accepts it was not saved by the signature.
import { createHmac, createPublicKey } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { base64url, testKey, writeJson } from "../keys.mjs";

const eddsa = testKey("eddsa");
const es256 = testKey("es256");
const es384 = testKey("es384");
const es512 = testKey("es512");
const rs256 = testKey("rs256");
// The same RSA key as the issuer may publish it too: for PS256 only, and for every algorithm.
const ps256 = testKey("rs256", { alg: "PS256", kid: "test-ps256" });
const rsa = (alg, saltLength) => testKey("rs256", { alg, kid: "test-rsa", ...(saltLength !== undefined && { saltLength }) });
const FILE = new URL("strictness.json", import.meta.url);

const NOW = 1712615119;
const ISSUER = "https://oidc.fly.io/acme";
const AUDIENCE = "sts.amazonaws.com";
const CLAIMS = {
  iss: ISSUER,
  aud: AUDIENCE,
  sub: "acme:foo-bar:quiet-river-4821",
  iat: 1712615059,
  nbf: 1712615059,
  exp: 1712615659,
};

// ECDSA and PSS signatures are random. One that is there already is kept.
const kept = new Map();
const keep = (input, bytes) => kept.set(input, [...(kept.get(input) ?? []), bytes]);
if (existsSync(FILE)) {
  for (const { token } of JSON.parse(readFileSync(FILE, "utf8")).cases) {
    const end = token.lastIndexOf(".");
    keep(token.slice(0, end), Buffer.from(token.slice(end + 1), "base64url"));
  }
}

function signature(key, input) {
  const known = kept.get(input)?.find((bytes) => key.verify(input, bytes));
  if (known) return known;
  const bytes = key.sign(input);
  keep(input, bytes);
  return bytes;
}

/** Header and payload as text, bytes or an object; `edit` changes their base64url before signing. */
function token(header, payload, { key = eddsa, edit = (x) => x, signed } = {}) {
  const part = (value) => base64url(isText(value) ? value : JSON.stringify(value));
  const input = edit(`${part(header)}.${part(payload)}`);
  return `${input}.${base64url(signed ?? signature(key, input))}`;
}

const isText = (value) => typeof value === "string" || Buffer.isBuffer(value);
const head = (more = {}, key = eddsa) => ({ alg: key.alg, kid: key.kid, ...more });
const claims = (more) => token(head(), { ...CLAIMS, ...more });
const without = (name) => token(head(), Object.fromEntries(Object.entries(CLAIMS).filter(([claim]) => claim !== name)));
const header = (more, options) => token(head(more), CLAIMS, options);
const headerText = (text) => token(text, CLAIMS);
const payloadText = (text) => token(head(), text);
const withKey = (key, options) => token(head({}, key), CLAIMS, { key, ...options });
const json = (value) => JSON.stringify(value).slice(0, -1);

/** Another character with the same leading bits: decodes to the same bytes if nobody looks. */
function otherSpelling(part) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  if (part.length % 4 === 0) throw new Error("this part has no spare bits");
  return part.slice(0, -1) + alphabet[alphabet.indexOf(part.at(-1)) | 1];
}

const split = (text) => text.split(".");
const valid = header();
const [validHeader, validPayload, validSignature] = split(valid);
// A payload whose length leaves spare bits.
const spare = { ...CLAIMS, jti: "12" };
const spareToken = token(head(), spare);

/** `S + L`, the same signature modulo the order of the group. */
function malleated(bytes) {
  const L = 2n ** 252n + 27742317777372353535851937790883648493n;
  const s = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString("hex")}`) + L;
  const tail = Buffer.from(s.toString(16).padStart(64, "0"), "hex").reverse();
  return Buffer.concat([bytes.subarray(0, 32), tail]);
}

// The order of P-256.
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const number = (bytes) => BigInt(`0x${bytes.toString("hex")}`);
const bytesOf = (value, length) => Buffer.from(value.toString(16).padStart(2 * length, "0"), "hex");

/** `(r, n - s)`, which ECDSA accepts too. */
const otherHalf = (bytes) => Buffer.concat([bytes.subarray(0, 32), bytesOf(N - number(bytes.subarray(32)), 32)]);

const right = (key) => Buffer.from(split(withKey(key))[2], "base64url");
const plusModulus = () => bytesOf(number(right(rs256)) + number(Buffer.from(rs256.publicJwk.n, "base64url")), 257);
const hmac = (secret, alg = "HS256") => {
  const text = split(token({ alg, kid: rs256.kid }, CLAIMS)).slice(0, 2).join(".");
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
};
const pem = createPublicKey(rs256.privateKey).export({ type: "spki", format: "pem" });
const input = (key) => withKey(key).split(".").slice(0, 2).join(".");
/** The signature that `key` makes over the token of `named`. */
const by = (key, named) => withKey(named, { signed: signature(key, input(named)) });

/** The same signature as an ASN.1 sequence of two integers. */
function der(bytes) {
  const integer = (number) => {
    const digits = number[0] & 0x80 ? Buffer.concat([Buffer.alloc(1), number]) : number;
    return Buffer.concat([Buffer.from([0x02, digits.length]), digits]);
  };
  const half = bytes.length / 2;
  const body = Buffer.concat([integer(bytes.subarray(0, half)), integer(bytes.subarray(half))]);
  return Buffer.concat([Buffer.from([0x30, ...(body.length < 128 ? [] : [0x81]), body.length]), body]);
}

const nested = (depth) => `${json({ ...CLAIMS, x: 0 }).slice(0, -1)}${"[".repeat(depth)}${"]".repeat(depth)}}`;
const utf16 = (text) => Buffer.from(text, "utf16le");

// [name, token, what must come out: null if it is accepted, else the error's code]
const cases = [
  // Right tokens, some of them unusual.
  ["valid EdDSA", valid, null],
  ["valid ES256", withKey(es256), null],
  ["valid RS256", withKey(rs256), null],
  ["valid ES384", withKey(es384), null],
  ["valid ES512", withKey(es512), null],
  ["valid PS256", withKey(ps256), null],
  ["valid PS256, key without alg", withKey(rsa("PS256")), null],
  ["valid PS384, key without alg", withKey(rsa("PS384")), null],
  ["valid PS512, key without alg", withKey(rsa("PS512")), null],
  ["valid RS256, key without alg", withKey(rsa("RS256")), null],
  ["valid RS384, key without alg", withKey(rsa("RS384")), null],
  ["valid RS512, key without alg", withKey(rsa("RS512")), null],
  ["valid ES256 with the other s", withKey(es256, { signed: otherHalf(right(es256)) }), null],
  ["no kid, one key fits", token({ alg: "ES256" }, CLAIMS, { key: es256 }), null],
  ["typ JWT", header({ typ: "JWT" }), null],
  ["typ in lower case", header({ typ: "jwt" }), null],
  ["typ with application in front", header({ typ: "Application/JWT" }), null],
  ["typ JOSE", header({ typ: "JOSE" }), null],
  ["typ of an access token", header({ typ: "at+jwt" }), null],
  ["b64 true", header({ b64: true }), null],
  ["jwk of the signer's own choice is ignored", header({ jwk: es256.publicJwk }), null],
  ["jku is ignored", header({ jku: "https://attacker.example/keys" }), null],
  ["exp with a fraction", claims({ exp: 1712615659.5 }), null],
  ["exp with an exponent", payloadText(JSON.stringify(CLAIMS).replace("1712615659", "1.712615659e9")), null],
  ["exp over, within the tolerance", claims({ exp: NOW - 59 }), null],
  ["nbf ahead, within the tolerance", claims({ nbf: NOW + 60 }), null],
  ["iat ahead, within the tolerance", claims({ iat: NOW + 60 }), null],
  ["no nbf, no iat", payloadText(JSON.stringify({ ...CLAIMS, nbf: undefined, iat: undefined })), null],
  ["aud among several", claims({ aud: ["other", AUDIENCE] }), null],
  ["names that differ in normal form only", claims({ "\u00e9": 1, "e\u0301": 2 }), null],
  ["white space inside the JSON", payloadText(` ${JSON.stringify(CLAIMS, null, 1)}\n`), null],
  ["nested within the bound", payloadText(nested(31)), null],

  // Size and form.
  ["empty", "", "token-empty"],
  ["longer than 16 KiB", claims({ x: "x".repeat(13_000) }), "token-too-long"],
  ["header longer than 8 KiB", header({ x: "x".repeat(8200) }), "token-header-too-long"],
  ["one part", validHeader, "token-parts"],
  ["two parts", `${validHeader}.${validPayload}`, "token-parts"],
  ["four parts", `${valid}.`, "token-parts"],
  ["five parts, as an encrypted token", `${validHeader}....`, "token-parts"],
  ["three empty parts", "..", "json-empty"],
  ["empty header", token("", CLAIMS), "json-empty"],
  ["empty payload", payloadText(""), "json-empty"],
  ["empty signature", `${validHeader}.${validPayload}.`, "signature-invalid"],
  ["space before", ` ${valid}`, "base64url-whitespace"],
  ["line break after", `${valid}\n`, "base64url-whitespace"],
  ["no-break space after", `${valid}\u00a0`, "base64url-whitespace"],
  ["Bearer before", `Bearer ${valid}`, "base64url-whitespace"],
  ["line break in the payload, signed", header({}, { edit: (x) => `${x.slice(0, -4)}\n${x.slice(-4)}` }), "base64url-whitespace"],
  ["line break in the header, signed", header({}, { edit: (x) => `${x.slice(0, 4)}\r\n${x.slice(4)}` }), "base64url-whitespace"],
  ["padding after the signature", `${valid}==`, "base64url-padding"],
  ["padding after the payload, signed", token(head(), spare, { edit: (x) => `${x}=` }), "base64url-padding"],
  ["padding after the header, signed", header({}, { edit: (x) => x.replace(".", "=.") }), "base64url-padding"],
  ["spare bits in the signature", `${validHeader}.${validPayload}.${otherSpelling(validSignature)}`, "base64url-trailing-bits"],
  ["spare bits in the payload, signed", token(head(), spare, { edit: (x) => otherSpelling(x) }), "base64url-trailing-bits"],
  ["spare bits in the payload, not signed", [split(spareToken)[0], otherSpelling(split(spareToken)[1]), split(spareToken)[2]].join("."), "base64url-trailing-bits"],
  ["plus and slash, signed", token(head(), { ...CLAIMS, x: "???>>>" }, { edit: (x) => x.replaceAll("-", "+").replaceAll("_", "/") }), "base64url-standard-alphabet"],
  ["impossible length", `${valid}A`.replace(/.A$/, ""), "base64url-length"],
  ["percent sign", valid.replace(".", "%2E").replace("%2E", ".%"), "base64url-character"],
  ["fullwidth full stop", valid.replace(".", "\uff0e"), "token-parts"],

  // Header.
  ["header is an array", headerText("[]"), "token-not-an-object"],
  ["header is a string", headerText('"RS256"'), "token-not-an-object"],
  ["header with a byte order mark", headerText(`\ufeff${JSON.stringify(head())}`), "json-byte-order-mark"],
  ["header is UTF-16", headerText(utf16(JSON.stringify(head()))), "json-unexpected"],
  ["header is not UTF-8", headerText(Buffer.from([0x7b, 0xff, 0x7d])), "token-utf8"],
  ["header with a second object", headerText(`${JSON.stringify(head())}{}`), "json-unexpected"],
  ["header with alg twice", headerText('{"alg":"none","kid":"test-eddsa","alg":"EdDSA"}'), "json-duplicate-member"],
  ["header with alg twice, once escaped", headerText('{"alg":"EdDSA","kid":"test-eddsa","\\u0061lg":"EdDSA"}'), "json-duplicate-member"],
  ["header with a duplicate inside", headerText('{"alg":"EdDSA","kid":"test-eddsa","x":{"a":1,"a":1}}'), "json-duplicate-member"],
  ["header with a trailing comma", headerText('{"alg":"EdDSA",}'), "json-trailing-comma"],
  ["header nested 4000 deep", headerText(`{"alg":"EdDSA","x":${"[".repeat(4000)}${"]".repeat(4000)}}`), "json-too-deep"],
  ["no alg", token({ kid: eddsa.kid }, CLAIMS), "token-no-algorithm"],
  ["alg is a number", header({ alg: 1 }), "token-wrong-header-type"],
  ["alg is null", header({ alg: null }), "token-wrong-header-type"],
  ["alg is an array", header({ alg: ["EdDSA"] }), "token-wrong-header-type"],
  ["kid is a number", header({ kid: 7 }), "token-wrong-header-type"],
  ["kid is null", header({ kid: null }), "token-wrong-header-type"],
  ["typ is a number", header({ typ: 1 }), "token-wrong-header-type"],
  ["crit names an unknown extension", header({ crit: ["x"], x: 1 }), "token-unknown-critical"],
  ["crit names what is not there", header({ crit: ["x"] }), "token-malformed-critical"],
  ["crit is empty", header({ crit: [] }), "token-malformed-critical"],
  ["crit names alg", header({ crit: ["alg"] }), "token-malformed-critical"],
  ["crit names one twice", header({ crit: ["x", "x"], x: 1 }), "token-malformed-critical"],
  ["crit holds a number", header({ crit: [1] }), "token-malformed-critical"],
  ["crit is a string", header({ crit: "x", x: 1 }), "token-wrong-header-type"],
  ["crit is null", header({ crit: null }), "token-wrong-header-type"],
  ["b64 false", header({ b64: false }), "token-unencoded-payload"],
  ["b64 false, critical", header({ b64: false, crit: ["b64"] }), "token-unencoded-payload"],
  ["b64 true, critical", header({ b64: true, crit: ["b64"] }), "token-unknown-critical"],
  ["b64 is a number", header({ b64: 0 }), "token-wrong-header-type"],
  ["typ of a logout token", header({ typ: "logout+jwt" }), "type-not-allowed"],
  ["typ of a security event", header({ typ: "secevent+jwt" }), "type-not-allowed"],
  ["typ of a proof of possession", header({ typ: "application/dpop+jwt" }), "type-not-allowed"],
  ["typ with a space", header({ typ: "JWT " }), "type-not-allowed"],
  ["typ of another kind of media", header({ typ: "text/jwt" }), "type-not-allowed"],
  ["typ with a parameter", header({ typ: "JWT;x=y" }), "type-not-allowed"],
  ["typ is empty", header({ typ: "" }), "type-not-allowed"],

  // Algorithm, key and signature.
  ["alg none, no signature", `${split(token({ alg: "none" }, CLAIMS)).slice(0, 2).join(".")}.`, "algorithm-not-allowed"],
  ["alg none, with a signature", header({ alg: "none" }), "algorithm-not-allowed"],
  ["alg None", header({ alg: "None" }), "algorithm-not-allowed"],
  ["alg in lower case", header({ alg: "eddsa" }), "algorithm-not-allowed"],
  ["alg with a space", header({ alg: "EdDSA " }), "algorithm-not-allowed"],
  ["alg is empty", header({ alg: "" }), "algorithm-not-allowed"],
  ["HS256 with the public key as secret", hmac(pem), "algorithm-not-allowed"],
  ["HS256 with the modulus as secret", hmac(Buffer.from(rs256.publicJwk.n, "base64url")), "algorithm-not-allowed"],
  ["HS256 with an empty secret", hmac(""), "algorithm-not-allowed"],
  ["HMAC that says RS256", hmac(pem, "RS256"), "signature-invalid"],
  ["RS1", header({ alg: "RS1", kid: "test-rsa" }), "algorithm-not-allowed"],
  ["ES256K", header({ alg: "ES256K", kid: es256.kid }), "algorithm-not-allowed"],
  ["RS512 by the key for RS256", by(rsa("RS512"), testKey("rs256", { alg: "RS512" })), "key-mismatch"],
  ["PS256 by the key for RS256", by(ps256, testKey("rs256", { alg: "PS256" })), "key-mismatch"],
  ["RS256 by the key for PS256", by(rs256, testKey("rs256", { alg: "RS256", kid: ps256.kid })), "key-mismatch"],
  ["PS384 by the key for PS256", by(rsa("PS384"), testKey("rs256", { alg: "PS384", kid: ps256.kid })), "key-mismatch"],
  ["ES384 by the key on P-256", by(es256, testKey("es256", { alg: "ES384" })), "key-mismatch"],
  ["ES256 by the key on P-384", by(es384, testKey("es384", { alg: "ES256" })), "key-mismatch"],
  ["ES256 by the key on P-521", by(es512, testKey("es512", { alg: "ES256" })), "key-mismatch"],
  ["ES512 with the kid of the RSA key", header({ alg: "ES512", kid: "test-rsa" }), "key-mismatch"],
  ["no kid, several RSA keys fit", token({ alg: "PS256" }, CLAIMS, { key: ps256 }), "ambiguous-key"],
  ["RS256 with the kid of the EdDSA key", header({ alg: "RS256" }), "key-mismatch"],
  ["EdDSA with the kid of the RSA key", header({ kid: rs256.kid }), "key-mismatch"],
  ["unknown kid", header({ kid: "no-such-key" }), "unknown-key"],
  ["empty kid", header({ kid: "" }), "unknown-key"],
  ["kid with a path", header({ kid: "../../dev/null" }), "unknown-key"],
  ["kid in other case", header({ kid: eddsa.kid.toUpperCase() }), "unknown-key"],
  ["kid of a leaked private key", header({ kid: "leaked" }), "unusable-key"],
  ["kid of an encryption key", header({ kid: "for-encryption" }), "unusable-key"],
  ["no kid, several keys fit", token({ alg: "EdDSA" }, CLAIMS), "ambiguous-key"],
  ["two keys with one kid", header({ kid: "twice" }), "ambiguous-key"],
  ["changed payload", [validHeader, split(claims({ sub: "acme:cat-api:x" }))[1], validSignature].join("."), "signature-invalid"],
  ["changed header", [split(header({ x: 1 }))[0], validPayload, validSignature].join("."), "signature-invalid"],
  ["signature of another token", [validHeader, validPayload, split(claims({ x: 1 }))[2]].join("."), "signature-invalid"],
  ["EdDSA signature plus the group order", header({}, { signed: malleated(Buffer.from(validSignature, "base64url")) }), "signature-invalid"],
  ["EdDSA signature of zeros", header({}, { signed: Buffer.alloc(64) }), "signature-invalid"],
  ["EdDSA signature one byte longer", header({}, { signed: Buffer.concat([Buffer.from(validSignature, "base64url"), Buffer.alloc(1)]) }), "signature-invalid"],
  ["ES256 signature in DER", withKey(es256, { signed: der(right(es256)) }), "signature-invalid"],
  ["ES256 signature of zeros (psychic signature)", withKey(es256, { signed: Buffer.alloc(64) }), "signature-invalid"],
  ["ES256 signature one byte longer", withKey(es256, { signed: Buffer.concat([right(es256), Buffer.alloc(1)]) }), "signature-invalid"],
  ["ES256 signature with r plus the order", withKey(es256, { signed: Buffer.concat([bytesOf(number(right(es256).subarray(0, 32)) + N, 33), right(es256).subarray(32)]) }), "signature-invalid"],
  ["ES256 signature with r of zero", withKey(es256, { signed: Buffer.concat([Buffer.alloc(32), right(es256).subarray(32)]) }), "signature-invalid"],
  ["ES256 signature with s of the order", withKey(es256, { signed: Buffer.concat([right(es256).subarray(0, 32), bytesOf(N, 32)]) }), "signature-invalid"],
  ["ES384 signature in DER", withKey(es384, { signed: der(right(es384)) }), "signature-invalid"],
  ["ES384 signature of zeros", withKey(es384, { signed: Buffer.alloc(96) }), "signature-invalid"],
  ["ES384 over the digest of SHA-256", by(testKey("es384", { digest: "sha256" }), es384), "signature-invalid"],
  ["ES384 signature of ES256", by(es256, es384), "signature-invalid"],
  ["ES512 signature in DER", withKey(es512, { signed: der(right(es512)) }), "signature-invalid"],
  ["ES512 signature of zeros", withKey(es512, { signed: Buffer.alloc(132) }), "signature-invalid"],
  ["ES512 signature without the zeros in front", withKey(es512, { signed: Buffer.concat([right(es512).subarray(1, 66), right(es512).subarray(67)]) }), "signature-invalid"],
  ["ES512 over the digest of SHA-256", by(testKey("es512", { digest: "sha256" }), es512), "signature-invalid"],
  ["RS256 signature plus the modulus", withKey(rs256, { signed: plusModulus() }), "signature-invalid"],
  ["RS256 signature with a zero before", withKey(rs256, { signed: Buffer.concat([Buffer.alloc(1), right(rs256)]) }), "signature-invalid"],
  ["RS256 signature one byte shorter", withKey(rs256, { signed: right(rs256).subarray(1) }), "signature-invalid"],
  ["RS256 signature of zeros", withKey(rs256, { signed: Buffer.alloc(256) }), "signature-invalid"],
  ["RS256 signature of one", withKey(rs256, { signed: bytesOf(1n, 256) }), "signature-invalid"],
  ["PS256 signature that says RS256", by(ps256, rs256), "signature-invalid"],
  ["RS256 signature that says PS256", by(rs256, ps256), "signature-invalid"],
  ["RS256 signature that says RS384", by(rsa("RS256"), rsa("RS384")), "signature-invalid"],
  ["RS512 signature that says RS256", by(rsa("RS512"), rsa("RS256")), "signature-invalid"],
  ["PS512 signature that says PS256", by(rsa("PS512"), rsa("PS256")), "signature-invalid"],
  ["PS256 without salt", by(rsa("PS256", 0), ps256), "signature-invalid"],
  ["PS256 with a salt one byte short", by(rsa("PS256", 31), ps256), "signature-invalid"],
  ["PS256 with a salt of 64 bytes", by(rsa("PS256", 64), ps256), "signature-invalid"],
  ["PS384 with a salt of 32 bytes", by(rsa("PS384", 32), rsa("PS384")), "signature-invalid"],
  ["PS512 with the longest salt", by(rsa("PS512", 190), rsa("PS512")), "signature-invalid"],
  ["PS256 signature with a zero before", withKey(ps256, { signed: Buffer.concat([Buffer.alloc(1), right(ps256)]) }), "signature-invalid"],

  // Payload.
  ["payload is an array", payloadText("[]"), "token-not-an-object"],
  ["payload is null", payloadText("null"), "token-not-an-object"],
  ["payload with a byte order mark", payloadText(`\ufeff${JSON.stringify(CLAIMS)}`), "json-byte-order-mark"],
  ["payload is UTF-16", payloadText(utf16(JSON.stringify(CLAIMS))), "json-unexpected"],
  ["payload is not UTF-8", payloadText(Buffer.concat([Buffer.from(`${json(CLAIMS)},"x":"`), Buffer.from([0xff]), Buffer.from('"}')])), "token-utf8"],
  ["payload with an overlong UTF-8 form", payloadText(Buffer.concat([Buffer.from(`${json(CLAIMS)},"x":"`), Buffer.from([0xc0, 0x80]), Buffer.from('"}')])), "token-utf8"],
  ["half a surrogate pair", payloadText(`${json(CLAIMS)},"x":"\\ud800"}`), "json-escape"],
  ["raw NUL in a string", payloadText(`${json(CLAIMS)},"x":"\0"}`), "json-control-character"],
  ["text after the payload", payloadText(`${JSON.stringify(CLAIMS)} x`), "json-unexpected"],
  ["NUL after the payload", payloadText(`${JSON.stringify(CLAIMS)}\0`), "json-unexpected"],
  ["comment", payloadText(`/**/${JSON.stringify(CLAIMS)}`), "json-unexpected"],
  ["NaN", payloadText(`${json(CLAIMS)},"x":NaN}`), "json-unexpected"],
  ["number with a leading zero", payloadText(`${json(CLAIMS)},"x":01}`), "json-number"],
  ["trailing comma", payloadText(`${json(CLAIMS)},}`), "json-trailing-comma"],
  ["exp twice", payloadText(`{"exp":1,${JSON.stringify(CLAIMS).slice(1)}`), "json-duplicate-member"],
  ["aud twice, once escaped", payloadText(`{"\\u0061ud":"x",${JSON.stringify(CLAIMS).slice(1)}`), "json-duplicate-member"],
  ["duplicate inside a claim", payloadText(`${json(CLAIMS)},"x":[{"a":1,"a":2}]}`), "json-duplicate-member"],
  ["nested one deeper than the bound", payloadText(nested(32)), "json-too-deep"],
  ["nested 5000 deep", payloadText(nested(5000)), "json-too-deep"],

  // Issuer.
  ["no iss", without("iss"), "missing-claim"],
  ["iss is an array with the right one", claims({ iss: [ISSUER] }), "claim-wrong-type"],
  ["iss is null", claims({ iss: null }), "claim-wrong-type"],
  ["iss is an object", claims({ iss: { [ISSUER]: true } }), "claim-wrong-type"],
  ["iss of somebody else", claims({ iss: "https://oidc.fly.io/evil" }), "issuer-not-trusted"],
  ["iss with a final slash", claims({ iss: `${ISSUER}/` }), "issuer-not-trusted"],
  ["iss in other case", claims({ iss: ISSUER.toUpperCase() }), "issuer-not-trusted"],
  ["iss with http", claims({ iss: ISSUER.replace("https", "http") }), "issuer-not-trusted"],
  ["iss with more behind", claims({ iss: `${ISSUER}.evil.example` }), "issuer-not-trusted"],
  ["iss with a NUL behind", claims({ iss: `${ISSUER}\0` }), "issuer-not-trusted"],

  // Time.
  ["no exp", without("exp"), "missing-claim"],
  ["exp is null", claims({ exp: null }), "claim-wrong-type"],
  ["exp is a string", claims({ exp: "1712615659" }), "claim-wrong-type"],
  ["exp is true", claims({ exp: true }), "claim-wrong-type"],
  ["exp is an array", claims({ exp: [1712615659] }), "claim-wrong-type"],
  ["exp is 1e400", payloadText(JSON.stringify(CLAIMS).replace("1712615659", "1e400")), "claim-out-of-range"],
  ["exp in milliseconds", claims({ exp: 1712615659000 }), "claim-out-of-range"],
  ["exp of twenty digits", payloadText(JSON.stringify(CLAIMS).replace("1712615659", "17126156590000000000")), "claim-out-of-range"],
  ["exp is negative", claims({ exp: -1 }), "token-expired"],
  ["exp is zero", claims({ exp: 0 }), "token-expired"],
  ["exp over, at the end of the tolerance", claims({ exp: NOW - 60 }), "token-expired"],
  ["exp over, a fraction before the end of the tolerance", claims({ exp: NOW - 60 + 0.001 }), null],
  ["nbf is a string", claims({ nbf: "0" }), "claim-wrong-type"],
  ["nbf ahead", claims({ nbf: NOW + 61 }), "token-not-yet-valid"],
  ["nbf ahead by a fraction", claims({ nbf: NOW + 60.001 }), "token-not-yet-valid"],
  ["iat is a string", claims({ iat: "0" }), "claim-wrong-type"],
  ["iat ahead", claims({ iat: NOW + 61 }), "token-issued-in-future"],
  ["iat is 1e999", payloadText(JSON.stringify({ ...CLAIMS, iat: 0 }).replace('"iat":0', '"iat":1e999')), "claim-out-of-range"],

  // Audience and subject.
  ["no aud", without("aud"), "missing-claim"],
  ["aud is null", claims({ aud: null }), "claim-wrong-type"],
  ["aud is an object", claims({ aud: { [AUDIENCE]: true } }), "claim-wrong-type"],
  ["aud is an array with a number", claims({ aud: [AUDIENCE, 7] }), "claim-audience-element"],
  ["aud is an array in an array", claims({ aud: [[AUDIENCE]] }), "claim-audience-element"],
  ["aud is an empty array", claims({ aud: [] }), "audience-mismatch"],
  ["aud is empty", claims({ aud: "" }), "audience-mismatch"],
  ["aud of somebody else", claims({ aud: "https://fly.io/acme" }), "audience-mismatch"],
  ["aud in other case", claims({ aud: AUDIENCE.toUpperCase() }), "audience-mismatch"],
  ["aud with more behind", claims({ aud: `${AUDIENCE}.evil.example` }), "audience-mismatch"],
  ["aud with both in one string", claims({ aud: `other ${AUDIENCE}` }), "audience-mismatch"],
  ["sub is a number", claims({ sub: 7 }), "claim-wrong-type"],
];

const names = new Set(cases.map(([name]) => name));
if (names.size !== cases.length) throw new Error("two cases have one name");

const { alg: _, ...forAll } = rsa("RS256").publicJwk;
const twice = { ...eddsa.publicJwk, kid: "twice" };
writeJson(FILE, {
  about: "Tokens that a strict verifier must tell apart. `expect` is null for a token that must be accepted, else the code of the refusal. Written by make-strictness.mjs.",
  now: NOW,
  issuer: ISSUER,
  audience: AUDIENCE,
  clockToleranceSeconds: 60,
  jwks: {
    keys: [
      eddsa.publicJwk,
      es256.publicJwk,
      es384.publicJwk,
      es512.publicJwk,
      rs256.publicJwk,
      ps256.publicJwk,
      forAll,
      { ...eddsa.publicJwk, kid: "leaked", d: "AA" },
      { ...eddsa.publicJwk, kid: "for-encryption", use: "enc" },
      twice,
      twice,
    ],
  },
  cases: cases.map(([name, token, expect]) => ({ name, token, expect })),
});
