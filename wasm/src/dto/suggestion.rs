use assumable as core;
use serde::{Deserialize, Serialize};
use tsify::Tsify;

/// Which workloads a role is to trust: at least one, by a token or by the claims of one.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SuggestionInput {
    /// A token of each. They are not verified: whoever asks says that these are the ones.
    #[serde(default)]
    #[tsify(optional)]
    pub tokens: Option<Vec<String>>,
    /// Bare claims in place of a token, of more workloads.
    #[serde(default)]
    #[tsify(optional, type = "object[]")]
    pub claims: Option<Vec<String>>,
    /// The id of the role's account. If left out, an example stands for it, and a note says so.
    #[serde(default)]
    #[tsify(optional)]
    pub account_id: Option<String>,
    /// The partition of the role's account; `aws` if left out.
    #[serde(default)]
    #[tsify(optional)]
    pub partition: Option<String>,
}

/// A trust policy, in two languages, and what there is to know about it.
#[derive(Debug, Serialize, Tsify)]
pub struct TrustPolicySuggestion {
    /// The policy as JSON.
    pub policy: String,
    /// The same policy as Terraform's data source `aws_iam_policy_document`.
    pub terraform: String,
    /// Whom it admits, what it leaves open, what can change hands, what else has to be set up.
    pub notes: Vec<SuggestionNote>,
}

/// One thing to know about a suggested policy.
#[derive(Debug, Serialize, Tsify)]
pub struct SuggestionNote {
    /// A stable name, such as `left-open`.
    pub id: String,
    /// One line for a person.
    pub text: String,
}

impl From<core::Suggestion> for TrustPolicySuggestion {
    fn from(core::Suggestion { policy, terraform, notes }: core::Suggestion) -> Self {
        let note = |note: core::Note| SuggestionNote { id: note.id.to_owned(), text: note.text };
        Self { policy, terraform, notes: notes.into_iter().map(note).collect() }
    }
}
