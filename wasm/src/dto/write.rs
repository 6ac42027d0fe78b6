use assumable::aws;
use serde::Serialize;
use tsify::Tsify;

use super::{AwsError, Confidence, Finding};
use crate::utf16::Utf16;

/// What IAM makes of a trust policy that is to be stored.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct TrustPolicyCheck {
    /// Whether IAM stores it.
    pub accepted: bool,
    /// Why not. The first is what IAM answers, the others are what it would answer next.
    pub errors: Vec<AwsError>,
    /// How well `accepted` is known. IAM also asks whether the accounts, roles and services named
    /// exist, which nothing here can know; then it is `assumed`.
    pub confidence: Confidence,
    /// What is wrong with the policy whether or not IAM stores it, worst first; empty if it cannot be
    /// understood.
    pub findings: Vec<Finding>,
}

impl TrustPolicyCheck {
    /// `places` are those of the policy's text.
    pub(crate) fn new(
        check: &aws::WriteCheck,
        findings: &[assumable::Finding],
        places: &Utf16,
    ) -> Self {
        let error = |error: &aws::WriteError| AwsError {
            code: error.code.to_owned(),
            message: error.message.clone(),
            http_status: error.http_status,
            reason: Some(error.reason.clone()),
            span: error.span.map(|span| places.span(span)),
            confidence: error.confidence.into(),
        };
        Self {
            accepted: check.accepted,
            errors: check.errors.iter().map(error).collect(),
            confidence: check.confidence.into(),
            findings: findings.iter().map(|finding| Finding::new(finding, places)).collect(),
        }
    }
}
