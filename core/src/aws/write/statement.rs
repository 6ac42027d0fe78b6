//! What a statement may hold apart from principals and actions.

use alloc::borrow::ToOwned as _;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{SYNTAX, WriteError};
use crate::aws::policy::Principals;
use crate::aws::policy::{Condition, Statement, TrustPolicy};
use crate::decision::{Confidence, Effect};
use crate::visible::quotable;

/// Sids, elements that a trust policy cannot have, and condition keys.
pub(super) fn check(policy: &TrustPolicy) -> Vec<WriteError> {
    let mut errors = Vec::new();
    let mut sids = BTreeSet::new();
    for statement in policy.statements() {
        errors.extend(sid(statement, &mut sids));
        errors.extend(prohibited(statement));
        errors.extend(keys(statement));
    }
    errors
}

/// How well it is known that all this is stored: that a document may lack its version is documented
/// for policies in general, but nobody has published a trust policy written that way.
pub(super) fn acceptance(policy: &TrustPolicy) -> Confidence {
    if policy.version().is_some() { Confidence::Observed } else { Confidence::Assumed }
}

/// Source: [Sid](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html).
/// An empty one counts as none.
fn sid<'a>(statement: &'a Statement, seen: &mut BTreeSet<&'a str>) -> Option<WriteError> {
    let sid = statement.sid.as_ref()?;
    if let Some(c) = sid.value.chars().find(|c| !c.is_ascii_alphanumeric()) {
        let message = "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies \
                       the regular expression [0-9A-Za-z]*";
        let c = quotable(c.encode_utf8(&mut [0; 4]));
        let reason = format!("a `Sid` holds letters and digits of ASCII, no `{c}`");
        return Some(WriteError::assumed(message, reason, sid.span));
    }
    if sid.value.is_empty() || seen.insert(&sid.value) {
        return None;
    }
    let message = "Statement IDs (SID) in a single policy must be unique.";
    let reason = format!("an earlier statement has the `Sid` `{}` already", quotable(&sid.value));
    Some(WriteError::assumed(message, reason, sid.span))
}

/// Only the words about `Resource` are reported by many.
fn prohibited(statement: &Statement) -> impl Iterator<Item = WriteError> {
    let resources = statement.resources.iter().map(|name| {
        let reason =
            format!("`{}` has no place in a trust policy: its role is the resource", name.value);
        match name.value {
            "Resource" => WriteError::observed("Has prohibited field Resource", reason, name.span),
            _ => {
                let message = "AssumeRole policy must not contain resources.";
                WriteError::assumed(message, reason, name.span)
            }
        }
    });
    let not_principal = matches!(statement.principals, Principals::Except(_)).then(|| {
        let message = match statement.effect {
            Effect::Allow => "Allow with NotPrincipal is not allowed.",
            Effect::Deny => "AssumeRole policy must not contain NotPrincipal field.",
        };
        let reason = "`NotPrincipal` has no place in a trust policy";
        WriteError::assumed(message, reason, statement.principal_span)
    });
    resources.chain(not_principal)
}

/// Keys without a vendor, and keys that differ only in letter case within one operator: Access
/// Analyzer's error `DUPLICATE_KEYS_WITH_DIFFERENT_CASE`.
fn keys(statement: &Statement) -> Vec<WriteError> {
    let mut errors = Vec::new();
    for block in blocks(&statement.conditions) {
        let mut seen = BTreeSet::new();
        for Condition { key, span, .. } in block {
            if !key.contains(':') {
                let reason = format!("the condition key `{}` lacks its prefix", quotable(key));
                errors.push(WriteError::assumed(NO_VENDOR, reason, *span));
            }
            if !seen.insert(key.to_ascii_lowercase()) {
                let reason = differs_in_case(key);
                errors.push(WriteError::assumed(SYNTAX, reason, *span));
            }
        }
    }
    errors
}

fn differs_in_case(key: &str) -> String {
    let key = quotable(key);
    "the condition key `".to_owned() + &key + "` stands here twice, in different letter case"
}

/// The conditions of one operator each. A name cannot stand twice, so that neighbours of one operator
/// are of one block.
pub(super) fn blocks(conditions: &[Condition]) -> impl Iterator<Item = &[Condition]> {
    conditions.chunk_by(|a, b| a.operator_span == b.operator_span)
}

pub(super) const NO_VENDOR: &str =
    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
