use assumable::json::Value;
use assumable::{KeyError, KeySet};

use super::token;
use super::{Line, Problem, text};
use crate::inputs::{Case, KeysFrom};
use crate::tone::Tone;
use crate::{discovery, saved, sizes, words};

/// The pane of keys.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct KeysView {
    pub(crate) text: String,
    pub(crate) lines: Vec<Line>,
    /// In a few words: how many, and whose.
    pub(crate) summary: String,
    pub(crate) problem: Option<Problem>,
    pub(crate) rows: Vec<KeyRow>,
    /// One of them is secret, so none leaves the page.
    pub(crate) secret: bool,
    /// The token's issuer, if its keys can be asked for.
    pub(crate) issuer: Option<String>,
}

/// One key of the set.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct KeyRow {
    pub(crate) tone: Tone,
    pub(crate) id: String,
    pub(crate) note: String,
}

/// The key set as far as it can be read.
pub(super) struct Reading<'a> {
    source: &'a str,
    pub(super) from: &'a KeysFrom,
    pub(super) set: Option<KeySet>,
    pub(super) problem: Option<Problem>,
    /// It is not kept.
    secret: bool,
}

impl<'a> Reading<'a> {
    pub(super) fn new(case: &'a Case) -> Self {
        let (source, from) = (&*case.keys, &case.keys_from);
        // An example's are public.
        let secret = *from != KeysFrom::Example && saved::kept_keys(case).is_none();
        if source.trim().is_empty() {
            return Self { source, from, set: None, problem: None, secret };
        }
        let limits = sizes::limits();
        let set = if sizes::fills(source, sizes::KEYS_FIELD) {
            Err(Problem::cut(sizes::KEYS_FIELD, limits.key_set_bytes))
        } else {
            // Who opens the address that the page could not read has this first.
            let elsewhere = || discovery::names_keys(source).map(Problem::keys_elsewhere);
            KeySet::parse(source, &limits).map_err(|error| {
                elsewhere().unwrap_or_else(|| Problem::new(&error, source, |at| at))
            })
        };
        match set {
            Ok(set) => Self { source, from, set: Some(set), problem: None, secret },
            Err(problem) => Self { source, from, set: None, problem: Some(problem), secret },
        }
    }
}

pub(super) fn view(reading: &Reading<'_>, token: &token::Reading) -> KeysView {
    let wrong = reading.problem.as_ref().and_then(|problem| problem.range.as_ref());
    let marks: Vec<text::Marked> = wrong
        .map(|range| (text::visible(range, reading.source), "wrong-here"))
        .into_iter()
        .collect();
    let short = reading.source.len() <= sizes::limits().key_set_bytes;
    let issuer = token.claims.as_ref().and_then(|claims| claims.get("iss")).and_then(Value::as_str);
    KeysView {
        text: reading.source.to_owned(),
        lines: if short { text::json_lines(reading.source, &marks) } else { Vec::new() },
        summary: summary(reading),
        problem: reading.problem.clone(),
        // What cannot be read is a problem of its own.
        secret: reading.secret && reading.set.is_some(),
        rows: reading.set.as_ref().map(rows).unwrap_or_default(),
        issuer: issuer
            .filter(|issuer| discovery::document_url(issuer).is_some())
            .map(str::to_owned),
    }
}

fn summary(reading: &Reading<'_>) -> String {
    let Some(set) = &reading.set else {
        let unreadable = reading.problem.is_some();
        return String::from(if unreadable { "cannot be read" } else { "none" });
    };
    let whose = match reading.from {
        KeysFrom::Paste => "pasted",
        KeysFrom::Example => "of the example",
        KeysFrom::Issuer(_) => "from the issuer",
    };
    format!("{}, {whose}", words::count(set.published().len(), "key"))
}

fn rows(set: &KeySet) -> Vec<KeyRow> {
    let used = set.keys().iter().map(|key| {
        let algorithms: Vec<String> = key.algorithms().iter().map(ToString::to_string).collect();
        KeyRow {
            tone: Tone::Good,
            id: key.id().unwrap_or("without an id").to_owned(),
            note: algorithms.join(", "),
        }
    });
    // AWS has rules of its own: it goes by the numbers that it can read.
    let skipped = set.skipped().iter().map(|key| KeyRow {
        tone: match key.reason {
            KeyError::Private { .. } | KeyError::Symmetric => Tone::Caution,
            _ => Tone::Neutral,
        },
        id: key.id.clone().unwrap_or_else(|| format!("key {}", key.index + 1)),
        note: match key.reason {
            KeyError::Private { member } => {
                format!("A private key: it has `{member}`. {PUBLIC_HALF}")
            }
            _ => format!("A strict verifier does not use it: {}.", key.reason),
        },
    });
    used.chain(skipped).collect()
}

const PUBLIC_HALF: &str =
    "The simulation of AWS goes by its public numbers; a strict verifier does not use it.";
