//! Programs in Go that verify with `coreos/go-oidc`, such as Dex, oauth2-proxy and Vault. What it says
//! in Kubernetes has a file of its own.

use super::Family;
use crate::cause::{per_party, provider, token};

const GO_OIDC: Option<&str> = Some("a program that uses go-oidc");

pub(super) static FAMILIES: &[Family] = &[
    // `oidc/verify.go` and `oidc/jwks.go` of coreos/go-oidc.
    Family {
        id: "go-oidc.issuer",
        relying_party: GO_OIDC,
        phrases: &[
            "id token issued by a different provider|, expected <expected issuer> got <issuer>",
        ],
        meaning: "the program trusts another issuer than the token's",
        ruled_out: Some("the text that was sent is a token"),
        suspects: &[
            &provider::TRAILING_SLASH,
            &provider::OTHER_SPELLING,
            &provider::ENTERPRISE,
            &provider::ENTRA_VERSION,
            &provider::VERCEL_MODE,
            &per_party::CREDENTIALS_CONFLICT,
        ],
    },
    Family {
        id: "go-oidc.audience",
        relying_party: GO_OIDC,
        phrases: &["oidc: expected audience <expected audience> got [<audience>]"],
        meaning: "the token is for another audience than the program expects",
        ruled_out: Some("the issuer is right: go-oidc looks at it first"),
        suspects: &[&per_party::GO_OIDC_AUDIENCE, &per_party::CREDENTIALS_CONFLICT],
    },
    Family {
        id: "go-oidc.expired",
        relying_party: GO_OIDC,
        phrases: &["oidc: token is expired |(token expiry: <expiry>)"],
        meaning: "the token is too old",
        ruled_out: Some("issuer and audience are right: go-oidc looks at them first"),
        suspects: &[&per_party::EXPIRED, &token::FILE_NOT_REREAD, &token::CLOCK],
    },
    Family {
        id: "go-oidc.signature",
        relying_party: GO_OIDC,
        phrases: &["failed to verify id token signature"],
        meaning: "none of the keys that the issuer publishes made the token's signature",
        ruled_out: Some("issuer, audience and times are right: go-oidc looks at them first"),
        suspects: &[&provider::KEY_UNKNOWN, &per_party::CREDENTIALS_CONFLICT],
    },
];
