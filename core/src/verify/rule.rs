use alloc::string::String;
use alloc::vec::Vec;

use crate::algorithm::AlgorithmName;
use crate::claims::Issuer;
use crate::key_set::KeySet;
use crate::limits::Limits;
use crate::time::Seconds;

/// What is asked of the tokens of one issuer.
#[derive(Clone, Debug)]
pub struct IssuerRule {
    /// The issuer, exactly as its tokens write it.
    pub issuer: Issuer,
    /// Whom its tokens must be for.
    pub audience: AudienceRule,
    /// What its tokens may be signed with.
    pub algorithms: Vec<AlgorithmName>,
    /// Its keys, if they are at hand.
    pub keys: Option<KeySet>,
}

impl IssuerRule {
    /// A rule that allows every algorithm there is, and has no keys yet.
    #[must_use]
    pub fn new(issuer: Issuer, audience: AudienceRule) -> Self {
        Self { issuer, audience, algorithms: AlgorithmName::ALL.to_vec(), keys: None }
    }
}

/// Whom a token must be for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum AudienceRule {
    /// For anybody, or nobody: the check is left out.
    Any,
    /// For at least one of these.
    OneOf(Vec<String>),
}

impl AudienceRule {
    /// For exactly this one.
    #[must_use]
    pub fn one(name: impl Into<String>) -> Self {
        Self::OneOf(alloc::vec![name.into()])
    }
}

/// What is asked of every token.
///
/// ```
/// use assumable::{Seconds, VerifyOptions};
///
/// let options = VerifyOptions { clock_tolerance: Seconds(0), ..VerifyOptions::default() };
/// assert!(options.require_expiry);
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct VerifyOptions {
    /// How far two clocks may be apart: `exp`, `nbf` and `iat` are read this much generously.
    pub clock_tolerance: Seconds,
    /// Whether a token without `exp` is refused.
    pub require_expiry: bool,
    /// Bounds on what is read.
    pub limits: Limits,
}

impl Default for VerifyOptions {
    fn default() -> Self {
        Self {
            // "usually no more than a few minutes" (RFC 7519 section 4.1.4); machines of a cloud
            // are within a second.
            clock_tolerance: Seconds(60),
            require_expiry: true,
            limits: Limits::default(),
        }
    }
}
