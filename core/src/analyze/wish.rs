//! What a policy wishes of whoever wants to get in: texts that fit what its conditions ask.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

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
    let text = value.replace("refs/heads/*", "refs/heads/main");
    let text = text.replace('*', "").replace('?', "x");
    // Nothing is a name, and no name of a session has one character only.
    if text.len() < 2 {
        value.replacen('*', "session", 1).replace('*', "").replace('?', "x")
    } else {
        text
    }
}

/// What the policy asks of an outsider.
#[derive(Clone, Debug, Default)]
pub(super) struct Wishes {
    /// Claim and a text that fits.
    pub(super) claims: Vec<(String, String)>,
    /// Claim and what a stranger writes where the value has its first wildcard.
    pub(super) open: Vec<(String, String)>,
    /// Parts of subjects that it writes out.
    pub(super) parts: Vec<(&'static str, String)>,
    /// A customer whom the audience leaves open, by the subject's field.
    pub(super) customer: Option<(&'static str, String)>,
}

impl Wishes {
    pub(super) fn get(&self, claim: &str) -> Option<&str> {
        let mut wishes = self.claims.iter();
        wishes.find(|(name, _)| name.eq_ignore_ascii_case(claim)).map(|(_, text)| &**text)
    }

    /// What the wishes say of a part of the subject.
    pub(super) fn for_field(&self, field: &str) -> Option<String> {
        let ref_of = |kind: &str| self.get("ref")?.strip_prefix(kind);
        let wish = match field {
            "branch" => ref_of("refs/heads/"),
            "tag" => ref_of("refs/tags/"),
            "environment" => self.get("environment"),
            "called workflow" => self.get("job_workflow_ref"),
            // What a pipeline is called, its owner chooses.
            "pipeline" => self.get("pipeline_slug"),
            _ => None,
        };
        let part = || Some(&*self.parts.iter().find(|(name, _)| *name == field)?.1);
        wish.or_else(part).filter(|wish| !wish.is_empty()).map(ToOwned::to_owned)
    }
}
