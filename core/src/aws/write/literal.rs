//! Values that an operator can never match and that IAM therefore does not store.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::WriteError;
use crate::aws::operator::Operator;
use crate::aws::policy::{Condition, TrustPolicy};
use crate::decision::Confidence;
use crate::span::Spanned;
use crate::visible::quotable;

/// Every such value. That IAM refuses them is recorded (`vectors/aws/condition-storage.json`), the
/// words are those that an emulator gives for dates.
pub(super) fn check(policy: &TrustPolicy) -> Vec<WriteError> {
    let refused = values(policy).filter_map(|(operator, Spanned { value, span })| {
        let wanted = operator.stores(value, policy.version()).err()?.wanted();
        let value = quotable(value);
        let reason = format!("a value of `{operator}` must be {wanted}, not `{value}`");
        Some(WriteError::assumed("The policy failed legacy parsing", reason, *span))
    });
    refused.collect()
}

/// How well it is known that all values are stored.
pub(super) fn acceptance(policy: &TrustPolicy) -> Confidence {
    let known = |(operator, value): (Operator, &Spanned<String>)| {
        operator.storing_is_known(&value.value, policy.version())
    };
    values(policy).map(known).max().unwrap_or(Confidence::Observed)
}

fn values(policy: &TrustPolicy) -> impl Iterator<Item = (Operator, &Spanned<String>)> {
    let conditions = policy.statements().iter().flat_map(|statement| &statement.conditions);
    conditions.flat_map(|Condition { operator, values, .. }| {
        values.iter().map(move |value| (*operator, value))
    })
}
