//! Sentences for people: one on top, the whole trace below. Screen and command line share them.

mod text;

use alloc::format;
use alloc::string::{String, ToString};

pub use text::{explain_decision, explain_simulation, last_resort};

use crate::aws::{CallOutcome, Simulation, StageName, StageOutcome};
use crate::decision::{
    Because, ConditionTrace, Decision, Effect, Malformed, Reason, StatementTrace, ValueProblem,
    ValueTrace,
};
use crate::diagnose::Diagnosis;
use crate::visible::{quotable, visible};

/// The answer in one sentence, without a period: what is so, before why.
///
/// ```text
/// the token is for app `cat-api`; the policy admits only app `foo-bar`
/// ```
#[must_use]
pub fn headline(decision: &Decision, diagnoses: &[Diagnosis]) -> String {
    // Other stages of the call are not what a policy decides.
    let mut of_policy = diagnoses.iter().filter(|it| it.stage == StageName::TrustPolicy);
    match (decision.reason(), decision.determining(), of_policy.next()) {
        (Reason::AllowedByStatement, [index, ..], _) => {
            format!("{} admits {}", named(decision, *index), workload(decision, *index))
        }
        (Reason::ExplicitDeny, [index, ..], None) => {
            format!("{} denies the workload, whatever else allows it", named(decision, *index))
        }
        (_, _, Some(diagnosis)) => diagnosis.summary.clone(),
        _ => nothing_matched(decision),
    }
}

/// The answer of the whole call in one sentence.
#[must_use]
pub fn headline_of_call(simulation: &Simulation, diagnoses: &[Diagnosis]) -> String {
    // A diagnosis of the stage that fails says it better than the stage's own evidence.
    let evidence_of_failure = || {
        let failed = |outcome: &StageOutcome| matches!(outcome, StageOutcome::Failed(_));
        let stage = simulation.stages.iter().find(|stage| failed(&stage.outcome))?;
        let diagnosed = diagnoses.iter().find(|diagnosis| diagnosis.stage == stage.name);
        Some(diagnosed.map_or(&stage.evidence, |diagnosis| &diagnosis.summary))
    };
    match (&simulation.outcome, simulation.decision()) {
        (CallOutcome::Error(error), _) => {
            evidence_of_failure().map_or_else(|| error.message.clone(), Clone::clone)
        }
        (_, Some(decision)) => headline(decision, diagnoses),
        (_, None) => String::from("there are no claims to decide on"),
    }
}

/// Why a condition holds or not, where the values alone do not say it.
#[must_use]
pub fn because(condition: &ConditionTrace) -> Option<&'static str> {
    match condition.because {
        Because::Compared | Because::Presence => None,
        Because::KeyMissing => Some("never matches: the request has no such key"),
        Because::NegatedKeyMissing => {
            Some("matched because the request has no such key, and what is missing differs")
        }
        Because::IfExistsKeyMissing => {
            Some("matched because the request has no such key (IfExists asks only if there is one)")
        }
        Because::VacuousForAllValues => {
            Some("matched because the request has no such key (ForAllValues of nothing is true)")
        }
        Because::KeyNotGiven => {
            Some("not decided: what AWS knows of this key was not given; taken against you")
        }
        Because::NeedsSetQualifier if condition.matched => {
            Some("taken against you: the key holds a list, which needs ForAnyValue or ForAllValues")
        }
        Because::NeedsSetQualifier => {
            Some("never matches: the key holds a list, which needs ForAnyValue or ForAllValues")
        }
        // Of a gate only: with AWS such a value fits nothing, or differs.
        Because::MalformedRequestValue(_) if condition.matched && !condition.negated => {
            Some("taken against you: the request's value is none that the operator compares")
        }
        Because::MalformedRequestValue(kind) => Some(match (kind, condition.matched) {
            (Malformed::Number, true) => {
                "matched because the request's value is not a number, and then it differs"
            }
            (Malformed::Number, false) => "never matches: the request's value is not a number",
            (Malformed::Date, true) => {
                "matched because the request's value is not a date, and then it differs"
            }
            (Malformed::Date, false) => "never matches: the request's value is not a date",
            (Malformed::IpAddress | Malformed::HostBits, _) => {
                "never matches: the request's value is not an IP address"
            }
            (Malformed::Arn, _) => "never matches: the request's value is not an ARN",
            (Malformed::Base64, _) => "never matches: the request's value is not base64",
        }),
        Because::MalformedPolicyValue => Some(malformed_policy_value(condition)),
        Because::TooMuchText => {
            Some("not decided: the policy's variables stand for too much text; taken against you")
        }
    }
}

/// A malformed ARN fails the statement: an `Allow` does not apply, a `Deny` does. Everything else
/// malformed just fits nothing.
fn malformed_policy_value(condition: &ConditionTrace) -> &'static str {
    let arn = |value: &ValueTrace| value.problem == Some(ValueProblem::Malformed(Malformed::Arn));
    match (condition.expected.iter().any(arn), condition.matched, condition.negated) {
        (true, true, _) => {
            "matched because AWS cannot read the policy's ARN, and a Deny then applies"
        }
        (true, false, _) => "never matches: AWS cannot read the policy's ARN, so no Allow applies",
        (false, _, true) => {
            "matched because AWS cannot read the policy's value, and then it differs"
        }
        (false, _, false) => "never matches: AWS cannot read the policy's value",
    }
}

/// Why a value of the policy cannot fit.
#[must_use]
pub fn problem(problem: &ValueProblem) -> String {
    let variable = |key: &str, flaw| format!("`${{{}}}` {flaw}", quotable(key));
    match problem {
        ValueProblem::Malformed(kind) => {
            let kind = match kind {
                Malformed::Number => "this is not a number",
                Malformed::Date => "this is not a date",
                Malformed::IpAddress => "this is not an IP address or a range of them",
                Malformed::HostBits => "no address matches: the range has bits beyond its prefix",
                Malformed::Arn => "this is not an ARN, which has six parts",
                Malformed::Base64 => "this is not base64 with padding",
            };
            format!("{kind}; IAM does not store it")
        }
        ValueProblem::VariableMissing(key) => {
            variable(key, "has no value: the request has no such key")
        }
        ValueProblem::VariableMultivalued(key) => {
            variable(key, "has no value: the key holds a list")
        }
        ValueProblem::VariableNotGiven(key) => {
            variable(key, "has a value that AWS knows, but it was not given")
        }
        ValueProblem::VariableMalformed(text) => {
            format!("`{}` is not a policy variable", quotable(text))
        }
        ValueProblem::TooMuchText => {
            String::from("the policy's variables stand for more text than is compared")
        }
    }
}

/// The subject that the statement asked for.
fn workload(decision: &Decision, index: usize) -> String {
    let conditions = decision.trace().get(index).map(|statement| &*statement.conditions);
    let subjects = conditions
        .unwrap_or_default()
        .iter()
        .filter(|condition| !condition.negated && condition.key.ends_with(":sub"));
    let subject = subjects.filter_map(|condition| condition.actual.as_deref()?.first()).next();
    subject.map_or_else(|| "the workload".to_string(), |sub| format!("`{}`", quotable(sub)))
}

fn named(decision: &Decision, index: usize) -> String {
    let sid = decision.trace().get(index).and_then(|statement| statement.sid.as_deref());
    match sid {
        Some(sid) => format!("statement {} (`{}`)", index + 1, quotable(sid)),
        None => format!("statement {}", index + 1),
    }
}

/// Without a diagnosis: how far the statement got that got furthest.
fn nothing_matched(decision: &Decision) -> String {
    let Some(statement) = nearest_allow(decision) else {
        return "the policy allows nothing".to_string();
    };
    let number = named(decision, statement.index);
    if !statement.principal.matched {
        return format!("{number} names another principal than the token's provider");
    }
    if !statement.action.matched {
        return format!("{number} does not allow {}", visible(&statement.action.actual));
    }
    match statement.conditions.iter().find(|condition| !condition.matched) {
        Some(condition) => format!(
            "the condition `{}` on `{}` of {number} does not hold",
            condition.operator,
            quotable(&condition.key)
        ),
        None => "no statement admits the workload".to_string(),
    }
}

/// The `Allow` that gets furthest.
fn nearest_allow(decision: &Decision) -> Option<&StatementTrace> {
    let progress = |statement: &&StatementTrace| {
        let conditions = statement.conditions.iter().filter(|condition| condition.matched).count();
        (statement.principal.matched, statement.action.matched, conditions)
    };
    let allows = decision.trace().iter().filter(|statement| statement.effect == Effect::Allow);
    allows.max_by_key(progress)
}
