//! `claim.…`: the policy asks for a claim that AWS does not read, or that the token does not have.

use alloc::format;
use alloc::vec::Vec;

use super::{Diagnosis, Failure};
use crate::aws::{StageName, condition_keys, provider_name};
use crate::decision::Because;
use crate::visible::quotable;

pub(super) fn diagnose(failure: &Failure<'_>) -> Option<Diagnosis> {
    if failure.condition.because != Because::KeyMissing {
        return None;
    }
    let provider = provider_name(failure.claims.get("iss")?.as_str()?);
    let key = &failure.condition.key;
    // Names of condition keys compare without letter case.
    let (prefix, claim) = key.split_at_checked(provider.len())?;
    let claim = claim.strip_prefix(':').filter(|_| prefix.eq_ignore_ascii_case(provider))?;
    let usable: Vec<&str> = condition_keys(provider).collect();
    if usable.iter().any(|usable| usable.eq_ignore_ascii_case(claim)) {
        return Some(Diagnosis {
            id: "claim.missing",
            stage: StageName::TrustPolicy,
            summary: format!(
                "the policy asks for the claim `{}`, which the token does not have",
                quotable(claim)
            ),
            cause: "an issuer puts some claims only into the tokens of some workloads",
            fix: None,
        });
    }
    Some(Diagnosis {
        id: "claim.not-a-condition-key",
        stage: StageName::TrustPolicy,
        summary: format!(
            "the policy asks for the claim `{}`, which AWS does not read; usable for this issuer: {}",
            quotable(claim),
            usable.join(", ")
        ),
        cause: "AWS makes condition keys of aud, sub, amr and email, and for a few issuers of some more",
        fix: None,
    })
}
