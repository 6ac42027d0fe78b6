//! The values of a policy, made ready for comparison as early as they can be.

use alloc::borrow::Cow;
use alloc::string::String;

use super::compare::Expected;
use super::operator::Test;
use super::variables::{Piece, Variables, has_variables, joined};
use crate::decision::{Confidence, ValueProblem};

/// A value of a condition, as it is known before there is a request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Operand {
    /// The same for every request.
    Ready(Reading),
    /// It has variables.
    Variable,
}

/// A value of a condition, as it is for one request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Reading {
    pub(super) expected: Expected,
    /// The text after its variables were replaced, if it has some and all could be.
    pub(super) expanded: Option<String>,
    /// Why it cannot fit.
    pub(super) problem: Option<ValueProblem>,
    pub(super) confidence: Confidence,
}

impl Operand {
    /// `variables` says whether the policy's version knows any.
    pub(super) fn new(test: Test, value: &str, variables: bool) -> Self {
        match variables && test.takes_variables() && has_variables(value) {
            true => Self::Variable,
            false => Self::Ready(Reading::new(test, &[Piece::Pattern(value)], None)),
        }
    }

    pub(super) fn is_variable(&self) -> bool {
        matches!(self, Self::Variable)
    }

    /// `value` is what it was made of.
    pub(super) fn read(
        &self,
        test: Test,
        value: &str,
        variables: &mut Variables<'_>,
    ) -> Cow<'_, Reading> {
        match self {
            Self::Ready(reading) => Cow::Borrowed(reading),
            Self::Variable => Cow::Owned(match variables.expand(value) {
                Ok(pieces) => Reading::new(test, &pieces, Some(joined(&pieces).into_owned())),
                Err(problem) => Reading::failed(problem, variables.context.is_of_claims()),
            }),
        }
    }
}

impl Reading {
    fn new(test: Test, pieces: &[Piece<'_>], expanded: Option<String>) -> Self {
        let (expected, confidence) = Expected::read(test, pieces);
        let problem = expected.flaw().map(ValueProblem::Malformed);
        Self { expected, expanded, problem, confidence }
    }

    fn failed(problem: ValueProblem, of_claims: bool) -> Self {
        let (expected, confidence) = match problem {
            // Who chooses whether it is a list must not choose thereby what it fits.
            ValueProblem::VariableMultivalued(_) if of_claims => {
                (Expected::Unknown, Confidence::Assumed)
            }
            ValueProblem::VariableMissing(_) => (Expected::Unresolved, Confidence::Documented),
            ValueProblem::VariableMultivalued(_) => (Expected::Unresolved, Confidence::Observed),
            ValueProblem::VariableMalformed(_) | ValueProblem::Malformed(_) => {
                (Expected::Unresolved, Confidence::Assumed)
            }
            ValueProblem::VariableNotGiven(_) | ValueProblem::TooMuchText => {
                (Expected::Unknown, Confidence::Documented)
            }
        };
        Self { expected, expanded: None, problem: Some(problem), confidence }
    }
}
