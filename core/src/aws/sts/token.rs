//! What STS asks of the token. Its rules are not those of a strict verifier: times may be strings,
//! five minutes are tolerated either way.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::ToString;

use super::request::{AssumeRole, Presented};
use super::{AwsError, Stage, StageName};
use crate::aws::web_identity::WebIdentity;
use crate::decision::Confidence;
use crate::error::{SignatureError, TokenError};
use crate::json::{Kind, Object, Value};
use crate::time::{Seconds, Timestamp};
use crate::token::UntrustedToken;
use crate::verify::verify_signature;
use crate::visible::quotable;

/// Whether a signature was checked, and how that ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SignatureStatus {
    /// A key of the given key set made it.
    Valid,
    /// The key that must have made it did not.
    Invalid,
    /// No key of the given key set fits the token, so that nothing could be checked.
    NoKey,
    /// No keys were given, or no token, or AWS takes none with its algorithm.
    NotChecked,
}

/// The token, taken apart as far as it goes.
pub(super) struct Read<'a> {
    pub(super) claims: Option<Cow<'a, Object>>,
    /// The same claims, if STS can use their types.
    pub(super) identity: Option<WebIdentity>,
    pub(super) stage: Stage,
    pub(super) signature: SignatureStatus,
    pub(super) signature_stage: Stage,
}

pub(super) fn read<'a>(call: &AssumeRole<'a>) -> Read<'a> {
    let source = match call.presented {
        Presented::Claims(claims) => {
            let (identity, stage) = match identity(claims) {
                Ok(identity) => (Some(identity), no_token(StageName::Token)),
                Err(stage) => (None, stage),
            };
            return Read {
                claims: Some(Cow::Borrowed(claims)),
                identity,
                stage,
                signature: SignatureStatus::NotChecked,
                signature_stage: no_token(StageName::Signature),
            };
        }
        Presented::Token(source) => source,
    };
    let parsed = UntrustedToken::parse(source, &call.limits).and_then(|token| {
        let claims = token.claims_object(&call.limits)?.into_unverified();
        Ok((token, claims))
    });
    match parsed {
        Ok((token, claims)) => {
            let (signature, signature_stage) = signature(call, &token);
            let (identity, stage) = match identity(&claims) {
                Ok(identity) => (Some(identity), required_claims(&claims)),
                Err(stage) => (None, stage),
            };
            let claims = Some(Cow::Owned(claims));
            Read { claims, identity, stage, signature, signature_stage }
        }
        Err(error) => Read {
            claims: None,
            identity: None,
            stage: malformed(&error),
            signature: SignatureStatus::NotChecked,
            signature_stage: Stage::not_checked(StageName::Signature, UNREADABLE),
        },
    }
}

fn no_token(name: StageName) -> Stage {
    Stage::not_checked(name, "bare claims were given, no token")
}

/// That text of another shape, and any `crit`, is refused is recorded. Elsewhere we may be stricter
/// than AWS.
fn malformed(error: &TokenError) -> Stage {
    let confidence = match error {
        TokenError::Parts { .. } | TokenError::UnknownCritical { .. } => Confidence::Observed,
        _ => Confidence::Assumed,
    };
    Stage::failed(StageName::Token, AwsError::not_a_jwt(confidence), &error.to_string())
}

fn identity(claims: &Object) -> Result<WebIdentity, Stage> {
    WebIdentity::read(claims).map_err(|wrong| {
        let evidence = format!("the claim `{}` must be {}", wrong.name, wrong.expected);
        Stage::failed(StageName::Token, AwsError::not_validated_assumed(), &evidence)
    })
}

fn required_claims(claims: &Object) -> Stage {
    let name = StageName::Token;
    match REQUIRED.iter().find(|claim| claims.get(claim).is_none()) {
        None => Stage::passed(name, "a JWT with iss, sub, aud, iat and exp"),
        Some(claim) => {
            let evidence = format!("the claim `{claim}` is missing");
            Stage::failed(name, AwsError::missing_claim(claim), &evidence)
        }
    }
}

fn signature(call: &AssumeRole<'_>, token: &UntrustedToken<'_>) -> (SignatureStatus, Stage) {
    let name = StageName::Signature;
    let algorithm = token.header().algorithm();
    if !ALGORITHMS.contains(&algorithm) {
        let evidence = format!("AWS takes no token with the algorithm `{}`", quotable(algorithm));
        let stage = Stage::failed(name, AwsError::not_validated_assumed(), &evidence);
        return (SignatureStatus::NotChecked, stage);
    }
    let Some(keys) = call.keys else {
        return (SignatureStatus::NotChecked, Stage::not_checked(name, "no keys were given"));
    };
    let error = match verify_signature(token, keys) {
        Ok(_) => {
            let stage = Stage::passed(name, "a key of the key set made it");
            return (SignatureStatus::Valid, stage);
        }
        Err(error) => error,
    };
    let evidence = error.to_string();
    let (status, answer) = match error {
        SignatureError::Invalid { .. } => {
            (SignatureStatus::Invalid, AwsError::not_validated_assumed())
        }
        SignatureError::UnknownKey { .. } => (SignatureStatus::NoKey, AwsError::key_not_found()),
        _ => (SignatureStatus::NoKey, AwsError::not_validated_assumed()),
    };
    (status, Stage::failed(name, answer, &evidence))
}

pub(super) fn times(call: &AssumeRole<'_>, claims: Option<&Object>) -> Stage {
    let name = StageName::Times;
    let claims = match (call.presented, claims) {
        (Presented::Claims(_), _) => return no_token(name),
        (_, None) => return Stage::not_checked(name, UNREADABLE),
        (_, Some(claims)) => claims,
    };
    for claim in ["iat", "nbf", "exp"] {
        let Some(value) = claims.get(claim) else { continue };
        let Some(time) = timestamp(value) else {
            let evidence =
                format!("`{claim}` is not a whole number of seconds before the year 10000");
            return Stage::failed(name, AwsError::timestamp(), &evidence);
        };
        if claim == "exp" && call.now.saturating_sub(TOLERANCE) >= time {
            let past = call.now.since(time);
            let evidence = format!("the token expired {past} ago; AWS tolerates {TOLERANCE}");
            let answer = AwsError::expired(call.now.saturating_sub(TOLERANCE), time);
            return Stage::failed(name, answer, &evidence);
        }
        if claim != "exp" && call.now.saturating_add(TOLERANCE) < time {
            let ahead = time.since(call.now);
            let evidence = format!("`{claim}` is {ahead} in the future; AWS tolerates {TOLERANCE}");
            return Stage::failed(name, AwsError::not_validated_assumed(), &evidence);
        }
    }
    let evidence = match claims.get("exp").and_then(timestamp) {
        Some(exp) if exp > call.now => format!("the token expires in {}", exp.since(call.now)),
        Some(exp) => format!("the token expired {} ago, which AWS tolerates", call.now.since(exp)),
        None => "the token names no expiry".to_string(),
    };
    Stage::passed(name, &evidence)
}

/// Integers, also in quotes; fractions fail (recorded).
fn timestamp(value: &Value) -> Option<Timestamp> {
    match &value.kind {
        Kind::Number(text) | Kind::String(text) if !text.starts_with('+') => {
            Timestamp::from_seconds(text.parse().ok()?)
        }
        _ => None,
    }
}

pub(super) fn audience(call: &AssumeRole<'_>, identity: Option<&WebIdentity>) -> Stage {
    let name = StageName::Audience;
    let Some(identity) = identity else {
        return Stage::not_checked(name, UNREADABLE);
    };
    let Some(audience) = identity.audience() else {
        if identity.audiences.is_none() {
            return Stage::not_checked(name, "the claims name no audience");
        }
        let evidence = "`aud` names several audiences and there is no `azp`";
        return Stage::failed(name, AwsError::several_audiences(), evidence);
    };
    // Recorded for `azp` only; for `aud` older reports have `Incorrect token audience`.
    let answer = match identity.authorized_party {
        Some(_) => AwsError::not_validated(),
        None => AwsError::not_validated_assumed(),
    };
    if audience.is_empty() {
        return Stage::failed(name, answer, "the audience is empty");
    }
    let Some(client_ids) = call.provider.client_ids else {
        return Stage::not_checked(name, "the provider's client ids were not given");
    };
    let evidence = format!(
        "the audience is `{}`; the provider accepts `{}`",
        quotable(audience),
        quotable(&client_ids.join(", "))
    );
    if client_ids.iter().any(|id| id == audience) {
        Stage::passed(name, &evidence)
    } else {
        Stage::failed(name, answer, &evidence)
    }
}

/// What AWS wants a token to be signed with ([API_AssumeRoleWithWebIdentity]).
///
/// [API_AssumeRoleWithWebIdentity]: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
const ALGORITHMS: [&str; 6] = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];

const REQUIRED: [&str; 5] = ["iss", "sub", "aud", "iat", "exp"];

const UNREADABLE: &str = "the claims could not be read";

/// Recorded: five minutes for `exp`, `nbf` and `iat`.
const TOLERANCE: Seconds = Seconds(300);
