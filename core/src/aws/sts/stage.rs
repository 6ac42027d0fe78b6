//! The stages of the call, and how each ended.

use alloc::string::String;

use super::AwsError;
use crate::decision::Confidence;
use crate::visible::visible;

/// One stage of the call.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Stage {
    /// Which.
    pub name: StageName,
    /// How it ended.
    pub outcome: StageOutcome,
    /// One sentence of evidence.
    pub evidence: String,
    /// How well it is known that AWS sees it so. `Assumed` for what was not checked.
    pub confidence: Confidence,
}

/// The stages, in order. The order among those between the token and the trust policy is not
/// known publicly.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum StageName {
    /// The parameters of the call.
    Parameters,
    /// The form of the token and the claims that must be there.
    Token,
    /// Expiry and the other times.
    Times,
    /// The IAM OIDC provider of the issuer.
    Provider,
    /// The audience and the provider's client ids.
    Audience,
    /// The signature.
    Signature,
    /// The claims that are meant for AWS: session tags, source identity, roles.
    Claims,
    /// The trust policy.
    TrustPolicy,
    /// The length of the role session.
    Session,
}

/// How a stage ended.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum StageOutcome {
    /// It passed.
    Passed,
    /// It failed; AWS would answer this.
    Failed(AwsError),
    /// Something it needs was not given.
    NotChecked,
}

impl Stage {
    pub(super) fn passed(name: StageName, confidence: Confidence, evidence: &str) -> Self {
        Self::new(name, StageOutcome::Passed, confidence, evidence)
    }

    pub(super) fn failed(name: StageName, error: AwsError, evidence: &str) -> Self {
        let confidence = error.confidence;
        Self::new(name, StageOutcome::Failed(error), confidence, evidence)
    }

    pub(super) fn not_checked(name: StageName, evidence: &str) -> Self {
        Self::new(name, StageOutcome::NotChecked, Confidence::Assumed, evidence)
    }

    /// The evidence quotes the token; it is made safe to print once and for all.
    fn new(name: StageName, outcome: StageOutcome, confidence: Confidence, evidence: &str) -> Self {
        Self { name, outcome, evidence: visible(evidence).into_owned(), confidence }
    }

    /// What AWS would answer, if this stage failed.
    #[must_use]
    pub fn error(&self) -> Option<&AwsError> {
        match &self.outcome {
            StageOutcome::Failed(error) => Some(error),
            StageOutcome::Passed | StageOutcome::NotChecked => None,
        }
    }
}

impl StageName {
    /// A stable name in kebab case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Parameters => "parameters",
            Self::Token => "token",
            Self::Times => "times",
            Self::Provider => "provider",
            Self::Audience => "audience",
            Self::Signature => "signature",
            Self::Claims => "claims",
            Self::TrustPolicy => "trust-policy",
            Self::Session => "session",
        }
    }
}
