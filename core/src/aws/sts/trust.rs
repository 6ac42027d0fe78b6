//! The stage of the trust policy: one decision for each action that the token needs.

use alloc::format;
use alloc::vec::Vec;

use super::claims::ForAws;
use super::request::AssumeRole;
use super::{AwsError, Stage, StageName};
use crate::aws::context::RequestContext;
use crate::aws::evaluate::{ASSUME_ROLE_WITH_WEB_IDENTITY, Request, evaluate};
use crate::decision::{Decision, Outcome};

/// What the trust policy says of one action.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ActionDecision {
    /// The action, such as `sts:TagSession`.
    pub action: &'static str,
    /// The decision.
    pub decision: Decision,
}

/// Decides every action the token needs: one with session tags needs `sts:TagSession` too, one
/// with a source identity `sts:SetSourceIdentity` ([session tags in STS]). Each may be allowed by
/// another statement.
///
/// [session tags in STS]: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
pub(super) fn decide(
    call: &AssumeRole<'_>,
    federated: &str,
    for_aws: &ForAws,
    context: &RequestContext,
) -> Vec<ActionDecision> {
    let tags = for_aws.tags.as_ref().is_ok_and(|tags| tags.is_empty());
    let source_identity = for_aws.source_identity.as_ref().is_ok_and(Option::is_none);
    let needed = [
        (ASSUME_ROLE_WITH_WEB_IDENTITY, true),
        ("sts:TagSession", !tags),
        ("sts:SetSourceIdentity", !source_identity),
    ];
    let needed = needed.into_iter().filter(|(_, needed)| *needed);
    needed
        .map(|(action, _)| {
            let decision = evaluate(call.policy, Request { federated, action, context });
            ActionDecision { action, decision }
        })
        .collect()
}

/// The decision that settles the stage: the first denial, else the first.
pub(super) fn settling(decisions: &[ActionDecision]) -> Option<&ActionDecision> {
    let mut decisions = decisions.iter();
    let first = decisions.clone().next();
    decisions.find(|it| it.decision.outcome() == Outcome::Denied).or(first)
}

pub(super) fn stage(decisions: &[ActionDecision]) -> Stage {
    let name = StageName::TrustPolicy;
    let Some(ActionDecision { action, decision }) = settling(decisions) else {
        return Stage::not_checked(name, "there are no claims to decide on");
    };
    let also: Vec<&str> = decisions.iter().skip(1).map(|it| it.action).collect();
    let confidence = decisions.iter().map(|it| it.decision.confidence()).max();
    let confidence = confidence.unwrap_or(decision.confidence());
    match decision.outcome() {
        Outcome::Allowed if also.is_empty() => {
            Stage::passed(name, confidence, "the trust policy admits the workload")
        }
        Outcome::Allowed => {
            let evidence = format!(
                "the trust policy admits the workload, and allows {} too",
                also.join(" and ")
            );
            Stage::passed(name, confidence, &evidence)
        }
        Outcome::Denied if *action == ASSUME_ROLE_WITH_WEB_IDENTITY => {
            let evidence = "the trust policy does not admit the workload";
            denied(AwsError::access_denied(), decision, evidence)
        }
        Outcome::Denied => {
            let evidence = format!("the token needs {action}, which the policy does not allow");
            denied(AwsError::not_authorized(action), decision, &evidence)
        }
    }
}

/// As sure as the weaker of the decision and of AWS's words.
fn denied(error: AwsError, decision: &Decision, evidence: &str) -> Stage {
    let confidence = error.confidence.max(decision.confidence());
    Stage { confidence, ..Stage::failed(StageName::TrustPolicy, error, evidence) }
}
