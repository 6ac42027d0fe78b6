//! Fixes: what to change, and how a change of the policy's text is made.

use alloc::string::String;
use alloc::vec::Vec;

use crate::sorted::sort_by_key;
use crate::span::Span;
use crate::visible::visible;

/// What to change: the policy, or something else.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fix {
    /// One sentence: what the change does, above all whom it admits.
    pub effect: String,
    /// The change itself, if it is one of the policy's text: all of these together, in the order of
    /// their places.
    pub edits: Vec<Edit>,
    /// What to write elsewhere, word for word: lines of a workflow, a command.
    pub elsewhere: Option<String>,
}

/// A replacement in the policy's text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Edit {
    /// What to replace.
    pub span: Span,
    /// What stands there: an edit is for this text and no other.
    pub replaced: String,
    /// The new JSON, quotes included.
    pub replacement: String,
}

impl Fix {
    /// The policy with all edits made; `None` if there are none, or if `source` is not the text that
    /// they were made for.
    #[must_use]
    pub fn apply(&self, source: &str) -> Option<String> {
        let mut fixed = String::with_capacity(source.len());
        let mut end = 0;
        for Edit { span, replaced, replacement } in &self.edits {
            fixed.push_str(source.get(end..span.start)?);
            span.of(source).filter(|text| text == replaced)?;
            fixed.push_str(replacement);
            end = span.end;
        }
        fixed.push_str(source.get(end..)?);
        (!self.edits.is_empty()).then_some(fixed)
    }

    /// With what stands in the policy's text where the edits are.
    pub(crate) fn on(mut self, source: &str) -> Self {
        for edit in &mut self.edits {
            edit.replaced = edit.span.of(source).map(String::from).unwrap_or_default();
        }
        self
    }

    /// The effect as something to do by hand: `admit …` for `admits …`.
    pub(crate) fn to_do(&self) -> String {
        let (verb, rest) = self.effect.split_once(' ').unwrap_or((&self.effect, ""));
        alloc::format!("{} {rest}", verb.strip_suffix('s').unwrap_or(verb))
    }

    /// A change of the policy's text. The effect begins with its verb, as `admits …`.
    pub(crate) fn edits(effect: impl Into<String>, mut edits: Vec<Edit>) -> Self {
        sort_by_key(&mut edits, |edit| edit.span.start);
        Self { effect: effect.into(), edits, elsewhere: None }
    }

    /// Something to do that is not a change of the policy's text.
    pub(crate) fn advice(effect: impl Into<String>) -> Self {
        Self::edits(effect, Vec::new())
    }

    /// Something to write elsewhere.
    pub(crate) fn elsewhere(effect: impl Into<String>, text: impl Into<String>) -> Self {
        Self { elsewhere: Some(text.into()), ..Self::advice(effect) }
    }
}

impl Edit {
    /// JSON in place of other JSON.
    pub(crate) fn new(span: Span, replacement: String) -> Self {
        Self { span, replaced: String::new(), replacement }
    }

    /// A text in place of another.
    pub(crate) fn text(span: Span, text: &str) -> Self {
        Self::new(span, quoted(text))
    }
}

/// Whether a text of the token may go into a policy: a token must not choose wildcards, policy
/// variables or what cannot be seen.
pub(crate) fn is_plain(text: &str) -> bool {
    !text.contains(['*', '?', '$']) && visible(text) == text
}

/// A text as a JSON string.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&alloc::format!("\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
