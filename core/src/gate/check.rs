use alloc::borrow::ToOwned as _;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::context::REQUEST_KEYS;
use crate::aws::{
    self, Condition, Operator, PrincipalKind, Principals, Statement, Test, TrustPolicy, ValueToken,
    claim_of, holds_without, nearest, provider_name, provider_of, value_tokens,
};
use crate::error::GateError;
use crate::span::{Span, Spanned};

/// The principals, actions, condition keys and variables of a policy that can never match at a gate that
/// trusts these issuers; nothing, if all can. What else stands in a value is not looked at.
///
/// AWS cannot know every key that a policy may ask for, so a misspelt one just never matches, and a
/// `Deny` with it denies nobody. A gate knows its issuers, its action and the keys of its requests. A
/// claim may have any name: nobody can enumerate them.
///
/// ```
/// use assumable::{Explain as _, Limits, aws::TrustPolicy, gate};
///
/// let source = r#"{
///   "Version": "2012-10-17",
///   "Statement": {
///     "Effect": "Deny",
///     "Principal": { "Federated": "oidc.fly.io/acme" },
///     "Action": "sts:AssumeRoleWithWebIdentity",
///     "Condition": { "StringEquals": { "https://oidc.fly.io/acme:app_name": "foo-bar" } }
///   }
/// }"#;
/// let policy = TrustPolicy::parse(source, &Limits::default())?;
/// let errors = gate::check(&policy, &["https://oidc.fly.io/acme"]);
/// assert_eq!(errors[0].code(), "gate-key");
/// assert!(errors[0].to_string().ends_with("; did you mean `oidc.fly.io/acme:app_name`?"));
/// # Ok::<(), assumable::PolicyErrors>(())
/// ```
#[must_use]
pub fn check(policy: &TrustPolicy, issuers: &[&str]) -> Vec<GateError> {
    let names = issuers.iter().map(|issuer| provider_name(issuer)).collect();
    let mut checked = Checked { names, errors: Vec::new() };
    checked.issuers();
    for statement in policy.statements() {
        checked.statement(statement);
    }
    checked.errors
}

struct Checked<'a> {
    /// The gate's issuers, as policies name them.
    names: Vec<&'a str>,
    errors: Vec<GateError>,
}

impl<'a> Checked<'a> {
    /// `a.example:8443:sub` is a key of `a.example:8443`, and of `a.example` if a claim is named `8443:sub`.
    fn issuers(&mut self) {
        for (index, one) in self.names.iter().enumerate() {
            let others = self.names.iter().enumerate().filter(|(place, _)| *place != index);
            for (place, other) in others {
                let same = one.eq_ignore_ascii_case(other) && index < place;
                if same || claim_of(other, one).is_some() {
                    let (one, other) = (String::from(*one), String::from(*other));
                    self.errors.push(GateError::IssuersOverlap { one, other });
                }
            }
        }
    }

    fn statement(&mut self, statement: &Statement) {
        let meant = self.principals(statement);
        if !aws::is_about(statement, aws::ASSUME_ROLE_WITH_WEB_IDENTITY) {
            self.errors.push(GateError::Action { span: statement.action_span });
        }
        let before = self.errors.len();
        for condition in &statement.conditions {
            self.condition(condition, &meant);
        }
        if self.errors.len() == before {
            self.together(statement, &meant);
        }
    }

    /// A token is of one issuer, so conditions that need claims of two never hold together.
    fn together(&mut self, statement: &Statement, meant: &[&str]) {
        let unmet = |issuer: &&str| {
            let mut conditions = statement.conditions.iter().enumerate();
            conditions.find_map(|(at, it)| Some((at, lacking(it, issuer)?)))
        };
        // Of the issuer whose tokens meet most of it.
        let unmet: Option<Vec<_>> = meant.iter().map(unmet).collect();
        let last = unmet.into_iter().flatten().min_by_key(|(at, _)| Reverse(*at));
        if let Some((_, (key, span))) = last {
            let key = key.to_owned();
            self.errors.push(GateError::KeyOfAnotherIssuer { key, span });
        }
    }

    /// The issuers that a statement is about; all, if that cannot be said.
    fn principals(&mut self, statement: &Statement) -> Vec<&'a str> {
        let Self { names, errors } = self;
        let mut meant = Vec::new();
        let mut meet = |kind: PrincipalKind, name: &str, span: Span| {
            let before = meant.len();
            match name {
                "*" if aws::is_everyone(kind, statement.effect) => meant.extend(&*names),
                "*" => {}
                _ if kind == PrincipalKind::Federated => {
                    meant.extend(names.iter().filter(|known| **known == provider_of(name)));
                }
                _ => {}
            }
            if meant.len() == before {
                let suggestion = resembling(name, names).map(str::to_owned);
                errors.push(GateError::Principal { name: name.to_owned(), suggestion, span });
            }
        };
        match &statement.principals {
            Principals::Anyone(span) => meet(PrincipalKind::Federated, "*", *span),
            Principals::Listed(listed) => {
                listed.iter().for_each(|(kind, name)| meet(*kind, &name.value, name.span));
            }
            // IAM stores no trust policy that has one, so nobody has seen one decided.
            Principals::Except(_) => {
                errors.push(GateError::NotPrincipal { span: statement.principal_span });
            }
        }
        if meant.is_empty() { names.clone() } else { meant }
    }

    fn condition(&mut self, condition: &Condition, meant: &[&str]) {
        self.key(&condition.key, condition.key_span, meant);
        let Operator { qualifier, test, .. } = condition.operator;
        if test == Test::Null && qualifier.is_some() {
            self.errors.push(GateError::NullOfSet { span: condition.operator_span });
        }
        for Spanned { value, span } in &condition.values {
            let mut replaced = true;
            for token in value_tokens(value) {
                match token {
                    ValueToken::Text(_) => {}
                    ValueToken::Malformed(_) => replaced = false,
                    _ if !condition.has_variables() => replaced = false,
                    ValueToken::Escape(_) => {}
                    ValueToken::Variable { key, .. } => self.key(key, *span, meant),
                }
            }
            if !replaced {
                self.errors.push(GateError::Variable { value: value.clone(), span: *span });
            }
        }
    }

    fn key(&mut self, key: &str, span: Span, meant: &[&str]) {
        if is_filled(key, meant) {
            return;
        }
        let key = key.to_owned();
        self.errors.push(match is_filled(&key, &self.names) {
            true => GateError::KeyOfAnotherIssuer { key, span },
            false => GateError::Key { suggestion: meant_key(&key, meant), key, span },
        });
    }
}

/// Whether a request with a token of one of these issuers may have this key.
fn is_filled(key: &str, issuers: &[&str]) -> bool {
    let is_claim = |issuer: &&str| claim_of(key, issuer).is_some_and(|claim| !claim.is_empty());
    REQUEST_KEYS.iter().any(|known| known.eq_ignore_ascii_case(key)) || issuers.iter().any(is_claim)
}

/// The key, or the variable, for lack of which a condition holds of no token of this issuer.
fn lacking<'c>(condition: &'c Condition, issuer: &str) -> Option<(&'c str, Span)> {
    let Condition { key, key_span, values, .. } = condition;
    let is_there = |key: &str| is_filled(key, &[issuer]);
    if !is_there(key) {
        return (!holds_without(condition)).then_some((key, *key_span));
    }
    let holds_without_it = claim_of(key, issuer).is_some() && holds_without(condition);
    if condition.operator.test.is_negated() || holds_without_it || !condition.has_variables() {
        return None;
    }
    let missing = |value: &'c Spanned<String>| {
        value_tokens(&value.value).find_map(|token| match token {
            ValueToken::Variable { key, default: None } if !is_there(key) => {
                Some((key, value.span))
            }
            _ => None,
        })
    };
    // One value that may fit is enough.
    let missing: Option<Vec<_>> = values.iter().map(missing).collect();
    missing?.first().copied()
}

/// The key that was probably meant.
fn meant_key(key: &str, issuers: &[&str]) -> Option<String> {
    let bare = without_scheme(provider_of(key));
    if is_filled(bare, issuers) {
        return Some(bare.to_owned());
    }
    if let Some(known) = nearest(key, REQUEST_KEYS.into_iter()) {
        return Some(known.to_owned());
    }
    match (bare.rsplit_once(':'), issuers) {
        (Some((issuer, claim)), _) if !claim.is_empty() => {
            resembling(issuer, issuers).map(|issuer| format!("{issuer}:{claim}"))
        }
        (None, [issuer]) if !key.is_empty() => Some(format!("{issuer}:{key}")),
        _ => None,
    }
}

/// The issuer that was probably meant, as policies name it.
fn resembling<'a>(written: &str, issuers: &[&'a str]) -> Option<&'a str> {
    let bare = without_scheme(provider_of(written)).trim_end_matches('/');
    let is_meant = |issuer: &&&str| without_scheme(issuer).trim_end_matches('/') == bare;
    let same = issuers.iter().find(is_meant).copied();
    same.or_else(|| nearest(bare, issuers.iter().copied()))
}

fn without_scheme(name: &str) -> &str {
    name.split_once("://").map_or(name, |(_, rest)| rest)
}

#[cfg(test)]
mod tests;
