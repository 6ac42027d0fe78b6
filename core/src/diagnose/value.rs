//! `claim.other-value`, `request.other-value`, `policy.excluded-value`: what no other cause explains
//! is at least said with both sides.

use alloc::format;
use alloc::string::String;

use super::owner::says_which;
use super::words::THIS;
use super::{Diagnosis, Failure, owner, slip};
use crate::aws::claim_of;
use crate::decision::Because;
use crate::fix::{Fix, is_plain};
use crate::issuer::{Profile, Stability, SubjectPart, claim_note, common_parts};
use crate::pattern::Glob;
use crate::visible::quotable;

pub(super) fn diagnose(failure: &Failure<'_>) -> Option<Diagnosis> {
    let condition = failure.condition;
    let actual = failure.actual()?;
    if condition.because != Because::Compared || condition.wildcards && is_pattern_problem(failure)
    {
        return None;
    }
    let has = quotable(actual);
    let name = failure.claim().map_or_else(|| quotable(&condition.key), quotable);
    let giver = if failure.claim().is_some() { "token" } else { "call" };
    if failure.negated {
        return Some(Diagnosis::of_policy(
            "policy.excluded-value",
            format!("the {giver}'s `{name}` is `{has}`, which the policy excludes"),
            "the condition keeps out whoever has a value that it lists",
            Some(Fix::advice(
                "see whether this workload is meant to be kept out; if not, narrow the condition",
            )),
        ));
    }
    let value = condition.expected.first()?;
    let wants = quotable(&value.text);
    let Some(claim) = failure.claim() else {
        return Some(Diagnosis::of_policy(
            "request.other-value",
            format!("the call's `{name}` is `{has}`; {} `{wants}`", failure.expects()),
            "a condition on the call itself has nothing to do with the token",
            Some(Fix::advice(match time(&condition.key, &condition.operator) {
                Some(Time::Over) => format!(
                    "`{wants}` is over: write a later time, if the role is still meant for this workload"
                ),
                Some(Time::ToCome) => format!("call again after `{wants}`"),
                None if condition.key.eq_ignore_ascii_case("aws:SourceIp") => format!(
                    "call from an address in `{wants}`, or change the condition on `{name}`"
                ),
                None => format!(
                    "make the call so that its `{name}` fits `{wants}`, or change the condition"
                ),
            })),
        ));
    };
    let profile = Profile::of(failure.provider());
    let subject = failure.claims.get("sub").and_then(|sub| sub.as_str()).unwrap_or_default();
    // A name or an id says whose the workload is; that is no slip of the pen.
    let chosen = [Stability::Authored, Stability::Transient];
    let is_chosen = claim_note(profile, claim).is_some_and(|note| chosen.contains(&note.stability));
    // Of numbers and dates the operator says which fit, not whether they are the same.
    let is_text = condition.operator.contains("String");
    let mut values = condition.expected.iter();
    let slip = values.find_map(|it| Some((it, slipped(failure, claim, &it.text, actual)?)));
    if let Some((value, text)) = slip {
        let (edits, text) = (failure.replace(value, &text), quotable(&text));
        let fix = match edits {
            Some(edits) => Fix::edits(format!("expects the {claim} `{text}` instead"), edits),
            None => Fix::advice(format!("expect the {claim} `{text}` instead")),
        };
        let summary = format!(
            "the token's `{name}` is `{has}`; the policy expects `{}`, which is nearly the same",
            quotable(&value.text)
        );
        let cause = "AWS compares claims character by character";
        return Some(Diagnosis::of_policy("claim.other-value", summary, cause, Some(fix)));
    }
    let (edits, how) = match condition.expected.len() {
        _ if !is_chosen || !is_text || !is_plain(actual) => (None, ""),
        _ if owner::is_of_pull_request(actual) || is_trust(failure, claim, actual) => (None, ""),
        // Who opens a pull request writes what it runs; beside an open subject, the claim alone says who
        // is meant.
        _ if owner::runs_pull_request(profile, subject, failure.claims) => (None, ""),
        _ if !is_pinned(failure, profile, subject) => (None, ""),
        1 => (failure.replace(value, actual), "instead"),
        _ => (failure.put_beside(value, actual), "too"),
    };
    let fix = match edits {
        Some(edits) => {
            let of_whom = match claim {
                "job_workflow_ref" => {
                    ", of every repository that calls it and fits the other conditions"
                }
                _ => "",
            };
            Fix::edits(format!("admits the {claim} `{has}` {how}{of_whom}"), edits)
        }
        None => failure.if_meant(THIS, actual),
    };
    Some(Diagnosis::of_policy(
        "claim.other-value",
        format!(
            "the token's `{name}` is `{has}`; {} `{wants}`{}",
            failure.expects(),
            more(failure)
        ),
        match claim {
            "sub" => "AWS compares the whole subject, character by character",
            _ => "the policy asks for a claim beside the subject, and all conditions must hold",
        },
        Some(fix),
    ))
}

/// What a value was meant to be that is the claim's own but for how it is written.
fn slipped(failure: &Failure<'_>, claim: &str, value: &str, actual: &str) -> Option<String> {
    if !failure.condition.operator.contains("String") {
        return None;
    }
    let bare = slip::bare(value).trim();
    if bare != value && Glob::new(bare).matches(actual) {
        return Some(String::from(bare));
    }
    let is_same_name = NAMES.contains(&claim) && bare.eq_ignore_ascii_case(actual);
    if is_same_name && is_plain(actual) {
        return Some(String::from(actual));
    }
    let is_workflow = claim == "job_workflow_ref"
        && is_plain(actual)
        && owner::calls_its_own(failure.claims, actual);
    is_workflow.then(|| slip::meant_workflow(bare, actual))?
}

/// The call has a value for it, or has none; the question did not say.
pub(super) fn not_given(failure: &Failure<'_>) -> Diagnosis {
    let key = quotable(&failure.condition.key);
    Diagnosis::of_policy(
        "request.not-given",
        format!("the policy asks for `{key}`, of which nothing was said"),
        "what is not known of a call counts against it",
        Some(Fix::advice(format!("say what the call's `{key}` is, and ask again"))),
    )
}

/// Whether the claim says whom or what the role trusts, however it came to be: a workflow of another
/// owner, or a guard that the token does not pass.
fn is_trust(failure: &Failure<'_>, claim: &str, actual: &str) -> bool {
    let owner = |text: &str| text.split('/').next().map(str::to_lowercase);
    let mut values = failure.condition.expected.iter();
    match claim {
        "job_workflow_ref" => {
            !values.any(|value| owner(&value.text) == owner(actual))
                || !owner::calls_its_own(failure.claims, actual)
        }
        _ => GUARDS.contains(&claim),
    }
}

/// Whether another condition of the statement says which workload is meant: its subject without the
/// branch or the like, or a claim that stands for it.
fn is_pinned(failure: &Failure<'_>, profile: Option<&Profile>, subject: &str) -> bool {
    let Some(profile) = profile else { return false };
    let parts = profile.split_subject(subject).unwrap_or_default();
    let pins = |value: &str| {
        let pairs = common_parts(&parts, &profile.split_pattern(value).unwrap_or_default());
        let is_said = |part: &SubjectPart<'_>| {
            let mut pairs = pairs.iter();
            pairs.any(|(has, wants)| has.field == part.field && wants.text == part.text)
        };
        let mut which = parts.iter().filter(|it| says_which(it) && !it.field.is_guard);
        !parts.is_empty() && which.all(is_said)
    };
    let names = [profile.workload_id, profile.repeats_subject.map(|(claim, _)| claim)];
    let mut others = failure.statement.conditions.iter().filter(|it| it.matched && !it.negated);
    others.any(|it| {
        let claim = claim_of(&it.key, failure.provider()).unwrap_or_default();
        let mut fitting = it.expected.iter().filter(|value| value.matched).peekable();
        fitting.peek().is_some()
            && match claim.eq_ignore_ascii_case("sub") {
                true => fitting.all(|value| pins(&value.text)),
                false => names.contains(&Some(claim)) && fitting.all(|it| !it.text.contains('*')),
            }
    })
}

/// A time that has passed, or has not come yet.
enum Time {
    Over,
    ToCome,
}

/// What keeps a call out whose time is no choice of the caller.
fn time(key: &str, operator: &str) -> Option<Time> {
    let is_time =
        ["aws:CurrentTime", "aws:EpochTime"].iter().any(|it| it.eq_ignore_ascii_case(key));
    match operator {
        _ if !is_time => None,
        _ if operator.contains("LessThan") => Some(Time::Over),
        _ if operator.contains("GreaterThan") => Some(Time::ToCome),
        _ => None,
    }
}

/// Claims of names that are the same in any letter case.
const NAMES: [&str; 6] = [
    "email",
    "repository",
    "repository_owner",
    "namespace_path",
    "project_path",
    "organization_slug",
];

/// Claims that keep out what a workload's own author may write.
const GUARDS: [&str; 7] = [
    "amr",
    "ref_protected",
    "runner_environment",
    "user_access_level",
    // A merge request from a fork, and a branch of one.
    "pipeline_source",
    "build_branch",
    // What no cause of subjects explains is no slip of the pen.
    "sub",
];

/// Subjects have causes of their own; a variable in one is explained with the value.
fn is_pattern_problem(failure: &Failure<'_>) -> bool {
    failure.condition.expected.iter().any(|value| value.problem.is_some())
}

fn more(failure: &Failure<'_>) -> String {
    match failure.condition.expected.len() {
        0 | 1 => String::new(),
        2 => String::from(" or a second value"),
        several => format!(" or one of {} more values", several - 1),
    }
}
