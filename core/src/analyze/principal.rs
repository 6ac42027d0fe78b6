//! Principals that cannot do what the statement is for, and principals that are everyone.

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::Finding;
use super::Severity::{Error, Security, Suggestion, Warning};
use super::admission::CALLERS;
use super::asks::claim_of;
use super::key::is_global;
use super::trust::federated;
use crate::aws::{
    ASSUME_ROLE_WITH_WEB_IDENTITY, Condition, PrincipalKind, Principals, Statement, holds_without,
    provider_of,
};
use crate::decision::Effect;
use crate::pattern::Glob;
use crate::span::{Span, Spanned};
use crate::visible::quotable;

pub(super) fn find(statement: &Statement) -> Vec<Finding> {
    let mut findings = Vec::new();
    if statement.actions.patterns.is_empty() {
        let summary = "the statement names no action".to_string();
        let found = Finding::new(NO_ACTION, Suggestion, statement.action_span, summary);
        findings.push(Finding { analyzer: Some("EMPTY_ARRAY_ACTION"), ..found });
    }
    let listed = match &statement.principals {
        Principals::Listed(listed) => &**listed,
        Principals::Anyone(span) => {
            findings.extend(everyone(statement, *span));
            return findings;
        }
        Principals::Except(_) => return findings,
    };
    findings.extend(listed.iter().filter_map(|(kind, name)| deleted(*kind, name)));
    if statement.effect == Effect::Allow && !statement.actions.negated {
        findings
            .extend(listed.iter().filter_map(|(kind, name)| mismatched(statement, *kind, name)));
        let all = |kind: PrincipalKind, name: &str| kind == PrincipalKind::Aws && name == "*";
        let all = listed.iter().filter(|(kind, name)| all(*kind, &name.value));
        findings.extend(all.filter_map(|(_, name)| everyone(statement, name.span)));
        findings.extend(never(statement));
    }
    findings.into_iter().map(|found| Finding { source: PRINCIPAL, ..found }).collect()
}

/// The ids that stand for a role or user that was deleted.
fn deleted(kind: PrincipalKind, name: &Spanned<String>) -> Option<Finding> {
    let what = match name.value.get(..4)? {
        _ if kind != PrincipalKind::Aws => return None,
        "AROA" => "role",
        "AIDA" => "user",
        _ => return None,
    };
    let id = name.value.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let summary = format!("`{}` is the id of a {what} that was deleted", quotable(&name.value));
    (id && name.value.len() > 15).then(|| Finding::new(DELETED, Warning, name.span, summary))
}

/// Who cannot make the call that is allowed.
fn mismatched(
    statement: &Statement,
    kind: PrincipalKind,
    name: &Spanned<String>,
) -> Option<Finding> {
    let saml = name.value.contains(":saml-provider/");
    let (who, call) = match kind {
        PrincipalKind::Federated if saml => ("a SAML provider", "sts:AssumeRoleWithSAML"),
        PrincipalKind::Federated => ("a provider of web identities", ASSUME_ROLE_WITH_WEB_IDENTITY),
        PrincipalKind::Aws => ("no provider of web identities", "sts:AssumeRole"),
        PrincipalKind::Service => ("a service", "sts:AssumeRole"),
        PrincipalKind::CanonicalUser => return None,
    };
    let calls = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", ASSUME_ROLE_WITH_WEB_IDENTITY];
    let other = calls.into_iter().find(|other| *other != call && names(statement, other))?;
    if names(statement, call) {
        return None;
    }
    let shown = quotable(&name.value);
    let summary = match kind == PrincipalKind::Aws && name.value.contains(":oidc-provider/") {
        true => {
            format!("`{shown}` is under `AWS`, not under `Federated`, so it cannot call `{other}`")
        }
        false => format!("`{shown}` is {who} and cannot call `{other}`"),
    };
    Some(Finding::new(MISMATCHED, Error, name.span, summary))
}

/// Any account, where nothing narrows it.
fn everyone(statement: &Statement, span: Span) -> Option<Finding> {
    let allows = statement.effect == Effect::Allow
        && names(statement, "sts:AssumeRole") != statement.actions.negated;
    // What the caller writes narrows nothing, nor does what holds for who lacks the key.
    let narrows = |it: &Condition| {
        let of_caller = CALLERS.iter().any(|key| key.eq_ignore_ascii_case(&it.key));
        !of_caller && !holds_without(it)
    };
    let open = allows && !statement.conditions.iter().any(narrows);
    open.then(|| {
        let summary = "every principal of every AWS account may assume the role".to_string();
        Finding::new(EVERYONE, Security, span, summary)
    })
}

/// Providers whose tokens lack a key that the statement needs, because it is another one's.
fn never(statement: &Statement) -> Vec<Finding> {
    let all: Vec<(&Spanned<String>, &str)> =
        federated(statement).map(|it| (it, provider_of(&it.value))).take(MOST_PROVIDERS).collect();
    let of = |provider: &str| {
        statement.conditions.iter().find(|it| {
            !is_global(&it.key)
                && !holds_without(it)
                && claim_of(it, provider).is_none()
                && all.iter().any(|(_, other)| claim_of(it, other).is_some())
        })
    };
    let never = all.iter().filter_map(|(principal, provider)| {
        let condition = of(provider)?;
        let summary = format!(
            "no token of `{}` is admitted: the statement asks for `{}` too",
            quotable(provider),
            quotable(&condition.key)
        );
        Some(Finding::new(NEVER, Warning, principal.span, summary))
    });
    never.collect()
}

fn names(statement: &Statement, action: &str) -> bool {
    let action = action.to_ascii_lowercase();
    let patterns = statement.actions.patterns.iter();
    patterns.map(|it| Glob::new(&it.value.to_ascii_lowercase())).any(|glob| glob.matches(&action))
}

const NO_ACTION: (&str, &str) = ("action.none", "a statement without actions does nothing");

const DELETED: (&str, &str) = (
    "principal.deleted",
    "AWS keeps the id in place of the ARN, and a new role or user of that name has another",
);

const MISMATCHED: (&str, &str) = (
    "principal.mismatched-action",
    "each kind of principal has a call of its own to assume a role",
);

const EVERYONE: (&str, &str) =
    ("principal.everyone", "`*` means every account, and nothing narrows it here");

const NEVER: (&str, &str) = (
    "principal.never-admitted",
    "all conditions of a statement must hold, and a token fills keys of its own issuer only",
);

/// Each provider meets each condition and each other provider.
const MOST_PROVIDERS: usize = 16;

const PRINCIPAL: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html";
