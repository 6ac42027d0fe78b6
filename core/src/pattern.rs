//! Compiled matchers. Always anchored at both ends; the work is bounded by the product of the
//! lengths, and consecutive `*` count once.

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
    units: Vec<Unit>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Unit {
    Literal(u16),
    One,
    Run,
}

impl Glob {
    /// Compiles a pattern. Every text is one.
    #[must_use]
    pub fn new(pattern: &str) -> Self {
        let mut units: Vec<Unit> = pattern
            .encode_utf16()
            .map(|unit| match u8::try_from(unit) {
                Ok(b'*') => Unit::Run,
                Ok(b'?') => Unit::One,
                _ => Unit::Literal(unit),
            })
            .collect();
        units.dedup_by(|a, b| *a == Unit::Run && *b == Unit::Run);
        Self { units }
    }

    /// Whether the whole of `text` fits.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.matches_units(&text.encode_utf16().collect::<Vec<_>>())
    }

    /// Whether the whole of a text fits, given as UTF-16: for a text that meets many patterns.
    #[must_use]
    pub fn matches_units(&self, text: &[u16]) -> bool {
        let (mut at, mut read) = (0, 0);
        // Where to resume when a guess at the length of the last run was too short.
        let mut retry = None;
        while let Some(unit) = text.get(read) {
            match self.units.get(at) {
                Some(Unit::Run) => {
                    at += 1;
                    retry = Some((at, read));
                }
                Some(Unit::One) => (at, read) = (at + 1, read + 1),
                Some(Unit::Literal(literal)) if literal == unit => (at, read) = (at + 1, read + 1),
                _ => match retry {
                    None => return false,
                    Some((after_run, from)) => {
                        retry = Some((after_run, from + 1));
                        (at, read) = (after_run, from + 1);
                    }
                },
            }
        }
        self.units.iter().skip(at).all(|unit| *unit == Unit::Run)
    }
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
    }

    #[test]
    fn a_thousand_stars_end() {
        let text: String = core::iter::repeat_n('a', 20_000).collect();
        assert!(!Glob::new(&"*a".repeat(1_000)).matches(&text.replace('a', "b")));
        assert!(Glob::new(&"*a".repeat(1_000)).matches(&text));
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
        fn agrees_with_the_definition(pattern in "[ab*?]{0,8}", text in "[ab]{0,10}") {
            let units = |text: &str| text.encode_utf16().collect::<Vec<_>>();
            assert_eq!(
                Glob::new(&pattern).matches(&text),
                reference(&units(&pattern), &units(&text)),
            );
        }
    }
}
