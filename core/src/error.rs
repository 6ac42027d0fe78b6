//! What went wrong: one enum per stage of the pipeline, one variant per broken rule.
//!
//! Every variant carries its evidence. A denial is not an error: see [`crate::Decision`].

mod discovery;
mod encoding;
mod fetch;
#[cfg(feature = "aws")]
mod gate;
mod json;
mod key;
mod list;
#[cfg(feature = "aws")]
mod policy;
mod problem;
mod signature;
#[cfg(feature = "aws")]
mod suggest;
mod token;
mod verifier;
mod verify;

use core::error::Error;

pub use discovery::{DiscoveryError, UrlFlaw};
pub use encoding::EncodingError;
pub use fetch::FetchError;
#[cfg(feature = "aws")]
pub use gate::GateError;
pub use json::{Expected, JsonError, JsonType};
pub use key::{KeyError, KeySetError};
#[cfg(feature = "aws")]
pub use policy::{PolicyError, PolicyErrors};
pub use problem::Problem;
pub use signature::SignatureError;
#[cfg(feature = "aws")]
pub use suggest::{SuggestError, TextFlaw};
pub use token::{ClaimError, TokenError, TokenPart};
pub use verifier::VerifierError;
pub use verify::VerifyError;

use crate::span::Span;

/// What every error of this crate can say.
///
/// `Display` is one line for a person: lower case, no final period, outside text in backticks.
pub trait Explain: Error {
    /// A stable name in kebab case. The same in Rust, JavaScript and the documentation.
    fn code(&self) -> &'static str;

    /// Where in the source text, if the error concerns one place of it.
    fn span(&self) -> Option<Span> {
        None
    }

    /// What to do about it, in one sentence.
    fn help(&self) -> Option<&'static str> {
        None
    }
}
