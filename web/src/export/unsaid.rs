//! What a token says that nobody learns where none goes along.

use assumable::{UntrustedToken, json};

use crate::inputs::Case;
use crate::json_text::{self, Class};
use crate::paste::Pasted;
use crate::saved::{self, Keep};
use crate::{sizes, words};

/// The values of the claims and of the header, and their words, that nothing else in the case has.
#[derive(Default)]
pub(super) struct Unsaid {
    values: Vec<String>,
    words: Vec<String>,
}

impl Unsaid {
    pub(super) fn new(case: &Case, keep: Keep) -> Self {
        if keep != Keep::Nothing {
            return Self::default();
        }
        let token = Pasted::new(&case.token).token();
        let token = UntrustedToken::parse(&token, &sizes::limits()).ok();
        let header = token.as_ref().map(|token| token.header());
        let algorithm = header.and_then(|header| header.object().get("alg")?.as_str());
        let bare = Case { claims: None, ..case.clone() };
        let bare = saved::kept_claims(&bare, Keep::Claims).unwrap_or_default();
        let claims = case.claims.iter().flat_map(|draft| [&*draft.text, &*draft.readable]);
        let texts = claims.chain([&*bare, header.map_or("", |header| header.text())]);

        let said = saved::written(case, Keep::Nothing);
        let is_said = |word: &str| split(&said).chain(algorithm).any(|it| it == word);
        let mut values: Vec<String> = texts.flat_map(values).collect();
        let mut words: Vec<String> = Vec::new();
        let all = values.iter().flat_map(|value| split(value)).filter(|it| is_word(it));
        for (index, word) in all.enumerate() {
            // No honest token has more.
            if index > MOST || !is_said(word) {
                words.push(word.to_owned());
            }
        }
        // Words that are said do not say that one workload has them all.
        values.retain(|it| it.len() > SHORT && !said.contains(it.trim_start_matches("https://")));
        Self { values, words }
    }

    /// Text from outside, without what nobody learns.
    pub(super) fn left(&self, text: &str) -> String {
        self.without(text, |_| true)
    }

    /// A text of ours, which may have a value in it all the same.
    pub(super) fn left_of_prose(&self, text: &str) -> String {
        self.without(text, |it| it.len() > SHORT && !it.bytes().all(|it| it.is_ascii_alphabetic()))
    }

    fn without(&self, text: &str, may_be_value: impl Fn(&str) -> bool) -> String {
        let values = self.values.iter().filter(|value| may_be_value(value));
        let text = values.fold(text.to_owned(), |text, value| text.replace(&**value, "…"));
        if self.words.is_empty() {
            return text;
        }
        let pieces = text.split_inclusive(|c| !belongs(c)).flat_map(|piece| {
            let (word, end) = piece.split_at(piece.find(|c| !belongs(c)).unwrap_or(piece.len()));
            [if may_be_value(word) && self.has(word) { "…" } else { word }, end]
        });
        pieces.collect()
    }

    /// The end of a long text is cut off, perhaps in the middle of a word.
    fn has(&self, word: &str) -> bool {
        let is_begun = |it: &String| word.len() > SHORT && it.starts_with(word);
        is_word(word) && self.words.iter().any(|it| it == word || is_begun(it))
    }
}

/// The strings and numbers of JSON, half-typed or not, as they are shown.
fn values(text: &str) -> Vec<String> {
    let stretches = json_text::stretches(text).into_iter();
    let values = stretches.filter(|(_, class)| matches!(class, Class::Text | Class::Other));
    let value = |part: &str| {
        let value = json::parse(part, 1).ok();
        words::value(value.as_ref().and_then(json::Value::as_str).unwrap_or(part))
    };
    values.filter_map(|(range, _)| text.get(range)).map(value).collect()
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !belongs(c))
}

/// What a word of a subject or an address consists of.
fn belongs(c: char) -> bool {
    c.is_ascii_alphanumeric() || !c.is_ascii() && c != '…' || "-_".contains(c)
}

/// Not so short that it says nothing.
fn is_word(word: &str) -> bool {
    !matches!(word, "" | "-" | "_" | "https" | "true" | "false" | "null")
}

const SHORT: usize = 3;

/// Words that are looked for in what is said.
const MOST: usize = 1000;
