//! The call `sts:AssumeRoleWithWebIdentity`, stage by stage, with AWS's own errors.

mod error;
mod provider;
mod request;
mod token;

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

pub use error::AwsError;
pub use request::{AssumeRole, Presented, Provider, Role, RoleSession};
pub use token::SignatureStatus;

use super::context::{ContextType, ContextValue, RequestContext};
use super::evaluate::{ASSUME_ROLE_WITH_WEB_IDENTITY, Request, evaluate};
use super::web_identity::WebIdentity;
use crate::decision::{Confidence, Decision, Outcome};
use crate::json::Object;
use crate::token::Unverified;
use crate::visible::visible;

/// What the call would answer, and how it got there.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Simulation {
    /// The answer.
    pub outcome: CallOutcome,
    /// The stages in order. All that can be decided are, also after the one that fails the call.
    pub stages: Vec<Stage>,
    /// What the trust policy says, whether or not the call gets that far. `None` if no claims
    /// could be read.
    pub decision: Option<Decision>,
    /// Whether the token's signature was checked, and how that ended.
    pub signature: SignatureStatus,
    /// The claims the call was decided for. A valid signature is not yet a verified token.
    pub claims: Option<Unverified<Object>>,
    /// The condition keys the trust policy was decided with.
    pub context: RequestContext,
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

/// Whom AWS names in its answer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Identity {
    /// `SubjectFromWebIdentityToken`.
    pub subject: String,
    /// `Audience`: the claim `azp` if there is one, else `aud`.
    pub audience: String,
    /// `Provider`: the provider's ARN (recorded; the documentation says the issuer).
    pub provider: String,
}

/// One stage of the call.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Stage {
    /// Which.
    pub name: StageName,
    /// How it ended.
    pub outcome: StageOutcome,
    /// One sentence of evidence.
    pub evidence: String,
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

/// Plays the call through.
///
/// What `call` leaves out is not checked, and its stage says so. Nothing is read from a clock or a
/// network.
///
/// The rules are those STS was recorded to follow; they are not those of [`crate::Verifier`].
#[must_use]
pub fn simulate(call: &AssumeRole<'_>) -> Simulation {
    let presented = token::read(call);
    let claims = presented.claims.as_deref();
    let identity = presented.identity.as_ref();
    let provider = provider::Provider::of(call, identity);
    let context = context(call, &provider, identity.zip(claims));
    let decided = claims.filter(|_| identity.is_some()).map(|claims| {
        decide(claims, |action| {
            evaluate(call.policy, Request { federated: &provider.arn, action, context: &context })
        })
    });
    let stages = alloc::vec![
        request::check(call),
        presented.stage,
        token::times(call, claims),
        provider.stage,
        token::audience(call, identity),
        presented.signature_stage,
        trust_policy(decided.as_ref()),
        session(call, claims),
    ];
    let outcome = outcome(&stages, identity, provider.arn);
    let decision = decided.map(|(_, decision)| decision);
    let signature = presented.signature;
    let claims = presented.claims.map(|claims| Unverified::new(claims.into_owned()));
    Simulation { outcome, stages, decision, signature, claims, context }
}

/// Decides every action the token needs: the first that is denied, else the first.
///
/// A token with session tags needs `sts:TagSession` too, one with a source identity
/// `sts:SetSourceIdentity` ([session tags in STS]).
///
/// [session tags in STS]: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
fn decide(
    claims: &Object,
    evaluate: impl Fn(&'static str) -> Decision,
) -> (&'static str, Decision) {
    let asks = |prefix: &str| claims.iter().any(|member| member.name.starts_with(prefix));
    let also = [
        ("https://aws.amazon.com/tags", "sts:TagSession"),
        ("https://aws.amazon.com/source_identity", "sts:SetSourceIdentity"),
    ];
    let first = evaluate(ASSUME_ROLE_WITH_WEB_IDENTITY);
    if first.outcome() == Outcome::Allowed {
        for (_, action) in also.into_iter().filter(|(claim, _)| asks(claim)) {
            let decision = evaluate(action);
            if decision.outcome() == Outcome::Denied {
                return (action, decision);
            }
        }
    }
    (ASSUME_ROLE_WITH_WEB_IDENTITY, first)
}

/// The first stage that fails decides.
fn outcome(stages: &[Stage], identity: Option<&WebIdentity>, provider: String) -> CallOutcome {
    let failed = stages.iter().find_map(|stage| match &stage.outcome {
        StageOutcome::Failed(error) => Some((stage.name, error.clone())),
        StageOutcome::Passed | StageOutcome::NotChecked => None,
    });
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    match failed {
        Some((StageName::TrustPolicy, error)) => CallOutcome::Denied(error),
        Some((_, error)) => CallOutcome::Error(error),
        None => CallOutcome::Allowed(Identity {
            subject: text(identity.and_then(|identity| identity.subject.as_deref())),
            audience: text(identity.and_then(WebIdentity::audience)),
            provider,
        }),
    }
}

fn trust_policy(decided: Option<&(&str, Decision)>) -> Stage {
    let name = StageName::TrustPolicy;
    let Some((action, decision)) = decided else {
        return Stage::not_checked(name, "there are no claims to decide on");
    };
    match decision.outcome() {
        Outcome::Allowed => Stage::passed(name, "the trust policy admits the workload"),
        Outcome::Denied if *action == ASSUME_ROLE_WITH_WEB_IDENTITY => {
            let evidence = "the trust policy does not admit the workload";
            Stage::failed(name, AwsError::access_denied(), evidence)
        }
        Outcome::Denied => {
            let evidence = format!("the token needs {action}, which the policy does not allow");
            Stage::failed(name, AwsError::not_authorized(action), &evidence)
        }
    }
}

/// `DurationSeconds` against the role's `MaxSessionDuration`.
fn session(call: &AssumeRole<'_>, claims: Option<&Object>) -> Stage {
    let name = StageName::Session;
    let most = call.role.max_session_duration;
    let evidence = match (call.session.duration, most) {
        (Some(asked), Some(most)) if asked > most => {
            let evidence = format!("{asked} asked for; the role allows at most {most}");
            return Stage::failed(name, AwsError::session_too_long(), &evidence);
        }
        (Some(asked), None) => {
            let evidence = format!("{asked} asked for, but the role's maximum was not given");
            return Stage::not_checked(name, &evidence);
        }
        (Some(asked), Some(most)) => format!("{asked} asked for; the role allows {most}"),
        // Without DurationSeconds a session lasts an hour, the least a role's maximum can be.
        (None, _) => "the default of one hour is within every role's maximum".to_owned(),
    };
    match claims.and_then(claim_for_aws) {
        None => Stage::passed(name, &evidence),
        Some(claim) => {
            let evidence = format!("what the claim `{claim}` asks of AWS is not decided yet");
            Stage::not_checked(name, &evidence)
        }
    }
}

/// Session tags, source identity or roles: claims that are orders to AWS.
fn claim_for_aws(claims: &Object) -> Option<&str> {
    let mut names = claims.iter().map(|member| &*member.name);
    names.find(|name| name.starts_with("https://aws.amazon.com/"))
}

/// The condition keys of the call.
fn context(
    call: &AssumeRole<'_>,
    provider: &provider::Provider,
    presented: Option<(&WebIdentity, &Object)>,
) -> RequestContext {
    let mut context = RequestContext::default();
    request::insert_keys(call, &mut context);
    // Recorded (`vectors/aws/context.json`): who calls is, to AWS, the provider.
    context.insert("aws:PrincipalType", ContextValue::string("User"));
    context.insert("aws:userid", ContextValue::string(&provider.arn));
    if let Some((_, account)) = provider::account(&provider.arn) {
        context.insert("aws:PrincipalAccount", ContextValue::string(account));
    }
    let Some((identity, claims)) = presented else { return context };
    context.insert_web_identity(&provider.name, identity, claims);
    if claim_for_aws(claims).is_some() {
        for key in KEYS_OF_CLAIMS_FOR_AWS {
            context.insert_unknown(key);
        }
    } else {
        let value = ContextValue { kind: ContextType::Bool, values: alloc::vec!["false".into()] };
        context.insert("sts:RoleAuthorizedByIdp", value);
    }
    context
}

impl Stage {
    fn passed(name: StageName, evidence: &str) -> Self {
        Self::new(name, StageOutcome::Passed, evidence)
    }

    fn failed(name: StageName, error: AwsError, evidence: &str) -> Self {
        Self::new(name, StageOutcome::Failed(error), evidence)
    }

    fn not_checked(name: StageName, evidence: &str) -> Self {
        Self::new(name, StageOutcome::NotChecked, evidence)
    }

    /// The evidence quotes the token; it is made safe to print once and for all.
    fn new(name: StageName, outcome: StageOutcome, evidence: &str) -> Self {
        Self { name, outcome, evidence: visible(evidence).into_owned() }
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
            Self::TrustPolicy => "trust-policy",
            Self::Session => "session",
        }
    }
}

impl Simulation {
    /// The weakest evidence that the answer rests on.
    #[must_use]
    pub fn confidence(&self) -> Confidence {
        let of_policy = self.decision.as_ref().map_or(Confidence::Assumed, Decision::confidence);
        match &self.outcome {
            CallOutcome::Allowed(_) if self.leaves_claims_undecided() => Confidence::Assumed,
            CallOutcome::Allowed(_) => of_policy.max(Confidence::Observed),
            CallOutcome::Denied(error) => of_policy.max(error.confidence),
            CallOutcome::Error(error) => error.confidence,
        }
    }

    fn leaves_claims_undecided(&self) -> bool {
        let claims = self.claims.as_ref().map(Unverified::get_unverified);
        claims.and_then(claim_for_aws).is_some()
    }
}

/// What session tags, source identity and roles would fill.
const KEYS_OF_CLAIMS_FOR_AWS: [&str; 5] = [
    "aws:RequestTag/",
    "aws:TagKeys",
    "sts:TransitiveTagKeys",
    "sts:SourceIdentity",
    "sts:RoleAuthorizedByIdp",
];
