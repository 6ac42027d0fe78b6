//! assumable decides trust policies.
#![no_std]

extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod aws;
mod decision;
pub mod error;
pub mod issuer;
pub mod json;
mod limits;
pub mod pattern;
mod span;
mod time;

pub use decision::{
    Because, Confidence, ConditionTrace, Decision, Effect, ElementTrace, Outcome, Reason,
    StatementTrace, ValueTrace,
};
pub use error::{Expected, Explain, JsonError, JsonType, PolicyError, PolicyErrors};
pub use limits::Limits;
pub use span::{Position, Span, Spanned};
pub use time::{Seconds, Timestamp};
