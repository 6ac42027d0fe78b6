//! `policy.wrong-claim-key`: a subject under the key for the audience, or the reverse.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::owner::words;
use super::subject::{names_owner, whom};
use super::{Diagnosis, Failure};
use crate::analyze::audience_says_whose;
use crate::decision::{ConditionTrace, ValueTrace};
use crate::fix::{Edit, Fix, is_plain};
use crate::issuer::Profile;
use crate::pattern::Glob;
use crate::visible::quotable;

pub(super) fn diagnose(failure: &Failure<'_>) -> Option<Diagnosis> {
    let claim = failure.claim()?;
    let other = match claim {
        "aud" => "sub",
        "sub" => "aud",
        _ => return None,
    };
    let meant = failure.claims.get(other)?.as_str()?;
    let fits = |value: &&ValueTrace| match other {
        // Wildcards alone look like nothing.
        _ if words(&value.text).next().is_none() => false,
        "sub" => is_subject(failure, value, meant),
        _ => value.text == meant || value.text == STS,
    };
    let value = failure.condition.expected.iter().find(fits)?;
    let provider = failure.provider();
    let other_key = format!("{provider}:{other}");
    let mut conditions = failure.statement.conditions.iter();
    let place = conditions.find(|it| it.key.eq_ignore_ascii_case(&other_key));
    let (effect, edits) = match place {
        Some(place) if place.matched => {
            let actual = failure.actual().filter(|actual| is_plain(actual))?;
            let edits =
                failure.replace(value, actual).filter(|_| says_only_for_whom(failure, claim));
            let effect = format!("compares `{claim}` with `{}` instead", quotable(actual));
            (effect, edits.unwrap_or_default())
        }
        Some(place) => {
            let subject = if other == "sub" { Some(value) } else { place.expected.first() };
            let is_whose = subject.is_some_and(|it| is_named(failure, &it.text));
            let edits = if is_whose { exchange(failure.condition, place) } else { Vec::new() };
            (format!("gives `{claim}` and `{other}` each other's values"), edits)
        }
        None => {
            let admits = match other {
                "sub" => format!(", which {} {}", failure.admits(), whom(failure, &value.text)),
                _ => String::new(),
            };
            let effect = format!(
                "compares `{}` with the token's `{other}` instead{admits}",
                quotable(&value.text)
            );
            // Without its subject a policy would be open to all who are in the same place.
            let is_whose = other == "sub" && is_named(failure, &value.text);
            let edits = if is_whose { rename(failure, value, &other_key) } else { Vec::new() };
            (effect, edits)
        }
    };
    let fix = match edits.is_empty() {
        true => Fix::advice(OF_BOTH),
        false => Fix::edits(effect, edits),
    };
    Some(Diagnosis::of_policy(
        "policy.wrong-claim-key",
        format!(
            "the policy compares the token's `{claim}` with `{}`, which looks like a value of `{other}`",
            quotable(&value.text)
        ),
        "`sub` says which workload the token is of, `aud` whom it is for",
        Some(fix),
    ))
}

/// Whether a value is a subject of this token's owner, as far as the form of the subjects is known.
fn is_named(failure: &Failure<'_>, value: &str) -> bool {
    Profile::of(failure.provider()).is_some() && names_owner(failure, value)
}

/// Whether the claim is an audience that says nothing of whose the token is.
fn says_only_for_whom(failure: &Failure<'_>, claim: &str) -> bool {
    claim == "aud" && !audience_says_whose(failure.provider())
}

/// The values change places or the keys do, so that patterns are where patterns are known.
fn exchange(a: &ConditionTrace, b: &ConditionTrace) -> Vec<Edit> {
    let ([one], [other]) = (&*a.expected, &*b.expected) else { return Vec::new() };
    let takes = |condition: &ConditionTrace, value: &ValueTrace| {
        condition.wildcards || !value.text.contains(['*', '?'])
    };
    if takes(b, one) && takes(a, other) {
        alloc::vec![Edit::text(one.span, &other.text), Edit::text(other.span, &one.text)]
    } else if takes(a, one) && takes(b, other) {
        alloc::vec![Edit::text(a.key_span, &b.key), Edit::text(b.key_span, &a.key)]
    } else {
        Vec::new()
    }
}

fn rename(failure: &Failure<'_>, value: &ValueTrace, key: &str) -> Vec<Edit> {
    let wild = value.text.contains(['*', '?']) && !failure.condition.wildcards;
    let operator = if wild { failure.as_patterns() } else { Some(Vec::new()) };
    let Some((mut edits, key)) = operator.zip(failure.rename_key(key)) else { return Vec::new() };
    edits.push(key);
    edits
}

/// Whether the value fits the token's subject and names its owner, which `*` does not, or has the form
/// of the issuer's subjects: they have more than one part.
fn is_subject(failure: &Failure<'_>, value: &ValueTrace, subject: &str) -> bool {
    let fits = Glob::new(&value.text).matches(subject) && names_owner(failure, &value.text);
    let parts = Profile::of(failure.provider()).and_then(|it| it.split_pattern(&value.text));
    fits || parts.is_some_and(|parts| parts.len() > 1 && parts.iter().any(|it| it.text != "*"))
}

/// What to do where no edit is offered: whom the role trusts is not for the token to say.
const OF_BOTH: &str = "expect for `aud` the audience that the tokens are for, and for `sub` the workload that is meant";

/// The audience that AWS's own tools ask for.
const STS: &str = "sts.amazonaws.com";
