//! What STS asks of the token. Its rules are not those of a strict verifier: times may be strings,
//! five minutes are tolerated either way.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};

use super::request::{AssumeRole, Presented};
use super::{AwsError, Stage, StageName};
use crate::error::{Explain as _, SignatureError};
use crate::json::{Kind, Object, Value};
use crate::time::{Seconds, Timestamp};
use crate::token::UntrustedToken;
use crate::verify::verify_signature;

/// Whether a signature was checked, and how that ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SignatureStatus {
    /// A key of the given key set made it.
    Valid,
    /// No key of the given key set made it.
    Invalid,
    /// No keys were given, or no token.
    NotChecked,
}

/// The token, taken apart as far as it goes.
pub(super) struct Read<'a> {
    pub(super) claims: Option<Cow<'a, Object>>,
    pub(super) stage: Stage,
    pub(super) signature: SignatureStatus,
    pub(super) signature_stage: Stage,
}

pub(super) fn read<'a>(call: &AssumeRole<'a>) -> Read<'a> {
    let source = match call.presented {
        Presented::Claims(claims) => {
            return Read {
                claims: Some(Cow::Borrowed(claims)),
                stage: Stage::not_checked(StageName::Token, "bare claims were given, no token"),
                signature: SignatureStatus::NotChecked,
                signature_stage: unsigned("bare claims were given, no token"),
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
            let stage = required_claims(&claims);
            Read { claims: Some(Cow::Owned(claims)), stage, signature, signature_stage }
        }
        Err(error) => Read {
            claims: None,
            stage: Stage::failed(StageName::Token, AwsError::not_a_jwt(), &error.to_string()),
            signature: SignatureStatus::NotChecked,
            signature_stage: unsigned("the token could not be read"),
        },
    }
}

fn unsigned(evidence: &str) -> Stage {
    Stage::not_checked(StageName::Signature, evidence)
}

fn signature(call: &AssumeRole<'_>, token: &UntrustedToken<'_>) -> (SignatureStatus, Stage) {
    let name = StageName::Signature;
    let Some(keys) = call.keys else {
        return (SignatureStatus::NotChecked, unsigned("no keys were given"));
    };
    match verify_signature(token, keys) {
        Ok(_) => (SignatureStatus::Valid, Stage::passed(name, "a key of the key set made it")),
        Err(error) => {
            let answer = match error {
                SignatureError::UnknownKey { .. } => AwsError::key_not_found(),
                _ => AwsError::not_validated_assumed(),
            };
            let evidence = format!("{error} ({})", error.code());
            (SignatureStatus::Invalid, Stage::failed(name, answer, &evidence))
        }
    }
}

fn required_claims(claims: &Object) -> Stage {
    let name = StageName::Token;
    match REQUIRED.iter().find(|claim| claims.get(claim).is_none()) {
        None => Stage::passed(name, "a signed JWT with iss, sub, aud, iat and exp"),
        Some(claim) => {
            let evidence = format!("the claim `{claim}` is missing");
            Stage::failed(name, AwsError::missing_claim(claim), &evidence)
        }
    }
}

pub(super) fn times(call: &AssumeRole<'_>, claims: Option<&Object>) -> Stage {
    let name = StageName::Times;
    let claims = match (call.presented, claims) {
        (Presented::Claims(_), _) => {
            return Stage::not_checked(name, "bare claims were given, no token");
        }
        (_, None) => return Stage::not_checked(name, "the token could not be read"),
        (_, Some(claims)) => claims,
    };
    for claim in ["iat", "nbf", "exp"] {
        let Some(value) = claims.get(claim) else { continue };
        let Some(time) = timestamp(value) else {
            let evidence = format!("`{claim}` is not a whole number of seconds");
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
        Kind::Number(text) | Kind::String(text) => Timestamp::from_seconds(text.parse().ok()?),
        Kind::Null | Kind::Bool(_) | Kind::Array(_) | Kind::Object(_) => None,
    }
}

pub(super) fn audience(call: &AssumeRole<'_>, claims: Option<&Object>) -> Stage {
    let name = StageName::Audience;
    let Some(claims) = claims else {
        return Stage::not_checked(name, "the token could not be read");
    };
    if claims.get("azp").is_none()
        && claims.get("aud").and_then(Value::as_array).is_some_and(|audiences| audiences.len() > 1)
    {
        let evidence = "`aud` names several audiences and there is no `azp`";
        return Stage::failed(name, AwsError::several_audiences(), evidence);
    }
    let Some(audience) = effective_audience(claims) else {
        return Stage::not_checked(name, "the claims name no audience");
    };
    if audience.is_empty() {
        return Stage::failed(name, AwsError::not_validated(), "the audience is empty");
    }
    let Some(client_ids) = call.provider.client_ids else {
        return Stage::not_checked(name, "the provider's client ids were not given");
    };
    let registered = client_ids.join("`, `");
    let evidence = format!("the audience is `{audience}`; the provider accepts `{registered}`");
    if client_ids.contains(&audience) {
        return Stage::passed(name, &evidence);
    }
    // Recorded for `azp` only; for `aud` older reports have `Incorrect token audience`.
    let answer = match claims.get("azp") {
        Some(_) => AwsError::not_validated(),
        None => AwsError::not_validated_assumed(),
    };
    Stage::failed(name, answer, &evidence)
}

/// The claim `azp` if there is one, else `aud` (recorded).
pub(super) fn effective_audience(claims: &Object) -> Option<String> {
    let claim = claims.get("azp").or_else(|| claims.get("aud"))?;
    match claim.as_array() {
        Some([single]) => text(single),
        Some(_) => None,
        None => text(claim),
    }
}

/// Numbers become text (recorded).
pub(super) fn subject(claims: &Object) -> Option<String> {
    claims.get("sub").and_then(text)
}

fn text(value: &Value) -> Option<String> {
    match &value.kind {
        Kind::String(text) | Kind::Number(text) => Some(text.clone()),
        Kind::Null | Kind::Bool(_) | Kind::Array(_) | Kind::Object(_) => None,
    }
}

const REQUIRED: [&str; 5] = ["iss", "sub", "aud", "iat", "exp"];

/// Recorded: five minutes for `exp`, `nbf` and `iat`.
const TOLERANCE: Seconds = Seconds(300);
