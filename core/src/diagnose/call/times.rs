//! The token's times: too old, read from a file that has been rewritten since, or from the future.

use alloc::format;

use super::Case;
use crate::cause::token;
use crate::diagnose::Diagnosis;
use crate::fix::Fix;
use crate::issuer::Profile;
use crate::json::Kind;
use crate::time::{Seconds, Timestamp};

pub(super) fn diagnose(case: &Case<'_>) -> Option<Diagnosis> {
    let error = case.stage.error()?;
    Some(match error.code {
        "ExpiredTokenException" => old_file(case).unwrap_or_else(|| expired(case)),
        _ if error.message.starts_with("Invalid timestamp") => case.plainly(&token::TIMESTAMP),
        _ => case.plainly(&token::CLOCK),
    })
}

fn expired(case: &Case<'_>) -> Diagnosis {
    let fix = Fix::advice("ask the issuer for a new token just before the call");
    let summary = case.stage.evidence.clone();
    case.because(&token::EXPIRED, summary, Some(fix))
}

/// Platforms that keep a token in a file rewrite it before it expires. A token that has been dead
/// for as long as it lived comes from a reader that did not look again.
fn old_file(case: &Case<'_>) -> Option<Diagnosis> {
    let (issued, expiry) = (time(case, "iat")?, time(case, "exp")?);
    let (now, lifetime) = (case.asked.now, expiry.since(issued));
    if lifetime > SHORT || now.since(expiry) < lifetime {
        return None;
    }
    let (issuer, subject) = (case.claim("iss")?, case.claim("sub")?);
    let file = match Profile::recognise(issuer, subject)?.name {
        "Fly.io" => "/.fly/oidc_token",
        _ if subject.starts_with("system:serviceaccount:") => "$AWS_WEB_IDENTITY_TOKEN_FILE",
        _ => return None,
    };
    let summary = format!(
        "the token was good for {lifetime} and expired {} ago; the file with it has been rewritten \
         since",
        now.since(expiry)
    );
    let fix = Fix::advice(format!(
        "read `{file}` for every call; the AWS SDKs do so if `AWS_WEB_IDENTITY_TOKEN_FILE` and \
         `AWS_ROLE_ARN` are set"
    ));
    Some(case.because(&token::FILE_NOT_REREAD, summary, Some(fix)))
}

/// As STS reads it: also as text.
fn time(case: &Case<'_>, claim: &str) -> Option<Timestamp> {
    match &case.claims.get(claim)?.kind {
        Kind::Number(text) | Kind::String(text) => Timestamp::from_seconds(text.parse().ok()?),
        _ => None,
    }
}

/// A day: what EKS gives its pods' tokens.
const SHORT: Seconds = Seconds(86_400);
