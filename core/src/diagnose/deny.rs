//! `policy.explicit-deny`: which statement denies, and which of its conditions lets it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::edits::like;
use super::words::{THIS, name_of};
use super::{Diagnosis, Failure, MOST, of_condition, provider};
use crate::analyze::{is_never_given, lists_nobody};
use crate::aws::{TrustPolicy, claim_of, condition_keys};
use crate::decision::{Because, ConditionTrace, Decision, StatementTrace};
use crate::fix::{Fix, quoted};
use crate::json::Object;
use crate::visible::quotable;

pub(super) fn diagnose(
    decision: &Decision,
    claims: &Object,
    policy: &TrustPolicy,
) -> Vec<Diagnosis> {
    let denying = decision.determining().iter().filter_map(|index| decision.trace().get(*index));
    denying.take(MOST).flat_map(|statement| of_statement(statement, claims, policy)).collect()
}

fn of_statement(
    statement: &StatementTrace,
    claims: &Object,
    policy: &TrustPolicy,
) -> Vec<Diagnosis> {
    let name = name_of(statement);
    let diagnosis = |why: String, fix| {
        let summary = format!("{name} denies the workload, whatever else allows it{why}");
        let cause = "a Deny that matches beats every Allow";
        Diagnosis::of_policy("policy.explicit-deny", summary, cause, Some(fix))
    };
    let Some(condition) = statement.conditions.iter().min_by_key(telling) else {
        let fix = Fix::advice(format!("give {name} a condition that this workload does not meet"));
        return alloc::vec![diagnosis(String::new(), fix)];
    };
    // A Deny of what is not X demands X; one of X demands anything else.
    let negated = !condition.negated;
    let compared = condition.because == Because::Compared;
    let advice = || advice(condition, provider::name(statement, claims));
    let failure = Failure { statement, condition, claims, negated };
    let mut specific = compared.then(|| of_condition(&failure)).flatten();
    // What a condition does against its author's will says more than that it holds.
    match specific.take_if(|it| it.id != "policy.excluded-value") {
        Some(mut specific) => {
            let is_slip =
                SPELLING.contains(&specific.id) && spares_nobody(statement, condition, policy);
            if !SPELLING.contains(&specific.id) && !specific.id.starts_with("policy.") {
                specific.cause = "a Deny with a negated operator denies all but those it lists";
            }
            let this = failure.actual().unwrap_or_default();
            specific.fix = specific.fix.take().map(|fix| match (fix.edits.is_empty(), is_slip) {
                (true, _) => fix,
                (false, true) => match fix.effect.strip_prefix("spares ") {
                    Some(whom) => Fix { effect: format!("has {name} spare {whom}"), ..fix },
                    None => fix,
                },
                (false, false) => match (specific.id, like(&condition.operator)) {
                    (WILDCARD, Some(like)) => Fix::advice(format!(
                        "if {name} is meant to spare {THIS}, compare with `{like}`"
                    )),
                    _ => failure.if_meant(THIS, this),
                },
            });
            let summary = format!("{name} denies the workload: {}", specific.summary);
            let denies = Diagnosis { fix: None, ..diagnosis(why(condition), advice()) };
            alloc::vec![Diagnosis { summary, ..specific }, denies]
        }
        None => {
            let fix = specific.as_mut().and_then(|specific| specific.fix.take());
            let fix = fix.unwrap_or_else(advice);
            let mut diagnoses = alloc::vec![diagnosis(why(condition), fix)];
            diagnoses.extend(specific);
            diagnoses
        }
    }
}

/// Whether no token can be what the condition spares.
fn spares_nobody(
    statement: &StatementTrace,
    condition: &ConditionTrace,
    policy: &TrustPolicy,
) -> bool {
    let written = policy.statements().get(statement.index);
    written.is_some_and(|written| {
        let mut conditions = written.conditions.iter();
        conditions.any(|it| it.span == condition.span && lists_nobody(written, it))
    })
}

/// Whom a denial spares is its author's to say: only what spares nobody as it is spelt is put right.
const SPELLING: [&str; 4] = ["sub.case", "sub.form", "sub.spelling", "sub.pull-request-spelling"];

const WILDCARD: &str = "policy.wildcard-in-equals";

/// The condition to look at: first what holds only for want of a value.
fn telling(condition: &&ConditionTrace) -> u8 {
    match condition.because {
        because if because.is_vacuous() => 0,
        Because::KeyNotGiven | Because::TooMuchText => 1,
        _ if condition.negated => 2,
        _ => 3,
    }
}

fn why(condition: &ConditionTrace) -> String {
    let (operator, key) = (&condition.operator, quotable(&condition.key));
    match condition.because {
        because if because.is_vacuous() => {
            format!(": `{operator}` holds because the request has no `{key}`")
        }
        Because::KeyNotGiven => {
            format!(": nothing was said of `{key}`, and what is not known counts against the call")
        }
        _ => format!(": its `{operator}` of `{key}` holds"),
    }
}

fn advice(condition: &ConditionTrace, provider: &str) -> Fix {
    let key = quotable(&condition.key);
    match condition.because {
        because if because.is_vacuous() && is_never_given(&condition.key) => Fix::advice(format!(
            "take the condition on `{key}` out of the denial: who brings a token has no AWS identity yet"
        )),
        because if because.is_vacuous() && !is_ever_there(&condition.key, provider) => {
            Fix::advice(format!(
                "put a key that tokens of `{}` have in place of `{key}`, which AWS never gives them",
                quotable(provider)
            ))
        }
        because if because.is_vacuous() => Fix::elsewhere(
            format!(
                "see why the request has no `{key}`; to deny only requests that have one, add this line to \
                 the statement's `Condition`"
            ),
            format!("\"Null\": {{ {}: \"false\" }}", quoted(&condition.key)),
        ),
        Because::KeyNotGiven => {
            Fix::advice(format!("say what the call's `{key}` is, and ask again"))
        }
        _ => Fix::advice(format!(
            "see whether the condition on `{key}` is meant to keep this workload out; if not, narrow it"
        )),
    }
}

/// Whether a call with a token of this provider may have the key. A `Null` of another one would keep
/// the denial from ever holding.
fn is_ever_there(key: &str, provider: &str) -> bool {
    match claim_of(key, provider) {
        Some(claim) => condition_keys(provider).any(|it| it.eq_ignore_ascii_case(claim)),
        None => {
            let of_issuer = |(service, name): (&str, &str)| {
                service.contains(['.', '/']) || name.starts_with("//")
            };
            !key.split_once(':').is_none_or(of_issuer) && !is_never_given(key)
        }
    }
}
