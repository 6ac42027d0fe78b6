//! Texts that fit what a condition asks.

use alloc::borrow::ToOwned as _;
use alloc::string::{String, ToString as _};

use crate::aws::{Condition, Relation, Test};

/// Whether there can be such a name: none has wildcards in it.
pub(super) fn can_be(value: &str, wildcards: bool) -> bool {
    wildcards || !value.contains(['*', '?'])
}

/// Whether a claim names something, so that no issuer writes wildcards into it.
pub(super) fn is_name(claim: &str) -> bool {
    !["aud", "oaud", "workflow"].contains(&claim)
}

/// A text that fits one of the condition's values.
pub(super) fn wish(condition: &Condition, can_be: impl Fn(&str) -> bool) -> Option<String> {
    let wildcards = condition.operator.test.takes_wildcards();
    let mut texts = condition.values.iter().map(|value| fitting(&value.value, wildcards));
    texts.find(|text| can_be(text))
}

/// A number beside the bound that a condition has, if it is of that kind.
pub(super) fn within(condition: &Condition, is_upper: bool) -> Option<String> {
    let Test::Numeric(relation) = condition.operator.test else { return None };
    let bound: u64 = condition.values.first()?.value.parse().ok()?;
    let number = match relation {
        Relation::LessThan | Relation::LessThanEquals if is_upper => bound.checked_sub(1)?,
        Relation::GreaterThan | Relation::GreaterThanEquals if !is_upper => bound.checked_add(1)?,
        _ => return None,
    };
    Some(number.to_string())
}

/// A text that fits a value.
pub(super) fn fitting(value: &str, wildcards: bool) -> String {
    if !wildcards {
        return value.to_owned();
    }
    let text = value.replace("@*", "@refs/heads/main").replace('*', "").replace('?', "x");
    // Nothing is a name, and no name of a session has one character only.
    if text.len() < 2 {
        value.replacen('*', "session", 1).replace('*', "").replace('?', "x")
    } else {
        text
    }
}
