//! Values that a claim never has, by what is known of the issuer.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Finding;
use super::Severity::{Security, Warning};
use super::asks::{asks_subject, claim_of};
use super::family::{Family, Takes};
use super::forge::{Gap, Glyph, Slot, forge, glyphs};
use super::outsider::{Attempt, Outsider};
use super::tries::LONGEST;
use super::trust::federated;
use super::wish::Wishes;
use crate::aws::{Condition, Statement, StringMatching, Test, provider_of};
use crate::decision::Effect;
use crate::issuer::claim_note;
use crate::span::Spanned;
use crate::visible::quotable;

/// What a condition asks of a claim whose forms are known.
pub(super) struct Forms<'a> {
    pub(super) family: Family<'a>,
    /// One of these draws every text that the claim has.
    forms: Vec<Vec<Slot>>,
    pub(super) of_subject: bool,
    steps: usize,
}

impl<'a> Forms<'a> {
    /// `None` for claims and issuers whose forms are not known.
    pub(super) fn of(statement: &'a Statement, condition: &Condition) -> Option<Self> {
        use StringMatching::{Exact, Like};
        let Test::String { matching: Exact | Like, .. } = condition.operator.test else {
            return None;
        };
        let mut providers = federated(statement).map(|it| provider_of(&it.value));
        let provider = providers.find(|it| claim_of(condition, it).is_some())?;
        let family = Family::new(provider, &[]);
        family.profile?;
        let is_github = family.name() == GITHUB;
        let of_subject = asks_subject(condition, provider);
        let forms = if of_subject {
            let nothing = Wishes::default();
            let outlines = family.outlines().into_iter();
            let slots = outlines.map(|it| {
                Attempt::new(&family, Outsider::Successor, &it, &nothing, None, None).slots
            });
            // Every ref begins with `refs/`.
            let any_ref = |it: &Slot| matches!(it, Slot::Gap(gap) if gap.name == "ref");
            slots.filter(|slots| !(is_github && slots.iter().any(any_ref))).collect()
        } else {
            let claim = claim_of(condition, provider)?;
            (is_github && claim.eq_ignore_ascii_case("ref")).then_some(())?;
            let (takes, sample) = (Takes::Without(""), String::from("heads/main"));
            let rest = Gap { name: "ref", takes, fixed: None, open: false, sample, more: "-" };
            alloc::vec![alloc::vec![Slot::Text("refs/".into()), Slot::Gap(rest)]]
        };
        Some(Self { family, forms, of_subject, steps: MOST_STEPS })
    }

    /// A value that no token has, read as a pattern in any case.
    pub(super) fn find(
        &mut self,
        statement: &Statement,
        value: &Spanned<String>,
    ) -> Option<Finding> {
        let mut pattern = glyphs(&value.value, true);
        if value.value.contains("${") || pattern.is_empty() || pattern.len() > LONGEST {
            return None;
        }
        let is_github = self.family.name() == GITHUB;
        if self.of_subject && is_github && self.is_custom(&value.value) {
            return None;
        }
        // Elsewhere what follows the beginning may differ by what customers chose.
        if !is_github {
            pattern.push(Glyph::Run);
        }
        let steps = &mut self.steps;
        if self.forms.iter().any(|slots| forge(slots, &pattern, steps).is_some()) || *steps == 0 {
            return None;
        }
        let (severity, effect) = match statement.effect {
            Effect::Allow => (Warning, "admits nobody"),
            Effect::Deny => (Security, "denies nobody"),
        };
        let shown = quotable(&value.value);
        let name = self.family.name();
        let summary = match (self.of_subject, is_github) {
            (true, true) => format!(
                "no subject of {name} looks like `{shown}`, so it {effect}, unless subjects were \
                 customized"
            ),
            (true, false) => format!("no subject of {name} looks like `{shown}`, so it {effect}"),
            (false, _) => format!("every `ref` begins with `refs/`, so `{shown}` {effect}"),
        };
        let found = Finding::new(IMPOSSIBLE, severity, value.span, summary);
        Some(Finding { source: self.family.source(), ..found })
    }

    /// Whether a subject may have been put together so: from a repository alone, or with the names of
    /// claims in it.
    fn is_custom(&self, value: &str) -> bool {
        let segments: Vec<&str> = value.split(':').collect();
        if let ["repo", _] = &*segments {
            return true;
        }
        let mut pairs = segments.iter().zip(segments.iter().skip(1));
        pairs.any(|(key, text)| match *key {
            "ref" => text.starts_with("refs/") || text.starts_with(['*', '?']),
            key => claim_note(self.family.profile, key).is_some(),
        })
    }
}

const IMPOSSIBLE: (&str, &str) =
    ("condition.impossible-value", "what no token says fits nobody, however well it reads");

pub(super) const GITHUB: &str = "GitHub Actions";

/// Steps of all walks for one condition.
const MOST_STEPS: usize = 20_000;
