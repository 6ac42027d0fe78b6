//! A trust policy against a request.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use super::condition;
use super::context::RequestContext;
use super::policy::{Action, Condition, PrincipalKind, Principals, Statement, TrustPolicy};
use super::variables::Variables;
use crate::decision::{
    Confidence, Decision, Effect, ElementTrace, Outcome, Reason, StatementTrace, ValueTrace,
};
use crate::span::Span;

/// The action that a web identity needs.
pub const ASSUME_ROLE_WITH_WEB_IDENTITY: &str = "sts:AssumeRoleWithWebIdentity";

/// What is asked of a trust policy.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The caller: the ARN or bare name of the identity provider that vouches for it.
    pub federated: &'a str,
    /// The action, such as [`ASSUME_ROLE_WITH_WEB_IDENTITY`].
    pub action: &'a str,
    /// The condition keys, exactly these.
    pub context: &'a RequestContext,
}

/// Decides a request: exactly this context, nothing added.
///
/// ```
/// use assumable::aws::{self, ContextValue, Request, RequestContext, TrustPolicy};
/// use assumable::{Limits, Outcome};
///
/// let policy = TrustPolicy::parse(
///     r#"{
///       "Version": "2012-10-17",
///       "Statement": {
///         "Effect": "Allow",
///         "Principal": { "Federated": "arn:aws:iam::012345678910:oidc-provider/oidc.fly.io/acme" },
///         "Action": "sts:AssumeRoleWithWebIdentity",
///         "Condition": { "StringLike": { "oidc.fly.io/acme:sub": "acme:foo-bar:*" } }
///       }
///     }"#,
///     &Limits::default(),
/// )?;
/// let mut context = RequestContext::default();
/// context.insert("oidc.fly.io/acme:sub", ContextValue::string("acme:cat-api:quiet-river-4821"));
/// let decision = aws::evaluate(
///     &policy,
///     Request {
///         federated: "arn:aws:iam::012345678910:oidc-provider/oidc.fly.io/acme",
///         action: aws::ASSUME_ROLE_WITH_WEB_IDENTITY,
///         context: &context,
///     },
/// );
/// assert_eq!(decision.outcome(), Outcome::Denied);
/// assert_eq!(decision.trace()[0].conditions[0].expected[0].differs_at, Some(5));
/// # Ok::<(), assumable::PolicyErrors>(())
/// ```
#[must_use]
pub fn evaluate(policy: &TrustPolicy, request: Request<'_>) -> Decision {
    let mut variables = Variables::new(request.context);
    let requested = Action::new(request.action);
    let mut traces = Vec::with_capacity(policy.statements().len());
    for (index, statement) in policy.statements().iter().enumerate() {
        let effect = statement.effect;
        let conditions = statement.conditions.iter();
        traces.push(StatementTrace {
            index,
            sid: statement.sid.as_ref().map(|sid| sid.value.clone()),
            effect,
            span: statement.span,
            principal: element(request.federated, statement.principal_span, |notes| {
                principal(statement, request.federated, notes)
            }),
            action: element(request.action, statement.action_span, |notes| {
                action(statement, &requested, notes)
            }),
            conditions: conditions
                .map(|condition| condition::trace(condition, effect, &mut variables))
                .collect(),
        });
    }
    Decision::from_trace(traces)
}

/// The outcome of [`evaluate`], found with less work: nothing is written down.
///
/// ```
/// # use assumable::{Limits, Outcome, aws::{self, Request, RequestContext, TrustPolicy}};
/// # let source = r#"{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*"}}"#;
/// let policy = TrustPolicy::parse(source, &Limits::default())?;
/// let context = RequestContext::default();
/// let action = aws::ASSUME_ROLE_WITH_WEB_IDENTITY;
/// let request = Request { federated: "accounts.google.com", action, context: &context };
/// assert_eq!(aws::decide(&policy, request), aws::evaluate(&policy, request).outcome());
/// # Ok::<(), assumable::PolicyErrors>(())
/// ```
#[must_use]
pub fn decide(policy: &TrustPolicy, request: Request<'_>) -> Outcome {
    let mut variables = Variables::new(request.context);
    let requested = Action::new(request.action);
    let (mut denying, mut allowing) = (false, false);
    for statement in policy.statements() {
        let matched = matches(statement, request.federated, &requested, &mut variables);
        match statement.effect {
            Effect::Deny => denying |= matched,
            Effect::Allow => allowing |= matched,
        }
    }
    Reason::of(denying, allowing).outcome()
}

/// Whether one statement speaks of this request, as if it were alone.
pub(crate) fn applies(statement: &Statement, request: Request<'_>) -> bool {
    let mut variables = Variables::new(request.context);
    matches(statement, request.federated, &Action::new(request.action), &mut variables)
}

/// The conditions of one statement that hold only because the request lacks their key.
pub(crate) fn vacuous<'a>(
    statement: &'a Statement,
    context: &RequestContext,
) -> impl Iterator<Item = &'a Condition> {
    let mut variables = Variables::new(context);
    statement.conditions.iter().filter(move |condition| {
        let trace = condition::trace(condition, statement.effect, &mut variables);
        trace.matched && trace.because.is_vacuous()
    })
}

fn matches(
    statement: &Statement,
    federated: &str,
    requested: &Action,
    variables: &mut Variables<'_>,
) -> bool {
    let mut matched =
        principal(statement, federated, None).0 && action(statement, requested, None).0;
    for condition in &statement.conditions {
        // What variables stand for counts against those that follow, so none is passed over.
        if matched || condition.has_variables() {
            matched &= condition::holds(condition, statement.effect, variables);
        }
    }
    matched
}

/// Whether an element matches, how well that is known, and each of its values.
fn element(
    actual: &str,
    span: Span,
    decide: impl FnOnce(Notes<'_>) -> (bool, Confidence),
) -> ElementTrace {
    let mut expected = Vec::new();
    let (matched, confidence) = decide(Some(&mut expected));
    ElementTrace { actual: actual.to_owned(), expected, matched, confidence, span }
}

/// Where the values of an element are noted, if somebody wants to know.
type Notes<'a> = Option<&'a mut Vec<ValueTrace>>;

/// Only a `Federated` principal that is named speaks of a web identity. `NotPrincipal` means all
/// others, as in every policy; as IAM stores no trust policy that has it, nobody has seen one decided.
fn principal(statement: &Statement, federated: &str, mut notes: Notes<'_>) -> (bool, Confidence) {
    let (mut named, mut confidence) = (false, Confidence::Documented);
    let mut meet = |kind: PrincipalKind, name: &str, span: Span| {
        let (matched, known) = match name {
            "*" => everyone(kind, statement.effect),
            _ => (kind == PrincipalKind::Federated && name == federated, Confidence::Documented),
        };
        named |= matched;
        confidence = confidence.max(known);
        if let Some(notes) = &mut notes {
            notes.push(ValueTrace::new(name, span, matched));
        }
    };
    match &statement.principals {
        Principals::Anyone(span) => meet(PrincipalKind::Federated, "*", *span),
        Principals::Listed(listed) | Principals::Except(listed) => {
            listed.iter().for_each(|(kind, name)| meet(*kind, &name.value, name.span));
        }
    }
    match statement.principals {
        Principals::Except(_) => (!named, Confidence::Assumed),
        Principals::Anyone(_) | Principals::Listed(_) => (named, confidence),
    }
}

/// Whether `*` means a web identity too, and how well that is known. In an Allow `{"AWS": "*"}` does
/// not (recorded, `vectors/aws/sts-calls.json`). About the other forms, and about every one in a
/// Deny, nothing is published: they count against the caller.
fn everyone(kind: PrincipalKind, effect: Effect) -> (bool, Confidence) {
    match (kind, effect) {
        (PrincipalKind::Aws, Effect::Allow) => (false, Confidence::Observed),
        (_, Effect::Allow) => (false, Confidence::Assumed),
        (PrincipalKind::Aws | PrincipalKind::Federated, Effect::Deny) => {
            (true, Confidence::Assumed)
        }
        (_, Effect::Deny) => (false, Confidence::Assumed),
    }
}

/// For `NotAction` in a trust policy there is neither a word of AWS nor a recording; taken is what it
/// means in every other policy.
fn action(statement: &Statement, action: &Action, mut notes: Notes<'_>) -> (bool, Confidence) {
    let Statement { actions, .. } = statement;
    let mut named = false;
    for (pattern, fits) in actions.fits(action) {
        named |= fits;
        if let Some(notes) = &mut notes {
            notes.push(ValueTrace::new(&pattern.value, pattern.span, fits));
        }
    }
    match actions.negated {
        true => (!named, Confidence::Assumed),
        false => (named, Confidence::Documented),
    }
}
