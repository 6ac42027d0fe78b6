// A copy of the package for a host that lends something else, and what its verifiers say.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Puts what is in `globalThis.lentInTests` at the first import in the place of what the host lends.
 *
 * @param file what the copy's manifest says of this host
 */
export function lend(folder, file) {
  const own = join(folder, file);
  writeFileSync(join(folder, "own.js"), readFileSync(own));
  writeFileSync(own, `import { platform as own } from "./own.js";
export const platform = { ...own, signatures: globalThis.lentInTests };
`);
}

/** A verifier of one issuer. */
export const by = ({ Verifier }, { issuer, audience, jwks }) => new Verifier({ issuers: { issuer, audience, jwks } });

/** The code of the refusal, or `accepted`. The verifier may still have to be made. */
export function judged(verifier, token, now) {
  try {
    const made = typeof verifier === "function" ? verifier() : verifier;
    made.verifySync(token, { now });
    return "accepted";
  } catch (error) {
    return error.code;
  }
}
