//! What crosses the boundary: plain data, apart from the types of the core.
//!
//! The descriptions here become those of the TypeScript types.

mod context;
mod decision;
mod diagnosis;
mod evaluate;
mod failure;
mod options;
mod simulation;
mod span;
mod token;

pub use context::{ContextType, ContextValue, RequestContext};
pub use decision::{
    Because, ConditionTrace, Confidence, Decision, Effect, ElementTrace, Outcome, Reason,
    StatementTrace, ValueTrace,
};
pub use diagnosis::{Diagnosis, Edit, Fix};
pub use evaluate::{EvaluateInput, FederatedPrincipal};
pub use failure::{Failure, Problem};
pub use options::{IssuerOptions, VerifierOptions, VerifyJwsOptions};
pub use simulation::{
    ActionDecision, AssumeRoleInput, AwsError, CallOutcome, Identity, Provider, Role,
    RoleSessionRequest, SignatureStatus, Simulation, Stage, StageOutcome, Tags,
};
pub use span::Span;
pub use token::{DecodedToken, TokenParts, VerifiedJws, VerifiedToken};
