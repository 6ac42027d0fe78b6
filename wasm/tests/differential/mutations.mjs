// Ways to change a valid token. Each takes a source of numbers, and gives a token. What is signed
// is rightly signed over exactly what it is: whoever refuses it was not saved by the signature.
import { base64url } from "../../../vectors/keys.mjs";
import { keySet } from "./keys.mjs";
import { AUDIENCE, CLAIMS, ISSUER, KEYS, NOW, TOLERANCE, header, signed, valid } from "./setting.mjs";

/** Of every family this many tokens. */
export const FAMILIES = {
  bits: { count: 500, mutate: tokenOf(bits) },
  characters: { count: 500, mutate: tokenOf(characters) },
  parts: { count: 200, mutate: tokenOf(parts) },
  spelling: { count: 400, mutate: tokenOf(spelling) },
  json: { count: 900, mutate: tokenOf(json) },
  claims: { count: 700, mutate: tokenOf(claims) },
  times: { count: 400, mutate: tokenOf(times) },
  header: { count: 600, mutate: tokenOf(parameters) },
  size: { count: 60, mutate: tokenOf(size) },
  keys: { count: 500, mutate: keySet },
};

function tokenOf(mutate) {
  return (random) => ({ token: mutate(random) });
}

const once = new Map();

/** P-384 and P-521 are slow everywhere, so they come up less often. */
function key({ below, pick }) {
  return below(4) === 0 ? pick(KEYS) : KEYS[below(8)];
}

/** The same valid token for the same key. */
function token(key) {
  if (!once.has(key)) once.set(key, valid(key));
  return once.get(key);
}

/** One to three bits of one part's bytes. */
function bits(random) {
  const parts = token(key(random)).split(".");
  const at = random.below(3);
  const bytes = Buffer.from(parts[at], "base64url");
  for (let left = random.below(3); left >= 0; left -= 1) {
    bytes[random.below(bytes.length)] ^= 1 << random.below(8);
  }
  parts[at] = base64url(bytes);
  return parts.join(".");
}

/** One character more, less, or another; or the end cut off. */
function characters(random) {
  const text = token(key(random));
  const at = random.below(text.length + 1);
  const other = random.pick([..."AQgwz09-_.+/= \n\t\0%~é\u00a0\ufeff", "..", "=="]);
  switch (random.below(5)) {
    case 0:
      return text.slice(0, at) + other + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1);
    case 2:
      return text.slice(0, at) + other + text.slice(at + 1);
    case 3:
      return text.slice(0, at);
    default:
      // Before or behind everything, where readers trim.
      return random.below(2) === 0 ? other + text : text + other;
  }
}

/** Parts of several tokens, in any order, some of them empty or left out. */
function parts(random) {
  const all = () => [...token(key(random)).split("."), ""];
  const count = random.pick([1, 2, 3, 3, 3, 3, 4, 5]);
  const from = (at) => (random.below(3) === 0 ? random.pick(all()) : all()[Math.min(at, 2)]);
  return Array.from({ length: count }, (_, at) => from(at)).join(".");
}

/** Other base64 texts of the same bytes, before signing or after. */
function spelling(random) {
  const by = key(random);
  // Text whose base64 has characters of both alphabets, and lengths with and without spare bits.
  const payload = JSON.stringify({ ...CLAIMS, x: "???>>>" + "x".repeat(random.below(3)) });
  const space = () => random.pick([" ", "\n", "\r\n", "\t", "\u00a0", "\f", "\v", "\ufeff"]);
  const change = random.pick([
    (part) => part.replaceAll("-", "+").replaceAll("_", "/"),
    (part) => `${part}=`,
    (part) => part.padEnd(Math.ceil(part.length / 4) * 4, "="),
    (part) => part.slice(0, -1) + following(part.at(-1), 1 + random.below(3)),
    (part) => part + space(),
    (part) => space() + part,
    (part) => part.slice(0, 4) + space() + part.slice(4),
    (part) => `${part}A`,
    (part) => part,
  ]);
  const at = random.below(3);
  const edit = (text) => text.split(".").map((part, index) => (index === at ? change(part) : part)).join(".");
  const before = (text) => signed(by, JSON.stringify(header(by)), text, edit);
  const after = (text) => edit(signed(by, JSON.stringify(header(by)), text));
  return at < 2 && random.below(3) > 0 ? before(payload) : after(payload);
}

/** Characters of the alphabet, further on: the same leading bits, mostly. */
function following(character, steps) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return alphabet[(alphabet.indexOf(character) + steps) % alphabet.length];
}

/** Another text of the same header or payload, or of nearly the same. */
function json(random) {
  const by = key(random);
  const texts = [JSON.stringify(header(by)), JSON.stringify(CLAIMS)];
  const at = random.below(2);
  texts[at] = reworded(random, texts[at]);
  return signed(by, ...texts);
}

function reworded(random, text) {
  const inside = text.slice(1, -1);
  const name = random.pick(["iss", "aud", "exp", "alg", "kid", "x"]);
  const value = random.pick(["1", '"a"', "null", "[]", "1712615659", '"EdDSA"', "{}"]);
  const escaped = `\\u00${name.charCodeAt(0).toString(16)}${name.slice(1)}`;
  const space = random.pick([" ", "\n", "\r\n", "\t", "\f", "\v", "\u00a0", "\u2028"]);
  const depth = random.pick([2, 29, 30, 31, 32, 33, 60, 500]);
  return random.pick([
    () => `{${inside},"${name}":${value}}`,
    () => `{"${name}":${value},${inside}}`,
    () => `{"${escaped}":${value},${inside}}`,
    () => `{${inside},"o":{"a":1,"b":{"a":2}}}`,
    () => `{${inside},"o":[{"a":1,"a":1}]}`,
    () => `{${inside},"__proto__":{"exp":1},"constructor":1}`,
    () => `\ufeff${text}`,
    () => `${text}\ufeff`,
    () => space + text,
    () => text + space,
    () => text.replace(":", `${space}:${space}`),
    () => text.replaceAll(",", `,${space}`),
    () => `{${inside},}`,
    () => `{,${inside}}`,
    () => `{${inside},"n":${number(random)}}`,
    () => `{${inside},"n":[${number(random)}]}`,
    () => `{${inside},"d":${"[".repeat(depth)}${"]".repeat(depth)}}`,
    () => `{${inside},"d":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}}`,
    () => `{${inside},"s":"${string(random)}"}`,
    () => `{${inside},"${string(random)}":1}`,
    () => `{${inside},'n':1}`,
    () => `{${inside},n:1}`,
    () => `{${inside}}/* */`,
    () => `${text}${text}`,
    () => `${text}\0`,
    () => `[${text}]`,
    () => value,
    () => inside,
    () => text.slice(0, random.below(text.length)),
    () => Buffer.from(text, "utf16le"),
    () => Buffer.from(`{${inside},"b":"\xff"}`, "latin1"),
    () => Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0x2c, 0x22, 0xc0, 0x80, 0x22, 0x3a, 0x31, 0x7d])]),
    () => Buffer.concat([Buffer.from(`{${inside},"b":"`), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]),
  ])();
}

function number(random) {
  return random.pick([
    "0", "-0", "-0.0", "1e5", "1E+5", "1e-5", "1e400", "-1e400", "1e-400", "0.1", "1.0", "01", "+1", ".5", "5.", "1e",
    "1e+", "0x10", "NaN", "Infinity", "-", "1_000", "9007199254740993", "1".repeat(400), `0.${"0".repeat(400)}1`,
  ]);
}

function string(random) {
  return random.pick([
    "é", "\\u00e9", "e\u0301", "😀", "\\ud83d\\ude00", "\\ud800", "\\udc00\\ud800", "\\ude00\\ud83d", "\\u0000", "\0",
    "\x1f", "\x7f", "\t", "\\x41", "\\'", "\\/", "\\u12", "\\U0041", "\u2028", "\ufffe", "\ufeff", "\\", "",
  ]);
}

/** A claim of another type or value. */
function claims(random) {
  const by = key(random);
  const values = [
    undefined, null, true, false, 0, 1, -1, 1.5, "", "a", [], {}, [[]], ISSUER, AUDIENCE, `${ISSUER}/`, ` ${AUDIENCE}`,
    [ISSUER], [AUDIENCE], ["a", AUDIENCE], [AUDIENCE, AUDIENCE], [AUDIENCE, 7], [AUDIENCE, null], [[AUDIENCE]],
    { 0: AUDIENCE }, { [AUDIENCE]: true }, `${ISSUER},a`, ISSUER.toUpperCase(), NOW, String(NOW + 600), [NOW + 600],
    "https://oidc.fly.io/acme\0", "sts.amazonaws.com\u200b", "ｓts.amazonaws.com",
  ];
  const name = random.pick(["iss", "aud", "sub", "exp", "nbf", "iat", "jti", "azp", "nonce"]);
  const value = random.pick(values);
  return signed(by, JSON.stringify(header(by)), JSON.stringify({ ...CLAIMS, [name]: value }));
}

/** Times at the border of validity, and numbers that are hardly times. */
function times(random) {
  const by = key(random);
  const name = random.pick(["exp", "exp", "nbf", "iat"]);
  const fraction = random.pick(["", "", ".0", ".000", ".5", ".001", ".999", ".0000001", ".9999999999999"]);
  const border = NOW + random.pick([-TOLERANCE, TOLERANCE, 0]) + random.below(5) - 2;
  const written = random.pick([
    `${border}${fraction}`,
    `${border}${fraction}`,
    `${border}${fraction}`,
    `${border}${fraction}`,
    `${border}e0`,
    `${border / 1000}e3`,
    `${border}0E-1`,
    `${border}000`,
    number(random),
    random.pick(["-1", "1e10", "253402300799", "253402300800", "9007199254740991", "1e21", "2e308"]),
  ]);
  const payload = JSON.stringify({ ...CLAIMS, [name]: 0 }).replace(`"${name}":0`, `"${name}":${written}`);
  return signed(by, JSON.stringify(header(by)), payload);
}

/** Header parameters. */
function parameters(random) {
  const by = key(random);
  const other = key(random);
  const change = random.pick([
    { alg: random.pick([undefined, null, "", "none", "None", "HS256", "ES256K", "Ed25519", "Ed448", "RS1", 1, ["RS256"]]) },
    { alg: random.pick([other.alg, by.alg.toLowerCase(), `${by.alg} `, `${by.alg}\0`]) },
    { kid: random.pick([undefined, null, "", 7, [by.kid], {}, other.kid, by.kid.toUpperCase(), `${by.kid} `, "__proto__", "../x"]) },
    { typ: random.pick([undefined, null, "", "jwt", "JOSE", "at+jwt", "logout+jwt", "application/jwt", "text/jwt", "JWT;a=b", 1]) },
    { crit: random.pick([null, [], "exp", {}, ["exp"], ["alg"], ["kid", "kid"], ["x"], ["x", "x"], [1], ["b64"], ["__proto__"]]), x: 1 },
    { b64: random.pick([true, false, null, 0, "true"]), ...(random.below(2) === 0 && { crit: ["b64"] }) },
    { cty: random.pick(["JWT", "", null, 7]) },
    { zip: random.pick(["DEF", null]) },
    { enc: "A128GCM" },
    { jwk: random.pick([other.publicJwk, by.publicJwk, null, "x", {}]) },
    { jku: random.pick(["https://attacker.example/keys", null, 7]) },
    { x5u: "https://attacker.example/keys" },
    { x5c: random.pick([[], ["AA"], "AA", null]) },
    { x5t: random.pick(["AA", null]), "x5t#S256": "AA" },
    { iss: random.pick([ISSUER, "https://other.example"]), aud: AUDIENCE },
    { exp: 1, nbf: NOW + 600 },
    { [random.pick(["x", "__proto__x", "é", "ALG", "Kid", "toString"])]: random.pick([1, null, "a", {}, [[]]]) },
  ]);
  // `undefined` leaves a parameter out.
  return signed(by, JSON.stringify({ ...header(by), ...change }), JSON.stringify(CLAIMS));
}

/** Around the limits: 8 KiB of header, 16 KiB of token. */
function size(random) {
  const by = key(random);
  const text = "x".repeat(random.pick([7_000, 8_000, 8_190, 9_000, 11_000, 12_300, 40_000]));
  return random.below(2) === 0
    ? signed(by, JSON.stringify({ ...header(by), x: text }), JSON.stringify(CLAIMS))
    : signed(by, JSON.stringify(header(by)), JSON.stringify({ ...CLAIMS, x: text }));
}
