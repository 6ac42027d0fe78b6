// Where the verdicts differ, and by which rule. A row that no token needs is an error.
import { NOW, TOLERANCE } from "./setting.mjs";

/** We refuse with `code` what jose accepts. */
export const STRICTER = [
  ...rows("spelling characters", {
    "base64url-whitespace": "RFC 7515 section 2: base64url without white space; jose skips it",
    "base64url-padding": "RFC 7515 section 2: base64url without padding; jose skips it",
  }),
  ...rows("spelling", {
    "base64url-trailing-bits": "RFC 4648 section 3.5: one text for the same bytes, or a deny list misses the other",
  }),
  ...rows("json", {
    "json-byte-order-mark": "RFC 8259 section 8.1: none is sent; jose skips it",
    "json-duplicate-member": "RFC 7519 section 4: names are unique; jose takes the last",
    "json-escape": "RFC 3629 section 3: half a surrogate pair is no character",
    "json-too-deep": "our bound on nesting: 32",
  }),
  ...rows("claims", {
    "claim-wrong-type": "RFC 7519 section 4.1: `sub` and `jti` are strings, no claim is null",
    "claim-audience-element": "RFC 7519 section 4.1.3: every element of `aud` is a string",
  }),
  ...rows("times", {
    "claim-out-of-range": "a time after the year 9999 is a mistake of units, or never comes",
    "token-issued-in-future": "a token from the future means that a clock is wrong; jose looks at `iat` only if asked",
  }),
  ...rows("header", {
    "token-wrong-header-type": "RFC 7515 section 4.1: `kid` and `typ` are strings, `crit` an array; RFC 7797: `b64` is a boolean",
    "token-unknown-critical": "RFC 7515 section 4.1.11: `b64` is not supported, so it cannot be critical",
    "token-unencoded-payload": "RFC 7797 section 7: not in a JWT; jose ignores `b64` that is not critical",
    "type-not-allowed": "RFC 8725 section 3.11: a logout token is no identity; jose compares `typ` only if asked",
  }),
  ...rows("size", {
    "token-header-too-long": "our bound: 8 KiB",
    "token-too-long": "our bound: 16 KiB",
  }),
  ...rows("keys", {
    "unusable-key": "RFC 7515 section 2: the numbers of a key are base64url too; RFC 7518 section 6: `k` is a secret",
    "ambiguous-key": "two keys of one name fit; jose passes over one whose `ext` is not a boolean",
  }),
];

/** We accept what jose refuses with `code`. */
export const LOOSER = [
  {
    family: "times",
    code: "ERR_JWT_EXPIRED",
    rule: "we read decimals as they are written; as a double this one is a whole second, and over",
    applies: (token) => payload(token).includes(`"exp":${NOW - TOLERANCE}.0000001,`),
  },
  {
    family: "keys",
    code: "ERR_JWKS_INVALID",
    rule: "RFC 7517 section 5: what is no key is skipped, and the others are used; jose refuses the set",
    applies: (_, { keys }) => keys.some((key) => typeof key !== "object" || key === null || Array.isArray(key)),
  },
  {
    family: "keys",
    code: "ERR_JWKS_MULTIPLE_MATCHING_KEYS",
    rule: "a key that may not be used does not make the name ambiguous: this one is private",
    applies: (_, { keys }) => keys.filter((key) => !("d" in key || "k" in key)).length === 1,
  },
  {
    family: "keys",
    code: "ERR_JWKS_NO_MATCHING_KEY",
    rule: "`ext` belongs to WebCrypto, not to RFC 7517",
    applies: (_, { keys }) => keys.every((key) => "ext" in key),
  },
  {
    family: "keys",
    code: "SyntaxError",
    rule: "RFC 7517 section 4.3: `sign` and `verify` may stand together; WebCrypto imports no public key for `sign`",
    applies: (_, { keys }) => keys.some((key) => String(key.key_ops) === "sign,verify"),
  },
];

const payload = (token) => Buffer.from(token.split(".")[1], "base64url").toString();

function rows(families, rules) {
  return families.split(" ").flatMap((family) =>
    Object.entries(rules).map(([code, rule]) => ({ family, code, rule })),
  );
}
