use assumable::{Reason as CoreReason, VerifiedToken};
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use super::Reason;

/// What is asked for at a gate, by whom, and when.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GateFacts {
    /// `http:Method`, in capitals.
    pub method: String,
    /// `http:Host`, in small letters, with its port if that is not the usual one.
    pub host: String,
    /// `http:Path`, as it stands in the URL, percent-encoding and all, without query.
    pub path: String,
    /// `aws:SecureTransport`: whether the request came over TLS.
    pub secure: bool,
    /// `aws:SourceIp`. If it is not known, conditions on it count against the caller.
    #[serde(default)]
    #[tsify(optional)]
    pub source_ip: Option<String>,
    /// `aws:UserAgent`; without one there is no such key.
    #[serde(default)]
    #[tsify(optional)]
    pub user_agent: Option<String>,
    /// `aws:CurrentTime` and `aws:EpochTime`, in whole seconds since the Unix epoch.
    pub now: i64,
}

/// What a gate decides.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct GateDecision {
    /// Whether the bearer may pass.
    pub allowed: bool,
    /// By which rule of the policy language.
    pub reason: Reason,
    /// The statements that decided, by their place in the policy.
    pub determining: Vec<u32>,
    /// Until when the token's own times are accepted, in whole seconds since the Unix epoch.
    pub accepted_until: i64,
    /// Of a denial that is to be explained: the ids of its causes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub causes: Option<Vec<&'static str>>,
    /// Of such a denial: the answer in one line, and below it the whole trace.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub explanation: Option<String>,
}

impl GateDecision {
    pub(crate) fn new(
        decision: &assumable::Decision,
        token: &VerifiedToken,
        explained: Option<(Vec<&'static str>, String)>,
    ) -> Self {
        let (causes, explanation) = explained.unzip();
        let place = |index: &usize| u32::try_from(*index).unwrap_or(u32::MAX);
        Self {
            allowed: decision.reason() == CoreReason::AllowedByStatement,
            reason: decision.reason().into(),
            determining: decision.determining().iter().map(place).collect(),
            accepted_until: token.accepted_until().seconds(),
            causes,
            explanation,
        }
    }
}
