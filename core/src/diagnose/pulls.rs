//! Runs for pull requests: who opens one decides what it runs, so that nobody is helped to give one the
//! role whose policy does not say that it means them. What is open to every run is open to them too, and
//! says nothing of them.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::owner::{is_of_pull_request, runs_pull_request, words};
use crate::aws::{TrustPolicy, claim_of};
use crate::decision::Effect;
use crate::fix::{Edit, Fix};
use crate::issuer::{Profile, SubjectPart};
use crate::json::Object;
use crate::pattern::Glob;
use crate::visible::quotable;

/// The fix as it is; for a token of a pull request's run without its edits, unless what they change
/// means such runs.
pub(super) fn held(fix: Fix, provider: &str, claims: &Object, policy: &TrustPolicy) -> Fix {
    let run = Run::of(provider, claims);
    if fix.edits.is_empty() || !run.is_for_pull_request(claims) || run.is_meant(&fix, policy) {
        return fix;
    }
    let by_hand: Vec<String> = fix.edits.iter().map(by_hand).collect();
    // How to admit both, say.
    let more = fix.effect.find("; ").and_then(|at| fix.effect.get(at..)).unwrap_or_default();
    let effect = format!(
        "first see whether pull requests may have the role, those of forks too where the issuer gives them \
         tokens, because they get it if you {}{more}",
        by_hand.join(", and ")
    );
    Fix { effect, edits: Vec::new(), ..fix }
}

/// What an edit is to somebody who makes it himself.
fn by_hand(edit: &Edit) -> String {
    let new = quotable(&edit.replacement);
    match &*edit.replaced {
        "" => format!("add `{new}`"),
        old => format!("write `{new}` in place of `{}`", quotable(old)),
    }
}

/// Whose token it is.
struct Run<'a> {
    provider: &'a str,
    subject: &'a str,
    profile: Option<&'static Profile>,
}

impl<'a> Run<'a> {
    fn of(provider: &'a str, claims: &'a Object) -> Self {
        let subject = claims.get("sub").and_then(|it| it.as_str()).unwrap_or_default();
        Self { provider, subject, profile: Profile::recognise(provider, subject) }
    }

    fn is_for_pull_request(&self, claims: &Object) -> bool {
        runs_pull_request(self.profile, self.subject, claims)
    }

    /// Whether a statement that the edits change says that it means pull requests of this workload.
    fn is_meant(&self, fix: &Fix, policy: &TrustPolicy) -> bool {
        let starts = || fix.edits.iter().map(|edit| edit.span.start);
        let touched = |start: usize, end: usize| starts().any(|at| start <= at && at < end);
        let statements =
            policy.statements().iter().filter(|it| touched(it.span.start, it.span.end));
        // Whom a denial spares is listed where it is negated.
        let listing = statements.flat_map(|statement| {
            let is_denial = statement.effect == Effect::Deny;
            let conditions = statement.conditions.iter();
            conditions.filter(move |it| it.operator.test.is_negated() == is_denial)
        });
        let mut values = listing.flat_map(|it| it.values.iter().map(|value| (&*it.key, value)));
        values.any(|(key, value)| {
            let is_subject = claim_of(key, self.provider).is_none_or(|it| it == "sub");
            let changed = touched(value.span.start, value.span.end);
            let is_of_this = !is_subject || changed || {
                let [pattern, subject] = [&value.value, self.subject].map(str::to_lowercase);
                Glob::new(&pattern).matches(&subject)
            };
            is_of_this && self.names(&value.value)
        })
    }

    /// Whether a text of the policy has a word for pull requests, under the name that it has in the
    /// token's subject.
    fn names(&self, text: &str) -> bool {
        let parts = self.profile.and_then(|profile| profile.split_subject(self.subject));
        let written: Vec<&str> = words(text).map(str::trim).collect();
        let said = |part: &SubjectPart<'_>| {
            let patterns = part.field.pull_requests;
            if !patterns.iter().any(|it| Glob::new(it).matches(part.text)) {
                return false;
            }
            let name = self.subject.get(..part.start).and_then(|it| words(it).last());
            let mut places = written.iter().enumerate();
            let place =
                places.find(|(_, it)| name.is_some_and(|name| name.eq_ignore_ascii_case(it)));
            place.is_some_and(|(at, _)| match written.get(at.saturating_add(1)) {
                Some(word) => word.eq_ignore_ascii_case(part.text),
                // A choice of two that is left open by its name is of both.
                None => part.field.is_choice() || patterns.contains(&"*"),
            })
        };
        text.split(':').any(is_event) || parts.iter().flatten().any(said)
    }
}

/// Whether a segment of a subject, or a claim, is a pull request's, however it is spelt: not a repository
/// that is called so.
fn is_event(segment: &str) -> bool {
    let segment = segment.trim_matches(['"', '\'', ' ']).to_lowercase();
    let letters: String = segment.chars().filter(char::is_ascii_alphabetic).collect();
    let is_word = !segment.contains('/') && letters.starts_with("pullrequest");
    is_word || is_of_pull_request(&segment)
}
