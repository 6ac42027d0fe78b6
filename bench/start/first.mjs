// The first token that a verifier verifies. Uses nothing but the language.
const FIRST = {
  assumable({ Verifier }, { token, jwk, issuer, audience, now }) {
    const verifier = new Verifier({ issuers: { issuer, audience, jwks: { keys: [jwk] } } });
    return verifier.verifySync(token, { now }).claims;
  },
  async jose({ createLocalJWKSet, jwtVerify }, { token, jwk, issuer, audience, now }) {
    const keys = createLocalJWKSet({ keys: [jwk] });
    const { payload } = await jwtVerify(token, keys, { issuer, audience, currentDate: new Date(now * 1000) });
    return payload;
  },
};

export const CONTENDERS = Object.keys(FIRST);

/** Throws unless the token is verified. */
export async function first(name, library, one) {
  const claims = await FIRST[name](library, one);
  if (claims.iss !== one.issuer) throw new Error("misread");
}
