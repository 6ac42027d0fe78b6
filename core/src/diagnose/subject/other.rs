//! `sub.other-…`: a part of the subject, such as the app, is not the one that the policy names.

use alloc::format;
use alloc::string::String;

use super::Miss;
use crate::aws::distance;
use crate::diagnose::Diagnosis;
use crate::diagnose::owner::{calls_its_own, is_of_pull_request, words};
use crate::diagnose::words::named;
use crate::issuer::{Stability, SubjectPart, common_parts};
use crate::pattern::Glob;
use crate::visible::quotable;

pub(super) fn diagnose(miss: &Miss<'_>) -> Option<Diagnosis> {
    let profile = miss.profile?;
    let actual = profile.split_subject(miss.subject)?;
    let value = &*miss.value.text;
    let expected = profile.split_pattern(value)?;
    let pairs = common_parts(&actual, &expected);
    let (has, wants) = pairs.iter().find(|(has, wants)| !fits(has, wants))?;
    let field = has.field;
    let name = field.name;
    // Whom the role trusts at the root (an organization, an owner) is no slip of the pen.
    let is_root = actual.first().is_some_and(|root| root.field == field);
    let end = wants.start.checked_add(wants.text.len())?;
    let (before, after) = (value.get(..wants.start)?, value.get(end..)?);
    // What every run or restart changes is no better pinned to today's text than to the one written;
    // what somebody chose or cannot change, such as a step or a user, was pinned on purpose.
    let on_purpose = matches!(field.stability, Stability::Authored | Stability::Immutable);
    let text = if field.varies && !on_purpose { field.wildcard() } else { has.text };
    let admitted = format!("{before}{text}{after}");
    let by_id = is_machine_id(miss, name, wants.text);
    let admits = || miss.admits(&admitted);
    let fix = match miss.failure.condition.expected.len() {
        _ if is_root || field.is_guard || !has_same_owner(miss, has, wants) => None,
        // A fork says so here and nowhere else.
        _ if field.name == "origin" || is_place(has.text) => None,
        _ if is_of_pull_request(has.text) => None,
        // Whom the old value admits, the new one does too, or nobody had it.
        1 if by_id || Glob::new(&admitted).matches(value) => miss.replaced(&admitted, admits),
        1 => miss.replaced(&admitted, || {
            format!("{} instead; to admit both, put the new value beside the old one", admits())
        }),
        // The value is one of several workloads, and may be right for its own.
        _ => miss.beside(&admitted, || format!("{} too", admits())),
    };
    let (id, cause) = match by_id {
        true => ("fly.machine-id", "the subject has the Machine's name, never its id"),
        false => (field.other, field.other_means),
    };
    let more = match miss.failure.condition.expected.len() {
        0 | 1 => String::new(),
        several => format!(", the nearest of {several} values"),
    };
    let summary = match by_id {
        true => format!(
            "the token is for {name} `{}`; the policy names it by its id `{}`",
            quotable(has.text),
            quotable(wants.text)
        ),
        false => format!("{}{more}", differs(miss, has, wants.text)),
    };
    Some(Diagnosis::of_policy(id, summary, cause, Some(fix.unwrap_or_else(|| miss.if_meant()))))
}

/// The same of a value that is not taken apart, because a wildcard hides more than a part of it, or
/// because it is misspelt as well: it would fit if one part of the subject were as the value has it.
pub(super) fn hidden(miss: &Miss<'_>) -> Option<Diagnosis> {
    let (profile, value) = (miss.profile?, &*miss.value.text);
    let parts = profile.split_subject(miss.subject)?;
    if profile.split_pattern(value).is_some() {
        return None;
    }
    let glob = Glob::new(value);
    let literal = !value.contains(['*', '?']);
    let fits = |text: &str| glob.matches(text) || literal && distance(value, text) <= 2;
    let (part, wants) = parts.iter().find_map(|part| {
        let end = part.start.checked_add(part.text.len())?;
        let (before, after) = (miss.subject.get(..part.start)?, miss.subject.get(end..)?);
        let stretches = value.split([':', '*', '?']).take(MOST_WORDS);
        let mut texts = stretches.chain(words(value).take(MOST_WORDS));
        let differs = |text: &&str| !text.is_empty() && *text != part.text;
        // `octo-labs/cat/` is no owner, though `*` would fit what comes after it.
        let is_part = |subject: &str, text: &str| {
            profile.split_subject(subject).is_some_and(|parts| {
                parts.iter().any(|it| it.field.name == part.field.name && it.text == text)
            })
        };
        let wants = texts.find(|text| {
            let subject = format!("{before}{text}{after}");
            differs(text) && fits(&subject) && is_part(&subject, text)
        })?;
        Some((part, wants))
    })?;
    Some(Diagnosis::of_policy(
        part.field.other,
        differs(miss, part, wants),
        part.field.other_means,
        Some(miss.if_meant()),
    ))
}

/// Words of a value that are tried: as many as subjects have, and more.
const MOST_WORDS: usize = 32;

/// `sub.other`: nothing is known but that the two differ.
pub(super) fn unlike(miss: &Miss<'_>) -> Diagnosis {
    Diagnosis::of_policy(
        "sub.other",
        format!(
            "the token's subject is `{}`; {} `{}`",
            quotable(miss.subject),
            miss.failure.admits_only(),
            quotable(&miss.value.text)
        ),
        "AWS compares the whole subject, character by character",
        Some(miss.if_meant()),
    )
}

/// "the token is for app `cat-api`; the policy admits only app `foo-bar`".
fn differs(miss: &Miss<'_>, has: &SubjectPart<'_>, wants: &str) -> String {
    let (name, only) = (has.field.name, miss.failure.admits_only());
    format!("the token is for {name} `{}`; {only} {}", quotable(has.text), named(name, wants))
}

/// A repository by its place, at whatever host: `github.com/mallory/web`, or with `https://`.
fn is_place(text: &str) -> bool {
    let place = text.split_once("://").map_or(text, |(_, place)| place);
    place.split_once('/').is_some_and(|(host, path)| host.contains('.') && path.contains('/'))
}

/// A workflow file is another owner's if its name begins with another owner.
fn has_same_owner(miss: &Miss<'_>, has: &SubjectPart<'_>, wants: &SubjectPart<'_>) -> bool {
    let owner = |text: &'_ str| text.split_once('/').map(|(owner, _)| String::from(owner));
    has.field.other != "sub.other-workflow"
        || owner(has.text) == owner(wants.text) && calls_its_own(miss.failure.claims, has.text)
}

/// Fly.io's Machines have both, and people take the one for the other.
fn is_machine_id(miss: &Miss<'_>, name: &str, wants: &str) -> bool {
    let id = miss.failure.claims.get("machine_id").and_then(|id| id.as_str());
    name == "machine" && id == Some(wants)
}

pub(super) fn fits(actual: &SubjectPart<'_>, expected: &SubjectPart<'_>) -> bool {
    Glob::new(expected.text).matches(actual.text)
}
