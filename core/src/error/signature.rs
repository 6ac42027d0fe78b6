use alloc::string::String;
use alloc::vec::Vec;
use core::error::Error;
use core::fmt;

use super::list::List;
use super::{Explain, KeyError};
use crate::visible::quotable;

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
                quotable(found),
                Algorithms(allowed)
            ),
            Self::UnknownKey { id: Some(id), known } if known.is_empty() => {
                write!(f, "the key set has no key `{}`, nor any other", quotable(id))
            }
            Self::UnknownKey { id: Some(id), known } => {
                write!(f, "the key set has no key `{}`, only {}", quotable(id), List(known))
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
            Some(id) => write!(f, "the key `{}`", quotable(id)),
            None => f.write_str("the key"),
        }
    }
}
