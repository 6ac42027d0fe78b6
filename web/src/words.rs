//! Lengths of time, and sentences, in words.

/// A length of time: the two largest units that matter.
///
/// `541` is "9 min 1 s", `7200` is "2 h", `172800` is "2 days".
pub(crate) fn length(seconds: i64) -> String {
    let seconds = seconds.saturating_abs();
    let (large, small) = match seconds {
        0..60 => return format!("{seconds} s"),
        60..3600 => ((seconds / 60, "min"), (seconds % 60, "s")),
        3600..86_400 => ((seconds / 3600, "h"), (seconds % 3600 / 60, "min")),
        86_400..172_800 => return String::from("1 day"),
        172_800..63_072_000 => return format!("{} days", seconds / 86_400),
        _ => return format!("{} years", seconds / 31_536_000),
    };
    match small {
        (0, _) => format!("{} {}", large.0, large.1),
        (count, unit) => format!("{} {} {count} {unit}", large.0, large.1),
    }
}

/// How far `at` is from `now`: "in 9 min" or "3 min ago".
pub(crate) fn relative(at: i64, now: i64) -> String {
    let away = at.saturating_sub(now);
    match away {
        0 => String::from("now"),
        1.. => format!("in {}", length(away)),
        _ => format!("{} ago", length(away)),
    }
}

/// A message of the engine as a sentence: first letter large, period at the end.
///
/// A message that begins with text from outside (in backticks) keeps its case.
pub(crate) fn sentence(message: &str) -> String {
    let mut out = message.to_owned();
    // Messages of the engine are in English: no table of all letters is needed.
    if let Some(first) = out.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    if !message.ends_with(['.', '?']) {
        out.push('.');
    }
    out
}

/// "1 key", "3 keys".
pub(crate) fn count(number: usize, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}

/// A value from outside, fit to stand between backticks: nothing in it is hidden or ends them.
pub(crate) fn value(text: &str) -> String {
    assumable::visible(text).replace('`', "\u{2cb}")
}

/// The beginning of a long text.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// A line of text cut at its backticks: plain and outside text in turn, beginning with plain.
pub(crate) fn quoted(text: &str) -> impl Iterator<Item = (bool, &str)> {
    text.split('`').enumerate().map(|(index, piece)| (index % 2 == 1, piece))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_at_most_two_units() {
        let cases = [
            (0, "0 s"),
            (-59, "59 s"),
            (60, "1 min"),
            (541, "9 min 1 s"),
            (3_600, "1 h"),
            (7_260, "2 h 1 min"),
            (90_000, "1 day"),
            (172_800, "2 days"),
            (70_000_000, "2 years"),
            (i64::MIN, "292471208677 years"),
        ];
        for (seconds, words) in cases {
            assert_eq!(length(seconds), words);
        }
    }

    #[test]
    fn the_direction_is_said() {
        assert_eq!(relative(160, 100), "in 1 min");
        assert_eq!(relative(100, 160), "1 min ago");
        assert_eq!(relative(5, 5), "now");
    }

    #[test]
    fn a_long_text_is_shortened_between_characters() {
        assert_eq!(shortened("üü", 2), "üü");
        assert_eq!(shortened("üüü", 2), "üü…");
    }

    #[test]
    fn a_value_does_not_end_its_quotation() {
        assert_eq!(value("a` is fine. `\u{202e}b"), "a\u{2cb} is fine. \u{2cb}\\u{202e}b");
    }

    #[test]
    fn messages_become_sentences() {
        assert_eq!(sentence("there is no token"), "There is no token.");
        assert_eq!(sentence("`aud` is missing"), "`aud` is missing.");
        assert_eq!(sentence(""), ".");
        let pieces: Vec<_> = quoted("app `a`; only `b`").collect();
        assert_eq!(
            pieces,
            [(false, "app "), (true, "a"), (false, "; only "), (true, "b"), (false, "")]
        );
    }
}
