//! `sub.…`: the subject is another workload's, or the policy does not spell it as the issuer does.

mod case;
mod context;
mod form;
mod github;
mod kind;
mod other;
pub(super) mod personal;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::slip::bare;
use super::words::{THIS, named};
use super::{Diagnosis, Failure, owner};
use crate::decision::ValueTrace;
use crate::fix::{Fix, is_plain};
use crate::issuer::Profile;
use crate::pattern::{Glob, first_difference};
use crate::sorted::sort_by_key;
use crate::visible::quotable;

pub(super) fn diagnose(failure: &Failure<'_>) -> Option<Diagnosis> {
    if failure.negated || failure.claim()? != "sub" {
        return None;
    }
    let subject = failure.actual()?;
    let profile = Profile::recognise(failure.provider(), subject);
    let mut values: Vec<&ValueTrace> = failure.condition.expected.iter().collect();
    // The value that agrees furthest was meant.
    sort_by_key(&mut values, |value| Reverse(first_difference(&value.text, subject)));
    values.into_iter().find_map(|value| {
        let miss = Miss { failure, profile, subject, value };
        if value.problem.is_some() || value.expanded.is_some() {
            return None;
        }
        case::diagnose(&miss)
            .or_else(|| form::around(&miss))
            .or_else(|| context::diagnose(&miss))
            .or_else(|| kind::misspelt_pull_request(&miss))
            .or_else(|| github::diagnose(&miss))
            .or_else(|| personal::diagnose(&miss))
            .or_else(|| other::diagnose(&miss))
            .or_else(|| kind::diagnose(&miss))
            .or_else(|| form::spelling(&miss))
            .or_else(|| other::hidden(&miss))
            .or_else(|| form::diagnose(&miss))
            .or_else(|| Some(other::unlike(&miss)))
    })
}

/// A value that does not fit the subject.
struct Miss<'a> {
    failure: &'a Failure<'a>,
    profile: Option<&'static Profile>,
    subject: &'a str,
    value: &'a ValueTrace,
}

impl Miss<'_> {
    /// Puts a text in place of the value, if that admits the subject, and no owner that only the
    /// token names.
    fn replaced(&self, text: &str, effect: impl FnOnce() -> String) -> Option<Fix> {
        let edits = self.is_safe(text).then(|| self.failure.replace(self.value, text))??;
        Some(Fix::edits(effect(), edits))
    }

    /// Puts a text beside the value.
    fn beside(&self, text: &str, effect: impl FnOnce() -> String) -> Option<Fix> {
        let edits = self.is_safe(text).then(|| self.failure.put_beside(self.value, text))??;
        Some(Fix::edits(effect(), edits))
    }

    fn is_safe(&self, text: &str) -> bool {
        // Of an unknown issuer's subjects nobody can say which letter makes another's of one's own.
        self.profile.is_some()
            && is_plain(self.subject)
            && Glob::new(text).matches(self.subject)
            && names_owner(self.failure, bare(&self.value.text))
    }

    fn runs_pull_request(&self) -> bool {
        owner::runs_pull_request(self.profile, self.subject, self.failure.claims)
    }

    /// What to do where no edit is offered: trust is for a person to give.
    fn if_meant(&self) -> Fix {
        let workload = match self.runs_pull_request() {
            true => "this workload and its pull requests",
            false => THIS,
        };
        self.failure.if_meant(workload, self.subject)
    }

    /// Whom a pattern admits.
    fn whom(&self, pattern: &str) -> String {
        whom_of(self.failure, self.profile, pattern)
    }

    /// What a pattern does: it admits somebody, or spares him in a denial.
    fn admits(&self, pattern: &str) -> String {
        format!("{} {}", self.failure.admits(), self.whom(pattern))
    }
}

/// Whether a value, or the provider's name, says whose the token's subject is.
pub(super) fn names_owner(failure: &Failure<'_>, value: &str) -> bool {
    let subject = failure.claims.get("sub").and_then(|sub| sub.as_str()).unwrap_or_default();
    let provider = failure.provider();
    owner::is_named(Profile::recognise(provider, subject), provider, subject, value)
}

/// Whom a pattern for this condition's subjects admits.
pub(super) fn whom(failure: &Failure<'_>, pattern: &str) -> String {
    let subject = failure.actual().unwrap_or_default();
    whom_of(failure, Profile::recognise(failure.provider(), subject), pattern)
}

/// "every Fly.io Machine of organization `acme`, app `cat-api`".
fn whom_of(failure: &Failure<'_>, profile: Option<&Profile>, pattern: &str) -> String {
    let parts = profile.and_then(|profile| profile.split_pattern(pattern));
    let pinned: Vec<String> = parts
        .unwrap_or_default()
        .iter()
        .filter_map(|part| {
            let name = part.field.name;
            match part.text.chars().all(|c| matches!(c, '*' | '?' | '-')) {
                false => Some(named(name, part.text)),
                // Not every job is for one.
                true => {
                    ["branch", "tag", "environment"].contains(&name).then(|| format!("any {name}"))
                }
            }
        })
        .collect();
    // Whoever asks for a token chooses its audience.
    let others = failure.statement.conditions.iter().filter(|it| {
        it.span != failure.condition.span && !it.key.to_ascii_lowercase().ends_with(":aud")
    });
    let rest = if others.count() == 0 { "" } else { " that meets the other conditions" };
    match profile {
        Some(profile) if !pinned.is_empty() => {
            format!("every {} of {}{rest}", profile.workload, pinned.join(", "))
        }
        _ if pattern.contains(['*', '?']) => {
            format!("every subject like `{}`{rest}", quotable(pattern))
        }
        _ => format!("exactly `{}`", quotable(pattern)),
    }
}
