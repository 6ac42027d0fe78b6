// Tokens under the one test key whose signed blocks are right, or wrong in every way that is known.
import { constants, createHash, privateEncrypt } from "node:crypto";
import { base64url, testKey } from "../../../vectors/keys.mjs";
import { CLAIMS } from "../differential/setting.mjs";

const { privateKey, publicJwk } = testKey("rs256");
const MODULUS = Buffer.from(publicJwk.n, "base64url");
const LENGTH = MODULUS.length;

/** @returns {Generator<{ name: string, token: string, right: boolean }>} */
export function* forgeries(algorithms) {
  for (const algorithm of algorithms.filter((name) => /^[PR]S/.test(name))) {
    const kind = { bits: Number(algorithm.slice(2)), kid: `rsa-${algorithm}`, alg: algorithm };
    const encodings = algorithm.startsWith("PS") ? pss : pkcs1;
    for (const [name, block, right = false] of encodings(kind)) {
      yield { name: `${algorithm} ${name}`, token: token(kind, (digest) => signed(block(digest))), right };
    }
    for (const [name, change, right = false] of VALUES) {
      const [, block] = encodings(kind)[0];
      yield { name: `${algorithm} ${name}`, token: token(kind, (digest) => change(signed(block(digest)))), right };
    }
    yield withoutLeadingZero(kind, encodings);
  }
}

/** What may be done to the bytes of a right signature. */
const VALUES = [
  ["a right signature", (right) => right, true],
  ["nothing", () => Buffer.alloc(0)],
  ["zero", () => Buffer.alloc(LENGTH)],
  ["one", () => Buffer.from([...Buffer.alloc(LENGTH - 1), 1])],
  ["the modulus", () => MODULUS],
  ["the modulus less one", () => number(toInteger(MODULUS) - 1n, LENGTH)],
  ["all ones", () => Buffer.alloc(LENGTH, 0xff)],
  ["its negative", (right) => number(toInteger(MODULUS) - toInteger(right), LENGTH)],
  ["the modulus added", (right) => number(toInteger(MODULUS) + toInteger(right))],
  ["a zero in front", (right) => Buffer.from([0, ...right])],
  ["a zero behind", (right) => Buffer.from([...right, 0])],
  ["the end cut off", (right) => right.subarray(0, -1)],
  ["the start cut off", (right) => right.subarray(1)],
  ["backwards", (right) => Buffer.from(right).reverse()],
  ["twice", (right) => Buffer.concat([right, right])],
];

/** RFC 8017 section 9.2. */
function pkcs1({ bits }) {
  const info = digestInfo(bits);
  const block = (digest, { start = [0, 1], filler = 0xff, name = info, shorter = 0, middle = [0], end = [] } = {}) => {
    const rest = Buffer.from([...middle, ...name, ...digest, ...end]);
    const padding = LENGTH - start.length - rest.length - shorter;
    return Buffer.concat([Buffer.from(start), Buffer.alloc(padding, filler), rest, Buffer.alloc(shorter, 0x5a)]);
  };
  const withoutNull = Buffer.from([0x30, info[1] - 2, 0x30, 0x0b, ...info.subarray(4, 15), ...info.subarray(17)]);
  const otherName = Buffer.from(info);
  otherName[14] = (info[14] % 3) + 1;
  const longForm = Buffer.from([0x30, 0x81, info[1], ...info.subarray(2)]);
  const indefinite = Buffer.from([0x30, 0x80, ...info.subarray(2)]);
  const flips = [0, 1, 2, 100, LENGTH - bits / 8 - 20, LENGTH - bits / 8 - 1, LENGTH - bits / 8, LENGTH - 1];
  return [
    ["right block", (digest) => block(digest), true],
    ["rubbish behind (Bleichenbacher 2006)", (digest) => block(digest, { shorter: 60 })],
    ["eight octets of padding, rubbish behind", (digest) => block(digest, { shorter: LENGTH - 3 - 8 - info.length - bits / 8 })],
    ["an encryption block", (digest) => block(digest, { start: [0, 2] })],
    ["block type 0", (digest) => block(digest, { start: [0, 0], filler: 0 })],
    ["padding of other octets", (digest) => block(digest, { filler: 0xfe })],
    ["no name of the digest", (digest) => block(digest, { name: [] })],
    ["name without NULL", (digest) => block(digest, { name: withoutNull })],
    ["name of another digest", (digest) => block(digest, { name: otherName })],
    ["name in long form", (digest) => block(digest, { name: longForm })],
    ["name of indefinite length", (digest) => block(digest, { name: indefinite, end: [0, 0] })],
    ["no separator", (digest) => block(digest, { middle: [] })],
    ["two separators", (digest) => block(digest, { middle: [0, 0] })],
    ["digest of something else", (digest) => block(Buffer.from(digest).reverse())],
    ["PSS of the same digest", (digest) => pssBlock(bits, digest, {})],
    ...flips.map((at) => [`octet ${at} changed`, (digest) => flipped(block(digest), at)]),
  ];
}

/** RFC 8017 section 9.1, with the salt of RFC 7518 section 3.5 or another. */
function pss({ bits }) {
  const other = bits === 256 ? 512 : 256;
  const salts = [0, 1, 20, bits / 8 - 1, bits / 8 + 1, LENGTH - bits / 8 - 2].filter((length) => length <= LENGTH - bits / 8 - 2);
  const flips = [0, 1, 40, LENGTH - bits / 8 - 3, LENGTH - bits / 8 - 1, LENGTH - 2, LENGTH - 1];
  return [
    ["right block", (digest) => pssBlock(bits, digest, {}), true],
    ["salt of zeros", (digest) => pssBlock(bits, digest, { filler: 0 }), true],
    ...salts.map((length) => [`salt of ${length} octets`, (digest) => pssBlock(bits, digest, { length })]),
    ["mask of another hash", (digest) => pssBlock(bits, digest, { mask: other })],
    ["mask of SHA-1", (digest) => pssBlock(bits, digest, { mask: 1 })],
    ["another trailer", (digest) => pssBlock(bits, digest, { trailer: 0xcc })],
    ["another separator", (digest) => pssBlock(bits, digest, { separator: 2 })],
    ["padding that is not zero", (digest) => pssBlock(bits, digest, { padding: 1 })],
    ["digest of something else", (digest) => pssBlock(bits, Buffer.from(digest).reverse(), {})],
    ["PKCS #1 of the same digest", (digest) => pkcs1({ bits })[0][1](digest)],
    ...flips.map((at) => [`octet ${at} changed`, (digest) => flipped(pssBlock(bits, digest, {}), at)]),
  ];
}

function pssBlock(bits, digest, { length = bits / 8, filler = 7, mask = bits, trailer = 0xbc, separator = 1, padding = 0 }) {
  const salt = Buffer.alloc(length, filler);
  const hash = sha(bits, Buffer.concat([Buffer.alloc(8), digest, salt]));
  const data = Buffer.alloc(LENGTH - hash.length - 1);
  data[data.length - length - 1] = separator;
  salt.copy(data, data.length - length);
  if (padding !== 0) data[1] = padding;
  const masked = data.map((octet, index) => octet ^ maskOf(mask, hash, data.length)[index]);
  masked[0] &= 0x7f;
  return Buffer.from([...masked, ...hash, trailer]);
}

let lastMask = {};

function maskOf(bits, seed, length) {
  const key = `${bits} ${seed.toString("hex")} ${length}`;
  if (lastMask.key === key) return lastMask.octets;
  const parts = [];
  for (let counter = 0; parts.length * 20 < length; counter += 1) {
    parts.push(sha(bits, Buffer.concat([seed, Buffer.from([0, 0, counter >> 8, counter & 0xff])])));
  }
  lastMask = { key, octets: Buffer.concat(parts).subarray(0, length) };
  return lastMask.octets;
}

/** OpenSSL alone would take it for PSS: the number is the same. */
function withoutLeadingZero(kind, encodings) {
  for (let tries = 0; ; tries += 1) {
    const [input, digest] = message(kind, { tries });
    const signature = signed(encodings(kind)[0][1](digest));
    if (signature[0] !== 0) continue;
    return { name: `${kind.alg} without its leading zero`, token: `${input}.${base64url(signature.subarray(1))}`, right: false };
  }
}

function token(kind, signature) {
  const [input, digest] = message(kind);
  return `${input}.${base64url(signature(digest))}`;
}

function message({ alg, kid, bits }, more = {}) {
  const input = `${base64url(JSON.stringify({ alg, kid }))}.${base64url(JSON.stringify({ ...CLAIMS, ...more }))}`;
  return [input, sha(bits, Buffer.from(input))];
}

/** What the owner of the key can sign: any block at all. */
function signed(block) {
  // The highest bits may make it larger than the modulus; then nobody can sign it.
  if (Buffer.compare(block, MODULUS) >= 0) return block;
  return privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, block);
}

function flipped(block, at) {
  const changed = Buffer.from(block);
  changed[at] ^= 1;
  return changed;
}

/** `SEQUENCE { SEQUENCE { OID 2.16.840.1.101.3.4.2.hash, NULL }, OCTET STRING of length }`. */
function digestInfo(bits) {
  const [hash, length] = [{ 256: 1, 384: 2, 512: 3 }[bits], bits / 8];
  const name = [0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, hash];
  return Buffer.from([0x30, 17 + length, 0x30, 0x0d, ...name, 0x05, 0x00, 0x04, length]);
}

const sha = (bits, bytes) => createHash(`sha${bits}`).update(bytes).digest();

const toInteger = (bytes) => BigInt(`0x${bytes.toString("hex")}`);

function number(integer, length = 0) {
  const digits = integer.toString(16);
  return Buffer.from(digits.padStart(Math.max(2 * length, digits.length + (digits.length % 2)), "0"), "hex");
}
