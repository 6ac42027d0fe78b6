use std::collections::BTreeMap;

use assumable as core;
use serde::Serialize;

use super::decision::{Because, Confidence, Outcome, Reason, ValueProblem, number};
use crate::utf16::units_before;

/// A [`Decision`](super::Decision) without its explanation and without what every decision of its
/// policy has in common: texts, operators, keys, places. Those are most of it, so the doors keep
/// them, in a decision about nothing, and put both together (`npm/trace.ts`).
///
/// One flat list without names: names, and a list for each statement, condition and value, would
/// multiply the time that `JSON.parse` takes.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entries<'a> {
    outcome: Outcome,
    reason: Reason,
    determining: &'a [usize],
    confidence: Confidence,
    /// What every `principal` has as `actual`.
    federated: &'a str,
    /// What every `action` has as `actual`.
    action: &'a str,
    /// What conditions have as `actual`, each once.
    actuals: Vec<&'a [String]>,
    /// The values that have more to say than a number.
    values: Vec<ValueEntry<'a>>,
    /// The rest, in the order of the trace.
    marks: Vec<Mark>,
}

/// One of them.
///
/// - Of a statement, an element and a condition: 1 if it matched, else 0. An element's values, and a
///   condition's, follow it.
/// - Of an element's value: the same.
/// - Of a condition also: the position of its `actual` in the list of them, its `because` unless it
///   is `compared`, and its `confidence` unless it is `documented`.
/// - Of a condition's value: 1 for a `matchedBy` of 0, 2 for 1, and so on; -1 for a `differsAt` of 0,
///   -2 for 1, and so on; 0 if it did not match and there is no more to say; nothing if it is the
///   next in the list of values.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Mark {
    Nothing,
    Number(i64),
    Because(Because),
    Confidence(Confidence),
}

/// `expanded`, `matched`, `matchedBy`, `problem`, `differsAt`.
#[derive(Debug, Serialize)]
struct ValueEntry<'a>(Option<&'a str>, bool, Option<u32>, Option<ValueProblem>, Option<u32>);

impl<'a> Entries<'a> {
    pub(crate) fn new(decision: &'a core::Decision, request: core::aws::Request<'a>) -> Self {
        let mut entries = Self {
            outcome: decision.outcome().into(),
            reason: decision.reason().into(),
            determining: decision.determining(),
            confidence: decision.confidence().into(),
            federated: request.federated,
            action: request.action,
            actuals: Vec::new(),
            values: Vec::new(),
            marks: Vec::with_capacity(decision.trace().len() * 16),
        };
        let mut known = BTreeMap::new();
        for statement in decision.trace() {
            entries.mark(statement.matched());
            entries.element(&statement.principal);
            entries.element(&statement.action);
            for condition in &statement.conditions {
                entries.condition(condition, &mut known);
            }
        }
        entries
    }

    fn element(&mut self, trace: &core::ElementTrace) {
        self.mark(trace.matched);
        trace.expected.iter().for_each(|value| self.mark(value.matched));
    }

    fn condition(
        &mut self,
        trace: &'a core::ConditionTrace,
        known: &mut BTreeMap<&'a [String], usize>,
    ) {
        self.mark(trace.matched);
        let actual = trace.actual.as_deref().map(|actual| {
            *known.entry(actual).or_insert_with(|| {
                self.actuals.push(actual);
                self.actuals.len() - 1
            })
        });
        self.marks.push(actual.map_or(Mark::Nothing, |at| Mark::Number(number(at).into())));
        self.marks.push(match trace.because {
            core::Because::Compared => Mark::Nothing,
            because => Mark::Because(because.into()),
        });
        self.marks.push(match trace.confidence {
            core::Confidence::Documented => Mark::Nothing,
            confidence => Mark::Confidence(confidence.into()),
        });
        trace.expected.iter().for_each(|value| self.value(value));
    }

    fn value(&mut self, trace: &'a core::ValueTrace) {
        let differs_at = trace.differs_at.map(|at| units_before(&trace.text, at));
        let matched_by = trace.matched_by.map(number);
        let mark = match (&trace.expanded, trace.matched, matched_by, &trace.problem, differs_at) {
            (None, true, Some(by), None, None) => Mark::Number(i64::from(by) + 1),
            (None, false, None, None, Some(at)) => Mark::Number(-1 - i64::from(at)),
            (None, false, None, None, None) => Mark::Number(0),
            (expanded, matched, matched_by, problem, differs_at) => {
                let problem = problem.as_ref().map(ValueProblem::from);
                let expanded = expanded.as_deref();
                self.values.push(ValueEntry(expanded, matched, matched_by, problem, differs_at));
                Mark::Nothing
            }
        };
        self.marks.push(mark);
    }

    fn mark(&mut self, matched: bool) {
        self.marks.push(Mark::Number(matched.into()));
    }
}
