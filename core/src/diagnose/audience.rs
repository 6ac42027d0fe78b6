//! `aud.…`: the policy wants another audience than the token has.

use alloc::format;

use super::words::THIS;
use super::{Diagnosis, Failure, call, owner};
use crate::analyze::audience_says_whose;
use crate::aws::distance;
use crate::cause;
use crate::decision::ValueTrace;
use crate::fix::{Fix, is_plain};
use crate::issuer::Profile;
use crate::visible::quotable;

pub(super) fn diagnose(failure: &Failure<'_>) -> Option<Diagnosis> {
    let claim = failure.claim().filter(|_| !failure.negated)?;
    if !["aud", "oaud"].contains(&claim) {
        return None;
    }
    let actual = failure.actual()?;
    let values = failure.condition.expected.iter();
    let value = values.min_by_key(|value| distance(&value.text, actual))?;
    // What Google's tokens say under `aud`, AWS compares with this key.
    if claim == "oaud" {
        return is_slip(&value.text, actual).then(|| typo(failure, value, actual));
    }
    if failure.claims.get("azp").is_some() {
        return Some(authorized_party(failure, actual));
    }
    if is_slip(&value.text, actual) {
        return Some(typo(failure, value, actual));
    }
    let profile = Profile::recognise(failure.provider(), subject(failure));
    let is_default = profile.is_some_and(|profile| profile.is_default_audience(actual));
    let (has, wants) = (quotable(actual), quotable(&value.text));
    let expects = failure.expects();
    let is_fixed = audience_says_whose(failure.provider());
    let (id, summary, cause) = if is_default && !is_fixed {
        (
            "aud.default-used",
            format!("the token has its issuer's default audience `{has}`; {expects} `{wants}`"),
            "a workload that asks for no audience gets its issuer's default",
        )
    } else {
        (
            "aud.other-in-policy",
            format!("the token's audience is `{has}`; {expects} `{wants}`"),
            match is_fixed {
                true => "the issuer writes the audience, which says whose the token is",
                false => {
                    "the workload chooses the audience when it asks for the token, and the policy must \
                     expect it"
                }
            },
        )
    };
    // Nobody asks for a pattern.
    let fix = match is_fixed || value.text.contains(['*', '?']) {
        true => failure.if_meant(THIS, actual),
        false => ask_for(profile, &value.text),
    };
    Some(Diagnosis::of_policy(id, summary, cause, Some(fix)))
}

/// The key `aud` has the token's `azp`. What the token's `aud` says is another key, `oaud`.
fn authorized_party(failure: &Failure<'_>, party: &str) -> Diagnosis {
    let cause = &cause::audience::AUTHORIZED_PARTY;
    let provider = failure.provider();
    let audience = failure.claims.get("aud").and_then(|aud| aud.as_str());
    let meant = audience.and_then(|audience| {
        failure.condition.expected.iter().find(|value| value.text == audience)
    });
    let (party, key) = (quotable(party), format!("{provider}:oaud"));
    let (summary, fix) = match meant {
        Some(value) => (
            format!(
                "the policy expects `{}`, which is the token's `aud`; AWS compares the key `aud` with \
                 the token's `azp`, `{party}`",
                quotable(&value.text)
            ),
            failure.rename_key(&key).map_or_else(
                || Fix::advice(format!("compare what the token's `aud` says with the key `{key}`")),
                |edit| {
                    let effect = format!("compares the token's `aud` under its key, `{key}`");
                    Fix::edits(effect, alloc::vec![edit])
                },
            ),
        ),
        None => (
            format!(
                "AWS compares the key `aud` with the token's `azp`, `{party}`, which the policy does \
                 not expect"
            ),
            Fix::advice(format!(
                "if the role is meant for `{party}`, add it to the values of `{}`; the token's own `aud` \
                 is under the key `{key}`",
                quotable(&failure.condition.key)
            )),
        ),
    };
    Diagnosis::of_policy(cause.id, summary, cause.meaning, Some(fix))
}

/// The wanted audience is the policy's to say, so the workload is to ask for it.
fn ask_for(profile: Option<&Profile>, audience: &str) -> Fix {
    call::command::ask_for(profile, audience)
}

fn typo(failure: &Failure<'_>, value: &ValueTrace, actual: &str) -> Diagnosis {
    let (has, wants) = (quotable(actual), quotable(&value.text));
    let fix = if value.text == STS {
        let profile = Profile::recognise(failure.provider(), subject(failure));
        Some(ask_for(profile, STS))
    } else {
        let says_whose = failure.claim() == Some("aud") && audience_says_whose(failure.provider());
        let edits =
            (is_plain(actual) && !says_whose).then(|| failure.replace(value, actual)).flatten();
        Some(match edits {
            Some(edits) => {
                let expects = if failure.denies() { "spares" } else { "expects" };
                Fix::edits(format!("{expects} the audience `{has}` instead"), edits)
            }
            None => failure.if_meant(THIS, actual),
        })
    };
    Diagnosis::of_policy(
        "aud.typo",
        format!(
            "the token's audience is `{has}`; {} `{wants}`, which is nearly the same",
            failure.expects()
        ),
        "AWS compares audiences character by character",
        fix,
    )
}

/// Whether the two are one audience, written differently. That of China is another one.
fn is_slip(expected: &str, actual: &str) -> bool {
    let trim = |text| {
        let text = crate::aws::provider_name(text).trim().trim_end_matches('/');
        text.strip_prefix("http://").unwrap_or(text)
    };
    let [one, other] = [expected, actual].map(trim);
    let china = "sts.amazonaws.com.cn";
    let most = if [one, other].contains(&STS) { 4 } else { 2 };
    let near = distance(&one.to_ascii_lowercase(), &other.to_ascii_lowercase()) <= most;
    near && owner::same_digits(one, other)
        && ![one, other].contains(&china)
        && !expected.contains(['*', '?'])
}

fn subject<'a>(failure: &Failure<'a>) -> &'a str {
    failure.claims.get("sub").and_then(|sub| sub.as_str()).unwrap_or_default()
}

/// The audience that AWS's own tools ask for.
const STS: &str = "sts.amazonaws.com";
