//! What the subject of an outsider may have to fit: what the statement asks for, and what denials
//! spare.

use alloc::string::String;
use alloc::vec::Vec;

use super::asks::{asks_subject, claim_of};
use super::family::Family;
use super::forge::{Glyph, glyphs, joined};
use super::outsider::Outsider;
use super::wish::can_be;
use crate::aws::Condition;
use crate::sorted::sort_by_key;
use crate::span::Spanned;

/// What a subject may have to fit.
pub(super) struct Try<'a> {
    /// The value of the policy that says so, if it asks for one.
    pub(super) value: Option<&'a Spanned<String>>,
    pub(super) pattern: Vec<Glyph>,
    pub(super) says: Says,
}

/// What sort of condition a value is of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Says {
    /// One that asks for the subject, or none.
    Subject,
    /// One about a claim that repeats the beginning of the subject.
    Repeated,
    /// One that asks for the subject beside such a claim, of a denial that spares who fits.
    Spared,
    /// One that asks for the beginning of the subject, with another one for its end.
    Together,
}

impl Says {
    /// Beside what the statement asks itself, only the worst is worth a word.
    pub(super) fn about(self, outsider: Outsider) -> bool {
        match self {
            Self::Subject => true,
            // As far as the subject says it, too.
            Self::Repeated => {
                use Outsider::{Neighbour, OtherTrigger, Stranger, Successor};
                matches!(outsider, Stranger | Neighbour | OtherTrigger | Successor)
            }
            Self::Together => outsider == Outsider::Stranger,
            Self::Spared => matches!(outsider, Outsider::Stranger | Outsider::Neighbour),
        }
    }
}

/// What subjects may have to fit: what the statement asks for, and what denials spare.
pub(super) fn tries<'a>(
    family: &Family<'_>,
    positive: &[&'a Condition],
    spared: &[&'a Condition],
) -> Vec<Try<'a>> {
    let asked = of_subject(family, positive);
    let by_subject = positive.iter().any(|it| asks_subject(it, family.provider));
    let repeated = repeated(family, positive, &asked);
    let mut tries = Vec::new();
    let says = if by_subject { Says::Repeated } else { Says::Subject };
    let add = |tries: &mut Vec<Try<'a>>, values: Vec<(&'a Spanned<String>, Vec<Glyph>)>, says| {
        tries.extend(values.into_iter().map(|(value, pattern)| Try {
            value: Some(value),
            pattern,
            says,
        }));
    };
    if !by_subject && repeated.is_empty() {
        tries.push(Try { value: None, pattern: alloc::vec![Glyph::Run], says: Says::Subject });
    }
    add(&mut tries, asked, Says::Subject);
    add(&mut tries, repeated, says);
    let of_denials = of_subject(family, spared);
    let beside = self::repeated(family, spared, &of_denials);
    add(&mut tries, of_denials, Says::Spared);
    add(&mut tries, beside, Says::Spared);
    add(&mut tries, together(family, positive, spared), Says::Together);
    tries
}

/// A value, and what it says as a pattern for subjects.
type Drawn<'a> = (&'a Spanned<String>, Vec<Glyph>);

/// The values of conditions about the subject. Of a long list those that leave most open come first,
/// and of those that leave nothing open only some are looked at.
fn of_subject<'a>(family: &Family<'_>, conditions: &[&'a Condition]) -> Vec<Drawn<'a>> {
    let asks = conditions.iter().filter(|it| asks_subject(it, family.provider));
    let drawn = asks.flat_map(|condition| {
        let wildcards = condition.operator.test.takes_wildcards();
        let values = condition.values.iter().filter(move |it| can_be(&it.value, wildcards));
        values.map(move |value| (value, glyphs(&value.value, wildcards)))
    });
    let mut drawn: Vec<Drawn<'a>> = drawn.filter(|(_, it)| it.len() <= LONGEST).collect();
    if drawn.len() > MOST_VALUES {
        let until_open = |pattern: &[Glyph]| {
            pattern.iter().position(|it| !matches!(it, Glyph::Literal(_))).unwrap_or(usize::MAX)
        };
        sort_by_key(&mut drawn, |(_, pattern)| until_open(pattern));
        let mut closed = 0;
        drawn.retain(|(_, pattern)| {
            closed += usize::from(until_open(pattern) == usize::MAX);
            closed <= MOST_VALUES
        });
    }
    drawn
}

/// What two conditions that must both hold ask for, where one leaves the end open and the other one the
/// beginning.
fn together<'a>(
    family: &Family<'_>,
    positive: &[&'a Condition],
    spared: &[&'a Condition],
) -> Vec<Drawn<'a>> {
    let conditions = positive.iter().chain(spared);
    let drawn: Vec<Vec<Drawn<'a>>> = conditions.map(|it| of_subject(family, &[*it])).collect();
    let mut pairs = Vec::new();
    for (at, begun) in drawn.iter().enumerate() {
        let others = drawn.iter().enumerate().filter(|(other, _)| *other != at);
        let ends = others.flat_map(|(_, values)| values);
        let ends = ends.filter(|(_, pattern)| pattern.first() == Some(&Glyph::Run));
        for (_, end) in ends.take(PAIRS) {
            let begun = begun.iter().filter(|(_, pattern)| pattern.last() == Some(&Glyph::Run));
            pairs.extend(begun.take(PAIRS).map(|(value, begin)| {
                let pattern = joined([&**begin, end].concat());
                (*value, pattern)
            }));
        }
    }
    pairs.retain(|(_, pattern)| pattern.len() <= LONGEST);
    pairs.truncate(PAIRS);
    pairs
}

/// The values of conditions about claims that repeat the beginning of the subject, as patterns for
/// it; its end is as the subjects' own patterns have it.
fn repeated<'a>(
    family: &Family<'_>,
    conditions: &[&'a Condition],
    subjects: &[Drawn<'_>],
) -> Vec<Drawn<'a>> {
    let Some(claim) = family.profile.and_then(|profile| profile.repeats_subject) else {
        return Vec::new();
    };
    let of_claim = conditions.iter().filter(|condition| {
        claim_of(condition, family.provider).is_some_and(|it| it.eq_ignore_ascii_case(claim.0))
    });
    let values = of_claim.flat_map(|condition| {
        let wildcards = condition.operator.test.takes_wildcards();
        let values = condition.values.iter().filter(move |it| can_be(&it.value, wildcards));
        values.map(move |value| (value, glyphs(&value.value, wildcards)))
    });
    let short = values.filter(|(_, pattern)| pattern.len() <= LONGEST);
    let ends = || {
        let of_subjects = subjects.iter().filter_map(|(_, pattern)| {
            let last = pattern.iter().rposition(|it| *it == Glyph::Run)?;
            pattern.get(last + 1..).filter(|end| end.first() == Some(&Glyph::Literal(':')))
        });
        core::iter::once(glyphs(":*", true)).chain(of_subjects.map(<[Glyph]>::to_vec)).take(ENDS)
    };
    let begun = short.take(MOST_VALUES).map(|(value, pattern)| {
        let begin = [glyphs(claim.1, false), pattern].concat();
        ends().map(move |end| (value, [&*begin, &end].concat()))
    });
    begun.flatten().collect()
}

/// Values of one statement that leave nothing open, beyond which a list is not looked at.
pub(super) const MOST_VALUES: usize = 50;

/// Ends of subjects that are tried with each value of a claim that repeats the beginning.
const ENDS: usize = 4;

/// Pairs of values that are tried together.
const PAIRS: usize = 32;

/// Neither a provider's name is longer, of which AWS takes 255 characters as of a subject, nor what
/// fits a subject, with a wildcard before, between and after all its characters.
pub(super) const LONGEST: usize = 512;
