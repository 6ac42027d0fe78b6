//! `policy.set-operator` and `policy.variable-needs-version`: what the policy language makes of an
//! operator or a value.

use alloc::format;

use super::{Diagnosis, Failure};
use crate::decision::{Because, ValueProblem};
use crate::fix::{Edit, Fix};
use crate::visible::quotable;

pub(super) fn diagnose(failure: &Failure<'_>) -> Option<Diagnosis> {
    set_operator(failure).or_else(|| variable(failure)).or_else(|| no_value(failure))
}

/// A variable that nothing can be put in for.
fn no_value(failure: &Failure<'_>) -> Option<Diagnosis> {
    let [value] = &*failure.condition.expected else { return None };
    let Some(ValueProblem::VariableMissing(key)) = &value.problem else { return None };
    Some(Diagnosis::of_policy(
        "policy.key-not-in-call",
        format!(
            "the policy's `{}` fits nothing: this call has no `{}`",
            quotable(&value.text),
            quotable(key)
        ),
        "a value with a variable that cannot be replaced matches nothing",
        Some(Fix::advice("write the text itself, or a variable that this call has")),
    ))
}

fn set_operator(failure: &Failure<'_>) -> Option<Diagnosis> {
    let condition = failure.condition;
    if condition.because != Because::NeedsSetQualifier {
        return None;
    }
    // Negated, it means that none of the values may be listed.
    let set = if condition.negated { "ForAllValues" } else { "ForAnyValue" };
    let operator = format!("{set}:{}", condition.operator);
    let others = failure.statement.conditions.iter().filter(|it| it.span != condition.span);
    let taken = others
        .clone()
        .any(|it| it.operator == operator || it.operator_span == condition.operator_span);
    let edit = (!taken).then(|| Edit::text(condition.operator_span, &operator));
    Some(Diagnosis::of_policy(
        "policy.set-operator",
        format!(
            "the token's `{}` is a list, which the policy compares with `{}`",
            quotable(&condition.key),
            condition.operator
        ),
        "a key that can have several values needs `ForAnyValue` or `ForAllValues` before the operator",
        Some(Fix::edits(
            format!("compares each value of the list with `{operator}`"),
            edit.into_iter().collect(),
        )),
    ))
}

/// A variable that was not replaced, though its operator knows variables: the document is of the
/// older version of the language.
fn variable(failure: &Failure<'_>) -> Option<Diagnosis> {
    let condition = failure.condition;
    let replaced = ["String", "Arn"].iter().any(|kind| condition.operator.contains(kind));
    let value = condition.expected.iter().find(|value| {
        value.text.contains("${") && value.expanded.is_none() && value.problem.is_none()
    });
    let value = value.filter(|_| replaced)?;
    Some(Diagnosis::of_policy(
        "policy.variable-needs-version",
        format!("the policy's `{}` is compared as it is written", quotable(&value.text)),
        "policy variables need the version `2012-10-17`; without a version a policy is of the older one",
        Some(Fix::elsewhere(
            "write the version at the top of the policy",
            "\"Version\": \"2012-10-17\",",
        )),
    ))
}
