//! The npm package `assumable`: bindings of the crate of the same name.
//!
//! Nothing is decided here. Each function reads plain data, asks the core and writes plain data;
//! what it cannot ask it throws as a [`dto::Failure`], of which the doors in `npm/` make an
//! `AssumableError`. Arguments come as texts and numbers, structured ones as JSON, so that no
//! JavaScript runs while the core works, but for the primitives of a [`host`].

mod boundary;
pub mod dto;
mod exact;
pub mod host;
mod host_keys;
#[cfg_attr(not(feature = "fetch"), expect(dead_code, reason = "only what holds keys is left"))]
mod keys;
#[cfg_attr(not(feature = "fetch"), expect(dead_code, reason = "nobody begins a verdict"))]
pub mod late;
#[cfg(feature = "fetch")]
pub mod public_keys;
mod reader;
mod utf16;

#[cfg(feature = "aws")]
pub mod error_message;
#[cfg(feature = "aws")]
pub mod policy;
#[cfg(feature = "aws")]
pub mod simulate;
#[cfg(feature = "aws")]
pub mod subject;
#[cfg(feature = "aws")]
pub mod suggest;
pub mod token;
pub mod verifier;
