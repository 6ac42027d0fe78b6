use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::error::Error;
use core::fmt;

use super::{Explain, JsonError, JsonType};
use crate::fix::{Edit, Fix};
use crate::span::Span;
use crate::visible::quotable;

/// Why a policy document cannot be understood: the problems that were found, at least one and at most
/// [`PolicyErrors::MOST`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PolicyErrors(pub(crate) Vec<PolicyError>);

impl PolicyErrors {
    /// The problems, in the order of the text.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &PolicyError> {
        self.0.iter()
    }

    /// Of more problems only the first are kept; nobody reads on.
    pub const MOST: usize = 100;
}

/// One line per problem.
impl fmt::Display for PolicyErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

impl Error for PolicyErrors {}

/// One reason why a policy document cannot be understood.
///
/// Source: [grammar of the IAM JSON policy language].
///
/// [grammar of the IAM JSON policy language]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum PolicyError {
    /// Not JSON.
    Json(JsonError),
    /// An object has a name twice, and to keep one of both would take away what the other says.
    Repeated {
        /// The name.
        name: String,
        /// How both are written as one.
        together: &'static str,
        /// The second occurrence of the name.
        span: Span,
    },
    /// The conditions hold more text than is decided.
    TooMuchText {
        /// Lengths of all condition keys and values, and one more for each.
        actual: usize,
        /// The most that is decided.
        limit: usize,
        /// The whole document.
        span: Span,
    },
    /// A value of the wrong JSON type.
    WrongType {
        /// Which element, such as `Statement`.
        element: &'static str,
        /// What it may be.
        expected: &'static str,
        /// What it is.
        found: JsonType,
        /// Where.
        span: Span,
    },
    /// An element that must be there is not.
    Missing {
        /// Which element.
        element: &'static str,
        /// The object that lacks it.
        span: Span,
    },
    /// An element that must hold something does not.
    Empty {
        /// Which element.
        element: &'static str,
        /// Where.
        span: Span,
    },
    /// Two elements that exclude each other.
    Conflicting {
        /// One of them.
        one: &'static str,
        /// The other.
        other: &'static str,
        /// The second in the text.
        span: Span,
    },
    /// An element that the language does not have.
    UnknownElement {
        /// Its name as written.
        name: String,
        /// The element it resembles.
        suggestion: Option<&'static str>,
        /// Where.
        span: Span,
    },
    /// `Version`, `Effect` or a principal kind with an unknown value.
    UnknownValue {
        /// Which element.
        element: &'static str,
        /// The value as written.
        value: String,
        /// What it may be.
        expected: &'static str,
        /// The value it resembles.
        suggestion: Option<&'static str>,
        /// Where.
        span: Span,
    },
    /// A condition operator that the language does not have.
    UnknownOperator {
        /// As written.
        name: String,
        /// The operator it resembles.
        suggestion: Option<String>,
        /// Where.
        span: Span,
    },
}

impl PolicyError {
    /// The change of the text that mends it, where only one can be meant: a comma too many, a word that is
    /// nearly one of the language.
    ///
    /// ```
    /// use assumable::aws::TrustPolicy;
    /// use assumable::Limits;
    ///
    /// let source = r#"{"Statement": [],}"#;
    /// let errors = TrustPolicy::parse(source, &Limits::default()).unwrap_err();
    /// let fix = errors.iter().next().unwrap().fix(source).unwrap();
    /// assert_eq!(fix.apply(source).unwrap(), r#"{"Statement": []}"#);
    /// ```
    #[must_use]
    pub fn fix(&self, source: &str) -> Option<Fix> {
        let (span, meant) = match self {
            Self::Json(JsonError::TrailingComma { span }) => {
                let edit = Edit::new(*span, String::new());
                return Some(Fix::edits("removes the comma", Vec::from([edit])).on(source));
            }
            Self::UnknownElement { suggestion, span, .. }
            | Self::UnknownValue { suggestion, span, .. } => (*span, (*suggestion)?),
            Self::UnknownOperator { suggestion, span, .. } => (*span, suggestion.as_deref()?),
            _ => return None,
        };
        let edits = Vec::from([Edit::text(span, meant)]);
        Some(Fix::edits(format!("writes `{meant}`"), edits).on(source))
    }
}

impl Explain for PolicyError {
    fn code(&self) -> &'static str {
        match self {
            Self::Json(error) => error.code(),
            // To who handles errors it is the same as in any other object.
            Self::Repeated { .. } => "json-duplicate-member",
            Self::TooMuchText { .. } => "policy-too-much-text",
            Self::WrongType { .. } => "policy-wrong-type",
            Self::Missing { .. } => "policy-missing-element",
            Self::Empty { .. } => "policy-empty-element",
            Self::Conflicting { .. } => "policy-conflicting-elements",
            Self::UnknownElement { .. } => "policy-unknown-element",
            Self::UnknownValue { .. } => "policy-unknown-value",
            Self::UnknownOperator { .. } => "policy-unknown-operator",
        }
    }

    fn span(&self) -> Option<Span> {
        match self {
            Self::Json(error) => error.span(),
            Self::Repeated { span, .. }
            | Self::TooMuchText { span, .. }
            | Self::WrongType { span, .. }
            | Self::Missing { span, .. }
            | Self::Empty { span, .. }
            | Self::Conflicting { span, .. }
            | Self::UnknownElement { span, .. }
            | Self::UnknownValue { span, .. }
            | Self::UnknownOperator { span, .. } => Some(*span),
        }
    }

    fn help(&self) -> Option<&'static str> {
        match self {
            Self::Json(error) => error.help(),
            Self::Repeated { together, .. } => Some(together),
            _ => None,
        }
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(error) => error.fmt(f),
            Self::Repeated { name, .. } => write!(f, "two members are named `{}`", quotable(name)),
            Self::TooMuchText { actual, limit, .. } => {
                write!(f, "the conditions hold {actual} bytes of text; at most {limit} are decided")
            }
            Self::WrongType { element, expected, found, .. } => {
                write!(f, "`{element}` must be {expected}, not {found}")
            }
            Self::Missing { element, .. } => write!(f, "`{element}` is missing"),
            Self::Empty { element, .. } => write!(f, "`{element}` is empty"),
            Self::Conflicting { one, other, .. } => {
                write!(f, "`{one}` and `{other}` exclude each other")
            }
            Self::UnknownElement { name, suggestion, .. } => {
                write!(f, "the policy language has no element `{}`", quotable(name))?;
                did_you_mean(f, *suggestion)
            }
            Self::UnknownValue { element, value, expected, suggestion, .. } => {
                write!(f, "`{element}` must be {expected}, not `{}`", quotable(value))?;
                did_you_mean(f, *suggestion)
            }
            Self::UnknownOperator { name, suggestion, .. } => {
                write!(f, "there is no condition operator `{}`", quotable(name))?;
                did_you_mean(f, suggestion.as_deref())
            }
        }
    }
}

impl Error for PolicyError {}

fn did_you_mean(f: &mut fmt::Formatter<'_>, suggestion: Option<&str>) -> fmt::Result {
    suggestion.map_or(Ok(()), |suggestion| write!(f, "; did you mean `{suggestion}`?"))
}
