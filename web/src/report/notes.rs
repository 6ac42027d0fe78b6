//! What is said of places in an editable text, for an editor that counts as browsers do.

use std::ops::Range;

use assumable::{Finding, Fix, Severity};

use super::Problem;
use super::text::{self, Marked};
use crate::tone::Tone;
use crate::words;

/// A message about a stretch of a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NoteView {
    /// In UTF-16 units.
    pub(crate) range: Range<usize>,
    pub(crate) tone: Tone,
    /// A sentence or two; text from outside is in backticks.
    pub(crate) message: String,
    pub(crate) fix: Option<FixView>,
}

/// A change that the editor can make by itself.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FixView {
    pub(crate) name: &'static str,
    /// What is replaced, in UTF-16 units, and by what.
    pub(crate) edits: Vec<(Range<usize>, String)>,
}

/// A stretch of a text that looks different.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MarkView {
    /// In UTF-16 units.
    pub(crate) range: Range<usize>,
    pub(crate) class: &'static str,
}

/// Turns places of the engine, which counts bytes, into those of an editor.
pub(super) struct Units<'a> {
    text: &'a str,
    /// Then both count the same.
    ascii: bool,
}

impl<'a> Units<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, ascii: text.is_ascii() }
    }

    pub(super) fn marks(&self, marks: &[Marked]) -> Vec<MarkView> {
        marks.iter().map(|(range, class)| MarkView { range: self.range(range), class }).collect()
    }

    pub(super) fn problem(&self, problem: &Problem) -> Option<NoteView> {
        let range = problem.range.as_ref()?;
        let help = problem.help.as_deref().map(|help| format!(" {help}")).unwrap_or_default();
        Some(NoteView {
            range: self.range(&text::visible(range, self.text)),
            tone: Tone::Bad,
            message: format!("{}{help}", problem.message),
            fix: problem.fix.as_ref().and_then(|fix| self.fix(fix)),
        })
    }

    pub(super) fn finding(&self, finding: &Finding) -> NoteView {
        let summary = words::sentence(&finding.summary);
        NoteView {
            range: self.range(&finding.span.into()),
            tone: match finding.severity {
                Severity::Security | Severity::Error | Severity::Warning => Tone::Caution,
                Severity::Suggestion => Tone::Neutral,
            },
            message: format!("{summary} {}", words::sentence(finding.why)),
            fix: finding.fix.as_ref().and_then(|fix| self.fix(fix)),
        }
    }

    /// `None` for a fix that changes something else than this text.
    pub(super) fn fix(&self, fix: &Fix) -> Option<FixView> {
        let edits = fix.edits.iter();
        let edits: Vec<_> =
            edits.map(|edit| (self.range(&edit.span.into()), edit.replacement.clone())).collect();
        (!edits.is_empty()).then_some(FixView { name: "Change the policy", edits })
    }

    pub(super) fn range(&self, range: &Range<usize>) -> Range<usize> {
        self.at(range.start)..self.at(range.end)
    }

    fn at(&self, byte: usize) -> usize {
        if self.ascii {
            return byte.min(self.text.len());
        }
        let before = self.text.get(..byte).unwrap_or(self.text);
        before.encode_utf16().count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_as_browsers_do() {
        let units = Units::of("ü\u{1f600}b");
        assert_eq!(units.range(&(0..2)), 0..1);
        assert_eq!(units.range(&(2..6)), 1..3);
        assert_eq!(units.range(&(6..7)), 3..4);
        assert_eq!(units.range(&(6..99)), 3..4);
    }

    #[test]
    fn a_problem_at_the_end_is_seen_before_it() {
        let mut problem = Problem::plain("The text ends here.".into());
        problem.range = Some(3..3);
        problem.help = Some("Close the bracket.".into());
        let note = Units::of("{ü ").problem(&problem).unwrap();
        assert_eq!(note.range, 1..2);
        assert_eq!(note.message, "The text ends here. Close the bracket.");
    }
}
