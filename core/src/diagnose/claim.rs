//! `claim.…` and `policy.key-not-in-call`: the policy asks for what AWS does not read, or what this
//! call does not have.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::call::command::{ask_for, is_word};
use super::{Diagnosis, Failure, owner};
use crate::aws::{condition_keys, nearest};
use crate::cause;
use crate::decision::Because;
use crate::fix::{Edit, Fix, is_plain};
use crate::issuer::Profile;
use crate::pattern::Glob;
use crate::visible::quotable;

pub(super) fn diagnose(failure: &Failure<'_>) -> Option<Diagnosis> {
    if failure.condition.because != Because::KeyMissing {
        return None;
    }
    let Some(claim) = failure.claim() else {
        return not_in_call(failure);
    };
    if claim.eq_ignore_ascii_case("aud") && failure.claims.get("aud").is_some() {
        return Some(several_audiences());
    }
    let usable: Vec<&str> = condition_keys(failure.provider()).collect();
    match usable.iter().any(|usable| usable.eq_ignore_ascii_case(claim)) {
        true => Some(missing(claim, failure)),
        false => Some(not_a_key(claim, &usable, failure)),
    }
}

/// `Null`, which asks only whether there is a value.
pub(super) fn presence(failure: &Failure<'_>) -> Diagnosis {
    let key = quotable(&failure.condition.key);
    if let Some((set, null)) = failure.condition.operator.split_once(':') {
        return Diagnosis::of_policy(
            "policy.set-operator",
            format!("`{set}:{null}` of `{key}` does not hold, whether the call has a value or not"),
            "a set operator in front of `Null` makes it say nothing",
            Some(Fix::advice(format!("write `{null}` without `{set}`"))),
        );
    }
    let (id, summary, fix) = if failure.condition.actual.is_some() {
        (
            "policy.excluded-value",
            format!("the call has a value for `{key}`; the policy admits only calls without one"),
            "if there must be a value, write `false`: `Null` asks whether it is missing",
        )
    } else {
        (
            "claim.missing",
            format!("the call has no value for `{key}`; the policy admits only calls with one"),
            "see which calls have a value, or take the condition out",
        )
    };
    let cause = "`Null` with `true` wants that the key is missing, with `false` that it is there";
    Diagnosis::of_policy(id, summary, cause, Some(Fix::advice(fix)))
}

fn several_audiences() -> Diagnosis {
    let cause = &cause::audience::SEVERAL;
    let summary =
        "the token names several audiences, so there is none to compare with the policy's";
    Diagnosis::of_policy(cause.id, summary.into(), cause.meaning, Some(Fix::advice(cause.check)))
}

fn missing(claim: &str, failure: &Failure<'_>) -> Diagnosis {
    let name = quotable(claim);
    let value = failure.condition.expected.first().filter(|it| is_word(&it.text));
    let fix = match (claim, value) {
        ("environment", Some(value)) => Fix::elsewhere(
            "name the environment in the job",
            format!("environment: {}", quotable(&value.text)),
        ),
        ("aud", Some(value)) => {
            let subject =
                failure.claims.get("sub").and_then(|sub| sub.as_str()).unwrap_or_default();
            ask_for(Profile::recognise(failure.provider(), subject), &value.text)
        }
        _ => Fix::advice(format!(
            "see which of this workload's tokens have `{name}`; if none has it, ask in the policy for \
             another claim"
        )),
    };
    Diagnosis::of_policy(
        "claim.missing",
        format!("the policy asks for the claim `{name}`, which the token does not have"),
        "an issuer puts some claims only into the tokens of some workloads",
        Some(fix),
    )
}

fn not_a_key(claim: &str, usable: &[&str], failure: &Failure<'_>) -> Diagnosis {
    let list = usable.join(", ");
    let meant = nearest(claim, usable.iter().copied()).or_else(|| {
        let word = SPELT_OUT.iter().find(|(word, _)| word.eq_ignore_ascii_case(claim));
        word.map(|(_, claim)| *claim)
    });
    let respelt = meant.and_then(|meant| {
        let key = format!("{}:{meant}", failure.provider());
        let effect = format!("asks for `{meant}` instead");
        Some(Fix::edits(effect, alloc::vec![failure.rename_key(&key)?]))
    });
    let fix = respelt.or_else(|| as_subject(claim, failure)).unwrap_or_else(|| {
        Fix::advice(format!(
            "ask for `sub`, or for another usable claim, in place of `{}`",
            quotable(claim)
        ))
    });
    Diagnosis::of_policy(
        "claim.not-a-condition-key",
        format!(
            "the policy asks for the claim `{}`, which AWS does not read; usable for this issuer: {list}",
            quotable(claim)
        ),
        cause::policy::NOT_A_CONDITION_KEY.meaning,
        Some(fix),
    )
}

/// What the claim says is a part of the subject too: a pattern for that pins the same.
fn as_subject(claim: &str, failure: &Failure<'_>) -> Option<Fix> {
    let said = failure.claims.get(claim)?.as_str()?;
    let subject = failure.claims.get("sub")?.as_str()?;
    let [value] = &*failure.condition.expected else { return None };
    let profile = Profile::recognise(failure.provider(), subject)?;
    let parts = profile.split_subject(subject)?;
    let at = parts.iter().position(|part| part.text == said && value.text == said)?;
    let (last, next) = (parts.get(at)?, parts.get(at.checked_add(1)?));
    // An id after the name is the token's word only, and leaving it open would take it away.
    if next.is_some_and(|next| next.field.is_guard) {
        return None;
    }
    let end = last.start.checked_add(last.text.len())?;
    let pattern = match subject.get(end..)? {
        "" => String::from(subject),
        rest => {
            let separator = rest.chars().next()?;
            format!("{}{separator}*", subject.get(..end)?)
        }
    };
    let is_whose = owner::is_named(Some(profile), failure.provider(), subject, said);
    if !is_whose || !is_plain(subject) || !Glob::new(&pattern).matches(subject) {
        return None;
    }
    let mut edits = failure.replace(value, &pattern)?;
    edits.push(failure.rename_key(&format!("{}:sub", failure.provider()))?);
    // Another condition on the subject would have to hold as well.
    let key = format!("{}:sub", failure.provider());
    let mut others = failure.statement.conditions.iter();
    if others.any(|it| it.key.eq_ignore_ascii_case(&key)) {
        return None;
    }
    let named = last.field.name;
    let effect = format!("asks for the {named} in the subject, as `{}`", quotable(&pattern));
    Some(Fix::edits(effect, edits))
}

/// A key of AWS itself that a web identity's call does not have.
fn not_in_call(failure: &Failure<'_>) -> Option<Diagnosis> {
    let key = &failure.condition.key;
    let (service, _) = key.split_once(':')?;
    if service.contains('.') {
        return Some(of_another_issuer(failure));
    }
    if !["aws", "sts", "iam"].iter().any(|it| it.eq_ignore_ascii_case(service)) {
        return None;
    }
    let edits = removal(failure);
    let effect = if edits.is_empty() {
        format!("take the condition on `{}` out", quotable(key))
    } else {
        format!("takes the condition on `{}` out; the others stay", quotable(key))
    };
    Some(Diagnosis::of_policy(
        "policy.key-not-in-call",
        format!("the policy asks for `{}`, which this call does not have", quotable(key)),
        "who calls with a web identity has no AWS identity yet, and sends no external id",
        Some(Fix::edits(effect, edits)),
    ))
}

/// A statement may trust several issuers, but a token has the claims of one.
fn of_another_issuer(failure: &Failure<'_>) -> Diagnosis {
    Diagnosis::of_policy(
        "policy.wrong-key-prefix",
        format!(
            "the policy asks for `{}`, which a token of `{}` does not have",
            quotable(&failure.condition.key),
            quotable(failure.provider())
        ),
        "all conditions of a statement must hold, and a token has the claims of one issuer only",
        Some(Fix::advice("give each issuer a statement of its own, with conditions on its claims")),
    )
}

/// Takes the condition out of its block, if the statement still asks for a subject.
fn removal(failure: &Failure<'_>) -> Vec<Edit> {
    let pinned = failure.statement.conditions.iter().any(|it| {
        it.matched
            && !it.negated
            && it.actual.is_some()
            && it.key.to_ascii_lowercase().ends_with(":sub")
    });
    failure.removal().filter(|_| pinned).into_iter().collect()
}

/// Names that people write for claims.
const SPELT_OUT: [(&str, &str); 3] = [("subject", "sub"), ("audience", "aud"), ("azp", "aud")];
