//! The stage of the call's parameters.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::request::{AssumeRole, Presented};
use super::token::Jwt;
use super::{AwsError, Stage, StageName, provider};
use crate::decision::Confidence;
use crate::visible::quotable;

/// The limits of [API_AssumeRoleWithWebIdentity]. All broken ones are named at once, as the
/// services of AWS do.
///
/// [API_AssumeRoleWithWebIdentity]: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
pub(super) fn check(call: &AssumeRole<'_>) -> Stage {
    let name = StageName::Parameters;
    let token = match call.presented {
        Presented::Token(token) => Some(token),
        Presented::Claims(_) => None,
    };
    // The token itself stays out of the text.
    let broken: Vec<Broken> = [
        call.role.arn.and_then(|arn| text("roleArn", arn, arn, (20, 2048), Some(ARN))),
        call.session.name.and_then(session_name),
        token.and_then(|token| text("webIdentityToken", token, "…", (4, 20_000), None)),
        call.session.provider_id.and_then(|id| text("providerId", id, id, (4, 2048), None)),
        call.session.duration.and_then(seconds),
    ]
    .into_iter()
    .flatten()
    .collect();
    if let Some(first) = broken.first() {
        let violations: Vec<String> = broken.iter().map(|it| it.violation.clone()).collect();
        return Stage::failed(name, AwsError::validation(&violations), &first.evidence);
    }
    if let Some(arn) = call.role.arn
        && provider::role_in(arn).is_none()
    {
        let evidence = format!("`{}` is not the ARN of a role", quotable(arn));
        return Stage::failed(name, AwsError::invalid_arn(arn), &evidence);
    }
    match provider_id(call) {
        Some((error, evidence)) => Stage::failed(name, error, &evidence),
        None => Stage::passed(
            name,
            Confidence::Documented,
            "the parameters that were given are within AWS's limits",
        ),
    }
}

/// Recorded: a call that names an OAuth provider hands the token to that one, before anything of
/// it is read; any other provider is unknown.
fn provider_id(call: &AssumeRole<'_>) -> Option<(AwsError, String)> {
    let id = call.session.provider_id?;
    let is_jwt = matches!(call.presented, Presented::Token(token) if Jwt::parse(token, &call.limits).is_ok());
    let answer = match id {
        "www.amazon.com" if is_jwt => AwsError::not_amazon(),
        "graph.facebook.com" if is_jwt => AwsError::facebook_rejects(),
        "www.amazon.com" | "graph.facebook.com" => return None,
        _ => AwsError::unrecognized_provider(),
    };
    let evidence = format!(
        "`ProviderId` is `{}`; it is for OAuth tokens of www.amazon.com and graph.facebook.com, \
         and is left out for an OIDC token",
        quotable(id)
    );
    Some((answer, evidence))
}

/// A parameter outside its limits.
struct Broken {
    /// In AWS's words.
    violation: String,
    evidence: String,
}

impl Broken {
    fn new(parameter: &str, value: &str, constraint: &str, evidence: String) -> Self {
        let violation =
            format!("Value '{value}' at '{parameter}' failed to satisfy constraint: {constraint}");
        Self { violation, evidence }
    }
}

/// The characters of a text, as a regular expression and as a rule.
type Charset = (&'static str, fn(char) -> bool);

fn text(
    parameter: &str,
    value: &str,
    shown: &str,
    (least, most): (usize, usize),
    charset: Option<Charset>,
) -> Option<Broken> {
    let length = value.chars().count();
    let broken =
        |constraint: &str, evidence| Some(Broken::new(parameter, shown, constraint, evidence));
    let what = match parameter {
        "roleArn" => "the role's ARN",
        "roleSessionName" => "the role session name",
        "webIdentityToken" => "the token",
        _ => "`ProviderId`",
    };
    let evidence = || {
        let characters = if length == 1 { "character" } else { "characters" };
        format!("{what} has {length} {characters}; AWS takes {least} to {most}")
    };
    if length < least {
        let constraint = format!("Member must have length greater than or equal to {least}");
        return broken(&constraint, evidence());
    }
    if length > most {
        let constraint = format!("Member must have length less than or equal to {most}");
        return broken(&constraint, evidence());
    }
    let (pattern, allowed) = charset?;
    let outside = value.chars().find(|c| !allowed(*c))?;
    let outside = match outside {
        ' ' => String::from("a space"),
        _ => format!("the character `{}`", quotable(&outside.to_string())),
    };
    let constraint = format!("Member must satisfy regular expression pattern: {pattern}");
    let evidence = format!(
        "{what} holds {outside}; AWS takes {}",
        if parameter == "roleSessionName" { "letters, digits and `_+=,.@-`" } else { "text" }
    );
    broken(&constraint, evidence)
}

/// Whether AWS takes the text for a `RoleSessionName`.
pub(crate) fn is_session_name(text: &str) -> bool {
    session_name(text).is_none()
}

fn session_name(name: &str) -> Option<Broken> {
    text("roleSessionName", name, name, (2, 64), Some(NAME))
}

fn seconds(asked: i64) -> Option<Broken> {
    let constraint = match asked {
        900..=43_200 => return None,
        ..900 => "Member must have value greater than or equal to 900",
        _ => "Member must have value less than or equal to 43200",
    };
    let evidence = format!("{asked} seconds asked for; AWS grants 15 minutes to 12 hours");
    Some(Broken::new("durationSeconds", &asked.to_string(), constraint, evidence))
}

const NAME: Charset = (r"[\w+=,.@-]*", |c| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c));

const ARN: Charset =
    (r"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+", |c| {
        matches!(
            c,
            '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{d7ff}'
                | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}'
        )
    });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_character_is_one() {
        let said = |name: &str| session_name(name).map(|it| it.evidence).unwrap_or_default();
        assert_eq!(said("a"), "the role session name has 1 character; AWS takes 2 to 64");
        assert_eq!(said(""), "the role session name has 0 characters; AWS takes 2 to 64");
    }
}
