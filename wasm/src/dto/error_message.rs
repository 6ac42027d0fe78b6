use assumable as core;
use serde::Serialize;
use tsify::Tsify;

/// What an error message means, and what may be behind it.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ErrorExplanation {
    /// A stable name of the kind of message, such as `aws.access-denied`.
    pub id: &'static str,
    /// Whose message it is, such as `AWS`; absent if no relying party was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub relying_party: Option<&'static str>,
    /// What is meant by it, in one sentence.
    pub meaning: &'static str,
    /// What is then most likely right, because the same relying party has other messages for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub ruled_out: Option<&'static str>,
    /// What is known to lead to this message, the most frequent first.
    pub suspects: Vec<Cause>,
    /// The values that the message names.
    pub evidence: Vec<NamedValue>,
}

/// A cause, whatever the case.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Cause {
    /// A stable name, such as `aud.not-in-provider`; a diagnosis of the same cause has it too.
    pub id: &'static str,
    /// One sentence: what is so.
    pub meaning: &'static str,
    /// One sentence: what to look at, and how it is mended.
    pub check: &'static str,
}

/// A value that a message names.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct NamedValue {
    /// What it is, such as `issuer`, `subject` or `role`.
    pub name: &'static str,
    /// The value, safe to print; the beginning of a long one.
    pub value: String,
}

impl From<core::ErrorExplanation> for ErrorExplanation {
    fn from(explanation: core::ErrorExplanation) -> Self {
        let cause = |cause: &&core::Cause| Cause {
            id: cause.id,
            meaning: cause.meaning,
            check: cause.check,
        };
        let named = |core::Named { name, value }| NamedValue { name, value };
        Self {
            id: explanation.id,
            relying_party: explanation.relying_party,
            meaning: explanation.meaning,
            ruled_out: explanation.ruled_out,
            suspects: explanation.suspects.iter().map(cause).collect(),
            evidence: explanation.evidence.into_iter().map(named).collect(),
        }
    }
}
