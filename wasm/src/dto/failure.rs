#[cfg(feature = "aws")]
use assumable::PolicyErrors;
use assumable::{Explain, FetchError, VerifyError, VerifyFailure};
use serde::Serialize;
use tsify::Tsify;

use super::{Check, Span};
use crate::utf16::Utf16;

/// Why a question could not be asked. The doors make an `AssumableError` of it.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// A stable name in kebab case: that of the first of several problems.
    pub code: &'static str,
    /// One line for a person.
    pub message: String,
    /// Where in the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub span: Option<Span>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub help: Option<&'static str>,
    /// The argument at fault, such as `trustPolicy`; spans are places in its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub input: Option<&'static str>,
    /// All problems, where several were looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub errors: Option<Box<[Problem]>>,
    /// What belongs to the refusal of a token.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub refusal: Option<Box<Refusal>>,
}

/// What belongs to the refusal of a token.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    /// Every check: what passed, what failed, what was not reached.
    pub checks: Box<[Check]>,
    /// Whose keys are not at hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub issuer: Option<String>,
    /// When it is worth asking again, if it is the issuer's fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub retry_after_seconds: Option<u32>,
    /// Why keys could not be fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub cause: Option<Problem>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// A stable name in kebab case.
    pub code: &'static str,
    /// One line for a person.
    pub message: String,
    /// Where in the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub span: Option<Span>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub help: Option<&'static str>,
}

impl Problem {
    /// `places` are those of the text that was read.
    pub(crate) fn new(error: &impl Explain, places: &Utf16) -> Self {
        Self {
            code: error.code(),
            message: error.to_string(),
            span: error.span().map(|span| places.span(span)),
            help: error.help(),
        }
    }

    /// Why a fetch came to nothing. Its places are in a text that nobody has.
    pub(crate) fn of_fetch(error: &FetchError) -> Self {
        Self { code: error.code(), message: error.to_string(), span: None, help: error.help() }
    }
}

impl Failure {
    /// An error about the text of an argument.
    pub(crate) fn in_text(input: &'static str, source: &str, error: &impl Explain) -> Self {
        // A text that is refused for its size alone is not read even to count its characters.
        let read = if error.span().is_some() { source } else { "" };
        let problem = Problem::new(error, &Utf16::new(read));
        Self { input: Some(input), ..problem.into() }
    }

    /// A token that was refused.
    pub(crate) fn of_token(source: &str, failure: &VerifyFailure) -> Self {
        let checks = failure.checks.iter().map(Check::from).collect();
        let failed = Self::in_text("token", source, failure);
        match &failure.error {
            // Nothing is wrong with the token.
            VerifyError::KeysUnavailable { issuer, retry_after, error } => {
                let refusal = Refusal {
                    checks,
                    issuer: Some(issuer.clone()),
                    retry_after_seconds: retry_after.map(|length| length.0),
                    cause: error.as_deref().map(Problem::of_fetch),
                };
                Self { input: None, refusal: Some(Box::new(refusal)), ..failed }
            }
            _ => {
                let refusal =
                    Refusal { checks, issuer: None, retry_after_seconds: None, cause: None };
                Self { refusal: Some(Box::new(refusal)), ..failed }
            }
        }
    }

    /// With what to do about it where the package is asked, which the core does not know.
    pub(crate) fn with_help(self, help: &'static str) -> Self {
        Self { help: Some(help), ..self }
    }

    /// An error that concerns no text.
    pub(crate) fn of(error: &impl Explain) -> Self {
        Problem::new(error, &Utf16::new("")).into()
    }

    /// All that keeps a policy from being understood.
    #[cfg(feature = "aws")]
    pub(crate) fn in_policy(source: &str, errors: &PolicyErrors) -> Self {
        Self::of_all(source, errors.iter())
    }

    /// All of a policy that can never match at a gate.
    #[cfg(all(feature = "aws", feature = "fetch"))]
    pub(crate) fn at_gate(source: &str, errors: &[assumable::GateError]) -> Self {
        Self::of_all(source, errors.iter().take(PolicyErrors::MOST))
    }

    #[cfg(feature = "aws")]
    fn of_all<'a, E: Explain + 'a>(source: &str, errors: impl Iterator<Item = &'a E>) -> Self {
        let places = Utf16::new(source);
        let all: Vec<Problem> = errors.map(|error| Problem::new(error, &places)).collect();
        let first = all.first().cloned();
        let first = first.map_or_else(|| Self::invalid("the policy is not understood"), Self::from);
        Self { input: Some("trustPolicy"), errors: Some(all.into()), ..first }
    }

    /// An argument that is not what the contract says.
    pub(crate) fn invalid(message: &str) -> Self {
        let (code, message) = ("invalid-input", message.to_owned());
        Problem { code, message, span: None, help: None }.into()
    }
}

impl From<Problem> for Failure {
    fn from(Problem { code, message, span, help }: Problem) -> Self {
        Self { code, message, span, help, input: None, errors: None, refusal: None }
    }
}
