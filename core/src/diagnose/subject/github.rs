//! `sub.github-immutable` and its inverse, `sub.custom-template`: the forms of GitHub's subjects.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Miss;
use crate::diagnose::Diagnosis;
use crate::diagnose::call::command::is_word;
use crate::fix::Fix;
use crate::issuer::{SubjectPart, claim_note, common_parts};
use crate::visible::quotable;

pub(super) fn diagnose(miss: &Miss<'_>) -> Option<Diagnosis> {
    guards(miss).or_else(|| template(miss))
}

/// The ids that GitHub puts beside the names: in the token and not in the policy, or the reverse.
/// <https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens/>
fn guards(miss: &Miss<'_>) -> Option<Diagnosis> {
    let (profile, value) = (miss.profile?, &*miss.value.text);
    let actual = profile.split_subject(miss.subject)?;
    let expected = profile.split_pattern(value)?;
    let guarded = |parts: &[SubjectPart<'_>]| parts.iter().any(|part| part.field.is_guard);
    let pairs = common_parts(&actual, &expected);
    // Other names are another cause.
    if pairs.is_empty() || pairs.iter().any(|(has, wants)| !super::other::fits(has, wants)) {
        return None;
    }
    match (guarded(&actual), guarded(&expected)) {
        (true, false) => immutable(miss, &actual, &expected),
        (false, true) => Some(Diagnosis::of_policy(
            "sub.github-immutable-inverse",
            String::from("the policy has ids beside the names; the token's subject has names only"),
            "GitHub adds ids to an older repository's subjects only when it is told to",
            Some(Fix::advice(
                "turn on immutable subjects in the Actions settings of the repository or the organization",
            )),
        )),
        _ => None,
    }
}

fn immutable(
    miss: &Miss<'_>,
    actual: &[SubjectPart<'_>],
    expected: &[SubjectPart<'_>],
) -> Option<Diagnosis> {
    let value = &*miss.value.text;
    let mut admitted = String::from(value);
    let named = |part: &&SubjectPart<'_>| !part.text.contains(['*', '?']);
    // From the end, so that earlier places stay right.
    for part in expected.iter().rev().filter(named) {
        let mut after = actual.iter().skip_while(|actual| actual.field != part.field);
        let Some(guard) = after.nth(1).filter(|guard| guard.field.is_guard) else {
            continue;
        };
        let end = part.start.checked_add(part.text.len())?;
        admitted.insert_str(end, &format!("@{}", guard.text));
    }
    if admitted == value {
        return None;
    }
    // Other repositories that the value admits may still have the form without ids.
    // Who asks for other ids does not mean this owner.
    let mut conditions = miss.failure.statement.conditions.iter();
    if conditions.any(|it| !it.matched && it.key.ends_with("_id")) {
        admitted.clear();
    }
    let several = !expected.iter().any(|part| part.field.name == "repository" && named(&part));
    let fix = match several {
        true => miss.beside(&admitted, || format!("{} too", miss.admits(&admitted))),
        false => miss.replaced(&admitted, || {
            format!(
                "{}, and nobody who takes the name later; check that the ids are yours",
                miss.admits(&admitted)
            )
        }),
    };
    Some(Diagnosis::of_policy(
        "sub.github-immutable",
        String::from("the token's subject has ids beside the names; the policy has names only"),
        "GitHub adds ids for repositories made, renamed or moved since 15 July 2026",
        Some(fix.unwrap_or_else(|| miss.if_meant())),
    ))
}

/// Subjects that a customer puts together from other claims than GitHub does.
/// <https://docs.github.com/en/actions/reference/security/oidc>
fn template(miss: &Miss<'_>) -> Option<Diagnosis> {
    if miss.profile?.name != "GitHub Actions" {
        return None;
    }
    let (has, wants) = (keys(miss, miss.subject)?, keys(miss, &miss.value.text)?);
    let open = miss.value.text.ends_with('*') && has.starts_with(&wants);
    let custom = |keys: &[&str]| keys.iter().any(|key| !["repo", CONTEXT].contains(key));
    if has == wants || open || !(custom(&has) || custom(&wants)) {
        return None;
    }
    let names = |keys: &[&str]| {
        let names: Vec<String> = keys.iter().map(|key| format!("`{}`", quotable(key))).collect();
        match names.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
            None => String::new(),
        }
    };
    let fix = if custom(&has) {
        miss.replaced(miss.subject, || {
            format!("{} exactly `{}`", miss.failure.admits(), quotable(miss.subject))
        })
    } else {
        command(miss, &wants)
    };
    Some(Diagnosis::of_policy(
        "sub.custom-template",
        format!(
            "the token's subject is made of {}; {} one made of {}",
            names(&has),
            miss.failure.expects(),
            names(&wants)
        ),
        "an organization or repository can choose the claims that its subjects are made of",
        Some(fix.unwrap_or_else(|| miss.if_meant())),
    ))
}

fn command(miss: &Miss<'_>, keys: &[&str]) -> Option<Fix> {
    let repository = miss.failure.claims.get("repository")?.as_str()?;
    // Neither may lead to another address: `..` does.
    let (owner, name) = repository.split_once('/')?;
    let is_name = |name: &&str| is_word(name) && !name.contains(['/', ':', '@']);
    if ![owner, name].iter().all(is_name) || !keys.iter().all(is_name) {
        return None;
    }
    let keys: Vec<String> =
        keys.iter().map(|key| format!("-f 'include_claim_keys[]={key}'")).collect();
    Some(Fix::elsewhere(
        "have the repository's subjects made of these claims",
        format!(
            "gh api -X PUT repos/{repository}/actions/oidc/customization/sub -F use_default=false {}",
            keys.join(" ")
        ),
    ))
}

/// The claims that a subject is made of; `None` if one is no claim of GitHub's.
fn keys<'a>(miss: &Miss<'_>, subject: &'a str) -> Option<Vec<&'a str>> {
    let mut words = subject.trim_end_matches('*').trim_end_matches(':').split(':');
    let mut keys = Vec::new();
    while let Some(word) = words.next() {
        match word {
            "pull_request" => keys.push(CONTEXT),
            "environment" | "ref" => {
                words.next();
                keys.push(CONTEXT);
            }
            _ if word == "repo" || claim_note(miss.profile, word).is_some() => {
                words.next();
                keys.push(word);
            }
            _ => return None,
        }
    }
    Some(keys)
}

/// What GitHub calls environment, pull request or ref, whichever the job has.
const CONTEXT: &str = "context";
