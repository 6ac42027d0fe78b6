use alloc::string::String;
use alloc::vec::Vec;
use core::error::Error;
use core::fmt;

use super::{EncodingError, Explain, JsonError, JsonType};
use crate::span::Span;
use crate::visible::quotable;

/// Why a text is not a key set ([RFC 7517 section 5]).
///
/// A key that must not be used is no such error: see
/// [`KeySet::skipped`](crate::KeySet::skipped).
///
/// [RFC 7517 section 5]: https://www.rfc-editor.org/rfc/rfc7517#section-5
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum KeySetError {
    /// Not JSON, or too long.
    Json(JsonError),
    /// Not an object.
    NotAnObject {
        /// What it is.
        found: JsonType,
        /// Where.
        span: Span,
    },
    /// One key, not a set of keys.
    BareKey {
        /// Where.
        span: Span,
    },
    /// The member `keys` is missing, or is no array.
    NoKeys {
        /// What `keys` is, if it is there.
        found: Option<JsonType>,
        /// Where.
        span: Span,
    },
    /// More keys than the limit.
    TooMany {
        /// How many there are.
        actual: usize,
        /// Most allowed.
        limit: usize,
        /// Where.
        span: Span,
    },
}

/// Why a key must not be used to verify tokens.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum KeyError {
    /// Not an object.
    NotAnObject {
        /// What it is.
        found: JsonType,
    },
    /// A member that must be there is not.
    Missing {
        /// Which one.
        member: &'static str,
    },
    /// A member of the wrong JSON type.
    WrongType {
        /// Which one.
        member: &'static str,
        /// What it must be.
        expected: &'static str,
        /// What it is.
        found: JsonType,
    },
    /// A member that is not base64url.
    Encoding {
        /// Which one.
        member: &'static str,
        /// The departure, with its place in the member.
        error: EncodingError,
    },
    /// A coordinate of the wrong length ([RFC 7518 section 6.2.1.2]).
    ///
    /// [RFC 7518 section 6.2.1.2]: https://www.rfc-editor.org/rfc/rfc7518#section-6.2.1.2
    Length {
        /// Which one.
        member: &'static str,
        /// Its length in bytes.
        actual: usize,
        /// The curve's.
        expected: usize,
    },
    /// A `kty` that is not supported.
    UnknownType {
        /// As written.
        kind: String,
    },
    /// A `crv` that is not supported.
    UnknownCurve {
        /// As written.
        curve: String,
    },
    /// An `alg` that is not supported, or not with this type of key.
    Algorithm {
        /// As written.
        found: String,
        /// What a key of this type can be used with.
        possible: Vec<&'static str>,
    },
    /// A shared secret. An issuer cannot publish one.
    Symmetric,
    /// A private key, which is published and so compromised.
    Private {
        /// The private member.
        member: &'static str,
    },
    /// A `use` other than `sig`.
    Use {
        /// As written.
        found: String,
    },
    /// `key_ops` without `verify`.
    Operations,
    /// An operation that stands twice in `key_ops` ([RFC 7517 section 4.3]).
    ///
    /// [RFC 7517 section 4.3]: https://www.rfc-editor.org/rfc/rfc7517#section-4.3
    DuplicateOperation {
        /// The operation.
        name: String,
    },
    /// An RSA modulus that is too short ([RFC 7518 section 3.3]).
    ///
    /// [RFC 7518 section 3.3]: https://www.rfc-editor.org/rfc/rfc7518#section-3.3
    WeakModulus {
        /// Its length.
        bits: usize,
        /// Fewest bits allowed.
        least: usize,
    },
    /// An RSA modulus that is longer than any in use.
    LargeModulus {
        /// Its length.
        bits: usize,
        /// Most bits allowed.
        most: usize,
    },
    /// An RSA modulus that is even, and so no product of two large primes.
    EvenModulus,
    /// An RSA modulus from a faulty generator, which can be factored ([CVE-2017-15361]).
    ///
    /// [CVE-2017-15361]: https://www.cve.org/CVERecord?id=CVE-2017-15361
    Roca,
    /// An RSA exponent that is even, below 3 or of more than 32 bits.
    Exponent {
        /// The exponent, if it is not of more than 32 bits.
        found: Option<u32>,
    },
    /// Numbers that are no point of the curve.
    NotOnCurve {
        /// The curve.
        curve: &'static str,
    },
    /// An Ed25519 point of small order: everybody can sign for it.
    SmallOrder,
}

impl Explain for KeySetError {
    fn code(&self) -> &'static str {
        match self {
            Self::Json(error) => error.code(),
            Self::NotAnObject { .. } => "key-set-not-an-object",
            Self::BareKey { .. } => "key-set-bare-key",
            Self::NoKeys { .. } => "key-set-no-keys",
            Self::TooMany { .. } => "key-set-too-many",
        }
    }

    fn span(&self) -> Option<Span> {
        match self {
            Self::Json(error) => error.span(),
            Self::NotAnObject { span, .. }
            | Self::BareKey { span }
            | Self::NoKeys { span, .. }
            | Self::TooMany { span, .. } => Some(*span),
        }
    }

    fn help(&self) -> Option<&'static str> {
        match self {
            Self::Json(error) => error.help(),
            Self::BareKey { .. } => Some("put it into a set: `{\"keys\": [ … ]}`"),
            Self::NoKeys { found: None, .. } => {
                Some("a key set is what the issuer serves at its `jwks_uri`: `{\"keys\": [ … ]}`")
            }
            _ => None,
        }
    }
}

impl fmt::Display for KeySetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(error) => error.fmt(f),
            Self::NotAnObject { found, .. } => write!(f, "a key set is an object, not {found}"),
            Self::BareKey { .. } => f.write_str("this is one key, not a key set"),
            Self::NoKeys { found: None, .. } => f.write_str("`keys` is missing"),
            Self::NoKeys { found: Some(found), .. } => {
                write!(f, "`keys` must be an array, not {found}")
            }
            Self::TooMany { actual, limit, .. } => {
                write!(f, "the key set has {actual} keys; at most {limit} are read")
            }
        }
    }
}

impl Error for KeySetError {}

impl Explain for KeyError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAnObject { .. } => "key-not-an-object",
            Self::Missing { .. } => "key-missing-member",
            Self::WrongType { .. } => "key-wrong-type",
            Self::Encoding { .. } => "key-encoding",
            Self::Length { .. } => "key-length",
            Self::UnknownType { .. } => "key-unknown-type",
            Self::UnknownCurve { .. } => "key-unknown-curve",
            Self::Algorithm { .. } => "key-algorithm",
            Self::Symmetric => "key-symmetric",
            Self::Private { .. } => "key-private",
            Self::Use { .. } => "key-use",
            Self::Operations => "key-operations",
            Self::DuplicateOperation { .. } => "key-duplicate-operation",
            Self::WeakModulus { .. } => "key-weak-modulus",
            Self::LargeModulus { .. } => "key-large-modulus",
            Self::EvenModulus => "key-even-modulus",
            Self::Roca => "key-roca",
            Self::Exponent { .. } => "key-exponent",
            Self::NotOnCurve { .. } => "key-not-on-curve",
            Self::SmallOrder => "key-small-order",
        }
    }

    fn help(&self) -> Option<&'static str> {
        match self {
            Self::Private { .. } => Some(
                "whoever has seen this key set can sign tokens; the issuer must replace the key",
            ),
            Self::Roca => Some(
                "whoever has seen this key set can find the private key; the issuer must replace it",
            ),
            Self::Symmetric => Some("whoever could verify with this key could also sign with it"),
            _ => None,
        }
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnObject { found } => write!(f, "a key is an object, not {found}"),
            Self::Missing { member } => write!(f, "`{member}` is missing"),
            Self::WrongType { member, expected, found } => {
                write!(f, "`{member}` must be {expected}, not {found}")
            }
            Self::Encoding { member, error } => write!(f, "in `{member}`: {error}"),
            Self::Length { member, actual, expected } => {
                write!(f, "`{member}` must be {expected} bytes long, not {actual}")
            }
            Self::UnknownType { kind } => {
                write!(f, "keys of type `{}` are not supported", quotable(kind))
            }
            Self::UnknownCurve { curve } => {
                write!(f, "the curve `{}` is not supported", quotable(curve))
            }
            Self::Algorithm { found, possible } => {
                write!(f, "its `alg` is `{}`; a key of its type can only", quotable(found))?;
                for (index, algorithm) in possible.iter().enumerate() {
                    write!(f, "{} `{algorithm}`", if index == 0 { " be used with" } else { "," })?;
                }
                Ok(())
            }
            Self::Symmetric => f.write_str("it is a shared secret, not a public key"),
            Self::Private { member } => {
                write!(f, "it is a private key: it has the member `{member}`")
            }
            Self::Use { found } => {
                write!(f, "its `use` is `{}`, not `sig`", quotable(found))
            }
            Self::Operations => f.write_str("its `key_ops` do not hold `verify`"),
            Self::DuplicateOperation { name } => {
                write!(f, "its `key_ops` hold `{}` twice", quotable(name))
            }
            Self::WeakModulus { bits, least } => {
                write!(f, "its modulus has {bits} bits; at least {least} are needed")
            }
            Self::LargeModulus { bits, most } => {
                write!(f, "its modulus has {bits} bits; at most {most} are supported")
            }
            Self::EvenModulus => f.write_str("its modulus is even"),
            Self::Roca => {
                f.write_str("its modulus was made by a faulty generator (ROCA, CVE-2017-15361)")
            }
            Self::Exponent { found: Some(found) } => {
                write!(f, "its exponent is {found}; it must be odd and at least 3")
            }
            Self::Exponent { found: None } => f.write_str("its exponent has more than 32 bits"),
            Self::NotOnCurve { curve } => write!(f, "it is no point of the curve {curve}"),
            Self::SmallOrder => f.write_str("it is a point of small order"),
        }
    }
}

impl Error for KeyError {}
