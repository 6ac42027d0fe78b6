use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::error::Error;
use core::fmt;

use super::list::List;
use super::{Explain, FetchError, SignatureError, TokenError};
use crate::span::Span;
use crate::time::{Seconds, Timestamp};
use crate::visible::quotable;

/// Why a token is refused.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum VerifyError {
    /// It cannot be read, or a claim breaks its rule.
    Token(TokenError),
    /// Its issuer is not one of those that were configured.
    IssuerNotTrusted {
        /// The token's `iss`.
        issuer: String,
        /// The configured ones.
        trusted: Vec<String>,
    },
    /// Its `typ` is none that may be used: it was made for another purpose ([RFC 8725 section
    /// 3.11]).
    ///
    /// [RFC 8725 section 3.11]: https://www.rfc-editor.org/rfc/rfc8725#section-3.11
    TypeNotAllowed {
        /// As written.
        found: Option<String>,
        /// What may be used.
        allowed: Vec<String>,
    },
    /// The issuer's keys are not at hand. This says nothing about the token.
    KeysUnavailable {
        /// The issuer.
        issuer: String,
        /// When it is worth asking again, if they are to be fetched.
        retry_after: Option<Seconds>,
        /// Why they could not be fetched, if that was tried.
        error: Option<Box<FetchError>>,
    },
    /// Its signature is not accepted.
    Signature(SignatureError),
    /// A claim that must be there is not.
    MissingClaim {
        /// Which one.
        claim: &'static str,
    },
    /// Its time is over ([RFC 7519 section 4.1.4]).
    ///
    /// [RFC 7519 section 4.1.4]: https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4
    Expired {
        /// When it was presented.
        now: Timestamp,
        /// Its `exp`.
        expired_at: Timestamp,
        /// How much longer it would have been accepted.
        tolerance: Seconds,
    },
    /// Its time has not come ([RFC 7519 section 4.1.5]).
    ///
    /// [RFC 7519 section 4.1.5]: https://www.rfc-editor.org/rfc/rfc7519#section-4.1.5
    NotYetValid {
        /// When it was presented.
        now: Timestamp,
        /// Its `nbf`.
        valid_from: Timestamp,
        /// How much earlier it would have been accepted.
        tolerance: Seconds,
    },
    /// It claims to be made in the future: a clock is wrong.
    IssuedInFuture {
        /// When it was presented.
        now: Timestamp,
        /// Its `iat`.
        issued_at: Timestamp,
        /// How much earlier it would have been accepted.
        tolerance: Seconds,
    },
    /// It is for somebody else ([RFC 7519 section 4.1.3]).
    ///
    /// [RFC 7519 section 4.1.3]: https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3
    AudienceMismatch {
        /// The token's `aud`.
        actual: Vec<String>,
        /// What is accepted.
        expected: Vec<String>,
    },
}

impl Explain for VerifyError {
    fn code(&self) -> &'static str {
        match self {
            Self::Token(error) => error.code(),
            Self::IssuerNotTrusted { .. } => "issuer-not-trusted",
            Self::TypeNotAllowed { .. } => "type-not-allowed",
            Self::KeysUnavailable { .. } => "keys-unavailable",
            Self::Signature(error) => error.code(),
            Self::MissingClaim { .. } => "missing-claim",
            Self::Expired { .. } => "token-expired",
            Self::NotYetValid { .. } => "token-not-yet-valid",
            Self::IssuedInFuture { .. } => "token-issued-in-future",
            Self::AudienceMismatch { .. } => "audience-mismatch",
        }
    }

    fn span(&self) -> Option<Span> {
        match self {
            Self::Token(error) => error.span(),
            _ => None,
        }
    }

    fn help(&self) -> Option<&'static str> {
        match self {
            Self::Token(error) => error.help(),
            Self::IssuerNotTrusted { .. } => {
                Some("issuers are compared byte by byte: mind the scheme and a final `/`")
            }
            Self::Signature(error) => error.help(),
            Self::NotYetValid { .. } | Self::IssuedInFuture { .. } => {
                Some("a clock is wrong, here or where the token was made")
            }
            Self::TypeNotAllowed { found: Some(_), .. } => {
                Some("an issuer signs more than tokens; this one may have another purpose")
            }
            Self::Expired { .. } => Some("ask the issuer for a new token"),
            _ => None,
        }
    }
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(error) => error.fmt(f),
            Self::IssuerNotTrusted { issuer, trusted } => write!(
                f,
                "the issuer `{}` is not trusted, only {}",
                quotable(issuer),
                List(trusted)
            ),
            Self::TypeNotAllowed { found: Some(found), allowed } => {
                write!(f, "the type `{}` is not allowed, only {}", quotable(found), List(allowed))
            }
            Self::TypeNotAllowed { found: None, allowed } => {
                write!(f, "the header has no `typ`; it must say {}", List(allowed))
            }
            Self::KeysUnavailable { issuer, retry_after, error } => {
                write!(f, "the keys of `{}` are not at hand", quotable(issuer))?;
                if let Some(error) = error {
                    write!(f, ": {error}")?;
                }
                match retry_after {
                    Some(Seconds(0)) | None => Ok(()),
                    Some(length) => write!(f, "; the next attempt is in {length}"),
                }
            }
            Self::Signature(error) => error.fmt(f),
            Self::MissingClaim { claim } => write!(f, "the claim `{claim}` is missing"),
            Self::Expired { now, expired_at, tolerance } => write!(
                f,
                "the token expired at {expired_at}, {} before {now} (tolerance: {tolerance})",
                now.since(*expired_at)
            ),
            Self::NotYetValid { now, valid_from, tolerance } => write!(
                f,
                "the token is valid from {valid_from}, {} after {now} (tolerance: {tolerance})",
                valid_from.since(*now)
            ),
            Self::IssuedInFuture { now, issued_at, tolerance } => write!(
                f,
                "the token was issued at {issued_at}, {} after {now} (tolerance: {tolerance})",
                issued_at.since(*now)
            ),
            Self::AudienceMismatch { actual, expected } => {
                write!(f, "the token is for {}, not for {}", List(actual), List(expected))
            }
        }
    }
}

impl Error for VerifyError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Token(error) => Some(error),
            Self::Signature(error) => Some(error),
            Self::KeysUnavailable { error, .. } => Some(error.as_deref()?),
            _ => None,
        }
    }
}

impl From<TokenError> for VerifyError {
    fn from(error: TokenError) -> Self {
        Self::Token(error)
    }
}

impl From<SignatureError> for VerifyError {
    fn from(error: SignatureError) -> Self {
        Self::Signature(error)
    }
}
