//! The call `sts:AssumeRoleWithWebIdentity`, stage by stage, with AWS's own errors.

mod error;
mod request;
mod token;

use alloc::borrow::{Cow, ToOwned};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

pub use error::AwsError;
pub use request::{AssumeRole, Presented, Provider, Role, RoleSession};
pub use token::SignatureStatus;

use super::context::{ContextValue, RequestContext};
use super::evaluate::{ASSUME_ROLE_WITH_WEB_IDENTITY, Request, evaluate};
use crate::decision::{Confidence, Decision, Outcome};
use crate::json::Object;

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
    /// The claims the call was decided for, verified only if `signature` says so.
    pub claims: Option<Object>,
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
    let provider = ProviderInUse::of(call, claims);
    let context = context(call, &provider, claims);
    let decision = claims.map(|_| {
        let request = Request {
            federated: &provider.arn,
            action: ASSUME_ROLE_WITH_WEB_IDENTITY,
            context: &context,
        };
        evaluate(call.policy, request)
    });
    let stages = alloc::vec![
        request::check(call),
        presented.stage,
        token::times(call, claims),
        provider.stage,
        token::audience(call, claims),
        presented.signature_stage,
        trust_policy(decision.as_ref()),
        session(call, claims),
    ];
    let outcome = outcome(&stages, claims, provider.arn);
    let signature = presented.signature;
    let claims = presented.claims.map(Cow::into_owned);
    Simulation { outcome, stages, decision, signature, claims, context }
}

/// The first stage that fails decides.
fn outcome(stages: &[Stage], claims: Option<&Object>, provider: String) -> CallOutcome {
    let failed = stages.iter().find_map(|stage| match &stage.outcome {
        StageOutcome::Failed(error) => Some((stage.name, error.clone())),
        StageOutcome::Passed | StageOutcome::NotChecked => None,
    });
    match failed {
        Some((StageName::TrustPolicy, error)) => CallOutcome::Denied(error),
        Some((_, error)) => CallOutcome::Error(error),
        None => CallOutcome::Allowed(Identity {
            subject: claims.and_then(token::subject).unwrap_or_default(),
            audience: claims.and_then(token::effective_audience).unwrap_or_default(),
            provider,
        }),
    }
}

fn trust_policy(decision: Option<&Decision>) -> Stage {
    let name = StageName::TrustPolicy;
    match decision.map(Decision::outcome) {
        Some(Outcome::Allowed) => Stage::passed(name, "the trust policy admits the workload"),
        Some(Outcome::Denied) => {
            Stage::failed(name, AwsError::access_denied(), "the trust policy does not admit it")
        }
        None => Stage::not_checked(name, "there are no claims to decide on"),
    }
}

/// `DurationSeconds` against the role's `MaxSessionDuration`.
fn session(call: &AssumeRole<'_>, claims: Option<&Object>) -> Stage {
    let name = StageName::Session;
    if let Some(claim) = claims.and_then(claim_for_aws) {
        let evidence = format!("this version does not decide what the claim `{claim}` asks of AWS");
        return Stage::not_checked(name, &evidence);
    }
    let (Some(asked), Some(most)) = (call.session.duration, call.role.max_session_duration) else {
        // Without DurationSeconds a session lasts an hour, the least a role's maximum can be.
        return match call.session.duration {
            None => Stage::passed(name, "the default of one hour is within every role's maximum"),
            Some(asked) => {
                let evidence = format!("{asked} asked for, but the role's maximum was not given");
                Stage::not_checked(name, &evidence)
            }
        };
    };
    let evidence = format!("{asked} asked for; the role allows at most {most}");
    if asked <= most {
        Stage::passed(name, &evidence)
    } else {
        Stage::failed(name, AwsError::session_too_long(), &evidence)
    }
}

/// Session tags, source identity or roles: claims that are orders to AWS.
fn claim_for_aws(claims: &Object) -> Option<&str> {
    let names = claims.iter().map(|member| &*member.name);
    names.into_iter().find(|name| name.starts_with("https://aws.amazon.com/"))
}

/// The provider that vouches for the token.
struct ProviderInUse {
    arn: String,
    stage: Stage,
}

impl ProviderInUse {
    fn of(call: &AssumeRole<'_>, claims: Option<&Object>) -> Self {
        let issuer = claims.and_then(|claims| claims.get("iss")).and_then(|iss| iss.as_str());
        let registered = call.provider.url.or_else(|| call.provider.arn.and_then(name_in_arn));
        Self {
            arn: Self::arn(call, issuer.or(registered).unwrap_or_default()),
            stage: Self::stage(registered, issuer),
        }
    }

    /// The provider's ARN: given, or made from the role's account, or the one in the policy that
    /// names this issuer.
    fn arn(call: &AssumeRole<'_>, issuer: &str) -> String {
        let name = super::provider_name(issuer);
        let in_role_account = || {
            let (partition, account) = account(call.role.arn?)?;
            Some(Cow::from(format!("arn:{partition}:iam::{account}:oidc-provider/{name}")))
        };
        let in_policy = || {
            let names_it = |federated: &&str| name_in_arn(federated) == Some(name);
            call.policy.federated().find(names_it).map(Cow::from)
        };
        let given = call.provider.arn.map(Cow::from);
        given.or_else(in_role_account).or_else(in_policy).unwrap_or(Cow::from(name)).into_owned()
    }

    fn stage(registered: Option<&str>, issuer: Option<&str>) -> Stage {
        let name = StageName::Provider;
        let Some(registered) = registered.map(super::provider_name) else {
            return Stage::not_checked(name, "no provider was given to look the issuer up in");
        };
        let Some(issuer) = issuer else {
            return Stage::not_checked(name, "the claims name no issuer");
        };
        let evidence = format!("the issuer is `{issuer}`, the provider is for `{registered}`");
        // The URL of a provider is case-sensitive (IAM user guide, "Create an OIDC provider").
        if super::provider_name(issuer) == registered {
            Stage::passed(name, &evidence)
        } else {
            Stage::failed(name, AwsError::no_provider(issuer), &evidence)
        }
    }
}

/// The condition keys of the call.
fn context(
    call: &AssumeRole<'_>,
    provider: &ProviderInUse,
    claims: Option<&Object>,
) -> RequestContext {
    let mut context = RequestContext::default();
    request::insert_keys(call, &mut context);
    // Recorded (`vectors/aws/context.json`): who calls is, to AWS, the provider.
    context.insert("aws:PrincipalType", ContextValue::string("User"));
    context.insert("aws:userid", ContextValue::string(&provider.arn));
    if let Some((_, account)) = account(&provider.arn) {
        context.insert("aws:PrincipalAccount", ContextValue::string(account));
    }
    if let Some(claims) = claims {
        let issuer = claims.get("iss").and_then(|iss| iss.as_str());
        let issuer = issuer.or_else(|| name_in_arn(&provider.arn)).unwrap_or(&provider.arn);
        context.insert_web_identity(issuer, claims);
    }
    context
}

impl Stage {
    fn passed(name: StageName, evidence: &str) -> Self {
        Self { name, outcome: StageOutcome::Passed, evidence: evidence.to_owned() }
    }

    fn failed(name: StageName, error: AwsError, evidence: &str) -> Self {
        Self { name, outcome: StageOutcome::Failed(error), evidence: evidence.to_string() }
    }

    fn not_checked(name: StageName, evidence: &str) -> Self {
        Self { name, outcome: StageOutcome::NotChecked, evidence: evidence.to_owned() }
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
        let error = match &self.outcome {
            _ if self.claims.as_ref().is_some_and(|claims| claim_for_aws(claims).is_some()) => {
                Confidence::Assumed
            }
            CallOutcome::Allowed(_) => Confidence::Observed,
            CallOutcome::Denied(error) | CallOutcome::Error(error) => error.confidence,
        };
        self.decision.as_ref().map_or(error, |decision| decision.confidence().max(error))
    }
}

/// Partition and account of an ARN such as `arn:aws:iam::012345678910:role/r`.
fn account(arn: &str) -> Option<(&str, &str)> {
    let mut parts = arn.split(':').skip(1);
    Some((parts.next()?, parts.nth(2)?))
}

/// What follows `oidc-provider/` in a provider's ARN.
fn name_in_arn(arn: &str) -> Option<&str> {
    arn.split_once(":oidc-provider/").map(|(_, name)| name)
}
