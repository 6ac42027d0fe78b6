// Ed25519 signatures made on purpose: with keys and `R` that have a part of small order, and numbers
// that are written otherwise. Which of them are right is the equation without the cofactor.
import { createHash } from "node:crypto";
import { base64url } from "../../../vectors/keys.mjs";
import { CLAIMS } from "../differential/setting.mjs";

/** RFC 8032 section 5.1. */
const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = modulo(-121665n * inverse(121666n));
const ROOT = power(2n, (P - 1n) / 4n);
const NEUTRAL = [0n, 1n];
const BASE = decoded(4n * inverse(5n) % P, 0n);

const SECRET = 0x1f2e3d4c5b6a798817263544536271800f1e2d3c4b5a69788796a5b4c3d2e1f0n % L;

/** @returns {Generator<{ name: string, token: string, jwks: object, right: boolean }>} */
export function* edwards() {
  const [small, whole] = [[...torsion()], times(SECRET, BASE)];
  for (const [key, part] of small.entries()) {
    const point = add(whole, part);
    const jwks = { keys: [{ kty: "OKP", crv: "Ed25519", kid: "made", alg: "EdDSA", x: base64url(encoded(point)) }] };
    const sign = (nonce, other, { change = (s) => s, spell = encoded, tries = 0 } = {}) => {
      const r = spell(add(times(nonce, BASE), other));
      const input = message(tries);
      const k = challenge(r, encoded(point), input);
      const s = modulo(nonce + k * SECRET, L);
      // [S]B = R + [k]A holds if what is of small order in it is nothing.
      const right = same(add(other, times(k % 8n, part)), NEUTRAL);
      return { token: `${input}.${base64url(Buffer.concat([r, bytes(change(s))]))}`, jwks, right };
    };
    for (const [at, other] of small.entries()) {
      for (let tries = 0; tries < 8; tries += 1) {
        const name = `a key with part ${key}, R with part ${at}, try ${tries}`;
        yield { name, ...sign(12345n + BigInt(tries), other, { tries }) };
        yield { name: `${name}, S of L more`, ...sign(12345n, other, { tries, change: (s) => s + L }), right: false };
      }
      // Everybody could sign so, if the key had small order too.
      for (let tries = 0; tries < 8; tries += 1) {
        yield { name: `R of small order ${at}, key ${key}`, ...sign(0n, other, { tries }), right: false };
      }
      yield { name: `R of small order ${at}, with a sign`, ...sign(0n, other, { spell: negative }), right: false };
      yield { name: `R of small order ${at}, with a prime more`, ...sign(0n, other, { spell: larger }), right: false };
    }
    for (const [what, change] of NUMBERS) {
      yield { name: `key ${key}, S ${what}`, ...sign(12345n, NEUTRAL, { change }), right: false };
    }
  }
  for (const [at, part] of small.entries()) {
    const jwks = { keys: [{ kty: "OKP", crv: "Ed25519", kid: "made", alg: "EdDSA", x: base64url(encoded(part)) }] };
    const signature = Buffer.concat([encoded(NEUTRAL), bytes(0n)]);
    yield { name: `a key of small order ${at}`, token: `${message(0)}.${base64url(signature)}`, jwks, refused: "unusable-key" };
  }
}

const NUMBERS = [
  ["zero", () => 0n],
  ["L", () => L],
  ["negative", (s) => L - s],
  ["with the highest bit", (s) => s + 2n ** 255n],
  ["with bit 253", (s) => s + 2n ** 253n],
  ["of eight L more", (s) => s + 8n * L],
  ["all ones", () => 2n ** 256n - 1n],
];

function message(tries) {
  const header = JSON.stringify({ alg: "EdDSA", kid: "made" });
  return `${base64url(header)}.${base64url(JSON.stringify({ ...CLAIMS, tries }))}`;
}

function challenge(r, key, input) {
  return number(createHash("sha512").update(r).update(key).update(input).digest()) % L;
}

/** The eight points whose order divides the cofactor: multiples of one of order eight. */
function* torsion() {
  let candidate;
  for (let y = 2n; ; y += 1n) {
    const point = decoded(y, 0n);
    if (point === undefined) continue;
    candidate = times(L, point);
    if (!same(times(4n, candidate), NEUTRAL)) break;
  }
  for (let factor = 0n; factor < 8n; factor += 1n) yield times(factor, candidate);
}

function add(one, other) {
  return affine(sum([...one, 1n], [...other, 1n]));
}

function times(factor, point) {
  let [result, double] = [[...NEUTRAL, 1n], [...point, 1n]];
  for (let left = factor; left > 0n; left >>= 1n) {
    if (left & 1n) result = sum(result, double);
    double = sum(double, double);
  }
  return affine(result);
}

/** Of points as `x/z` and `y/z`: the law of RFC 8032 section 5.1.4, without a division. */
function sum([a, b, e], [c, d, f]) {
  const both = e * f % P;
  const [square, product] = [both * both % P, (a * c % P) * (b * d % P) % P * D % P];
  const [less, more] = [modulo(square - product), square + product];
  return [both * less % P * ((a * d + b * c) % P) % P, both * more % P * ((b * d + a * c) % P) % P, less * more % P];
}

function affine([x, y, z]) {
  const factor = inverse(z);
  return [x * factor % P, y * factor % P];
}

const same = ([a, b], [c, d]) => a === c && b === d;

function encoded([x, y]) {
  return bytes(y | (x & 1n) << 255n);
}

/** With the sign that the point does not have. */
const negative = ([x, y]) => bytes(y | (x & 1n ^ 1n) << 255n);

/** Not reduced, where 255 bits have room for that. */
const larger = ([x, y]) => bytes((y + P < 2n ** 255n ? y + P : y) | (x & 1n) << 255n);

/** RFC 8032 section 5.1.3. */
function decoded(y, sign) {
  const [u, v] = [modulo(y * y - 1n), modulo(D * y * y + 1n)];
  const square = modulo(u * inverse(v));
  let x = power(square, (P + 3n) / 8n);
  if (modulo(x * x) !== square) x = modulo(x * ROOT);
  if (modulo(x * x) !== square) return undefined;
  return [(x & 1n) === sign ? x : modulo(-x), y];
}

function modulo(value, by = P) {
  const rest = value % by;
  return rest < 0n ? rest + by : rest;
}

function power(base, exponent) {
  let [result, square] = [1n, modulo(base)];
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}

function inverse(value) {
  return power(modulo(value), P - 2n);
}

function bytes(value) {
  return Buffer.from(value.toString(16).padStart(64, "0"), "hex").reverse();
}

function number(octets) {
  return BigInt(`0x${Buffer.from(octets).reverse().toString("hex")}`);
}
