//! The stage of the token's times.

use alloc::format;
use alloc::string::ToString;

use super::request::{AssumeRole, Presented};
use super::token::{NO_TOKEN, OPAQUE, UNREADABLE};
use super::{AwsError, Stage, StageName};
use crate::decision::Confidence;
use crate::json::{Kind, Object, Value};
use crate::time::{Seconds, Timestamp};

pub(super) fn check(call: &AssumeRole<'_>, claims: Option<&Object>) -> Stage {
    let name = StageName::Times;
    let claims = match (call.presented, claims) {
        (Presented::Claims(_), _) => return Stage::not_checked(name, NO_TOKEN),
        (_, None) => return Stage::not_checked(name, UNREADABLE),
        (_, Some(claims)) if claims.is_empty() && call.oauth_provider().is_some() => {
            return Stage::not_checked(name, OPAQUE);
        }
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
    Stage::passed(name, Confidence::Observed, &evidence)
}

/// Integers, also in quotes; fractions and null fail (recorded).
fn timestamp(value: &Value) -> Option<Timestamp> {
    match &value.kind {
        Kind::Number(text) | Kind::String(text) if !text.starts_with('+') => {
            Timestamp::from_seconds(text.parse().ok()?)
        }
        _ => None,
    }
}

/// Recorded: five minutes for `exp`, `nbf` and `iat`. Which way the last second goes follows from
/// the words of the error: "must be before".
const TOLERANCE: Seconds = Seconds(300);
