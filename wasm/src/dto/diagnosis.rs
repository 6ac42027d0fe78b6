use assumable as core;
use serde::Serialize;
use tsify::Tsify;

use super::Span;
use crate::utf16::Utf16;

/// A named cause of a denial.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Diagnosis {
    /// A stable name, such as `sub.other-app`.
    pub id: String,
    /// The stage of the call that it explains, such as `trust-policy`.
    pub stage: String,
    /// What differs, in this case.
    pub summary: String,
    /// What that means, in any case.
    pub cause: String,
    /// What to change.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub fix: Option<Fix>,
}

/// What to change.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Fix {
    /// One sentence: what the change does, above all whom it admits.
    pub effect: String,
    /// The change itself, if it is one of the policy's text: all of these together, in the order of
    /// their places.
    pub edits: Vec<Edit>,
    /// What to write elsewhere, word for word: lines of a workflow, a command.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub elsewhere: Option<String>,
}

/// A replacement in the policy's text.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Edit {
    /// What to replace.
    pub span: Span,
    /// What stands there: an edit is for this text and no other.
    pub replaced: String,
    /// The new JSON, quotes included.
    pub replacement: String,
}

impl Diagnosis {
    /// `places` are those of the policy's text.
    pub(crate) fn new(diagnosis: &core::Diagnosis, places: &Utf16) -> Self {
        Self {
            id: diagnosis.id.to_owned(),
            stage: diagnosis.stage.as_str().to_owned(),
            summary: diagnosis.summary.clone(),
            cause: diagnosis.cause.to_owned(),
            fix: diagnosis.fix.as_ref().map(|fix| Fix::new(fix, places)),
        }
    }
}

impl Fix {
    pub(crate) fn new(fix: &core::Fix, places: &Utf16) -> Self {
        let edit = |edit: &core::Edit| Edit {
            span: places.span(edit.span),
            replaced: edit.replaced.clone(),
            replacement: edit.replacement.clone(),
        };
        Self {
            effect: fix.effect.clone(),
            edits: fix.edits.iter().map(edit).collect(),
            elsewhere: fix.elsewhere.clone(),
        }
    }
}
