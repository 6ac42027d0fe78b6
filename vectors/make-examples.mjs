// Writes examples/*.json: a token, its keys, a trust policy and what must come out.
// Run: node vectors/make-examples.mjs (the same keys give the same files, byte for byte)
import { base64url, compact, testKey, writeJson } from "./keys.mjs";

const key = testKey("rs256");
const header = { alg: key.alg, kid: key.kid, typ: "JWT" };
const ACCOUNT = "012345678910";
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.fly.io/acme`;

// The claim set of the announcement (community.fly.io, April 2024), with one organization, app and
// machine filled in.
const claims = {
  app_id: "3179105",
  app_name: "foo-bar",
  aud: "sts.amazonaws.com",
  exp: 1712615659,
  iat: 1712615059,
  image: "registry.fly.io/foo-bar:latest",
  image_digest: "sha256:48933d82921c947df7858e84b841046bd7352b39b4705a00cf458704b73e46bf",
  iss: "https://oidc.fly.io/acme",
  jti: "f2cfdee1-becc-4d32-bcb9-af07a2b041a5",
  machine_id: "e286534eb706e8",
  machine_name: "quiet-river-4821",
  machine_version: "01HTZWZD0V5FYBCE1PGYKSD3YX",
  nbf: 1712615059,
  org_id: "288875",
  org_name: "acme",
  region: "sea",
  sub: "acme:foo-bar:quiet-river-4821",
};

const otherApp = {
  ...claims,
  app_id: "3179222",
  app_name: "cat-api",
  image: "registry.fly.io/cat-api:latest",
  sub: "acme:cat-api:quiet-river-4821",
};

// The announcement's trust policy, corrected to valid JSON.
const trustPolicy = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Federated: PROVIDER },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: { "oidc.fly.io/acme:aud": "sts.amazonaws.com" },
        StringLike: { "oidc.fly.io/acme:sub": "acme:foo-bar:*" },
      },
    },
  ],
};

const example = (title, description, token, expect, now = claims.iat + 60) => ({
  title,
  description,
  token,
  jwks: { keys: [key.publicJwk] },
  trustPolicy: JSON.stringify(trustPolicy, null, 2),
  role: { arn: `arn:aws:iam::${ACCOUNT}:role/forecast-reader` },
  provider: { arn: PROVIDER, clientIds: ["sts.amazonaws.com"] },
  now,
  expect,
});

const signed = (payload) => compact(key, JSON.stringify(header), JSON.stringify(payload));

/** The signature of one payload under another one. */
function tampered(payload, changed) {
  const [head, , signature] = signed(payload).split(".");
  return [head, base64url(JSON.stringify(changed)), signature].join(".");
}

const examples = {
  "fly-machine": example(
    "A Fly Machine assumes a role",
    "A Machine of the app `foo-bar` in the organization `acme` asks AWS for the role that trusts exactly that app. The key was made for this example; Fly.io does not use it.",
    signed(claims),
    { outcome: "allowed", verify: null },
  ),
  "fly-other-app": example(
    "A Machine of another app is denied",
    "The same organization and the same role, but the Machine belongs to the app `cat-api`: the subject does not fit the policy.",
    signed(otherApp),
    { outcome: "denied", verify: null, awsCode: "AccessDenied", failingKey: "oidc.fly.io/acme:sub" },
  ),
  "fly-expired": example(
    "A token that was kept too long",
    "A Machine's token lives for ten minutes. This one is presented an hour after its end.",
    signed(claims),
    { outcome: "error", verify: "token-expired", awsCode: "ExpiredTokenException" },
    claims.exp + 3600,
  ),
  "fly-tampered": example(
    "A token whose app was changed after signing",
    "Somebody took a token of the app `cat-api` and wrote `foo-bar` into it. The claims would fit, but the signature does not cover them.",
    tampered(otherApp, claims),
    { outcome: "error", verify: "signature-invalid", awsCode: "InvalidIdentityToken" },
  ),
};

for (const [name, value] of Object.entries(examples)) {
  writeJson(new URL(`examples/${name}.json`, import.meta.url), value);
}
