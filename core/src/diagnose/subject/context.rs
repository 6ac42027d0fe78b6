//! `sub.no-trailing-context`: the policy's value ends where the subject goes on.

use alloc::format;
use alloc::string::String;

use super::Miss;
use crate::diagnose::Diagnosis;
use crate::issuer::Stability;
use crate::pattern::Glob;
use crate::visible::quotable;

pub(super) fn diagnose(miss: &Miss<'_>) -> Option<Diagnosis> {
    let (subject, value) = (miss.subject, &*miss.value.text);
    if value.is_empty() || value.ends_with('*') {
        return None;
    }
    let stem = value.trim_end_matches([':', '/']);
    let open = [':', '/'].iter().map(|separator| format!("{stem}{separator}*"));
    let open = open.into_iter().find(|open| Glob::new(open).matches(subject))?;
    // What the author of a job chooses is worth keeping apart; a name that changes by itself is not.
    let fix = match is_chosen(miss, stem) || miss.profile.is_none() {
        true => miss.replaced(subject, || {
            format!(
                "{}; for {} write `{}` instead",
                miss.admits(subject),
                miss.whom(&open),
                quotable(&open)
            )
        }),
        false => miss.replaced(&open, || miss.admits(&open)),
    };
    let rest = if value.contains(['*', '?']) { "" } else { subject.get(value.len()..)? };
    let more = if rest.is_empty() { String::new() } else { format!(" with `{}`", quotable(rest)) };
    Some(Diagnosis::of_policy(
        "sub.no-trailing-context",
        format!("the token's subject goes on{more} where the policy's `{}` ends", quotable(value)),
        "a value without a wildcard at its end must be the whole subject",
        Some(fix.unwrap_or_else(|| miss.if_meant())),
    ))
}

/// Whether all that the subject adds is chosen by the job's author, such as its branch.
fn is_chosen(miss: &Miss<'_>, stem: &str) -> bool {
    let parts = miss.profile.and_then(|profile| profile.split_subject(miss.subject));
    let parts = parts.unwrap_or_default();
    let mut rest = parts.iter().filter(|part| part.start >= stem.len()).peekable();
    rest.peek().is_some() && rest.all(|part| part.field.stability == Stability::Authored)
}
