use assumable as core;
use serde::Serialize;
use tsify::Tsify;

use super::Span;
use crate::utf16::{Utf16, units_before};

/// The answer of a trust policy, with everything it rests on. A denial is an answer, not an error.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    /// Allowed or denied.
    pub outcome: Outcome,
    /// Which rule decided.
    pub reason: Reason,
    /// The statements that decided, by position in the policy, counted from 0.
    pub determining: Vec<u32>,
    /// Every statement, in the order of the policy.
    pub trace: Vec<StatementTrace>,
    /// The weakest evidence that the outcome of any element or condition rests on.
    pub confidence: Confidence,
    /// The answer and the whole trace, as text for people.
    pub explanation: String,
}

/// Allowed or denied.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The role may be assumed.
    Allowed,
    /// It may not.
    Denied,
}

/// Which rule decided.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// A `Deny` statement matched.
    ExplicitDeny,
    /// An `Allow` statement matched, and no `Deny`.
    AllowedByStatement,
    /// No statement matched.
    NoStatementMatched,
}

/// How well the real behaviour is known: documented by the cloud, observed on it, or assumed.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// The cloud's own documentation says so.
    Documented,
    /// The real cloud was recorded doing so.
    Observed,
    /// It follows from the documentation, but nobody published a confirmation.
    Assumed,
}

/// What a statement does when it matches.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// It allows.
    Allow,
    /// It denies, whatever else allows.
    Deny,
}

/// One statement, element by element.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct StatementTrace {
    /// Position in the policy, counted from 0.
    pub index: u32,
    /// The statement's name for itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub sid: Option<String>,
    /// What it does when it matches.
    pub effect: Effect,
    /// Whether every element and condition matches.
    pub matched: bool,
    /// Where it stands in the policy.
    pub span: Span,
    /// Whether it speaks of this caller.
    pub principal: ElementTrace,
    /// Whether it speaks of this action.
    pub action: ElementTrace,
    /// Every condition; all must match.
    pub conditions: Vec<ConditionTrace>,
}

/// A principal or action element.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ElementTrace {
    /// What the caller presents.
    pub actual: String,
    /// What the policy accepts.
    pub expected: Vec<ValueTrace>,
    /// Whether they fit.
    pub matched: bool,
    /// Where the element stands in the policy.
    pub span: Span,
}

/// One condition: an operator, a condition key and the values it is compared with.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ConditionTrace {
    /// The operator as written, such as `ForAnyValue:StringLike`.
    pub operator: String,
    /// Where the operator's name stands; conditions of one block share it.
    pub operator_span: Span,
    /// The condition key as written.
    pub key: String,
    /// The request's values for the key; absent if the request has no such key.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub actual: Option<Vec<String>>,
    /// The policy's values, each with what became of it.
    pub expected: Vec<ValueTrace>,
    /// Whether the condition holds.
    pub matched: bool,
    /// Why.
    pub because: Because,
    /// How well that is known.
    pub confidence: Confidence,
    /// Where the key and its values stand.
    pub span: Span,
}

/// One value of a policy, compared.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ValueTrace {
    /// The value as written.
    pub text: String,
    /// The value after its policy variables were replaced; absent if it has none, or if one of them
    /// could not be replaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub expanded: Option<String>,
    /// Whether some value of the request fits it.
    pub matched: bool,
    /// Which value of the request fits it first, by position in `actual`, counted from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub matched_by: Option<u32>,
    /// Why it cannot fit any value.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub problem: Option<ValueProblem>,
    /// If it does not fit and the request has one value: how many UTF-16 code units both have in
    /// common. After the first wildcard there is no single place.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub differs_at: Option<u32>,
    /// Where it stands in the policy, quotes included.
    pub span: Span,
}

/// Why a policy's value cannot fit, whatever the request says.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ValueProblem {
    /// Which rule it breaks.
    pub kind: ValueProblemKind,
    /// The policy variable that it is about, without `${` and `}`, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub variable: Option<String>,
    /// The problem in one sentence.
    pub explanation: String,
}

/// What is wrong with a policy's value.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum ValueProblemKind {
    /// It should be a decimal number.
    NotANumber,
    /// It should be a date.
    NotADate,
    /// It should be an IP address or a range of them.
    NotAnIpAddress,
    /// It is an IPv6 range whose address has bits beyond the prefix.
    HostBits,
    /// It should be an ARN.
    NotAnArn,
    /// It should be base64.
    NotBase64,
    /// The request has no such key for a variable, and the variable has no default.
    VariableMissing,
    /// A variable names a key that holds a list.
    VariableMultivalued,
    /// The cloud knows the key of a variable, but the question did not give its value.
    VariableNotGiven,
    /// It has a `${` that begins no variable.
    VariableMalformed,
    /// The policy's variables stand for more text than is compared.
    TooMuchText,
}

/// Why a condition holds or does not.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    /// The values were compared.
    Compared,
    /// The request has no such key, and the operator needs one.
    KeyMissing,
    /// The request has no such key, and the operator is negated.
    NegatedKeyMissing,
    /// The request has no such key, and `IfExists` is then satisfied.
    IfExistsKeyMissing,
    /// The request has no such key, and `ForAllValues` of nothing is true.
    VacuousForAllValues,
    /// The cloud knows the key's value, but the question did not give it: the condition counts
    /// against the caller.
    KeyNotGiven,
    /// Nothing was compared: no value of the request is what the operator compares.
    MalformedRequestValue,
    /// A value of the policy is not what the operator compares, and that decided.
    MalformedPolicyValue,
    /// The policy's variables stand for more text than is compared: the condition counts against
    /// the caller.
    TooMuchText,
    /// The key may hold several values, and the operator lacks `ForAllValues` or `ForAnyValue`.
    NeedsSetQualifier,
    /// `Null` asked only whether the key is there.
    Presence,
}

impl Decision {
    /// `places` are those of the policy's text.
    pub(crate) fn new(decision: &core::Decision, places: &Utf16, explanation: String) -> Self {
        let statement = |statement| StatementTrace::new(statement, places);
        Self {
            outcome: decision.outcome().into(),
            reason: decision.reason().into(),
            determining: decision.determining().iter().copied().map(number).collect(),
            trace: decision.trace().iter().map(statement).collect(),
            confidence: decision.confidence().into(),
            explanation,
        }
    }
}

impl StatementTrace {
    fn new(trace: &core::StatementTrace, places: &Utf16) -> Self {
        let condition = |condition| ConditionTrace::new(condition, places);
        Self {
            index: number(trace.index),
            sid: trace.sid.clone(),
            effect: trace.effect.into(),
            matched: trace.matched(),
            span: places.span(trace.span),
            principal: ElementTrace::new(&trace.principal, places),
            action: ElementTrace::new(&trace.action, places),
            conditions: trace.conditions.iter().map(condition).collect(),
        }
    }
}

impl ElementTrace {
    fn new(trace: &core::ElementTrace, places: &Utf16) -> Self {
        Self {
            actual: trace.actual.clone(),
            expected: values(&trace.expected, places),
            matched: trace.matched,
            span: places.span(trace.span),
        }
    }
}

impl ConditionTrace {
    fn new(trace: &core::ConditionTrace, places: &Utf16) -> Self {
        Self {
            operator: trace.operator.clone(),
            operator_span: places.span(trace.operator_span),
            key: trace.key.clone(),
            actual: trace.actual.clone(),
            expected: values(&trace.expected, places),
            matched: trace.matched,
            because: trace.because.into(),
            confidence: trace.confidence.into(),
            span: places.span(trace.span),
        }
    }
}

fn values(values: &[core::ValueTrace], places: &Utf16) -> Vec<ValueTrace> {
    let value = |value: &core::ValueTrace| ValueTrace {
        text: value.text.clone(),
        expanded: value.expanded.clone(),
        matched: value.matched,
        matched_by: value.matched_by.map(number),
        problem: value.problem.as_ref().map(ValueProblem::from),
        differs_at: value.differs_at.map(|at| units_before(&value.text, at)),
        span: places.span(value.span),
    };
    values.iter().map(value).collect()
}

impl From<&core::ValueProblem> for ValueProblem {
    fn from(problem: &core::ValueProblem) -> Self {
        let (kind, variable) = match problem {
            core::ValueProblem::Malformed(malformed) => ((*malformed).into(), None),
            core::ValueProblem::VariableMissing(key) => {
                (ValueProblemKind::VariableMissing, Some(key))
            }
            core::ValueProblem::VariableMultivalued(key) => {
                (ValueProblemKind::VariableMultivalued, Some(key))
            }
            core::ValueProblem::VariableNotGiven(key) => {
                (ValueProblemKind::VariableNotGiven, Some(key))
            }
            core::ValueProblem::VariableMalformed(_) => (ValueProblemKind::VariableMalformed, None),
            core::ValueProblem::TooMuchText => (ValueProblemKind::TooMuchText, None),
        };
        let explanation = core::explain::problem(problem);
        Self { kind, variable: variable.cloned(), explanation }
    }
}

impl From<core::Malformed> for ValueProblemKind {
    fn from(malformed: core::Malformed) -> Self {
        match malformed {
            core::Malformed::Number => Self::NotANumber,
            core::Malformed::Date => Self::NotADate,
            core::Malformed::IpAddress => Self::NotAnIpAddress,
            core::Malformed::HostBits => Self::HostBits,
            core::Malformed::Arn => Self::NotAnArn,
            core::Malformed::Base64 => Self::NotBase64,
        }
    }
}

pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl From<core::Outcome> for Outcome {
    fn from(outcome: core::Outcome) -> Self {
        match outcome {
            core::Outcome::Allowed => Self::Allowed,
            core::Outcome::Denied => Self::Denied,
        }
    }
}

impl From<core::Reason> for Reason {
    fn from(reason: core::Reason) -> Self {
        match reason {
            core::Reason::ExplicitDeny => Self::ExplicitDeny,
            core::Reason::AllowedByStatement => Self::AllowedByStatement,
            core::Reason::NoStatementMatched => Self::NoStatementMatched,
        }
    }
}

impl From<core::Confidence> for Confidence {
    fn from(confidence: core::Confidence) -> Self {
        match confidence {
            core::Confidence::Documented => Self::Documented,
            core::Confidence::Observed => Self::Observed,
            core::Confidence::Assumed => Self::Assumed,
        }
    }
}

impl From<core::Effect> for Effect {
    fn from(effect: core::Effect) -> Self {
        match effect {
            core::Effect::Allow => Self::Allow,
            core::Effect::Deny => Self::Deny,
        }
    }
}

impl From<core::Because> for Because {
    fn from(because: core::Because) -> Self {
        match because {
            core::Because::Compared => Self::Compared,
            core::Because::KeyMissing => Self::KeyMissing,
            core::Because::NegatedKeyMissing => Self::NegatedKeyMissing,
            core::Because::IfExistsKeyMissing => Self::IfExistsKeyMissing,
            core::Because::VacuousForAllValues => Self::VacuousForAllValues,
            core::Because::KeyNotGiven => Self::KeyNotGiven,
            core::Because::MalformedRequestValue(_) => Self::MalformedRequestValue,
            core::Because::MalformedPolicyValue => Self::MalformedPolicyValue,
            core::Because::TooMuchText => Self::TooMuchText,
            core::Because::NeedsSetQualifier => Self::NeedsSetQualifier,
            core::Because::Presence => Self::Presence,
        }
    }
}
