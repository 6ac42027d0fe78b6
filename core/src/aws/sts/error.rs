//! The answers of AWS when the call fails. Texts are AWS's own, as recorded in
//! `vectors/aws/sts-calls.json` unless a comment says otherwise.

use alloc::format;
use alloc::string::{String, ToString};

use crate::decision::Confidence;
use crate::time::Timestamp;

/// An error as AWS words it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AwsError {
    /// The code on the wire, such as `AccessDenied`.
    pub code: &'static str,
    /// The message.
    pub message: String,
    /// The HTTP status.
    pub http_status: u16,
    /// How well it is known that AWS answers exactly this.
    pub confidence: Confidence,
}

impl AwsError {
    pub(super) fn access_denied() -> Self {
        let message = "Not authorized to perform sts:AssumeRoleWithWebIdentity";
        Self { http_status: 403, ..Self::observed("AccessDenied", message) }
    }

    /// Words of a third party's emulator: AWS's own are known only for some parameters.
    pub(super) fn validation(violations: &[String]) -> Self {
        let plural = if violations.len() == 1 { "error" } else { "errors" };
        let (count, violations) = (violations.len(), violations.join("; "));
        let message = format!("{count} validation {plural} detected: {violations}");
        Self::assumed("ValidationError", message)
    }

    /// Widely reported for `sts:AssumeRole`.
    pub(super) fn invalid_arn(arn: &str) -> Self {
        Self::assumed("ValidationError", format!("{arn} is invalid"))
    }

    pub(super) fn not_amazon() -> Self {
        Self::observed(INVALID, "Provided Token is not a Login With Amazon token")
    }

    /// That the status is 403 is documented for the code.
    pub(super) fn facebook_rejects() -> Self {
        let message =
            "graph.facebook.com rejected OAuth token with response \"Bad signature\" and code 190";
        Self { http_status: 403, ..Self::observed("IDPRejectedClaim", message) }
    }

    pub(super) fn unrecognized_provider() -> Self {
        let message = "Unrecognized OAuth provider. Do not include a provider parameter when \
                       submitting OpenIDConnect ID tokens";
        Self { http_status: 403, ..Self::observed("AccessDenied", message) }
    }

    /// Widely reported, not in the recordings.
    pub(super) fn session_too_long() -> Self {
        let message =
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
        Self::assumed("ValidationError", message.to_string())
    }

    pub(super) fn not_a_jwt(confidence: Confidence) -> Self {
        let message = "The ID Token provided is not a valid JWT. (You may see this error if you \
                       sent an Access Token)";
        Self { confidence, ..Self::observed(INVALID, message) }
    }

    /// Only the words for `sts:AssumeRoleWithWebIdentity` are recorded.
    pub(super) fn not_authorized(action: &str) -> Self {
        let message = format!("Not authorized to perform {action}");
        Self { http_status: 403, ..Self::assumed("AccessDenied", message) }
    }

    pub(super) fn missing_claim(claim: &str) -> Self {
        Self::observed(INVALID, &format!("Missing a required claim: {claim}"))
    }

    pub(super) fn timestamp() -> Self {
        Self::observed(INVALID, "Invalid timestamp in token claims.")
    }

    /// The code is recorded, the words are those of AWS's list of common errors.
    pub(super) fn internal_failure() -> Self {
        let message = "The request processing has failed because of an unknown error, exception \
                       or failure.";
        Self { http_status: 500, ..Self::assumed("InternalFailure", message.to_string()) }
    }

    /// `now` is the time AWS compares with, which is five minutes before the actual one.
    pub(super) fn expired(now: Timestamp, expiry: Timestamp) -> Self {
        let message = format!(
            "Token expired: current date/time {} must be before the expiration date/time {}",
            now.seconds(),
            expiry.seconds()
        );
        Self::observed("ExpiredTokenException", &message)
    }

    pub(super) fn several_audiences() -> Self {
        let message = "Token audience contains more than one audience while authorized party is \
                       not present";
        Self::observed(INVALID, message)
    }

    pub(super) fn not_validated() -> Self {
        Self::observed(INVALID, NOT_VALIDATED)
    }

    /// For cases that no recording has: the generic text.
    pub(super) fn not_validated_assumed() -> Self {
        Self::assumed(INVALID, NOT_VALIDATED.to_string())
    }

    pub(super) fn key_not_found() -> Self {
        let message = "Couldn't retrieve verification key from your identity provider,  please \
                       reference AssumeRoleWithWebIdentity documentation for requirements";
        Self::observed(INVALID, message)
    }

    /// Reported from the field; the date of the reports is uncertain.
    pub(super) fn no_provider(issuer: &str) -> Self {
        let message = format!("No OpenIDConnect provider found in your account for {issuer}");
        Self::assumed(INVALID, message)
    }

    pub(super) fn tags_format() -> Self {
        Self::observed(INVALID, TAGS_FORMAT)
    }

    /// For wrong forms of tags that no recording has.
    pub(super) fn tags_format_assumed() -> Self {
        Self::assumed(INVALID, TAGS_FORMAT.to_string())
    }

    /// Reported for `sts:AssumeRole`, which takes tags as a parameter.
    pub(super) fn transitive_key() -> Self {
        let message = "The specified transitive tag key must be included in the requested tags.";
        Self::assumed("InvalidParameterValue", message.to_string())
    }

    pub(super) fn roles_format() -> Self {
        Self::observed(INVALID, "The roles claim is not in a supported format")
    }

    pub(super) fn no_valid_role() -> Self {
        Self::observed(INVALID, "The roles claim contains no valid role ARNs")
    }

    pub(super) fn role_not_listed() -> Self {
        let message = "The target role ARN is not present in the roles claim of the identity token";
        Self::observed(INVALID, message)
    }

    fn observed(code: &'static str, message: &str) -> Self {
        let confidence = Confidence::Observed;
        Self { code, message: message.to_string(), http_status: 400, confidence }
    }

    fn assumed(code: &'static str, message: String) -> Self {
        Self { code, message, http_status: 400, confidence: Confidence::Assumed }
    }
}

const INVALID: &str = "InvalidIdentityToken";

const TAGS_FORMAT: &str = "principal_tags passed in claim is not in correct format.";

const NOT_VALIDATED: &str = "The web identity token provided could not be validated. See the \
                             AssumeRoleWithWebIdentity documentation for requirements.";
