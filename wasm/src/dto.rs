//! What crosses the boundary: plain data, apart from the types of the core.
//!
//! The descriptions here become those of the TypeScript types.

#[cfg(feature = "aws")]
mod about;
mod check;
#[cfg(feature = "aws")]
mod context;
#[cfg(feature = "aws")]
mod decision;
#[cfg(feature = "aws")]
mod diagnosis;
#[cfg(feature = "aws")]
mod error_message;
#[cfg(feature = "aws")]
mod entries;
#[cfg(feature = "aws")]
mod evaluate;
mod failure;
#[cfg(feature = "aws")]
mod finding;
#[cfg(feature = "aws")]
mod gate;
mod keys;
mod options;
#[cfg(feature = "aws")]
mod simulation;
mod span;
#[cfg(feature = "aws")]
mod suggestion;
mod token;
#[cfg(feature = "aws")]
mod write;

#[cfg(feature = "aws")]
pub use about::{About, ClaimNote, IssuerFamily, Stability, SubjectPart, SubjectParts};
pub use check::{Check, CheckOutcome};
#[cfg(feature = "aws")]
pub use context::{ContextType, ContextValue, RequestContext};
#[cfg(feature = "aws")]
pub use decision::{
    Because, ConditionTrace, Confidence, Decision, Effect, ElementTrace, Outcome, Reason,
    StatementTrace, ValueTrace,
};
#[cfg(feature = "aws")]
pub use diagnosis::{Diagnosis, Edit, Fix};
#[cfg(feature = "aws")]
pub(crate) use entries::Entries;
#[cfg(feature = "aws")]
pub use error_message::{Cause, ErrorExplanation, NamedValue};
#[cfg(feature = "aws")]
pub use evaluate::{EvaluateInput, FederatedPrincipal};
pub use failure::{Failure, Problem, Refusal};
#[cfg(feature = "aws")]
pub use finding::{Finding, PolicyFindings, Severity, Witness};
#[cfg(feature = "aws")]
pub use gate::{GateDecision, GateFacts};
pub use keys::{KeyFetch, KeyFetches, KeyState, KeyStates, KeyWait, KeysNeeded, StoredTimes};
pub use options::{IssuerOptions, VerifierOptions, VerifyJwsOptions};
#[cfg(feature = "aws")]
pub use simulation::{
    ActionDecision, AssumeRoleInput, AwsError, CallOutcome, Identity, Provider, Role,
    RoleSessionRequest, SignatureStatus, Simulation, Stage, StageOutcome, Tags,
};
pub use span::Span;
#[cfg(feature = "aws")]
pub use suggestion::{SuggestionInput, SuggestionNote, TrustPolicySuggestion};
pub use token::{DecodedToken, TokenParts, VerifiedJws, VerifiedToken};
#[cfg(feature = "aws")]
pub use write::TrustPolicyCheck;
