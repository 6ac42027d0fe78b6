use alloc::string::String;
use core::error::Error;
use core::fmt;

use super::{EncodingError, Explain, JsonError, JsonType};
use crate::span::Span;
use crate::visible::quotable;

/// Why a text is not a token that can be looked at ([RFC 7515 section 5.2], [RFC 7519 section
/// 7.2]).
///
/// Spans are places in the token's text. Where an inner error knows a place in the *decoded* text
/// of a part, the span is that whole part and the inner error keeps the finer place.
///
/// [RFC 7515 section 5.2]: https://www.rfc-editor.org/rfc/rfc7515#section-5.2
/// [RFC 7519 section 7.2]: https://www.rfc-editor.org/rfc/rfc7519#section-7.2
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum TokenError {
    /// There is no text.
    Empty,
    /// Longer than the limit; nothing of it was read.
    TooLong {
        /// Length in bytes.
        actual: usize,
        /// Most bytes allowed.
        limit: usize,
    },
    /// Not three parts separated by two periods.
    Parts {
        /// How many parts there are.
        found: usize,
        /// From the first part that is one too many, or the end of the text.
        span: Span,
    },
    /// A part is not base64url.
    Encoding {
        /// Which part.
        part: TokenPart,
        /// The departure, with its place in the part.
        error: EncodingError,
        /// The place in the token.
        span: Span,
    },
    /// The header is longer than the limit.
    HeaderTooLong {
        /// Length in decoded bytes.
        actual: usize,
        /// Most bytes allowed.
        limit: usize,
        /// The header.
        span: Span,
    },
    /// A part's bytes are not UTF-8.
    Utf8 {
        /// Which part.
        part: TokenPart,
        /// The part.
        span: Span,
    },
    /// A part's text is not the JSON we accept.
    Json {
        /// Which part.
        part: TokenPart,
        /// The departure, with its place in the decoded text.
        error: JsonError,
        /// The part.
        span: Span,
    },
    /// A part is JSON, but not an object.
    NotAnObject {
        /// Which part.
        part: TokenPart,
        /// What it is.
        found: JsonType,
        /// The part.
        span: Span,
    },
    /// The header does not say which algorithm made the signature (RFC 7515 section 4.1.1).
    NoAlgorithm {
        /// The header.
        span: Span,
    },
    /// A header parameter of the wrong JSON type.
    WrongHeaderType {
        /// Which parameter, such as `kid`.
        parameter: &'static str,
        /// What it must be.
        expected: &'static str,
        /// What it is.
        found: JsonType,
        /// The header.
        span: Span,
    },
    /// `crit` is empty, holds a parameter twice, or names one that it may not name (RFC 7515
    /// section 4.1.11).
    MalformedCritical {
        /// The header.
        span: Span,
    },
    /// `crit` names an extension that must be understood, and is not (RFC 7515 section 4.1.11).
    UnknownCritical {
        /// The extension.
        name: String,
        /// The header.
        span: Span,
    },
    /// `b64` is `false`: the payload would not be base64url (RFC 7797), which a JWT forbids.
    UnencodedPayload {
        /// The header.
        span: Span,
    },
    /// A claim breaks its rule.
    Claim {
        /// Which and how, with its place in the decoded payload.
        error: ClaimError,
        /// The payload.
        span: Span,
    },
}

/// The three parts of a token, in order.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum TokenPart {
    /// The JOSE header.
    Header,
    /// The claims.
    Payload,
    /// The signature over the other two.
    Signature,
}

/// A claim that breaks its rule in [RFC 7519 section 4.1]. Spans are places in the text of the
/// claims.
///
/// [RFC 7519 section 4.1]: https://www.rfc-editor.org/rfc/rfc7519#section-4.1
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ClaimError {
    /// A value of the wrong JSON type.
    WrongType {
        /// Which claim.
        claim: &'static str,
        /// What it must be.
        expected: &'static str,
        /// What it is.
        found: JsonType,
        /// Where.
        span: Span,
    },
    /// The audience is an array, and not every element is a string.
    AudienceElement {
        /// What the first other element is.
        found: JsonType,
        /// Where.
        span: Span,
    },
    /// A time outside the years 1 to 9999.
    OutOfRange {
        /// Which claim.
        claim: &'static str,
        /// The number as written.
        number: String,
        /// Where.
        span: Span,
    },
}

impl Explain for TokenError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "token-empty",
            Self::TooLong { .. } => "token-too-long",
            Self::Parts { .. } => "token-parts",
            Self::Encoding { error, .. } => error.code(),
            Self::HeaderTooLong { .. } => "token-header-too-long",
            Self::Utf8 { .. } => "token-utf8",
            Self::Json { error, .. } => error.code(),
            Self::NotAnObject { .. } => "token-not-an-object",
            Self::NoAlgorithm { .. } => "token-no-algorithm",
            Self::WrongHeaderType { .. } => "token-wrong-header-type",
            Self::MalformedCritical { .. } => "token-malformed-critical",
            Self::UnknownCritical { .. } => "token-unknown-critical",
            Self::UnencodedPayload { .. } => "token-unencoded-payload",
            Self::Claim { error, .. } => error.code(),
        }
    }

    fn span(&self) -> Option<Span> {
        match self {
            Self::Empty | Self::TooLong { .. } => None,
            Self::Parts { span, .. }
            | Self::Encoding { span, .. }
            | Self::HeaderTooLong { span, .. }
            | Self::Utf8 { span, .. }
            | Self::Json { span, .. }
            | Self::NotAnObject { span, .. }
            | Self::NoAlgorithm { span }
            | Self::WrongHeaderType { span, .. }
            | Self::MalformedCritical { span }
            | Self::UnknownCritical { span, .. }
            | Self::UnencodedPayload { span }
            | Self::Claim { span, .. } => Some(*span),
        }
    }

    fn help(&self) -> Option<&'static str> {
        match self {
            Self::Parts { found: 5, .. } => {
                Some("five parts are an encrypted token (JWE), which carries no readable claims")
            }
            Self::Parts { .. } => Some("a token is header, payload and signature; copy it whole"),
            // Issuers write signatures well; what ends at an odd place was longer.
            Self::Encoding {
                part: TokenPart::Signature,
                error: EncodingError::Length { .. } | EncodingError::TrailingBits { .. },
                ..
            } => Some("was it copied whole? the token may be cut off within its signature"),
            Self::Encoding {
                part: TokenPart::Header,
                error: EncodingError::Whitespace { .. },
                ..
            } => Some(
                "was it copied with a space, a line break, or a word before it? `Bearer` belongs to \
                 the HTTP header, not to the token",
            ),
            Self::Encoding { error, .. } => error.help(),
            Self::Json { error, .. } => error.help(),
            _ => None,
        }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("there is no token"),
            Self::TooLong { actual, limit } => {
                write!(f, "the token is {actual} bytes long; at most {limit} are read")
            }
            Self::Parts { found: 1, .. } => f.write_str(
                "a token is three parts with periods between them; this text has no period",
            ),
            Self::Parts { found, .. } => {
                write!(
                    f,
                    "a token is three parts with periods between them; this text has {found} parts"
                )
            }
            Self::Encoding { part, error, .. } => write!(f, "in the {part}: {error}"),
            Self::HeaderTooLong { actual, limit, .. } => {
                write!(f, "the header is {actual} bytes long; at most {limit} are read")
            }
            Self::Utf8 { part, .. } => write!(f, "the {part} is not UTF-8 text"),
            Self::Json { part, error, .. } => write!(f, "in the {part}: {error}"),
            Self::NotAnObject { part, found, .. } => {
                write!(f, "the {part} must be a JSON object, not {found}")
            }
            Self::NoAlgorithm { .. } => f.write_str("the header has no `alg`"),
            Self::WrongHeaderType { parameter, expected, found, .. } => {
                write!(f, "`{parameter}` in the header must be {expected}, not {found}")
            }
            Self::MalformedCritical { .. } => {
                f.write_str("`crit` in the header must name extensions that the header holds")
            }
            Self::UnknownCritical { name, .. } => write!(
                f,
                "the header makes the extension `{}` critical, which is not understood here",
                quotable(name)
            ),
            Self::UnencodedPayload { .. } => {
                f.write_str("`b64` in the header is `false`, which a token may not have")
            }
            Self::Claim { error, .. } => error.fmt(f),
        }
    }
}

impl fmt::Display for TokenPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Header => "header",
            Self::Payload => "payload",
            Self::Signature => "signature",
        })
    }
}

impl Error for TokenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Encoding { error, .. } => Some(error),
            Self::Json { error, .. } => Some(error),
            Self::Claim { error, .. } => Some(error),
            _ => None,
        }
    }
}

impl Explain for ClaimError {
    fn code(&self) -> &'static str {
        match self {
            Self::WrongType { .. } => "claim-wrong-type",
            Self::AudienceElement { .. } => "claim-audience-element",
            Self::OutOfRange { .. } => "claim-out-of-range",
        }
    }

    fn span(&self) -> Option<Span> {
        match self {
            Self::WrongType { span, .. }
            | Self::AudienceElement { span, .. }
            | Self::OutOfRange { span, .. } => Some(*span),
        }
    }
}

impl fmt::Display for ClaimError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongType { claim, expected, found, .. } => {
                write!(f, "the claim `{claim}` must be {expected}, not {found}")
            }
            Self::AudienceElement { found, .. } => {
                write!(f, "the claim `aud` must hold nothing but strings, not {found}")
            }
            Self::OutOfRange { claim, number, .. } => {
                write!(f, "the claim `{claim}` is no time between the years 1 and 9999: ")?;
                match number.get(..NUMBER_SHOWN) {
                    Some(start) => write!(f, "`{start}…`"),
                    None => write!(f, "`{number}`"),
                }
            }
        }
    }
}

impl Error for ClaimError {}

/// A number may be as long as a token; a message is one line.
const NUMBER_SHOWN: usize = 40;
