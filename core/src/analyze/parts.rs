//! The parts of subjects that a policy writes out.

use alloc::string::String;
use alloc::vec::Vec;

use super::family::{Family, Outline, Part, Rank, rank};
use super::forge::{Slot, forge, glyphs};
use super::outsider::{Attempt, Outsider};
use super::tries::{LONGEST, MOST_VALUES};
use super::wish::Wishes;
use crate::aws::Condition;

/// Those of all values for subjects, apart from names of tenants and their ids.
pub(super) fn written(
    family: &Family<'_>,
    conditions: &[&Condition],
    steps: &mut usize,
) -> Vec<(&'static str, String)> {
    // Where several conditions must hold, what one leaves open another may ask for.
    let outlines = if conditions.len() > 1 { family.outlines() } else { Vec::new() };
    let mut parts = Vec::new();
    for condition in conditions {
        let wildcards = condition.operator.test.takes_wildcards();
        for value in condition.values.iter().take(MOST_VALUES) {
            parts.extend(read(family, &value.value));
            if wildcards && value.value.len() <= LONGEST {
                parts.extend(drawn(family, &outlines, &value.value, steps).unwrap_or_default());
            }
        }
    }
    parts
}

/// Those that stand before the first wildcard, or fill a template with theirs.
fn read(family: &Family<'_>, value: &str) -> impl Iterator<Item = (&'static str, String)> {
    let parts = family.profile.and_then(|profile| profile.split_pattern(value));
    let name = family.name();
    let written = parts.unwrap_or_default().into_iter().filter(move |part| {
        let rank = rank(name, part.field);
        !matches!(rank, Rank::Tenant | Rank::Guard) && !part.text.contains(['*', '?', '$'])
    });
    written.map(|part| (part.field.name, part.text.into()))
}

/// Those of the first subject that fits: what is not as it would be without the value.
fn drawn(
    family: &Family<'_>,
    outlines: &[Outline],
    value: &str,
    steps: &mut usize,
) -> Option<Vec<(&'static str, String)>> {
    let pattern = glyphs(value, true);
    outlines.iter().filter(|outline| !outline.custom).find_map(|outline| {
        let nothing = Wishes::default();
        let attempt = Attempt::new(family, Outsider::Stranger, outline, &nothing, None, None);
        let forged = forge(&attempt.slots, &pattern, steps)?;
        let usual = |name: &str, text: &str| {
            let slots = &mut attempt.slots.iter();
            slots.any(|it| matches!(it, Slot::Gap(gap) if gap.name == name && gap.sample == text))
        };
        let whose = |name: &str| {
            let parts = &mut outline.parts.iter();
            parts.any(|part| match part {
                Part::Field { name: of, rank, .. } => {
                    *of == name && matches!(rank, Rank::Tenant | Rank::Guard)
                }
                Part::Text(_) => false,
            })
        };
        let parts = forged.parts.into_iter();
        Some(parts.filter(|(name, text)| !whose(name) && !usual(name, text)).collect())
    })
}
