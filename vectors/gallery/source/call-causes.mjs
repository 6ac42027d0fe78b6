// Causes that are not in the trust policy's text: in the token, its file, its times, the provider.
import { ACCOUNT, ACTION, AUDIENCE, allow, call, denied, like, nameOf, policy, providerArn, sample, signed } from "../tools.mjs";

/** What AWS answers before it asks the trust policy. */
const refused = (cause, awsCode = "InvalidIdentityToken") =>
  ({ outcome: "error", awsCode, causes: [cause], fix: "elsewhere" });

const right = (title, changes) => ({ title, changes, expect: { outcome: "allowed", causes: [] } });

const provider = (issuer, ...clientIds) =>
  ({ arn: providerArn(issuer), clientIds: clientIds.length > 0 ? clientIds : [AUDIENCE] });

const fly = sample("fly");
const github = sample("github-branch");
const enterprise = sample("github-enterprise");
const gitlab = sample("gitlab", { aud: AUDIENCE });
const eks = sample("eks");
const vercel = sample("vercel", { aud: AUDIENCE });
const entra = sample("entra-v1", { aud: "api://99999999-8888-7777-6666-555555555555" });
const buildkite = {
  ...sample("buildkite"),
  "https://aws.amazon.com/tags": { principal_tags: { pipeline_slug: ["ship-it"] } },
};

const flyTrust = like(fly.iss, "acme-weather:cat-api:*");
const githubTrust = like(github.iss, "repo:octo-labs/payments:*");

const ofFly = (changes) => sample("fly", changes);
const token = (claims, header) => ({ token: signed(claims, header).token });

const china = (arn) => arn.replace("arn:aws:", "arn:aws-cn:");
const inChina = (document) => JSON.parse(china(JSON.stringify(document)));

const tagging = (...actions) =>
  policy({
    ...allow(buildkite.iss, {
      StringEquals: { [`${nameOf(buildkite.iss)}:aud`]: AUDIENCE },
      StringLike: { [`${nameOf(buildkite.iss)}:sub`]: "organization:*" },
    }),
    Action: actions,
  });

export default {
  "aud-not-in-provider": {
    title: "The provider does not know the audience",
    description: "A Machine asked for a token for Vault, and shows it to AWS.",
    ...call(ofFly({ aud: "https://vault.acme.example" })),
    trustPolicy: flyTrust,
    expect: refused("aud.not-in-provider"),
    partner: right("a token for AWS", token(fly)),
  },
  "aud-default-used": {
    title: "No audience was asked for",
    description: "The job took GitHub's default audience, which names the repository's owner.",
    ...call(sample("github-branch", { aud: "https://github.com/octo-labs" })),
    trustPolicy: githubTrust,
    expect: refused("aud.default-used"),
    partner: right("the job asks for `sts.amazonaws.com`", token(github)),
  },
  "aud-default-used-fly": {
    title: "No audience was asked for, on Fly.io",
    description: "The Machine asked for a token without `aud` and got one for its own organization.",
    ...call(ofFly({ aud: "https://fly.io/acme-weather" })),
    trustPolicy: flyTrust,
    expect: refused("aud.default-used"),
    partner: right("the Machine asks for `sts.amazonaws.com`", token(fly)),
  },
  "aud-typo": {
    title: "The audience is misspelt in the request",
    description: "The job asks for `sts.amazon.com`.",
    ...call(sample("github-branch", { aud: "sts.amazon.com" })),
    trustPolicy: githubTrust,
    expect: refused("aud.typo"),
    partner: right("the job asks for `sts.amazonaws.com`", token(github)),
  },
  "aud-typo-in-provider": {
    title: "The audience is misspelt in the provider",
    description: "The provider was made for the client id `sts.amazonaws.com/`.",
    ...call(github, { audience: `${AUDIENCE}/` }),
    trustPolicy: githubTrust,
    expect: refused("aud.typo"),
    partner: right("the provider has `sts.amazonaws.com`", { provider: provider(github.iss) }),
  },
  "aud-partition": {
    title: "Two audiences in China",
    description: "The pod's token is for `sts.amazonaws.com`, the provider in China was made for the other one.",
    ...call(eks),
    role: { arn: china(`arn:aws:iam::${ACCOUNT}:role/deploy`) },
    provider: { arn: china(providerArn(eks.iss)), clientIds: ["sts.amazonaws.com.cn"] },
    trustPolicy: inChina(like(eks.iss, "system:serviceaccount:orders:reader")),
    expect: refused("aud.partition"),
    partner: right("the provider accepts what the pods ask for", {
      provider: { arn: china(providerArn(eks.iss)), clientIds: [AUDIENCE] },
    }),
  },
  "aud-several": {
    title: "A token for several audiences",
    description: "The pod's token names two audiences; AWS takes one.",
    ...call(sample("eks", { aud: [AUDIENCE, "https://vault.acme.example"] })),
    trustPolicy: like(eks.iss, "system:serviceaccount:orders:reader"),
    expect: refused("aud.several"),
    partner: right("one audience", token(eks)),
  },
  "aud-authorized-party": {
    title: "AWS reads another claim for the audience",
    description: "The token has `azp`, so AWS does not look at `aud`.",
    ...call({ ...eks, azp: "payments" }),
    trustPolicy: like(eks.iss, "system:serviceaccount:orders:reader"),
    expect: refused("aud.authorized-party"),
    partner: right("no `azp`", token(eks)),
  },
  "gitlab-no-aud": {
    title: "GitLab's old token has no audience",
    description: "The job sends `CI_JOB_JWT`, which is from before `id_tokens`.",
    ...call(sample("gitlab", { aud: undefined })),
    trustPolicy: like(gitlab.iss, "project_path:acme/platform/api:*"),
    expect: refused("gitlab.no-aud"),
    partner: right("a token of `id_tokens` with `aud`", token(gitlab)),
  },
  "provider-other-account": {
    title: "The provider is in another account",
    description: "The role is in one account, the provider in another.",
    ...call(fly),
    provider: { arn: providerArn(fly.iss, "210987654321"), clientIds: [AUDIENCE] },
    trustPolicy: flyTrust,
    expect: refused("provider.missing-or-other-account"),
    partner: right("a provider in the role's account", { provider: provider(fly.iss) }),
  },
  "provider-missing": {
    title: "No provider for this organization",
    description: "The account has a provider for another Fly.io organization only.",
    ...call(fly),
    provider: provider("https://oidc.fly.io/acme-archive"),
    trustPolicy: flyTrust,
    expect: refused("provider.missing-or-other-account"),
    partner: right("a provider for the token's issuer", { provider: provider(fly.iss) }),
  },
  "issuer-enterprise-slug": {
    title: "The enterprise has an issuer of its own",
    description: "The enterprise turned on its own issuer; the provider is for the one of github.com.",
    ...call(enterprise),
    provider: provider(github.iss),
    trustPolicy: githubTrust,
    expect: refused("issuer.enterprise-slug"),
    partner: right("provider and policy are for the enterprise's issuer", {
      provider: provider(enterprise.iss),
      trustPolicy: like(enterprise.iss, "repo:octo-labs/payments:*"),
    }),
  },
  "issuer-trailing-slash": {
    title: "A slash too many",
    description: "The provider was made for the issuer with a slash at its end.",
    ...call(fly),
    provider: provider(`${fly.iss}/`),
    trustPolicy: flyTrust,
    expect: refused("issuer.trailing-slash"),
    partner: right("no slash", { provider: provider(fly.iss) }),
  },
  "issuer-old-host": {
    title: "The provider is for GitHub's old host",
    description: "The provider is from the time when GitHub's tokens came from `vstoken.actions.githubusercontent.com`.",
    ...call(github),
    provider: provider("https://vstoken.actions.githubusercontent.com"),
    trustPolicy: githubTrust,
    expect: refused("issuer.other-spelling"),
    partner: right("a provider for today's host", { provider: provider(github.iss) }),
  },
  "issuer-letter-case": {
    title: "The provider's URL has other letter case",
    description: "The provider was made for `https://oidc.fly.io/Acme-Weather`.",
    ...call(fly),
    provider: provider("https://oidc.fly.io/Acme-Weather"),
    trustPolicy: flyTrust,
    expect: refused("issuer.other-spelling"),
    partner: right("as the token has it", { provider: provider(fly.iss) }),
  },
  "fly-personal-alias": {
    title: "`personal` is not the organization's slug",
    description: "`fly orgs list` says `personal`; the tokens have the real slug.",
    ...call(fly),
    provider: provider("https://oidc.fly.io/personal"),
    trustPolicy: like("https://oidc.fly.io/personal", "personal:cat-api:*"),
    expect: refused("fly.personal-alias"),
    partner: right("provider and policy have the slug of the token", {
      provider: provider(fly.iss),
      trustPolicy: flyTrust,
    }),
  },
  "entra-v1-v2": {
    title: "A token of the other version",
    description: "The application gets tokens of version 1; the provider is for the issuer of version 2.",
    ...call(entra, { audience: entra.aud }),
    provider: provider(sample("entra").iss, entra.aud),
    trustPolicy: like(entra.iss, entra.sub, entra.aud),
    expect: refused("entra.v1-v2"),
    partner: right("a provider for the issuer of version 1", { provider: provider(entra.iss, entra.aud) }),
  },
  "vercel-provider-of-all-teams": {
    title: "The project's issuer is its team's",
    description: "The project is in team mode; the provider is for the issuer of all teams.",
    ...call(vercel),
    provider: provider("https://oidc.vercel.com"),
    trustPolicy: like(vercel.iss, "owner:acme-web:project:storefront:*"),
    expect: refused("vercel.issuer-mode"),
    partner: right("a provider for the team's issuer", { provider: provider(vercel.iss) }),
  },
  "token-expired": {
    title: "The job took longer than its token lives",
    description: "The token was asked for at the beginning of a job of twenty minutes.",
    ...call(github),
    now: github.iat + 1200,
    trustPolicy: githubTrust,
    expect: refused("token.expired", "ExpiredTokenException"),
    partner: right("a token of the same minute", { now: github.iat + 60 }),
  },
  "token-file-not-reread": {
    title: "The file was read once",
    description: "A process reads `/.fly/oidc_token` at its start and goes on using it three hours later.",
    ...call(fly),
    now: fly.iat + 10_800,
    trustPolicy: flyTrust,
    expect: refused("token.file-not-reread", "ExpiredTokenException"),
    partner: right("read again for the call", { now: fly.iat + 60 }),
  },
  "token-expired-by-minutes": {
    title: "A Machine's token, a little late",
    description: "The token expired six minutes ago; the file may not have been read again, or the call came late.",
    ...call(fly),
    now: fly.exp + 360,
    trustPolicy: flyTrust,
    expect: refused("token.expired", "ExpiredTokenException"),
    partner: right("four minutes late, which AWS grants", { now: fly.exp + 240 }),
  },
  "clock-skew": {
    title: "The token is from the future",
    description: "The clocks of issuer and cloud are ten minutes apart.",
    ...call(github),
    now: github.iat - 600,
    trustPolicy: githubTrust,
    expect: refused("clock-skew"),
    partner: right("four minutes apart, which AWS grants", { now: github.iat - 240 }),
  },
  "token-timestamp": {
    title: "A time with a fraction",
    description: "The issuer writes `iat` with a fraction of a second.",
    ...call(sample("eks", { iat: 1780000000.5 })),
    now: eks.iat + 60,
    trustPolicy: like(eks.iss, "system:serviceaccount:orders:reader"),
    expect: refused("token.timestamp"),
    partner: right("whole seconds", token(eks)),
  },
  "token-malformed-file": {
    title: "A newline at the end of the token's file",
    description: "The file was written with `echo`; what was sent ends in a newline.",
    ...call(fly),
    token: `${signed(fly).token}\n`,
    trustPolicy: flyTrust,
    expect: refused("token.malformed-file"),
    partner: right("without the newline", token(fly)),
  },
  "token-in-quotes": {
    title: "The token has quotes around it",
    description: "The file holds a JSON string, as `jq` prints it without `-r`.",
    ...call(gitlab),
    token: JSON.stringify(signed(gitlab).token),
    trustPolicy: like(gitlab.iss, "project_path:acme/platform/api:*"),
    expect: refused("token.malformed-file"),
    partner: right("without quotes", token(gitlab)),
  },
  "token-cut-off": {
    title: "Half a token",
    description: "The file was read while it was written.",
    ...call(eks),
    token: signed(eks).token.slice(0, 200),
    trustPolicy: like(eks.iss, "system:serviceaccount:orders:reader"),
    expect: refused("token.malformed-file"),
    partner: right("the whole token", token(eks)),
  },
  "token-after-bearer": {
    title: "`Bearer` stands before the token",
    description: "The text of an `Authorization` header was sent.",
    ...call(github),
    token: `Bearer ${signed(github).token}`,
    trustPolicy: githubTrust,
    expect: refused("token.malformed-file"),
    partner: right("the token alone", token(github)),
  },
  "token-in-a-log": {
    title: "A line of a log in the token's file",
    description: "The program that fetches the token prints to the same file what it does.",
    ...call(fly),
    token: `fetching token\n${signed(fly).token}`,
    trustPolicy: flyTrust,
    expect: refused("token.malformed-file"),
    partner: right("the token alone", token(fly)),
  },
  "token-algorithm": {
    title: "AWS does not take the algorithm",
    description: "The cluster signs with PS256.",
    ...call(eks),
    ...token(eks, { alg: "PS256" }),
    trustPolicy: like(eks.iss, "system:serviceaccount:orders:reader"),
    expect: refused("token.algorithm"),
    partner: right("signed with RS256", token(eks)),
  },
  "key-unknown": {
    title: "The keys are older than the token",
    description: "The issuer signs with a new key that is not among those at hand.",
    ...call(eks),
    ...token(eks, { kid: "of-next-week" }),
    trustPolicy: like(eks.iss, "system:serviceaccount:orders:reader"),
    expect: refused("key.unknown"),
    partner: right("signed with a key of the set", token(eks)),
  },
  "key-refused": {
    title: "AWS refuses the key",
    description: "The issuer publishes the key with `key_ops`, which AWS does not accept.",
    ...call(eks),
    jwks: { keys: signed(eks).jwks.keys.map((key) => ({ ...key, key_ops: ["verify"] })) },
    trustPolicy: like(eks.iss, "system:serviceaccount:orders:reader"),
    expect: refused("key.refused"),
    partner: right("the key without `key_ops`", { jwks: signed(eks).jwks }),
  },
  "signature-wrong": {
    title: "The token was changed",
    description: "Somebody wrote another app into the claims.",
    ...call(fly),
    token: [
      ...signed(ofFly({ sub: "acme-weather:billing:quiet-river-4821" })).token.split(".").slice(0, 2),
      signed(fly).token.split(".")[2],
    ].join("."),
    trustPolicy: flyTrust,
    expect: refused("signature.wrong"),
    partner: right("as it was signed", token(fly)),
  },
  "provider-id-unneeded": {
    title: "`ProviderId` is for other tokens",
    description: "The call hands an OIDC token over with `ProviderId`.",
    ...call(fly),
    request: { providerId: "oidc.fly.io" },
    trustPolicy: flyTrust,
    expect: refused("provider-id.unneeded", "AccessDenied"),
    partner: right("without it", { request: {} }),
  },
  "roles-other": {
    title: "The token is for another role",
    description: "The issuer names the roles that the token is for, and this is none of them.",
    ...call(sample("eks", { "https://aws.amazon.com/roles": [`arn:aws:iam::${ACCOUNT}:role/reader`] })),
    trustPolicy: like(eks.iss, "system:serviceaccount:orders:reader"),
    expect: refused("roles.other"),
    partner: right("the token names the role", {
      ...token({ ...eks, "https://aws.amazon.com/roles": [`arn:aws:iam::${ACCOUNT}:role/deploy`] }),
    }),
  },
  "tags-form": {
    title: "Tags in a form that AWS does not read",
    description: "The token sets a session tag as a text, not as a list of one.",
    ...call({ ...buildkite, "https://aws.amazon.com/tags": { principal_tags: { pipeline_slug: "ship-it" } } }),
    trustPolicy: tagging(ACTION, "sts:TagSession"),
    expect: refused("tags.form"),
    partner: right("a list of one text", token(buildkite)),
  },
  "policy-tag-session": {
    title: "The token sets tags, and the role does not allow it",
    description: "The pipeline asks for session tags; the trust policy has only `sts:AssumeRoleWithWebIdentity`.",
    ...call(buildkite),
    trustPolicy: tagging(ACTION),
    expect: denied("policy.tag-session", "policy"),
    partner: right("a token without tags", token({ ...buildkite, "https://aws.amazon.com/tags": undefined })),
  },
  "policy-set-source-identity": {
    title: "The token sets a source identity, and the role does not allow it",
    description: "The issuer names who is behind the workload; the trust policy does not allow that.",
    ...call(sample("eks", { "https://aws.amazon.com/source_identity": "ann" })),
    trustPolicy: like(eks.iss, "system:serviceaccount:orders:reader"),
    expect: denied("policy.set-source-identity", "policy"),
    partner: right("a token without one", token(eks)),
  },
  "source-identity-form": {
    title: "A source identity that is none",
    description: "The issuer sets a source identity of one letter.",
    ...call(sample("eks", { "https://aws.amazon.com/source_identity": "a" })),
    trustPolicy: policy({
      ...like(eks.iss, "system:serviceaccount:orders:reader").Statement[0],
      Action: [ACTION, "sts:SetSourceIdentity"],
    }),
    expect: refused("source-identity.form"),
    partner: right("two letters", token({ ...eks, "https://aws.amazon.com/source_identity": "an" })),
  },
};
