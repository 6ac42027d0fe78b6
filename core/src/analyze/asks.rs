//! What a condition asks for, and how.

use crate::aws::{self, Condition, Test};

/// The claim of this provider that a condition asks for.
pub(super) fn claim_of<'a>(condition: &'a Condition, provider: &str) -> Option<&'a str> {
    aws::claim_of(&condition.key, provider)
}

/// Whether a condition is about the subject.
pub(super) fn asks_subject(condition: &Condition, provider: &str) -> bool {
    claim_of(condition, provider).is_some_and(|claim| claim.eq_ignore_ascii_case("sub"))
}

/// Whether the key `:aud` says whose a token is: the issuer writes it, and not who asks for a token.
/// Of Google's tokens AWS compares it with `azp`, which is the client's or the service account's own.
pub(super) fn audience_says_whose(provider: &str) -> bool {
    provider == GOOGLE || aws::tenant_key(provider).is_some_and(|key| key.ends_with(":aud"))
}

/// A comparison of text that must fit.
pub(super) fn is_positive(condition: &Condition) -> bool {
    matches!(condition.operator.test, Test::String { negated: false, .. })
}

/// A comparison of text that must not fit.
pub(super) fn is_negative(condition: &Condition) -> bool {
    matches!(condition.operator.test, Test::String { negated: true, .. })
}

pub(super) const GOOGLE: &str = "accounts.google.com";
