// What the cases of the gallery are made of.
import { readFileSync } from "node:fs";

import { compact, testKey } from "../keys.mjs";

export const ACCOUNT = "123456789012";
export const AUDIENCE = "sts.amazonaws.com";
export const ACTION = "sts:AssumeRoleWithWebIdentity";

const key = testKey("rs256");

const TAGS = "https://aws.amazon.com/tags";

/**
 * The claims of `issuers/<name>.json`, some of them changed; `undefined` takes one out. Without session
 * tags and `azp`, which have causes of their own.
 */
export function sample(name, changes = {}) {
  const file = new URL(`../issuers/${name}.json`, import.meta.url);
  const { azp, [TAGS]: tags, ...claims } = { ...JSON.parse(readFileSync(file, "utf8")).claims, ...changes };
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

/** A policy as the announcement of Fly.io's tokens has it: an audience, and a pattern for subjects. */
export const like = (issuer, sub, aud = AUDIENCE) =>
  policy(
    allow(issuer, {
      StringEquals: { [`${nameOf(issuer)}:aud`]: aud },
      StringLike: { [`${nameOf(issuer)}:sub`]: sub },
    }),
  );

/** The one audience of a sample. */
export const audience = ({ aud }) => [aud].flat()[0];

/** The right token for the same policy. */
export const partner = (title, claims, expect = { outcome: "allowed", causes: [] }) => ({
  title,
  changes: { token: signed(claims).token },
  expect,
});

export const denied = (cause, fix, ...more) => ({
  outcome: "denied",
  awsCode: "AccessDenied",
  causes: [cause, ...more],
  fix,
});
