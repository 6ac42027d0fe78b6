// The policies and the requests. The issuer is Google's, the only one whose `sub` all contenders
// know; of several statements the last one matches.

export const PROVIDER = "arn:aws:iam::012345678910:oidc-provider/accounts.google.com";
export const ACTION = "sts:AssumeRoleWithWebIdentity";
export const ROLE = "arn:aws:iam::012345678910:role/reader";

export const AUDIENCE = "sts.amazonaws.com";
export const ALLOWED = "acme:foo-bar:quiet-river-4821";
export const DENIED = "acme:cat-api:quiet-river-4821";

export const CASES = [{ statements: 1 }, { statements: 20 }];

/** What each statement admits: a pattern of subjects. */
export function subjects(statements) {
  return Array.from({ length: statements }, (_, index) =>
    index === statements - 1 ? "acme:foo-bar:*" : `acme:other-${index}:*`);
}

/** The trust policy, as an object. */
export function trustPolicy(statements) {
  return {
    Version: "2012-10-17",
    Statement: subjects(statements).map((subject, index) => ({
      Sid: `Subject${index}`,
      Effect: "Allow",
      Principal: { Federated: PROVIDER },
      Action: ACTION,
      Condition: {
        StringEquals: { "accounts.google.com:aud": AUDIENCE },
        StringLike: { "accounts.google.com:sub": subject },
      },
    })),
  };
}
