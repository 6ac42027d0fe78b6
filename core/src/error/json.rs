use alloc::string::String;
use core::error::Error;
use core::fmt;

use super::Explain;
use crate::span::Span;
use crate::visible::quotable;

/// A text that is not the JSON we accept ([RFC 8259], without its tolerated ambiguities).
///
/// [RFC 8259]: https://www.rfc-editor.org/rfc/rfc8259
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum JsonError {
    /// There is no text.
    Empty,
    /// The text starts with a byte order mark (RFC 8259 section 8.1 lets a parser refuse it).
    ByteOrderMark,
    /// Longer than the limit; nothing of it was read.
    TooLong {
        /// Length in bytes.
        actual: usize,
        /// Most bytes allowed.
        limit: usize,
    },
    /// Nested deeper than the limit.
    TooDeep {
        /// The bracket that is one too many.
        span: Span,
        /// Deepest nesting allowed.
        limit: usize,
    },
    /// Something else was expected here.
    Unexpected {
        /// What the grammar allows here.
        expected: Expected,
        /// The character that stands here, or `None` at the end of the text.
        found: Option<char>,
        /// Where.
        span: Span,
    },
    /// A comma before a closing bracket.
    TrailingComma {
        /// The comma.
        span: Span,
    },
    /// A string that is not closed.
    UnclosedString {
        /// From the opening quote to the end of the text.
        span: Span,
    },
    /// A raw control character in a string; JSON wants an escape.
    ControlCharacter {
        /// The character.
        span: Span,
    },
    /// An escape that JSON does not have, or half of a surrogate pair.
    Escape {
        /// From the backslash.
        span: Span,
    },
    /// Digits that do not make a JSON number, such as `01` or `1.`.
    Number {
        /// The digits.
        span: Span,
    },
    /// Two members of one object have the same name (after escapes are resolved).
    DuplicateMember {
        /// The name.
        name: String,
        /// The second occurrence of the name.
        span: Span,
        /// The first one.
        first: Span,
    },
}

/// What the grammar allows at a place.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Expected {
    /// Any JSON value.
    Value,
    /// An object.
    Object,
    /// A member name in double quotes.
    MemberName,
    /// `:` after a member name.
    Colon,
    /// `,` or the closing bracket.
    CommaOrEnd,
    /// Nothing more.
    End,
}

/// The six kinds of JSON value, for messages about the wrong one.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum JsonType {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl Explain for JsonError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "json-empty",
            Self::ByteOrderMark => "json-byte-order-mark",
            Self::TooLong { .. } => "json-too-long",
            Self::TooDeep { .. } => "json-too-deep",
            Self::Unexpected { .. } => "json-unexpected",
            Self::TrailingComma { .. } => "json-trailing-comma",
            Self::UnclosedString { .. } => "json-unclosed-string",
            Self::ControlCharacter { .. } => "json-control-character",
            Self::Escape { .. } => "json-escape",
            Self::Number { .. } => "json-number",
            Self::DuplicateMember { .. } => "json-duplicate-member",
        }
    }

    fn span(&self) -> Option<Span> {
        match self {
            Self::Empty | Self::TooLong { .. } => None,
            Self::ByteOrderMark => Some(Span::new(0, '\u{feff}'.len_utf8())),
            Self::TooDeep { span, .. }
            | Self::Unexpected { span, .. }
            | Self::TrailingComma { span }
            | Self::UnclosedString { span }
            | Self::ControlCharacter { span }
            | Self::Escape { span }
            | Self::Number { span }
            | Self::DuplicateMember { span, .. } => Some(*span),
        }
    }

    fn help(&self) -> Option<&'static str> {
        match self {
            Self::TrailingComma { .. } => Some("remove the comma"),
            Self::DuplicateMember { .. } => {
                Some("readers disagree on which of the two counts; keep one")
            }
            Self::ControlCharacter { .. } => Some("write it as an escape, such as `\\n` or `\\t`"),
            _ => None,
        }
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("there is no text"),
            Self::ByteOrderMark => f.write_str("the text starts with a byte order mark"),
            Self::TooLong { actual, limit } => {
                write!(f, "the text is {actual} bytes long; at most {limit} are read")
            }
            Self::TooDeep { limit, .. } => {
                write!(f, "arrays and objects are nested more than {limit} deep")
            }
            Self::Unexpected { expected, found: Some(found), .. } => {
                write!(
                    f,
                    "expected {expected}, found `{}`",
                    quotable(found.encode_utf8(&mut [0; 4]))
                )
            }
            Self::Unexpected { expected, found: None, .. } => {
                write!(f, "expected {expected}, found the end of the text")
            }
            Self::TrailingComma { .. } => f.write_str("a comma before a closing bracket"),
            Self::UnclosedString { .. } => f.write_str("a string that is not closed"),
            Self::ControlCharacter { .. } => f.write_str("a raw control character in a string"),
            Self::Escape { .. } => f.write_str("an escape that JSON does not have"),
            Self::Number { .. } => f.write_str("digits that are not a JSON number"),
            Self::DuplicateMember { name, .. } => {
                write!(f, "two members are named `{}`", quotable(name))
            }
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Value => "a value",
            Self::Object => "an object",
            Self::MemberName => "a member name in double quotes",
            Self::Colon => "`:`",
            Self::CommaOrEnd => "`,` or a closing bracket",
            Self::End => "nothing more",
        })
    }
}

impl fmt::Display for JsonType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Bool => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}

impl Error for JsonError {}
