//! The JWT method of HashiCorp Vault and OpenBao.

use super::Family;
use crate::cause::{claim, elsewhere, per_party, provider, subject, token};

const VAULT: Option<&str> = Some("HashiCorp Vault");

pub(super) static FAMILIES: &[Family] = &[
    // `path_login.go` of hashicorp/vault-plugin-auth-jwt.
    Family {
        id: "vault.no-role",
        relying_party: VAULT,
        // As the command line and the API write it: programs of every kind have roles.
        phrases: &[
            "errors: * role <role:word> could not be found",
            "errors:[role <role:word> could not be found",
        ],
        meaning: "the login names a role that the method does not have",
        ruled_out: None,
        suspects: &[&elsewhere::VAULT_ROLE],
    },
    // `path_login.go` of hashicorp/vault-plugin-auth-kubernetes.
    Family {
        id: "vault.kubernetes-no-role",
        relying_party: VAULT,
        phrases: &["invalid role name <role:quoted>"],
        meaning: "the login names a role that the Kubernetes method does not have",
        ruled_out: None,
        suspects: &[&elsewhere::VAULT_ROLE],
    },
    Family {
        id: "vault.kubernetes-pod",
        relying_party: VAULT,
        phrases: &["service account name not authorized", "namespace not authorized"],
        meaning: "the role of the Kubernetes method is not for this pod's service account or namespace",
        ruled_out: Some("the role exists: Vault looks for it first"),
        suspects: &[&elsewhere::VAULT_POD, &subject::KUBERNETES],
    },
    // `path_config.go` of hashicorp/vault-plugin-auth-jwt.
    Family {
        id: "vault.discovery",
        relying_party: VAULT,
        phrases: &["error checking oidc discovery url"],
        meaning: "Vault could not read the issuer's discovery document, and did not take the \
                  configuration",
        ruled_out: Some("no token was asked about"),
        suspects: &[&per_party::VAULT_DISCOVERY, &provider::TRAILING_SLASH],
    },
    // `jwt/keyset.go` of hashicorp/cap.
    Family {
        id: "vault.no-key",
        relying_party: VAULT,
        phrases: &["no known key successfully validated the token signature"],
        meaning: "none of the public keys that the method was given made the token's signature",
        ruled_out: Some("the role exists: Vault looks for it first"),
        suspects: &[&elsewhere::VAULT_STATIC_KEYS, &per_party::CREDENTIALS_CONFLICT],
    },
    Family {
        id: "vault.audience",
        relying_party: VAULT,
        phrases: &[
            "audience claim does not match any expected audience",
            "aud claim does not match any bound audience",
            "error validating token: invalid audience (aud) claim",
        ],
        meaning: "the role does not name the token's audience",
        ruled_out: Some("signature, issuer and subject are right: Vault looks at them first"),
        suspects: &[&elsewhere::VAULT_BOUND, &per_party::VAULT_DEFAULT],
    },
    Family {
        id: "vault.audience-unbound",
        relying_party: VAULT,
        phrases: &["audience claim found in jwt but no audiences bound to the role"],
        meaning: "the token has an audience, and the role names none",
        ruled_out: Some(
            "signature, issuer, subject and times are right: Vault looks at them first",
        ),
        suspects: &[&elsewhere::VAULT_BOUND],
    },
    Family {
        id: "vault.subject",
        relying_party: VAULT,
        phrases: &[
            "error validating token: invalid subject (sub) claim",
            "sub claim does not match bound subject",
        ],
        meaning: "the role is bound to another subject",
        ruled_out: Some("signature and issuer are right: Vault looks at them first"),
        suspects: &[
            &elsewhere::VAULT_BOUND,
            &subject::ENVIRONMENT_REPLACES_REF,
            &subject::OTHER_REF,
            &subject::GITHUB_IMMUTABLE,
            &subject::CASE,
        ],
    },
    Family {
        id: "vault.claim",
        relying_party: VAULT,
        phrases: &["claim <claim> does not match any associated bound claim values"],
        meaning: "the role's `bound_claims` expects another value of this claim",
        ruled_out: Some(
            "signature, issuer, subject, audience and times are right: Vault looks at them first",
        ),
        suspects: &[
            &per_party::VAULT_CLAIM,
            &subject::ENVIRONMENT_REPLACES_REF,
            &subject::OTHER_REF,
            &subject::CASE,
            &subject::PULL_REQUEST,
            &subject::NO_CONTEXT,
            &subject::GITHUB_IMMUTABLE,
            &subject::PULL_REQUEST_SPELLING,
        ],
    },
    Family {
        id: "vault.claim-missing",
        relying_party: VAULT,
        phrases: &["error validating claims: claim <claim> is missing"],
        meaning: "the role's `bound_claims` asks for a claim that the token does not have",
        ruled_out: Some(
            "signature, issuer, subject, audience and times are right: Vault looks at them first",
        ),
        suspects: &[&claim::MISSING],
    },
    Family {
        id: "vault.issuer",
        relying_party: VAULT,
        phrases: &["error validating token: invalid issuer (iss) claim"],
        meaning: "the method is bound to another issuer",
        ruled_out: Some("the signature is right: Vault looks at it first"),
        suspects: &[
            &provider::TRAILING_SLASH,
            &provider::OTHER_SPELLING,
            &provider::ENTERPRISE,
            &provider::ENTRA_VERSION,
            &provider::VERCEL_MODE,
        ],
    },
    Family {
        id: "vault.expired",
        relying_party: VAULT,
        phrases: &["error validating token: invalid expiration time (exp) claim"],
        meaning: "the token is too old",
        ruled_out: Some(
            "signature, issuer, subject and audience are right: Vault looks at them first",
        ),
        suspects: &[&per_party::EXPIRED, &token::FILE_NOT_REREAD, &token::CLOCK],
    },
    Family {
        id: "vault.not-yet-valid",
        relying_party: VAULT,
        phrases: &[
            "error validating token: invalid issued at (iat) claim",
            "error validating token: invalid not before (nbf) claim",
        ],
        meaning: "the token is from the future by Vault's clock",
        ruled_out: Some(
            "signature, issuer, subject and audience are right: Vault looks at them first",
        ),
        suspects: &[&token::CLOCK],
    },
];
