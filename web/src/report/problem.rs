use std::ops::Range;

use assumable::{Explain, Span};

use crate::words;

/// One line about what is wrong with a text, and where.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Problem {
    /// A sentence; text from outside is in backticks.
    pub(crate) message: String,
    /// "line 3, column 12".
    pub(crate) place: Option<String>,
    /// What to do about it.
    pub(crate) help: Option<String>,
    /// The place in the text, in UTF-8 bytes.
    pub(crate) range: Option<Range<usize>>,
}

impl Problem {
    /// An error of the engine about `text`, or about the part of it that begins at byte `offset`.
    pub(super) fn new(error: &impl Explain, text: &str, offset: usize) -> Self {
        let span = error.span().map(|span| Span::new(span.start + offset, span.end + offset));
        Self {
            message: words::sentence(&error.to_string()),
            place: span.map(|span| {
                let position = span.position(text);
                format!("line {}, column {}", position.line, position.column)
            }),
            help: error.help().map(words::sentence),
            range: span.map(Range::from),
        }
    }
}
