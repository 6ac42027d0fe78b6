// What comes to a gate: tokens of machines, most of them good.
import { compact, testKey } from "../../vectors/keys.mjs";
import { FLY, POLICY } from "../../wasm/tests/edge/fly.mjs";

/** Its handler is to let pass one app, by {@link POLICY}. */
export { FLY as ISSUER, POLICY };
export const AUDIENCE = "https://api.example";

/** Machines with a token each, which they use until it expires. */
const MACHINES = 1000;

/** Of ten requests seven pass, and one each is of another app, has expired, was changed. */
export function requests() {
  const key = testKey("rs256");
  const now = Math.floor(Date.now() / 1000);
  const sign = (number, more) => {
    const claims = {
      app_id: "3671581",
      app_name: "foo-bar",
      aud: AUDIENCE,
      exp: now + 3600,
      iat: now - 60,
      image: "registry.fly.io/foo-bar:deployment-01HV0Z6QJ5M8A3C9",
      image_digest: "sha256:5b0bcabd1ed22e9fb1310cf6c2dec7cdef19f0ad69efa1f392e94a4333501270",
      iss: FLY,
      jti: `5bd4ab0d-0c35-4c3e-8d1a-${String(number).padStart(12, "0")}`,
      machine_id: `3d8d377ce${number}`,
      machine_name: `quiet-river-${number}`,
      nbf: now - 60,
      org_id: "29873298",
      org_name: "acme",
      region: "yyz",
      sub: subject(number, "foo-bar"),
      ...more,
    };
    return compact(key, JSON.stringify({ alg: "RS256", kid: key.kid, typ: "JWT" }), JSON.stringify(claims));
  };
  const kinds = [
    ...Array(7).fill(["good", 200, sign]),
    ["another app's", 403, (number) => sign(number, { sub: subject(number, "cat-api") })],
    ["expired", 401, (number) => sign(number, { exp: now - 3600, iat: now - 7200, nbf: now - 7200 })],
    ["changed", 401, (number) => changed(sign(number, {}))],
  ];
  const one = (number) => {
    const [what, status, make] = kinds[number % kinds.length];
    const head = `GET /reports/${number} HTTP/1.1\r\nHost: api.example\r\nAuthorization: Bearer ${make(number)}\r\n\r\n`;
    // Whoever passes is told his own name, and nobody else's.
    const answer = status === 200 ? `\r\n\r\n${subject(number, "foo-bar")}` : "";
    return { what, status, answer, bytes: Buffer.from(head) };
  };
  return Array.from({ length: MACHINES }, (_, number) => one(number));
}

const subject = (number, app) => `acme:${app}:quiet-river-${number}`;

function changed(token) {
  const [header, payload, signature] = token.split(".");
  const bytes = Buffer.from(signature, "base64url");
  bytes[bytes.length >> 1] ^= 1;
  return [header, payload, bytes.toString("base64url")].join(".");
}

export const keys = () => ({ keys: [testKey("rs256").publicJwk] });
