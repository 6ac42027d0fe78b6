//! One condition against one request context: the truth table of operators, set qualifiers and
//! missing keys.

use alloc::vec::Vec;

use super::compare::{Actual, Fit, compare};
use super::context::{ContextValue, Known};
use super::operand::Reading;
use super::operator::{Operator, SetQualifier, Test};
use super::policy::Condition;
use super::variables::Variables;
use crate::decision::{
    Because, ConditionTrace, Confidence, Effect, Malformed, ValueProblem, ValueTrace,
};
use crate::pattern::first_difference;

/// The trace of a condition before it meets a request.
pub(super) fn outline(condition: &Condition) -> ConditionTrace {
    let Operator { test, .. } = condition.operator;
    let untried = condition.values.iter().map(|it| ValueTrace::new(&it.value, it.span));
    ConditionTrace {
        operator: condition.operator.name(),
        operator_span: condition.operator_span,
        negated: test.is_negated(),
        wildcards: test.takes_wildcards(),
        key: condition.key.clone(),
        key_span: condition.key_span,
        actual: None,
        expected: untried.collect(),
        matched: false,
        because: Because::KeyMissing,
        confidence: Confidence::Documented,
        span: condition.span,
    }
}

/// Enters the verdict, with what it rests on, into the condition's trace.
pub(super) fn enter(
    condition: &Condition,
    effect: Effect,
    variables: &mut Variables<'_>,
    trace: &mut ConditionTrace,
) {
    trace.expected.iter_mut().for_each(ValueTrace::reset);
    let known = variables.context.known(&condition.name);
    let verdict = of_known(condition, known, effect, variables, Some(&mut trace.expected));
    match (known, &mut trace.actual) {
        (Known::Given(actual), Some(values)) => values.clone_from(&actual.values),
        (Known::Given(actual), none) => *none = Some(actual.values.clone()),
        (Known::NotGiven | Known::Missing, actual) => *actual = None,
    }
    let Verdict { matched, because, confidence } = verdict;
    (trace.matched, trace.because, trace.confidence) = (matched, because, confidence);
}

/// Whether the condition holds for a request that lacks its key.
pub(crate) fn holds_without(condition: &Condition) -> bool {
    match condition.operator.test {
        Test::Null => presence(condition, false, None).matched,
        _ => absent(condition).matched,
    }
}

/// Whether the condition holds, and nothing else.
pub(super) fn holds(condition: &Condition, effect: Effect, variables: &mut Variables<'_>) -> bool {
    let known = variables.context.known(&condition.name);
    of_known(condition, known, effect, variables, None).matched
}

/// The verdict. What becomes of each value is noted in `notes`, if somebody wants to know.
fn of_known(
    condition: &Condition,
    known: Known<'_>,
    effect: Effect,
    variables: &mut Variables<'_>,
    notes: Option<&mut [ValueTrace]>,
) -> Verdict {
    match (known, condition.operator.test) {
        (Known::NotGiven, _) => not_given(effect),
        (Known::Given(_), Test::Null) => presence(condition, true, notes),
        (Known::Missing, Test::Null) => presence(condition, false, notes),
        (Known::Missing, _) => absent(condition),
        (Known::Given(actual), _) => {
            let comparison = Comparison::new(condition, actual, variables, notes);
            truth(condition, effect, actual, &comparison)
        }
    }
}

/// Whether a condition holds, and why.
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
    comparison: &Comparison<'_>,
) -> Verdict {
    let Operator { qualifier, test, .. } = condition.operator;
    let negated = test.is_negated();
    let sum = match qualifier {
        Some(SetQualifier::ForAllValues) => sum(&comparison.rows, negated, false),
        Some(SetQualifier::ForAnyValue) => sum(&comparison.rows, negated, true),
        None if !actual.is_multivalued() && comparison.rows.len() == 1 => {
            sum(&comparison.rows, negated, true)
        }
        None if comparison.of_claims => {
            let denies = effect == Effect::Deny;
            return verdict(denies, Because::NeedsSetQualifier, Confidence::Assumed);
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
fn sum(rows: &[Row<'_>], negated: bool, decisive: bool) -> Sum {
    let mut unknown = false;
    for row in rows {
        let holds = match row.fit {
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
fn not_given(effect: Effect) -> Verdict {
    verdict(effect == Effect::Deny, Because::KeyNotGiven, Confidence::Assumed)
}

/// `Null`: `"true"` asks that the key be missing, `"false"` that it be there.
fn presence(condition: &Condition, present: bool, notes: Option<&mut [ValueTrace]>) -> Verdict {
    let holds = |text: &str| text.eq_ignore_ascii_case("true") != present;
    for note in notes.into_iter().flatten() {
        note.matched = holds(&note.text);
    }
    let mut texts = condition.values.iter().map(|value| &*value.value);
    // Access Analyzer's check "Null with qualifier" says what the qualifiers make of it.
    let matched = match condition.operator.qualifier {
        Some(SetQualifier::ForAllValues) => true,
        Some(SetQualifier::ForAnyValue) => false,
        None => texts.clone().any(holds),
    };
    let is_boolean = |text: &str| ["true", "false"].iter().any(|b| text.eq_ignore_ascii_case(b));
    let plain = !condition.values.is_empty() && texts.all(is_boolean);
    let confidence = if plain { Confidence::Documented } else { Confidence::Assumed };
    verdict(matched, Because::Presence, confidence)
}

/// All values of a request against all values of a condition.
struct Comparison<'a> {
    rows: Vec<Row<'a>>,
    /// What every value of the request should be, and is not.
    malformed: Option<Malformed>,
    /// Whether the policy has values, and none of them is what the operator compares.
    malformed_policy: bool,
    too_much_text: bool,
    /// Whether the caller's claims decide the types of keys.
    of_claims: bool,
    confidence: Confidence,
}

/// A value of the request, and how it fits the policy's values.
struct Row<'a> {
    value: Actual<'a>,
    fit: Fit,
    /// Whether it is compared. AWS fills its keys with what their types say; where the token does, what
    /// the operator does not compare is not known.
    compared: bool,
}

impl<'a> Comparison<'a> {
    fn new(
        condition: &Condition,
        actual: &'a ContextValue,
        variables: &mut Variables<'_>,
        mut notes: Option<&mut [ValueTrace]>,
    ) -> Self {
        let Operator { test, .. } = condition.operator;
        let of_claims = variables.context.is_of_claims();
        let mut confidence = Confidence::Documented;
        let mut rows = Vec::with_capacity(actual.values.len());
        for text in &actual.values {
            let (value, known) = Actual::read(test, text);
            confidence = confidence.max(known);
            let compared = !of_claims || value.is_plain(test, text);
            let fit = if compared { value.alone() } else { Fit::Unknown };
            rows.push(Row { value, fit, compared });
        }
        let mut malformed_policy = !condition.values.is_empty();
        let mut too_much_text = false;
        for (index, (value, operand)) in
            condition.values.iter().zip(&condition.operands).enumerate()
        {
            let reading = operand.read(test, &value.value, variables);
            confidence = confidence.max(reading.confidence);
            malformed_policy &= matches!(reading.problem, Some(ValueProblem::Malformed(_)));
            too_much_text |= reading.problem == Some(ValueProblem::TooMuchText);
            let mut matched_by = None;
            for (at, row) in rows.iter_mut().enumerate().filter(|(_, row)| row.compared) {
                let fit = compare(test, &reading.expected, &row.value);
                if fit == Fit::Fits {
                    matched_by = matched_by.or(Some(at));
                }
                row.fit = together(row.fit, fit);
            }
            if let Some(note) = notes.as_deref_mut().and_then(|notes| notes.get_mut(index)) {
                (note.matched, note.matched_by) = (matched_by.is_some(), matched_by);
                let Reading { expanded, problem, .. } = &*reading;
                (note.expanded, note.problem) = (expanded.clone(), problem.clone());
                if let ([single], [Row { fit, compared: true, .. }]) = (&*actual.values, &*rows)
                    && *fit != Fit::Never
                {
                    note.differs_at = differs_at(test, note, single);
                }
            }
        }
        let malformed = rows.first().and_then(|row| row.value.malformed());
        let malformed =
            malformed.filter(|_| rows.iter().all(|row| row.value.malformed().is_some()));
        Self { rows, malformed, malformed_policy, too_much_text, of_claims, confidence }
    }

    fn because(&self) -> Because {
        match self.malformed {
            Some(kind) => Because::MalformedRequestValue(kind),
            None if self.malformed_policy => Because::MalformedPolicyValue,
            None => Because::Compared,
        }
    }

    fn because_unknown(&self) -> Because {
        let mut skipped = self.rows.iter().filter(|row| !row.compared);
        match skipped.find_map(|row| row.value.malformed()) {
            _ if self.too_much_text => Because::TooMuchText,
            Some(kind) => Because::MalformedRequestValue(kind),
            None => Because::KeyNotGiven,
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

/// Where the two part, if they do and it is before the first wildcard.
fn differs_at(test: Test, expected: &ValueTrace, actual: &str) -> Option<usize> {
    let texts = matches!(test, Test::String { .. } | Test::Arn { .. });
    if !texts || expected.matched || expected.expanded.is_some() || expected.problem.is_some() {
        return None;
    }
    let at = first_difference(&expected.text, actual);
    let wildcard = test.takes_wildcards().then(|| expected.text.find(['*', '?'])).flatten();
    wildcard.is_none_or(|wildcard| at < wildcard).then_some(at)
}
