use alloc::string::String;
use core::error::Error;
use core::fmt;

use super::{ClaimError, Explain, TokenError};
use crate::span::Span;
use crate::visible::quotable;

/// What a strict verifier finds wrong with a token before it looks at keys or at the time.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Problem {
    /// `alg` is `none`: nobody signed it ([RFC 7515 appendix A.5]).
    ///
    /// [RFC 7515 appendix A.5]: https://www.rfc-editor.org/rfc/rfc7515#appendix-A.5
    Unsecured {
        /// The header.
        span: Span,
    },
    /// `alg` is an HMAC: whoever can verify it can also make it.
    SymmetricAlgorithm {
        /// As written.
        algorithm: String,
        /// The header.
        span: Span,
    },
    /// `alg` is none that is supported.
    UnknownAlgorithm {
        /// As written.
        algorithm: String,
        /// The header.
        span: Span,
    },
    /// The signature is empty.
    Unsigned {
        /// The signature.
        span: Span,
    },
    /// The header brings or points to its own key, which is ignored.
    EmbeddedKey {
        /// Which parameter.
        parameter: &'static str,
        /// The header.
        span: Span,
    },
    /// The payload is no claims, or a claim breaks its rule.
    Token(TokenError),
    /// A claim that must be there is not.
    MissingClaim {
        /// Which one.
        claim: &'static str,
        /// The payload.
        span: Span,
    },
}

impl Problem {
    /// The claim at fault, with its place in the decoded payload, if it is a claim.
    #[must_use]
    pub fn claim_error(&self) -> Option<&ClaimError> {
        match self {
            Self::Token(TokenError::Claim { error, .. }) => Some(error),
            _ => None,
        }
    }
}

impl Explain for Problem {
    fn code(&self) -> &'static str {
        match self {
            Self::Unsecured { .. } => "token-unsecured",
            Self::SymmetricAlgorithm { .. } => "token-symmetric-algorithm",
            Self::UnknownAlgorithm { .. } => "token-unknown-algorithm",
            Self::Unsigned { .. } => "token-unsigned",
            Self::EmbeddedKey { .. } => "token-embedded-key",
            Self::Token(error) => error.code(),
            Self::MissingClaim { .. } => "missing-claim",
        }
    }

    fn span(&self) -> Option<Span> {
        match self {
            Self::Unsecured { span }
            | Self::SymmetricAlgorithm { span, .. }
            | Self::UnknownAlgorithm { span, .. }
            | Self::Unsigned { span }
            | Self::EmbeddedKey { span, .. }
            | Self::MissingClaim { span, .. } => Some(*span),
            Self::Token(error) => error.span(),
        }
    }

    fn help(&self) -> Option<&'static str> {
        match self {
            Self::EmbeddedKey { .. } => Some("anybody can sign with a key of their own"),
            Self::Token(error) => error.help(),
            _ => None,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsecured { .. } => f.write_str("`alg` is `none`: nobody signed this token"),
            Self::SymmetricAlgorithm { algorithm, .. } => write!(
                f,
                "`alg` is `{}`: whoever can verify such a token can also forge it",
                quotable(algorithm)
            ),
            Self::UnknownAlgorithm { algorithm, .. } => {
                write!(f, "the algorithm `{}` is not supported", quotable(algorithm))
            }
            Self::Unsigned { .. } => f.write_str("the signature is empty"),
            Self::EmbeddedKey { parameter, .. } => {
                write!(
                    f,
                    "`{parameter}` in the header is ignored: a token cannot bring its own key"
                )
            }
            Self::Token(error) => error.fmt(f),
            Self::MissingClaim { claim, .. } => write!(f, "the claim `{claim}` is missing"),
        }
    }
}

impl Error for Problem {}
