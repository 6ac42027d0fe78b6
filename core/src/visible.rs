//! Text from outside, made safe to print.

use alloc::borrow::Cow;
use alloc::string::String;

/// Characters that are not seen, or that move others, become escapes, so that a claim can neither
/// forge a line of an explanation nor look like another one.
///
/// ```
/// assert_eq!(assumable::visible("a\u{1b}[2J\u{200b}b"), "a\\u{1b}[2J\\u{200b}b");
/// ```
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    // Without a way out early, so that many bytes are looked at in one step.
    let plain = text.bytes().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~'));
    if plain || !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) { shown.extend(c.escape_unicode()) } else { shown.push(c) }
    }
    Cow::Owned(shown)
}

/// Visible text that can stand between backticks without ending the quotation, its beginning if it
/// is long.
///
/// ```
/// assert_eq!(assumable::quotable("a` b\n"), "aˋ b\\u{a}");
/// ```
#[must_use]
pub fn quotable(text: &str) -> String {
    let end = text.char_indices().nth(QUOTED_CHARACTERS).map(|(at, _)| at);
    let shown =
        visible(end.and_then(|end| text.get(..end)).unwrap_or(text)).replace('`', "\u{2cb}");
    if end.is_some() { shown + "…" } else { shown }
}

/// Nobody's log fills up with what somebody sent.
const QUOTED_CHARACTERS: usize = 512;

/// Controls, and what Unicode calls format characters, separators of lines or
/// `Default_Ignorable_Code_Point` (Unicode 16, `DerivedCoreProperties.txt`).
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        let hidden =
            "\n\u{7f}\u{85}\u{ad}\u{61c}\u{200d}\u{2029}\u{202e}\u{2066}\u{3164}\u{feff}\u{e0041}";
        for c in hidden.chars() {
            assert_eq!(visible(&String::from(c)), String::from_iter(c.escape_unicode()));
        }
        assert_eq!(visible("ü 字 😀 \\ '"), "ü 字 😀 \\ '");
    }
}
