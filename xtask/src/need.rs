//! What a command needs on this machine, installed where that is possible.
//!
//! Every function here is safe to call again: it looks first and does something only if it must.

mod cargo_deny;
mod chromium;
mod node;
mod packages;
mod rust_target;

pub(crate) use self::cargo_deny::cargo_deny;
pub(crate) use self::chromium::chromium;
pub(crate) use self::packages::{npm, packages};
pub(crate) use self::rust_target::{rust_component, rust_target};

/// The target of the npm package and of the inspector.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";
/// A target without `std`, on which the core must build.
pub(crate) const NO_STD: &str = "x86_64-unknown-none";
