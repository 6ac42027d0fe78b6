//! What subject and policy both name fits, but they name different things: an environment against a
//! branch, a pull request against either.

use alloc::format;
use alloc::string::String;

use super::Miss;
use crate::aws::distance;
use crate::diagnose::Diagnosis;
use crate::diagnose::call::command::is_word;
use crate::diagnose::owner::{is_of_pull_request, says_which};
use crate::diagnose::words::{named, with_article};
use crate::fix::{Fix, is_plain};
use crate::issuer::{SubjectPart, common_parts};
use crate::visible::quotable;

pub(super) fn diagnose(miss: &Miss<'_>) -> Option<Diagnosis> {
    let profile = miss.profile?;
    let actual = profile.split_subject(miss.subject)?;
    let expected = profile.split_pattern(&miss.value.text)?;
    let lacks = |parts: &[SubjectPart<'_>], part: &SubjectPart<'_>| {
        parts.iter().all(|other| other.field != part.field)
    };
    let common = common_parts(&actual, &expected);
    let mut lacking = actual.iter().filter(|part| lacks(&expected, part));
    // A value that does not say whose the workload is says what it runs for.
    let for_what = lacking.clone().find(|part| common.is_empty() && !says_which(part));
    let has = for_what.or_else(|| lacking.next())?;
    let wants = expected.iter().find(|part| lacks(&actual, part))?;
    let (name, wanted) = (has.field.name, wants.field.name);
    let admits = with_context(miss.subject, &miss.value.text, &common);
    if has.text == wants.text {
        return Some(spelt_short(miss, has, wants, admits.as_deref()));
    }
    let beside = |effect: &str| {
        let admits = admits.as_deref()?;
        miss.beside(admits, || format!("{} too{effect}", miss.admits(admits)))
    };
    let literal = !wants.text.contains(['*', '?']);
    let (id, cause, fix) = match (name, wanted) {
        ("environment", _) => (
            "sub.environment-replaces-ref",
            "a job that names an environment has it in its subject, in place of branch or event",
            beside(", from every branch that the environment lets in"),
        ),
        ("event", _) => (
            "sub.pull-request",
            "a run for a pull request has no branch in its subject",
            Some(Fix::elsewhere(
                "leave the job out of runs for pull requests: who opens one decides what it runs",
                "if: github.event_name != 'pull_request'",
            )),
        ),
        (_, "environment") if is_word(wants.text) && profile.name == "GitHub Actions" => (
            OTHER,
            "a job has an environment in its subject only if it names one",
            Some(name_environment(miss, has, wants)),
        ),
        ("ref", _) if is_of_pull_request(has.text) => {
            (OTHER, "a pull request has a ref of its own, and no branch", None)
        }
        _ => (
            OTHER,
            "the token's subject is of another kind than the one that is expected",
            beside(""),
        ),
    };
    let only = miss.failure.admits_only();
    let only = match literal {
        true => format!("{only} {}", named(wanted, wants.text)),
        false => format!("{only} {}", each(wanted)),
    };
    let name = match is_of_pull_request(has.text) && name == "ref" {
        true => "the pull request's ref",
        false => name,
    };
    Some(Diagnosis::of_policy(
        id,
        format!("the token is for {name} `{}`; {only}", quotable(has.text)),
        cause,
        Some(fix.unwrap_or_else(|| miss.if_meant())),
    ))
}

/// An environment may guard the role, by who must approve and from where it is deployed to: so to admit
/// what runs without it is no edit, but for a person to decide.
fn name_environment(miss: &Miss<'_>, has: &SubjectPart<'_>, wants: &SubjectPart<'_>) -> Fix {
    let mut fix = Fix::elsewhere(
        "name the environment in the job",
        format!("environment: {}", quotable(wants.text)),
    );
    if is_plain(miss.subject) && !miss.runs_pull_request() {
        let meant = miss.failure.if_meant(&named(has.field.name, has.text), miss.subject).effect;
        fix.effect =
            format!("{}; or, {meant}: the environment's rules do not apply there", fix.effect);
    }
    fix
}

/// `ref:main` for `ref:refs/heads/main`.
fn spelt_short(
    miss: &Miss<'_>,
    has: &SubjectPart<'_>,
    wants: &SubjectPart<'_>,
    admits: Option<&str>,
) -> Diagnosis {
    let fix = admits.and_then(|text| miss.replaced(text, || miss.admits(text)));
    Diagnosis::of_policy(
        "sub.form",
        format!(
            "the token is for {} `{}`, written in full; the policy's `{}` is short for it",
            has.field.name,
            quotable(has.text),
            quotable(wants.text)
        ),
        "a subject has one spelling, and AWS compares it character by character",
        Some(fix.unwrap_or_else(|| miss.if_meant())),
    )
}

/// The value up to the last part that both name, and from there on what the subject says.
fn with_context(
    subject: &str,
    value: &str,
    common: &[(SubjectPart<'_>, SubjectPart<'_>)],
) -> Option<String> {
    let (has, wants) = common.last()?;
    let kept = value.get(..wants.start.checked_add(wants.text.len())?)?;
    let added = subject.get(has.start.checked_add(has.text.len())?..)?;
    Some(format!("{kept}{added}"))
}

/// "branches", after "only".
fn each(wanted: &str) -> String {
    match wanted {
        "branch" => String::from("branches"),
        "ref type" | "ref" => String::from("refs"),
        other => format!("subjects with {}", with_article(other)),
    }
}

/// `sub.pull-request-spelling`.
pub(super) fn misspelt_pull_request(miss: &Miss<'_>) -> Option<Diagnosis> {
    const EVENT: &str = "pull_request";
    let value = &*miss.value.text;
    let (kept, written) = value.rsplit_once(':')?;
    let near = written != EVENT && distance(written, EVENT) <= 2;
    if !near || !miss.subject.ends_with(":pull_request") {
        return None;
    }
    let text = format!("{kept}:{EVENT}");
    let fix = miss.replaced(&text, || miss.admits(&text));
    Some(Diagnosis::of_policy(
        "sub.pull-request-spelling",
        format!("the token's subject ends in `{EVENT}`; the policy writes `{}`", quotable(written)),
        "GitHub writes the event with an underscore",
        Some(fix?),
    ))
}

const OTHER: &str = "sub.other-kind";
