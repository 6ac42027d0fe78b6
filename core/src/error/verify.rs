use alloc::string::String;
use alloc::vec::Vec;
use core::error::Error;
use core::fmt;

use super::{ClaimError, Explain, KeyError, TokenError};
use crate::span::Span;
use crate::time::{Seconds, Timestamp};

/// Why a token's signature is not accepted with a key set.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum SignatureError {
    /// The token's `alg` is none that may be used: not supported, not the issuer's, or `none`.
    AlgorithmNotAllowed {
        /// As written.
        found: String,
        /// What may be used.
        allowed: Vec<&'static str>,
    },
    /// No key has the token's `kid`, or there are no keys.
    UnknownKey {
        /// The token's `kid`.
        id: Option<String>,
        /// The `kid`s there are.
        known: Vec<String>,
    },
    /// The key that the token names must not be used.
    UnusableKey {
        /// The token's `kid`.
        id: Option<String>,
        /// Why.
        reason: KeyError,
    },
    /// The keys that could be meant are not for the token's algorithm.
    KeyMismatch {
        /// The token's `kid`.
        id: Option<String>,
        /// The token's algorithm.
        algorithm: &'static str,
        /// What these keys are for.
        possible: Vec<&'static str>,
    },
    /// More than one key could be meant.
    AmbiguousKey {
        /// The token's algorithm.
        algorithm: &'static str,
        /// Thumbprints of the keys.
        candidates: Vec<String>,
    },
    /// The key did not make this signature over this token.
    Invalid {
        /// The key's `kid`.
        id: Option<String>,
        /// The algorithm.
        algorithm: &'static str,
        /// Length of the token's signature, in bytes.
        length: usize,
        /// Length of every signature of the key, in bytes.
        expected_length: usize,
    },
}

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

impl Explain for SignatureError {
    fn code(&self) -> &'static str {
        match self {
            Self::AlgorithmNotAllowed { .. } => "algorithm-not-allowed",
            Self::UnknownKey { .. } => "unknown-key",
            Self::UnusableKey { .. } => "unusable-key",
            Self::KeyMismatch { .. } => "key-mismatch",
            Self::AmbiguousKey { .. } => "ambiguous-key",
            Self::Invalid { .. } => "signature-invalid",
        }
    }

    fn help(&self) -> Option<&'static str> {
        match self {
            Self::AlgorithmNotAllowed { .. } => None,
            Self::UnknownKey { .. } => {
                Some("the key set may be of another issuer, or older than the token")
            }
            Self::UnusableKey { reason, .. } => reason.help(),
            Self::KeyMismatch { id: None, .. } => None,
            Self::KeyMismatch { .. } => Some("a token cannot choose what a key is used for"),
            Self::AmbiguousKey { .. } => Some("the issuer must give its keys different `kid`s"),
            Self::Invalid { length: 0, .. } => None,
            Self::Invalid {
                algorithm: "ES256" | "ES384" | "ES512",
                length,
                expected_length,
                ..
            } if length != expected_length => {
                Some("a token holds the bare bytes of `r` and `s`, not the DER form of OpenSSL")
            }
            Self::Invalid { .. } => {
                Some("the token was changed after signing, or another key signed it")
            }
        }
    }
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AlgorithmNotAllowed { found, allowed } => write!(
                f,
                "the algorithm `{}` is not allowed, only {}",
                found.escape_debug(),
                Algorithms(allowed)
            ),
            Self::UnknownKey { id: Some(id), known } if known.is_empty() => {
                write!(f, "the key set has no key `{}`, nor any other", id.escape_debug())
            }
            Self::UnknownKey { id: Some(id), known } => {
                write!(f, "the key set has no key `{}`, only {}", id.escape_debug(), List(known))
            }
            Self::UnknownKey { id: None, .. } => f.write_str("the key set has no usable key"),
            Self::UnusableKey { id, reason } => {
                write!(f, "{} must not be used: {reason}", KeyName(id.as_deref()))
            }
            Self::KeyMismatch { id: None, algorithm, .. } => {
                write!(f, "the key set has no key for {algorithm}")
            }
            Self::KeyMismatch { id, algorithm, possible } => write!(
                f,
                "{} is for {}, but the token asks for `{algorithm}`",
                KeyName(id.as_deref()),
                Algorithms(possible)
            ),
            Self::AmbiguousKey { algorithm, candidates } => {
                write!(f, "{} keys fit the token and {algorithm}: ", candidates.len())?;
                List(candidates).fmt(f)
            }
            Self::Invalid { algorithm, length: 0, .. } => {
                write!(f, "the {algorithm} signature is empty")
            }
            Self::Invalid { id, algorithm, length, expected_length }
                if length != expected_length =>
            {
                write!(
                    f,
                    "{algorithm} signatures of {} are {expected_length} bytes long, this one {length}",
                    KeyName(id.as_deref())
                )
            }
            Self::Invalid { id, .. } => {
                write!(f, "{} did not sign this token", KeyName(id.as_deref()))
            }
        }
    }
}

impl Error for SignatureError {}

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
                issuer.escape_debug(),
                List(trusted)
            ),
            Self::TypeNotAllowed { found: Some(found), allowed } => write!(
                f,
                "the type `{}` is not allowed, only {}",
                found.escape_debug(),
                List(allowed)
            ),
            Self::TypeNotAllowed { found: None, allowed } => {
                write!(f, "the header has no `typ`; it must say {}", List(allowed))
            }
            Self::KeysUnavailable { issuer } => {
                write!(f, "the keys of `{}` are not at hand", issuer.escape_debug())
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
                algorithm.escape_debug()
            ),
            Self::UnknownAlgorithm { algorithm, .. } => {
                write!(f, "the algorithm `{}` is not supported", algorithm.escape_debug())
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
                write!(f, "there are two rules for the issuer `{}`", issuer.escape_debug())
            }
            Self::NoAudience { issuer } => {
                write!(f, "the rule for `{}` accepts no audience", issuer.escape_debug())
            }
            Self::NoType { issuer } => {
                write!(f, "the rule for `{}` accepts no type", issuer.escape_debug())
            }
            Self::NoAlgorithm { issuer } => {
                write!(f, "the rule for `{}` accepts no algorithm", issuer.escape_debug())
            }
            Self::UnknownIssuer { issuer } => {
                write!(f, "there is no rule for the issuer `{}`", issuer.escape_debug())
            }
        }
    }
}

impl Error for VerifierError {}

/// Names in backticks, separated by commas; the first few if there are many.
struct List<'a, T>(&'a [T]);

impl<T: AsRef<str>> fmt::Display for List<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("nobody");
        }
        for (index, name) in self.0.iter().take(NAMES_SHOWN).enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}`{}`", name.as_ref().escape_debug())?;
        }
        match self.0.len().checked_sub(NAMES_SHOWN + 1) {
            Some(more) => write!(f, " and {} more", more + 1),
            None => Ok(()),
        }
    }
}

/// All of them: the list is closed, and the one that somebody looks for should be in it.
struct Algorithms<'a>(&'a [&'static str]);

impl fmt::Display for Algorithms<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, name) in self.0.iter().enumerate() {
            write!(f, "{}`{name}`", if index == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

struct KeyName<'a>(Option<&'a str>);

impl fmt::Display for KeyName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(id) => write!(f, "the key `{}`", id.escape_debug()),
            None => f.write_str("the key"),
        }
    }
}

/// A message is one line.
const NAMES_SHOWN: usize = 5;
