//! One condition against one request context: the truth table of operators, set qualifiers and
//! missing keys.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::compare::{Actual, Expected, Fit, compare};
use super::context::ContextValue;
use super::operator::{Operator, SetQualifier, Test};
use super::policy::Condition;
use super::variables::{Piece, Variables, joined};
use crate::decision::{
    Because, ConditionTrace, Confidence, Effect, Malformed, ValueProblem, ValueTrace,
};
use crate::pattern::first_difference;
use crate::span::Spanned;

pub(super) fn evaluate<'a>(
    condition: &'a Condition,
    effect: Effect,
    variables: &mut Variables<'a>,
) -> ConditionTrace {
    let Operator { test, .. } = condition.operator;
    let actual = variables.context.get(&condition.key);
    let (expected, verdict) = match actual {
        None if variables.context.is_unknown(&condition.key) => not_given(condition, effect),
        _ if test == Test::Null => presence(condition, actual.is_some()),
        None => (untried(condition), absent(condition)),
        Some(actual) => {
            let comparison = Comparison::new(test, &condition.values, actual, variables);
            let verdict = truth(condition, effect, actual, &comparison);
            (comparison.columns, verdict)
        }
    };
    ConditionTrace {
        operator: condition.operator.to_string(),
        operator_span: condition.operator_span,
        negated: test.is_negated(),
        wildcards: test.takes_wildcards(),
        key: condition.key.clone(),
        actual: actual.map(|actual| actual.values.clone()),
        expected,
        matched: verdict.matched,
        because: verdict.because,
        confidence: verdict.confidence,
        span: condition.span,
    }
}

struct Verdict {
    matched: bool,
    because: Because,
    confidence: Confidence,
}

fn verdict(matched: bool, because: Because, confidence: Confidence) -> Verdict {
    Verdict { matched, because, confidence }
}

/// The request has no such key: the table of [single-valued vs. multivalued context keys].
///
/// [single-valued vs. multivalued context keys]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
fn absent(condition: &Condition) -> Verdict {
    use Confidence::{Assumed, Documented};
    let Operator { qualifier, test, if_exists } = condition.operator;
    match qualifier {
        Some(SetQualifier::ForAllValues) => verdict(true, Because::VacuousForAllValues, Documented),
        // By the definition of `IfExists`; for `ForAnyValue` nobody has published a recording.
        Some(SetQualifier::ForAnyValue) if if_exists => {
            verdict(true, Because::IfExistsKeyMissing, Assumed)
        }
        None if if_exists => verdict(true, Because::IfExistsKeyMissing, Documented),
        None if test.is_negated() => verdict(true, Because::NegatedKeyMissing, Documented),
        Some(SetQualifier::ForAnyValue) | None => verdict(false, Because::KeyMissing, Documented),
    }
}

/// The request has the key: the table of [multiple values].
///
/// That a key of list type never matches without a set qualifier, negated or not, is recorded
/// (`vectors/aws/conditions.json`, ids `sets-*`).
///
/// [multiple values]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
fn truth(
    condition: &Condition,
    effect: Effect,
    actual: &ContextValue,
    comparison: &Comparison,
) -> Verdict {
    let Operator { qualifier, test, .. } = condition.operator;
    let negated = test.is_negated();
    let sum = match qualifier {
        Some(SetQualifier::ForAllValues) => sum(&comparison.rows, negated, false),
        Some(SetQualifier::ForAnyValue) => sum(&comparison.rows, negated, true),
        None if !actual.is_multivalued() && comparison.rows.len() == 1 => {
            sum(&comparison.rows, negated, true)
        }
        None => return verdict(false, Because::NeedsSetQualifier, Confidence::Observed),
    };
    match sum {
        Sum::Known(matched) => {
            // AWS contradicts itself about an empty list of values in a policy.
            let empty = condition.values.is_empty();
            let known = if empty { Confidence::Assumed } else { Confidence::Documented };
            verdict(matched, comparison.because(), known.max(comparison.confidence))
        }
        // In which order AWS goes through two lists is not recorded.
        Sum::Fails => {
            let known =
                if qualifier.is_some() { Confidence::Assumed } else { Confidence::Observed };
            let known = known.max(comparison.confidence);
            verdict(effect == Effect::Deny, Because::MalformedPolicyValue, known)
        }
        Sum::Unknown => {
            verdict(effect == Effect::Deny, comparison.because_unknown(), Confidence::Assumed)
        }
    }
}

/// What the values of a request add up to.
enum Sum {
    Known(bool),
    /// AWS cannot evaluate the statement.
    Fails,
    Unknown,
}

/// Whether some row holds (`decisive: true`), or whether none fails to (`false`). A decisive row ends
/// the search, and so does one that AWS cannot evaluate.
fn sum(rows: &[Fit], negated: bool, decisive: bool) -> Sum {
    let mut unknown = false;
    for row in rows {
        let holds = match row {
            Fit::Fits => !negated,
            Fit::Differs => negated,
            Fit::Never => false,
            Fit::Fails => return Sum::Fails,
            Fit::Unknown => {
                unknown = true;
                continue;
            }
        };
        if holds == decisive {
            return Sum::Known(decisive);
        }
    }
    if unknown { Sum::Unknown } else { Sum::Known(!decisive) }
}

/// The request has the key, but nobody said with which value: the condition counts against the
/// caller, whichever effect it guards.
fn not_given(condition: &Condition, effect: Effect) -> (Vec<ValueTrace>, Verdict) {
    let against = verdict(effect == Effect::Deny, Because::KeyNotGiven, Confidence::Assumed);
    (untried(condition), against)
}

/// `Null`: `"true"` asks that the key be missing, `"false"` that it be there.
fn presence(condition: &Condition, present: bool) -> (Vec<ValueTrace>, Verdict) {
    let holds = |value: &Spanned<String>| value.value.eq_ignore_ascii_case("true") != present;
    let expected: Vec<ValueTrace> =
        condition.values.iter().map(|value| ValueTrace::new(value, holds(value))).collect();
    // Access Analyzer's check "Null with qualifier" says what the qualifiers make of it.
    let matched = match condition.operator.qualifier {
        Some(SetQualifier::ForAllValues) => true,
        Some(SetQualifier::ForAnyValue) => false,
        None => expected.iter().any(|value| value.matched),
    };
    let is_boolean = |text: &str| ["true", "false"].iter().any(|b| text.eq_ignore_ascii_case(b));
    let plain = !expected.is_empty() && expected.iter().all(|value| is_boolean(&value.text));
    let confidence = if plain { Confidence::Documented } else { Confidence::Assumed };
    (expected, verdict(matched, Because::Presence, confidence))
}

fn untried(condition: &Condition) -> Vec<ValueTrace> {
    condition.values.iter().map(|value| ValueTrace::new(value, false)).collect()
}

/// All values of a request against all values of a condition.
struct Comparison {
    /// For each value of the request: how it fits the policy's values.
    rows: Vec<Fit>,
    /// For each value of the policy: whether some value of the request fits it.
    columns: Vec<ValueTrace>,
    /// What every value of the request should be, and is not.
    malformed: Option<Malformed>,
    confidence: Confidence,
}

impl Comparison {
    fn new<'a>(
        test: Test,
        expected: &'a [Spanned<String>],
        actual: &ContextValue,
        variables: &mut Variables<'a>,
    ) -> Self {
        let mut confidence = Confidence::Documented;
        let mut know = |(it, known): (_, Confidence)| {
            confidence = confidence.max(known);
            it
        };
        let values: Vec<Actual<'_>> =
            actual.values.iter().map(|text| know(Actual::read(test, text))).collect();
        let mut rows = values.iter().map(Actual::alone).collect::<Vec<_>>();
        let mut columns = Vec::with_capacity(expected.len());
        for value in expected {
            let mut column = ValueTrace::new(value, false);
            let (operand, known) = operand(test, &value.value, variables, &mut column);
            confidence = confidence.max(known);
            for (index, (row, value)) in rows.iter_mut().zip(&values).enumerate() {
                let fit = compare(test, &operand, value);
                if fit == Fit::Fits && !column.matched {
                    (column.matched, column.matched_by) = (true, Some(index));
                }
                *row = together(*row, fit);
            }
            if let ([single], [row], false) = (&*actual.values, &*rows, column.matched)
                && *row != Fit::Never
            {
                column.differs_at = differs_at(test, &column, single);
            }
            columns.push(column);
        }
        let malformed = values.first().and_then(Actual::malformed);
        let malformed = malformed.filter(|_| values.iter().all(|it| it.malformed().is_some()));
        Self { rows, columns, malformed, confidence }
    }

    fn because(&self) -> Because {
        let malformed =
            |value: &ValueTrace| matches!(value.problem, Some(ValueProblem::Malformed(_)));
        match self.malformed {
            Some(kind) => Because::MalformedRequestValue(kind),
            None if !self.columns.is_empty() && self.columns.iter().all(malformed) => {
                Because::MalformedPolicyValue
            }
            None => Because::Compared,
        }
    }

    fn because_unknown(&self) -> Because {
        let too_much = |value: &ValueTrace| value.problem == Some(ValueProblem::TooMuchText);
        match self.columns.iter().any(too_much) {
            true => Because::TooMuchText,
            false => Because::KeyNotGiven,
        }
    }
}

/// Reads a value of the policy, and notes in its trace what became of its variables.
fn operand<'a>(
    test: Test,
    value: &'a str,
    variables: &mut Variables<'a>,
    trace: &mut ValueTrace,
) -> (Expected<'a>, Confidence) {
    let pieces = match test.takes_variables() {
        true => variables.expand(value),
        false => Ok(alloc::vec![Piece::Pattern(value)]),
    };
    match pieces {
        Ok(pieces) => {
            if !matches!(&*pieces, [Piece::Pattern(_)] | []) {
                trace.expanded = Some(joined(&pieces).into_owned());
            }
            let read = Expected::read(test, &pieces);
            trace.problem = read.0.flaw().map(ValueProblem::Malformed);
            read
        }
        Err(problem) => {
            let operand = match &problem {
                ValueProblem::VariableMissing(_) => (Expected::Unresolved, Confidence::Documented),
                ValueProblem::VariableMultivalued(_) => {
                    (Expected::Unresolved, Confidence::Observed)
                }
                ValueProblem::VariableMalformed(_) | ValueProblem::Malformed(_) => {
                    (Expected::Unresolved, Confidence::Assumed)
                }
                ValueProblem::VariableNotGiven(_) | ValueProblem::TooMuchText => {
                    (Expected::Unknown, Confidence::Documented)
                }
            };
            trace.problem = Some(problem);
            operand
        }
    }
}

/// What a value of the request is to several values of the policy. AWS goes through them in order
/// and stops at the first that fits; one it cannot evaluate counts only if it comes earlier
/// (recorded, ids `values-268*` to `values-281*`).
fn together(before: Fit, next: Fit) -> Fit {
    match (before, next) {
        (Fit::Fits | Fit::Fails, _) => before,
        (Fit::Unknown, next) if next != Fit::Fits => Fit::Unknown,
        (_, next) => next,
    }
}

/// Where the two part, if it is before the first wildcard.
fn differs_at(test: Test, expected: &ValueTrace, actual: &str) -> Option<usize> {
    let texts = matches!(test, Test::String { .. } | Test::Arn { .. });
    if !texts || expected.expanded.is_some() || expected.problem.is_some() {
        return None;
    }
    let at = first_difference(&expected.text, actual);
    let wildcard = test.takes_wildcards().then(|| expected.text.find(['*', '?'])).flatten();
    wildcard.is_none_or(|wildcard| at < wildcard).then_some(at)
}
