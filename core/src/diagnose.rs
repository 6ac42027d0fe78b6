//! Diagnoses: named causes of a denial, each with its evidence and, where there is one, a fix.
//!
//! Reads traces; decides nothing.

mod call;
mod claim;
mod subject;
mod wildcard;

use alloc::string::String;
use alloc::vec::Vec;

use crate::aws::{Simulation, StageName};
use crate::decision::{ConditionTrace, Decision, Effect, Reason, StatementTrace};
use crate::json::Object;
use crate::span::Span;
use crate::visible::visible;

/// A named cause.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Diagnosis {
    /// A stable name, such as `sub.other-app`.
    pub id: &'static str,
    /// The stage of the call that it explains.
    pub stage: StageName,
    /// What differs, in this case: `the token is for app …; the policy admits only app …`.
    pub summary: String,
    /// What that means, in any case.
    pub cause: &'static str,
    /// What to change.
    pub fix: Option<Fix>,
}

/// What to change.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fix {
    /// One sentence: what the change does, above all whom it admits.
    pub effect: String,
    /// The change itself, if it is one of the policy's text.
    pub edit: Option<Edit>,
}

/// A replacement in the policy's text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Edit {
    /// What to replace.
    pub span: Span,
    /// The new JSON, quotes included.
    pub replacement: String,
}

/// The likely causes why a simulated call does not reach credentials, best first: those of the
/// stages that fail, in their order, with those of the trust policy among them.
#[must_use]
pub fn diagnose_call(simulation: &Simulation) -> Vec<Diagnosis> {
    let mut diagnoses = Vec::new();
    for stage in simulation.stages.iter().filter(|stage| stage.error().is_some()) {
        if stage.name != StageName::TrustPolicy {
            diagnoses.extend(call::diagnose(simulation, stage).map(Diagnosis::printable));
            continue;
        }
        diagnoses.extend(call::missing_actions(simulation).map(Diagnosis::printable));
        if let (Some(decision), Some(claims)) = (simulation.decision(), &simulation.claims) {
            diagnoses.extend(diagnose(decision, claims.get_unverified()));
        }
    }
    diagnoses
}

/// The likely causes of a denial, best first, at most ten. Empty for an allowed decision, for an
/// explicit deny, and where nothing is recognised.
///
/// `claims` are those the decision was made for.
#[must_use]
pub fn diagnose(decision: &Decision, claims: &Object) -> Vec<Diagnosis> {
    if decision.reason() != Reason::NoStatementMatched {
        return Vec::new();
    }
    let failures = decision.trace().iter().flat_map(|statement| {
        failures(statement).map(move |condition| Failure { statement, condition, claims })
    });
    let mut diagnoses = Vec::new();
    for failure in failures {
        let found = wildcard::diagnose(&failure)
            .or_else(|| subject::diagnose(&failure))
            .or_else(|| claim::diagnose(&failure));
        diagnoses.extend(found.map(Diagnosis::printable));
        if diagnoses.len() == MOST {
            break;
        }
    }
    diagnoses
}

impl Diagnosis {
    /// Its sentences quote the token; they are made safe to print once and for all.
    fn printable(mut self) -> Self {
        self.summary = visible(&self.summary).into_owned();
        if let Some(fix) = &mut self.fix {
            fix.effect = visible(&fix.effect).into_owned();
        }
        self
    }
}

/// A condition without which the statement would have allowed more.
struct Failure<'a> {
    statement: &'a StatementTrace,
    condition: &'a ConditionTrace,
    claims: &'a Object,
}

impl Failure<'_> {
    /// The request's value, if it is a single one.
    fn actual(&self) -> Option<&str> {
        match self.condition.actual.as_deref() {
            Some([single]) => Some(single),
            _ => None,
        }
    }
}

/// The conditions that keep an `Allow` meant for this caller from matching.
fn failures(statement: &StatementTrace) -> impl Iterator<Item = &ConditionTrace> {
    let meant = statement.effect == Effect::Allow
        && statement.principal.matched
        && statement.action.matched;
    statement.conditions.iter().filter(move |condition| meant && !condition.matched)
}

/// Whether a text of the token may go into a policy: a token must not choose wildcards, policy
/// variables or what cannot be seen.
pub(crate) fn is_plain(text: &str) -> bool {
    !text.contains(['*', '?', '$']) && visible(text) == text
}

/// A text as a JSON string.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&alloc::format!("\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// More would not be read.
const MOST: usize = 10;
