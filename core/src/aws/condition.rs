//! One condition against one request context: the truth table of operators, set qualifiers and
//! missing keys.

use alloc::boxed::Box;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::context::{ContextValue, RequestContext};
use super::operator::{Operator, SetQualifier, StringMatching, Test};
use super::policy::Condition;
use crate::decision::{Because, ConditionTrace, Confidence, ValueTrace};
use crate::pattern::{Glob, first_difference, lowercase};
use crate::span::Spanned;

pub(super) fn evaluate(condition: &Condition, context: &RequestContext) -> ConditionTrace {
    let actual = context.get(&condition.key);
    let (expected, verdict) = match condition.operator.test {
        Test::Null => presence(condition, actual.is_some()),
        Test::String { matching, negated } => {
            let matcher = Matcher { matching, values: &condition.values };
            let matrix = actual.map(|actual| matcher.matrix(actual)).unwrap_or_default();
            let expected = matcher.trace(actual, &matrix);
            (expected, truth(condition.operator, negated, actual, &matrix))
        }
    };
    ConditionTrace {
        operator: condition.operator.to_string(),
        operator_span: condition.operator_span,
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

/// The table of [single-valued vs. multivalued context keys] and [multiple values].
///
/// That a key of list type never matches without a set qualifier, negated or not, is recorded
/// (`vectors/aws/conditions.json`, ids `sets-*`).
///
/// [single-valued vs. multivalued context keys]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
/// [multiple values]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
fn truth(
    operator: Operator,
    negated: bool,
    actual: Option<&ContextValue>,
    matrix: &[Vec<bool>],
) -> Verdict {
    use Confidence::{Assumed, Documented, Observed};
    let verdict = |matched, because, confidence| Verdict { matched, because, confidence };
    let Some(actual) = actual else {
        return match operator.qualifier {
            Some(SetQualifier::ForAllValues) => {
                verdict(true, Because::VacuousForAllValues, Documented)
            }
            // By the definition of `IfExists`; for `ForAnyValue` nobody has published a recording.
            Some(SetQualifier::ForAnyValue) if operator.if_exists => {
                verdict(true, Because::IfExistsKeyMissing, Assumed)
            }
            None if operator.if_exists => verdict(true, Because::IfExistsKeyMissing, Documented),
            None if negated => verdict(true, Because::NegatedKeyMissing, Documented),
            Some(SetQualifier::ForAnyValue) | None => {
                verdict(false, Because::KeyMissing, Documented)
            }
        };
    };
    let fits = |row: &Vec<bool>| row.contains(&true) != negated;
    let matched = match operator.qualifier {
        Some(SetQualifier::ForAllValues) => matrix.iter().all(fits),
        Some(SetQualifier::ForAnyValue) => matrix.iter().any(fits),
        None if actual.is_multivalued() => {
            return verdict(false, Because::NeedsSetQualifier, Observed);
        }
        None => matrix.iter().any(fits),
    };
    verdict(matched, Because::Compared, Documented)
}

/// `Null`: `"true"` asks that the key be missing, `"false"` that it be there.
fn presence(condition: &Condition, present: bool) -> (Vec<ValueTrace>, Verdict) {
    let expected: Vec<ValueTrace> = condition
        .values
        .iter()
        .map(|value| ValueTrace {
            matched: value.value.eq_ignore_ascii_case("true") != present,
            text: value.value.clone(),
            differs_at: None,
            span: value.span,
        })
        .collect();
    // Access Analyzer's check "Null with qualifier" says what the qualifiers make of it.
    let matched = match condition.operator.qualifier {
        Some(SetQualifier::ForAllValues) => true,
        Some(SetQualifier::ForAnyValue) => false,
        None => expected.iter().any(|value| value.matched),
    };
    let verdict =
        Verdict { matched, because: Because::Presence, confidence: Confidence::Documented };
    (expected, verdict)
}

/// The values of a condition, ready to be compared.
struct Matcher<'a> {
    matching: StringMatching,
    values: &'a [Spanned<String>],
}

impl Matcher<'_> {
    /// A row per value of the request, a column per value of the policy.
    fn matrix(&self, actual: &ContextValue) -> Vec<Vec<bool>> {
        let columns: Vec<_> = self.values.iter().map(|value| self.column(&value.value)).collect();
        let row = |text: &str| columns.iter().map(|matches| matches(text)).collect();
        actual.values.iter().map(|text| row(text)).collect()
    }

    fn column<'v>(&self, expected: &'v str) -> Box<dyn Fn(&str) -> bool + 'v> {
        match self.matching {
            StringMatching::Exact => Box::new(move |actual| actual == expected),
            StringMatching::IgnoreCase => {
                let expected = lowercase(expected);
                Box::new(move |actual| lowercase(actual) == expected)
            }
            StringMatching::Like => {
                let glob = Glob::new(expected);
                Box::new(move |actual| glob.matches(actual))
            }
        }
    }

    fn trace(&self, actual: Option<&ContextValue>, matrix: &[Vec<bool>]) -> Vec<ValueTrace> {
        let single = actual.and_then(|actual| match &*actual.values {
            [single] => Some(single),
            _ => None,
        });
        let trace = |(column, value): (usize, &Spanned<String>)| {
            let matched = matrix.iter().any(|row| row.get(column) == Some(&true));
            let differs_at = single
                .filter(|_| !matched)
                .and_then(|actual| self.differs_at(&value.value, actual));
            ValueTrace { text: value.value.clone(), matched, differs_at, span: value.span }
        };
        self.values.iter().enumerate().map(trace).collect()
    }

    fn differs_at(&self, expected: &str, actual: &str) -> Option<usize> {
        let at = first_difference(expected, actual);
        let wildcard = match self.matching {
            StringMatching::Like => expected.find(['*', '?']),
            StringMatching::Exact | StringMatching::IgnoreCase => None,
        };
        wildcard.is_none_or(|wildcard| at < wildcard).then_some(at)
    }
}
