use assumable as core;
use serde::Serialize;

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
    trace: Vec<StatementFindings<'a>>,
}

/// `matched`, `principal`, `action`, `conditions`.
#[derive(Debug, Serialize)]
struct StatementFindings<'a>(bool, ElementFindings, ElementFindings, Vec<ConditionFindings<'a>>);

/// `matched`, and of each value `matched`.
#[derive(Debug, Serialize)]
struct ElementFindings(bool, Vec<bool>);

/// `actual`, `expected`, `matched`, `because` unless it is `compared`, `confidence` unless it is
/// `documented`.
#[derive(Debug, Serialize)]
struct ConditionFindings<'a>(
    Option<&'a [String]>,
    Vec<ValueFindings<'a>>,
    bool,
    Option<Because>,
    Option<Confidence>,
);

/// `expanded`, `matched`, `matchedBy`, `problem`, `differsAt`.
#[derive(Debug, Serialize)]
struct ValueFindings<'a>(Option<&'a str>, bool, Option<u32>, Option<ValueProblem>, Option<u32>);

impl<'a> Findings<'a> {
    pub(crate) fn new(decision: &'a core::Decision, request: core::aws::Request<'a>) -> Self {
        Self {
            outcome: decision.outcome().into(),
            reason: decision.reason().into(),
            determining: decision.determining(),
            confidence: decision.confidence().into(),
            federated: request.federated,
            action: request.action,
            trace: decision.trace().iter().map(statement).collect(),
        }
    }
}

fn statement(trace: &core::StatementTrace) -> StatementFindings<'_> {
    StatementFindings(
        trace.matched(),
        element(&trace.principal),
        element(&trace.action),
        trace.conditions.iter().map(condition).collect(),
    )
}

fn element(trace: &core::ElementTrace) -> ElementFindings {
    ElementFindings(trace.matched, trace.expected.iter().map(|value| value.matched).collect())
}

fn condition(trace: &core::ConditionTrace) -> ConditionFindings<'_> {
    ConditionFindings(
        trace.actual.as_deref(),
        trace.expected.iter().map(value).collect(),
        trace.matched,
        (trace.because != core::Because::Compared).then(|| trace.because.into()),
        (trace.confidence != core::Confidence::Documented).then(|| trace.confidence.into()),
    )
}

fn value(trace: &core::ValueTrace) -> ValueFindings<'_> {
    ValueFindings(
        trace.expanded.as_deref(),
        trace.matched,
        trace.matched_by.map(number),
        trace.problem.as_ref().map(ValueProblem::from),
        trace.differs_at.map(|at| units_before(&trace.text, at)),
    )
}
