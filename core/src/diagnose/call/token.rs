//! The token's form: what is around it, and the audience that GitLab's old tokens lack.

use alloc::string::String;

use super::{Case, command};
use crate::aws::Wrapping;
use crate::cause;
use crate::diagnose::Diagnosis;
use crate::fix::Fix;
use crate::issuer::Profile;

pub(super) fn diagnose(case: &Case<'_>) -> Option<Diagnosis> {
    if let Some(wrapping) = case.asked.wrapping {
        return Some(malformed(case, wrapping));
    }
    no_issuer(case).or_else(|| old_gitlab(case)).or_else(|| Some(case.plainly(&cause::token::FORM)))
}

/// Claims that were written down rather than read from a token may lack it.
fn no_issuer(case: &Case<'_>) -> Option<Diagnosis> {
    if case.claims.is_empty() || case.claims.get("iss").is_some() {
        return None;
    }
    let fix = Fix::advice("give all claims of a token, with the `iss` that its issuer writes");
    let summary = case.stage.evidence.clone();
    let cause = "AWS finds the provider by the token's issuer";
    Some(Diagnosis { cause, ..case.because(&cause::claim::MISSING, summary, Some(fix)) })
}

fn old_gitlab(case: &Case<'_>) -> Option<Diagnosis> {
    let profile = Profile::recognise(case.claim("iss")?, case.claim("sub")?)?;
    if case.claims.get("aud").is_some() || profile.name != "GitLab" {
        return None;
    }
    let fix = command::ask_for(Some(profile), command::wanted(case.asked));
    let summary = String::from("the token of the GitLab job names no audience; AWS needs one");
    Some(case.because(&cause::audience::GITLAB_NONE, summary, Some(fix)))
}

pub(super) fn malformed(case: &Case<'_>, wrapping: Wrapping) -> Diagnosis {
    let (summary, fix, elsewhere) = match wrapping {
        Wrapping::Space => (
            "there is white space around the token; a token has none, not even a newline at the end",
            "write the file without a newline",
            Some("printf %s \"$TOKEN\" > \"$AWS_WEB_IDENTITY_TOKEN_FILE\""),
        ),
        Wrapping::Quotes => (
            "there are quotes around the token",
            "write the token without quotes; if it comes out of JSON, `jq -r` prints it so",
            None,
        ),
        Wrapping::Bearer => (
            "the word `Bearer` stands before the token",
            "give AWS the token alone; the word belongs to an HTTP header",
            None,
        ),
        Wrapping::Text => (
            "there is other text around the token, such as lines of a log",
            "have the command that writes the file print nothing but the token",
            None,
        ),
        Wrapping::CutOff => (
            "the token is cut off: its signature is not there, or only a part of it",
            "write the token to another file first, and rename that one when it is complete",
            Some("mv \"$AWS_WEB_IDENTITY_TOKEN_FILE.new\" \"$AWS_WEB_IDENTITY_TOKEN_FILE\""),
        ),
    };
    let fix = Fix { elsewhere: elsewhere.map(String::from), ..Fix::advice(fix) };
    case.because(&cause::token::MALFORMED_FILE, String::from(summary), Some(fix))
}
