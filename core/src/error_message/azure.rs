//! Microsoft Entra as relying party: federated credentials, compared exactly.

use super::Family;
use crate::cause::{elsewhere, per_party, provider, subject, token};

const AZURE: Option<&str> = Some("Microsoft Entra");

pub(super) static FAMILIES: &[Family] = &[
    Family {
        id: "azure.subject-case",
        relying_party: AZURE,
        phrases: &[
            "aadsts7002138: |no matching federated identity record found for presented assertion \
             subject <subject>. ",
            "aadsts7002138",
        ],
        meaning: "a federated credential has this subject, but in other letter case",
        ruled_out: Some("issuer and audience have a federated credential"),
        suspects: &[&subject::CASE],
    },
    Family {
        id: "azure.audience-case",
        relying_party: AZURE,
        phrases: &["aadsts7002121"],
        meaning: "a federated credential has this audience, but in other letter case",
        ruled_out: Some("the issuer has a federated credential"),
        suspects: &[&per_party::ENTRA_TYPO],
    },
    Family {
        id: "azure.no-subject",
        relying_party: AZURE,
        phrases: &[
            "aadsts700213: |no matching federated identity record found for presented assertion \
             subject <subject>. ",
            "aadsts700213",
            "no matching federated identity record found for presented assertion subject |<subject>. ",
        ],
        meaning: "no federated credential of the application has the token's subject",
        ruled_out: Some("issuer and audience have a federated credential"),
        suspects: &[
            &subject::ENVIRONMENT_REPLACES_REF,
            &subject::CASE,
            &subject::GITHUB_IMMUTABLE,
            &elsewhere::AZURE_WILDCARD,
            &subject::PULL_REQUEST_SPELLING,
            &subject::PULL_REQUEST,
            &subject::OTHER_REF,
            &elsewhere::AZURE_LIMIT,
            &subject::GITHUB_IMMUTABLE_INVERSE,
            &subject::KUBERNETES,
            &elsewhere::PROPAGATION,
        ],
    },
    Family {
        id: "azure.no-audience",
        relying_party: AZURE,
        phrases: &[
            "aadsts700212: |no matching federated identity record found for presented assertion \
             audience <audience>. ",
            "aadsts700212",
        ],
        meaning: "no federated credential of the application has the token's audience",
        ruled_out: Some("the issuer has a federated credential"),
        suspects: &[&per_party::ENTRA_DEFAULT, &per_party::ENTRA_TYPO, &elsewhere::PROPAGATION],
    },
    Family {
        id: "azure.no-issuer",
        relying_party: AZURE,
        phrases: &[
            "aadsts700211: |no matching federated identity record found for presented assertion \
             issuer <issuer>. ",
            "aadsts700211",
        ],
        meaning: "no federated credential of the application has the token's issuer",
        ruled_out: None,
        suspects: &[
            &provider::TRAILING_SLASH,
            &provider::OTHER_SPELLING,
            &provider::ENTERPRISE,
            &provider::ENTRA_VERSION,
            &per_party::CREDENTIALS_CONFLICT,
            &elsewhere::PROPAGATION,
        ],
    },
    Family {
        id: "azure.no-match",
        relying_party: AZURE,
        phrases: &[
            "aadsts70021: no matching federated identity record found for presented assertion. \
             assertion issuer: <issuer>. assertion subject: <subject>. assertion audience: \
             <audience>",
            "aadsts70021",
        ],
        meaning: "no federated credential of the application has issuer, subject and audience of \
                  the token",
        ruled_out: None,
        suspects: &[
            &subject::ENVIRONMENT_REPLACES_REF,
            &subject::CASE,
            &subject::PULL_REQUEST_SPELLING,
            &subject::KUBERNETES,
            &elsewhere::AZURE_WILDCARD,
            &provider::TRAILING_SLASH,
            &provider::OTHER_SPELLING,
            &per_party::ENTRA_DEFAULT,
            &elsewhere::AZURE_LIMIT,
            &elsewhere::PROPAGATION,
        ],
    },
    Family {
        id: "azure.no-credential",
        relying_party: AZURE,
        phrases: &["aadsts70025"],
        meaning: "the application has no federated credential at all",
        ruled_out: None,
        suspects: &[&elsewhere::AZURE_LIMIT, &elsewhere::PROPAGATION],
    },
    Family {
        id: "azure.no-application",
        relying_party: AZURE,
        phrases: &[
            "aadsts700016: |application with identifier <client id> was not found in the directory \
             <tenant>. ",
            "aadsts700016",
        ],
        meaning: "the tenant that was asked has no application with this client id",
        ruled_out: None,
        suspects: &[&elsewhere::AZURE_APPLICATION, &elsewhere::PROPAGATION],
    },
    Family {
        id: "azure.no-tenant",
        relying_party: AZURE,
        phrases: &["aadsts90002: |tenant <tenant> not found", "aadsts90002"],
        meaning: "the cloud that was asked has no tenant of this id or name",
        ruled_out: Some("nothing of the token was read"),
        suspects: &[&elsewhere::AZURE_APPLICATION],
    },
    Family {
        id: "azure.enterprise",
        relying_party: AZURE,
        phrases: &["aadsts7002381"],
        meaning: "the tenant takes GitHub's tokens of certain enterprises only",
        ruled_out: None,
        suspects: &[&elsewhere::AZURE_ENTERPRISE],
    },
    // <https://docs.gitlab.com/ci/cloud_services/azure/>
    Family {
        id: "azure.keys",
        relying_party: AZURE,
        phrases: &["aadsts501661", "request to external oidc endpoint failed"],
        meaning: "Microsoft Entra could not fetch the issuer's keys",
        ruled_out: None,
        suspects: &[&provider::KEYS_UNREACHABLE],
    },
    Family {
        id: "azure.signature",
        relying_party: AZURE,
        phrases: &["aadsts50013: assertion failed signature validation", "aadsts700027"],
        meaning: "Microsoft Entra could not verify the token's signature with the issuer's keys",
        ruled_out: None,
        suspects: &[&provider::KEY_UNKNOWN, &provider::KEYS_UNREACHABLE],
    },
    // <https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes>
    Family {
        id: "azure.not-a-token",
        relying_party: AZURE,
        phrases: &["aadsts50027"],
        meaning: "the text that was sent is no token, or one that lacks what Microsoft Entra needs",
        ruled_out: None,
        suspects: &[&token::MALFORMED_FILE, &per_party::CREDENTIALS_CONFLICT],
    },
    Family {
        id: "azure.expired",
        relying_party: AZURE,
        phrases: &[
            "aadsts700024: |client assertion is not within its valid time range. current time: \
             <now>, assertion valid from <issued>, expiry time of assertion <expiry>",
            "aadsts700024",
        ],
        meaning: "the token is too old, or not valid yet",
        ruled_out: None,
        suspects: &[&per_party::EXPIRED, &token::FILE_NOT_REREAD, &token::CLOCK],
    },
];
