//! `policy.wildcard-in-equals`: `*` in an operator that takes it literally.

use alloc::format;
use alloc::string::ToString;

use super::{Diagnosis, Edit, Failure, Fix, quoted};
use crate::pattern::Glob;

pub(super) fn diagnose(failure: &Failure<'_>) -> Option<Diagnosis> {
    let operator = &failure.condition.operator;
    if !operator.contains("StringEquals") {
        return None;
    }
    let actual = failure.actual()?;
    let value =
        failure.condition.expected.iter().find(|value| {
            value.text.contains(['*', '?']) && Glob::new(&value.text).matches(actual)
        })?;
    let like = operator.replace("StringEqualsIgnoreCase", "StringEquals");
    let like = like.replace("StringEquals", "StringLike");
    // A block of that name is already there: renaming this one would make a duplicate member.
    let taken = failure.statement.conditions.iter().any(|other| other.operator == like);
    Some(Diagnosis {
        id: "policy.wildcard-in-equals",
        summary: format!("`{operator}` takes the wildcard in `{}` literally", value.text),
        cause: "only the operators with `Like` in their name know `*` and `?`",
        fix: Some(Fix {
            effect: if taken {
                format!("move `{}` to the block `{like}`", failure.condition.key)
            } else {
                format!("compares `{}` as a pattern", value.text)
            },
            edit: (!taken).then(|| Edit {
                span: failure.condition.operator_span,
                replacement: quoted(&like).to_string(),
            }),
        }),
    })
}
