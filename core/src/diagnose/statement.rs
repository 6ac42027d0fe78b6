//! `policy.wrong-action-or-principal` and `policy.other-issuer`: a statement about somebody else, or
//! about something else.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Diagnosis;
use super::provider::{account_of, is_provider, name, name_in};
use crate::aws::{ASSUME_ROLE_WITH_WEB_IDENTITY, distance, is_built_in};
use crate::cause;
use crate::decision::{ElementTrace, StatementTrace, ValueTrace};
use crate::fix::{Edit, Fix, quoted};
use crate::json::Object;
use crate::visible::quotable;

/// The principal is none that this token's provider could be.
pub(super) fn principal(statement: &StatementTrace, claims: &Object) -> Diagnosis {
    let ElementTrace { actual, expected, .. } = &statement.principal;
    let provider = name(statement, claims);
    let same = expected.iter().find(|it| is_provider(&it.text) && name_in(&it.text) == provider);
    match (same, &**expected) {
        (Some(value), _) if value.text != *actual && is_provider(actual) => {
            other_account(value, actual)
        }
        (Some(value), _) if value.text != *actual && is_built_in(actual) => built_in(value, actual),
        (Some(value), _) => other_kind(statement, value),
        (None, [value]) if !is_provider(&value.text) => other_kind(statement, value),
        _ => other_version(&statement.principal, provider)
            .unwrap_or_else(|| other_issuer(&statement.principal, provider)),
    }
}

/// The same tenant of Microsoft Entra, as the other version of tokens names it.
fn other_version(principal: &ElementTrace, provider: &str) -> Option<Diagnosis> {
    let tenant = |name: &'_ str| {
        let v1 = name.strip_prefix("sts.windows.net/").map(|rest| (1, rest));
        let v2 =
            || Some((2, name.strip_prefix("login.microsoftonline.com/")?.strip_suffix("/v2.0")?));
        v1.or_else(v2).map(|(version, rest)| (version, String::from(rest.trim_end_matches('/'))))
    };
    let (version, has) = tenant(provider)?;
    let mut trusted = principal.expected.iter().filter_map(|it| tenant(name_in(&it.text)));
    let (other, _) = trusted.find(|(other, wants)| *other != version && *wants == has)?;
    let cause = &cause::provider::ENTRA_VERSION;
    Some(Diagnosis::of_policy(
        cause.id,
        format!(
            "the token is of version {version} of Microsoft Entra, from `{}`; the policy trusts the issuer \
             of version {other}",
            quotable(provider)
        ),
        cause.meaning,
        Some(Fix::advice(format!(
            "set `requestedAccessTokenVersion` to {other} in the manifest of the application that the \
                 token is for, or add a statement whose principal is the provider of the token's issuer"
        ))),
    ))
}

fn other_account(value: &ValueTrace, actual: &str) -> Diagnosis {
    let [wants, has] = [&value.text, actual].map(|arn| quotable(account_of(arn)));
    Diagnosis::of_policy(
        WRONG,
        format!("the policy names the provider of account `{wants}`; the role's is in `{has}`"),
        "a role trusts only providers of its own account, by their ARN",
        Some(Fix::edits(
            format!("trusts the provider `{}` instead", quotable(actual)),
            alloc::vec![Edit::text(value.span, actual)],
        )),
    )
}

fn built_in(value: &ValueTrace, actual: &str) -> Diagnosis {
    Diagnosis::of_policy(
        WRONG,
        format!(
            "the policy names `{}`; the provider `{}` is built in and has no ARN",
            quotable(&value.text),
            quotable(actual)
        ),
        "AWS has the providers of Google, Amazon, Facebook and Cognito built in, by name",
        Some(Fix::edits(
            "trusts the built-in provider instead",
            alloc::vec![Edit::text(value.span, actual)],
        )),
    )
}

fn other_kind(statement: &StatementTrace, value: &ValueTrace) -> Diagnosis {
    let principal = &statement.principal;
    let ElementTrace { actual, span, .. } = principal;
    // Without the role's account the provider's ARN is only known from the policy.
    let is_of_token = is_provider(&value.text) && name_in(&value.text) == &**actual;
    let actual = if is_of_token { &value.text } else { actual };
    // What a `NotPrincipal` lists is not who is meant; and nobody else may lose the role.
    let alone = principal.expected.len() == 1 && !value.matched;
    let edit = (alone && is_provider(actual) && asks_for_subject(statement))
        .then(|| Edit::new(*span, format!("{{ \"Federated\": {} }}", quoted(actual))));
    Diagnosis::of_policy(
        WRONG,
        match value.text == *actual {
            true => {
                format!("the policy's principal `{}` is not under `Federated`", quotable(actual))
            }
            false => format!(
                "the policy's principal is `{}`; the token's is its provider `{}`, under `Federated`",
                quotable(&value.text),
                quotable(actual)
            ),
        },
        "a web identity is neither an account nor a service, and `*` under `AWS` does not stand for it",
        Some(match edit {
            Some(edit) => Fix::edits(
                "trusts the token's provider instead; the conditions say which of its tokens",
                alloc::vec![edit],
            ),
            None => Fix::advice(format!(
                "give `{}` a statement of its own, under `Federated` and with a condition on `sub`",
                quotable(actual)
            )),
        }),
    )
}

/// Whom a role trusts at the root is no slip of the pen: nothing is offered.
fn other_issuer(principal: &ElementTrace, provider: &str) -> Diagnosis {
    let names = list(principal.expected.iter().map(|it| name_in(&it.text)));
    Diagnosis::of_policy(
        "policy.other-issuer",
        format!("the token is from `{}`; the policy trusts only {}", quotable(provider), names),
        "a token of another issuer needs a statement of its own",
        Some(Fix::advice(format!(
            "present a token of an issuer that the policy trusts, or add a statement whose principal \
             is the provider of `{}`, with conditions on its `aud` and `sub`",
            quotable(provider)
        ))),
    )
}

/// The statement does not allow what a web identity needs. `None` for other actions: what a token
/// needs beside it is no mistake of this statement.
pub(super) fn action(statement: &StatementTrace) -> Option<Diagnosis> {
    let ElementTrace { actual, expected, span, .. } = &statement.action;
    if actual != ASSUME_ROLE_WITH_WEB_IDENTITY {
        return None;
    }
    let written = list(expected.iter().map(|value| &*value.text));
    let negated = expected.iter().any(|value| value.matched);
    let takes_its_place = |value: &&ValueTrace| {
        ASSUME_ROLES.iter().any(|name| name.eq_ignore_ascii_case(&value.text))
            || distance(&value.text.to_ascii_lowercase(), &actual.to_ascii_lowercase()) <= 3
    };
    // Whoever else is trusted keeps the action that is written.
    let alone = statement.principal.expected.len() == 1;
    let edit = match expected.iter().find(takes_its_place) {
        Some(value) if alone => Edit::text(value.span, actual),
        _ => {
            let names = expected.iter().map(|value| &*value.text).chain([&**actual]);
            let names: Vec<String> = names.map(quoted).collect();
            Edit::new(*span, format!("[{}]", names.join(", ")))
        }
    };
    let fix = if negated {
        Fix::advice("write `Action` in place of `NotAction`")
    } else if !asks_for_subject(statement) {
        Fix::advice(format!(
            "add a condition on the token's `sub` and the action `{actual}`; without the condition \
             every workload of the issuer could assume the role"
        ))
    } else {
        Fix::edits(
            "lets the workload assume the role, under the same conditions",
            alloc::vec![edit],
        )
    };
    Some(Diagnosis::of_policy(
        WRONG,
        format!("the policy allows {}; a web identity needs `{actual}`", written),
        "each way to assume a role is an action of its own",
        Some(fix),
    ))
}

/// Whether the statement says which of the issuer's workloads it is about.
fn asks_for_subject(statement: &StatementTrace) -> bool {
    let mut conditions = statement.conditions.iter();
    conditions.any(|it| !it.negated && it.key.to_ascii_lowercase().ends_with(":sub"))
}

/// The first few of a list; a policy may have thousands.
fn list<'a>(texts: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = texts.len().saturating_sub(MOST_LISTED);
    let shown: Vec<String> =
        texts.take(MOST_LISTED).map(|text| format!("`{}`", quotable(text))).collect();
    let shown = shown.join(", ");
    if more == 0 { shown } else { format!("{shown} and {more} more") }
}

const MOST_LISTED: usize = 5;

/// The actions that people write for it.
const ASSUME_ROLES: [&str; 2] = ["sts:AssumeRole", "sts:AssumeRoleWithSAML"];

const WRONG: &str = "policy.wrong-action-or-principal";
