//! One value of a request against one of a policy.
//!
//! Each type of operand has its module; what AWS does with operands that are none is here.

mod arn;
mod binary;
mod date;
mod ip;
mod number;
mod text;

pub(crate) use date::instant;
pub(crate) use ip::{is_address, is_in_range, is_private};

use alloc::vec::Vec;
use core::cmp::Ordering;

use self::arn::{Arn, ArnPattern};
use self::date::Instant;
use self::ip::{Address, Network};
use self::number::Number;
use self::text::{Matcher, Text};
use super::operator::{Relation, Test};
use super::variables::{Piece, joined};
use crate::decision::{Confidence, Malformed};

/// What came of one comparison. Negation comes later: `NotEquals` fits where `Equals` does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Fit {
    Fits,
    Differs,
    /// Neither the operator nor its negation holds.
    Never,
    /// AWS cannot evaluate the statement: an `Allow` then does not apply, a `Deny` does.
    Fails,
    /// AWS would know; here something is missing.
    Unknown,
}

/// A value of the policy, read once.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Expected {
    Text(Matcher),
    Number(Number),
    Date(Instant),
    Bool(bool),
    Bytes(Vec<u8>),
    Network(Network),
    Arn(ArnPattern),
    Malformed(Malformed),
    /// A variable in it has no value: it fits nothing.
    Unresolved,
    /// A variable in it has a value that is not known here.
    Unknown,
}

/// A value of the request, read once.
#[derive(Debug)]
pub(super) enum Actual<'a> {
    Text(Text<'a>),
    Number(Number),
    Date(Instant),
    Bool(bool),
    Bytes(Vec<u8>),
    Address(Address),
    Arn(Arn),
    Malformed(Malformed),
}

impl Expected {
    pub(super) fn read(test: Test, pieces: &[Piece<'_>]) -> (Self, Confidence) {
        let text = &*joined(pieces);
        let (read, malformed) = match test {
            Test::String { matching, .. } => {
                return (Self::Text(Matcher::new(matching, pieces)), Confidence::Documented);
            }
            Test::Bool | Test::Null => {
                // Whether AWS replaces variables here is unclear.
                let plain = matches!(pieces, [Piece::Pattern(_)]) && is_boolean(text);
                let known = if plain { Confidence::Documented } else { Confidence::Assumed };
                return (Self::Bool(boolean(text)), known);
            }
            Test::Numeric(_) => (known(Number::read(text), Self::Number), Malformed::Number),
            Test::Date(_) => (known(Instant::read(text), Self::Date), Malformed::Date),
            Test::Binary => (known(binary::read(text), Self::Bytes), Malformed::Base64),
            Test::IpAddress { .. } => {
                (known(Network::read(text), Self::Network), Malformed::IpAddress)
            }
            Test::Arn { .. } => (known(ArnPattern::read(pieces), Self::Arn), Malformed::Arn),
        };
        read.unwrap_or_else(|| (Self::Malformed(malformed), malformed_is_known(test)))
    }

    /// What keeps it from fitting anything.
    pub(super) fn flaw(&self) -> Option<Malformed> {
        match self {
            Self::Malformed(kind) => Some(*kind),
            Self::Network(network) if network.has_host_bits() => Some(Malformed::HostBits),
            _ => None,
        }
    }
}

impl<'a> Actual<'a> {
    pub(super) fn read(test: Test, text: &'a str) -> (Self, Confidence) {
        let (read, malformed) = match test {
            Test::String { matching, .. } => {
                return (Self::Text(Text::new(matching, text)), Confidence::Documented);
            }
            Test::Bool | Test::Null => {
                let plain = is_boolean(text);
                let known = if plain { Confidence::Documented } else { Confidence::Observed };
                return (Self::Bool(boolean(text)), known);
            }
            Test::Numeric(_) => (known(Number::read(text), Self::Number), Malformed::Number),
            Test::Date(_) => (known(Instant::read(text), Self::Date), Malformed::Date),
            Test::Binary => (known(binary::read(text), Self::Bytes), Malformed::Base64),
            Test::IpAddress { .. } => {
                (known(Address::read(text), Self::Address), Malformed::IpAddress)
            }
            Test::Arn { .. } => (known(Arn::read(text), Self::Arn), Malformed::Arn),
        };
        read.unwrap_or_else(|| (Self::Malformed(malformed), malformed_is_known(test)))
    }

    /// What it is to no values at all: a malformed address or name meets nothing, not even a
    /// negation.
    pub(super) fn alone(&self) -> Fit {
        match self {
            Self::Malformed(Malformed::IpAddress | Malformed::Arn) => Fit::Never,
            _ => Fit::Differs,
        }
    }

    /// Whether `text` is what the operator compares. AWS takes every text but `true` for `false`.
    pub(super) fn is_plain(&self, test: Test, text: &str) -> bool {
        self.malformed().is_none() && (test != Test::Bool || is_boolean(text))
    }

    pub(super) fn malformed(&self) -> Option<Malformed> {
        match self {
            Self::Malformed(kind) => Some(*kind),
            _ => None,
        }
    }
}

fn known<T, U>(read: Option<(T, Confidence)>, operand: fn(T) -> U) -> Option<(U, Confidence)> {
    read.map(|(value, confidence)| (operand(value), confidence))
}

/// How well the effect of a malformed operand is known: nobody recorded it for the ordering
/// operators.
fn malformed_is_known(test: Test) -> Confidence {
    match test {
        Test::Numeric(relation) | Test::Date(relation) if !relation.is_equality() => {
            Confidence::Assumed
        }
        _ => Confidence::Observed,
    }
}

/// What AWS does with malformed operands is recorded (`vectors/aws/conditions.json`): a malformed
/// address or name in the request meets nothing, not even a negation; a malformed name in the policy
/// then fails the statement (ids `values-19*` to `values-281*`); everything else malformed merely
/// differs.
pub(super) fn compare(test: Test, expected: &Expected, actual: &Actual<'_>) -> Fit {
    match (actual.alone(), expected) {
        (Fit::Never, _) => Fit::Never,
        (_, Expected::Malformed(Malformed::Arn)) => Fit::Fails,
        (_, Expected::Unknown) => Fit::Unknown,
        _ if fits(test, expected, actual) => Fit::Fits,
        (alone, _) => alone,
    }
}

fn fits(test: Test, expected: &Expected, actual: &Actual<'_>) -> bool {
    match (expected, actual) {
        (Expected::Text(expected), Actual::Text(actual)) => expected.fits(actual),
        (Expected::Number(expected), Actual::Number(actual)) => {
            relates(test, actual.compare(expected))
        }
        (Expected::Date(expected), Actual::Date(actual)) => relates(test, actual.cmp(expected)),
        (Expected::Bool(expected), Actual::Bool(actual)) => expected == actual,
        (Expected::Bytes(expected), Actual::Bytes(actual)) => expected == actual,
        (Expected::Network(expected), Actual::Address(actual)) => expected.contains(*actual),
        (Expected::Arn(expected), Actual::Arn(actual)) => expected.fits(actual),
        _ => false,
    }
}

/// The request's value comes first.
fn relates(test: Test, order: Ordering) -> bool {
    let (Test::Numeric(relation) | Test::Date(relation)) = test else {
        return false;
    };
    match relation {
        Relation::Equals | Relation::NotEquals => order.is_eq(),
        Relation::LessThan => order.is_lt(),
        Relation::LessThanEquals => order.is_le(),
        Relation::GreaterThan => order.is_gt(),
        Relation::GreaterThanEquals => order.is_ge(),
    }
}

/// Every text but this one is `false` (recorded, ids `values-06*` to `values-149*`).
fn boolean(text: &str) -> bool {
    text.eq_ignore_ascii_case("true")
}

fn is_boolean(text: &str) -> bool {
    boolean(text) || text.eq_ignore_ascii_case("false")
}
