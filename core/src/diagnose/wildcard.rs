//! `policy.wildcard-in-equals`: `*` in an operator that takes it literally.

use alloc::format;

use super::edits::like;
use super::words::name_of;
use super::{Diagnosis, Failure, owner, subject};
use crate::analyze::audience_says_whose;
use crate::fix::Fix;
use crate::pattern::Glob;
use crate::visible::quotable;

pub(super) fn diagnose(failure: &Failure<'_>) -> Option<Diagnosis> {
    let operator = &failure.condition.operator;
    if failure.condition.wildcards || !operator.contains("String") {
        return None;
    }
    let actual = failure.actual()?;
    let value =
        failure.condition.expected.iter().find(|value| {
            value.text.contains(['*', '?']) && Glob::new(&value.text).matches(actual)
        })?;
    let like = like(operator)?;
    let text = quotable(&value.text);
    let is_for_sub = failure.claim() == Some("sub") && !failure.condition.negated;
    let everything = owner::words(&value.text).next().is_none();
    let is_whose = failure.claim().is_some_and(|claim| {
        claim.ends_with("_id") || claim == "aud" && audience_says_whose(failure.provider())
    });
    if everything || is_whose || is_for_sub && !subject::names_owner(failure, &value.text) {
        return Some(diagnosis(
            operator,
            &text,
            Fix::advice(match failure.denies() {
                true => format!(
                    "say in {} whom it is meant to spare: as a pattern, `{text}` would fit others too",
                    name_of(failure.statement)
                ),
                false => format!(
                    "say in the policy which workloads may assume the role: as a pattern, `{text}` would \
                     fit others too"
                ),
            }),
        ));
    }
    let fix = failure.as_patterns().or_else(|| failure.move_to_patterns()).map_or_else(
        || {
            Fix::advice(format!(
                "move `{}` to the block `{like}`",
                quotable(&failure.condition.key)
            ))
        },
        |edits| {
            let effect = match failure.claim() {
                Some("sub") if is_for_sub => {
                    format!("{} {}", failure.admits(), subject::whom(failure, &value.text))
                }
                _ => format!("compares `{text}` as a pattern with `{like}`"),
            };
            Fix::edits(effect, edits)
        },
    );
    Some(diagnosis(operator, &text, fix))
}

fn diagnosis(operator: &str, text: &str, fix: Fix) -> Diagnosis {
    Diagnosis::of_policy(
        "policy.wildcard-in-equals",
        format!("the policy's `{operator}` takes the wildcard in `{text}` literally"),
        "only the operators with `Like` in their name know `*` and `?`",
        Some(fix),
    )
}
