//! `claim.not-a-condition-key`: the policy asks for a claim that AWS does not read.

use alloc::format;

use super::{Diagnosis, Failure};
use crate::aws::provider_name;
use crate::decision::Because;
use crate::visible::quotable;

pub(super) fn diagnose(failure: &Failure<'_>) -> Option<Diagnosis> {
    if failure.condition.because != Because::KeyMissing {
        return None;
    }
    let issuer = failure.claims.get("iss")?.as_str()?;
    let claim = failure.condition.key.strip_prefix(provider_name(issuer))?.strip_prefix(':')?;
    failure.claims.get(claim)?;
    Some(Diagnosis {
        id: "claim.not-a-condition-key",
        summary: format!(
            "the policy asks for the claim `{}`, which AWS does not read",
            quotable(claim)
        ),
        cause: "AWS makes condition keys of aud, sub, amr and email, and for a few issuers of some more",
        fix: None,
    })
}
