// Causes in the trust policy's text: statement, principal, conditions.
import {
  ACCOUNT,
  ACTION,
  AUDIENCE,
  allow,
  audience,
  call,
  denied,
  like,
  nameOf,
  partner,
  policy,
  providerArn,
  sample,
} from "../tools.mjs";

const fromOffice = (aud) =>
  policy(
    allow(GITHUB, {
      StringEquals: { [`${GITHUB_KEY}:aud`]: aud },
      StringLike: { [`${GITHUB_KEY}:sub`]: "repo:octo-labs/payments:*" },
      IpAddress: { "aws:SourceIp": "203.0.113.0/24" },
    }),
  );

const entra = sample("entra-v1");
const ENTRA_V2 = `https://login.microsoftonline.com/${entra.iss.split("/")[3]}/v2.0`;
const entraTrust = (issuer) =>
  policy(allow(issuer, { StringEquals: { [`${nameOf(issuer)}:aud`]: entra.aud, [`${nameOf(issuer)}:sub`]: entra.sub } }));

// A service account of Google Cloud: `azp` is its number, and so is `sub`.
const google = { ...sample("google"), azp: sample("google").sub };
const googleTrust = (key, value) =>
  policy({
    ...allow(google.iss, { StringEquals: { [key]: value, "accounts.google.com:sub": google.sub } }),
    Principal: { Federated: "accounts.google.com" },
  });

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

const FLY = fly("foo-bar");
const FLY_KEY = nameOf(FLY.iss);
const GITHUB = "https://token.actions.githubusercontent.com";
const GITHUB_KEY = nameOf(GITHUB);
const main = sample("github-branch", {
  sub: "repo:octo-labs/payments:ref:refs/heads/main",
  ref: "refs/heads/main",
});
const production = sample("github-environment");
const pullRequest = sample("github-branch", {
  sub: "repo:octo-labs/payments:pull_request",
  event_name: "pull_request",
  ref: "refs/pull/57/merge",
});
const immutable = sample("github-branch", {
  sub: "repo:octo-labs@901234/payments@567890123:ref:refs/heads/main",
  ref: "refs/heads/main",
});

/** A case with the given policy; `right` is the token that the same policy admits. */
function wrong(title, description, claims, trustPolicy, expect, [partnerTitle, right, partnerExpect], more = {}) {
  return {
    title,
    description,
    ...call(claims, { audience: audience(claims) }),
    ...more,
    trustPolicy,
    expect,
    partner: { ...partner(partnerTitle, right, partnerExpect) },
  };
}

/** The partner is the same token with the policy put right. */
function mended(title, trustPolicy) {
  return { title, changes: { trustPolicy }, expect: { outcome: "allowed", causes: [] } };
}

const withPartner = (value, partner) => ({ ...value, partner });

const allowed = (title, description, claims, trustPolicy, more = {}) => ({
  title,
  description,
  ...call(claims, { audience: audience(claims) }),
  ...more,
  trustPolicy,
  expect: { outcome: "allowed", causes: [], fix: null },
});

const conditions = (issuer, Condition) => policy(allow(issuer, Condition));

/** A case whose partner has another policy. */
const text = (title, description, claims, trustPolicy, expect, right, more = {}) => ({
  title,
  description,
  ...call(claims, { audience: audience(claims) }),
  ...more,
  trustPolicy,
  expect,
  partner: mended("the policy put right", right),
});

/** An Allow, and a Deny for whoever is not this repository. */
const guarded = (operator, spared = "repo:octo-labs/payments:*") =>
  policy(allow(GITHUB, { StringLike: { [`${GITHUB_KEY}:sub`]: "repo:octo-labs/payments:*" } }), {
    Sid: "OnlyPayments",
    ...allow(GITHUB, { [operator]: { [`${GITHUB_KEY}:sub`]: spared } }),
    Effect: "Deny",
  });

const flyLike = like(FLY.iss, "acme:foo-bar:*");

export default {
  // Allowed.
  "fly-announced": allowed(
    "A Fly Machine of the app that the role trusts",
    "The example of Fly.io's announcement: a Machine of the app `foo-bar` in the organization `acme`.",
    FLY,
    flyLike,
  ),
  "github-production": allowed(
    "A GitHub job that deploys to production",
    "The job names the environment `production`, and the role trusts exactly that.",
    production,
    like(GITHUB, "repo:octo-labs/payments:environment:production"),
  ),
  "gitlab-branch": allowed(
    "A GitLab job on a protected branch",
    "Besides the subject the policy asks for a claim that AWS reads only from gitlab.com.",
    sample("gitlab", { aud: AUDIENCE }),
    conditions("https://gitlab.com", {
      StringEquals: {
        "gitlab.com:aud": AUDIENCE,
        "gitlab.com:sub": "project_path:acme/platform/api:ref_type:branch:ref:main",
        "gitlab.com:ref_protected": "true",
      },
    }),
  ),
  "eks-pod": allowed(
    "An EKS pod with its service account",
    "The token's audience is a list of one, as Kubernetes writes it.",
    sample("eks"),
    like(sample("eks").iss, "system:serviceaccount:orders:reader"),
  ),
  "terraform-both-phases": allowed(
    "An HCP Terraform run in either phase",
    "The wildcard at the end admits plan and apply.",
    sample("terraform"),
    like(
      "https://app.terraform.io",
      "organization:acme:project:Default Project:workspace:prod-network:run_phase:*",
      "aws.workload.identity",
    ),
  ),
  "circleci-project": allowed(
    "Any CircleCI job of one project",
    "Project and organization are ids, which nobody can take over.",
    sample("circleci"),
    like(
      sample("circleci").iss,
      "org/6f1d7a70-1c6d-4a94-8f3e-33f0a3b0c001/project/c2a9e5d4-7b1f-4c30-9d2a-0f6f1b7a2002/*",
      audience(sample("circleci")),
    ),
  ),

  // The subject.
  "fly-other-app": wrong(
    "The role trusts another app",
    "A Machine of the app `cat-api` asks for the role that trusts `foo-bar`, in the same organization.",
    fly("cat-api"),
    flyLike,
    denied("sub.other-app", "policy"),
    ["a Machine of `foo-bar`", FLY],
  ),
  "fly-machine-id": wrong(
    "A Machine's id where its name belongs",
    "The third part of a Fly.io subject is the Machine's name. The policy has its id.",
    FLY,
    like(FLY.iss, `acme:foo-bar:${FLY.machine_id}`),
    denied("fly.machine-id", "policy"),
    [
      "a Machine of another name, which has another id as well",
      fly("foo-bar", { sub: "acme:foo-bar:still-lake-77", machine_name: "still-lake-77", machine_id: "0000000000abcd" }),
      { outcome: "denied", causes: ["sub.other-machine"] },
    ],
  ),
  "github-environment-replaces-branch": wrong(
    "The job names an environment, the policy a branch",
    "With `environment:` in the job the subject has no branch any more.",
    sample("github-environment"),
    like(GITHUB, "repo:octo-labs/payments:ref:refs/heads/main"),
    denied("sub.environment-replaces-ref", "policy"),
    ["the same branch without an environment", main],
  ),
  "github-case": wrong(
    "The organization in another letter case",
    "To GitHub `Octo-Labs` and `octo-labs` are the same. To AWS they are not.",
    production,
    like(GITHUB, "repo:Octo-Labs/Payments:*"),
    denied("sub.case", "policy"),
    ["a repository whose names have that case", sample("github-environment", { sub: "repo:Octo-Labs/Payments:environment:production" })],
  ),
  "github-pull-request": wrong(
    "A pull request asks for the role of the main branch",
    "The run is for a pull request, so its subject has no branch.",
    pullRequest,
    like(GITHUB, "repo:octo-labs/payments:ref:refs/heads/main"),
    denied("sub.pull-request", "elsewhere"),
    ["a push to the branch", main],
  ),
  "github-pull-request-spelling": wrong(
    "A hyphen for an underscore",
    "The policy admits `pull-request`. GitHub writes `pull_request`.",
    pullRequest,
    like(GITHUB, "repo:octo-labs/payments:pull-request"),
    denied("sub.pull-request-spelling", "policy"),
    [
      "a push, which the policy does not mean",
      main,
      { outcome: "denied", causes: ["sub.form"] },
    ],
  ),
  "github-no-context": wrong(
    "The policy ends after the repository",
    "The subject goes on with the branch, so the value fits no token at all.",
    main,
    conditions(GITHUB, {
      StringEquals: { [`${GITHUB_KEY}:aud`]: AUDIENCE, [`${GITHUB_KEY}:sub`]: "repo:octo-labs/payments" },
    }),
    denied("sub.no-trailing-context", "policy"),
    [
      "a job of another repository",
      sample("github-branch", { sub: "repo:octo-labs/billing:ref:refs/heads/main" }),
      { outcome: "denied", causes: ["sub.other-repository"] },
    ],
  ),
  "fly-no-machine": wrong(
    "The policy ends after the app",
    "A Fly.io subject has three parts; the policy has two, without a wildcard.",
    FLY,
    conditions(FLY.iss, {
      StringEquals: { [`${FLY_KEY}:aud`]: AUDIENCE, [`${FLY_KEY}:sub`]: "acme:foo-bar" },
    }),
    denied("sub.no-trailing-context", "policy"),
    ["a Machine of another app", fly("cat-api"), { outcome: "denied", causes: ["sub.form"] }],
  ),
  "github-immutable": wrong(
    "GitHub's new subject, the old policy",
    "The repository was made after 15 July 2026, so its subject has ids beside the names.",
    immutable,
    like(GITHUB, "repo:octo-labs/payments:ref:refs/heads/main"),
    denied("sub.github-immutable", "policy"),
    ["an older repository", main],
  ),
  "github-immutable-owner": wrong(
    "GitHub's new subject, and a policy for all repositories of an owner",
    "The owner's older repositories still have subjects without ids, so the value stays beside the new one.",
    immutable,
    like(GITHUB, "repo:octo-labs/*"),
    denied("sub.github-immutable", "policy"),
    ["an older repository", main],
  ),
  "github-immutable-inverse": wrong(
    "The policy has ids, the token has none",
    "The repository is older, and nobody has turned the new subjects on for it.",
    main,
    like(GITHUB, "repo:octo-labs@901234/payments@567890123:*"),
    denied("sub.github-immutable-inverse", "elsewhere"),
    ["the same repository with new subjects", immutable],
  ),
  "github-custom": wrong(
    "The organization chose other claims for its subjects",
    "The token's subject begins with the owner's id and names the reusable workflow. The policy expects GitHub's own form.",
    sample("github-custom"),
    like(GITHUB, "repo:octo-labs/payments:ref:refs/heads/main"),
    denied("sub.custom-template", "policy"),
    ["a repository with GitHub's own form", main],
  ),
  "github-custom-not-in-use": wrong(
    "The policy expects a template that the repository does not use",
    "An organization's template reaches only repositories that opt in. This one has not.",
    main,
    like(GITHUB, "repo:octo-labs/payments:job_workflow_ref:octo-labs/shared-ci/.github/workflows/deploy.yml@refs/tags/v3"),
    denied("sub.custom-template", "elsewhere"),
    [
      "a repository that uses it",
      sample("github-custom", {
        sub: "repo:octo-labs/payments:job_workflow_ref:octo-labs/shared-ci/.github/workflows/deploy.yml@refs/tags/v3",
      }),
    ],
  ),
  "github-short-ref": wrong(
    "A branch without `refs/heads/`",
    "The subject has the branch in full.",
    main,
    like(GITHUB, "repo:octo-labs/payments:ref:main"),
    denied("sub.form", "policy"),
    [
      "another branch",
      sample("github-branch"),
      { outcome: "denied", causes: ["sub.other-kind"] },
    ],
  ),
  "github-wrong-word": text(
    "A word that GitHub does not write",
    "The policy writes `branch:main`, the token `ref:refs/heads/main`.",
    main,
    like(GITHUB, "repo:octo-labs/payments:branch:main"),
    denied("sub.form", "policy"),
    like(GITHUB, "repo:octo-labs/payments:ref:refs/heads/main"),
  ),
  "gitlab-tag": wrong(
    "A tag, where only branches are admitted",
    "GitLab's subject says whether the ref is a branch or a tag.",
    sample("gitlab", { aud: AUDIENCE, sub: "project_path:acme/platform/api:ref_type:tag:ref:v1.2", ref: "v1.2", ref_type: "tag" }),
    like("https://gitlab.com", "project_path:acme/platform/api:ref_type:branch:ref:*"),
    denied("sub.other-kind", "policy"),
    ["a branch", sample("gitlab", { aud: AUDIENCE })],
  ),
  "github-no-environment": wrong(
    "The policy wants an environment, the job names none",
    "Only a job with `environment:` has it in its subject.",
    main,
    like(GITHUB, "repo:octo-labs/payments:environment:production"),
    denied("sub.other-kind", "elsewhere"),
    ["a job that names it", production],
  ),
  "unknown-issuer-typo": wrong(
    "A slip in a subject, from an issuer of one's own",
    "Nothing is known of the issuer, but the two texts are two letters apart. Whether it is the same workload, a person must say.",
    { ...FLY, iss: "https://idp.example.com", sub: "backend/reporting" },
    like("https://idp.example.com", "backend/reprting"),
    denied("sub.spelling", "elsewhere"),
    ["a subject as the policy has it", { ...FLY, iss: "https://idp.example.com", sub: "backend/reprting" }],
  ),
  "unknown-issuer": wrong(
    "Another subject, from an issuer of one's own",
    "Nothing is known of the issuer, so nothing can be said but that the two differ.",
    { ...FLY, iss: "https://idp.example.com", sub: "backend/reporting" },
    like("https://idp.example.com", "frontend/*"),
    denied("sub.other", "elsewhere"),
    ["a subject as the policy has it", { ...FLY, iss: "https://idp.example.com", sub: "frontend/web" }],
  ),
  "several-statements": wrong(
    "Several statements, one of them nearly right",
    "The first statement is for another owner, the second for another branch. The second is what the author meant.",
    sample("github-branch"),
    policy(
      allow(GITHUB, { StringLike: { [`${GITHUB_KEY}:sub`]: "repo:octo-corp/website:*" } }),
      allow(GITHUB, { StringEquals: { [`${GITHUB_KEY}:sub`]: "repo:octo-labs/payments:ref:refs/heads/main" } }),
    ),
    denied("sub.other-branch-or-tag", "policy"),
    ["the branch", main],
  ),

  // The operator.
  "fly-wildcard-in-equals": text(
    "A wildcard in StringEquals",
    "`StringEquals` takes `*` literally, and no Machine is called that.",
    FLY,
    conditions(FLY.iss, { StringEquals: { [`${FLY_KEY}:aud`]: AUDIENCE, [`${FLY_KEY}:sub`]: "acme:foo-bar:*" } }),
    denied("policy.wildcard-in-equals", "policy"),
    flyLike,
  ),
  "github-wildcard-to-move": text(
    "A wildcard in the wrong one of two blocks",
    "The statement has a block with patterns already, so the condition moves there.",
    main,
    conditions(GITHUB, {
      StringEquals: { [`${GITHUB_KEY}:aud`]: AUDIENCE, [`${GITHUB_KEY}:sub`]: "repo:octo-labs/payments:*" },
      StringLike: { [`${GITHUB_KEY}:ref`]: "refs/heads/*" },
    }),
    denied("policy.wildcard-in-equals", "policy"),
    conditions(GITHUB, {
      StringEquals: { [`${GITHUB_KEY}:aud`]: AUDIENCE },
      StringLike: { [`${GITHUB_KEY}:ref`]: "refs/heads/*", [`${GITHUB_KEY}:sub`]: "repo:octo-labs/payments:*" },
    }),
  ),
  "list-without-set-operator": text(
    "A list compared like a single value",
    "`amr` can have several values, so AWS wants to know whether one or all must fit.",
    { ...FLY, amr: ["machine", "attested"] },
    conditions(FLY.iss, {
      StringLike: { [`${FLY_KEY}:sub`]: "acme:foo-bar:*" },
      StringEquals: { [`${FLY_KEY}:amr`]: "attested" },
    }),
    denied("policy.set-operator", "policy"),
    conditions(FLY.iss, {
      StringLike: { [`${FLY_KEY}:sub`]: "acme:foo-bar:*" },
      "ForAnyValue:StringEquals": { [`${FLY_KEY}:amr`]: "attested" },
    }),
  ),
  "variable-without-version": text(
    "A variable in a policy without a version",
    "Without `Version` a policy is of 2008, when there were no variables.",
    FLY,
    { Statement: [allow(FLY.iss, { StringEquals: { [`${FLY_KEY}:sub`]: `acme:foo-bar:\${aws:RequestTag/machine, 'quiet-river-4821'}` } })] },
    denied("policy.variable-needs-version", "elsewhere"),
    conditions(FLY.iss, { StringEquals: { [`${FLY_KEY}:sub`]: `acme:foo-bar:\${aws:RequestTag/machine, 'quiet-river-4821'}` } }),
  ),

  // The condition key.
  "key-is-arn": text(
    "Condition keys that begin with the provider's ARN",
    "The principal has the ARN; the keys have the issuer's name only.",
    sample("eks"),
    conditions(sample("eks").iss, {
      StringEquals: {
        [`${providerArn(sample("eks").iss)}:aud`]: AUDIENCE,
        [`${providerArn(sample("eks").iss)}:sub`]: "system:serviceaccount:orders:reader",
      },
    }),
    denied("policy.condition-key-is-arn", "policy"),
    like(sample("eks").iss, "system:serviceaccount:orders:reader"),
  ),
  "key-is-url": text(
    "Condition keys with `https://`",
    "The issuer in a condition key has no scheme.",
    FLY,
    conditions(FLY.iss, { StringLike: { [`${FLY.iss}:sub`]: "acme:foo-bar:*" } }),
    denied("policy.condition-key-is-arn", "policy"),
    flyLike,
  ),
  "key-without-path": text(
    "Condition keys without the organization",
    "Fly.io's issuers have a path, and the path belongs to the key.",
    FLY,
    conditions(FLY.iss, {
      StringEquals: { "oidc.fly.io:aud": AUDIENCE },
      StringLike: { "oidc.fly.io:sub": "acme:foo-bar:*" },
    }),
    denied("policy.wrong-key-prefix", "policy"),
    flyLike,
  ),
  "key-typo": text(
    "A typo in a condition key",
    "`tokens.actions…` instead of `token.actions…`: AWS knows no such key.",
    main,
    conditions(GITHUB, { StringLike: { "tokens.actions.githubusercontent.com:sub": "repo:octo-labs/payments:*" } }),
    denied("issuer.other-spelling", "policy"),
    like(GITHUB, "repo:octo-labs/payments:*"),
  ),
  "aud-and-sub-swapped": text(
    "Audience and subject have changed places",
    "Each of the two values stands under the other's key.",
    FLY,
    conditions(FLY.iss, {
      StringEquals: { [`${FLY_KEY}:sub`]: AUDIENCE },
      StringLike: { [`${FLY_KEY}:aud`]: "acme:foo-bar:*" },
    }),
    denied("policy.wrong-claim-key", "policy"),
    flyLike,
  ),
  "subject-under-aud": text(
    "A subject under the audience's key",
    "The role's author wrote `:aud` and meant `:sub`.",
    sample("eks"),
    conditions(sample("eks").iss, {
      StringEquals: { [`${nameOf(sample("eks").iss)}:aud`]: "system:serviceaccount:orders:reader" },
    }),
    denied("policy.wrong-claim-key", "policy"),
    like(sample("eks").iss, "system:serviceaccount:orders:reader"),
  ),
  "fly-app-name": text(
    "A claim that AWS does not read",
    "The token has `app_name`, but AWS makes no condition key of it.",
    FLY,
    conditions(FLY.iss, {
      StringEquals: { [`${FLY_KEY}:aud`]: AUDIENCE, [`${FLY_KEY}:app_name`]: "foo-bar" },
    }),
    denied("claim.not-a-condition-key", "policy"),
    flyLike,
  ),
  "gitlab-subject-spelt-out": text(
    "`subject` for `sub`",
    "Condition keys have the claims' own short names.",
    sample("gitlab", { aud: AUDIENCE }),
    conditions("https://gitlab.com", {
      StringLike: { "gitlab.com:subject": "project_path:acme/platform/api:*" },
    }),
    denied("claim.not-a-condition-key", "policy"),
    like("https://gitlab.com", "project_path:acme/platform/api:*"),
  ),
  "github-claim-missing": wrong(
    "A claim that this job's token does not have",
    "AWS reads `environment` of GitHub's tokens, but this job names none.",
    sample("github-branch", { environment: undefined, sub: main.sub }),
    conditions(GITHUB, {
      StringLike: { [`${GITHUB_KEY}:sub`]: "repo:octo-labs/payments:*" },
      StringEquals: { [`${GITHUB_KEY}:environment`]: "production" },
    }),
    denied("claim.missing", "elsewhere"),
    ["a job that names it", production],
  ),
  "github-other-ref": wrong(
    "Another branch in a claim beside the subject",
    "The subject fits; the policy also asks for the claim `ref`.",
    sample("github-branch"),
    conditions(GITHUB, {
      StringLike: { [`${GITHUB_KEY}:sub`]: "repo:octo-labs/payments:*" },
      StringEquals: { [`${GITHUB_KEY}:ref`]: "refs/heads/main" },
    }),
    denied("claim.other-value", "policy"),
    ["the branch", main],
  ),
  "external-id": text(
    "A condition on an external id",
    "It was copied from the policy of a role for another account. A web identity has no external id.",
    FLY,
    conditions(FLY.iss, {
      StringLike: { [`${FLY_KEY}:sub`]: "acme:foo-bar:*" },
      StringEquals: { [`${FLY_KEY}:aud`]: AUDIENCE, "sts:ExternalId": "a-secret" },
    }),
    denied("policy.key-not-in-call", "policy"),
    flyLike,
  ),
  "buildkite-source-ip": withPartner(
    wrong(
      "A call from another address",
      "The policy admits calls only from the agents' addresses.",
      sample("buildkite"),
      conditions("https://agent.buildkite.com", {
        StringLike: { "agent.buildkite.com:sub": "organization:acme-inc:pipeline:ship-it:*" },
        IpAddress: { "aws:SourceIp": "192.0.2.0/24" },
      }),
      denied("request.other-value", "elsewhere"),
      ["", sample("buildkite")],
      { request: { sourceIp: "198.51.100.7" } },
    ),
    {
      title: "a call from the right address",
      changes: { request: { sourceIp: "192.0.2.7" } },
      expect: { outcome: "allowed", causes: [] },
    },
  ),

  // The audience.
  "fly-default-audience": withPartner(
    wrong(
      "Fly.io's default audience",
      "The token was asked for without `aud`, so it is for `https://fly.io/acme`.",
      fly("foo-bar", { aud: "https://fly.io/acme" }),
      flyLike,
      denied("aud.default-used", "elsewhere"),
      ["", FLY],
    ),
    {
      title: "a token that was asked for with the audience",
      changes: { token: call(FLY).token, provider: { arn: providerArn(FLY.iss), clientIds: [AUDIENCE] } },
      expect: { outcome: "allowed", causes: [] },
    },
  ),
  "circleci-default-audience": withPartner(
    wrong(
      "CircleCI's default audience",
      "If none is asked for, the audience is the organization's id.",
      sample("circleci"),
      like(sample("circleci").iss, "org/6f1d7a70-1c6d-4a94-8f3e-33f0a3b0c001/*"),
      denied("aud.default-used", "elsewhere"),
      ["", sample("circleci")],
    ),
    {
      title: "a token for AWS",
      changes: {
        token: call({ ...sample("circleci"), aud: AUDIENCE }).token,
        provider: { arn: providerArn(sample("circleci").iss), clientIds: [AUDIENCE] },
      },
      expect: { outcome: "allowed", causes: [] },
    },
  ),
  "audience-typo": wrong(
    "A typo in the policy's audience",
    "`sts.amazon.com` is not AWS's token service.",
    sample("eks"),
    like(sample("eks").iss, "system:serviceaccount:orders:reader", "sts.amazon.com"),
    denied("aud.typo", "policy"),
    [
      "a token with quite another audience",
      sample("eks", { aud: ["vault"] }),
      { outcome: "error", causes: ["aud.not-in-provider", "aud.other-in-policy"] },
    ],
  ),
  "gitlab-other-audience": withPartner(
    wrong(
      "An audience for somebody else",
      "The job's token was made for Vault; the policy expects AWS's audience.",
      sample("gitlab"),
      like("https://gitlab.com", "project_path:acme/platform/api:*"),
      denied("aud.other-in-policy", "elsewhere"),
      ["", sample("gitlab")],
    ),
    {
      title: "a token for AWS",
      changes: {
        token: call(sample("gitlab", { aud: AUDIENCE })).token,
        provider: { arn: providerArn("https://gitlab.com"), clientIds: [AUDIENCE] },
      },
      expect: { outcome: "allowed", causes: [] },
    },
  ),

  // The issuer, in principal and keys.
  "fly-personal": text(
    "`personal` for the organization's slug",
    "Fly.io's tools call one's own organization `personal`; its tokens have the slug.",
    fly("foo-bar", { iss: "https://oidc.fly.io/jane-doe-417", sub: "jane-doe-417:foo-bar:quiet-river-4821", org_name: "jane-doe-417" }),
    like("https://oidc.fly.io/personal", "jane-doe-417:foo-bar:*"),
    denied("fly.personal-alias", "policy"),
    like("https://oidc.fly.io/jane-doe-417", "jane-doe-417:foo-bar:*"),
  ),
  "trailing-slash": text(
    "A slash at the end of the issuer",
    "The principal and the keys have a slash that the token's issuer lacks.",
    FLY,
    like(`${FLY.iss}/`, "acme:foo-bar:*"),
    denied("issuer.trailing-slash", "policy"),
    flyLike,
  ),
  "old-github-host": text(
    "GitHub's old issuer",
    "The policy was written for `vstoken.actions.githubusercontent.com`.",
    main,
    like("https://vstoken.actions.githubusercontent.com", "repo:octo-labs/payments:*"),
    denied("issuer.other-spelling", "policy"),
    like(GITHUB, "repo:octo-labs/payments:*"),
  ),
  "github-enterprise-slug": text(
    "The enterprise has an issuer of its own",
    "The policy names GitHub's public issuer; the enterprise's tokens have its slug at the end.",
    sample("github-enterprise"),
    like(GITHUB, "repo:octo-labs/payments:*"),
    denied("issuer.enterprise-slug", "policy"),
    like(sample("github-enterprise").iss, "repo:octo-labs/payments:*"),
  ),
  "vercel-issuer-mode": text(
    "The policy has Vercel's global issuer, the token the team's",
    "The project was switched to the team's own issuer.",
    sample("vercel"),
    like("https://oidc.vercel.com", "owner:acme-web:project:storefront:*", audience(sample("vercel"))),
    denied("vercel.issuer-mode", "policy"),
    like(sample("vercel").iss, "owner:acme-web:project:storefront:*", audience(sample("vercel"))),
  ),
  "other-issuer": text(
    "A token of another issuer",
    "A Fly.io Machine asks for a role that trusts GitHub only.",
    FLY,
    like(GITHUB, "repo:octo-labs/payments:*"),
    denied("policy.other-issuer", "elsewhere"),
    flyLike,
  ),

  // The statement.
  "principal-is-aws": text(
    "The provider's ARN under `AWS`",
    "A provider is a `Federated` principal.",
    FLY,
    policy({ ...allow(FLY.iss, { StringLike: { [`${FLY_KEY}:sub`]: "acme:foo-bar:*" } }), Principal: { AWS: providerArn(FLY.iss) } }),
    denied("policy.wrong-action-or-principal", "policy"),
    flyLike,
  ),
  "principal-is-a-service": text(
    "A service for a principal",
    "The statement was copied from a role for EC2.",
    sample("eks"),
    policy({
      ...allow(sample("eks").iss, { StringEquals: { [`${nameOf(sample("eks").iss)}:sub`]: "system:serviceaccount:orders:reader" } }),
      Principal: { Service: "ec2.amazonaws.com" },
    }),
    denied("policy.wrong-action-or-principal", "policy"),
    like(sample("eks").iss, "system:serviceaccount:orders:reader"),
  ),
  "principal-of-another-account": text(
    "The provider of another account",
    "The policy was copied from another account with its ARNs.",
    FLY,
    policy({
      ...allow(FLY.iss, { StringLike: { [`${FLY_KEY}:sub`]: "acme:foo-bar:*" } }),
      Principal: { Federated: providerArn(FLY.iss, "210987654321") },
    }),
    denied("policy.wrong-action-or-principal", "policy"),
    flyLike,
  ),
  "action-is-assume-role": text(
    "`sts:AssumeRole` for a web identity",
    "Each way to assume a role is an action of its own.",
    FLY,
    policy({ ...allow(FLY.iss, { StringLike: { [`${FLY_KEY}:sub`]: "acme:foo-bar:*" } }), Action: "sts:AssumeRole" }),
    denied("policy.wrong-action-or-principal", "policy"),
    flyLike,
  ),
  "action-lacks-assume": text(
    "Only tags are allowed",
    "The statement allows `sts:TagSession`, and not the call itself.",
    FLY,
    policy({ ...allow(FLY.iss, { StringLike: { [`${FLY_KEY}:sub`]: "acme:foo-bar:*" } }), Action: ["sts:TagSession"] }),
    denied("policy.wrong-action-or-principal", "policy"),
    flyLike,
  ),
  "excluded-pull-request": wrong(
    "An Allow that leaves pull requests out",
    "The statement admits the repository, but no pull requests.",
    pullRequest,
    conditions(GITHUB, {
      StringLike: { [`${GITHUB_KEY}:sub`]: "repo:octo-labs/payments:*" },
      StringNotLike: { [`${GITHUB_KEY}:sub`]: "*:pull_request" },
    }),
    denied("policy.excluded-value", "elsewhere"),
    ["a push", main],
  ),
  "deny-other-repositories": text(
    "A Deny with a wildcard in StringNotEquals",
    "The Deny is meant for other repositories. Its `*` is literal, so it denies everybody.",
    main,
    guarded("StringNotEquals"),
    denied("policy.wildcard-in-equals", "elsewhere", "policy.explicit-deny"),
    guarded("StringNotLike"),
  ),
  "deny-all-but-another": text(
    "A Deny that spares another repository",
    "Whom the Deny spares is its author's to say, so no edit is offered.",
    main,
    guarded("StringNotLike", "repo:octo-labs/billing:*"),
    denied("sub.other-repository", "elsewhere", "policy.explicit-deny"),
    guarded("StringNotLike"),
  ),
  "source-ip-not-given": {
    ...text(
      "Where the call comes from was not said",
      "The policy asks for an address. The question does not name one, so nobody knows.",
      main,
      fromOffice(AUDIENCE),
      denied("request.not-given", "elsewhere"),
      fromOffice(AUDIENCE),
    ),
    partner: {
      title: "with the address",
      changes: { request: { sourceIp: "203.0.113.7" } },
      expect: { outcome: "allowed", causes: [] },
    },
  },
  "entra-other-version": {
    ...text(
      "The other version of Entra's tokens",
      "The policy trusts the issuer of version 2; the application gets tokens of version 1.",
      entra,
      entraTrust(ENTRA_V2),
      denied("entra.v1-v2", "elsewhere"),
      entraTrust(entra.iss),
    ),
    provider: undefined,
  },
  "google-audience-is-oaud": {
    ...text(
      "Google's audience has another key",
      "The policy compares `aud` with the audience that was asked for. AWS takes Google's `azp` for it.",
      google,
      googleTrust("accounts.google.com:aud", google.aud),
      denied("aud.authorized-party", "policy"),
      googleTrust("accounts.google.com:oaud", google.aud),
    ),
    provider: undefined,
  },
  "google-other-party": {
    ...text(
      "Another service account of Google asks",
      "The policy names another `azp` than the token has.",
      google,
      googleTrust("accounts.google.com:aud", "111100002222333344445"),
      denied("aud.authorized-party", "elsewhere"),
      googleTrust("accounts.google.com:aud", google.azp),
    ),
    provider: undefined,
  },
  "deny-missing-claim": wrong(
    "A Deny that matches because a claim is missing",
    "It denies whoever is not in `production`. A token without the claim differs from everything.",
    sample("github-branch", { environment: undefined, sub: main.sub }),
    policy(allow(GITHUB, { StringLike: { [`${GITHUB_KEY}:sub`]: "repo:octo-labs/payments:*" } }), {
      ...allow(GITHUB, { StringNotEquals: { [`${GITHUB_KEY}:environment`]: "production" } }),
      Effect: "Deny",
    }),
    denied("policy.explicit-deny", "elsewhere"),
    ["a job in production", production],
  ),
};
