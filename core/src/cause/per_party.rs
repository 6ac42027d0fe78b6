//! Causes that every relying party has, in the words of one that is not AWS, or of one message. What a workload is told
//! to ask for must be what that party expects.

use super::{Cause, audience, claim, elsewhere, provider, token};

/// Where AWS has come to the trust policy, the provider knows the audience.
pub(crate) static AWS_DEFAULT_KNOWN: Cause = audience::DEFAULT_USED.at(
    "a workload that asks for no audience gets its issuer's default, which the provider may know and the \
     trust policy not expect",
    "ask for the audience that the trust policy expects, mostly `sts.amazonaws.com`, where the token is \
     made",
);

pub(crate) static ENTRA_DEFAULT: Cause = audience::DEFAULT_USED.at(
    audience::DEFAULT_USED.meaning,
    "ask for the audience of the federated credential, mostly `api://AzureADTokenExchange`, where the \
     token is made",
);

pub(crate) static ENTRA_TYPO: Cause = audience::TYPO.at(
    audience::TYPO.meaning,
    "compare what is asked for with the audience of the federated credential, mostly \
     `api://AzureADTokenExchange`, with letter case",
);

/// <https://cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines>
pub(crate) static GOOGLE_DEFAULT: Cause = audience::DEFAULT_USED.at(
    audience::DEFAULT_USED.meaning,
    "ask for one of the provider's allowed audiences where the token is made; if it lists none, that is \
     `https://iam.googleapis.com/projects/<number>/locations/global/workloadIdentityPools/<pool>/\
     providers/<provider>`",
);

pub(crate) static VAULT_DEFAULT: Cause = audience::DEFAULT_USED.at(
    audience::DEFAULT_USED.meaning,
    "ask for an audience of the role's `bound_audiences` where the token is made, or add this one there",
);

pub(crate) static KUBERNETES_DEFAULT: Cause = audience::DEFAULT_USED.at(
    audience::DEFAULT_USED.meaning,
    "ask for one of the `audiences` that the API server's configuration lists for this issuer, where the \
     token is made",
);

pub(crate) static KUBERNETES_TYPO: Cause = audience::TYPO.at(
    audience::TYPO.meaning,
    "compare the token's `aud` with the `audiences` that the API server's configuration lists for this \
     issuer",
);

pub(crate) static GO_OIDC_AUDIENCE: Cause = audience::TYPO.at(
    audience::TYPO.meaning,
    "compare the token's `aud` with the client id or the audience that the program is configured with",
);

pub(crate) static VAULT_DISCOVERY: Cause = provider::KEYS_UNREACHABLE.at(
    "Vault reads the discovery document from where it runs, and trusts only certificates it knows",
    "open `<oidc_discovery_url>/.well-known/openid-configuration` from Vault's host; for an authority \
     of your own set `oidc_discovery_ca_pem`",
);

pub(crate) static VAULT_CLAIM: Cause = claim::OTHER_VALUE.at(
    "the role's `bound_claims` are compared exactly, unless `bound_claims_type` is `glob`",
    "compare the claim in the token with the role's `bound_claims`, with letter case; for `*` set \
     `bound_claims_type` to `glob`",
);

pub(crate) static EXPIRED: Cause =
    token::EXPIRED.at("a token lives for minutes or hours", token::EXPIRED.check);

pub(crate) static CREDENTIALS_CONFLICT: Cause = elsewhere::CREDENTIALS_CONFLICT.at(
    elsewhere::CREDENTIALS_CONFLICT.meaning,
    "look whether the token's `iss` and `sub` are those of the workload you mean",
);
