//! `claim.…`: another claim than the subject is not as it is expected.

use super::Cause;

pub(crate) static OTHER_VALUE: Cause = Cause::new(
    "claim.other-value",
    "a claim beside the subject is expected to have another value",
    "compare the claim in the token with the values that are expected, letter by letter",
);

pub(crate) static MISSING: Cause = Cause::new(
    "claim.missing",
    "an issuer puts some claims only into the tokens of some workloads",
    "look which of this workload's tokens have the claim; GitHub's `environment` is in those of jobs \
     that name one",
);

pub(super) static ALL: &[&Cause] = &[&OTHER_VALUE, &MISSING];
