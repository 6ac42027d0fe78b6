use alloc::string::String;
use core::error::Error;
use core::fmt;

use super::{Explain, JsonError, JsonType};
use crate::span::Span;
use crate::visible::quotable;

/// Why an issuer's configuration cannot be found or used ([OpenID Connect Discovery 1.0]).
///
/// [OpenID Connect Discovery 1.0]: https://openid.net/specs/openid-connect-discovery-1_0.html
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum DiscoveryError {
    /// A URL that keys must not be fetched from.
    Url {
        /// The URL.
        url: String,
        /// What is wrong with it.
        flaw: UrlFlaw,
    },
    /// The document is not JSON, or too long.
    Json(JsonError),
    /// The document is not an object.
    NotAnObject {
        /// What it is.
        found: JsonType,
        /// Where.
        span: Span,
    },
    /// A member that must be there is not.
    Missing {
        /// Which one.
        member: &'static str,
        /// The document.
        span: Span,
    },
    /// A member that is not a string.
    NotAString {
        /// Which one.
        member: &'static str,
        /// What it is.
        found: JsonType,
        /// Where.
        span: Span,
    },
    /// The document speaks for another issuer (section 4.3).
    IssuerMismatch {
        /// The issuer it was asked for.
        expected: String,
        /// The issuer it speaks for.
        found: String,
        /// Where.
        span: Span,
    },
}

/// What is wrong with a URL.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum UrlFlaw {
    /// It does not start with `https://`.
    Scheme,
    /// It starts with `http://`, and its host is not this computer.
    PlainHttp,
    /// A discovery document says it, its issuer is elsewhere, and its host is this computer or its link:
    /// `localhost`, a loopback, a link-local or an unspecified address.
    ThisComputer,
    /// It has no host, or one with characters that no host has.
    Host,
    /// It has a user name.
    UserInfo,
    /// It has a query.
    Query,
    /// It has a fragment.
    Fragment,
    /// It has white space, a control character, a backslash or a character outside ASCII.
    Character,
}

impl Explain for DiscoveryError {
    fn code(&self) -> &'static str {
        match self {
            Self::Url { .. } => "discovery-url",
            Self::Json(error) => error.code(),
            Self::NotAnObject { .. } => "discovery-not-an-object",
            Self::Missing { .. } => "discovery-missing-member",
            Self::NotAString { .. } => "discovery-not-a-string",
            Self::IssuerMismatch { .. } => "discovery-issuer-mismatch",
        }
    }

    fn span(&self) -> Option<Span> {
        match self {
            Self::Url { .. } => None,
            Self::Json(error) => error.span(),
            Self::NotAnObject { span, .. }
            | Self::Missing { span, .. }
            | Self::NotAString { span, .. }
            | Self::IssuerMismatch { span, .. } => Some(*span),
        }
    }

    fn help(&self) -> Option<&'static str> {
        match self {
            Self::Url { flaw: UrlFlaw::PlainHttp, .. } => {
                Some("whoever sits between could hand out keys of their own")
            }
            Self::Json(error) => error.help(),
            Self::IssuerMismatch { .. } => {
                Some("issuers are compared byte by byte: mind a final `/`")
            }
            _ => None,
        }
    }
}

impl fmt::Display for DiscoveryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url { url, flaw } => {
                write!(f, "keys are not fetched from `{}`: {flaw}", quotable(url))
            }
            Self::Json(error) => error.fmt(f),
            Self::NotAnObject { found, .. } => {
                write!(f, "a discovery document is an object, not {found}")
            }
            Self::Missing { member, .. } => write!(f, "`{member}` is missing"),
            Self::NotAString { member, found, .. } => {
                write!(f, "`{member}` must be a string, not {found}")
            }
            Self::IssuerMismatch { expected, found, .. } => write!(
                f,
                "the document is of the issuer `{}`, not of `{}`",
                quotable(found),
                quotable(expected)
            ),
        }
    }
}

impl fmt::Display for UrlFlaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Scheme => "it does not start with `https://`",
            Self::PlainHttp => "`http://` is for this computer only",
            Self::ThisComputer => "an issuer elsewhere has no keys on this computer or its link",
            Self::Host => "it has no usable host",
            Self::UserInfo => "it has a user name",
            Self::Query => "it has a query",
            Self::Fragment => "it has a fragment",
            Self::Character => "it has a character that no URL has",
        })
    }
}

impl Error for DiscoveryError {}
