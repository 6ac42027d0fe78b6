//! The last stage and what follows from it: the role session.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;

use super::claims::ForAws;
use super::request::AssumeRole;
use super::{AwsError, Stage, StageName, provider};
use crate::aws::web_identity::WebIdentity;
use crate::decision::Confidence;
use crate::time::{Seconds, Timestamp};

/// Whom AWS names in its answer, and the session it opens.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Identity {
    /// `SubjectFromWebIdentityToken`.
    pub subject: String,
    /// `Audience`: the claim `azp` if there is one, else `aud`.
    pub audience: String,
    /// `Provider`: the provider's ARN (recorded; the documentation says the issuer).
    pub provider: String,
    /// `SourceIdentity`, if the token sets one.
    pub source_identity: Option<String>,
    /// `AssumedRoleUser.Arn`, if role and session name are known.
    pub assumed_role: Option<String>,
    /// How long the session lasts. The token's expiry does not cut it short (recorded).
    pub duration: Seconds,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl Identity {
    pub(super) fn new(
        call: &AssumeRole<'_>,
        provider: String,
        identity: Option<&WebIdentity>,
        for_aws: Option<&ForAws>,
    ) -> Self {
        let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
        let source_identity = for_aws.and_then(|it| it.source_identity.as_ref().ok()?.clone());
        let duration = call.session.length().unwrap_or(DEFAULT);
        Self {
            subject: text(identity.and_then(|identity| identity.subject.as_deref())),
            audience: text(identity.and_then(WebIdentity::audience)),
            provider,
            source_identity,
            assumed_role: assumed_role(call),
            duration,
            expires_at: call.now.saturating_add(duration),
        }
    }
}

/// The path of a role is no part of it ([IAM identifiers]).
///
/// [IAM identifiers]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
fn assumed_role(call: &AssumeRole<'_>) -> Option<String> {
    let (arn, session) = (call.role.arn?, call.session.name?);
    let (partition, account) = provider::account(arn)?;
    let role = provider::role_in(arn)?;
    let name = role.rsplit_once('/').map_or(role, |(_, name)| name);
    Some(format!("arn:{partition}:sts::{account}:assumed-role/{name}/{session}"))
}

/// `DurationSeconds` against the role's `MaxSessionDuration`.
pub(super) fn stage(call: &AssumeRole<'_>) -> Stage {
    let name = StageName::Session;
    let evidence = match (call.session.length(), call.role.max_session_duration) {
        (Some(asked), Some(most)) if asked > most => {
            let evidence = format!("{asked} asked for; the role allows at most {most}");
            return Stage::failed(name, AwsError::session_too_long(), &evidence);
        }
        (Some(asked), None) => {
            let evidence = format!("{asked} asked for, but the role's maximum was not given");
            return Stage::not_checked(name, &evidence);
        }
        (Some(asked), Some(most)) => format!("{asked} asked for; the role allows {most}"),
        (None, _) => "the default of one hour is within every role's maximum".to_owned(),
    };
    Stage::passed(name, Confidence::Documented, &evidence)
}

/// Whatever the role's maximum, whose least is the same ([API_AssumeRoleWithWebIdentity]).
///
/// [API_AssumeRoleWithWebIdentity]: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
const DEFAULT: Seconds = Seconds(3600);
