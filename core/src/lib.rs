//! assumable decides trust policies.
#![no_std]

extern crate alloc;
#[cfg(test)]
extern crate std;

mod time;
mod span;
mod limits;
pub mod error;
pub mod json;
pub mod issuer;
pub mod pattern;
mod decision;
pub mod aws;
mod diagnose;

pub use decision::{
    Because, ConditionTrace, Confidence, Decision, Effect, ElementTrace, Outcome, Reason,
    StatementTrace, ValueTrace,
};
pub use diagnose::{Diagnosis, Edit, Fix, diagnose};
pub use error::{Expected, Explain, JsonError, JsonType, PolicyError, PolicyErrors};
pub use limits::Limits;
pub use span::{Position, Span, Spanned};
pub use time::{Seconds, Timestamp};
