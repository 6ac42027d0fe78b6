//! The engine's word on an outsider: whether one statement admits it and no other denies it.

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;

use super::circumstances::Circumstances;
use super::outsider::OWN;
use super::trust::federated as federated_of;
use super::wish::Wishes;
use super::witness::Witness;
use crate::aws::{
    self, ASSUME_ROLE_WITH_WEB_IDENTITY, AssumeRole, CallOutcome, Doubt, Request, RequestContext,
    Statement, TrustPolicy,
};
use crate::decision::Effect;
use crate::fix::quoted;
use crate::json;

/// Decides for one provider.
pub(super) struct Gate<'a> {
    pub(super) policy: &'a TrustPolicy,
    pub(super) federated: &'a str,
    /// Whence and when the outsider calls.
    pub(super) place: &'a Circumstances,
    /// A policy of which it is known: who is let in there is no news.
    pub(super) known: Option<&'a TrustPolicy>,
}

/// An outsider whom the engine admits.
pub(super) struct Admitted {
    /// All but who it is.
    pub(super) witness: Witness,
    pub(super) context: RequestContext,
}

impl Gate<'_> {
    /// `wishes` are what the statement asks of the caller, by condition key.
    pub(super) fn admits(
        &self,
        statement: &Statement,
        claims: &[(String, String)],
        wishes: &Wishes,
    ) -> Option<Admitted> {
        let text = object(claims);
        let value = json::parse(&text, 2).ok()?;
        let mut witness = self.witness(text, wishes);
        let call = witness.call(value.as_object()?, self.policy);
        let (_, context) = aws::request_of(&AssumeRole {
            // The principal at hand, also where the policy names several of one issuer.
            provider: aws::Provider { arn: Some(self.federated), ..call.provider },
            ..call
        });
        let request = self.request(&context);
        let denials = || denials(self.policy);
        if !aws::applies(statement, request, Doubt::For)
            || denials().any(|it| aws::applies(it, request, Doubt::For))
            || self.known.is_some_and(|it| lets_in(it, request))
        {
            return None;
        }
        let simulation = aws::simulate(&call);
        match simulation.outcome {
            CallOutcome::Allowed(_) => {}
            // What nobody here can know decides.
            CallOutcome::Denied(_) => {
                let doubtful = denials().filter(|it| aws::applies(it, request, Doubt::Against));
                let doubtful: Vec<&Statement> = doubtful.chain([statement]).collect();
                witness.rests_on = rests_on(&doubtful, &context);
                (!witness.rests_on.is_empty()).then_some(())?;
            }
            CallOutcome::Error(_) => return None,
        }
        Some(Admitted { witness, context })
    }

    /// Says of the call what the policy asks for, and no more.
    fn witness(&self, claims: String, wishes: &Wishes) -> Witness {
        let Circumstances { address, now, tags, asks } = self.place;
        let said = |key: &str, usual: &str| {
            let is_asked = asks.of_caller.contains(&key);
            is_asked.then(|| wishes.get(key).unwrap_or(usual).to_owned())
        };
        let is_first = self
            .policy
            .federated()
            .find(|it| aws::provider_of(it) == aws::provider_of(self.federated))
            == Some(self.federated);
        Witness {
            claims,
            who: String::new(),
            provider: (!is_first).then(|| self.federated.to_owned()),
            session_name: said(SESSION_NAME, OWN),
            user_agent: said(USER_AGENT, OWN),
            region: said(REGION, "us-east-1"),
            source_ip: asks.address.then(|| address.clone()),
            role_tags: asks.tags.then(|| tags.clone()),
            now: asks.time.then_some(*now),
            rests_on: Vec::new(),
        }
    }

    fn request<'r>(&'r self, context: &'r RequestContext) -> Request<'r> {
        Request { federated: self.federated, action: ASSUME_ROLE_WITH_WEB_IDENTITY, context }
    }

    /// Whether another statement for the same provider keeps this caller out.
    pub(super) fn is_narrower_elsewhere(&self, statement: &Statement, admitted: &Admitted) -> bool {
        let request = self.request(&admitted.context);
        let statements = self.policy.statements().iter();
        let mut others = statements
            .filter(|other| other.effect == Effect::Allow && other.span != statement.span);
        others.any(|other| {
            federated_of(other).any(|it| it.value == self.federated)
                && !aws::applies(other, request, Doubt::For)
        })
    }
}

/// Whether the policy lets the caller in, or may do so.
fn lets_in(policy: &TrustPolicy, request: Request<'_>) -> bool {
    let applies = |statement: &&Statement| aws::applies(statement, request, Doubt::For);
    let mut allowing = policy.statements().iter().filter(|it| it.effect == Effect::Allow);
    allowing.any(|it| applies(&it)) && !denials(policy).any(|it| applies(&it))
}

fn denials(policy: &TrustPolicy) -> impl Iterator<Item = &Statement> {
    policy.statements().iter().filter(|it| it.effect == Effect::Deny)
}

/// What decides and is not known: condition keys, or whom a denial means.
fn rests_on(statements: &[&Statement], context: &RequestContext) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for statement in statements {
        let keys = statement.conditions.iter().map(|condition| &condition.key);
        let mut unknown: Vec<String> =
            keys.filter(|key| context.is_unknown(key)).cloned().collect();
        if unknown.is_empty() && statement.effect == Effect::Deny {
            unknown.push(PRINCIPAL.to_owned());
        }
        unknown.retain(|name| !names.contains(name));
        names.append(&mut unknown);
    }
    names
}

fn object(claims: &[(String, String)]) -> String {
    let members: Vec<String> =
        claims.iter().map(|(name, text)| quoted(name) + ": " + &quoted(text)).collect();
    alloc::format!("{{{}}}", members.join(", "))
}

/// What the caller writes into the request, and AWS does not check.
pub(super) const CALLERS: [&str; 4] = [SESSION_NAME, USER_AGENT, REFERER, REGION];

pub(super) const SESSION_NAME: &str = "sts:RoleSessionName";
pub(super) const USER_AGENT: &str = "aws:UserAgent";
const REFERER: &str = "aws:referer";
const REGION: &str = "aws:RequestedRegion";

/// Whether a `Deny` for `AWS: *` speaks of web identities.
pub(super) const PRINCIPAL: &str = "Principal";
