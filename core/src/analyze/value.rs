//! Values that do not do what they look like.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Finding;
use super::Severity::{Error, Security, Suggestion};
use super::impossible::{Forms, audience_of_google};
use super::never::always;
use super::rename::rename;
use crate::aws::{
    self, Condition, Operator, Statement, StringMatching, Test, TrustPolicy, Version,
};
use crate::decision::Effect;
use crate::fix::Fix;
use crate::pattern::Glob;
use crate::span::Spanned;
use crate::visible::quotable;

pub(super) fn find(
    policy: &TrustPolicy,
    statement: &Statement,
    condition: &Condition,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let positive = !condition.operator.test.is_negated();
    let mut forms = Forms::of(statement, condition).filter(|_| positive);
    for value in &condition.values {
        findings.extend(
            variable(policy, statement, condition, value)
                .or_else(|| forms.as_mut()?.find(statement, condition, value))
                .or_else(|| audience_of_google(statement, condition, value))
                .or_else(|| wildcard(policy, statement, condition, value))
                .or_else(|| malformed(policy, condition, value))
                .or_else(|| private(statement, condition, value)),
        );
    }
    findings.extend(redundant(condition));
    findings
}

/// What comes of a value that no request can equal.
fn without_effect(statement: &Statement, condition: &Condition) -> (super::Severity, &'static str) {
    match (statement.effect, condition.operator.test.is_negated()) {
        (Effect::Allow, false) => (Error, "and matches nothing"),
        (Effect::Allow, true) => (Security, "and keeps nobody out"),
        (Effect::Deny, false) => (Security, "and denies nobody"),
        (Effect::Deny, true) => (Error, "and spares nobody"),
    }
}

fn wildcard(
    policy: &TrustPolicy,
    statement: &Statement,
    condition: &Condition,
    value: &Spanned<String>,
) -> Option<Finding> {
    let Operator { test: Test::String { matching, negated }, .. } = condition.operator else {
        return None;
    };
    let escaped = policy.version() == Some(Version::V2012) && value.value.contains("${");
    if matching == StringMatching::Like || escaped || !value.value.contains(['*', '?']) {
        return None;
    }
    let (severity, effect) = without_effect(statement, condition);
    let summary = format!(
        "`{}` takes the wildcard in `{}` literally, {effect}",
        condition.operator,
        quotable(&value.value)
    );
    let test = Test::String { matching: StringMatching::Like, negated };
    let like = Operator { test, ..condition.operator };
    // As a pattern it fits everything: a denial would be of nobody, or of everybody.
    let is_all = value.value.trim_matches('*').is_empty();
    let fix = if is_all && (negated || statement.effect == Effect::Deny) {
        Fix::advice("write which values are meant, or take the condition out")
    } else if negated && statement.effect == Effect::Deny {
        // Who is denied now is spared then.
        Fix::advice(format!("if the statement is meant to spare what fits, compare with `{like}`"))
    } else {
        Fix::edits(
            format!("compares the values as patterns with `{like}`"),
            rename(statement, condition, like).into_iter().collect(),
        )
    };
    Some(Finding { fix: Some(fix), ..Finding::new(WILDCARD, severity, value.span, summary) })
}

fn variable(
    policy: &TrustPolicy,
    statement: &Statement,
    condition: &Condition,
    value: &Spanned<String>,
) -> Option<Finding> {
    let inert = policy.version() != Some(Version::V2012);
    if !(inert && condition.operator.test.takes_variables() && value.value.contains("${")) {
        return None;
    }
    let (severity, effect) = without_effect(statement, condition);
    let summary =
        format!("`{}` is plain text without version 2012-10-17, {effect}", quotable(&value.value));
    let fix = Fix::advice("write `\"Version\": \"2012-10-17\"`");
    let found = Finding::new(VARIABLE, severity, value.span, summary);
    Some(Finding { fix: Some(fix), source: VARIABLES, ..found })
}

fn malformed(
    policy: &TrustPolicy,
    condition: &Condition,
    value: &Spanned<String>,
) -> Option<Finding> {
    let flaw = condition.operator.stores(&value.value, policy.version()).err()?;
    let summary = format!(
        "a value of `{}` must be {}, not `{}`",
        condition.operator,
        flaw.wanted(),
        quotable(&value.value)
    );
    Some(Finding::new(MALFORMED, Error, value.span, summary))
}

/// Calls reach AWS from public addresses; through a VPC endpoint they have other keys.
fn private(
    statement: &Statement,
    condition: &Condition,
    value: &Spanned<String>,
) -> Option<Finding> {
    let of_source = condition.key.eq_ignore_ascii_case("aws:SourceIp");
    let Test::IpAddress { .. } = condition.operator.test else { return None };
    if !of_source || !aws::is_private(&value.value) {
        return None;
    }
    let shown = quotable(&value.value);
    let spares_nobody = statement.effect == Effect::Deny
        && condition.operator.test.is_negated()
        && condition.values.iter().all(|it| aws::is_private(&it.value));
    let (severity, summary) = if spares_nobody {
        let (severity, effect) = always(statement);
        (severity, format!("`{shown}` is a private address, so {effect}"))
    } else {
        let (severity, effect) = without_effect(statement, condition);
        let severity = if condition.operator.test.is_negated() { Suggestion } else { severity };
        (severity, format!("`{shown}` is a private address, {effect}"))
    };
    let found = Finding::new(PRIVATE, severity, value.span, summary);
    Some(Finding { source: GLOBAL_KEYS, ..found })
}

/// A value that another one of the same condition covers.
fn redundant(condition: &Condition) -> Option<Finding> {
    let Operator { test, .. } = condition.operator;
    let Test::String { .. } = test else { return None };
    let values = condition.values.get(..MOST_VALUES.min(condition.values.len()))?;
    let globs: Vec<Glob> = values.iter().map(|value| Glob::new(&value.value)).collect();
    let covers = |(at, wide): (usize, &Spanned<String>), index: usize, narrow: &str| {
        if wide.value == narrow {
            return at < index;
        }
        // A `?` fits the character `*`, but not all that a `*` fits.
        let comparable = test.takes_wildcards() && !wide.value.contains(['?', '$']);
        at != index && comparable && globs.get(at).is_some_and(|glob| glob.matches(narrow))
    };
    for (index, narrow) in values.iter().enumerate() {
        let mut wide = values.iter().enumerate();
        if let Some((_, wide)) = wide.find(|wide| covers(*wide, index, &narrow.value)) {
            let shown = quotable(&narrow.value);
            let summary = match wide.value == narrow.value {
                true => format!("`{shown}` stands here twice"),
                false => format!("`{shown}` is covered by `{}` already", quotable(&wide.value)),
            };
            return Some(Finding::new(REDUNDANT, Suggestion, narrow.span, summary));
        }
    }
    None
}

const WILDCARD: (&str, &str) = (
    "condition.wildcard-in-equals",
    "only the operators with `Like` in their name know `*` and `?`",
);

const VARIABLE: (&str, &str) =
    ("condition.variable-not-replaced", "policy variables are replaced in version 2012-10-17 only");

const MALFORMED: (&str, &str) =
    ("condition.malformed-value", "IAM does not store such a value, and no request would match it");

const PRIVATE: (&str, &str) = (
    "condition.private-address",
    "`aws:SourceIp` is the public address of the caller, and absent behind a VPC endpoint",
);

const REDUNDANT: (&str, &str) = (
    "condition.redundant-value",
    "a value that another one covers changes nothing, and hides what is really admitted",
);

const VARIABLES: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html";

const GLOBAL_KEYS: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html";

/// Each value meets each other one.
const MOST_VALUES: usize = 64;
