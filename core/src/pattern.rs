//! Compiled matchers, anchored at both ends. The work is linear in text and pattern, except for runs
//! of literals with `?` among them: there it is bounded by the product of the lengths.

use alloc::string::String;
use alloc::vec::Vec;

/// An AWS glob: `*` is any run of characters, also of none; `?` is exactly one UTF-16 code unit;
/// everything else stands for itself.
///
/// `*` crosses `/`, `:` and line breaks, and there is no escape (recorded outcomes
/// `vectors/aws/conditions.json`).
///
/// ```
/// use assumable::pattern::Glob;
///
/// let pattern = Glob::new("acme:foo-bar:*");
/// assert!(pattern.matches("acme:foo-bar:quiet-river-4821"));
/// assert!(!pattern.matches("evil:acme:foo-bar:x"));
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Glob {
    /// Before the first `*`; everything, if there is none.
    head: Vec<Unit>,
    rest: Option<Rest>,
}

/// From the first `*` on.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Rest {
    /// Between two `*` each, never empty.
    middle: Vec<Segment>,
    /// After the last `*`.
    tail: Vec<Unit>,
}

/// One element of a pattern.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Unit {
    /// This UTF-16 code unit.
    Literal(u16),
    /// Any one.
    One,
    /// Any number of any.
    Run,
}

impl Glob {
    /// Compiles a pattern. Every text is one.
    #[must_use]
    pub fn new(pattern: &str) -> Self {
        Self::from_units(pattern.encode_utf16().map(Unit::of_pattern))
    }

    pub(crate) fn from_units(units: impl Iterator<Item = Unit>) -> Self {
        let units: Vec<Unit> = units.collect();
        let mut parts = units.split(|unit| *unit == Unit::Run);
        let head = parts.next().unwrap_or_default().to_vec();
        let tail = parts.next_back().map(<[Unit]>::to_vec);
        let rest = tail.map(|tail| {
            let middle = parts.filter(|part| !part.is_empty()).map(Segment::new).collect();
            Rest { middle, tail }
        });
        Self { head, rest }
    }

    /// Whether the whole of `text` fits.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.matches_units(&text.encode_utf16().collect::<Vec<_>>())
    }

    /// Whether the whole of a text fits, given as UTF-16: for a text that meets many patterns.
    #[must_use]
    pub fn matches_units(&self, text: &[u16]) -> bool {
        let Some(rest) = &self.rest else {
            return self.head.len() == text.len() && fits(&self.head, text);
        };
        let ends = self.head.len() + rest.tail.len();
        let Some(between) = text.len().checked_sub(ends) else {
            return false;
        };
        let (head, text) = text.split_at(self.head.len());
        let (mut text, tail) = text.split_at(between);
        // The first place for a segment leaves the most room for the next.
        fits(&self.head, head)
            && fits(&rest.tail, tail)
            && rest.middle.iter().all(|segment| {
                let after = segment.end_in(text).and_then(|end| text.get(end..));
                text = after.unwrap_or_default();
                after.is_some()
            })
    }
}

impl Unit {
    /// Where `*` and `?` are wildcards.
    pub(crate) fn of_pattern(unit: u16) -> Self {
        match u8::try_from(unit) {
            Ok(b'*') => Self::Run,
            Ok(b'?') => Self::One,
            _ => Self::Literal(unit),
        }
    }

    fn fits(self, unit: u16) -> bool {
        count_step();
        match self {
            Self::Literal(literal) => literal == unit,
            Self::One | Self::Run => true,
        }
    }
}

/// Whether two runs of the same length fit.
fn fits(units: &[Unit], text: &[u16]) -> bool {
    units.iter().zip(text).all(|(unit, text)| unit.fits(*text))
}

/// What stands between two `*`.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Segment {
    units: Vec<Unit>,
    /// For each start of the segment, the length of its longest border: a proper prefix that is
    /// also a suffix. Only for literals, where it makes the search linear (Knuth, Morris, Pratt).
    borders: Option<Vec<usize>>,
}

impl Segment {
    fn new(units: &[Unit]) -> Self {
        let literal = units.iter().all(|unit| matches!(unit, Unit::Literal(_)));
        Self { units: units.to_vec(), borders: literal.then(|| borders(units)) }
    }

    /// Where its first occurrence ends.
    fn end_in(&self, text: &[u16]) -> Option<usize> {
        let length = self.units.len();
        let Some(borders) = &self.borders else {
            let start = text.windows(length).position(|window| fits(&self.units, window));
            return start.map(|start| start + length);
        };
        let mut matched = 0;
        for (at, unit) in text.iter().enumerate() {
            while !self.units.get(matched).is_some_and(|next| next.fits(*unit)) {
                match shorter(borders, matched) {
                    Some(border) => matched = border,
                    None => break,
                }
            }
            if self.units.get(matched).is_some_and(|next| next.fits(*unit)) {
                matched += 1;
            }
            if matched == length {
                return Some(at + 1);
            }
        }
        None
    }
}

fn borders(units: &[Unit]) -> Vec<usize> {
    let mut borders = Vec::with_capacity(units.len());
    let mut border = 0;
    for (at, unit) in units.iter().enumerate() {
        while at > 0 && units.get(border) != Some(unit) {
            match shorter(&borders, border) {
                Some(shorter) => border = shorter,
                None => break,
            }
        }
        if at > 0 && units.get(border) == Some(unit) {
            border += 1;
        }
        borders.push(border);
    }
    borders
}

/// The next shorter border of what has matched; `None` if nothing has.
fn shorter(borders: &[usize], matched: usize) -> Option<usize> {
    borders.get(matched.checked_sub(1)?).copied()
}

#[cfg(not(test))]
const fn count_step() {}

#[cfg(test)]
fn count_step() {
    tests::STEPS.with(|steps| steps.set(steps.get() + 1));
}

/// A text as AWS lower-cases it before it compares without letter case.
///
/// This is not Unicode case folding: `Σ` follows its context (`ΟΣ` becomes `ος`), and a character
/// outside the basic plane keeps its case (recorded, `vectors/aws/conditions.json`, ids `strings-*`).
#[must_use]
pub fn lowercase(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let lowered = text.to_lowercase();
    let mut lowered = lowered.chars();
    let mut result = String::with_capacity(text.len());
    for original in text.chars() {
        // Only the choice of sigma depends on the context, and both are one character.
        let length = original.to_lowercase().count();
        let own = lowered.by_ref().take(length);
        if original.len_utf16() == 1 {
            result.extend(own)
        } else {
            own.for_each(drop);
            result.push(original)
        }
    }
    result
}

/// The first place where two texts part: byte offsets into both, on character boundaries.
///
/// For a pattern this is meant for its text before the first wildcard.
#[must_use]
pub fn first_difference(expected: &str, actual: &str) -> usize {
    expected
        .char_indices()
        .zip(actual.chars())
        .find(|((_, a), b)| a != b)
        .map_or_else(|| expected.len().min(actual.len()), |((at, _), _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition, read aloud: exponential, and obviously right.
    fn reference(pattern: &[u16], text: &[u16]) -> bool {
        match pattern.split_first() {
            None => text.is_empty(),
            Some((42, rest)) => (0..=text.len()).any(|skip| reference(rest, &text[skip..])),
            Some((63, rest)) => !text.is_empty() && reference(rest, &text[1..]),
            Some((unit, rest)) => text.first() == Some(unit) && reference(rest, &text[1..]),
        }
    }

    #[test]
    fn a_supplementary_character_is_two_units() {
        assert!(!Glob::new("?").matches("😀"));
        assert!(Glob::new("??").matches("😀"));
        assert!(Glob::new("*").matches(""));
        assert!(!Glob::new("").matches("a"));
        assert!(!Glob::new("ab*bc").matches("abc"));
        assert!(Glob::new("*aab*").matches("aaab"));
    }

    std::thread_local! {
        pub(super) static STEPS: core::cell::Cell<usize> = const { core::cell::Cell::new(0) };
    }

    fn steps(pattern: &str, text: &str) -> usize {
        STEPS.set(0);
        let _ = Glob::new(pattern).matches(text);
        STEPS.get()
    }

    /// Each text is the worst that its pattern could meet.
    #[test]
    fn work_grows_with_the_text() {
        for (pattern, text) in [
            ("*a".repeat(1_000), "a"),
            ("*a".repeat(1_000), "b"),
            ("*ab".repeat(1_000), "a"),
            ("*aaab".repeat(1_000), "a"),
            ("*a?".repeat(1_000), "a"),
            (alloc::format!("*{}b*", "a".repeat(999)), "a"),
            (alloc::format!("*{}b*", "ab".repeat(500)), "ab"),
        ] {
            let once = steps(&pattern, &text.repeat(20_000 / text.len()));
            let twice = steps(&pattern, &text.repeat(40_000 / text.len()));
            assert!(once <= 4 * 20_000 + pattern.len(), "{once} {:.9}", pattern);
            assert!(twice <= 2 * once + pattern.len(), "{once} {twice} {:.9}", pattern);
        }
    }

    #[test]
    fn letter_case_as_recorded() {
        for (text, lower) in [("ΟΣ", "ος"), ("𐐀Σ", "𐐀ς"), ("AΣ𐐀", "aσ𐐀"), ("İ", "i\u{307}")]
        {
            assert_eq!(lowercase(text), lower);
        }
    }

    #[test]
    fn differences_are_on_character_boundaries() {
        assert_eq!(first_difference("acme:foo", "acme:cat"), 5);
        assert_eq!(first_difference("ü", "ö"), 0);
        assert_eq!(first_difference("ab", "abc"), 2);
    }

    proptest::proptest! {
        #[test]
        fn agrees_with_the_definition(pattern in "[ab*?]{0,9}", text in "[ab😀]{0,12}") {
            let units = |text: &str| text.encode_utf16().collect::<Vec<_>>();
            assert_eq!(
                Glob::new(&pattern).matches(&text),
                reference(&units(&pattern), &units(&text)),
            );
        }
    }
}
