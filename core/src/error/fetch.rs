use core::error::Error;
use core::fmt;

use super::{DiscoveryError, Explain, KeySetError};

/// Why an issuer's keys could not be fetched.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum FetchError {
    /// There was no connection.
    Unreachable,
    /// The answer did not come in time.
    TimedOut,
    /// Whoever began the fetch never said how it ended.
    Abandoned,
    /// The answer has another status than 200; a redirection is not followed.
    Status {
        /// The HTTP status; 0 for a redirection whose status the host keeps to itself, as browsers do.
        status: u16,
    },
    /// The answer is longer than is read.
    TooLong {
        /// How much is read, in bytes.
        limit: usize,
    },
    /// The answer is not UTF-8, which JSON is written in ([RFC 8259 section 8.1]).
    ///
    /// [RFC 8259 section 8.1]: https://www.rfc-editor.org/rfc/rfc8259#section-8.1
    Utf8,
    /// The discovery document is not to be used.
    Discovery(DiscoveryError),
    /// The key set is none.
    KeySet(KeySetError),
    /// The key set has no key that can be used.
    NoUsableKey {
        /// How many it has that cannot.
        skipped: usize,
    },
}

impl Explain for FetchError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreachable => "fetch-unreachable",
            Self::TimedOut => "fetch-timed-out",
            Self::Abandoned => "fetch-abandoned",
            Self::Status { .. } => "fetch-status",
            Self::TooLong { .. } => "fetch-too-long",
            Self::Utf8 => "fetch-utf8",
            Self::Discovery(error) => error.code(),
            Self::KeySet(error) => error.code(),
            Self::NoUsableKey { .. } => "fetch-no-usable-key",
        }
    }

    fn help(&self) -> Option<&'static str> {
        match self {
            Self::Discovery(error) => error.help(),
            Self::KeySet(error) => error.help(),
            _ => None,
        }
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable => f.write_str("the issuer could not be reached"),
            Self::TimedOut => f.write_str("the issuer did not answer in time"),
            Self::Abandoned => f.write_str("a fetch of the issuer's keys was given up"),
            Self::Status { status: 0 } => {
                f.write_str("the issuer answered with a redirection, which is not followed")
            }
            Self::Status { status } => {
                write!(f, "the issuer answered with status {status}, not 200")
            }
            Self::TooLong { limit } => {
                write!(f, "the issuer's answer is longer than {limit} bytes")
            }
            Self::Utf8 => f.write_str("the issuer's answer is not UTF-8"),
            Self::Discovery(error) => write!(f, "the issuer's discovery document: {error}"),
            Self::KeySet(error) => write!(f, "the issuer's key set: {error}"),
            Self::NoUsableKey { skipped: 0 } => f.write_str("the issuer's key set is empty"),
            Self::NoUsableKey { skipped } => {
                write!(f, "none of the {skipped} keys of the issuer can be used")
            }
        }
    }
}

impl Error for FetchError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Discovery(error) => Some(error),
            Self::KeySet(error) => Some(error),
            _ => None,
        }
    }
}
