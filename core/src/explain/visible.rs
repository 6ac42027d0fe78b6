use alloc::borrow::Cow;
use alloc::string::String;

/// Text from outside, made safe to print: control characters and those that change the direction
/// of writing become escapes, so that a claim cannot forge a line of an explanation.
///
/// ```
/// assert_eq!(assumable::explain::visible("a\u{1b}[2Jb"), "a\\u{1b}[2Jb");
/// ```
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) { shown.extend(c.escape_unicode()) } else { shown.push(c) }
    }
    Cow::Owned(shown)
}

/// Controls, line and paragraph separators, and the bidirectional marks of UAX #9.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
