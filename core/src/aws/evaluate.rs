//! A trust policy against a request.

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;

use super::condition;
use super::context::{Known, RequestContext, provider_of};
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
    evaluate_caller(policy, Caller::Principal(request.federated), request.action, request.context)
}

/// As [`evaluate`], for a caller that may have several names.
pub(crate) fn evaluate_caller(
    policy: &TrustPolicy,
    caller: Caller<'_>,
    action: &str,
    context: &RequestContext,
) -> Decision {
    let mut decision = outline(policy);
    decision.retrace(|trace| enter(policy, caller, action, context, trace));
    decision
}

/// Who asks.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Caller<'a> {
    /// Whom AWS knows by exactly this name.
    Principal(&'a str),
    /// An issuer by its bare name, and by the ARN of a provider for it in whatever account.
    Issuer(&'a str),
}

impl<'a> Caller<'a> {
    fn name(self) -> &'a str {
        let (Self::Principal(name) | Self::Issuer(name)) = self;
        name
    }

    fn is(self, principal: &str) -> bool {
        match self {
            Self::Principal(name) => name == principal,
            Self::Issuer(name) => name == provider_of(principal),
        }
    }
}

/// Evaluates many requests against one policy.
///
/// Most of a trace is the policy's own text. It is written down once; each question then enters what
/// it finds. So the decision is lent until the next question.
///
/// ```
/// # use assumable::{Limits, Outcome, aws::{self, Evaluator, Request, RequestContext, TrustPolicy}};
/// # let source = r#"{"Statement": {"Effect": "Allow", "Action": "sts:TagSession",
/// #   "Principal": {"Federated": "accounts.google.com"}}}"#;
/// let mut evaluator = Evaluator::new(TrustPolicy::parse(source, &Limits::default())?);
/// let context = RequestContext::default();
/// let federated = "accounts.google.com";
/// for (action, outcome) in
///     [("sts:TagSession", Outcome::Allowed), ("sts:SetSourceIdentity", Outcome::Denied)]
/// {
///     let request = Request { federated, action, context: &context };
///     assert_eq!(evaluator.evaluate(request).outcome(), outcome);
/// }
/// # Ok::<(), assumable::PolicyErrors>(())
/// ```
#[derive(Clone, Debug)]
pub struct Evaluator {
    policy: TrustPolicy,
    /// The last one.
    decision: Option<Decision>,
}

impl Evaluator {
    /// For this policy.
    #[must_use]
    pub fn new(policy: TrustPolicy) -> Self {
        Self { policy, decision: None }
    }

    /// The policy.
    #[must_use]
    pub fn policy(&self) -> &TrustPolicy {
        &self.policy
    }

    /// What the function [`evaluate`] gives.
    pub fn evaluate(&mut self, request: Request<'_>) -> &Decision {
        let Self { policy, decision } = self;
        let decision = decision.get_or_insert_with(|| outline(policy));
        let Request { federated, action, context } = request;
        let caller = Caller::Principal(federated);
        decision.retrace(|trace| enter(policy, caller, action, context, trace));
        decision
    }
}

/// What all decisions of a policy have in common.
fn outline(policy: &TrustPolicy) -> Decision {
    let statement = |(index, statement): (usize, &Statement)| StatementTrace {
        index,
        sid: statement.sid.as_ref().map(|sid| sid.value.clone()),
        effect: statement.effect,
        span: statement.span,
        principal: element(
            match &statement.principals {
                Principals::Anyone(span) => alloc::vec![ValueTrace::new("*", *span)],
                Principals::Listed(listed) | Principals::Except(listed) => {
                    let names = listed.iter().map(|(_, name)| name);
                    names.map(|name| ValueTrace::new(&name.value, name.span)).collect()
                }
            },
            statement.principal_span,
        ),
        action: element(
            statement
                .actions
                .patterns
                .iter()
                .map(|it| ValueTrace::new(&it.value, it.span))
                .collect(),
            statement.action_span,
        ),
        conditions: statement.conditions.iter().map(condition::outline).collect(),
    };
    Decision::from_trace(policy.statements().iter().enumerate().map(statement).collect())
}

fn element(expected: Vec<ValueTrace>, span: Span) -> ElementTrace {
    let (actual, confidence) = (String::new(), Confidence::Documented);
    ElementTrace { actual, expected, matched: false, confidence, span }
}

/// Enters what becomes of a request; the trace is one of this policy.
fn enter(
    policy: &TrustPolicy,
    caller: Caller<'_>,
    asked: &str,
    context: &RequestContext,
    trace: &mut [StatementTrace],
) {
    let mut variables = Variables::new(context);
    let requested = Action::new(asked);
    for (statement, trace) in policy.statements().iter().zip(trace) {
        enter_element(&mut trace.principal, caller.name(), |notes| {
            principal(statement, caller, notes)
        });
        enter_element(&mut trace.action, asked, |notes| action(statement, &requested, notes));
        for (condition, trace) in statement.conditions.iter().zip(&mut trace.conditions) {
            condition::enter(condition, statement.effect, &mut variables, trace);
        }
    }
}

/// Whether a statement speaks of this action.
pub(crate) fn is_about(statement: &Statement, action: &str) -> bool {
    self::action(statement, &Action::new(action), None).0
}

/// Whether `*` as a principal of this kind means a web identity too.
pub(crate) fn is_everyone(kind: PrincipalKind, effect: Effect) -> bool {
    everyone(kind, effect).0
}

/// Whether an element matches, how well that is known, and each of its values.
fn enter_element(
    element: &mut ElementTrace,
    actual: &str,
    decide: impl FnOnce(Notes<'_>) -> (bool, Confidence),
) {
    actual.clone_into(&mut element.actual);
    (element.matched, element.confidence) = decide(Some(&mut element.expected));
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
        let doubt = Doubt::Against;
        let matched = matches(statement, request.federated, &requested, &mut variables, doubt);
        match statement.effect {
            Effect::Deny => denying |= matched,
            Effect::Allow => allowing |= matched,
        }
    }
    Reason::of(denying, allowing).outcome()
}

/// Whether one statement speaks of this request, as if it were alone.
pub(crate) fn applies(statement: &Statement, request: Request<'_>, doubt: Doubt) -> bool {
    let mut variables = Variables::new(request.context);
    let action = Action::new(request.action);
    matches(statement, request.federated, &action, &mut variables, doubt)
}

/// For whom that decides which is not given, or not known of AWS.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Doubt {
    /// Against the caller: "allowed" must not rest on silence.
    Against,
    /// For the caller: whoever looks for holes must not take silence for a wall.
    For,
}

/// The conditions of one statement that hold only because the request lacks their key.
pub(crate) fn vacuous<'a>(
    statement: &'a Statement,
    context: &RequestContext,
) -> impl Iterator<Item = &'a Condition> {
    let mut variables = Variables::new(context);
    statement.conditions.iter().filter(move |condition| {
        let mut trace = condition::outline(condition);
        condition::enter(condition, statement.effect, &mut variables, &mut trace);
        trace.matched && trace.because.is_vacuous()
    })
}

fn matches(
    statement: &Statement,
    federated: &str,
    requested: &Action,
    variables: &mut Variables<'_>,
    doubt: Doubt,
) -> bool {
    // That a `Deny` for `AWS: *` is about web identities is an assumption.
    let (named, known) = principal(statement, Caller::Principal(federated), None);
    let doubted =
        doubt == Doubt::For && statement.effect == Effect::Deny && speaks_of_aws(statement);
    let named = named && !(doubted && known == Confidence::Assumed);
    let mut matched = named && action(statement, requested, None).0;
    for condition in &statement.conditions {
        // What variables stand for counts against those that follow, so none is passed over.
        if matched || condition.has_variables() {
            matched &= match doubt {
                Doubt::For if request_lacks(variables, condition) => {
                    statement.effect == Effect::Allow
                }
                Doubt::For | Doubt::Against => {
                    condition::holds(condition, statement.effect, variables)
                }
            };
        }
    }
    matched
}

/// Whether AWS would know the condition's key, but nobody here does.
fn request_lacks(variables: &Variables<'_>, condition: &Condition) -> bool {
    matches!(variables.context.known(&condition.name), Known::NotGiven)
}

/// Whether `AWS: *` stands among the principals.
fn speaks_of_aws(statement: &Statement) -> bool {
    let Principals::Listed(listed) = &statement.principals else { return false };
    listed.iter().any(|(kind, name)| *kind == PrincipalKind::Aws && name.value == "*")
}

/// Where the values of an element are noted, if somebody wants to know.
type Notes<'a> = Option<&'a mut [ValueTrace]>;

/// Only a `Federated` principal that is named speaks of a web identity. `NotPrincipal` means all
/// others, as in every policy; as IAM stores no trust policy that has it, nobody has seen one decided.
fn principal(statement: &Statement, caller: Caller<'_>, notes: Notes<'_>) -> (bool, Confidence) {
    let mut notes = notes.into_iter().flatten();
    let (mut named, mut confidence) = (false, Confidence::Documented);
    let mut meet = |kind: PrincipalKind, name: &str| {
        let (matched, known) = match name {
            "*" => everyone(kind, statement.effect),
            _ => (kind == PrincipalKind::Federated && caller.is(name), Confidence::Documented),
        };
        // Who is named is meant, whatever is not known of the others.
        confidence = match (named, matched) {
            (false, true) => known,
            (true, true) => confidence.min(known),
            (true, false) => confidence,
            (false, false) => confidence.max(known),
        };
        named |= matched;
        if let Some(note) = notes.next() {
            note.matched = matched;
        }
    };
    match &statement.principals {
        Principals::Anyone(_) => meet(PrincipalKind::Federated, "*"),
        Principals::Listed(listed) | Principals::Except(listed) => {
            listed.iter().for_each(|(kind, name)| meet(*kind, &name.value));
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
fn action(statement: &Statement, action: &Action, notes: Notes<'_>) -> (bool, Confidence) {
    let Statement { actions, .. } = statement;
    let mut notes = notes.into_iter().flatten();
    let (mut named, mut by_service) = (false, false);
    for (fits, pattern) in actions.fits(action).zip(&actions.patterns) {
        named |= fits;
        by_service |= fits && has_service(&pattern.value);
        if let Some(note) = notes.next() {
            note.matched = fits;
        }
    }
    match actions.negated {
        true => (!named, Confidence::Assumed),
        false if named && !by_service => (named, Confidence::Assumed),
        false => (named, Confidence::Documented),
    }
}

/// Whether a pattern for actions writes out the service, or is `*`. AWS documents wildcards in an
/// action's name only, and IAM stores no other (`write/statement.rs`).
fn has_service(pattern: &str) -> bool {
    pattern.split_once(':').is_none_or(|(service, _)| !service.contains(['*', '?']))
}
