use assumable as core;
use serde::{Serialize, Serializer};

use super::decision::{Because, Confidence, Outcome, Reason, ValueProblem, number};
use crate::utf16::units_before;

/// A [`Decision`](super::Decision) without its explanation and without what every decision of its
/// policy has in common: texts, operators, keys, places. Those are most of it, so the doors keep
/// them, in a decision about nothing, and put both together (`npm/trace.ts`).
///
/// Lists without names: names would double the time that `JSON.parse` takes.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Findings<'a> {
    outcome: Outcome,
    reason: Reason,
    determining: &'a [usize],
    confidence: Confidence,
    /// What every `principal` has as `actual`.
    federated: &'a str,
    /// What every `action` has as `actual`.
    action: &'a str,
    trace: Each<'a, core::StatementTrace, StatementFindings<'a>>,
}

/// `matched`, `principal`, `action`, `conditions`.
#[derive(Debug, Serialize)]
struct StatementFindings<'a>(
    bool,
    ElementFindings<'a>,
    ElementFindings<'a>,
    Each<'a, core::ConditionTrace, ConditionFindings<'a>>,
);

/// `matched`, and of each value `matched`.
#[derive(Debug, Serialize)]
struct ElementFindings<'a>(bool, Each<'a, core::ValueTrace, bool>);

/// `actual`, `expected`, `matched`, `because` unless it is `compared`, `confidence` unless it is
/// `documented`.
#[derive(Debug, Serialize)]
struct ConditionFindings<'a>(
    Option<&'a [String]>,
    Each<'a, core::ValueTrace, ValueFindings<'a>>,
    bool,
    Option<Because>,
    Option<Confidence>,
);

/// Most values say one thing, which is a number or nothing.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum ValueFindings<'a> {
    /// `matchedBy`, of a value that matched.
    MatchedBy(u32),
    /// -1 for a `differsAt` of 0, -2 for 1, and so on.
    DiffersAt(i64),
    /// It did not match.
    Nothing,
    /// `expanded`, `matched`, `matchedBy`, `problem`, `differsAt`.
    All(Option<&'a str>, bool, Option<u32>, Option<ValueProblem>, Option<u32>),
}

impl<'a> Findings<'a> {
    pub(crate) fn new(decision: &'a core::Decision, request: core::aws::Request<'a>) -> Self {
        Self {
            outcome: decision.outcome().into(),
            reason: decision.reason().into(),
            determining: decision.determining(),
            confidence: decision.confidence().into(),
            federated: request.federated,
            action: request.action,
            trace: Each(decision.trace(), statement),
        }
    }
}

/// A list, and what is written of each of its items: no list is made to be written.
#[derive(Debug)]
struct Each<'a, T, F>(&'a [T], fn(&'a T) -> F);

impl<T, F: Serialize> Serialize for Each<'_, T, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(self.1))
    }
}

fn statement(trace: &core::StatementTrace) -> StatementFindings<'_> {
    StatementFindings(
        trace.matched(),
        element(&trace.principal),
        element(&trace.action),
        Each(&trace.conditions, condition),
    )
}

fn element(trace: &core::ElementTrace) -> ElementFindings<'_> {
    ElementFindings(trace.matched, Each(&trace.expected, |value| value.matched))
}

fn condition(trace: &core::ConditionTrace) -> ConditionFindings<'_> {
    ConditionFindings(
        trace.actual.as_deref(),
        Each(&trace.expected, value),
        trace.matched,
        (trace.because != core::Because::Compared).then(|| trace.because.into()),
        (trace.confidence != core::Confidence::Documented).then(|| trace.confidence.into()),
    )
}

fn value(trace: &core::ValueTrace) -> ValueFindings<'_> {
    let differs_at = trace.differs_at.map(|at| units_before(&trace.text, at));
    let matched_by = trace.matched_by.map(number);
    match (&trace.expanded, trace.matched, matched_by, &trace.problem, differs_at) {
        (None, true, Some(by), None, None) => ValueFindings::MatchedBy(by),
        (None, false, None, None, Some(at)) => ValueFindings::DiffersAt(-1 - i64::from(at)),
        (None, false, None, None, None) => ValueFindings::Nothing,
        (expanded, matched, matched_by, problem, differs_at) => {
            let problem = problem.as_ref().map(ValueProblem::from);
            ValueFindings::All(expanded.as_deref(), matched, matched_by, problem, differs_at)
        }
    }
}
