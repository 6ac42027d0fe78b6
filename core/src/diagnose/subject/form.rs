//! `sub.form` and `sub.spelling`: the policy's value is none of the issuer's subjects, or nearly this
//! one.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Miss;
use crate::aws::distance;
use crate::diagnose::Diagnosis;
use crate::diagnose::owner::{same_digits, says, says_which, words};
use crate::diagnose::slip;
use crate::issuer::{Stability, SubjectPart};
use crate::pattern::Glob;
use crate::visible::quotable;

/// Something around a value that fits without it.
pub(super) fn around(miss: &Miss<'_>) -> Option<Diagnosis> {
    let (what, text) = slip::around(&miss.value.text)?;
    if !Glob::new(text).matches(miss.subject) {
        return None;
    }
    let fix = miss.replaced(text, || miss.admits(text));
    Some(Diagnosis::of_policy(
        SPELLING,
        format!(
            "the token's subject `{}` fits `{}` except for {what}",
            quotable(miss.subject),
            quotable(text)
        ),
        CHARACTERS,
        Some(fix.unwrap_or_else(|| miss.if_meant())),
    ))
}

/// A slip in the words of the form. One in a name makes another name of it.
pub(super) fn spelling(miss: &Miss<'_>) -> Option<Diagnosis> {
    let (has, wants) = (miss.subject, &*miss.value.text);
    if wants.contains(['*', '?']) || distance(wants, has) > 2 || !same_digits(wants, has) {
        return None;
    }
    let parts = miss.profile.and_then(|profile| profile.split_subject(has));
    if parts.into_iter().flatten().any(|part| !says(wants, part.text)) {
        return None;
    }
    let fix = miss.replaced(has, || miss.admits(has));
    Some(Diagnosis::of_policy(
        SPELLING,
        format!(
            "the token's subject is `{}`; {} `{}`, which is nearly the same",
            quotable(has),
            miss.failure.expects(),
            quotable(wants)
        ),
        CHARACTERS,
        Some(fix.unwrap_or_else(|| miss.if_meant())),
    ))
}

pub(super) fn diagnose(miss: &Miss<'_>) -> Option<Diagnosis> {
    let (profile, value) = (miss.profile?, &*miss.value.text);
    let parts = profile.split_subject(miss.subject)?;
    if profile.split_pattern(value).is_some() {
        return None;
    }
    let text = slip::meant(value, miss.subject, &parts);
    let fix = text
        .or_else(|| meant(miss.subject, value, &parts))
        .and_then(|text| miss.replaced(&text, || miss.admits(&text)));
    // What a wildcard hides may be a form of the issuer's.
    let lacks = if value.contains(['*', '?']) { "fit" } else { "have the form of" };
    Some(Diagnosis::of_policy(
        "sub.form",
        format!(
            "the policy's `{}` does not {lacks} the token's subject, `{}`",
            quotable(value),
            quotable(miss.subject)
        ),
        "an issuer writes its subjects in one form, and every word of it counts",
        Some(fix.unwrap_or_else(|| miss.if_meant())),
    ))
}

/// The subject, or its beginning if the value has a wildcard at its end; `None` unless the value
/// writes out the workload, and nothing that is not in the subject but for one word of its form.
fn meant(subject: &str, value: &str, parts: &[SubjectPart<'_>]) -> Option<String> {
    let known: Vec<&str> = words(subject).collect();
    let names: Vec<&str> = words(value).collect();
    let mut unknown = names.iter().filter(|word| !known.contains(word));
    // It may be another branch than the token's.
    let is_one_missing = unknown.next().is_some();
    if unknown.next().is_some() {
        return None;
    }
    let is_other = |part: &SubjectPart<'_>| {
        says_which(part) || is_one_missing && part.field.stability == Stability::Authored
    };
    let is_named = |part: &SubjectPart<'_>| names.contains(&part.text) || !is_other(part);
    if !parts.iter().all(is_named) {
        return None;
    }
    let names: Vec<&str> = names.into_iter().filter(|word| known.contains(word)).collect();
    let cut = |part: &SubjectPart<'_>| {
        let end = part.start.checked_add(part.text.len())?;
        let separator = subject.get(end..)?.chars().next()?;
        Some(format!("{}{separator}*", subject.get(..end)?))
    };
    let mut cuts = parts.iter().filter_map(cut).filter(|_| value.ends_with('*'));
    let says_all = |text: &String| names.iter().all(|name| words(text).any(|word| word == *name));
    cuts.find(says_all).or_else(|| Some(String::from(subject)))
}

const SPELLING: &str = "sub.spelling";

const CHARACTERS: &str = "AWS compares subjects character by character";
