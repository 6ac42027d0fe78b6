//! Whence and when an outsider calls, as far as that is its choice, and what the role is like, as far
//! as the policy asks.

use alloc::borrow::ToOwned as _;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::net::{IpAddr, Ipv4Addr};

use super::admission::CALLERS;
use super::wish::fitting;
use crate::aws::{
    self, Condition, Relation, Statement, Test, TrustPolicy, ValueToken, value_tokens,
};
use crate::decision::Effect;
use crate::time::{Seconds, Timestamp};

/// An address, a time and the role's tags.
pub(super) struct Circumstances {
    pub(super) address: String,
    pub(super) now: Timestamp,
    pub(super) tags: Vec<(String, String)>,
    /// Of these and of what the caller writes, what the policy asks for.
    pub(super) asks: Asks,
}

/// What a policy asks for beside claims.
#[derive(Clone, Debug, Default)]
pub(super) struct Asks {
    pub(super) address: bool,
    pub(super) time: bool,
    pub(super) tags: bool,
    pub(super) of_caller: Vec<&'static str>,
}

impl Circumstances {
    /// Such that the statement admits them and no denial stands against them, where that can be.
    pub(super) fn for_statement(policy: &TrustPolicy, statement: &Statement) -> Self {
        let denying = policy.statements().iter().filter(|it| it.effect == Effect::Deny);
        let relevant = core::iter::once(statement).chain(denying);
        let conditions: Vec<(Effect, &Condition)> =
            relevant.flat_map(|it| it.conditions.iter().map(|of| (it.effect, of))).collect();
        Self {
            address: address(&conditions),
            now: now(&conditions),
            tags: tags(&conditions),
            asks: Asks::of(&conditions),
        }
    }
}

impl Asks {
    fn of(conditions: &[(Effect, &Condition)]) -> Self {
        let keys = || conditions.iter().flat_map(|(_, condition)| asked(condition));
        let asks = |key: &str| keys().any(|asked| asked.eq_ignore_ascii_case(key));
        let vpc = |condition: &Condition| {
            let key = condition.key.to_ascii_lowercase();
            key.starts_with("aws:sourcevpc") || key.starts_with("aws:vpc")
        };
        Self {
            // Who comes from a public address has no key of a VPC endpoint.
            address: asks(SOURCE_IP) || conditions.iter().any(|(_, condition)| vpc(condition)),
            time: asks(CURRENT_TIME) || asks(EPOCH_TIME),
            tags: keys().any(|key| tag_of(key).is_some()),
            of_caller: CALLERS.into_iter().filter(|key| asks(key)).collect(),
        }
    }
}

/// The key of a condition, and those that its values' variables stand for.
fn asked(condition: &Condition) -> impl Iterator<Item = &str> {
    let tokens = condition.values.iter().flat_map(|value| value_tokens(&value.value));
    let variables = tokens.filter_map(|token| match token {
        ValueToken::Variable { key, .. } => Some(key),
        ValueToken::Text(_) | ValueToken::Escape(_) | ValueToken::Malformed(_) => None,
    });
    core::iter::once(&*condition.key).chain(variables)
}

/// An address that no range keeps out.
fn address(conditions: &[(Effect, &Condition)]) -> String {
    let ranges: Vec<(bool, &Condition)> = conditions
        .iter()
        .filter(|(_, condition)| is(condition, SOURCE_IP))
        .filter_map(|(effect, condition)| match condition.operator.test {
            // An Allow wants what is in its ranges, a Deny spares what is not.
            Test::IpAddress { negated } => {
                Some((negated != (*effect == Effect::Allow), *condition))
            }
            _ => None,
        })
        .collect();
    let wanted = ranges.iter().filter(|(within, _)| *within).flat_map(|(_, it)| &it.values);
    let mut tried: Vec<String> = wanted.filter_map(|range| anybodys(&range.value)).collect();
    tried.extend(ELSEWHERE.map(String::from));
    let fits = |address: &&String| {
        ranges.iter().all(|(within, condition)| {
            let mut values = condition.values.iter();
            values.any(|range| aws::is_in_range(&range.value, address)) == *within
        })
    };
    let found = tried.iter().find(fits).or(tried.first());
    found.cloned().unwrap_or_default()
}

/// As soon as everything that must be over is.
fn now(conditions: &[(Effect, &Condition)]) -> Timestamp {
    let mut now = TODAY;
    for (effect, condition) in conditions.iter().filter(|(_, condition)| is_time(condition)) {
        let (Test::Date(relation) | Test::Numeric(relation)) = condition.operator.test else {
            continue;
        };
        if is_later(relation) == (*effect == Effect::Allow) {
            let instants = condition.values.iter().filter_map(|value| aws::instant(&value.value));
            now = instants.map(|it| it.saturating_add(Seconds(1))).fold(now, Ord::max);
        }
    }
    now
}

/// Tags such as the conditions want them.
fn tags(conditions: &[(Effect, &Condition)]) -> Vec<(String, String)> {
    let mut tags: Vec<(String, String)> = Vec::new();
    for (effect, condition) in conditions {
        let Some(tag) = tag_of(&condition.key) else { continue };
        let test = condition.operator.test;
        let first = condition.values.first().map(|value| &*value.value);
        let wanted = match (test, effect) {
            (Test::Null, _) => {
                let missing = first.is_some_and(|it| it.eq_ignore_ascii_case("true"));
                missing != (*effect == Effect::Allow)
            }
            _ => test.is_negated() != (*effect == Effect::Allow),
        };
        let text = match first {
            _ if test == Test::Null => "any".to_owned(),
            Some(value) => fitting(value, test.takes_wildcards()),
            None => continue,
        };
        let known = tags.iter().any(|(name, _)| name.eq_ignore_ascii_case(tag));
        if wanted && !known {
            tags.push((tag.to_owned(), text));
        }
    }
    tags
}

/// The tag of the role that a key stands for.
fn tag_of(key: &str) -> Option<&str> {
    let (family, tag) = key.split_once('/')?;
    TAGS.iter().any(|it| it.eq_ignore_ascii_case(family)).then_some(tag)
}

/// An address in a range so large that it cannot be of one network: no registry gives anybody more
/// than a `/8` of IPv4, or a `/16` of IPv6.
fn anybodys(range: &str) -> Option<String> {
    let (base, prefix) = range.split_once('/')?;
    let prefix: u8 = prefix.parse().ok()?;
    match base.parse().ok()? {
        IpAddr::V4(base) if prefix < 8 => Some(
            Ipv4Addr::from(u32::from(base) | u32::from(Ipv4Addr::new(1, 20, 30, 40))).to_string(),
        ),
        IpAddr::V6(base) if prefix < 16 => {
            let first = base.segments().first().copied().filter(|it| *it != 0).unwrap_or(0x2a00);
            Some(alloc::format!("{first:x}:1:2::3"))
        }
        _ => None,
    }
}

fn is(condition: &Condition, key: &str) -> bool {
    condition.key.eq_ignore_ascii_case(key)
}

pub(super) fn is_time(condition: &Condition) -> bool {
    is(condition, CURRENT_TIME) || is(condition, EPOCH_TIME)
}

fn is_later(relation: Relation) -> bool {
    matches!(relation, Relation::GreaterThan | Relation::GreaterThanEquals)
}

const SOURCE_IP: &str = "aws:SourceIp";
const CURRENT_TIME: &str = "aws:CurrentTime";
const EPOCH_TIME: &str = "aws:EpochTime";

/// The role's tags go by both names.
const TAGS: [&str; 2] = ["aws:ResourceTag", "iam:ResourceTag"];

/// Public addresses that nobody's policy means.
const ELSEWHERE: [&str; 2] = ["100.20.30.40", "52.20.30.40"];

/// Findings must not change from day to day, so a policy is looked at as of 2026-01-01, or as soon as
/// it admits anybody.
pub(super) const TODAY: Timestamp = match Timestamp::from_seconds(1_767_225_600) {
    Some(today) => today,
    None => Timestamp::MAX,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_network_can_be_is_anybodys() {
        for (range, expected) in [
            ("0.0.0.0/0", Some("1.20.30.40")),
            ("128.0.0.0/1", Some("129.20.30.40")),
            ("17.0.0.0/8", None),
            ("203.0.113.7", None),
            ("::/0", Some("2a00:1:2::3")),
            ("2000::/3", Some("2000:1:2::3")),
            ("2001:db8::/32", None),
            ("x/0", None),
        ] {
            assert_eq!(anybodys(range).as_deref(), expected, "{range}");
        }
    }
}
