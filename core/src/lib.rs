//! assumable decides trust policies.
#![no_std]

extern crate alloc;
#[cfg(test)]
extern crate std;

mod time;
mod span;
mod limits;
pub mod error;
pub mod encoding;
pub mod json;
mod claims;
mod token;
mod algorithm;
mod jwk;
mod key_set;
mod discovery;
mod verify;
pub mod issuer;
pub mod pattern;
mod decision;
pub mod aws;
mod diagnose;
pub mod explain;

pub use algorithm::AlgorithmName;
pub use claims::{Audience, Claims, Issuer, NumericDate};
pub use decision::{
    Because, ConditionTrace, Confidence, Decision, Effect, ElementTrace, Outcome, Reason,
    StatementTrace, ValueTrace,
};
pub use diagnose::{Diagnosis, Edit, Fix, diagnose, diagnose_call};
pub use discovery::{DiscoveryDocument, configuration_url};
pub use error::{
    ClaimError, DiscoveryError, EncodingError, Expected, Explain, JsonError, JsonType, KeyError,
    KeySetError, PolicyError, PolicyErrors, Problem, SignatureError, TokenError, TokenPart,
    UrlFlaw, VerifierError, VerifyError,
};
pub use explain::{explain_decision, explain_simulation};
pub use jwk::{Jwk, VerifyingKey};
pub use key_set::{KeySet, SkippedKey};
pub use limits::Limits;
pub use span::{Position, Span, Spanned};
pub use time::{Seconds, Timestamp};
pub use token::{Header, UntrustedToken, Unverified};
pub use verify::{
    AudienceRule, Check, CheckName, CheckOutcome, Evidence, IssuerRule, UsedKey, VerifiedToken,
    Verifier, VerifyFailure, VerifyOptions, verify_signature,
};
