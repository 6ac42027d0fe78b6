use core::error::Error;
use core::fmt;

use super::Explain;
use crate::span::Span;
use crate::visible::quotable;

/// A text that is not canonical, unpadded base64url ([RFC 4648 section 5], [RFC 7515 section 2]).
///
/// [RFC 4648 section 5]: https://www.rfc-editor.org/rfc/rfc4648#section-5
/// [RFC 7515 section 2]: https://www.rfc-editor.org/rfc/rfc7515#section-2
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum EncodingError {
    /// `=`, which JOSE leaves out.
    Padding {
        /// Which byte.
        at: usize,
    },
    /// A space, line break or the like.
    Whitespace {
        /// Which byte.
        at: usize,
        /// The character.
        found: char,
    },
    /// `+` or `/`, which are base64 but not base64url.
    StandardAlphabet {
        /// Which byte.
        at: usize,
    },
    /// Any other character outside the alphabet.
    Character {
        /// Which byte.
        at: usize,
        /// The character.
        found: char,
    },
    /// A length that no sequence of bytes encodes to: one more than a multiple of four.
    Length {
        /// Length in characters.
        length: usize,
    },
    /// The last character has bits set that belong to no byte (RFC 4648 section 3.5).
    TrailingBits {
        /// Which byte.
        at: usize,
    },
}

impl EncodingError {
    /// Where: every variant knows.
    #[must_use]
    pub fn place(&self) -> Span {
        match *self {
            Self::Padding { at } | Self::StandardAlphabet { at } | Self::TrailingBits { at } => {
                Span::new(at, at + 1)
            }
            Self::Whitespace { at, found } | Self::Character { at, found } => {
                Span::new(at, at + found.len_utf8())
            }
            Self::Length { length } => Span::new(0, length),
        }
    }
}

impl Explain for EncodingError {
    fn code(&self) -> &'static str {
        match self {
            Self::Padding { .. } => "base64url-padding",
            Self::Whitespace { .. } => "base64url-whitespace",
            Self::StandardAlphabet { .. } => "base64url-standard-alphabet",
            Self::Character { .. } => "base64url-character",
            Self::Length { .. } => "base64url-length",
            Self::TrailingBits { .. } => "base64url-trailing-bits",
        }
    }

    fn span(&self) -> Option<Span> {
        Some(self.place())
    }

    fn help(&self) -> Option<&'static str> {
        Some(match self {
            Self::Whitespace { .. } => "was it copied with a space or a line break?",
            Self::Length { .. } => "was it copied whole?",
            Self::Padding { .. } | Self::StandardAlphabet { .. } | Self::TrailingBits { .. } => {
                "a second spelling of the same bytes; whoever made this text uses another encoding"
            }
            Self::Character { .. } => return None,
        })
    }
}

impl fmt::Display for EncodingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Padding { at } => {
                write!(f, "base64url is written without padding, found `=` at byte {at}")
            }
            Self::Whitespace { at, .. } => {
                write!(f, "base64url has no white space, found some at byte {at}")
            }
            Self::StandardAlphabet { at } => write!(
                f,
                "`+` and `/` are base64, not base64url (`-` and `_`), found one at byte {at}"
            ),
            Self::Character { at, found } => write!(
                f,
                "base64url does not have the character `{}`, found at byte {at}",
                quotable(found.encode_utf8(&mut [0; 4]))
            ),
            Self::Length { length } => {
                write!(f, "{length} characters of base64url are no whole number of bytes")
            }
            Self::TrailingBits { at } => {
                write!(f, "the last character, at byte {at}, has bits that belong to no byte")
            }
        }
    }
}

impl Error for EncodingError {}
