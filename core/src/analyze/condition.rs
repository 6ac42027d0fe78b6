//! Operators and keys that do not go together.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::vec::Vec;

use super::Severity::{Error, Security, Suggestion, Warning};
use super::rename::rename;
use super::{Finding, key, never, value};
use crate::aws::{Condition, Operator, SetQualifier, Statement, StringMatching, Test, TrustPolicy};
use crate::decision::Effect;
use crate::fix::Fix;
use crate::visible::quotable;

pub(super) fn find(policy: &TrustPolicy, statement: &Statement) -> Vec<Finding> {
    let mut findings = key::find(policy, statement);
    for condition in &statement.conditions {
        // It holds no text at all, and is said to.
        let is_never_there = findings.iter().any(|it| it.span == condition.key_span);
        findings.extend(empty(condition));
        findings.extend(null(condition));
        findings.extend(list_key(statement, condition));
        findings.extend(single_key(statement, condition).filter(|_| !is_never_there));
        findings.extend(arn_key(condition));
        findings.extend(value::find(policy, statement, condition));
    }
    findings.extend(never::find(statement));
    findings.extend(doubled(statement));
    findings
}

fn empty(condition: &Condition) -> Option<Finding> {
    if !condition.values.is_empty() {
        return None;
    }
    let Operator { qualifier, if_exists, .. } = condition.operator;
    let analyzer = match qualifier {
        Some(SetQualifier::ForAllValues) => "EMPTY_ARRAY_CONDITION_FORALLVALUES",
        Some(SetQualifier::ForAnyValue) => "EMPTY_ARRAY_CONDITION_FORANYVALUE",
        None if if_exists => "EMPTY_ARRAY_CONDITION_IFEXISTS",
        None => "EMPTY_ARRAY_CONDITION",
    };
    let summary = format!("`{}` is compared with no value", quotable(&condition.key));
    let found = Finding::new(EMPTY, Suggestion, condition.span, summary);
    Some(Finding { analyzer: Some(analyzer), ..found })
}

fn null(condition: &Condition) -> Option<Finding> {
    let Operator { qualifier: Some(qualifier), test: Test::Null, .. } = condition.operator else {
        return None;
    };
    let always = match qualifier {
        SetQualifier::ForAllValues => "always holds",
        SetQualifier::ForAnyValue => "never holds",
    };
    let summary = format!("`{}` {always}", condition.operator);
    Some(Finding::new(NULL, Warning, condition.operator_span, summary))
}

/// A key that holds a list, asked for as if it held one text.
fn list_key(statement: &Statement, condition: &Condition) -> Option<Finding> {
    let Operator { qualifier: None, test, .. } = condition.operator else { return None };
    if test == Test::Null || !is_list(&condition.key) {
        return None;
    }
    let shown = quotable(&condition.key);
    let (severity, effect) = match statement.effect {
        Effect::Allow => (Error, "never matches"),
        Effect::Deny => (Security, "denies nobody who has it"),
    };
    let summary =
        format!("`{shown}` holds a list; `{}` without a set operator {effect}", condition.operator);
    // Negated, it means that none of the values may be listed.
    let (qualifier, some) = match test.is_negated() {
        true => (SetQualifier::ForAllValues, "none"),
        false => (SetQualifier::ForAnyValue, "one"),
    };
    let set = Operator { qualifier: Some(qualifier), ..condition.operator };
    let fix = Fix::edits(
        format!("asks with `{set}` whether {some} of them fits"),
        rename(statement, condition, set).into_iter().collect(),
    );
    let found = Finding::new(LIST_KEY, severity, condition.span, summary);
    Some(Finding { fix: Some(fix), source: SETS, ..found })
}

/// A key that holds one text, asked for as if it held a list.
fn single_key(statement: &Statement, condition: &Condition) -> Option<Finding> {
    let Operator { qualifier: Some(qualifier), test, if_exists } = condition.operator else {
        return None;
    };
    let global = key::is_global(&condition.key);
    if test == Test::Null || is_list(&condition.key) || global {
        return None;
    }
    let shown = quotable(&condition.key);
    let audience = condition.key.to_ascii_lowercase().ends_with(":aud");
    let (analyzer, holds) = match qualifier {
        SetQualifier::ForAllValues => (None, ", and holds for a token without it"),
        SetQualifier::ForAnyValue if audience => (Some("FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE"), ""),
        SetQualifier::ForAnyValue => (None, ""),
    };
    let summary = format!("`{shown}` holds one text; `{}` is for lists{holds}", condition.operator);
    let plain = Operator { qualifier: None, test, if_exists };
    // A denial keeps out who lacks the key, if it does now.
    let spares = statement.effect == Effect::Deny
        && qualifier == SetQualifier::ForAllValues
        && !test.is_negated()
        && !if_exists;
    let fix = Fix::edits(
        format!("asks for the one text with `{plain}`"),
        rename(statement, condition, plain).filter(|_| !spares).into_iter().collect(),
    );
    let found = Finding::new(SINGLE_KEY, Suggestion, condition.key_span, summary);
    Some(Finding { analyzer, fix: Some(fix), source: SETS, ..found })
}

fn arn_key(condition: &Condition) -> Option<Finding> {
    let Test::String { matching: StringMatching::Like, .. } = condition.operator.test else {
        return None;
    };
    ARN_KEYS.iter().find(|key| key.eq_ignore_ascii_case(&condition.key))?;
    let summary = format!(
        "`{}` holds an ARN; `ArnLike` keeps `*` within one part of it",
        quotable(&condition.key)
    );
    let found = Finding::new(ARN_KEY, Suggestion, condition.operator_span, summary);
    Some(Finding { analyzer: Some("STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS"), ..found })
}

/// Keys of one block that differ in letter case only.
fn doubled(statement: &Statement) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let twice = statement.conditions.iter().filter(|condition| {
        !seen.insert((condition.operator_span.start, condition.key.to_ascii_lowercase()))
    });
    twice
        .map(|condition| {
            let shown = quotable(&condition.key);
            let summary = format!("`{shown}` stands here twice, in different letter case");
            let found = Finding::new(DOUBLED, Error, condition.key_span, summary);
            Finding { analyzer: Some("DUPLICATE_KEYS_WITH_DIFFERENT_CASE"), ..found }
        })
        .collect()
}

fn is_list(key: &str) -> bool {
    let lower = key.to_ascii_lowercase();
    lower.ends_with(":amr") || ["aws:tagkeys", "sts:transitivetagkeys"].contains(&&*lower)
}

const EMPTY: (&str, &str) =
    ("condition.no-values", "AWS contradicts itself about what an empty list means");

const NULL: (&str, &str) =
    ("condition.null-for-sets", "a set operator in front of `Null` makes it say nothing");

const LIST_KEY: (&str, &str) = (
    "condition.needs-set-operator",
    "an operator without `ForAllValues` or `ForAnyValue` never matches a key that holds a list",
);

const SINGLE_KEY: (&str, &str) = (
    "condition.set-operator",
    "`ForAllValues` and `ForAnyValue` are for keys that hold several values",
);

const ARN_KEY: (&str, &str) =
    ("condition.arn-as-text", "in a text `*` fits colons too, and so other accounts and services");

const DOUBLED: (&str, &str) =
    ("condition.key-twice", "letter case of keys does not count, so that these are the same key");

const ARN_KEYS: [&str; 2] = ["aws:PrincipalArn", "aws:SourceArn"];

const SETS: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html";
