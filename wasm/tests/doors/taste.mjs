// A taste of the package, for every way in: that it starts and that the engine answers. What it
// answers is the suite's business.

/** @returns what is wrong, or nothing */
export function taste({ AssumableError, simulateAssumeRole, Verifier }, { tokens, keys, issuer, audience, now, examples }) {
  const verifier = new Verifier({ issuers: { issuer, audience, jwks: keys } });
  if (verifier.verifySync(tokens.rs256, { now }).claims.iss !== issuer) return "a token is misread";
  try {
    verifier.verifySync(tokens.rs256Tampered, { now });
    return "a changed token is accepted";
  } catch (error) {
    if (!(error instanceof AssumableError) || error.code !== "signature-invalid") return String(error);
  }
  const [{ token, trustPolicy, jwks, provider, role, now: then, expect }] = examples;
  const { outcome } = simulateAssumeRole({ token, trustPolicy, jwks, provider, role, now: then });
  return outcome === expect.outcome ? undefined : `the example is ${outcome}`;
}
