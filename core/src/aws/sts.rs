//! The call `sts:AssumeRoleWithWebIdentity`, stage by stage, with AWS's own errors.

mod error;
mod stage;
mod request;
mod token;
mod parameters;
mod times;
mod provider;
mod signature_length;
mod wrapping;
mod asked;
mod audience;
mod certificate;
mod keys;
mod signature;
mod claims;
mod context;
mod trust;
mod session;
mod invisible;
mod strict;

use alloc::string::String;
use alloc::vec::Vec;

pub use asked::Asked;
pub(crate) use claims::Sets;
pub use error::AwsError;
pub(crate) use parameters::is_session_name;
pub use request::{AssumeRole, Presented, Provider, Role, RoleSession};
pub use session::Identity;
pub use signature::SignatureStatus;
pub use stage::{Stage, StageName, StageOutcome};
pub use strict::StrictOpinion;
pub use trust::ActionDecision;
pub use wrapping::Wrapping;

use self::claims::ForAws;
use super::context::RequestContext;
use crate::decision::{Confidence, Decision};
use crate::json::Object;
use crate::token::Unverified;

/// What the call would answer, and how it got there.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Simulation {
    /// The answer.
    pub outcome: CallOutcome,
    /// The stages in order. All that can be decided are, also after the one that fails the call.
    pub stages: Vec<Stage>,
    /// What the trust policy says of each action that the token needs, whether or not the call
    /// gets that far: `sts:AssumeRoleWithWebIdentity` first. Empty if no claims could be read.
    pub actions: Vec<ActionDecision>,
    /// Whether the token's signature was checked, and how that ended.
    pub signature: SignatureStatus,
    /// What a verifier that follows the RFCs says of the token. STS follows rules of its own.
    pub strict: StrictOpinion,
    /// The claims the call was decided for. A valid signature is not yet a verified token.
    pub claims: Option<Unverified<Object>>,
    /// The condition keys the trust policy was decided with.
    pub context: RequestContext,
    /// The claims of the token that AWS does not read at all: no policy can ask for them.
    pub invisible_claims: Vec<String>,
    /// What the call was told of role and provider.
    pub asked: Asked,
}

/// What the call answers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum CallOutcome {
    /// Credentials, for this identity.
    Allowed(Identity),
    /// The trust policy does not admit the workload.
    Denied(AwsError),
    /// The call fails before or after the trust policy.
    Error(AwsError),
}

/// Plays the call through.
///
/// What `call` leaves out is not checked, and its stage says so. Nothing is read from a clock or a
/// network.
///
/// The rules are those STS was recorded to follow; they are not those of [`crate::Verifier`], whose
/// opinion is in [`Simulation::strict`].
#[must_use]
pub fn simulate(call: &AssumeRole<'_>) -> Simulation {
    let presented = token::read(call);
    let (claims, identity) = (presented.claims.as_deref(), presented.identity.as_ref());
    let provider = provider::Provider::of(call, identity);
    let audience = audience::check(call, &provider, identity);
    let (signature, signature_stage) = signature::check(call, presented.jwt.as_ref());
    let for_aws = claims.map(|claims| ForAws::read(call, claims));
    let readable = identity.zip(claims).zip(for_aws.as_ref());
    let readable = readable.map(|((identity, claims), for_aws)| (identity, claims, for_aws));
    let context = context::of(call, &provider, readable);
    let actions = readable.map_or_else(Vec::new, |(_, _, for_aws)| {
        trust::decide(call, &provider.arn, for_aws, &context)
    });
    let asked = Asked::new(call, &provider);
    let stages = alloc::vec![
        parameters::check(call),
        presented.stage,
        times::check(call, claims),
        provider.stage,
        audience,
        signature_stage,
        claims::stage(for_aws.as_ref()),
        trust::stage(&actions),
        session::stage(call),
    ];
    let failed = stages.iter().find_map(|stage| Some((stage.name, stage.error()?.clone())));
    let outcome = match failed {
        Some((StageName::TrustPolicy, error)) => CallOutcome::Denied(error),
        Some((_, error)) => CallOutcome::Error(error),
        None => CallOutcome::Allowed(Identity::new(call, provider.arn, identity, for_aws.as_ref())),
    };
    Simulation {
        outcome,
        stages,
        actions,
        signature,
        strict: strict::opinion(call, claims),
        invisible_claims: claims.map_or_else(Vec::new, |it| invisible::claims(&provider.name, it)),
        claims: presented.claims.map(|claims| Unverified::new(claims.into_owned())),
        context,
        asked,
    }
}

/// The condition keys of a call, and the provider that vouches for it, without a decision.
pub(crate) fn request_of(call: &AssumeRole<'_>) -> (String, RequestContext) {
    let presented = token::read(call);
    let (claims, identity) = (presented.claims.as_deref(), presented.identity.as_ref());
    let provider = provider::Provider::of(call, identity);
    let for_aws = claims.map(|claims| ForAws::read(call, claims));
    let readable = identity.zip(claims).zip(for_aws.as_ref());
    let readable = readable.map(|((identity, claims), for_aws)| (identity, claims, for_aws));
    let context = context::of(call, &provider, readable);
    (provider.arn, context)
}

impl Simulation {
    /// What the trust policy says: the first denial among the actions that the token needs, else
    /// the decision on `sts:AssumeRoleWithWebIdentity`. `None` if no claims could be read.
    #[must_use]
    pub fn decision(&self) -> Option<&Decision> {
        trust::settling(&self.actions).map(|settling| &settling.decision)
    }

    /// The weakest evidence that the answer rests on. Which of several failures AWS would name is
    /// assumed.
    #[must_use]
    pub fn confidence(&self) -> Confidence {
        let of_stages = |wanted: fn(&StageOutcome) -> bool| {
            self.stages.iter().filter(move |stage| wanted(&stage.outcome))
        };
        let mut failed = of_stages(|outcome| matches!(outcome, StageOutcome::Failed(_)));
        match (failed.next(), failed.next()) {
            (Some(stage), None) => stage.confidence,
            (Some(_), Some(_)) => Confidence::Assumed,
            (None, _) => {
                let passed = of_stages(|outcome| *outcome == StageOutcome::Passed);
                let weakest = passed.map(|stage| stage.confidence).max();
                weakest.unwrap_or(Confidence::Assumed).max(Confidence::Observed)
            }
        }
    }
}
