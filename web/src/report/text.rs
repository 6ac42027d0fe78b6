use std::collections::BTreeSet;
use std::ops::Range;

use crate::json_text;
use crate::tone::Tone;

/// A line of an editable text, coloured.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Line {
    pub(crate) pieces: Vec<Piece>,
    /// What is said of the line in its margin.
    pub(crate) sign: Option<Tone>,
    /// It belongs to a condition that does not match.
    pub(crate) failing: bool,
    /// The conditions (by [`RowView::id`](super::RowView::id)) that this line belongs to.
    pub(crate) rows: Vec<usize>,
}

/// A stretch of a line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    /// The class or classes that colour it.
    pub(crate) class: String,
    pub(crate) text: String,
}

/// A range of a text, and its class.
pub(super) type Marked = (Range<usize>, &'static str);

/// The lines of a JSON text, coloured. `marks` add to the colours.
pub(super) fn json_lines(text: &str, marks: &[Marked]) -> Vec<Line> {
    let stretches: Vec<Marked> = json_text::stretches(text)
        .into_iter()
        .map(|(range, class)| (range, class.class()))
        .collect();
    lines(text, &stretches, marks)
}

/// The lines of a text. `stretches` have no gaps and no overlaps; `marks` may lie anywhere.
pub(super) fn lines(text: &str, stretches: &[Marked], marks: &[Marked]) -> Vec<Line> {
    let mut cuts: BTreeSet<usize> = [0, text.len()].into();
    for (range, _) in stretches.iter().chain(marks) {
        // An empty mark (the end of the text, say) covers the character before it.
        cuts.extend([range.start.min(text.len()), range.end.min(text.len())]);
    }
    let mut lines = vec![Line::default()];
    let mut stretches = stretches.iter().peekable();
    for (start, end) in cuts.iter().zip(cuts.iter().skip(1)) {
        while stretches.next_if(|(range, _)| range.end <= *start).is_some() {}
        let base = stretches.peek().map_or("", |(_, class)| class);
        let mark = marks.iter().find(|(range, _)| range.start <= *start && *end <= range.end);
        let class = match (base, mark) {
            (base, None) => base.to_owned(),
            (base, Some((_, mark))) => format!("{base} {mark}").trim_start().to_owned(),
        };
        for (index, text) in text.get(*start..*end).unwrap_or_default().split('\n').enumerate() {
            if index > 0 {
                lines.push(Line::default());
            }
            if let (Some(line), false) = (lines.last_mut(), text.is_empty()) {
                line.pieces.push(Piece { class: class.clone(), text: text.to_owned() });
            }
        }
    }
    lines
}

/// A mark that can be seen: an empty place is widened to the character before it.
pub(super) fn visible(range: &Range<usize>, text: &str) -> Range<usize> {
    if range.start < range.end {
        return range.clone();
    }
    let before = text.get(..range.start).unwrap_or(text).trim_end();
    let start = before.char_indices().next_back().map_or(0, |(at, _)| at);
    start..before.len()
}

/// A text in three pieces, the middle one marked.
pub(super) fn with_mark(text: &str, range: Option<Range<usize>>, class: &str) -> Vec<Piece> {
    let range = range.unwrap_or(text.len()..text.len());
    let pieces = [(0..range.start, ""), (range.clone(), class), (range.end..text.len(), "")];
    pieces
        .into_iter()
        .filter_map(|(range, class)| Some((text.get(range)?, class)))
        .filter(|(text, _)| !text.is_empty())
        .map(|(text, class)| Piece { class: class.to_owned(), text: text.to_owned() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(lines: &[Line]) -> Vec<String> {
        let piece = |piece: &Piece| format!("{}<{}>", piece.class, piece.text);
        lines.iter().map(|line| line.pieces.iter().map(piece).collect()).collect()
    }

    #[test]
    fn marks_cut_stretches_and_lines_cut_marks() {
        let lines = json_lines("{\"a\":\n \"bc\"}", &[(8..9, "m"), (4..8, "n")]);
        assert_eq!(
            shown(&lines),
            [
                "json-mark<{>json-name<\"a\">json-mark n<:>",
                "n< >json-text n<\">json-text m<b>json-text<c\">json-mark<}>"
            ]
        );
    }

    #[test]
    fn an_empty_text_is_one_line() {
        assert_eq!(json_lines("", &[]), [Line::default()]);
        assert_eq!(json_lines("\n", &[(9..12, "m")]).len(), 2);
    }

    #[test]
    fn an_empty_place_is_seen_at_the_character_before() {
        assert_eq!(visible(&(4..4), "{ü \n"), 1..3);
        assert_eq!(visible(&(0..0), ""), 0..0);
    }
}
