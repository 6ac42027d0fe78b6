//! Texts.

use alloc::string::String;
use alloc::vec::Vec;

use crate::aws::operator::StringMatching;
use crate::aws::variables::{Piece, joined};
use crate::pattern::{Glob, lowercase};

/// A value of the request, made ready once for all it is compared with.
#[derive(Debug)]
pub(in crate::aws) enum Text<'a> {
    Plain(&'a str),
    Lower(String),
    Units(Vec<u16>),
}

/// A value of the policy, made ready once for all it is compared with.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(in crate::aws) enum Matcher {
    Plain(String),
    Lower(String),
    Glob(Glob),
}

impl<'a> Text<'a> {
    pub(super) fn new(matching: StringMatching, text: &'a str) -> Self {
        match matching {
            StringMatching::Exact => Self::Plain(text),
            StringMatching::IgnoreCase => Self::Lower(lowercase(text)),
            StringMatching::Like => Self::Units(text.encode_utf16().collect()),
        }
    }
}

impl Matcher {
    pub(super) fn new(matching: StringMatching, pieces: &[Piece<'_>]) -> Self {
        match matching {
            StringMatching::Exact => Self::Plain(joined(pieces).into_owned()),
            StringMatching::IgnoreCase => Self::Lower(lowercase(&joined(pieces))),
            StringMatching::Like => {
                Self::Glob(Glob::from_units(pieces.iter().flat_map(|piece| piece.units())))
            }
        }
    }

    pub(super) fn fits(&self, actual: &Text<'_>) -> bool {
        match (self, actual) {
            (Self::Plain(expected), Text::Plain(actual)) => expected == *actual,
            (Self::Lower(expected), Text::Lower(actual)) => expected == actual,
            (Self::Glob(glob), Text::Units(actual)) => glob.matches_units(actual),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_variable_holds_is_literal() {
        let pieces = [Piece::Pattern("a?*"), Piece::Literal("*?"), Piece::Pattern("*")];
        let fits =
            |matching, text| Matcher::new(matching, &pieces).fits(&Text::new(matching, text));
        assert!(fits(StringMatching::Like, "ab*?c"));
        assert!(fits(StringMatching::Like, "abccc*?"));
        assert!(!fits(StringMatching::Like, "abccc"));
        assert!(fits(StringMatching::Exact, "a?**?*"));
        assert!(!fits(StringMatching::Exact, "A?**?*"));
        assert!(fits(StringMatching::IgnoreCase, "A?**?*"));
    }
}
