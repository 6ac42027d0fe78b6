//! Places in a source text.

use core::ops::Range;

/// A place in a source text: from byte `start` up to, not including, byte `end`, in UTF-8 bytes.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to `end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The empty place before byte `at`.
    #[must_use]
    pub const fn at(at: usize) -> Self {
        Self { start: at, end: at }
    }

    /// The text at this place, or `None` if `source` is not the text that the span was made for.
    #[must_use]
    pub fn of(self, source: &str) -> Option<&str> {
        source.get(Range::from(self))
    }

    /// This place in UTF-16 code units, which is how JavaScript counts.
    ///
    /// ```
    /// use assumable::Span;
    ///
    /// let source = "ü😀x";
    /// assert_eq!(Span::new(6, 7).to_utf16(source), Span::new(3, 4));
    /// ```
    #[must_use]
    pub fn to_utf16(self, source: &str) -> Self {
        let units = |end: usize| -> usize {
            source.char_indices().take_while(|(at, _)| *at < end).map(|(_, c)| c.len_utf16()).sum()
        };
        Self::new(units(self.start), units(self.end))
    }

    /// Line and column of the start.
    #[must_use]
    pub fn position(self, source: &str) -> Position {
        let before = source.get(..self.start).unwrap_or(source);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position {
            line: 1 + before.matches('\n').count(),
            column: 1 + before.get(line_start..).unwrap_or_default().chars().count(),
        }
    }
}

impl From<Span> for Range<usize> {
    fn from(span: Span) -> Self {
        span.start..span.end
    }
}

/// A value and the place it was read from.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands in the source, quotes included.
    pub span: Span,
}

/// Line and column, both counted from 1; columns are characters.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Position {
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters() {
        let source = "a\nüb\n";
        assert_eq!(Span::new(4, 5).of(source), Some("b"));
        assert_eq!(Span::new(4, 5).position(source), Position { line: 2, column: 2 });
        assert_eq!(Span::at(6).position(source), Position { line: 3, column: 1 });
    }

    #[test]
    fn a_foreign_source_is_no_panic() {
        assert_eq!(Span::new(1, 2).of("ü"), None);
        assert_eq!(Span::new(90, 91).to_utf16("ab"), Span::new(2, 2));
    }
}
