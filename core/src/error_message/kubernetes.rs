//! The API server of Kubernetes with structured authentication. It logs these; the caller is told
//! `Unauthorized`.

use super::Family;
use crate::cause::{claim, per_party, provider, subject, token};

const KUBERNETES: Option<&str> = Some("Kubernetes");

pub(super) static FAMILIES: &[Family] = &[
    Family {
        id: "kubernetes.expired",
        relying_party: KUBERNETES,
        phrases: &[
            "oidc: verify token: oidc: token is expired |(token expiry: <expiry>)",
            "invalid bearer token, service account token has expired",
        ],
        meaning: "the token is too old; Kubernetes grants nothing after its expiry",
        ruled_out: Some("the issuer is a configured one"),
        suspects: &[&per_party::EXPIRED, &token::FILE_NOT_REREAD, &token::CLOCK],
    },
    Family {
        id: "kubernetes.audience",
        relying_party: KUBERNETES,
        phrases: &[
            "oidc: expected audience in [<expected audience>] got [<audience>]",
            "oidc: verify token: oidc: expected audience <expected audience> got [<audience>]",
        ],
        meaning: "the token is for another audience than the API server expects",
        ruled_out: Some("the issuer is a configured one"),
        suspects: &[&per_party::KUBERNETES_DEFAULT, &per_party::KUBERNETES_TYPO],
    },
    Family {
        id: "kubernetes.no-key",
        relying_party: KUBERNETES,
        phrases: &[
            "failed to verify signature: no keys matches jwk keyid",
            "oidc: verify token: failed to verify signature: failed to verify id token signature",
        ],
        meaning: "none of the issuer's keys that the API server has made the token's signature",
        ruled_out: Some("the issuer is a configured one"),
        suspects: &[&provider::KEY_UNKNOWN, &provider::KEYS_UNREACHABLE],
    },
    Family {
        id: "kubernetes.claim",
        relying_party: KUBERNETES,
        phrases: &[
            "oidc: required claim <claim> value does not match. |got = <actual>, want = <expected>",
        ],
        meaning: "a claim that the configuration requires has another value",
        ruled_out: Some(
            "signature, issuer, audience and times are right: they are looked at first",
        ),
        suspects: &[
            &claim::OTHER_VALUE,
            &subject::CASE,
            &subject::ENVIRONMENT_REPLACES_REF,
            &subject::OTHER_REF,
            &subject::PULL_REQUEST,
        ],
    },
    Family {
        id: "kubernetes.claim-missing",
        relying_party: KUBERNETES,
        phrases: &["oidc: required claim <claim> not present in id token"],
        meaning: "the token does not have a claim that the configuration requires",
        ruled_out: Some(
            "signature, issuer, audience and times are right: they are looked at first",
        ),
        suspects: &[&claim::MISSING],
    },
];
