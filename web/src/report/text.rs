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

/// The lines of a JSON text, coloured. `marks` add to the colours. A long text has no colours but
/// its marks, and one that is longer still has no lines at all: every piece is an element of the
/// page, to be drawn anew with every letter that is typed.
pub(super) fn json_lines(text: &str, marks: &[Marked]) -> Vec<Line> {
    if text.matches('\n').count() > MOST_LINES {
        return Vec::new();
    }
    let stretches = json_text::stretches(text);
    if stretches.len() > MOST_STRETCHES {
        return lines(text, &[(0..text.len(), "")], marks);
    }
    let stretches: Vec<Marked> =
        stretches.into_iter().map(|(range, class)| (range, class.class())).collect();
    lines(text, &stretches, marks)
}

/// A trust policy of the largest quota (8,192 characters without white space) stays below these.
const MOST_LINES: usize = 1000;
const MOST_STRETCHES: usize = 8000;

/// The lines of a text. `stretches` have no gaps and no overlaps; `marks` may lie anywhere.
pub(super) fn lines(text: &str, stretches: &[Marked], marks: &[Marked]) -> Vec<Line> {
    // An empty mark (the end of the text, say) covers the character before it.
    let ends = stretches.iter().chain(marks).flat_map(|(range, _)| [range.start, range.end]);
    let mut cuts: Vec<(usize, usize)> =
        ends.chain([0, text.len()]).map(|cut| (cut.min(text.len()), 0)).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut lines = vec![Line::default()];
    let mut stretches = stretches.iter().peekable();
    let mut marks = Sweep::new(marks);
    for ((start, _), (end, _)) in cuts.iter().zip(cuts.iter().skip(1)) {
        while stretches.next_if(|(range, _)| range.end <= *start).is_some() {}
        let base = stretches.peek().map_or("", |(_, class)| class);
        let class = match (base, marks.at(*start)) {
            (base, None) => base.to_owned(),
            (base, Some(mark)) => format!("{base} {mark}").trim_start().to_owned(),
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

/// Asks for the mark at one place after the other, from left to right.
struct Sweep<'a> {
    marks: &'a [Marked],
    /// Where each begins, and its place in the list: the first last.
    ahead: Vec<(usize, usize)>,
    here: Vec<usize>,
}

impl<'a> Sweep<'a> {
    fn new(marks: &'a [Marked]) -> Self {
        let starts = marks.iter().map(|(range, _)| range.start);
        let mut ahead: Vec<(usize, usize)> = starts.zip(0..).collect();
        ahead.sort_unstable();
        ahead.reverse();
        Self { marks, ahead, here: Vec::new() }
    }

    /// The class of the mark that covers this place, of several the first in their list.
    fn at(&mut self, place: usize) -> Option<&'a str> {
        while let Some((_, index)) = self.ahead.pop_if(|(start, _)| *start <= place) {
            self.here.push(index);
        }
        let marks = self.marks;
        self.here.retain(|index| marks.get(*index).is_some_and(|(range, _)| range.end > place));
        let first = self.here.iter().min()?;
        marks.get(*first).map(|(_, class)| *class)
    }
}

/// The places where the lines of a text begin, found once for any number of questions.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self(std::iter::once(0).chain(breaks).collect())
    }

    /// The number of the line, from 1, that a byte stands in.
    pub(super) fn at(&self, byte: usize) -> usize {
        self.0.partition_point(|begin| *begin <= byte)
    }
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
    fn of_two_marks_the_first_of_the_list_is_seen() {
        let marks = [(3..6, "late"), (0..4, "early"), (2..2, "empty"), (1..9, "long")];
        let lines = lines("abcdefg", &[(0..7, "")], &marks);
        assert_eq!(shown(&lines), ["early<a>early<b>early<c>late<d>late<ef>long<g>"]);
    }

    #[test]
    fn a_long_text_loses_its_colours_and_then_its_lines() {
        let long = json_lines(&"1,".repeat(MOST_STRETCHES), &[(0..1, "m")]);
        assert_eq!(shown(&long)[0].matches('>').count(), 2);
        assert_eq!(json_lines(&"\n".repeat(MOST_LINES + 1), &[]), []);
    }

    #[test]
    fn lines_are_numbered_as_positions_are() {
        let text = "a\n\nüb\n";
        for at in 0..=text.len() {
            if text.is_char_boundary(at) {
                assert_eq!(Lines::of(text).at(at), assumable::Span::at(at).position(text).line);
            }
        }
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
