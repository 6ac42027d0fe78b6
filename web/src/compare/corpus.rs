//! Tokens and claims, however carelessly they were pasted together.

use assumable::json::{self, Kind, Value};

use crate::inputs::{Case, Draft};
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
    /// One token or one object a line, or all in a JSON array.
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
            _ => text
                .lines()
                .map(bare)
                .filter(|it| !it.is_empty())
                .take(MOST + 1)
                .map(line)
                .collect(),
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

/// A line without what a list or a program has around it: quotes, commas, brackets.
fn bare(line: &str) -> &str {
    line.trim_matches([' ', '\t', ',', '"', '\'', '[', ']'])
}

fn line(line: &str) -> Presented {
    let object = json::parse(line, sizes::limits().json_depth).ok();
    let object = object.filter(|value| value.as_object().is_some());
    object.and_then(|value| presented(&value, line)).unwrap_or_else(|| {
        match line.starts_with('{') {
            // What is wrong with it is said in its row.
            true => Presented::Claims(line.to_owned()),
            false => Presented::Token(line.to_owned()),
        }
    })
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
    fn a_corpus_has_an_end() {
        let many = Corpus::new(&"a.b.c\n".repeat(MOST + 1));
        assert_eq!((many.presented.len(), many.cut), (MOST, true));
        assert!(!Corpus::new(&"a.b.c\n".repeat(MOST)).cut);
        assert!(Corpus::new(&format!("[{}1]", "\"a\",".repeat(MOST + 9))).cut);
    }
}
