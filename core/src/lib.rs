//! assumable decides trust policies.
#![no_std]

extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod error;
pub mod json;
mod limits;
mod span;
mod time;

pub use error::{Expected, Explain, JsonError, JsonType};
pub use limits::Limits;
pub use span::{Position, Span};
pub use time::{Seconds, Timestamp};
