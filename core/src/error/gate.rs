use alloc::string::String;
use core::error::Error;
use core::fmt;

use super::Explain;
use crate::span::Span;
use crate::visible::quotable;

/// One reason why a trust policy cannot be a gate's as it is written: a part of it can never match
/// there, so that a `Deny` would keep nobody out.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum GateError {
    /// Two issuers that condition keys do not keep apart: claims of the one would be those of the other.
    IssuersOverlap {
        /// One of them, as policies name it.
        one: String,
        /// The other.
        other: String,
    },
    /// A principal that is none of the gate's issuers.
    Principal {
        /// As written.
        name: String,
        /// The issuer that it resembles, as a policy names it.
        suggestion: Option<String>,
        /// Where.
        span: Span,
    },
    /// `NotPrincipal`: a gate admits nobody for not being named.
    NotPrincipal {
        /// Where.
        span: Span,
    },
    /// Actions of which none is what a gate decides about.
    Action {
        /// Where `Action` or `NotAction` stands.
        span: Span,
    },
    /// A condition key, or a variable, that no request at this gate has.
    Key {
        /// As written.
        key: String,
        /// The key that it resembles.
        suggestion: Option<String>,
        /// Where.
        span: Span,
    },
    /// A condition key, or a variable, of an issuer that the statement does not name, or of another one than what else it needs.
    KeyOfAnotherIssuer {
        /// As written.
        key: String,
        /// Where.
        span: Span,
    },
    /// A value with a `${` that nothing is put in place of: it begins no variable, or neither the operator nor the policy's `Version` knows any.
    Variable {
        /// The value as written.
        value: String,
        /// Where.
        span: Span,
    },
    /// `Null` with `ForAnyValue`, which never matches, or with `ForAllValues`, which always does.
    NullOfSet {
        /// Where the operator stands.
        span: Span,
    },
}

impl Explain for GateError {
    fn code(&self) -> &'static str {
        match self {
            Self::IssuersOverlap { .. } => "gate-issuers-overlap",
            Self::Principal { .. } => "gate-principal",
            Self::NotPrincipal { .. } => "gate-not-principal",
            Self::Action { .. } => "gate-action",
            Self::Key { .. } => "gate-key",
            Self::KeyOfAnotherIssuer { .. } => "gate-key-of-another-issuer",
            Self::Variable { .. } => "gate-variable",
            Self::NullOfSet { .. } => "gate-null",
        }
    }

    fn span(&self) -> Option<Span> {
        match self {
            Self::IssuersOverlap { .. } => None,
            Self::Principal { span, .. }
            | Self::NotPrincipal { span }
            | Self::Action { span }
            | Self::Key { span, .. }
            | Self::KeyOfAnotherIssuer { span, .. }
            | Self::Variable { span, .. }
            | Self::NullOfSet { span } => Some(*span),
        }
    }

    fn help(&self) -> Option<&'static str> {
        match self {
            Self::IssuersOverlap { .. } => Some("make a gate for each of them"),
            Self::Principal { .. } => Some(
                "name an issuer of the gate as `Federated`, without `https://`, or by the ARN of a provider for it",
            ),
            Self::NotPrincipal { .. } => Some("say whom the statement is about, with `Principal`"),
            Self::Action { .. } => Some("the action of a gate is `sts:AssumeRoleWithWebIdentity`"),
            Self::Key { .. } => Some(
                "a claim's key is the issuer without `https://`, `:` and the claim; a request has `http:Method`, `http:Host`, `http:Path`, `aws:SourceIp`, `aws:CurrentTime`, `aws:EpochTime`, `aws:SecureTransport` and `aws:UserAgent`",
            ),
            Self::KeyOfAnotherIssuer { .. } => {
                Some("a token has the keys of its own issuer; write a statement for each issuer")
            }
            Self::Variable { .. } => Some(
                "a variable is `${key}` or `${key, 'default'}`, in a policy of the `Version` 2012-10-17, under an operator for texts or ARNs or `Bool`",
            ),
            Self::NullOfSet { .. } => Some("leave `ForAnyValue` or `ForAllValues` out"),
        }
    }
}

impl fmt::Display for GateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::IssuersOverlap { one, other } => {
                let (one, other) = (quotable(one), quotable(other));
                write!(f, "condition keys do not keep `{one}` and `{other}` apart")
            }
            Self::Principal { name, suggestion, .. } => {
                write!(f, "the principal `{}` is none of the gate's issuers", quotable(name))?;
                did_you_mean(f, suggestion.as_deref())
            }
            Self::NotPrincipal { .. } => {
                f.write_str("`NotPrincipal` says who is not meant; a gate must know who is")
            }
            Self::Action { .. } => {
                f.write_str("the statement is about no action that a gate decides about")
            }
            Self::Key { key, suggestion, .. } => {
                write!(f, "no request at this gate has the condition key `{}`", quotable(key))?;
                did_you_mean(f, suggestion.as_deref())
            }
            Self::KeyOfAnotherIssuer { key, .. } => {
                let key = quotable(key);
                write!(f, "no token that meets the rest of the statement has `{key}`")
            }
            Self::Variable { value, .. } => {
                write!(f, "nothing is put in place of `${{` in `{}`", quotable(value))
            }
            Self::NullOfSet { .. } => {
                f.write_str("`ForAnyValue:Null` never matches, and `ForAllValues:Null` always does")
            }
        }
    }
}

impl Error for GateError {}

fn did_you_mean(f: &mut fmt::Formatter<'_>, suggestion: Option<&str>) -> fmt::Result {
    match suggestion {
        Some(suggestion) => write!(f, "; did you mean `{}`?", quotable(suggestion)),
        None => Ok(()),
    }
}
