// Keys made for the occasion, and tokens signed with them.
import { generateKeyPairSync, sign } from "node:crypto";
import { compact } from "../../../vectors/keys.mjs";

export const AUDIENCE = "sts.amazonaws.com";

/** A key on P-256, so that thousands of tokens take no time. */
export function signer(kid) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = { ...publicKey.export({ format: "jwk" }), kid, alg: "ES256", use: "sig" };
  const es256 = { sign: (input) => sign("sha256", Buffer.from(input), { key: privateKey, dsaEncoding: "ieee-p1363" }) };
  let count = 0;
  const now = Math.floor(Date.now() / 1000);
  return {
    jwk,
    /** Good for some days, so that time can pass. */
    token(issuer, header = {}, more = {}) {
      count += 1;
      const claims = {
        iss: issuer.url,
        aud: AUDIENCE,
        sub: "acme:foo-bar:quiet-river-4821",
        iat: now - 60,
        exp: now + 10 * 86_400,
        jti: `${kid}-${count}`,
        ...more,
      };
      return compact(es256, JSON.stringify({ alg: "ES256", kid, typ: "JWT", ...header }), JSON.stringify(claims));
    },
  };
}

