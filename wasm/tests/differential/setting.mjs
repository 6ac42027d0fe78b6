// Whose tokens, with which keys, at what time. Every algorithm has a key of its own name.
import { base64url, testKey } from "../../../vectors/keys.mjs";

export const NOW = 1712615119;
export const TOLERANCE = 60;
export const ISSUER = "https://oidc.fly.io/acme";
export const AUDIENCE = "sts.amazonaws.com";

export const CLAIMS = {
  iss: ISSUER,
  aud: AUDIENCE,
  sub: "acme:foo-bar:quiet-river-4821",
  iat: NOW - 60,
  nbf: NOW - 60,
  exp: NOW + 540,
  jti: "01J-ü",
  app: { id: 17, tags: ["a", "b"], live: true },
};

const rsa = (alg) => testKey("rs256", { alg, kid: `rsa-${alg}` });

export const KEYS = [
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"].map(rsa),
  testKey("eddsa"),
  testKey("es256"),
  testKey("es384"),
  testKey("es512"),
];

export const JWKS = { keys: KEYS.map((key) => key.publicJwk) };
export const ALGORITHMS = KEYS.map((key) => key.alg);

export const header = (key) => ({ alg: key.alg, kid: key.kid, typ: "JWT" });

/** A token over these texts or bytes, signed as it is. `edit` changes the base64url before. */
export function signed(key, headerText, payloadText, edit = (input) => input) {
  const input = edit(`${base64url(headerText)}.${base64url(payloadText)}`);
  return `${input}.${base64url(key.sign(input))}`;
}

export const valid = (key) => signed(key, JSON.stringify(header(key)), JSON.stringify(CLAIMS));
