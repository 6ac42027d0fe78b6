use assumable::{ErrorExplanation, explain_error};

use crate::words;

/// What an error message means that was pasted in place of a token or a policy.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ErrorView {
    /// Whose message it is, and what it means.
    pub(crate) meaning: String,
    /// What it rules out.
    pub(crate) ruled_out: Option<String>,
    /// What the message names: what it is, and its value.
    pub(crate) evidence: Vec<(&'static str, String)>,
    /// What usually leads to it, most frequent first.
    pub(crate) suspects: Vec<SuspectView>,
}

/// A cause that an error message is known to have.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SuspectView {
    pub(crate) id: &'static str,
    pub(crate) means: String,
    /// What to look at.
    pub(crate) check: String,
}

/// `None` for a text in which no message is recognised.
pub(super) fn view(text: &str) -> Option<ErrorView> {
    let ErrorExplanation { relying_party, meaning, ruled_out, suspects, evidence, .. } =
        explain_error(text)?;
    let whose = relying_party.map(|party| format!("An error message of {party}: "));
    let whose = whose.unwrap_or_else(|| String::from("An error message: "));
    let suspect = |cause: &&'static assumable::Cause| SuspectView {
        id: cause.id,
        means: words::sentence(cause.meaning),
        check: words::sentence(cause.check),
    };
    Some(ErrorView {
        meaning: words::sentence(&format!("{whose}{meaning}")),
        ruled_out: ruled_out.map(words::sentence),
        evidence: evidence.into_iter().map(|named| (named.name, named.value)).collect(),
        suspects: suspects.iter().map(suspect).collect(),
    })
}
