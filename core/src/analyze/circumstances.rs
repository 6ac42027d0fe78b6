//! Whence and when an outsider calls, as far as that is its choice.

use alloc::borrow::ToOwned as _;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::net::{IpAddr, Ipv4Addr};

use crate::aws::{self, Condition, Relation, Statement, Test, TrustPolicy};
use crate::decision::Effect;
use crate::time::{Seconds, Timestamp};

/// An address and a time.
pub(super) struct Circumstances {
    pub(super) address: String,
    pub(super) now: Timestamp,
    /// Those of them that the policy asks for, by condition key.
    pub(super) asked: Vec<(&'static str, String)>,
}

impl Circumstances {
    /// Such that the statement admits them and no denial stands against them, where that can be.
    pub(super) fn for_statement(policy: &TrustPolicy, statement: &Statement) -> Self {
        let denying = policy.statements().iter().filter(|it| it.effect == Effect::Deny);
        let relevant = || core::iter::once(statement).chain(denying.clone());
        let conditions = || relevant().flat_map(|it| it.conditions.iter().map(move |of| (it, of)));
        let mut address = ELSEWHERE.to_owned();
        let mut now = TODAY;
        for (of, condition) in conditions() {
            let wants = of.effect == Effect::Allow;
            for value in condition.values.iter().map(|value| &*value.value) {
                match condition.operator.test {
                    // An Allow wants what is in its ranges, a Deny spares what is not.
                    Test::IpAddress { negated } if is(condition, SOURCE_IP) && negated != wants => {
                        address = anybodys(value).unwrap_or(address);
                    }
                    Test::Date(relation) if is_time(condition) && is_later(relation) == wants => {
                        let earliest = aws::instant(value).map(|it| it.saturating_add(Seconds(1)));
                        now = now.max(earliest.unwrap_or(now));
                    }
                    _ => {}
                }
            }
        }
        let asks = |key: &str| conditions().any(|(_, condition)| is(condition, key));
        let asks_time = asks(CURRENT_TIME) || asks(EPOCH_TIME);
        let mut asked = Vec::new();
        asked.extend(asks(SOURCE_IP).then(|| (SOURCE_IP, address.clone())));
        asked.extend(asks_time.then(|| (EPOCH_TIME, now.seconds().to_string())));
        Self { address, now, asked }
    }
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

fn is_time(condition: &Condition) -> bool {
    is(condition, CURRENT_TIME) || is(condition, EPOCH_TIME)
}

fn is_later(relation: Relation) -> bool {
    matches!(relation, Relation::GreaterThan | Relation::GreaterThanEquals)
}

const SOURCE_IP: &str = "aws:SourceIp";
const CURRENT_TIME: &str = "aws:CurrentTime";
const EPOCH_TIME: &str = "aws:EpochTime";

/// A public address that nobody's policy means.
const ELSEWHERE: &str = "100.20.30.40";

/// Findings must not change from day to day, so a policy is looked at as of 2026-01-01, or as soon as
/// it admits anybody.
const TODAY: Timestamp = match Timestamp::from_seconds(1_767_225_600) {
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
