//! Amazon resource names: six parts, each a pattern of its own.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::decision::Confidence;
use crate::pattern::{Glob, Unit};

use crate::aws::variables::Piece;

/// The name in a request, part by part, as UTF-16.
#[derive(Debug, Eq, PartialEq)]
pub(in crate::aws) struct Arn([Vec<u16>; 6]);

/// The name in a policy.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(in crate::aws) struct ArnPattern(Box<[Glob; 6]>);

impl Arn {
    /// `arn:partition:service:region:account:resource`; the resource may hold colons.
    pub(super) fn read(text: &str) -> Option<(Self, Confidence)> {
        text.strip_prefix("arn:")?;
        let parts = text.splitn(6, ':').map(|part| part.encode_utf16().collect());
        let parts = parts.collect::<Vec<_>>().try_into().ok()?;
        Some((Self(parts), Confidence::Documented))
    }
}

impl ArnPattern {
    /// Split after variables are replaced: a whole name may come from one variable. What a colon
    /// from a variable does in the middle of a name is assumed.
    pub(super) fn read(pieces: &[Piece<'_>]) -> Option<(Self, Confidence)> {
        let mut parts: Vec<Vec<Unit>> = alloc::vec![Vec::new()];
        let mut confidence = Confidence::Documented;
        for piece in pieces {
            let literal = matches!(piece, Piece::Literal(_));
            for unit in piece.units() {
                if unit == COLON && literal && pieces.len() > 1 {
                    confidence = Confidence::Assumed;
                }
                let within = unit != COLON || parts.len() == 6;
                match parts.last_mut() {
                    Some(part) if within => part.push(unit),
                    _ => parts.push(Vec::new()),
                }
            }
        }
        let globs = parts.into_iter().map(|part| Glob::from_units(part.into_iter()));
        let globs: [Glob; 6] = globs.collect::<Vec<_>>().try_into().ok()?;
        let [first, ..] = &globs;
        first.matches("arn").then(|| (Self(Box::new(globs)), confidence))
    }

    pub(super) fn fits(&self, arn: &Arn) -> bool {
        self.0.iter().zip(&arn.0).all(|(pattern, part)| pattern.matches_units(part))
    }
}

const COLON: Unit = Unit::Literal(0x3a);

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, text: &str) -> Option<bool> {
        let (pattern, _) = ArnPattern::read(&[Piece::Pattern(pattern)])?;
        Some(pattern.fits(&Arn::read(text)?.0))
    }

    fn arn(text: &str) -> Arn {
        Arn::read(text).unwrap().0
    }

    #[test]
    fn part_by_part() {
        for (pattern, text, expected) in [
            ("arn:aws:iam::*:user/*", "arn:aws:iam::1:user/a/b", Some(true)),
            ("arn:aws:iam::*:user/*", "arn:aws:iam::1:role/a", Some(false)),
            ("arn:aws:iam::*:*", "arn:aws:iam::1:role:a:b", Some(true)),
            ("arn:aws:iam::1:role:?:b", "arn:aws:iam::1:role:a:b", Some(true)),
            // A wildcard stays within its part.
            ("arn:aws:*:role/a", "arn:aws:iam::1:role/a", None),
            ("arn:aws:i*m::1:x", "arn:aws:i:m::1:x", Some(false)),
            ("arn:aws:iam::1:User/a", "arn:aws:iam::1:user/a", Some(false)),
            ("*:*:*:*:*:*", "arn:aws:iam::1:role/a", Some(true)),
            ("*", "arn:aws:iam::1:role/a", None),
            ("a:b:c:d:e:f", "arn:aws:iam::1:role/a", None),
            ("arn:aws:iam::1:x", "not-an-arn", None),
            ("arn:aws:iam::1:x", "ARN:aws:iam::1:x", None),
            ("arn:aws:iam::1:x", "arn:aws:iam::1", None),
        ] {
            assert_eq!(fits(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn what_a_variable_holds_is_literal() {
        let read = |pieces: &[Piece<'_>]| ArnPattern::read(pieces).unwrap();
        let (pattern, confidence) =
            read(&[Piece::Pattern("arn:aws:iam::1:user/*/"), Piece::Literal("*")]);
        assert_eq!(confidence, Confidence::Documented);
        assert!(pattern.fits(&arn("arn:aws:iam::1:user/x/*")));
        assert!(!pattern.fits(&arn("arn:aws:iam::1:user/x/y")));
        let (pattern, _) = read(&[Piece::Literal("arn:aws:iam::1:user/x")]);
        assert!(pattern.fits(&arn("arn:aws:iam::1:user/x")));
    }
}
