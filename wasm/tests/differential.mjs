// A few thousand changed tokens, once through jose and once through us. Where the verdicts differ,
// in either direction, a row of `differential/explained.mjs` names the rule.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createLocalJWKSet, jwtVerify } from "jose";
import { LOOSER, STRICTER } from "./differential/explained.mjs";
import { FAMILIES } from "./differential/mutations.mjs";
import { random } from "./differential/random.mjs";
import { ALGORITHMS, AUDIENCE, ISSUER, JWKS, NOW, TOLERANCE } from "./differential/setting.mjs";

const SEED = 20260901;
/** So many tokens must have come to each verdict, or the mutations are no good. */
const AT_LEAST = { "both accept": 800, "both refuse": 800, "only jose accepts": 300, "only we accept": 0 };

/** @returns how many tokens were judged as they should be, and the others */
export async function checkAgainstJose(app) {
  const { Verifier } = await import(pathToFileURL(join(app.package, "api.js")));
  const usual = [ours(Verifier, JWKS), jose(JWKS)];
  const verdicts = Object.fromEntries(Object.keys(AT_LEAST).map((verdict) => [verdict, 0]));
  const unused = new Set([...STRICTER, ...LOOSER]);
  const failures = [];
  let passed = 0;
  for (const { family, index, token, jwks } of questions()) {
    const [us, them] = jwks === undefined ? usual : [ours(Verifier, jwks), jose(jwks)];
    const [here, there] = [us(token), await them(token)];
    const verdict = verdictOf(here, there);
    verdicts[verdict] += 1;
    const explanations = explained(verdict, { family, token, jwks, here, there });
    for (const row of explanations) unused.delete(row);
    if (verdict.startsWith("both") || explanations.length === 1) {
      passed += 1;
    } else {
      const keys = jwks === undefined ? "" : `\n    with ${JSON.stringify(jwks)}`;
      failures.push(
        `${family} ${index}: ${verdict} (we: ${here ?? "accepted"}, jose: ${there ?? "accepted"}), ` +
          `which ${explanations.length} rows explain\n    ${token}${keys}`,
      );
    }
  }
  for (const { code, family } of unused) failures.push(`no token needs the row ${family} ${code}`);
  for (const [verdict, least] of Object.entries(AT_LEAST)) {
    if (verdicts[verdict] < least) failures.push(`${verdict}: only ${verdicts[verdict]} tokens`);
  }
  return { passed, failures, verdicts };
}

/** The same ones in every run. */
function* questions() {
  for (const [family, { count, mutate }] of Object.entries(FAMILIES)) {
    const source = random(SEED);
    for (let index = 0; index < count; index += 1) yield { family, index, ...mutate(source) };
  }
}

/** Gives the code of the refusal, or `undefined`. */
function ours(Verifier, jwks) {
  return (token) => {
    try {
      const issuers = { issuer: ISSUER, audience: AUDIENCE, jwks, algorithms: ALGORITHMS };
      verifiers.set(jwks, verifiers.get(jwks) ?? new Verifier({ issuers, clockToleranceSeconds: TOLERANCE }));
      verifiers.get(jwks).verifySync(token, { now: NOW });
      return undefined;
    } catch (error) {
      return error.code;
    }
  };
}

const verifiers = new WeakMap();

/** Gives the code of the refusal, or `undefined`. */
function jose(jwks) {
  const options = {
    issuer: ISSUER,
    audience: AUDIENCE,
    algorithms: ALGORITHMS,
    requiredClaims: ["exp"],
    clockTolerance: TOLERANCE,
    currentDate: new Date(NOW * 1000),
  };
  let keys;
  return async (token) => {
    try {
      keys ??= createLocalJWKSet(jwks);
      await jwtVerify(token, keys, options);
      return undefined;
    } catch (error) {
      // jose's errors have a code in words, those of WebCrypto a number.
      return typeof error.code === "string" ? error.code : error.name;
    }
  };
}

function verdictOf(here, there) {
  if (here === undefined) return there === undefined ? "both accept" : "only we accept";
  return there === undefined ? "only jose accepts" : "both refuse";
}

/** The rows that say why the verdicts differ. */
function explained(verdict, { family, token, jwks, here, there }) {
  switch (verdict) {
    case "only jose accepts":
      return STRICTER.filter((row) => row.code === here && row.family === family);
    case "only we accept":
      return LOOSER.filter((row) => row.code === there && row.family === family && row.applies(token, jwks));
    default:
      return [];
  }
}
