//! Trust policies: the document as a type, and its parser.

mod parse;
mod repeated;

use alloc::string::String;
use alloc::vec::Vec;

use super::operand::Operand;
use super::operator::Operator;
use crate::decision::Effect;
use crate::error::PolicyErrors;
use crate::limits::Limits;
use crate::pattern::Glob;
use crate::span::{Span, Spanned};

/// A trust policy that is understood as a whole.
///
/// Whether IAM would also *store* it is another question: [`check_trust_policy`] answers it.
///
/// [`check_trust_policy`]: super::check_trust_policy
///
/// ```
/// use assumable::{Explain, Limits, aws::TrustPolicy};
///
/// let source = r#"{
///   "Version": "2012-10-17",
///   "Statement": {
///     "Effect": "Allow",
///     "Principal": { "Federated": "arn:aws:iam::012345678910:oidc-provider/oidc.fly.io/acme" },
///     "Action": "sts:AssumeRoleWithWebIdentity",
///     "Condition": { "StringLik": { "oidc.fly.io/acme:sub": "acme:foo-bar:*" } }
///   }
/// }"#;
/// let errors = TrustPolicy::parse(source, &Limits::default()).unwrap_err();
/// let error = errors.iter().next().unwrap();
/// assert_eq!(error.code(), "policy-unknown-operator");
/// assert_eq!(error.span().unwrap().of(source), Some("\"StringLik\""));
/// assert_eq!(
///     error.to_string(),
///     "there is no condition operator `StringLik`; did you mean `StringLike`?",
/// );
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TrustPolicy {
    source: String,
    version: Option<Version>,
    statements: Vec<Statement>,
}

impl TrustPolicy {
    /// Parses a policy document.
    ///
    /// # Errors
    ///
    /// Everything that keeps the document from being understood, each with its place.
    pub fn parse(source: &str, limits: &Limits) -> Result<Self, PolicyErrors> {
        parse::parse(source, limits)
    }

    /// The text that was parsed; spans are places in it.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// `Version`, if the document has one. Without, AWS treats it as [`Version::V2008`].
    #[must_use]
    pub fn version(&self) -> Option<Version> {
        self.version
    }

    /// The statements in the order of the text.
    #[must_use]
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// The first `Federated` principal of the document.
    #[must_use]
    pub fn first_federated(&self) -> Option<&str> {
        self.federated().next()
    }

    /// All `Federated` principals of the document.
    pub fn federated(&self) -> impl Iterator<Item = &str> {
        self.statements
            .iter()
            .flat_map(|statement| match &statement.principals {
                Principals::Anyone(_) | Principals::Except(_) => &[][..],
                Principals::Listed(listed) => listed,
            })
            .filter(|(kind, _)| *kind == PrincipalKind::Federated)
            .map(|(_, name)| &*name.value)
    }
}

/// The version of the policy language.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Version {
    /// `2008-10-17`: `${…}` is plain text.
    V2008,
    /// `2012-10-17`: `${…}` is a policy variable.
    V2012,
}

/// One statement.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Statement {
    /// `Sid`: a name for people.
    pub sid: Option<Spanned<String>>,
    /// `Effect`.
    pub effect: Effect,
    /// `Principal` or `NotPrincipal`: who.
    pub principals: Principals,
    /// Where `Principal` or `NotPrincipal` stands.
    pub principal_span: Span,
    /// `Action` or `NotAction`: what.
    pub actions: Actions,
    /// Where `Action` or `NotAction` stands.
    pub action_span: Span,
    /// `Condition`: one entry per operator and key.
    pub conditions: Vec<Condition>,
    /// Where `Condition` stands, if it is there.
    pub condition_span: Option<Span>,
    /// `Resource` and `NotResource`: their names and where these stand. They decide nothing, as the
    /// resource of a trust policy is its role, and IAM stores no trust policy that has one.
    pub resources: Vec<Spanned<&'static str>>,
    /// The whole statement.
    pub span: Span,
}

/// Whom a statement speaks of.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Principals {
    /// `"*"`.
    Anyone(Span),
    /// Of one or several kinds, in the order of the text.
    Listed(Vec<(PrincipalKind, Spanned<String>)>),
    /// `NotPrincipal`: all but these. IAM stores no trust policy that has it.
    Except(Vec<(PrincipalKind, Spanned<String>)>),
}

/// The kinds of principal.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PrincipalKind {
    /// An identity provider: the only kind that a web identity can be.
    Federated,
    /// An AWS account, role or user.
    Aws,
    /// An AWS service.
    Service,
    /// A canonical user id of S3.
    CanonicalUser,
}

/// Which actions a statement speaks of.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Actions {
    /// `NotAction`: all but these.
    pub negated: bool,
    /// The patterns.
    pub patterns: Vec<Spanned<String>>,
    /// One for each pattern, in lower case.
    globs: Vec<Glob>,
}

impl Actions {
    fn new(negated: bool, patterns: Vec<Spanned<String>>) -> Self {
        let glob = |pattern: &Spanned<String>| Glob::new(&pattern.value.to_ascii_lowercase());
        let globs = patterns.iter().map(glob).collect();
        Self { negated, patterns, globs }
    }

    /// Whether the action fits, pattern by pattern; `*` and `?` are wildcards.
    pub(super) fn fits(&self, action: &Action) -> impl Iterator<Item = bool> {
        self.globs.iter().map(|glob| glob.matches_units(&action.0))
    }
}

/// An action, made ready for many patterns: letter case does not count.
pub(super) struct Action(Vec<u16>);

impl Action {
    pub(super) fn new(name: &str) -> Self {
        Self(name.encode_utf16().map(lowercase_ascii).collect())
    }
}

fn lowercase_ascii(unit: u16) -> u16 {
    u8::try_from(unit).map_or(unit, |byte| byte.to_ascii_lowercase().into())
}

/// An operator applied to one condition key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Condition {
    /// The operator.
    pub operator: Operator,
    /// Where the operator's name stands; conditions of one block share it.
    pub operator_span: Span,
    /// The condition key as written.
    pub key: String,
    /// Where the key stands, quotes included.
    pub key_span: Span,
    /// The values; a single one without brackets counts as a list of one.
    pub values: Vec<Spanned<String>>,
    /// From the key to the end of its values.
    pub span: Span,
    /// The key in lower case, as contexts have it.
    pub(super) name: String,
    /// One for each value.
    pub(super) operands: Vec<Operand>,
}

impl Condition {
    /// Whether a value has variables: its text then depends on the request.
    pub(crate) fn has_variables(&self) -> bool {
        self.operands.iter().any(Operand::is_variable)
    }
}
