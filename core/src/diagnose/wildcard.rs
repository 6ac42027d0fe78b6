//! `policy.wildcard-in-equals`: `*` in an operator that takes it literally.

use alloc::format;

use super::{Diagnosis, Edit, Failure, Fix, quoted};
use crate::aws::StageName;
use crate::pattern::Glob;
use crate::visible::quotable;

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
    // Renaming the block may not make a duplicate member, nor patterns of other keys' values.
    let others =
        || failure.statement.conditions.iter().filter(|it| it.span != failure.condition.span);
    let taken = others().any(|other| {
        other.operator == like || other.operator_span == failure.condition.operator_span
    });
    Some(Diagnosis {
        id: "policy.wildcard-in-equals",
        stage: StageName::TrustPolicy,
        summary: format!(
            "`{operator}` takes the wildcard in `{}` literally",
            quotable(&value.text)
        ),
        cause: "only the operators with `Like` in their name know `*` and `?`",
        fix: Some(Fix {
            effect: if taken {
                format!("move `{}` to the block `{like}`", quotable(&failure.condition.key))
            } else {
                format!("compares `{}` as a pattern", quotable(&value.text))
            },
            edit: (!taken).then(|| Edit {
                span: failure.condition.operator_span,
                replacement: quoted(&like),
            }),
            elsewhere: None,
        }),
    })
}
