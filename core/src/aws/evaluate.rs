//! A trust policy against a request.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use super::condition;
use super::context::RequestContext;
use super::policy::{Actions, PrincipalKind, Principals, Statement, TrustPolicy};
use super::variables::Variables;
use crate::decision::{Confidence, Decision, Effect, ElementTrace, StatementTrace, ValueTrace};
use crate::span::{Span, Spanned};

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
    let mut variables = Variables::new(policy.version(), request.context);
    let mut traces = Vec::with_capacity(policy.statements().len());
    for (index, statement) in policy.statements().iter().enumerate() {
        let Statement { effect, principals, principal_span, actions, action_span, .. } = statement;
        let conditions = statement.conditions.iter();
        traces.push(StatementTrace {
            index,
            sid: statement.sid.as_ref().map(|sid| sid.value.clone()),
            effect: *effect,
            span: statement.span,
            principal: principal(principals, *effect, *principal_span, request.federated),
            action: action(actions, *action_span, request.action),
            conditions: conditions
                .map(|condition| condition::evaluate(condition, *effect, &mut variables))
                .collect(),
        });
    }
    Decision::from_trace(traces)
}

/// Only a `Federated` principal that is named speaks of a web identity. `NotPrincipal` means all
/// others, as in every policy; as IAM stores no trust policy that has it, nobody has seen one decided.
fn principal(principals: &Principals, effect: Effect, span: Span, federated: &str) -> ElementTrace {
    let anyone;
    let (listed, negated, mut confidence) = match principals {
        Principals::Listed(listed) => (&**listed, false, Confidence::Documented),
        Principals::Except(listed) => (&**listed, true, Confidence::Assumed),
        Principals::Anyone(span) => {
            let name = Spanned { value: "*".to_owned(), span: *span };
            anyone = [(PrincipalKind::Federated, name)];
            (&anyone[..], false, Confidence::Documented)
        }
    };
    let mut expected = Vec::with_capacity(listed.len());
    for (kind, name) in listed {
        let matched = if name.value == "*" {
            let (matched, known) = everyone(*kind, effect);
            confidence = confidence.max(known);
            matched
        } else {
            *kind == PrincipalKind::Federated && name.value == federated
        };
        expected.push(ValueTrace::new(name, matched));
    }
    let matched = expected.iter().any(|value| value.matched) != negated;
    ElementTrace { actual: federated.to_owned(), expected, matched, confidence, span }
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
fn action(actions: &Actions, span: Span, action: &str) -> ElementTrace {
    let expected: Vec<ValueTrace> = actions
        .patterns
        .iter()
        .map(|pattern| ValueTrace::new(pattern, Actions::fits(&pattern.value, action)))
        .collect();
    let matched = expected.iter().any(|value| value.matched) != actions.negated;
    let confidence = if actions.negated { Confidence::Assumed } else { Confidence::Documented };
    ElementTrace { actual: action.to_owned(), expected, matched, confidence, span }
}
