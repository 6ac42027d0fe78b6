//! Which principals IAM takes, as far as the text alone can say.
//!
//! Source: [Principal](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::grammar::{NOT_A_PROVIDER, NOT_AN_OBJECT};
use super::{WriteError, named};
use crate::aws::policy::{PrincipalKind, Principals, Statement, TrustPolicy};
use crate::aws::provider_keys::is_built_in;
use crate::decision::Confidence;
use crate::span::{Span, Spanned};
use crate::visible::{quotable, visible};

/// Every principal that cannot be one.
pub(super) fn check(policy: &TrustPolicy) -> Vec<WriteError> {
    policy.statements().iter().flat_map(statement).collect()
}

/// Recorded are web identity providers, and everyone (`vectors/aws/context.json`, id
/// `wic-principal-AWS-wildcard`). Of all others IAM knows whether they exist.
pub(super) fn acceptance(policy: &TrustPolicy) -> Confidence {
    let recorded = |(kind, name): &(PrincipalKind, Spanned<String>)| match kind {
        PrincipalKind::Federated => is_recorded_provider(&name.value),
        PrincipalKind::Aws => name.value == "*",
        PrincipalKind::Service | PrincipalKind::CanonicalUser => false,
    };
    let known = |statement: &Statement| {
        let named = named(statement);
        !named.is_empty() && named.iter().all(recorded)
    };
    if policy.statements().iter().all(known) { Confidence::Observed } else { Confidence::Assumed }
}

/// Whether IAM was recorded writing the like: OIDC providers by their ARN, which need not exist, and
/// built-in ones by their bare name. Nobody wrote the ARN of a built-in one, nor an ARN of another
/// partition.
pub(super) fn is_recorded_provider(name: &str) -> bool {
    let issuer = name.split_once(":oidc-provider/").filter(|(arn, _)| arn.starts_with("arn:aws:"));
    issuer.map_or(is_built_in(name), |(_, issuer)| !is_built_in(issuer))
}

fn statement(statement: &Statement) -> Vec<WriteError> {
    match &statement.principals {
        // Access Analyzer calls it an error; what IAM says is a third party's claim.
        Principals::Anyone(span) => {
            let reason = "`\"*\"` alone is no principal of a trust policy; `{\"AWS\": \"*\"}` is";
            alloc::vec![WriteError::assumed(NOT_AN_OBJECT, reason, *span)]
        }
        // An empty list beside others may stand (Access Analyzer: `EMPTY_ARRAY_PRINCIPAL`).
        Principals::Listed(listed) | Principals::Except(listed) if listed.is_empty() => {
            let message = "Missing required field Principal cannot be empty!";
            let reason = "the statement names no principal";
            alloc::vec![WriteError::assumed(message, reason, statement.principal_span)]
        }
        Principals::Listed(listed) | Principals::Except(listed) => listed
            .iter()
            .filter_map(|(kind, name)| refusal(*kind, &name.value, name.span))
            .collect(),
    }
}

fn refusal(kind: PrincipalKind, name: &str, span: Span) -> Option<WriteError> {
    let invalid = |key: &str, what: &str, confidence| {
        let message = format!("Invalid principal in policy: \"{key}\":\"{}\"", visible(name));
        let reason = format!("`{}` is no {what}", quotable(name));
        Some(WriteError { confidence, ..WriteError::assumed(message, reason, span) })
    };
    match kind {
        PrincipalKind::Federated if is_provider(name) || is_domain(name) => None,
        PrincipalKind::Federated => {
            let name = quotable(name);
            let reason = format!("`{name}` is neither the ARN of a provider nor a domain");
            let reported = name.starts_with("arn:");
            let confidence = if reported { Confidence::Observed } else { Confidence::Assumed };
            Some(WriteError { confidence, ..WriteError::assumed(NOT_A_PROVIDER, reason, span) })
        }
        PrincipalKind::Aws if name == "*" || is_account(name) || is_aws_arn(name) => None,
        PrincipalKind::Aws => {
            invalid("AWS", "account, nor the ARN of an account, role or user", Confidence::Observed)
        }
        PrincipalKind::Service if is_domain(name) => None,
        PrincipalKind::Service => invalid("SERVICE", "service", Confidence::Assumed),
        PrincipalKind::CanonicalUser => {
            invalid("CANONICALUSER", "principal of a trust policy", Confidence::Assumed)
        }
    }
}

/// The ARN of a SAML or OIDC provider.
fn is_provider(name: &str) -> bool {
    let Some(("iam", resource)) = arn(name) else { return false };
    let id =
        resource.strip_prefix("oidc-provider/").or_else(|| resource.strip_prefix("saml-provider/"));
    id.is_some_and(|id| !id.is_empty() && !id.contains(['*', '?', ' ']))
}

/// The ARN of an account, a user, a role or a session. A part of it cannot be a wildcard.
fn is_aws_arn(name: &str) -> bool {
    let starts = |resource: &str, kinds: &[&str]| {
        kinds.iter().any(|kind| resource.strip_prefix(kind).is_some_and(|rest| !rest.is_empty()))
    };
    match arn(name) {
        _ if name.contains(['*', '?']) => false,
        Some(("iam", "root")) => true,
        Some(("iam", resource)) => starts(resource, &["user/", "role/"]),
        Some(("sts", resource)) => starts(resource, &["assumed-role/", "federated-user/"]),
        _ => false,
    }
}

/// Service and resource of an ARN of an account.
fn arn(name: &str) -> Option<(&str, &str)> {
    let mut parts = name.splitn(6, ':');
    let mut next = || parts.next();
    let (arn, partition, service) = (next()?, next()?, next()?);
    let (region, account, resource) = (next()?, next()?, next()?);
    let partition = partition == "aws" || partition.starts_with("aws-");
    (arn == "arn" && partition && region.is_empty() && is_account(account))
        .then_some((service, resource))
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Labels of letters, digits and hyphens, at least two.
fn is_domain(name: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    name.contains('.') && name.split('.').all(is_label)
}
