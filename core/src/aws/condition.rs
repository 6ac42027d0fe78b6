//! One condition against one request context: the truth table of operators, set qualifiers and
//! missing keys.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::context::{ContextValue, RequestContext};
use super::operator::{Operator, SetQualifier, StringMatching, Test};
use super::policy::Condition;
use crate::decision::{Because, ConditionTrace, Confidence, Effect, ValueTrace};
use crate::pattern::{Glob, first_difference, lowercase};
use crate::span::Spanned;

pub(super) fn evaluate(
    condition: &Condition,
    effect: Effect,
    context: &RequestContext,
) -> ConditionTrace {
    let Operator { test, .. } = condition.operator;
    let actual = context.get(&condition.key);
    let (matching, negated) = match test {
        Test::String { matching, negated } => (Some(matching), negated),
        Test::Null => (None, false),
    };
    let (expected, verdict) = match matching {
        _ if context.is_unknown(&condition.key) => not_given(condition, effect),
        None => presence(condition, actual.is_some()),
        Some(matching) => {
            let comparison = Comparison::new(matching, &condition.values, actual);
            let verdict = truth(condition, negated, actual, &comparison.rows);
            (comparison.columns, verdict)
        }
    };
    ConditionTrace {
        operator: condition.operator.to_string(),
        operator_span: condition.operator_span,
        negated,
        wildcards: matching == Some(StringMatching::Like),
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

/// The table of [single-valued vs. multivalued context keys] and [multiple values]. `rows` says for
/// each value of the request whether it fits a value of the policy.
///
/// That a key of list type never matches without a set qualifier, negated or not, is recorded
/// (`vectors/aws/conditions.json`, ids `sets-*`).
///
/// [single-valued vs. multivalued context keys]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
/// [multiple values]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
fn truth(
    condition: &Condition,
    negated: bool,
    actual: Option<&ContextValue>,
    rows: &[bool],
) -> Verdict {
    use Confidence::{Assumed, Documented, Observed};
    let verdict = |matched, because, confidence| Verdict { matched, because, confidence };
    let Operator { qualifier, if_exists, .. } = condition.operator;
    let Some(actual) = actual else {
        return match qualifier {
            Some(SetQualifier::ForAllValues) => {
                verdict(true, Because::VacuousForAllValues, Documented)
            }
            // By the definition of `IfExists`; for `ForAnyValue` nobody has published a recording.
            Some(SetQualifier::ForAnyValue) if if_exists => {
                verdict(true, Because::IfExistsKeyMissing, Assumed)
            }
            None if if_exists => verdict(true, Because::IfExistsKeyMissing, Documented),
            None if negated => verdict(true, Because::NegatedKeyMissing, Documented),
            Some(SetQualifier::ForAnyValue) | None => {
                verdict(false, Because::KeyMissing, Documented)
            }
        };
    };
    // AWS contradicts itself about an empty list of values in a policy.
    let confidence = if condition.values.is_empty() { Assumed } else { Documented };
    let mut holds = rows.iter().map(|fits| *fits != negated);
    match (qualifier, rows) {
        (Some(SetQualifier::ForAllValues), _) => {
            verdict(holds.all(|holds| holds), Because::Compared, confidence)
        }
        (Some(SetQualifier::ForAnyValue), _) => {
            verdict(holds.any(|holds| holds), Because::Compared, confidence)
        }
        (None, [fits]) if !actual.is_multivalued() => {
            verdict(*fits != negated, Because::Compared, confidence)
        }
        (None, _) => verdict(false, Because::NeedsSetQualifier, Observed),
    }
}

/// The request has the key, but nobody said with which value: the condition counts against the
/// caller, whichever effect it guards.
fn not_given(condition: &Condition, effect: Effect) -> (Vec<ValueTrace>, Verdict) {
    let expected = condition.values.iter().map(|value| untried(value, false)).collect();
    let verdict = Verdict {
        matched: effect == Effect::Deny,
        because: Because::KeyNotGiven,
        confidence: Confidence::Assumed,
    };
    (expected, verdict)
}

/// `Null`: `"true"` asks that the key be missing, `"false"` that it be there.
fn presence(condition: &Condition, present: bool) -> (Vec<ValueTrace>, Verdict) {
    let expected: Vec<ValueTrace> = condition
        .values
        .iter()
        .map(|value| untried(value, value.value.eq_ignore_ascii_case("true") != present))
        .collect();
    // Access Analyzer's check "Null with qualifier" says what the qualifiers make of it.
    let matched = match condition.operator.qualifier {
        Some(SetQualifier::ForAllValues) => true,
        Some(SetQualifier::ForAnyValue) => false,
        None => expected.iter().any(|value| value.matched),
    };
    let is_boolean = |text: &str| ["true", "false"].iter().any(|b| text.eq_ignore_ascii_case(b));
    let plain = !expected.is_empty() && expected.iter().all(|value| is_boolean(&value.text));
    let confidence = if plain { Confidence::Documented } else { Confidence::Assumed };
    (expected, Verdict { matched, because: Because::Presence, confidence })
}

fn untried(value: &Spanned<String>, matched: bool) -> ValueTrace {
    ValueTrace { text: value.value.clone(), matched, differs_at: None, span: value.span }
}

/// All values of a request against all values of a condition.
struct Comparison {
    /// For each value of the request: whether it fits some value of the policy.
    rows: Vec<bool>,
    /// For each value of the policy: whether some value of the request fits it.
    columns: Vec<ValueTrace>,
}

impl Comparison {
    fn new(
        matching: StringMatching,
        expected: &[Spanned<String>],
        actual: Option<&ContextValue>,
    ) -> Self {
        let actual = actual.map_or(&[][..], |actual| &actual.values);
        let mut rows = alloc::vec![false; actual.len()];
        let texts: Vec<Text> = actual.iter().map(|text| Text::new(matching, text)).collect();
        let column = |value: &Spanned<String>| {
            let matcher = Matcher::new(matching, &value.value);
            let mut column = untried(value, false);
            for (row, text) in rows.iter_mut().zip(&texts) {
                let fits = matcher.fits(text);
                *row |= fits;
                column.matched |= fits;
            }
            if let ([single], false) = (actual, column.matched) {
                column.differs_at = differs_at(matching, &value.value, single);
            }
            column
        };
        let columns = expected.iter().map(column).collect();
        Self { rows, columns }
    }
}

/// A value of the request, made ready once for all it is compared with.
enum Text<'a> {
    Plain(&'a str),
    Lower(String),
    Units(Vec<u16>),
}

impl<'a> Text<'a> {
    fn new(matching: StringMatching, text: &'a str) -> Self {
        match matching {
            StringMatching::Exact => Self::Plain(text),
            StringMatching::IgnoreCase => Self::Lower(lowercase(text)),
            StringMatching::Like => Self::Units(text.encode_utf16().collect()),
        }
    }
}

/// A value of the policy, made ready once for all it is compared with.
enum Matcher<'a> {
    Plain(&'a str),
    Lower(String),
    Glob(Glob),
}

impl<'a> Matcher<'a> {
    fn new(matching: StringMatching, expected: &'a str) -> Self {
        match matching {
            StringMatching::Exact => Self::Plain(expected),
            StringMatching::IgnoreCase => Self::Lower(lowercase(expected)),
            StringMatching::Like => Self::Glob(Glob::new(expected)),
        }
    }

    fn fits(&self, actual: &Text<'_>) -> bool {
        match (self, actual) {
            (Self::Plain(expected), Text::Plain(actual)) => expected == actual,
            (Self::Lower(expected), Text::Lower(actual)) => expected == actual,
            (Self::Glob(glob), Text::Units(actual)) => glob.matches_units(actual),
            _ => false,
        }
    }
}

/// Where the two part, if it is before the first wildcard.
fn differs_at(matching: StringMatching, expected: &str, actual: &str) -> Option<usize> {
    let at = first_difference(expected, actual);
    let wildcard = match matching {
        StringMatching::Like => expected.find(['*', '?']),
        StringMatching::Exact | StringMatching::IgnoreCase => None,
    };
    wildcard.is_none_or(|wildcard| at < wildcard).then_some(at)
}
