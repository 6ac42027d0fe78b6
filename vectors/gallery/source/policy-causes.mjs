// Causes in the trust policy's text.
import { AUDIENCE, allow, call, nameOf, policy, sample, signed } from "../tools.mjs";

/** A policy as the announcement of Fly.io's tokens has it: an audience, and a pattern for subjects. */
const like = (issuer, sub, aud = AUDIENCE) =>
  policy(
    allow(issuer, {
      StringEquals: { [`${nameOf(issuer)}:aud`]: aud },
      StringLike: { [`${nameOf(issuer)}:sub`]: sub },
    }),
  );

/** The right token for the same policy. */
const partner = (title, claims) => ({
  title,
  changes: { token: signed(claims).token },
  expect: { outcome: "allowed", causes: [] },
});

const denied = (cause, fix) => ({ outcome: "denied", awsCode: "AccessDenied", causes: [cause], fix });

// The organization, app and machine of the announcement (community.fly.io, April 2024).
const fly = (app, changes = {}) =>
  sample("fly", {
    iss: "https://oidc.fly.io/acme",
    sub: `acme:${app}:quiet-river-4821`,
    org_name: "acme",
    app_name: app,
    image: `registry.fly.io/${app}:latest`,
    ...changes,
  });

export default {
  "fly-other-app": {
    title: "The role trusts another app",
    description: "A Machine of the app `cat-api` asks for the role that trusts `foo-bar`, in the same organization.",
    ...call(fly("cat-api")),
    trustPolicy: like(fly("foo-bar").iss, "acme:foo-bar:*"),
    expect: denied("sub.other-app", "policy"),
    partner: partner("a Machine of `foo-bar`", fly("foo-bar")),
  },
};
