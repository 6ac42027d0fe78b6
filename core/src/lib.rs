//! assumable tells whether a workload's OIDC token may assume a cloud role, and why.
//!
//! # What it refuses to do
//!
//! - It reads no clock, opens no connection and logs nothing: the time, the keys and the request are
//!   arguments.
//! - It gives no claim as trusted before signature, issuer, audience and times are checked; what a
//!   token merely says is [`Unverified`], in the type.
//! - It does not guess. Every decision says how well the cloud's behaviour is known
//!   ([`Confidence`]).
//!
//! # From a token to an answer
//!
//! ```
//! use assumable::aws::{self, AssumeRole, CallOutcome, Presented, TrustPolicy};
//! use assumable::{KeySet, Limits, Timestamp, diagnose_call, explain_simulation};
//!
//! # let example = include_str!("../../vectors/examples/fly-other-app.json");
//! # let example: serde_json::Value = serde_json::from_str(example).unwrap();
//! # let token = example["token"].as_str().unwrap();
//! # let jwks = example["jwks"].to_string();
//! # let source = example["trustPolicy"].as_str().unwrap();
//! let limits = Limits::default();
//! let policy = TrustPolicy::parse(source, &limits)?;
//! let keys = KeySet::parse(&jwks, &limits)?;
//! let now = Timestamp::from_seconds(1_712_615_119).unwrap();
//!
//! let call = AssumeRole {
//!     keys: Some(&keys),
//!     ..AssumeRole::new(Presented::Token(token), &policy, now)
//! };
//! let answer = aws::simulate(&call);
//! assert!(matches!(answer.outcome, CallOutcome::Denied(_)));
//!
//! let text = explain_simulation(&answer, &diagnose_call(&answer, &policy), source);
//! assert_eq!(
//!     text.lines().next(),
//!     Some("denied: the token is for app `cat-api`; the policy admits only app `foo-bar`"),
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! To *rely* on a token rather than to ask what a cloud would make of it, use [`Verifier`]; with keys
//! that are fetched when a token asks for them, [`Verifier::open`] and a [`KeyStore`].
//!
//! The modules below stand in the order in which data flows; each uses only those before it.
#![no_std]

#[cfg(not(any(feature = "ecdsa", feature = "eddsa", feature = "rsa")))]
compile_error!("nothing could be verified: enable one of the features `ecdsa`, `eddsa` and `rsa`");

extern crate alloc;
#[cfg(test)]
extern crate std;

mod time;
mod span;
mod visible;
mod sorted;
mod limits;
#[cfg(feature = "aws")]
mod fix;
pub mod error;
pub mod encoding;
pub mod json;
mod claims;
mod token;
mod algorithm;
mod jwk;
mod key_set;
mod key_store;
mod discovery;
mod verify;
#[cfg(feature = "issuers")]
pub mod issuer;
mod cause;
mod error_message;
#[cfg(feature = "aws")]
pub mod pattern;
#[cfg(feature = "aws")]
mod decision;
#[cfg(feature = "aws")]
pub mod aws;
#[cfg(feature = "aws")]
pub mod gate;
#[cfg(feature = "aws")]
mod analyze;
#[cfg(feature = "aws")]
mod diagnose;
#[cfg(feature = "aws")]
pub mod explain;
#[cfg(feature = "aws")]
mod suggest;

pub use algorithm::AlgorithmName;
#[cfg(feature = "aws")]
pub use analyze::{Finding, Severity, Witness, analyze};
pub use cause::Cause;
pub use claims::{Audience, Claims, Issuer, NumericDate};
#[cfg(feature = "aws")]
pub use decision::{
    Because, ConditionTrace, Confidence, Decision, Effect, ElementTrace, Malformed, Outcome,
    Reason, StatementTrace, ValueProblem, ValueTrace,
};
#[cfg(feature = "aws")]
pub use diagnose::{Diagnosis, diagnose, diagnose_call, diagnosis_ids};
pub use discovery::{DiscoveryDocument, configuration_url, require_keys_url};
pub use error::{
    ClaimError, DiscoveryError, EncodingError, Expected, Explain, FetchError, JsonError, JsonType,
    KeyError, KeySetError, Problem, SignatureError, TokenError, TokenPart, UrlFlaw, VerifierError,
    VerifyError,
};
#[cfg(feature = "aws")]
pub use error::{GateError, PolicyError, PolicyErrors, SuggestError, TextFlaw};
pub use error_message::{ErrorExplanation, Named, explain_error};
#[cfg(feature = "aws")]
pub use explain::{explain_decision, explain_simulation};
#[cfg(feature = "aws")]
pub use fix::{Edit, Fix};
pub use jwk::{Jwk, VerifyingKey};
pub use key_set::{KeySet, SkippedKey};
pub use key_store::{Answer, HeldKeys, KeyState, KeyStore, KeyTimes, Ticket, max_age};
pub use limits::Limits;
pub use span::{Position, Span, Spanned};
#[cfg(feature = "aws")]
pub use suggest::{Note, Suggestion, Wanted, suggest};
pub use time::{Seconds, Timestamp};
pub use token::{Header, UntrustedToken, Unverified};
pub use verify::{
    AudienceRule, AwaitingToken, Check, CheckName, CheckOutcome, Evidence, IssuerRule, Kernel,
    OpenedToken, PendingToken, SignatureCheck, TypeRule, UsedKey, VerifiedToken, Verifier,
    VerifyFailure, VerifyOptions, verify_signature,
};
pub use visible::{quotable, visible};
