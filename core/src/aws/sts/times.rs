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
        (Presented::Claims(claims), _) => {
            let looks_so =
                TIMES.iter().find(|claim| claims.get(claim).is_some_and(is_milliseconds));
            let evidence = looks_so.map_or_else(
                || NO_TOKEN.to_string(),
                |claim| format!("{NO_TOKEN}; `{claim}` looks like milliseconds, AWS reads seconds"),
            );
            return Stage::not_checked(name, &evidence);
        }
        (_, None) => return Stage::not_checked(name, UNREADABLE),
        (_, Some(claims)) if claims.is_empty() && call.oauth_provider().is_some() => {
            return Stage::not_checked(name, OPAQUE);
        }
        (_, Some(claims)) => claims,
    };
    let mut confidence = Confidence::Observed;
    for (claim, taken) in [("iat", TAKEN_AHEAD), ("nbf", TAKEN_AHEAD), ("exp", TAKEN_PAST)] {
        let Some(value) = claims.get(claim) else { continue };
        let Some(time) = timestamp(value) else {
            let unit = if is_milliseconds(value) { "; is it in milliseconds?" } else { "" };
            let evidence =
                format!("`{claim}` is not a whole number of seconds before the year 10000{unit}");
            return Stage::failed(name, AwsError::timestamp(), &evidence);
        };
        let off = if claim == "exp" { call.now.since(time) } else { time.since(call.now) };
        let recorded = off <= taken || off >= REFUSED_PAST;
        let known = if recorded { Confidence::Observed } else { Confidence::Assumed };
        if claim == "exp" && call.now.saturating_sub(TOLERANCE) >= time {
            let evidence = format!("the token expired {off} ago; AWS tolerates {TOLERANCE}");
            let answer = AwsError::expired(call.now.saturating_sub(TOLERANCE), time);
            return Stage::failed(name, AwsError { confidence: known, ..answer }, &evidence);
        }
        if claim != "exp" && call.now.saturating_add(TOLERANCE) < time {
            let evidence = format!("`{claim}` is {off} in the future; AWS tolerates {TOLERANCE}");
            return Stage::failed(name, AwsError::not_validated_assumed(), &evidence);
        }
        confidence = confidence.max(known);
    }
    let evidence = match claims.get("exp").and_then(timestamp) {
        Some(exp) if exp > call.now => format!("the token expires in {}", exp.since(call.now)),
        Some(exp) => format!("the token expired {} ago, which AWS tolerates", call.now.since(exp)),
        None => "the token names no expiry".to_string(),
    };
    Stage::passed(name, confidence, &evidence)
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

/// A time after the year 9999, if it counts seconds, and before it, if it counts milliseconds.
fn is_milliseconds(value: &Value) -> bool {
    let (Kind::Number(text) | Kind::String(text)) = &value.kind else { return false };
    let number = text.parse::<i64>().ok().filter(|number| *number > 0);
    number.is_some_and(|number| {
        let of_seconds = Timestamp::from_seconds;
        of_seconds(number).is_none() && of_seconds(number / 1000).is_some()
    })
}

const TIMES: [&str; 3] = ["iat", "nbf", "exp"];

/// The recordings' author speaks of five minutes for `exp`, `nbf` and `iat`. Which way the last second
/// goes follows from the words of the error: "must be before".
const TOLERANCE: Seconds = Seconds(300);

// No recording is of the border itself: what lies between these is assumed.
/// `exp` was recorded to be taken that long after it,
const TAKEN_PAST: Seconds = Seconds(24);
/// and to be refused that long after.
const REFUSED_PAST: Seconds = Seconds(325);
/// `iat` and `nbf` were recorded to be taken that long before them.
const TAKEN_AHEAD: Seconds = Seconds(276);
