// A token like those that Fly.io gives to a Machine: 17 claims, 1.1 KB when signed with RSA.
import { compact, testKey } from "../../vectors/keys.mjs";

export const NOW = 1712615119;
export const ISSUER = "https://oidc.fly.io/acme";
export const AUDIENCE = "sts.amazonaws.com";

const CLAIMS = {
  app_id: "3671581",
  app_name: "foo-bar",
  aud: AUDIENCE,
  exp: NOW + 540,
  iat: NOW - 60,
  image: "registry.fly.io/foo-bar:deployment-01HV0Z6QJ5M8A3C9",
  image_digest: "sha256:5b0bcabd1ed22e9fb1310cf6c2dec7cdef19f0ad69efa1f392e94a4333501270",
  iss: ISSUER,
  jti: "5bd4ab0d-0c35-4c3e-8d1a-1f3d92a4ad25",
  machine_id: "3d8d377ce9e398",
  machine_name: "quiet-river-4821",
  machine_version: "01HV0Z7D3Q1F6W2R8K5N9XB4TM",
  nbf: NOW - 60,
  org_id: "29873298",
  org_name: "acme",
  region: "yyz",
  sub: "acme:foo-bar:quiet-river-4821",
};

const KEYS = {
  RS256: () => testKey("rs256"),
  PS256: () => testKey("rs256", { alg: "PS256", kid: "test-ps256" }),
  ES256: () => testKey("es256"),
  ES384: () => testKey("es384"),
  EdDSA: () => testKey("eddsa"),
};

export const ALGORITHMS = Object.keys(KEYS);

/** For one algorithm: its key, and a token that it signed. */
export function signed(algorithm) {
  const key = KEYS[algorithm]();
  const header = JSON.stringify({ alg: key.alg, kid: key.kid, typ: "JWT" });
  return { algorithm, key, token: compact(key, header, JSON.stringify(CLAIMS)) };
}

/** What a host that has no `node:crypto` needs of it. */
export const material = () =>
  ALGORITHMS.map(signed).map(({ algorithm, key, token }) => ({
    algorithm,
    token,
    jwk: key.publicJwk,
    issuer: ISSUER,
    audience: AUDIENCE,
    now: NOW,
  }));
