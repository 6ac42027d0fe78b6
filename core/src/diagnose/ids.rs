//! The names of all causes.

use alloc::vec::Vec;

use crate::cause::{Cause, audience, policy, provider, token};
use crate::issuer::Profile;

/// The ids that a [`Diagnosis`](super::Diagnosis) can have, in alphabetical order.
///
/// ```
/// assert!(assumable::diagnosis_ids().contains(&"sub.other-app"));
/// ```
#[must_use]
pub fn diagnosis_ids() -> Vec<&'static str> {
    let of_subjects = Profile::all().flat_map(Profile::fields).map(|field| field.other);
    let of_call = OF_CALL.iter().map(|cause| cause.id);
    let mut ids: Vec<&str> = of_subjects.chain(OTHERS).chain(of_call).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Those that no part of a subject brings.
const OTHERS: [&str; 16] = [
    "claim.missing",
    "claim.not-a-condition-key",
    "key.refused",
    "key.unknown",
    "policy.wildcard-in-equals",
    "provider-id.unneeded",
    "roles.other",
    "signature.wrong",
    "source-identity.form",
    "sub.case",
    "sub.environment-replaces-ref",
    "sub.github-immutable",
    "sub.github-immutable-inverse",
    "sub.other-kind",
    "sub.pull-request",
    "token.algorithm",
];

/// Those of the call that have a place among the [causes](Cause).
static OF_CALL: [&Cause; 21] = [
    &audience::AUTHORIZED_PARTY,
    &audience::DEFAULT_USED,
    &audience::GITLAB_NONE,
    &audience::NOT_IN_PROVIDER,
    &audience::PARTITION,
    &audience::SEVERAL,
    &audience::TYPO,
    &policy::SET_SOURCE_IDENTITY,
    &policy::TAG_SESSION,
    &provider::ENTERPRISE,
    &provider::ENTRA_VERSION,
    &provider::FLY_PERSONAL,
    &provider::MISSING,
    &provider::SPELLING,
    &provider::VERCEL_MODE,
    &token::CLOCK,
    &token::EXPIRED,
    &token::FILE_NOT_REREAD,
    &token::MALFORMED_FILE,
    &token::TAGS_FORM,
    &token::TIMESTAMP,
];
