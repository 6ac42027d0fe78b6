use std::ops::Range;

use assumable::{Explain, Fix, Span};

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
    /// The change of the text that mends it.
    pub(crate) fix: Option<Fix>,
}

impl Problem {
    /// An error of the engine. `text` is what is shown; `place` says where in it a byte of what was
    /// read stands.
    pub(super) fn new(error: &impl Explain, text: &str, place: impl Fn(usize) -> usize) -> Self {
        let span = error.span().map(|span| Span::new(place(span.start), place(span.end)));
        Self {
            place: span.map(|span| {
                let position = span.position(text);
                format!("line {}, column {}", position.line, position.column)
            }),
            help: error.help().map(words::sentence),
            range: span.map(Range::from),
            ..Self::plain(words::sentence(&error.to_string()))
        }
    }

    /// A text that fills its field: how long it was, nobody knows.
    pub(super) fn cut(field: usize, read: usize) -> Self {
        let message = format!(
            "The text is too long: the field takes {field} characters, of which at most {read} \
             bytes are read."
        );
        let help = Some(String::from("What did not fit into the field was left out."));
        Self { help, ..Self::plain(message) }
    }

    /// Not keys, but where they are.
    pub(super) fn keys_elsewhere(url: String) -> Self {
        let url = words::value(&url);
        Self::plain(format!(
            "This says where the issuer's keys are. Open `{url}` and paste what it shows."
        ))
    }

    /// A sentence about the whole text.
    pub(super) fn plain(message: String) -> Self {
        Self { message, place: None, help: None, range: None, fix: None }
    }
}
