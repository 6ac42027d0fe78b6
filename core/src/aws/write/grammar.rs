//! A document that cannot be understood: our findings in IAM's words.

use alloc::format;
use alloc::string::ToString as _;
use alloc::vec::Vec;

use super::parameter::MOST_CHARACTERS;
use super::quota;
use super::{SYNTAX, WriteError};
use crate::aws::policy::TrustPolicy;
use crate::decision::Confidence;
use crate::error::{Explain as _, JsonError, JsonType, PolicyError};
use crate::limits::Limits;
use crate::visible::visible;

/// The policy, or all that keeps it from being understood, in the order of the text.
pub(super) fn check(source: &str, limits: &Limits) -> Result<TrustPolicy, Vec<WriteError>> {
    // The characters are counted, and none takes more than two bytes.
    let limits = Limits { policy_bytes: 2 * MOST_CHARACTERS, ..*limits };
    TrustPolicy::parse(source, &limits).map_err(|errors| errors.iter().map(answer).collect())
}

/// Only the answers to what is not JSON and to a provider of `null` are known from IAM. The others are what emulators of IAM say;
/// where they differ, the one that speaks of trust policies.
fn answer(error: &PolicyError) -> WriteError {
    let assumed =
        |message: &str| WriteError::malformed(message.to_string(), error.to_string(), error.span());
    match error {
        // IAM does not allow a name twice, but to its JSON reader it is no error.
        PolicyError::Json(JsonError::DuplicateMember { .. }) => assumed(SYNTAX),
        PolicyError::Repeated { together, .. } => {
            WriteError { reason: format!("{error}; {together}"), ..assumed(SYNTAX) }
        }
        PolicyError::Json(
            JsonError::TrailingComma { .. }
            | JsonError::Unexpected { .. }
            | JsonError::UnclosedString { .. },
        ) => WriteError { confidence: Confidence::Observed, ..assumed(NOT_JSON) },
        // What is at the edge of JSON, IAM's reader may see otherwise.
        PolicyError::Json(_) => assumed(NOT_JSON),
        // Conditions alone exceed the largest quota that can be had.
        PolicyError::TooMuchText { .. } => quota::exceeded(error.to_string(), error.span()),
        PolicyError::WrongType { element: "Principal", found: JsonType::String, .. } => {
            assumed(NOT_AN_OBJECT)
        }
        PolicyError::WrongType { element: "Federated", found: JsonType::Null, .. } => {
            WriteError { confidence: Confidence::Observed, ..assumed(NOT_A_PROVIDER) }
        }
        PolicyError::Missing { element: "Statement", .. } | PolicyError::Empty { .. } => {
            assumed("Could not parse the policy: Statement is empty!")
        }
        PolicyError::Missing { element, .. } => {
            assumed(&format!("Missing required field {element}"))
        }
        PolicyError::UnknownValue { element: "Version", .. } => {
            assumed("The policy must contain a valid version string")
        }
        PolicyError::UnknownValue { element: "Effect", value, .. } => {
            assumed(&format!("Invalid effect: {}", visible(value)))
        }
        PolicyError::UnknownValue { element: "Principal" | "NotPrincipal", value, .. } => {
            assumed(&format!("Invalid principal in policy: \"{}\"", visible(value)))
        }
        _ => assumed(SYNTAX),
    }
}

/// What a third party reports for a principal that is a text, `"*"` included.
pub(super) const NOT_AN_OBJECT: &str = "Principal must be a JSON object.";

/// Reported for `null` and for malformed ARNs.
pub(super) const NOT_A_PROVIDER: &str =
    "Federated principals must be valid domain names or SAML metadata ARNs";

const NOT_JSON: &str = "This policy contains invalid Json";
