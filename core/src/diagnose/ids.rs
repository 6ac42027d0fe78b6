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
    let fields = Profile::all().flat_map(Profile::fields).filter(|field| field.can_differ());
    let of_subjects = fields.map(|field| field.other);
    let of_causes = CAUSES.iter().map(|cause| cause.id);
    let mut ids: Vec<&str> = of_subjects.chain(OF_POLICY).chain(OF_CALL).chain(of_causes).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Those in the policy that no part of a subject brings.
const OF_POLICY: [&str; 37] = [
    "aud.default-used",
    "aud.other-in-policy",
    "aud.typo",
    "claim.missing",
    "claim.not-a-condition-key",
    "claim.other-value",
    "fly.machine-id",
    "fly.personal-alias",
    "issuer.enterprise-slug",
    "issuer.other-spelling",
    "issuer.trailing-slash",
    "policy.condition-key-is-arn",
    "policy.excluded-value",
    "policy.explicit-deny",
    "policy.key-not-in-call",
    "policy.other-issuer",
    "policy.set-operator",
    "policy.variable-needs-version",
    "policy.wildcard-in-equals",
    "policy.wrong-action-or-principal",
    "policy.wrong-claim-key",
    "policy.wrong-key-prefix",
    "request.not-given",
    "request.other-value",
    "sub.case",
    "sub.custom-template",
    "sub.environment-replaces-ref",
    "sub.form",
    "sub.github-immutable",
    "sub.github-immutable-inverse",
    "sub.no-trailing-context",
    "sub.other",
    "sub.other-kind",
    "sub.pull-request",
    "sub.pull-request-spelling",
    "sub.spelling",
    "vercel.issuer-mode",
];

/// Those outside the policy that are no [`Cause`].
const OF_CALL: [&str; 9] = [
    "call.duration",
    "call.parameter",
    "key.refused",
    "key.unknown",
    "provider-id.unneeded",
    "roles.other",
    "signature.wrong",
    "source-identity.form",
    "token.algorithm",
];

/// Those outside the policy that error messages have too.
static CAUSES: [&Cause; 23] = [
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
    &provider::OTHER_SPELLING,
    &provider::TRAILING_SLASH,
    &provider::VERCEL_MODE,
    &token::CLOCK,
    &token::EXPIRED,
    &token::FILE_NOT_REREAD,
    &token::FORM,
    &token::MALFORMED_FILE,
    &token::TAGS_FORM,
    &token::TIMESTAMP,
];
