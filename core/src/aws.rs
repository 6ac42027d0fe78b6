//! Amazon Web Services: trust policies and the call `sts:AssumeRoleWithWebIdentity`.

mod suggest;

mod operator;

mod web_identity;
mod provider_keys;
mod context;

mod variables;
mod compare;
mod operand;

mod policy;
mod storage;
mod condition;
mod evaluate;

mod write;

mod sts;

pub(crate) use context::{claim_of, provider_of};
pub(crate) use provider_keys::is_built_in;
pub(crate) use sts::{Sets, is_session_name};
pub(crate) use variables::{Token as ValueToken, tokens as value_tokens};
pub(crate) use web_identity::WebIdentity;

pub(crate) use compare::{instant, is_address, is_in_range, is_private};
pub(crate) use condition::holds_without;
pub use context::{
    ContextType, ContextValue, RequestContext, condition_keys, keys_of, provider_name,
};
pub use evaluate::{ASSUME_ROLE_WITH_WEB_IDENTITY, Evaluator, Request, decide, evaluate};
pub(crate) use evaluate::{
    Caller, Doubt, applies, evaluate_caller, is_about, is_everyone, vacuous,
};
pub use operator::{Operator, Relation, SetQualifier, StringMatching, Test};
pub use policy::{Actions, Condition, PrincipalKind, Principals, Statement, TrustPolicy, Version};
pub(crate) use sts::request_of;
pub use sts::{
    ActionDecision, Asked, AssumeRole, AwsError, CallOutcome, Identity, Presented, Provider, Role,
    RoleSession, SignatureStatus, Simulation, Stage, StageName, StageOutcome, StrictOpinion,
    Wrapping, simulate,
};
pub(crate) use suggest::{distance, nearest};
pub(crate) use write::tenant_key;
pub use write::{WriteCheck, WriteError, check_trust_policy};
