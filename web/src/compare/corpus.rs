//! Tokens and claims, however carelessly they were pasted together.

use assumable::UntrustedToken;
use assumable::json::{self, Kind, Value};

use crate::inputs::{Case, Draft};
use crate::paste::{self, Pasted};
use crate::{saved, sizes};

/// Tokens and claims, as they were pasted together.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Corpus {
    pub(crate) presented: Vec<Presented>,
    /// More than [`MOST`] were there.
    pub(crate) cut: bool,
}

/// What one workload presents.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Presented {
    Token(String),
    /// JSON.
    Claims(String),
}

impl Corpus {
    /// One token or one object a line, wrapped or in a log, or all in a JSON array.
    pub(crate) fn new(text: &str) -> Self {
        let text = text.trim();
        let mut found = match json::parse(text, sizes::limits().json_depth) {
            Ok(Value { kind: Kind::Array(list), .. }) => {
                list.iter().take(MOST + 1).filter_map(|value| presented(value, text)).collect()
            }
            // One object on several lines.
            Ok(value @ Value { kind: Kind::Object(_), .. }) => {
                presented(&value, text).into_iter().collect()
            }
            _ => lines(text),
        };
        let cut = Vec::len(&found) > MOST;
        found.truncate(MOST);
        Self { presented: found, cut }
    }
}

impl Presented {
    /// As it was pasted.
    pub(super) fn text(&self) -> &str {
        let (Self::Token(text) | Self::Claims(text)) = self;
        text
    }

    /// The case, if this workload came instead.
    pub(crate) fn in_case(&self, case: &Case) -> Case {
        let (token, claims) = match self {
            Self::Token(token) => (token.clone(), None),
            Self::Claims(claims) => (String::new(), Some(Draft::of_readable(claims.clone()))),
        };
        Case { token, claims, ..case.clone() }
    }
}

/// What stands in lines: no more of it than is needed.
fn lines(text: &str) -> Vec<Presented> {
    let pasted = Pasted::new(text);
    let token = pasted.token();
    if pasted.is_alone() && UntrustedToken::parse(&token, &sizes::limits()).is_ok() {
        return vec![Presented::Token(token.into_owned())];
    }
    // A token that was wrapped is in one line again.
    let wrapped = paste::tokens(text).into_iter().filter(|it| it.contains('\n')).take(MOST);
    let text = wrapped
        .fold(text.to_owned(), |text, token| text.replace(token, &Pasted::new(token).token()));
    let lines = text.lines().map(bare).filter(|it| !it.is_empty());
    lines.flat_map(line).take(MOST + 1).collect()
}

/// A line without what a list or a program has around it: quotes, commas, brackets.
fn bare(line: &str) -> &str {
    line.trim_matches([' ', '\t', ',', '"', '\'', '[', ']'])
}

fn line(line: &str) -> Vec<Presented> {
    let object = json::parse(line, sizes::limits().json_depth).ok();
    let object = object.filter(|value| value.as_object().is_some());
    if let Some(found) = object.and_then(|value| presented(&value, line)) {
        return vec![found];
    }
    let token = |token: &str| Presented::Token(token.to_owned());
    match paste::tokens(line).as_slice() {
        // What is wrong with it is said in its row.
        [] if line.starts_with('{') => vec![Presented::Claims(line.to_owned())],
        [] => vec![token(line)],
        tokens => tokens.iter().copied().map(token).collect(),
    }
}

/// A token, claims, or a case of `vectors/` with one of them.
fn presented(value: &Value, source: &str) -> Option<Presented> {
    if let Some(token) = value.as_str() {
        return Some(Presented::Token(token.to_owned()));
    }
    let object = value.as_object()?;
    if let Some(token) = object.get("token").and_then(Value::as_str) {
        return Some(Presented::Token(token.to_owned()));
    }
    // A line of a log may call it otherwise.
    let mut texts = object.iter().filter_map(|member| member.value.as_str());
    let is_token = |text: &&str| UntrustedToken::parse(text, &sizes::limits()).is_ok();
    if let Some(token) = texts.find(is_token).filter(|_| object.get("iss").is_none()) {
        return Some(Presented::Token(token.to_owned()));
    }
    let claims = object.get("claims").filter(|claims| claims.as_object().is_some());
    let claims = claims.map_or(value.span, |claims| claims.span);
    Some(Presented::Claims(claims.of(source)?.to_owned()))
}

/// More tokens than this are not looked at.
pub(crate) const MOST: usize = 50;

/// Most characters of the field that they are pasted into.
pub(crate) const FIELD: usize = saved::MOST_BYTES;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_come_in_lines_in_arrays_and_as_claims() {
        let token = |text: &str| Presented::Token(text.into());
        let claims = |text: &str| Presented::Claims(text.into());
        let cases = [
            ("", vec![]),
            ("a.b.c\n\n  d.e.f ", vec![token("a.b.c"), token("d.e.f")]),
            ("a.b.c\n{\"sub\": 1}", vec![token("a.b.c"), claims("{\"sub\": 1}")]),
            ("[\n  \"a.b.c\",\n  'd.e.f',\n]", vec![token("a.b.c"), token("d.e.f")]),
            (
                "{\"token\": \"a.b.c\"}\n{\"sub\": [1]},\n{\"sub\"",
                vec![token("a.b.c"), claims("{\"sub\": [1]}"), claims("{\"sub")],
            ),
            (r#"["a.b.c", {"sub": "x"}, 7]"#, vec![token("a.b.c"), claims(r#"{"sub": "x"}"#)]),
            ("{\n\"sub\": 1\n}", vec![claims("{\n\"sub\": 1\n}")]),
            (
                r#"[{"token": "a.b.c"}, {"claims": {"a": 1}}]"#,
                vec![token("a.b.c"), claims(r#"{"a": 1}"#)],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(Corpus::new(text).presented, expected, "{text}");
        }
    }

    #[test]
    fn each_token_is_found_wherever_it_stands() {
        let [one, other] = [
            include_str!("../../../vectors/examples/fly-machine.json"),
            include_str!("../../../vectors/examples/fly-other-app.json"),
        ]
        .map(|source| crate::example::Example::parse(source).unwrap().token);
        let wrapped = |token: &str, end: &str| {
            let lines = token.as_bytes().chunks(64).map(|it| str::from_utf8(it).unwrap());
            lines.collect::<Vec<_>>().join(end)
        };
        for text in [
            wrapped(&one, "\n"),
            wrapped(&one, "\r\n"),
            wrapped(&one, " "),
            wrapped(&one, "=\n"),
            format!("'{one}'."),
            format!("token: {}", wrapped(&one, "\n")),
        ] {
            assert_eq!(Corpus::new(&text).presented, [Presented::Token(one.clone())], "{text}");
        }
        let both = [&one, &other].map(|it| Presented::Token(it.clone()));
        for text in [
            format!("{one}\n{other}"),
            format!("2024 log {one} foo\n2024 log {other} foo"),
            format!("  - \"{one}\"\n  - \"{other}\""),
            format!("{one}, {other}"),
            format!("{}\n{}", wrapped(&one, "\n"), wrapped(&other, "\n")),
            format!("{}\n\n{}\n", wrapped(&one, "\n"), wrapped(&other, "\n")),
        ] {
            assert_eq!(Corpus::new(&text).presented, both, "{text}");
        }
        let (cut, _) = one.rsplit_once('.').unwrap();
        assert_eq!(Corpus::new(cut).presented, [Presented::Token(cut.into())]);
    }

    #[test]
    fn a_corpus_has_an_end() {
        let many = Corpus::new(&"a.b.c\n".repeat(MOST + 1));
        assert_eq!((many.presented.len(), many.cut), (MOST, true));
        assert!(!Corpus::new(&"a.b.c\n".repeat(MOST)).cut);
        assert!(Corpus::new(&format!("[{}1]", "\"a\",".repeat(MOST + 9))).cut);
    }
}
