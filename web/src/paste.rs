//! Tokens and policies as people paste them.

mod found;
mod policy;

use std::borrow::Cow;

pub(crate) use self::found::tokens;
pub(crate) use self::policy::policy_in;

/// A pasted text, taken apart.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Pasted<'a> {
    /// What stands before the token.
    pub(crate) before: &'a str,
    /// The token, perhaps with white space inside.
    pub(crate) body: &'a str,
    /// What stands after it.
    pub(crate) after: &'a str,
    /// How many tokens were found inside a longer text, such as a command or a line of a log; 0, if the text is
    /// one and no more.
    found: usize,
}

impl<'a> Pasted<'a> {
    /// Sets white space, quotes and the word `Bearer` around a token apart, or all that stands around
    /// a token in a longer text.
    pub(crate) fn new(text: &'a str) -> Self {
        let alone = Self::alone(text);
        // `NAME=token` is longer than a token; only at an end a part may be padded.
        let is_assigned = alone.body.trim_end_matches('=').contains('=');
        if !is_assigned && alone.body.chars().all(belongs) {
            return alone;
        }
        let tokens = tokens(text);
        match tokens.as_slice() {
            [] => alone,
            // Of a signature that was wrapped too, nobody knows how long it is.
            [one]
                if alone.is_wrapped()
                    && alone.body.starts_with(found::START)
                    && !found::is_whole(one) =>
            {
                alone
            }
            [one] if *one == alone.body => alone,
            [first, ..] => Self { found: tokens.len(), ..Self::part_of(text, first) },
        }
    }

    fn alone(text: &'a str) -> Self {
        let mut token = text;
        loop {
            let mut next = token.trim();
            next = without_word(next, "Authorization:");
            next = without_word(next, "Bearer ");
            next = next.trim_start_matches(QUOTES).trim_end_matches(QUOTES);
            next = next.trim_end_matches([',', ';']);
            // The end of a sentence: a token has three parts or five, the last of which may be empty.
            if matches!(next.matches('.').count(), 3 | 5) {
                next = next.strip_suffix('.').unwrap_or(next);
            }
            if next == token {
                break;
            }
            token = next;
        }
        Self::part_of(text, token)
    }

    fn part_of(text: &'a str, token: &'a str) -> Self {
        // `token` is a part of `text`, so the distance of their first bytes is a place in `text`.
        let start = token.as_ptr().addr() - text.as_ptr().addr();
        let before = text.get(..start).unwrap_or_default();
        let after = text.get(start + token.len()..).unwrap_or_default();
        Self { before, body: token, after, found: 0 }
    }

    /// The token, as it was before a terminal or a mail wrapped it.
    pub(crate) fn token(&self) -> Cow<'a, str> {
        if !self.is_wrapped() {
            return Cow::Borrowed(self.body);
        }
        Cow::Owned(self.kept().map(|(_, c)| c).collect())
    }

    /// The place in the pasted text of a place in the token, both in bytes.
    pub(crate) fn place(&self, at: usize) -> usize {
        let start = self.before.len();
        if !self.is_wrapped() {
            return start + at;
        }
        self.kept().map(|(place, _)| start + place).nth(at).unwrap_or(start + self.body.len())
    }

    /// What a wrapped token consists of: not of the `=` that a mail has at the end of a line either.
    fn kept(&self) -> impl Iterator<Item = (usize, char)> + use<'a> {
        let body = self.body;
        let is_soft = move |at| body.get(at..).is_some_and(|it| it.starts_with(['\n', '\r']));
        body.char_indices()
            .filter(move |(at, c)| !(c.is_whitespace() || *c == '=' && is_soft(at + 1)))
    }

    /// White space is all that keeps the text from being a token. A token is ASCII (RFC 7515,
    /// section 7.1), so that each of its bytes is a character.
    fn is_wrapped(&self) -> bool {
        self.body.contains('.')
            && self.body.contains(char::is_whitespace)
            && self.body.chars().all(|c| c.is_whitespace() || belongs(c))
    }

    /// The text is one token and no more.
    pub(crate) fn is_alone(&self) -> bool {
        self.found == 0
    }

    /// What was set apart, in words; `None` if it was nothing.
    pub(crate) fn note(&self) -> Option<String> {
        match self.found {
            0 => {}
            1 => return Some(String::from(INSIDE)),
            more => {
                return Some(format!("Read the first of {more} tokens; Compare takes them all."));
            }
        }
        let around = self.around().map(|what| format!("{what} around the token"));
        let inside = self.inside().map(|what| format!("the {what} inside it"));
        let list: Vec<String> = around.into_iter().chain(inside).collect();
        (!list.is_empty()).then(|| format!("Read without {}.", list.join(", and without ")))
    }

    fn around(&self) -> Option<String> {
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
        Some(match parts.as_slice() {
            [] if around.is_empty() => return None,
            [] => "what is not part of it".to_owned(),
            [one] => (*one).to_owned(),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
        })
    }

    fn inside(&self) -> Option<&'static str> {
        let is_break = |c: char| matches!(c, '\n' | '\r');
        let breaks = self.body.contains(is_break);
        let spaces = self.body.contains(|c: char| c.is_whitespace() && !is_break(c));
        match (breaks, spaces) {
            _ if !self.is_wrapped() => None,
            (true, true) => Some("line breaks and spaces"),
            (true, false) => Some("line breaks"),
            (false, _) => Some("spaces"),
        }
    }
}

/// A token is ASCII (RFC 7515, section 7.1).
fn belongs(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.=".contains(c)
}

fn without_word<'a>(text: &'a str, word: &str) -> &'a str {
    match text.get(..word.len()) {
        Some(start) if start.eq_ignore_ascii_case(word) => {
            text.get(word.len()..).unwrap_or_default()
        }
        _ => text,
    }
}

const INSIDE: &str = "Read the token inside a longer text; the rest is left out.";

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
            assert_eq!(pasted.token(), token);
            assert_eq!(pasted.note().as_deref(), note);
            assert_eq!(format!("{}{}{}", pasted.before, pasted.body, pasted.after), text);
        }
    }

    #[test]
    fn a_wrapped_token_is_put_together_again() {
        let cases = [
            ("a\n.b.c", "Read without the line breaks inside it."),
            ("a. b.c", "Read without the spaces inside it."),
            ("a\r\n  .b. c", "Read without the line breaks and spaces inside it."),
            (
                "'a.\nb.c'",
                "Read without quotes around the token, and without the line breaks inside it.",
            ),
        ];
        for (text, note) in cases {
            let pasted = Pasted::new(text);
            assert_eq!(pasted.token(), "a.b.c");
            assert_eq!(pasted.note().as_deref(), Some(note));
            for (at, c) in pasted.token().char_indices() {
                assert!(text.get(pasted.place(at)..).unwrap().starts_with(c), "{text}: {at}");
            }
        }
    }

    #[test]
    fn a_token_is_found_in_a_longer_text() {
        let token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.AA-_";
        for text in [
            format!("curl -H 'Authorization: Bearer {token}' https://api.example/v1"),
            format!("{{\"count\":1,\"value\":\"{token}\"}}"),
            format!("export AWS_WEB_IDENTITY_TOKEN={token}"),
            format!("TOKEN={token}"),
            format!("2024-04-08 22:25:19 eyJ is no token; token={token}."),
            format!("Action=AssumeRoleWithWebIdentity&WebIdentityToken={token}&Version=2011-06-15"),
        ] {
            let pasted = Pasted::new(&text);
            assert_eq!(pasted.token(), token);
            let note = "Read the token inside a longer text; the rest is left out.";
            assert_eq!(pasted.note().as_deref(), Some(note));
            assert_eq!(format!("{}{token}{}", pasted.before, pasted.after), text);
        }
    }

    #[test]
    fn what_people_paste_without_care_is_read() {
        let token = crate::example::Example::first().token;
        let inside = "Read the token inside a longer text; the rest is left out.";
        let around = "Read without what is not part of it around the token.";
        let lines = |end: &str| {
            let lines = token.as_bytes().chunks(76).map(|it| str::from_utf8(it).unwrap());
            lines.collect::<Vec<_>>().join(end)
        };
        let (header, claims) = token.split_once('.').unwrap();
        for (text, note) in [
            (format!("{token}."), around),
            (format!("{token}.,"), around),
            (format!("The token is {token}."), inside),
            (format!("A token ({token}). And more."), inside),
            (format!("{token} is the token"), inside),
            (format!("curl -H 'Authorization: Bearer {}' https://x.example", lines("\n")), inside),
            (
                format!("$ curl -H 'Authorization: Bearer {}' \\\r\n  https://x", lines("\r\n")),
                inside,
            ),
            (format!("Bearer {header}.\n{claims}\nnext"), inside),
            (format!("token={token}\n2024-04-08 next line of the log"), inside),
            (format!("It is\n\n{}\n\nas a mail has it.", lines("=\n")), inside),
            (lines("=\r\n"), "Read without the line breaks inside it."),
            (lines("\n"), "Read without the line breaks inside it."),
            (format!("{token}\n{token}"), "Read the first of 2 tokens; Compare takes them all."),
            (
                format!("a {token}\nb {token}, {token}"),
                "Read the first of 3 tokens; Compare takes them all.",
            ),
            (
                format!("Bearer {}\nBearer {token}", lines("\n")),
                "Read the first of 2 tokens; Compare takes them all.",
            ),
        ] {
            let pasted = Pasted::new(&text);
            assert_eq!(pasted.token(), token, "{text}");
            assert_eq!(pasted.note().as_deref(), Some(note), "{text}");
            assert_eq!(format!("{}{}{}", pasted.before, pasted.body, pasted.after), text);
            for at in [0, 100, token.len() - 1] {
                let (from, c) = (pasted.place(at), token.get(at..=at).unwrap());
                assert!(text.get(from..).unwrap().starts_with(c), "{text}: {at}");
            }
        }
        // Its signature is empty.
        assert_eq!(Pasted::new("eyJhIjowfQ.e30.").token(), "eyJhIjowfQ.e30.");
    }

    #[test]
    fn no_text_takes_long() {
        for unit in [
            "eyJ",
            "eyJ.",
            "eyJ.eyJ\n",
            "a eyJaaaaaaaaaaaaaaaa\n",
            "eyJ=\n",
            "eyJaaaaaaaaaaaaaaaaaaaa\n",
        ] {
            let text = format!("{} !", unit.repeat(73_500 / unit.len()));
            let start = std::time::Instant::now();
            let _ = Pasted::new(&text).token();
            assert!(start.elapsed() < std::time::Duration::from_secs(1), "{unit}");
        }
    }

    #[test]
    fn what_is_no_token_without_white_space_stays() {
        for text in ["not a token", "a. b.ü", "{\n\"a\": 1.5}"] {
            assert_eq!(Pasted::new(text).token(), text);
            assert_eq!(Pasted::new(text).note(), None);
            assert_eq!(Pasted::new(text).place(3), 3);
        }
    }
}
