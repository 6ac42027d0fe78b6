//! The names of all causes.

use alloc::vec::Vec;

use crate::issuer::Profile;

/// The ids that a [`Diagnosis`](super::Diagnosis) can have, in alphabetical order.
///
/// ```
/// assert!(assumable::diagnosis_ids().contains(&"sub.other-app"));
/// ```
#[must_use]
pub fn diagnosis_ids() -> Vec<&'static str> {
    let of_subjects = Profile::all().flat_map(Profile::fields).map(|field| field.other);
    let mut ids: Vec<&str> = of_subjects.chain(OTHERS).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Those that no part of a subject brings.
const OTHERS: [&str; 26] = [
    "aud.authorized-party",
    "aud.not-a-client-id",
    "aud.several",
    "claim.missing",
    "claim.not-a-condition-key",
    "key.refused",
    "key.unknown",
    "policy.wildcard-in-equals",
    "provider-id.unneeded",
    "provider.none",
    "roles.other",
    "signature.wrong",
    "source-identity.form",
    "source-identity.not-allowed",
    "sub.case",
    "sub.environment-replaces-ref",
    "sub.github-immutable",
    "sub.github-immutable-inverse",
    "sub.other-kind",
    "sub.pull-request",
    "tags.form",
    "tags.not-allowed",
    "token.algorithm",
    "token.expired",
    "token.from-the-future",
    "token.timestamp",
];
