// What the cases of the gallery are made of.
import { readFileSync } from "node:fs";

import { compact, testKey } from "../keys.mjs";

export const ACCOUNT = "123456789012";
export const AUDIENCE = "sts.amazonaws.com";
export const ACTION = "sts:AssumeRoleWithWebIdentity";

const key = testKey("rs256");

/** The claims of `issuers/<name>.json`, some of them changed; `undefined` takes one out. */
export function sample(name, changes = {}) {
  const file = new URL(`../issuers/${name}.json`, import.meta.url);
  const claims = { ...JSON.parse(readFileSync(file, "utf8")).claims, ...changes };
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}

/** A token of these claims, and the key set that verifies it. */
export function signed(claims, header = {}) {
  const head = { alg: key.alg, kid: key.kid, typ: "JWT", ...header };
  const token = compact(key, JSON.stringify(head), JSON.stringify(claims));
  return { token, jwks: { keys: [key.publicJwk] } };
}

/** What condition keys and provider ARNs call an issuer. */
export const nameOf = (issuer) => issuer.replace("https://", "");

export const providerArn = (issuer, account = ACCOUNT) => `arn:aws:iam::${account}:oidc-provider/${nameOf(issuer)}`;

/** A statement that admits what meets these conditions. */
export const allow = (issuer, Condition) => ({
  Effect: "Allow",
  Principal: { Federated: providerArn(issuer) },
  Action: ACTION,
  Condition,
});

export const policy = (...statements) => ({ Version: "2012-10-17", Statement: statements });

/** The call that presents a token of these claims a minute after it was issued. */
export function call(claims, { role = "deploy", audience = AUDIENCE } = {}) {
  return {
    ...signed(claims),
    role: { arn: `arn:aws:iam::${ACCOUNT}:role/${role}` },
    provider: { arn: providerArn(claims.iss), clientIds: [audience] },
    now: claims.iat + 60,
  };
}
