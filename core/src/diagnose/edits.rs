//! How a change of a condition is written into the policy's text.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Failure;
use crate::decision::{ConditionTrace, ValueTrace};
use crate::fix::{Edit, quoted};
use crate::span::Span;

impl Failure<'_> {
    /// A text in place of a value. If the text has wildcards, the operator is made one that knows
    /// them; `None` if that cannot be done without changing what other conditions mean.
    pub(super) fn replace(&self, value: &ValueTrace, text: &str) -> Option<Vec<Edit>> {
        self.write(value, quoted(text), text.contains(['*', '?']))
    }

    /// As [`replace`](Self::replace), but the value stays beside the new text.
    pub(super) fn put_beside(&self, value: &ValueTrace, text: &str) -> Option<Vec<Edit>> {
        let both = format!("{}, {}", quoted(&value.text), quoted(text));
        // In brackets something follows the value.
        let alone = value.span.end == self.condition.span.end;
        let both = if alone { format!("[{both}]") } else { both };
        self.write(value, both, text.contains(['*', '?']))
    }

    fn write(&self, value: &ValueTrace, json: String, wild: bool) -> Option<Vec<Edit>> {
        let edit = Edit::new(value.span, json);
        if !wild || self.condition.wildcards {
            return Some(alloc::vec![edit]);
        }
        let mut edits = self.as_patterns()?;
        edits.push(edit);
        Some(edits)
    }

    /// Makes this condition's values patterns: by renaming its block, or by moving it into the block
    /// that has patterns already. A move is one edit of values too, so it is offered for itself.
    pub(super) fn as_patterns(&self) -> Option<Vec<Edit>> {
        let (like, others) = (like(&self.condition.operator)?, self.others());
        let same_block = |it: &&&ConditionTrace| it.operator_span == self.condition.operator_span;
        let wild =
            |it: &&ConditionTrace| it.expected.iter().any(|value| value.text.contains(['*', '?']));
        let taken = others.iter().any(|it| it.operator == like);
        if taken || others.iter().filter(same_block).any(wild) {
            return None;
        }
        Some(alloc::vec![Edit::text(self.condition.operator_span, &like)])
    }

    /// Moves the condition into the block of patterns that the statement has already.
    pub(super) fn move_to_patterns(&self) -> Option<Vec<Edit>> {
        let like = like(&self.condition.operator)?;
        let (condition, others) = (self.condition, self.others());
        let target = others.iter().find(|it| it.operator == like)?;
        let same_key = |it: &&ConditionTrace| {
            it.operator_span == target.operator_span && it.key.eq_ignore_ascii_case(&condition.key)
        };
        if others.iter().copied().any(|it| same_key(&it)) {
            return None;
        }
        let removal = self.removal()?;
        let values: Vec<String> = condition.expected.iter().map(|it| quoted(&it.text)).collect();
        let values = match &*values {
            [one] => one.clone(),
            _ => format!("[{}]", values.join(", ")),
        };
        let moved = format!("{}: {values}, ", quoted(&condition.key));
        Some(alloc::vec![removal, Edit::new(Span::at(target.span.start), moved)])
    }

    /// Takes the condition out of its block, with the comma before it, or after it if it is the first.
    /// `None` if it is the only one: a block needs one.
    pub(super) fn removal(&self) -> Option<Edit> {
        let (condition, others) = (self.condition, self.others());
        let stay = others.iter().filter(|it| it.operator_span == condition.operator_span);
        let before = stay.clone().map(|it| it.span.end).filter(|end| *end <= condition.span.start);
        let after = stay.map(|it| it.span.start).filter(|at| *at >= condition.span.end).min();
        let span = match (before.max(), after) {
            (Some(end), _) => Span::new(end, condition.span.end),
            (None, start) => Span::new(condition.span.start, start?),
        };
        Some(Edit::new(span, String::new()))
    }

    /// The statement's other conditions.
    fn others(&self) -> Vec<&ConditionTrace> {
        let conditions = self.statement.conditions.iter();
        conditions.filter(|it| it.span != self.condition.span).collect()
    }

    /// Gives the condition another key; `None` if its block has that key already.
    pub(super) fn rename_key(&self, key: &str) -> Option<Edit> {
        let taken = self.others().iter().any(|it| {
            it.operator_span == self.condition.operator_span && it.key.eq_ignore_ascii_case(key)
        });
        (!taken).then(|| Edit::text(self.condition.key_span, key))
    }
}

/// The operator that takes the same values as patterns.
pub(super) fn like(operator: &str) -> Option<String> {
    if operator.contains("NotEquals") {
        return Some(
            operator.replace("NotEqualsIgnoreCase", "NotEquals").replace("NotEquals", "NotLike"),
        );
    }
    let like = operator.replace("StringEqualsIgnoreCase", "StringEquals");
    let like = like.replace("StringEquals", "StringLike");
    (like != operator).then_some(like)
}
