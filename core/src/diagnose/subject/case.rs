//! `sub.case`: the subject fits but for letter case.

use alloc::format;
use alloc::string::String;

use super::Miss;
use super::other::fits;
use crate::diagnose::Diagnosis;
use crate::issuer::{Profile, Stability, common_parts};
use crate::pattern::Glob;
use crate::visible::quotable;

pub(super) fn diagnose(miss: &Miss<'_>) -> Option<Diagnosis> {
    let (subject, pattern) = (miss.subject, &*miss.value.text);
    if !Glob::new(&pattern.to_lowercase()).matches(&subject.to_lowercase()) {
        return None;
    }
    let is_another = is_another(miss);
    let fix = respelt(pattern, subject)
        .filter(|_| !is_another)
        .and_then(|text| miss.replaced(&text, || miss.admits(&text)));
    Some(Diagnosis::of_policy(
        "sub.case",
        format!(
            "the token's subject `{}` fits `{}` except for letter case",
            quotable(subject),
            quotable(pattern)
        ),
        if is_another {
            "AWS compares subjects with letter case, and Git has branches and tags that differ in nothing \
             else"
        } else {
            "AWS compares subjects with letter case; the token has the names as the issuer writes them"
        },
        Some(fix.unwrap_or_else(|| miss.if_meant())),
    ))
}

/// Whether what differs may be another thing with almost the same name, which somebody else made: no
/// owner or repository, for issuers keep these apart whatever their letter case.
fn is_another(miss: &Miss<'_>) -> bool {
    let split = |profile: &Profile| {
        let actual = profile.split_subject(miss.subject)?;
        let expected = profile.split_pattern(&miss.value.text)?;
        let pairs = common_parts(&actual, &expected);
        let mut differing = pairs.iter().filter(|(has, wants)| !fits(has, wants));
        Some(differing.any(|(has, _)| {
            has.field.stability == Stability::Authored && has.field.name != "environment"
        }))
    };
    miss.profile.and_then(split).unwrap_or(false)
}

/// The pattern with the subject's letter case, its wildcards kept.
fn respelt(pattern: &str, subject: &str) -> Option<String> {
    if !pattern.is_ascii() || !subject.is_ascii() {
        return (!pattern.contains(['*', '?'])).then(|| String::from(subject));
    }
    let (lower, mut at) = (subject.to_ascii_lowercase(), 0_usize);
    let mut text = String::new();
    let pieces = pattern.split('*').count();
    for (index, piece) in pattern.split('*').enumerate() {
        let low = piece.to_ascii_lowercase();
        // The last piece ends the subject, every other stands where it first fits.
        let start = match index + 1 == pieces {
            true => subject.len().checked_sub(piece.len())?.max(at),
            false => at.checked_add(lower.get(at..)?.find(&*low)?)?,
        };
        let end = start.checked_add(piece.len())?;
        text.push_str(subject.get(start..end)?);
        if index + 1 < pieces {
            text.push('*');
        }
        at = end;
    }
    // `?` would have been written over.
    (!pattern.contains('?')).then_some(text)
}
