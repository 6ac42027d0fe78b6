//! Places in a text, counted as JavaScript counts.

use crate::dto::Span;

/// Converts the places of one text from UTF-8 bytes to UTF-16 code units.
///
/// The text is read once; each place then costs a search among its characters beyond ASCII.
#[derive(Debug)]
pub(crate) struct Utf16 {
    bytes: usize,
    /// For each character beyond ASCII: the byte after it, and by how much its units up to there
    /// are fewer than the bytes.
    shrinks: Vec<(usize, usize)>,
}

impl Utf16 {
    /// Reads a text.
    pub(crate) fn new(source: &str) -> Self {
        let mut fewer = 0;
        let beyond_ascii = source.char_indices().filter(|(_, c)| !c.is_ascii());
        let shrinks = beyond_ascii
            .map(|(at, c)| {
                fewer += c.len_utf8() - c.len_utf16();
                (at + c.len_utf8(), fewer)
            })
            .collect();
        Self { bytes: source.len(), shrinks }
    }

    /// Where `span` of the text lies; what reaches beyond the end is cut off.
    pub(crate) fn span(&self, span: assumable::Span) -> Span {
        Span { start: self.units(span.start), end: self.units(span.end) }
    }

    fn units(&self, byte: usize) -> u32 {
        let byte = byte.min(self.bytes);
        let before = self.shrinks.partition_point(|(end, _)| *end <= byte);
        let fewer = before.checked_sub(1).and_then(|last| self.shrinks.get(last));
        u32::try_from(byte - fewer.map_or(0, |(_, fewer)| *fewer)).unwrap_or(u32::MAX)
    }
}

/// How many UTF-16 code units the first `byte` bytes of a text are.
#[cfg(feature = "aws")]
pub(crate) fn units_before(source: &str, byte: usize) -> u32 {
    Utf16::new(source.get(..byte).unwrap_or(source)).units(byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_core_on_every_place() {
        for source in ["", "plain", "üx", "a😀b€c\u{10ffff}ü", "\u{feff}{\"ключ\": \"значение 🗝\"}"]
        {
            let map = Utf16::new(source);
            let places: Vec<usize> =
                source.char_indices().map(|(at, _)| at).chain([source.len(), 900]).collect();
            for &start in &places {
                for &end in &places {
                    let span = assumable::Span::new(start, end);
                    let expected = span.to_utf16(source);
                    let actual = map.span(span);
                    assert_eq!(
                        usize::try_from(actual.start),
                        Ok(expected.start),
                        "{source} {start}"
                    );
                    assert_eq!(usize::try_from(actual.end), Ok(expected.end), "{source} {end}");
                }
            }
        }
    }

    #[test]
    fn counts_units_before_a_byte() {
        assert_eq!(units_before("ü😀x", 6), 3);
        assert_eq!(units_before("ü", 90), 1);
    }
}
