//! Google Cloud: admission by a workload identity pool, then by a service account.

use super::Family;
use crate::cause::{elsewhere, per_party, provider, subject, token};

const GOOGLE: Option<&str> = Some("Google Cloud");

/// People act as service accounts too, without a pool.
const AFTER_EXCHANGE: &str =
    "if a workload's token was exchanged for this call, the pool admitted it";

pub(super) static FAMILIES: &[Family] = &[
    Family {
        id: "gcp.condition",
        relying_party: GOOGLE,
        phrases: &["rejected by the attribute condition"],
        meaning: "the provider's attribute condition does not hold for the token's claims",
        ruled_out: Some("the provider knows issuer and audience"),
        suspects: &[
            &elsewhere::GCP_CONDITION,
            &subject::CASE,
            &subject::GITHUB_IMMUTABLE,
            &elsewhere::PROPAGATION,
        ],
    },
    Family {
        id: "gcp.impersonation",
        relying_party: GOOGLE,
        phrases: &[
            "iam.serviceaccounts.getaccesstoken denied",
            "permission iam.serviceaccounts.getaccesstoken",
        ],
        meaning: "who asked may not act as the service account, or there is no such account",
        ruled_out: Some(AFTER_EXCHANGE),
        suspects: &[
            &elsewhere::GCP_PRINCIPAL_SET,
            &subject::CASE,
            &subject::GITHUB_IMMUTABLE,
            &elsewhere::PROPAGATION,
        ],
    },
    Family {
        id: "gcp.subject-length",
        relying_party: GOOGLE,
        phrases: &[
            "the size of mapped attribute exceeds the 127 bytes limit",
            "the size of mapped attribute <attribute> exceeds the 127 bytes limit",
        ],
        meaning: "what the provider maps to its subject is too long",
        ruled_out: Some("the provider knows issuer and audience"),
        suspects: &[&elsewhere::GCP_SUBJECT_LENGTH],
    },
    Family {
        id: "gcp.no-subject",
        relying_party: GOOGLE,
        phrases: &["could not obtain a value for google.subject"],
        meaning: "the provider's mapping finds no subject in the token",
        ruled_out: Some("the provider knows issuer and audience"),
        suspects: &[&elsewhere::GCP_SUBJECT_UNMAPPED],
    },
    Family {
        id: "gcp.issuer",
        relying_party: GOOGLE,
        phrases: &[
            "the issuer in id token |<issuer> does not match the expected ones: <expected issuer>",
        ],
        meaning: "the provider is for another issuer",
        ruled_out: None,
        suspects: &[
            &provider::ENTERPRISE,
            &provider::TRAILING_SLASH,
            &provider::OTHER_SPELLING,
            &provider::ENTRA_VERSION,
            &provider::VERCEL_MODE,
            &per_party::CREDENTIALS_CONFLICT,
        ],
    },
    Family {
        id: "gcp.audience",
        relying_party: GOOGLE,
        phrases: &["the audience in id token [|<audience>] does not match"],
        meaning: "the token is for another audience than the provider allows",
        ruled_out: None,
        suspects: &[&elsewhere::GCP_PROVIDER_NAME, &per_party::GOOGLE_DEFAULT],
    },
    Family {
        id: "gcp.provider-name",
        relying_party: GOOGLE,
        phrases: &[
            "invalid value for audience. this value should be the full resource name",
            "the target service indicated by the audience parameters is invalid",
        ],
        meaning: "there is no provider of the name that the request gives",
        ruled_out: None,
        suspects: &[&elsewhere::GCP_PROVIDER_NAME, &elsewhere::PROPAGATION],
    },
    Family {
        id: "gcp.keys",
        relying_party: GOOGLE,
        phrases: &["error connecting to the given credential's issuer"],
        meaning: "Google Cloud could not fetch the issuer's keys",
        ruled_out: None,
        suspects: &[&provider::KEYS_UNREACHABLE],
    },
    Family {
        id: "gcp.expired",
        relying_party: GOOGLE,
        phrases: &["id token issued at <issued> is stale to sign-in"],
        meaning: "the token is too old",
        ruled_out: None,
        suspects: &[&per_party::EXPIRED, &token::FILE_NOT_REREAD, &token::CLOCK],
    },
    Family {
        id: "gcp.lifetime",
        relying_party: GOOGLE,
        phrases: &["the access token lifetime cannot exceed 3600 seconds"],
        meaning: "the access token would last longer than an hour by Google's clock",
        ruled_out: Some(AFTER_EXCHANGE),
        suspects: &[&token::CLOCK],
    },
];
