//! `fly.personal-alias` in a subject: the provider and the key name the organization, the value its alias.

use alloc::format;

use super::Miss;
use crate::diagnose::Diagnosis;
use crate::fix::{Fix, is_plain};
use crate::pattern::Glob;
use crate::visible::quotable;

pub(super) fn diagnose(miss: &Miss<'_>) -> Option<Diagnosis> {
    // The key is this provider's, or there would be no subject: so the policy says itself whose it is.
    let slug = miss.failure.provider().strip_prefix("oidc.fly.io/")?;
    let rest = miss.value.text.strip_prefix(ALIAS)?;
    if !miss.failure.statement.principal.matched || miss.subject.split(':').next() != Some(slug) {
        return None;
    }
    let admitted = format!("{slug}:{rest}");
    let is_safe = is_plain(miss.subject) && Glob::new(&admitted).matches(miss.subject);
    let edits = match miss.failure.condition.expected.len() {
        _ if !is_safe => None,
        1 => miss.failure.replace(miss.value, &admitted),
        _ => miss.failure.put_beside(miss.value, &admitted),
    };
    let fix = edits.map(|edits| Fix::edits(miss.admits(&admitted), edits));
    Some(Diagnosis::of_policy(
        "fly.personal-alias",
        format!(
            "the policy's subject begins with `personal`; the subjects of this organization begin with `{}`",
            quotable(slug)
        ),
        "Fly.io's tools call a person's own organization `personal`; its tokens have its slug",
        Some(fix.unwrap_or_else(|| miss.if_meant())),
    ))
}

/// As `fly orgs list` shows a person's own organization.
pub(in crate::diagnose) const ALIAS: &str = "personal:";
