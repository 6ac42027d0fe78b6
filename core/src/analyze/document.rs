//! The document as a whole.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::Finding;
use super::Severity::Suggestion;
use crate::aws::{Principals, Statement, TrustPolicy};
use crate::fix::Fix;
use crate::span::Span;

pub(super) fn find(policy: &TrustPolicy) -> Vec<Finding> {
    let mut findings = Vec::new();
    if policy.version().is_none() {
        let summary = "the policy has no `Version`".to_string();
        let fix = Fix::advice("write `\"Version\": \"2012-10-17\"`");
        let found = Finding::new(VERSION, Suggestion, Span::default(), summary);
        findings.push(Finding { fix: Some(fix), source: ELEMENT, ..found });
    }
    let mut seen = BTreeSet::new();
    for statement in policy.statements() {
        if !seen.insert(words(statement)) {
            let summary = "an earlier statement says the same".to_string();
            let found = Finding::new(REDUNDANT, Suggestion, statement.span, summary);
            findings.push(Finding { source: ELEMENT, ..found });
        }
    }
    findings
}

/// What a statement says, without its name and its places.
fn words(statement: &Statement) -> String {
    let Statement { effect, principals, actions, conditions, .. } = statement;
    let mut words = format!("{effect:?}");
    let mut list = |word: &str| {
        words.push('\n');
        words.push_str(&crate::fix::quoted(word));
    };
    match principals {
        Principals::Anyone(_) => list("everyone"),
        Principals::Listed(listed) | Principals::Except(listed) => {
            list(if matches!(principals, Principals::Except(_)) { "except" } else { "listed" });
            for (kind, name) in listed {
                list(&format!("{kind:?} {}", name.value));
            }
        }
    }
    list(if actions.negated { "not" } else { "do" });
    actions.patterns.iter().for_each(|pattern| list(&pattern.value));
    for condition in conditions {
        list(&format!("{} {}", condition.operator, condition.key.to_ascii_lowercase()));
        condition.values.iter().for_each(|value| list(&value.value));
    }
    words
}

const VERSION: (&str, &str) = (
    "policy.no-version",
    "without a version AWS reads a policy as one of 2008, without policy variables",
);

const REDUNDANT: (&str, &str) = (
    "statement.redundant",
    "a statement said twice changes nothing, and must be kept in step all the same",
);

const ELEMENT: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html";
