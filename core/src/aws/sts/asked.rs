//! What the question said, kept beside the answer.

use alloc::string::String;
use alloc::vec::Vec;

use super::provider;
use super::request::{AssumeRole, Presented};
use super::wrapping::Wrapping;
use crate::aws::provider_of;
use crate::time::Timestamp;

/// What was asked, as far as a diagnosis compares it with the token. The token itself is not kept.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Asked {
    /// When the call is made.
    pub now: Timestamp,
    /// The role's ARN, if it was given.
    pub role: Option<String>,
    /// The ARN of the provider, or the bare name of a built-in one; given, or made of what was.
    pub provider: String,
    /// What the provider that was given is for: its URL without `https://`, or the end of its ARN.
    pub provider_name: Option<String>,
    /// The provider's client ids, if they were given.
    pub client_ids: Option<Vec<String>>,
    /// What is around the token, or missing of it, if the text is no whole token.
    pub wrapping: Option<Wrapping>,
}

impl Asked {
    pub(super) fn new(call: &AssumeRole<'_>, provider: &provider::Provider) -> Self {
        let url = call.provider.url.map(provider::name_of_url);
        let name = url.or(call.provider.arn.map(provider_of));
        Self {
            now: call.now,
            role: call.role.arn.map(String::from),
            provider: provider.arn.clone(),
            provider_name: name.map(String::from),
            client_ids: call.provider.client_ids.map(Vec::from),
            wrapping: match call.presented {
                Presented::Token(text) if text.len() <= call.limits.token_bytes => {
                    Wrapping::of(text, call.keys)
                }
                Presented::Token(_) | Presented::Claims(_) => None,
            },
        }
    }
}
