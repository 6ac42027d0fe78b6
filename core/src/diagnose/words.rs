//! How a condition is spoken of: an `Allow` admits whom it lists, a `Deny` spares them.

use alloc::format;
use alloc::string::String;

use super::Failure;
use crate::decision::{Effect, StatementTrace};
use crate::fix::{Fix, is_plain};
use crate::visible::quotable;

impl Failure<'_> {
    pub(super) fn denies(&self) -> bool {
        self.statement.effect == Effect::Deny
    }

    /// With whom is meant after it.
    pub(super) fn admits(&self) -> &'static str {
        if self.denies() { "spares" } else { "admits" }
    }

    /// With the only ones after it.
    pub(super) fn admits_only(&self) -> &'static str {
        if self.denies() { "the statement spares only" } else { "the policy admits only" }
    }

    /// With a value after it.
    pub(super) fn expects(&self) -> &'static str {
        if self.denies() { "the statement spares only" } else { "the policy expects" }
    }

    /// What to do where no edit is offered: whom a role trusts is for a person to say.
    pub(super) fn if_meant(&self, workload: &str, text: &str) -> Fix {
        if !is_plain(text) {
            return Fix::advice(
                "do not write this value into the policy: it has wildcards, variables or hidden text",
            );
        }
        let (shown, key) = (quotable(text), quotable(&self.condition.key));
        Fix::advice(match (self.denies(), self.condition.operator.contains("String")) {
            (true, _) => format!(
                "if {} is meant to spare {workload} too, add `{shown}` to its values of `{key}`",
                name_of(self.statement)
            ),
            (false, true) => format!(
                "if the role is meant for {workload} too, add `{shown}` to the values of `{key}`"
            ),
            (false, false) => format!(
                "if the role is meant for {workload} too, change the condition on `{key}` so that \
                 `{shown}` fits"
            ),
        })
    }
}

/// "statement 2 (`OnlyPayments`)".
pub(super) fn name_of(statement: &StatementTrace) -> String {
    let number = statement.index + 1;
    match &statement.sid {
        Some(sid) => format!("statement {number} (`{}`)", quotable(sid)),
        None => format!("statement {number}"),
    }
}

/// "app `cat-api`", and of a pattern "an app like `cat-*`": it is nobody's name.
pub(super) fn named(field: &str, text: &str) -> String {
    let text = quotable(text);
    match text.contains(['*', '?']) {
        true => format!("{} like `{text}`", with_article(field)),
        false => format!("{field} `{text}`"),
    }
}

/// "an app".
pub(super) fn with_article(field: &str) -> String {
    // As it is spoken: a user.
    let vowel = field.starts_with(['a', 'e', 'i', 'o']);
    format!("{} {field}", if vowel { "an" } else { "a" })
}

/// Whom a diagnosis is about.
pub(super) const THIS: &str = "this workload";
