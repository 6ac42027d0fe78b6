use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::time::Timestamp;
use crate::visible::visible;

/// One check of a verification, with both sides of its comparison.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Check {
    /// What was checked.
    pub name: CheckName,
    /// How it ended.
    pub outcome: CheckOutcome,
    /// What would pass.
    pub expected: Evidence,
    /// What there is.
    pub actual: Evidence,
}

/// What is checked, in this order.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum CheckName {
    /// The token is not too long.
    Size,
    /// Three parts of canonical base64url.
    Form,
    /// The header is a JSON object that keeps the rules.
    Header,
    /// The payload is a JSON object.
    Payload,
    /// The issuer is a configured one.
    Issuer,
    /// The token calls itself what the issuer's tokens may.
    Type,
    /// The algorithm is one of the issuer's.
    Algorithm,
    /// Exactly one key of the issuer fits.
    Key,
    /// That key made the signature.
    Signature,
    /// The claims have the types that RFC 7519 gives them.
    Claims,
    /// The token's time is not over.
    Expiry,
    /// The token's time has come.
    NotBefore,
    /// The token was not made in the future.
    IssuedAt,
    /// The token is for us.
    Audience,
}

impl CheckName {
    /// A stable name in kebab case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Form => "form",
            Self::Header => "header",
            Self::Payload => "payload",
            Self::Issuer => "issuer",
            Self::Type => "type",
            Self::Algorithm => "algorithm",
            Self::Key => "key",
            Self::Signature => "signature",
            Self::Claims => "claims",
            Self::Expiry => "expiry",
            Self::NotBefore => "not-before",
            Self::IssuedAt => "issued-at",
            Self::Audience => "audience",
        }
    }

    /// Every check, in order.
    pub const ALL: [Self; 14] = [
        Self::Size,
        Self::Form,
        Self::Header,
        Self::Payload,
        Self::Issuer,
        Self::Type,
        Self::Algorithm,
        Self::Key,
        Self::Signature,
        Self::Claims,
        Self::Expiry,
        Self::NotBefore,
        Self::IssuedAt,
        Self::Audience,
    ];
}

impl fmt::Display for CheckName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How a check ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CheckOutcome {
    /// It holds.
    Passed,
    /// It does not; the token is refused for this.
    Failed,
    /// An earlier check failed.
    NotReached,
    /// Whoever set up the verifier left it out.
    NotAsked,
}

impl CheckOutcome {
    /// A stable name in kebab case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::NotReached => "not-reached",
            Self::NotAsked => "not-asked",
        }
    }
}

/// One side of a comparison. Its text is made only when somebody reads it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Evidence {
    /// A size within a bound.
    AtMostBytes(usize),
    /// A time before this one.
    Before(Timestamp),
    /// A size.
    Bytes(usize),
    /// This time or a later one.
    From(Timestamp),
    /// Nothing was looked at.
    Nothing,
    /// One of these names.
    OneOf(Vec<Cow<'static, str>>),
    /// A text of the token or of an error.
    Text(String),
    /// A time.
    Time(Timestamp),
    /// Fixed words.
    Words(&'static str),
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtMostBytes(most) => write!(f, "at most {most} bytes"),
            Self::Before(time) => write!(f, "before {time}"),
            Self::Bytes(size) => write!(f, "{size} bytes"),
            Self::From(time) => write!(f, "{time} or later"),
            Self::Nothing => Ok(()),
            Self::OneOf(names) => {
                for (index, name) in names.iter().enumerate() {
                    write!(f, "{}{}", if index == 0 { "" } else { ", " }, visible(name))?;
                }
                Ok(())
            }
            Self::Text(text) => f.write_str(&visible(text)),
            Self::Time(time) => time.fmt(f),
            Self::Words(words) => f.write_str(words),
        }
    }
}
