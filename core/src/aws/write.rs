//! What IAM answers when a trust policy is written.
//!
//! IAM answers one error. The checks run in the order below, each over the whole document, so that
//! the first error is IAM's answer and the others are what it would say next. That actions come
//! before the guard of shared issuers is recorded (`vectors/aws/trust-writes.json`, ids
//! `*/wildcard-action-missing`); the rest of the order is an assumption.

mod parameter;
mod grammar;
mod statement;
mod principal;
mod action;
mod guard;
mod literal;
mod quota;

use alloc::string::String;
use alloc::vec::Vec;

pub(crate) use guard::tenant_key;

use super::policy::{PrincipalKind, Principals, Statement};
use crate::decision::Confidence;
use crate::error::PolicyErrors;
use crate::limits::Limits;
use crate::span::{Span, Spanned};

/// What IAM makes of a trust policy that is to be stored.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WriteCheck {
    /// Whether IAM stores it.
    pub accepted: bool,
    /// Why not. The first is what IAM answers, the others are what it would answer next.
    pub errors: Vec<WriteError>,
    /// How well `accepted` is known: a refusal as well as its best known error, an acceptance as
    /// badly as the least known thing in the policy. IAM also asks whether the accounts, roles and
    /// services named exist, which nothing here can know; then it is `assumed`.
    pub confidence: Confidence,
}

/// An error of IAM about a document.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WriteError {
    /// The code on the wire, such as `MalformedPolicyDocument`.
    pub code: &'static str,
    /// The message, in IAM's words.
    pub message: String,
    /// The HTTP status.
    pub http_status: u16,
    /// What is wrong, in ours: one line, lower case, no final period, outside text in backticks.
    pub reason: String,
    /// Where, if it is one place.
    pub span: Option<Span>,
    /// How well it is known that IAM answers exactly this.
    pub confidence: Confidence,
}

/// What IAM answers when a document becomes the trust policy of a role
/// (`UpdateAssumeRolePolicy`), under the default quota.
///
/// `limits` bounds what is read, except that as many characters are as IAM takes.
///
/// ```
/// use assumable::{Limits, aws};
///
/// let source = r#"{
///   "Version": "2012-10-17",
///   "Statement": {
///     "Effect": "Allow",
///     "Principal": { "Federated": "arn:aws:iam::012345678910:oidc-provider/gitlab.com" },
///     "Action": "sts:AssumeRoleWithWebIdentity",
///     "Condition": { "StringEquals": { "gitlab.com:aud": "https://gitlab.com" } }
///   }
/// }"#;
/// let check = aws::check_trust_policy(source, &Limits::default());
/// assert!(!check.accepted);
/// assert_eq!(check.errors[0].code, "MalformedPolicyDocument");
/// assert_eq!(
///     check.errors[0].message,
///     "Trust policy with trusted principal gitlab.com must evaluate, using StringEquals, \
///      StringLike or StringEqualsIgnoreCase, gitlab.com:sub which is not scoped to all.",
/// );
/// ```
#[must_use]
pub fn check_trust_policy(source: &str, limits: &Limits) -> WriteCheck {
    if let Some(error) = parameter::check(source) {
        return WriteCheck::refused(alloc::vec![error]);
    }
    let policy = match grammar::check(source, limits) {
        Ok(policy) => policy,
        Err(errors) => return WriteCheck::refused(errors),
    };
    let mut errors = Vec::new();
    errors.extend(statement::check(&policy));
    errors.extend(principal::check(&policy));
    errors.extend(action::check(&policy));
    errors.extend(guard::check(&policy));
    errors.extend(literal::check(&policy));
    errors.extend(quota::check(source));
    if !errors.is_empty() {
        return WriteCheck::refused(errors);
    }
    let confidence = [
        statement::acceptance(&policy),
        principal::acceptance(&policy),
        action::acceptance(&policy),
        literal::acceptance(&policy),
        quota::acceptance(source),
    ];
    let confidence = confidence.into_iter().max().unwrap_or(Confidence::Assumed);
    WriteCheck { accepted: true, errors, confidence }
}

impl WriteCheck {
    fn refused(mut errors: Vec<WriteError>) -> Self {
        let confidence = errors.iter().map(|error| error.confidence).min();
        let confidence = confidence.unwrap_or(Confidence::Assumed);
        errors.truncate(PolicyErrors::MOST);
        Self { accepted: false, errors, confidence }
    }
}

impl WriteError {
    /// Words recorded from IAM, or reported by many.
    fn observed(message: impl Into<String>, reason: impl Into<String>, span: Span) -> Self {
        Self {
            confidence: Confidence::Observed,
            ..Self::malformed(message.into(), reason.into(), Some(span))
        }
    }

    /// Words of third parties, or of another situation.
    fn assumed(message: impl Into<String>, reason: impl Into<String>, span: Span) -> Self {
        Self::malformed(message.into(), reason.into(), Some(span))
    }

    fn malformed(message: String, reason: String, span: Option<Span>) -> Self {
        let code = "MalformedPolicyDocument";
        Self { code, message, http_status: 400, reason, span, confidence: Confidence::Assumed }
    }
}

/// The principals that a statement names, in the order of the text.
fn named(statement: &Statement) -> &[(PrincipalKind, Spanned<String>)] {
    match &statement.principals {
        Principals::Anyone(_) => &[],
        Principals::Listed(listed) | Principals::Except(listed) => listed,
    }
}

/// The words that IAM has for most things.
const SYNTAX: &str = "Syntax errors in policy.";
