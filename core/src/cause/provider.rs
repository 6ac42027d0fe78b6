//! `provider.…`, `issuer.…`, `keys.…`: the relying party does not know the issuer, or not its keys.

use super::Cause;

pub(crate) static MISSING: Cause = Cause::new(
    "provider.missing-or-other-account",
    "the issuer must have a provider in the role's account, with exactly this URL",
    "list the providers of the role's account: `aws iam list-open-id-connect-providers`",
);

pub(crate) static ENTERPRISE: Cause = Cause::new(
    "issuer.enterprise-slug",
    "an enterprise can have an issuer of its own, and so has GitHub Enterprise Server",
    "compare the token's `iss` with the URL that is trusted: \
     `https://token.actions.githubusercontent.com/<enterprise>` and `https://<host>/_services/token` \
     are issuers of their own",
);

pub(crate) static TRAILING_SLASH: Cause = Cause::new(
    "issuer.trailing-slash",
    "a slash at its end makes another issuer",
    "trust the token's `iss` exactly as it is written, with or without a slash",
);

pub(crate) static OTHER_SPELLING: Cause = Cause::new(
    "issuer.other-spelling",
    "issuers are compared letter by letter, with scheme and letter case",
    "trust the token's `iss` exactly as it is written",
);

pub(crate) static FLY_PERSONAL: Cause = Cause::new(
    "fly.personal-alias",
    "Fly.io shows a personal organization as `personal`; its tokens have the real slug",
    "take the organization's slug from a token's `iss`, not from `fly orgs list`",
);

pub(crate) static ENTRA_VERSION: Cause = Cause::new(
    "entra.v1-v2",
    "tokens of version 1 and 2 of Microsoft Entra have different issuers and audiences",
    "compare `iss`: version 1 has `https://sts.windows.net/<tenant>/`, version 2 \
     `https://login.microsoftonline.com/<tenant>/v2.0`",
);

pub(crate) static VERCEL_MODE: Cause = Cause::new(
    "vercel.issuer-mode",
    "a Vercel project has one of two issuers: that of its team, or that of all teams",
    "compare `iss` with the issuer mode in the project's settings, and trust that one",
);

pub(crate) static KEYS_UNREACHABLE: Cause = Cause::new(
    "keys.unreachable",
    "the cloud fetches discovery document and keys from the issuer, over the public internet",
    "open `<issuer>/.well-known/openid-configuration` and its `jwks_uri` from outside your network",
);

pub(crate) static KEY_UNKNOWN: Cause = Cause::new(
    "key.unknown",
    "the key is picked by the token's `kid`, among those that the issuer publishes",
    "look for the token's `kid` in the issuer's key set; the issuer may have replaced the key",
);

pub(crate) static THUMBPRINT: Cause = Cause::new(
    "provider.thumbprint",
    "the issuer's certificate chain changed; today AWS looks at thumbprints only where no public \
     authority vouches for the chain",
    "put the current thumbprint of the issuer's top certificate into the provider",
);

pub(super) static ALL: &[&Cause] = &[
    &MISSING,
    &ENTERPRISE,
    &TRAILING_SLASH,
    &OTHER_SPELLING,
    &FLY_PERSONAL,
    &ENTRA_VERSION,
    &VERCEL_MODE,
    &KEYS_UNREACHABLE,
    &KEY_UNKNOWN,
    &THUMBPRINT,
];
