//! `sub.other-…` and `sub.case`: the subject is another workload's, or spelt in other case.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Diagnosis, Failure, Fix, is_plain, quoted};
use crate::aws::StageName;
use crate::decision::ValueTrace;
use crate::issuer::{Profile, SubjectPart, common_parts};
use crate::pattern::Glob;
use crate::visible::quotable;

pub(super) fn diagnose(failure: &Failure<'_>) -> Option<Diagnosis> {
    if failure.condition.negated {
        return None;
    }
    let provider = failure.condition.key.strip_suffix(":sub")?;
    let subject = failure.actual()?;
    let profile = Profile::recognise(provider, subject);
    let mut values = failure.condition.expected.iter();
    // Without wildcards in the operator, `*` is no pattern; that is another diagnosis.
    let is_literal = |text: &str| !text.contains(['*', '?']);
    values.find_map(|value| {
        if !failure.condition.wildcards && !is_literal(&value.text) {
            return None;
        }
        case(subject, value).or_else(|| profile.and_then(|profile| other(profile, subject, value)))
    })
}

fn case(subject: &str, value: &ValueTrace) -> Option<Diagnosis> {
    // The fix must keep the pattern's wildcards, so it is offered for plain values only.
    let fits = Glob::new(&value.text.to_lowercase()).matches(&subject.to_lowercase());
    fits.then(|| Diagnosis {
        id: "sub.case",
        stage: StageName::TrustPolicy,
        summary: format!(
            "the token's subject `{}` fits `{}` except for letter case",
            quotable(subject),
            quotable(&value.text)
        ),
        cause: "AWS compares subjects with letter case",
        fix: (!value.text.contains(['*', '?']) && is_plain(subject)).then(|| {
            let effect = format!("admits exactly `{}`", quotable(subject));
            Fix::edit(effect, value.span, quoted(subject))
        }),
    })
}

fn other(profile: &Profile, subject: &str, value: &ValueTrace) -> Option<Diagnosis> {
    let actual = profile.split_subject(subject)?;
    let expected = profile.split_pattern(&value.text)?;
    let pairs = common_parts(&actual, &expected);
    let Some((actual_part, expected_part)) =
        pairs.iter().find(|(actual, expected)| !fits(actual, expected))
    else {
        return guards(profile, subject, value).or_else(|| other_kind(&actual, &expected));
    };
    let field = actual_part.field;
    let name = field.name;
    // Whom the role trusts at the root (an organization, an owner) is no slip of the pen.
    let is_root = actual.first().is_some_and(|root| root.field == field);
    let start = expected_part.start;
    let admitted = start.checked_add(expected_part.text.len()).and_then(|end| {
        let (before, after) = (value.text.get(..start)?, value.text.get(end..)?);
        Some(format!("{before}{}{after}", actual_part.text))
    });
    let admitted = admitted.filter(|admitted| {
        !is_root
            && !field.is_guard
            && is_plain(actual_part.text)
            && Glob::new(admitted).matches(subject)
    });
    Some(Diagnosis {
        id: field.other,
        stage: StageName::TrustPolicy,
        summary: format!(
            "the token is for {name} `{}`; the policy admits only {name} `{}`",
            quotable(actual_part.text),
            quotable(expected_part.text)
        ),
        cause: field.other_means,
        fix: admitted.map(|admitted| {
            let effect = format!("admits {} instead", describe(profile, &admitted));
            Fix::edit(effect, value.span, quoted(&admitted))
        }),
    })
}

/// The ids that GitHub puts beside the names: in the token and not in the policy, or the reverse.
/// <https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens/>
fn guards(profile: &Profile, subject: &str, value: &ValueTrace) -> Option<Diagnosis> {
    let actual = profile.split_subject(subject)?;
    let expected = profile.split_pattern(&value.text)?;
    let guarded = |parts: &[SubjectPart<'_>]| parts.iter().any(|part| part.field.is_guard);
    let diagnosis = |id, summary: &str, cause, fix| Diagnosis {
        id,
        stage: StageName::TrustPolicy,
        summary: String::from(summary),
        cause,
        fix,
    };
    match (guarded(&actual), guarded(&expected)) {
        (true, false) => {
            let mut admitted = value.text.clone();
            // From the end, so that earlier places stay right.
            let named = |part: &&SubjectPart<'_>| !part.text.contains(['*', '?']);
            for part in expected.iter().rev().filter(named) {
                let mut after = actual.iter().skip_while(|actual| actual.field != part.field);
                let Some(guard) = after.nth(1).filter(|guard| guard.field.is_guard) else {
                    continue;
                };
                let end = part.start.checked_add(part.text.len())?;
                admitted.insert_str(end, &format!("@{}", guard.text));
            }
            if admitted == value.text {
                return None;
            }
            let fits = Glob::new(&admitted).matches(subject) && is_plain(subject);
            Some(diagnosis(
                "sub.github-immutable",
                "the token's subject has ids beside the names; the policy has names only",
                "GitHub adds ids for repositories made, renamed or moved since 15 July 2026",
                fits.then(|| {
                    let effect = format!("admits {} instead", describe(profile, &admitted));
                    Fix::edit(effect, value.span, quoted(&admitted))
                }),
            ))
        }
        (false, true) if !common_parts(&actual, &expected).is_empty() => Some(diagnosis(
            "sub.github-immutable-inverse",
            "the policy has ids beside the names; the token's subject has names only",
            "GitHub adds ids to an older repository's subjects only when it is told to",
            Some(Fix::advice("turn on immutable subjects for the repository")),
        )),
        _ => None,
    }
}

/// What both name fits, but they name different things: an environment against a branch.
fn other_kind(actual: &[SubjectPart<'_>], expected: &[SubjectPart<'_>]) -> Option<Diagnosis> {
    let lacks = |parts: &[SubjectPart<'_>], part: &SubjectPart<'_>| {
        parts.iter().all(|other| other.field != part.field)
    };
    let actual_part = actual.iter().find(|part| lacks(expected, part))?;
    let expected_part = expected.iter().find(|part| lacks(actual, part))?;
    let (name, wanted) = (actual_part.field.name, expected_part.field.name);
    let (id, cause) = match (name, wanted) {
        ("environment", _) => (
            "sub.environment-replaces-ref",
            "a job that names an environment has it in its subject, in place of branch or event",
        ),
        ("event", _) => (
            "sub.pull-request",
            "a run for a pull request has neither branch nor environment in its subject",
        ),
        _ => ("sub.other-kind", "the token's subject and the policy's name different things"),
    };
    Some(Diagnosis {
        id,
        stage: StageName::TrustPolicy,
        summary: format!(
            "the token is for {name} `{}`; the policy admits only {wanted} `{}`",
            quotable(actual_part.text),
            quotable(expected_part.text)
        ),
        cause,
        fix: None,
    })
}

/// "every Fly.io Machine of organization `acme`, app `cat-api`".
fn describe(profile: &Profile, pattern: &str) -> String {
    let parts = profile.split_pattern(pattern).unwrap_or_default();
    let pinned: Vec<String> = parts
        .iter()
        .filter(|part| part.text != "*")
        .map(|part| format!("{} `{}`", part.field.name, quotable(part.text)))
        .collect();
    format!("every {} of {}", profile.workload, pinned.join(", "))
}

fn fits(actual: &SubjectPart<'_>, expected: &SubjectPart<'_>) -> bool {
    Glob::new(expected.text).matches(actual.text)
}
