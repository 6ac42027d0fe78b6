//! The words of a message, with gaps for what differs.

use alloc::vec::Vec;

/// What stood in a gap.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Gap<'a> {
    pub(super) name: &'static str,
    pub(super) text: &'a str,
}

/// Reads a phrase such as `token expired: |current date/time <now> must be before <expiry>` at the
/// beginning of a folded text.
///
/// What stands before `|` is the message; the rest, if it is there, tells more. Letter case and
/// quotes do not count. A gap ends where the phrase goes on, or with the word or the quotation;
/// `<name:word>` is one word anyway, and `<name:quoted>` one in quotes.
pub(super) fn read<'a>(phrase: &'static str, text: &'a str) -> Option<Vec<Gap<'a>>> {
    let (message, more) = phrase.split_once('|').unwrap_or((phrase, ""));
    let (mut gaps, rest) = pieces(message, text)?;
    match pieces(more, rest) {
        Some((more, _)) => gaps.extend(more),
        // A word of the message must not go on: `AADSTS70021` is not `AADSTS700213`.
        None if more.is_empty() => return None,
        None => {}
    }
    (!more.is_empty() || ends_here(message, rest)).then_some(gaps)
}

fn ends_here(message: &str, rest: &str) -> bool {
    let is_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    !(is_word(message.as_bytes().last()) && is_word(rest.as_bytes().first()))
}

/// The gaps, and the text that follows.
fn pieces<'a>(phrase: &'static str, text: &'a str) -> Option<(Vec<Gap<'a>>, &'a str)> {
    let mut pieces = phrase.split('<');
    let mut rest = literal(pieces.next()?, text)?;
    let mut gaps = Vec::new();
    for piece in pieces {
        let (name, next) = piece.split_once('>')?;
        let (name, form) = name.split_once(':').unwrap_or((name, ""));
        if form == "quoted" && !rest.trim_start().starts_with('\'') {
            return None;
        }
        let text;
        (text, rest) = if next.is_empty() { last(rest) } else { up_to(next, rest, longest(name))? };
        if text.is_empty() || form == "word" && text.contains(' ') {
            return None;
        }
        gaps.push(Gap { name, text });
    }
    Some((gaps, rest))
}

/// What follows the words, if the text begins with them.
fn literal<'a>(words: &str, text: &'a str) -> Option<&'a str> {
    let mut bytes = text.bytes().enumerate().filter(|(_, byte)| *byte != b'\'');
    let mut end = 0_usize;
    for wanted in words.bytes().filter(|byte| *byte != b'\'') {
        let (at, found) = bytes.next()?;
        if !found.eq_ignore_ascii_case(&wanted) {
            return None;
        }
        end = at.checked_add(1)?;
    }
    text.get(end..)
}

/// The text before these words, and what follows them.
fn up_to<'a>(words: &str, text: &'a str, longest: usize) -> Option<(&'a str, &'a str)> {
    let bounded = text.as_bytes().get(..text.floor_char_boundary(longest))?;
    let first = words.bytes().find(|byte| *byte != b'\'')?;
    // Most places are passed over by their first byte; quotes before it are none of the words.
    let places = bounded.iter().enumerate().filter(|(_, byte)| byte.eq_ignore_ascii_case(&first));
    places.map(|(at, _)| at).find_map(|at| {
        let rest = literal(words, text.get(at..)?)?;
        Some((text.get(..at)?.trim_matches([' ', '\'']), rest))
    })
}

/// The word or the quotation that the text begins with.
fn last(text: &str) -> (&str, &str) {
    let bounded = text.get(..text.floor_char_boundary(LONGEST_GAP)).unwrap_or_default();
    let bounded = bounded.trim_start();
    let value = match bounded.strip_prefix('\'') {
        Some(quoted) => quoted.split('\'').next(),
        None => bounded.split([' ', '\'', '<']).next(),
    };
    let value = value.unwrap_or_default();
    let rest = text.split_once(value).map_or("", |(_, rest)| rest);
    (value.trim_end_matches(['.', ',', ';', ':', ')', ']', '}', '…']), rest)
}

/// A claim has a name, and names are short; that bounds the work of a text that names claims only.
fn longest(gap: &str) -> usize {
    if gap == "claim" { 128 } else { LONGEST_GAP }
}

/// No issuer, subject or audience is longer.
const LONGEST_GAP: usize = 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn texts<'a>(phrase: &'static str, text: &'a str) -> Option<Vec<&'a str>> {
        read(phrase, text).map(|gaps| gaps.into_iter().map(|gap| gap.text).collect())
    }

    #[test]
    fn gaps_are_filled() {
        let phrase = "issuer <issuer> is not <expected>";
        for text in [
            "Issuer a is not b",
            "issuer 'a' is not 'b'.",
            "ISSUER a is not b</Message>",
            "issuer a is not 'b','c'",
        ] {
            assert_eq!(texts(phrase, text).as_deref(), Some(&["a", "b"][..]), "{text}");
        }
        assert_eq!(texts(phrase, "issuer a b is not 'c d'"), Some(alloc::vec!["a b", "c d"]));
        assert_eq!(texts(phrase, "issuer a"), None);
        assert_eq!(texts(phrase, "issuer  is not b"), None);
    }

    #[test]
    fn what_follows_the_bar_may_be_cut_off() {
        let phrase = "issuer |<issuer> is not <expected>";
        assert_eq!(texts(phrase, "issuer a is"), Some(alloc::vec![]));
        assert_eq!(texts(phrase, "issuer a is not b"), Some(alloc::vec!["a", "b"]));
    }

    #[test]
    fn a_gap_may_be_one_word() {
        let phrase = "role <role:word> could not be found";
        assert_eq!(texts(phrase, "role 'a-b' could not be found"), Some(alloc::vec!["a-b"]));
        assert_eq!(texts(phrase, "role of the user could not be found"), None);
    }

    #[test]
    fn a_gap_may_have_to_be_quoted() {
        let phrase = "invalid role name <role:quoted>";
        assert_eq!(texts(phrase, "invalid role name 'a'"), Some(alloc::vec!["a"]));
        assert_eq!(texts(phrase, "invalid role name a"), None);
    }

    #[test]
    fn words_end_where_the_phrase_ends() {
        assert!(read("aadsts70021", "AADSTS70021: No").is_some());
        assert!(read("aadsts70021", "AADSTS700213: No").is_none());
        assert!(read("couldn't", "'Couldnt'").is_some());
    }
}
