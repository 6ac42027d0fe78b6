//! A text that is being written, and the last of it that could be read.

use assumable::aws::TrustPolicy;
use assumable::json;

use crate::{edit, sizes};

/// A text, and what it was when it could last be read.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Draft {
    /// As typed.
    pub(crate) text: String,
    /// The last text that could be read; empty if none could.
    pub(crate) readable: String,
}

impl Draft {
    /// A policy as it was kept.
    pub(crate) fn read(text: String) -> Self {
        let mut draft = Self::default();
        draft.edit_policy(text);
        draft
    }

    /// A text that can be read.
    pub(crate) fn of_readable(text: String) -> Self {
        Self { readable: text.clone(), text }
    }

    pub(super) fn edit_policy(&mut self, text: String) {
        self.edit(text, |text| TrustPolicy::parse(text, &sizes::limits()).is_ok());
    }

    /// Of claims that were replaced, nothing is kept.
    pub(super) fn edit_claims(&mut self, text: String, token: &str) {
        if is_another(&self.text, &text) {
            self.readable.clear();
        }
        self.edit(text, |text| are_claims(text, token));
    }

    fn edit(&mut self, text: String, is_readable: impl Fn(&str) -> bool) {
        if is_readable(&text) {
            self.readable.clone_from(&text);
        } else if text.trim().is_empty() {
            self.readable.clear();
        }
        self.text = text;
    }
}

/// Less than half of the text before is still there, or there was nearly nothing: it was replaced, not edited.
pub(super) fn is_another(before: &str, after: &str) -> bool {
    let is_stray = (1..8).contains(&before.len()) && after.len() > before.len() * 2;
    is_stray || same_ends(before, after) * 2 < before.len() && !after.contains(before)
}

/// How many bytes at both ends the two share.
pub(super) fn same_ends(before: &str, after: &str) -> usize {
    let same =
        |pairs: &mut dyn Iterator<Item = (u8, u8)>| pairs.take_while(|(a, b)| a == b).count();
    let start = same(&mut before.bytes().zip(after.bytes()));
    start + same(&mut before.bytes().rev().zip(after.bytes().rev()))
}

/// Whether a token with these claims can be read.
fn are_claims(text: &str, token: &str) -> bool {
    let limits = sizes::limits();
    text.len() <= sizes::TOKEN_FIELD
        && json::parse(text, limits.json_depth).is_ok_and(|value| value.as_object().is_some())
        && edit::check(&edit::with_claims(token, text)).is_ok()
}
