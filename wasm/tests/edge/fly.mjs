// Machines of one app may pass: what most tests of gates, and the load test, are about.

export const FLY = "https://oidc.fly.io/acme";

/** Admits `acme:foo-bar:…`. */
export const POLICY = {
  Version: "2012-10-17",
  Statement: {
    Effect: "Allow",
    Principal: { Federated: "oidc.fly.io/acme" },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringLike: { "oidc.fly.io/acme:sub": "acme:foo-bar:*" } },
  },
};

/** Admits nobody. */
export const NOBODY = { ...POLICY, Statement: { ...POLICY.Statement, Effect: "Deny", Condition: undefined } };
