use assumable as core;
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::JsValue;

use super::{Fix, Span};
use crate::exact;
use crate::utf16::Utf16;

/// Something about a trust policy that its author should know.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// A stable name, such as `trust.any-owner`.
    pub code: &'static str,
    /// What IAM Access Analyzer calls it, where that is confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub analyzer: Option<&'static str>,
    /// How bad it is.
    pub severity: Severity,
    /// Where it stands.
    pub span: Span,
    /// What is wrong, in this case.
    pub summary: String,
    /// What that means, in any case.
    pub why: &'static str,
    /// What to change.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub fix: Option<Fix>,
    /// Who is admitted: the proof, for findings that somebody is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub witness: Option<Witness>,
    /// Where it is documented.
    pub source: &'static str,
}

/// What is wrong with a trust policy.
#[derive(Debug, Serialize, Tsify)]
pub struct PolicyFindings {
    /// Worst first, at most 100.
    pub findings: Vec<Finding>,
}

/// How bad a finding is, worst first.
#[derive(Clone, Copy, Debug, Serialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Strangers are admitted, or a denial is without effect.
    Security,
    /// Something never does what it says.
    Error,
    /// More is admitted than is likely meant.
    Warning,
    /// It could be narrower or clearer.
    Suggestion,
}

/// Somebody whom the policy admits. The engine has said so.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Witness {
    /// The claims of the token, as `simulateAssumeRole` takes them.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Record<string, Json>")]
    pub claims: JsValue,
    /// Who that is.
    pub who: String,
    /// What the caller must say besides: condition keys and their values.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Record<string, string>")]
    pub request: JsValue,
}

impl Finding {
    /// `places` are those of the policy's text.
    pub(crate) fn new(finding: &core::Finding, places: &Utf16) -> Self {
        Self {
            code: finding.code,
            analyzer: finding.analyzer,
            severity: finding.severity.into(),
            span: places.span(finding.span),
            summary: finding.summary.clone(),
            why: finding.why,
            fix: finding.fix.as_ref().map(|fix| Fix::new(fix, places)),
            witness: finding.witness.as_ref().map(Witness::new),
            source: finding.source,
        }
    }
}

impl Witness {
    fn new(witness: &core::Witness) -> Self {
        let request: std::collections::BTreeMap<&str, &str> =
            witness.request.iter().map(|(key, text)| (*key, &**text)).collect();
        let request = serde_json::to_string(&request).unwrap_or_else(|_| "{}".to_owned());
        Self {
            claims: exact::parse(&witness.claims),
            who: witness.who.clone(),
            request: exact::parse(&request),
        }
    }
}

impl From<core::Severity> for Severity {
    fn from(severity: core::Severity) -> Self {
        match severity {
            core::Severity::Security => Self::Security,
            core::Severity::Error => Self::Error,
            core::Severity::Warning => Self::Warning,
            core::Severity::Suggestion => Self::Suggestion,
        }
    }
}
