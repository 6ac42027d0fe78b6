//! The engine's word on an outsider: whether one statement admits it and no other denies it.

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;

use super::circumstances::Circumstances;
use super::outsider::Wishes;
use super::trust::federated as federated_of;
use crate::aws::{
    self, ASSUME_ROLE_WITH_WEB_IDENTITY, AssumeRole, ContextValue, Presented, Provider, Request,
    RequestContext, RoleSession, Statement, TrustPolicy,
};
use crate::decision::Effect;
use crate::diagnose::quoted;
use crate::json;

/// Decides for one provider.
pub(super) struct Gate<'a> {
    pub(super) policy: &'a TrustPolicy,
    pub(super) federated: &'a str,
    /// Whence and when the outsider calls.
    pub(super) place: &'a Circumstances,
}

/// An outsider whom the engine admits.
pub(super) struct Admitted {
    /// The claims, as JSON.
    pub(super) claims: String,
    /// What the caller says besides: condition key and value.
    pub(super) request: Vec<(&'static str, String)>,
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
        let mut chosen: Vec<(&'static str, String)> =
            CALLERS.iter().filter_map(|key| Some((*key, wishes.get(key)?.to_owned()))).collect();
        let said = |key: &str| {
            let mut said = chosen.iter();
            said.find(|(name, _)| *name == key).map(|(_, text)| &**text)
        };
        let call = AssumeRole {
            provider: Provider { arn: Some(self.federated), ..Provider::default() },
            session: RoleSession {
                name: Some(said(SESSION_NAME).unwrap_or("session")),
                user_agent: Some(said(USER_AGENT).unwrap_or("agent")),
                region: Some(said(REGION).unwrap_or("us-east-1")),
                source_ip: Some(&self.place.address),
                ..RoleSession::default()
            },
            ..AssumeRole::new(Presented::Claims(value.as_object()?), self.policy, self.place.now)
        };
        let (_, mut context) = aws::request_of(&call);
        if let Some(referer) = said(REFERER) {
            context.insert(REFERER, ContextValue::string(referer));
        }
        let action = ASSUME_ROLE_WITH_WEB_IDENTITY;
        let request = Request { federated: self.federated, action, context: &context };
        let denied = || {
            let statements = self.policy.statements().iter();
            let mut denying = statements.filter(|it| it.effect == Effect::Deny);
            denying.any(|statement| aws::applies(statement, request))
        };
        if !aws::applies(statement, request) || denied() {
            return None;
        }
        chosen.extend(self.place.asked.iter().cloned());
        Some(Admitted { claims: text, request: chosen, context })
    }
}

impl Gate<'_> {
    /// Whether another statement for the same provider keeps this caller out.
    pub(super) fn is_narrower_elsewhere(&self, statement: &Statement, admitted: &Admitted) -> bool {
        let (federated, action) = (self.federated, ASSUME_ROLE_WITH_WEB_IDENTITY);
        let request = Request { federated, action, context: &admitted.context };
        let statements = self.policy.statements().iter();
        let mut others = statements
            .filter(|other| other.effect == Effect::Allow && other.span != statement.span);
        others.any(|other| {
            federated_of(other).any(|it| it.value == federated) && !aws::applies(other, request)
        })
    }
}

fn object(claims: &[(String, String)]) -> String {
    let members: Vec<String> =
        claims.iter().map(|(name, text)| quoted(name) + ": " + &quoted(text)).collect();
    alloc::format!("{{{}}}", members.join(", "))
}

/// What the caller writes into the request, and AWS does not check.
pub(super) const CALLERS: [&str; 4] = [SESSION_NAME, USER_AGENT, REFERER, REGION];

const SESSION_NAME: &str = "sts:RoleSessionName";
const USER_AGENT: &str = "aws:UserAgent";
const REFERER: &str = "aws:referer";
const REGION: &str = "aws:RequestedRegion";
