use alloc::string::String;
use core::error::Error;
use core::fmt;

use super::Explain;
use crate::visible::quotable;

/// Why a verifier cannot be set up like this.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum VerifierError {
    /// No issuer is trusted.
    NoIssuer,
    /// Two rules for the same issuer.
    DuplicateIssuer {
        /// The issuer.
        issuer: String,
    },
    /// A rule that accepts no audience.
    NoAudience {
        /// Its issuer.
        issuer: String,
    },
    /// A rule that accepts no type.
    NoType {
        /// Its issuer.
        issuer: String,
    },
    /// A rule that accepts no algorithm.
    NoAlgorithm {
        /// Its issuer.
        issuer: String,
    },
    /// Keys for an issuer that has no rule.
    UnknownIssuer {
        /// The issuer.
        issuer: String,
    },
}

impl Explain for VerifierError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoIssuer => "verifier-no-issuer",
            Self::DuplicateIssuer { .. } => "verifier-duplicate-issuer",
            Self::NoAudience { .. } => "verifier-no-audience",
            Self::NoType { .. } => "verifier-no-type",
            Self::NoAlgorithm { .. } => "verifier-no-algorithm",
            Self::UnknownIssuer { .. } => "verifier-unknown-issuer",
        }
    }
}

impl fmt::Display for VerifierError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoIssuer => f.write_str("a verifier needs at least one issuer"),
            Self::DuplicateIssuer { issuer } => {
                write!(f, "there are two rules for the issuer `{}`", quotable(issuer))
            }
            Self::NoAudience { issuer } => {
                write!(f, "the rule for `{}` accepts no audience", quotable(issuer))
            }
            Self::NoType { issuer } => {
                write!(f, "the rule for `{}` accepts no type", quotable(issuer))
            }
            Self::NoAlgorithm { issuer } => {
                write!(f, "the rule for `{}` accepts no algorithm", quotable(issuer))
            }
            Self::UnknownIssuer { issuer } => {
                write!(f, "there is no rule for the issuer `{}`", quotable(issuer))
            }
        }
    }
}

impl Error for VerifierError {}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use super::*;

    #[test]
    fn text_from_outside_cannot_leave_its_backticks() {
        let error = VerifierError::NoType { issuer: "a` b\n".into() };
        assert_eq!(error.to_string(), "the rule for `aˋ b\\u{a}` accepts no type");
    }
}
