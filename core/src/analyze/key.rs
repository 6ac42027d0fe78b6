//! Condition keys that no token fills: misspelt, another provider's, or not AWS's at all.

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::Finding;
use super::Severity::{Error, Security, Warning};
use super::asks::claim_of;
use super::trust::federated;
use crate::aws::{
    Condition, Principals, Statement, Test, TrustPolicy, condition_keys, holds_without, nearest,
    provider_of,
};
use crate::decision::Effect;
use crate::fix::{Edit, Fix};
use crate::issuer::Profile;
use crate::visible::quotable;

/// What the key of a condition of a statement that names providers of web identities is.
pub(super) fn find(policy: &TrustPolicy, statement: &Statement) -> Vec<Finding> {
    let providers: Vec<&str> =
        federated(statement).map(|principal| provider_of(&principal.value)).collect();
    // Of whom `*` is, nothing is known.
    if providers.is_empty() || providers.contains(&"*") {
        return Vec::new();
    }
    let conditions = statement.conditions.iter();
    conditions.filter_map(|it| key(policy, statement, &providers, it)).collect()
}

fn key(
    policy: &TrustPolicy,
    statement: &Statement,
    providers: &[&str],
    condition: &Condition,
) -> Option<Finding> {
    let is_never_there = |it: &Condition| is_never_there(policy, statement, providers, it);
    if !is_never_there(condition) {
        return None;
    }
    let shown = quotable(&condition.key);
    let always = |it: &&Condition| holds_without(it) && is_never_there(it);
    let mut always = statement.conditions.iter().filter(always);
    // Said once, of the first of several that all hold.
    let is_first = always.next().is_some_and(|first| first.span == condition.span);
    let is_all = is_first && always.count() + 1 == statement.conditions.len();
    let effect = effect(statement, condition, is_all);
    if let Some((provider, claim)) = claim_of_one(providers, condition) {
        let usable = || condition_keys(provider);
        let meant = nearest(claim, usable());
        let usable: Vec<&str> = usable().collect();
        let hint = meant.map_or_else(
            || format!("usable for this issuer: {}", usable.join(", ")),
            |meant| format!("did you mean `{meant}`?"),
        );
        let summary = format!("AWS never fills `{shown}`, so {}; {hint}", effect.1);
        let found = finding(UNKNOWN_CLAIM, effect.0, condition, summary);
        let meant = meant.map(|meant| format!("{provider}:{meant}"));
        return Some(found.with_key(statement, condition, meant));
    }
    if is_global(&condition.key) {
        let reported = match statement.effect {
            Effect::Allow => !holds_without(condition),
            // Of callers with AWS credentials the denial may be right.
            Effect::Deny => holds_without(condition) || is_of_web_identities(statement),
        };
        return reported.then(|| {
            let summary = format!("a web identity has no `{shown}`, so {}", effect.1);
            finding(ABSENT_KEY, effect.0, condition, summary)
        });
    }
    // Keys that begin alike have one mistake in common, and are mended together.
    let is_alike = |it: &&Condition| {
        prefix(it).is_some_and(|begin| prefix(condition) == Some(begin))
            && holds_without(it) == holds_without(condition)
            && is_never_there(it)
    };
    let alike: Vec<&Condition> = statement.conditions.iter().filter(is_alike).collect();
    if alike.first().is_some_and(|first| first.span != condition.span) {
        return None;
    }
    let of_whom = match providers {
        [provider] => format!("`{}`", quotable(provider)),
        _ => "the providers that are trusted".to_string(),
    };
    let summary = match (&*alike, prefix(condition)) {
        ([_, _, ..], Some(begin)) => format!(
            "condition keys that begin with `{}` are no keys of {of_whom}, so {}",
            quotable(begin),
            effect.1
        ),
        _ => format!("`{shown}` is no key of {of_whom}, so {}", effect.1),
    };
    let found = finding(OTHER_PROVIDER, effect.0, condition, summary);
    let [provider] = providers else { return Some(found) };
    if let Some(other) = prefix(condition).filter(|it| is_another_family(it, provider)) {
        let other = quotable(other);
        let fix = Fix::advice(match provider.contains("//") {
            true => format!("name the provider of `{other}` in `Principal`, without `https://`"),
            false => format!(
                "if tokens of `{other}` are meant, name its provider in `Principal`; else begin the keys \
                 with {of_whom}"
            ),
        });
        return Some(Finding { fix: Some(fix), ..found });
    }
    let meant = |it: &Condition| {
        let (_, claim) = it.key.rsplit_once(':')?;
        let is_key = condition_keys(provider).any(|key| key == claim);
        is_key.then(|| format!("{provider}:{claim}"))
    };
    let each = || alike.iter().map(|it| found.clone().with_key(statement, it, meant(it)).fix);
    let [_, _, ..] = &*alike else {
        return Some(found.with_key(statement, condition, meant(condition)));
    };
    // All together, or by hand.
    let edits: Option<Vec<Edit>> = each().map(|fix| fix?.edits.pop()).collect();
    let effect = format!("asks for the claims of {of_whom} instead");
    let fix = match edits {
        Some(edits) => Some(Fix::edits(effect, edits)),
        None => each().flatten().find(|fix| fix.edits.is_empty()),
    };
    Some(Finding { fix, ..found })
}

/// Whether it is the bare name of an issuer that is known, and the provider is of another kind or is written as
/// no provider is: the slip may be in the principal.
fn is_another_family(prefix: &str, provider: &str) -> bool {
    let name = |issuer| Profile::of(issuer).map(|profile| profile.name);
    let is_bare = !prefix.contains("//") && !prefix.starts_with("arn:");
    is_bare && name(prefix).is_some() && (provider.contains("//") || name(prefix) != name(provider))
}

/// What stands before the claim of a key.
fn prefix(condition: &Condition) -> Option<&str> {
    condition.key.rsplit_once(':').map(|(prefix, _)| prefix)
}

/// Whether no token of these providers fills the key, and no call has it otherwise.
fn is_never_there(
    policy: &TrustPolicy,
    statement: &Statement,
    providers: &[&str],
    condition: &Condition,
) -> bool {
    if let Some((provider, claim)) = claim_of_one(providers, condition) {
        return !condition_keys(provider).any(|name| name.eq_ignore_ascii_case(claim));
    }
    if is_global(&condition.key) {
        return is_never_given(&condition.key);
    }
    // A denial may speak of all providers of an account; one that the policy trusts is meant then.
    let mut trusted = policy.federated().map(provider_of);
    statement.effect == Effect::Allow || !trusted.any(|it| claim_of(condition, it).is_some())
}

/// The claim that the condition asks for, and the first provider of which it is one.
fn claim_of_one<'a>(providers: &[&'a str], condition: &'a Condition) -> Option<(&'a str, &'a str)> {
    providers.iter().find_map(|it| Some((*it, claim_of(condition, it)?)))
}

/// Whether nobody but web identities is meant.
fn is_of_web_identities(statement: &Statement) -> bool {
    let Principals::Listed(listed) = &statement.principals else { return false };
    listed.len() == federated(statement).count()
}

/// What a condition does whose key is never there; `is_all` if all conditions hold so.
fn effect(
    statement: &Statement,
    condition: &Condition,
    is_all: bool,
) -> (super::Severity, &'static str) {
    match (statement.effect, holds_without(condition)) {
        (Effect::Allow, false) => (Error, "the statement never matches"),
        (Effect::Deny, false) => (Security, "nobody is denied"),
        (Effect::Deny, true) if is_all && statement.conditions.len() == 1 => {
            (Error, "everybody is denied")
        }
        (Effect::Deny, true) if is_all => {
            (Error, "everybody is denied, as the other conditions always hold too")
        }
        (_, true) => (Warning, "the condition always holds"),
    }
}

/// Keys that are not of a provider.
pub(super) fn is_global(key: &str) -> bool {
    let prefix = key.split(':').next().unwrap_or_default();
    GLOBAL.iter().any(|global| global.eq_ignore_ascii_case(prefix))
}

fn finding(
    what: (&'static str, &'static str),
    severity: super::Severity,
    condition: &Condition,
    summary: String,
) -> Finding {
    Finding { source: KEYS, ..Finding::new(what, severity, condition.key_span, summary) }
}

impl Finding {
    fn with_key(self, statement: &Statement, condition: &Condition, meant: Option<String>) -> Self {
        let is_null = condition.operator.test == Test::Null;
        let fix = meant.map(|meant| {
            let asks = "asks for `".to_string() + &quotable(&meant) + "` instead";
            match statement.effect {
                // Whoever is denied now may be meant to be.
                Effect::Deny if is_null || holds_without(condition) => Fix::advice(format!(
                    "by hand, with care whom the statement denies then: {asks}"
                )),
                // That it be missing holds for nobody then.
                Effect::Allow if is_null && holds_without(condition) => {
                    Fix::advice("take the condition out, or ask for a value")
                }
                Effect::Allow | Effect::Deny => {
                    Fix::edits(asks, alloc::vec![Edit::text(condition.key_span, &meant)])
                }
            }
        });
        Self { fix, ..self }
    }
}

const UNKNOWN_CLAIM: (&str, &str) =
    ("condition.unknown-claim", crate::cause::policy::NOT_A_CONDITION_KEY.meaning);

/// Whether no call of a web identity has this key of AWS's own.
pub(crate) fn is_never_given(key: &str) -> bool {
    ABSENT.iter().any(|absent| absent.eq_ignore_ascii_case(key))
}

const ABSENT_KEY: (&str, &str) =
    ("condition.absent-key", "who brings a token has no AWS identity before the role is assumed");

const OTHER_PROVIDER: (&str, &str) = (
    "condition.other-provider",
    "a token fills keys of its own issuer only, and these begin with the issuer as the provider \
     has it, without `https://`",
);

const GLOBAL: [&str; 5] = ["aws", "sts", "iam", "saml", "ec2"];

/// Keys of callers with AWS credentials, or of other calls.
const ABSENT: [&str; 11] = [
    "aws:MultiFactorAuthAge",
    "aws:MultiFactorAuthPresent",
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceOrgID",
    "aws:username",
    "sts:DurationSeconds",
    "sts:ExternalId",
];

pub(super) const KEYS: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html";
