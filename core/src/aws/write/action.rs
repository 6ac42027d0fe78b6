//! Which actions IAM takes.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::WriteError;
use super::statement::NO_VENDOR;
use crate::aws::policy::{Statement, TrustPolicy};
use crate::aws::suggest::nearest;
use crate::decision::Confidence;
use crate::span::Spanned;
use crate::visible::{quotable, visible};

/// Every action that a trust policy cannot have.
pub(super) fn check(policy: &TrustPolicy) -> Vec<WriteError> {
    policy.statements().iter().flat_map(statement).collect()
}

/// For `NotAction` there is neither a word of AWS nor a recording, nor are all names recorded.
pub(super) fn acceptance(policy: &TrustPolicy) -> Confidence {
    let recorded = |statement: &Statement| {
        let patterns = &statement.actions.patterns;
        !statement.actions.negated
            && patterns.iter().all(|action| RECORDED.contains(&&*action.value))
    };
    if policy.statements().iter().all(recorded) {
        Confidence::Observed
    } else {
        Confidence::Assumed
    }
}

fn statement(statement: &Statement) -> Vec<WriteError> {
    let patterns = &statement.actions.patterns;
    if patterns.is_empty() {
        let reason = "the statement names no action";
        let error =
            WriteError::assumed("Missing required field Action", reason, statement.action_span);
        return alloc::vec![error];
    }
    patterns.iter().filter_map(refusal).collect()
}

/// `sts:*` and a name in other letter case are recorded as refused, so names must be exact.
fn refusal(action: &Spanned<String>) -> Option<WriteError> {
    let Spanned { value: name, span } = action;
    if KNOWN.contains(&&**name) {
        return None;
    }
    if let Some((message, reason)) = malformed(name) {
        return Some(WriteError::assumed(message, reason, *span));
    }
    let message = "AssumeRole policy may only specify STS AssumeRole actions.";
    let same = KNOWN.iter().find(|known| known.eq_ignore_ascii_case(name));
    let reason = match same {
        Some(same) => format!("`{}` must be written `{same}`", quotable(name)),
        None if name.contains(['*', '?']) => {
            format!("`{}` has a wildcard; IAM wants the name", quotable(name))
        }
        None => {
            let meant = nearest(name, KNOWN.into_iter());
            let meant = meant.map(|known| format!("; did you mean `{known}`?")).unwrap_or_default();
            format!("`{}` is no way to assume a role{meant}", quotable(name))
        }
    };
    let is_other = |prefix: &str| !name.to_ascii_lowercase().starts_with(prefix);
    // Of other actions and patterns of STS nothing is recorded, and third parties disagree.
    let observed = same.is_some() || name == "sts:*" || is_other("sts:");
    let confidence = if observed { Confidence::Observed } else { Confidence::Assumed };
    Some(WriteError { confidence, ..WriteError::assumed(message, reason, *span) })
}

/// What is said of actions in any policy.
fn malformed(name: &str) -> Option<(String, String)> {
    let mut parts = name.split(':');
    let vendor = parts.next().unwrap_or_default();
    let quoted = quotable(name);
    match (parts.next(), parts.next()) {
        _ if name == "*" => None,
        (None, _) => Some((NO_VENDOR.into(), format!("`{quoted}` lacks the name of a service"))),
        (_, Some(_)) => Some((
            "Actions/Condition can contain only one colon.".into(),
            format!("`{quoted}` has two colons"),
        )),
        _ if vendor.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte)) => {
            None
        }
        _ => Some((
            format!("Vendor {} is not valid", visible(vendor)),
            format!("`{}` is no name of a service", quotable(vendor)),
        )),
    }
}

/// Actions that assume a role or go with it: the service authorization reference of STS.
const KNOWN: [&str; 6] = [
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
    "sts:SetContext",
    "sts:SetSourceIdentity",
    "sts:TagSession",
];

const RECORDED: [&str; 2] = ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"];
