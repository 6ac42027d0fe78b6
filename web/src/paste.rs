//! Tokens as people paste them.

/// A pasted text, taken apart.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Pasted<'a> {
    /// What stands before the token.
    pub(crate) before: &'a str,
    /// The token.
    pub(crate) token: &'a str,
    /// What stands after it.
    pub(crate) after: &'a str,
}

impl<'a> Pasted<'a> {
    /// Sets white space, quotes and the word `Bearer` around a token apart.
    pub(crate) fn new(text: &'a str) -> Self {
        let mut token = text;
        loop {
            let mut next = token.trim();
            next = without_word(next, "Authorization:");
            next = without_word(next, "Bearer ");
            next = next.trim_start_matches(QUOTES).trim_end_matches(QUOTES);
            next = next.trim_end_matches([',', ';']);
            if next == token {
                break;
            }
            token = next;
        }
        // `token` is a part of `text`, so the distance of their first bytes is a place in `text`.
        let start = token.as_ptr().addr() - text.as_ptr().addr();
        let before = text.get(..start).unwrap_or_default();
        let after = text.get(start + token.len()..).unwrap_or_default();
        Self { before, token, after }
    }

    /// What was set apart, in words; `None` if it was nothing.
    pub(crate) fn note(&self) -> Option<String> {
        let around = format!("{}{}", self.before, self.after);
        let mut parts = Vec::new();
        if around.to_ascii_lowercase().contains("bearer") {
            parts.push("the word Bearer");
        }
        if around.contains(QUOTES) {
            parts.push("quotes");
        }
        if around.chars().any(char::is_whitespace) {
            parts.push("white space");
        }
        let list = match parts.as_slice() {
            [] if around.is_empty() => return None,
            [] => "what is not part of it".to_owned(),
            [one] => (*one).to_owned(),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
        };
        Some(format!("Read without {list} around the token."))
    }
}

fn without_word<'a>(text: &'a str, word: &str) -> &'a str {
    match text.get(..word.len()) {
        Some(start) if start.eq_ignore_ascii_case(word) => {
            text.get(word.len()..).unwrap_or_default()
        }
        _ => text,
    }
}

const QUOTES: [char; 3] = ['"', '\'', '`'];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_a_token_is_set_apart() {
        let cases = [
            ("a.b.c", "a.b.c", None),
            ("", "", None),
            (" a.b.c\n", "a.b.c", Some("Read without white space around the token.")),
            ("'a.b.c'", "a.b.c", Some("Read without quotes around the token.")),
            (
                "Authorization: bearer \"a.b.c\",",
                "a.b.c",
                Some("Read without the word Bearer, quotes and white space around the token."),
            ),
            ("a.b.c,", "a.b.c", Some("Read without what is not part of it around the token.")),
        ];
        for (text, token, note) in cases {
            let pasted = Pasted::new(text);
            assert_eq!(pasted.token, token);
            assert_eq!(pasted.note().as_deref(), note);
            assert_eq!(format!("{}{}{}", pasted.before, pasted.token, pasted.after), text);
        }
    }

    #[test]
    fn inner_white_space_stays() {
        assert_eq!(Pasted::new("a. b.c").token, "a. b.c");
    }
}
