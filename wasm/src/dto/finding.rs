use assumable as core;
use serde::Serialize;
use serde_json::{Map, Value, json};
use tsify::Tsify;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

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
    /// Who that is.
    pub who: String,
    /// The call, as `simulateAssumeRole` takes it: the claims of the token, and what the policy asks
    /// for beside them. `simulateAssumeRole({ ...call, trustPolicy })` answers `allowed`.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "WitnessCall")]
    pub call: JsValue,
    /// What decides too and nobody here can know, so that a simulation answers `denied`: condition
    /// keys of which nobody has published whether a web identity has them, and `Principal` where it
    /// matters whether a `Deny` for `AWS: *` means web identities. Empty for most.
    pub rests_on: Vec<String>,
}

#[wasm_bindgen(typescript_custom_section)]
const WITNESS_CALL: &str = r#"
/**
 * What `simulateAssumeRole` must be told, beside the policy.
 */
export interface WitnessCall {
    /**
     * The claims of the token.
     */
    claims: Record<string, Json>;
    /**
     * The provider, where the policy names several of one issuer.
     */
    provider?: Provider;
    /**
     * The role's tags, where the policy asks for them.
     */
    role?: Role;
    /**
     * What the caller says, where the policy asks for it.
     */
    request?: RoleSessionRequest;
    /**
     * When the call is made, where the policy asks for it.
     */
    now?: number;
}
"#;

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
        let core::Witness { claims, who, provider, rests_on, .. } = witness;
        let mut parts = vec![format!("\"claims\":{claims}")];
        let mut add = |name: &str, part: Option<Value>| {
            parts.extend(part.map(|part| format!("\"{name}\":{part}")));
        };
        add("provider", provider.as_ref().map(|arn| json!({ "arn": arn })));
        add("role", witness.role_tags.as_ref().map(|tags| json!({ "tags": object(tags) })));
        let said = [
            ("roleSessionName", &witness.session_name),
            ("userAgent", &witness.user_agent),
            ("region", &witness.region),
            ("sourceIp", &witness.source_ip),
        ];
        let said = said.into_iter().filter_map(|(name, said)| Some((name, said.as_ref()?)));
        let request: Map<String, Value> =
            said.map(|(name, said)| (name.to_owned(), said.as_str().into())).collect();
        add("request", (!request.is_empty()).then_some(Value::Object(request)));
        add("now", witness.now.map(|now| now.seconds().into()));
        Self {
            who: who.clone(),
            call: exact::parse(&format!("{{{}}}", parts.join(","))),
            rests_on: rests_on.clone(),
        }
    }
}

fn object(members: &[(String, String)]) -> Value {
    let members = members.iter().map(|(name, text)| (name.clone(), text.as_str().into()));
    Value::Object(members.collect())
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
