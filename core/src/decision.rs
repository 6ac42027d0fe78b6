//! Decisions and the trace they rest on. Shared by every relying party.

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;

use crate::span::Span;

/// The answer to "may this workload assume this role", with everything it rests on.
///
/// A denial is an answer, not an error.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Decision {
    reason: Reason,
    determining: Vec<usize>,
    trace: Vec<StatementTrace>,
}

impl Decision {
    /// What these statements add up to.
    pub(crate) fn from_trace(trace: Vec<StatementTrace>) -> Self {
        let reason = Reason::NoStatementMatched;
        let mut decision = Self { reason, determining: Vec::new(), trace };
        decision.settle();
        decision
    }

    /// The same statements, met by another request.
    #[cfg(feature = "aws")]
    pub(crate) fn retrace(&mut self, meet: impl FnOnce(&mut [StatementTrace])) {
        meet(&mut self.trace);
        self.settle();
    }

    fn settle(&mut self) {
        let any = |effect: Effect| {
            self.trace.iter().any(|statement| statement.effect == effect && statement.matched())
        };
        let denied = any(Effect::Deny);
        self.reason = Reason::of(denied, any(Effect::Allow));
        let decisive = if denied { Effect::Deny } else { Effect::Allow };
        let hits = self.trace.iter().filter(|it| it.effect == decisive && it.matched());
        self.determining.clear();
        self.determining.extend(hits.map(|hit| hit.index));
    }

    /// Allowed or denied.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.reason.outcome()
    }

    /// Which rule decided.
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// The statements that decided, by position in the policy, counted from 0. Empty if none
    /// matched.
    #[must_use]
    pub fn determining(&self) -> &[usize] {
        &self.determining
    }

    /// Every statement, in the order of the policy.
    #[must_use]
    pub fn trace(&self) -> &[StatementTrace] {
        &self.trace
    }

    /// The weakest evidence that the outcome of any element or condition rests on.
    #[must_use]
    pub fn confidence(&self) -> Confidence {
        let parts = self.trace.iter().flat_map(|statement| {
            let conditions = statement.conditions.iter().map(|condition| condition.confidence);
            conditions.chain([statement.principal.confidence, statement.action.confidence])
        });
        parts.max().unwrap_or(Confidence::Documented)
    }
}

/// Allowed or denied.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// The role may be assumed.
    Allowed,
    /// It may not.
    Denied,
}

/// Which rule decided.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reason {
    /// A `Deny` statement matched.
    ExplicitDeny,
    /// An `Allow` statement matched, and no `Deny`.
    AllowedByStatement,
    /// No statement matched.
    NoStatementMatched,
}

impl Reason {
    /// An explicit deny beats any allow, and what no statement allows is denied.
    ///
    /// Source: [policy evaluation logic].
    ///
    /// [policy evaluation logic]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
    pub(crate) fn of(some_deny_matched: bool, some_allow_matched: bool) -> Self {
        match (some_deny_matched, some_allow_matched) {
            (true, _) => Self::ExplicitDeny,
            (false, true) => Self::AllowedByStatement,
            (false, false) => Self::NoStatementMatched,
        }
    }

    /// Allowed or denied.
    pub(crate) fn outcome(self) -> Outcome {
        match self {
            Self::AllowedByStatement => Outcome::Allowed,
            Self::ExplicitDeny | Self::NoStatementMatched => Outcome::Denied,
        }
    }
}

/// How well the real behaviour is known. Ordered: the later, the weaker.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Confidence {
    /// The cloud's own documentation says so.
    Documented,
    /// The real cloud was recorded doing so.
    Observed,
    /// It follows from the documentation, but nobody published a confirmation.
    Assumed,
}

/// What a statement does when it matches.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Effect {
    /// It allows.
    Allow,
    /// It denies, whatever else allows.
    Deny,
}

/// One statement, element by element.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StatementTrace {
    /// Position in the policy, counted from 0.
    pub index: usize,
    /// The statement's name for itself.
    pub sid: Option<String>,
    /// What it does when it matches.
    pub effect: Effect,
    /// Where it stands.
    pub span: Span,
    /// Whether it speaks of this caller.
    pub principal: ElementTrace,
    /// Whether it speaks of this action.
    pub action: ElementTrace,
    /// Every condition; all must match.
    pub conditions: Vec<ConditionTrace>,
}

impl StatementTrace {
    /// Whether every element and condition matches.
    #[must_use]
    pub fn matched(&self) -> bool {
        self.principal.matched
            && self.action.matched
            && self.conditions.iter().all(|condition| condition.matched)
    }
}

/// A principal or action element.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ElementTrace {
    /// What the caller presents.
    pub actual: String,
    /// What the policy accepts.
    pub expected: Vec<ValueTrace>,
    /// Whether they fit.
    pub matched: bool,
    /// How well that is known.
    pub confidence: Confidence,
    /// Where the element stands.
    pub span: Span,
}

/// One condition: an operator, a condition key and the values it is compared with.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ConditionTrace {
    /// The operator as written, such as `ForAnyValue:StringLike`.
    pub operator: String,
    /// Where the operator's name stands; conditions of one block share it.
    pub operator_span: Span,
    /// Whether it must *not* match any of the values.
    pub negated: bool,
    /// Whether `*` and `?` in the values are wildcards.
    pub wildcards: bool,
    /// The condition key as written.
    pub key: String,
    /// Where the key stands, quotes included.
    pub key_span: Span,
    /// The request's values for the key; `None` if the request has no such key.
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
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ValueTrace {
    /// The value as written.
    pub text: String,
    /// The value after its policy variables were replaced; `None` if it has none, or if one of them
    /// could not be replaced.
    pub expanded: Option<String>,
    /// Whether some value of the request fits it.
    pub matched: bool,
    /// Which value of the request fits it first, by position in [`ConditionTrace::actual`].
    pub matched_by: Option<usize>,
    /// If it does not fit and the request has one value: the byte offset, in both, of the first
    /// difference. After the first wildcard there is no single place.
    pub differs_at: Option<usize>,
    /// Why it cannot fit any value.
    pub problem: Option<ValueProblem>,
    /// Where it stands, quotes included.
    pub span: Span,
}

impl ValueTrace {
    /// A value that was not compared yet.
    pub(crate) fn new(text: &str, span: Span) -> Self {
        Self {
            text: text.to_owned(),
            expanded: None,
            matched: false,
            matched_by: None,
            differs_at: None,
            problem: None,
            span,
        }
    }

    /// Forgets what became of it.
    pub(crate) fn reset(&mut self) {
        (self.expanded, self.problem) = (None, None);
        (self.matched, self.matched_by, self.differs_at) = (false, None, None);
    }
}

/// Why a policy's value cannot fit, whatever the request says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ValueProblem {
    /// It is not what the operator compares.
    Malformed(Malformed),
    /// The request has no such key for a policy variable, and the variable has no default.
    VariableMissing(String),
    /// A policy variable names a key that holds a list.
    VariableMultivalued(String),
    /// The cloud knows the key of a policy variable, but the question did not give its value.
    VariableNotGiven(String),
    /// This is no policy variable, for all its `${`.
    VariableMalformed(String),
    /// The policy's variables stand for more text than is compared.
    TooMuchText,
}

/// What a text should be, and is not.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Malformed {
    /// A decimal number.
    Number,
    /// A date.
    Date,
    /// An IP address, or in a policy a range of them.
    IpAddress,
    /// An IPv6 range whose address has no bits beyond the prefix.
    HostBits,
    /// An Amazon resource name of six parts.
    Arn,
    /// Base64 with padding.
    Base64,
}

impl Malformed {
    /// "a value of `DateEquals` must be … "
    pub(crate) fn wanted(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Date => "a date",
            Self::IpAddress => "an IP address or a range of them",
            Self::HostBits => "a range without bits beyond its prefix",
            Self::Arn => "an ARN",
            Self::Base64 => "base64 with padding",
        }
    }
}

/// Why a condition holds or does not.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Because {
    /// The values were compared.
    Compared,
    /// The request has no such key, and the operator needs one.
    KeyMissing,
    /// The request has no such key, and the operator is negated: nothing forbidden is there.
    NegatedKeyMissing,
    /// The request has no such key, and `IfExists` is then satisfied.
    IfExistsKeyMissing,
    /// The request has no such key, and `ForAllValues` of nothing is true.
    VacuousForAllValues,
    /// The cloud knows the key's value, but the question did not give it. The condition is taken
    /// not to match in an `Allow`, and to match in a `Deny`.
    KeyNotGiven,
    /// Nothing was compared: no value of the request is what the operator compares. Of a gate, that one is
    /// not, and that decided.
    MalformedRequestValue(Malformed),
    /// A value of the policy is not what the operator compares, and that decided.
    MalformedPolicyValue,
    /// The policy's variables stand for more text than is compared. The condition is taken not to
    /// match in an `Allow`, and to match in a `Deny`.
    TooMuchText,
    /// The key may hold several values; an operator without `ForAllValues` or `ForAnyValue` never
    /// matches it.
    NeedsSetQualifier,
    /// `Null` asked only whether the key is there.
    Presence,
}

impl Because {
    /// Whether the condition holds only because the request lacks the key.
    #[must_use]
    pub fn is_vacuous(self) -> bool {
        matches!(
            self,
            Self::NegatedKeyMissing | Self::IfExistsKeyMissing | Self::VacuousForAllValues
        )
    }
}
