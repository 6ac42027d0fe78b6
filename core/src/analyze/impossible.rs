//! Values that a claim never has, by what is known of the issuer.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Finding;
use super::Severity::{Error, Security, Warning};
use super::asks::{GOOGLE, asks_subject, claim_of};
use super::family::{Family, Takes};
use super::forge::{Gap, Glyph, Slot, forge, glyphs};
use super::key::KEYS;
use super::never::must_hold;
use super::outsider::{Attempt, Outsider};
use super::tries::LONGEST;
use super::trust::federated;
use super::wish::Wishes;
use crate::aws::{Condition, Statement, StringMatching, Test, provider_of};
use crate::decision::Effect;
use crate::fix::{Edit, Fix};
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
        let others = family.profile?.other_subjects;
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
            let slots = slots.filter(|slots| !(is_github && slots.iter().any(any_ref)));
            slots.chain(others.map(begun)).collect()
        } else {
            let claim = claim_of(condition, provider)?;
            (is_github && claim.eq_ignore_ascii_case("ref")).then_some(())?;
            alloc::vec![begun("refs/")]
        };
        Some(Self { family, forms, of_subject, steps: MOST_STEPS })
    }

    /// A value that no token has, read as a pattern in any case.
    pub(super) fn find(
        &mut self,
        statement: &Statement,
        condition: &Condition,
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
        let is_said = !(self.of_subject && is_github);
        let (severity, effect) = effect(statement, condition, is_said);
        let shown = quotable(&value.value);
        let of_whom = self.of_whom();
        let unless = if is_github { ", unless subjects were customized" } else { "" };
        let summary = match self.of_subject {
            true => {
                format!("no subject of {of_whom} looks like `{shown}`, so {effect}{unless}")
            }
            false => format!("every `ref` begins with `refs/`, unlike `{shown}`, so {effect}"),
        };
        let found = Finding::new(IMPOSSIBLE, severity, value.span, summary);
        Some(Finding { source: self.family.source(), ..found })
    }

    /// Whose subjects they are: those of an issuer that names its customer begin with his name.
    pub(super) fn of_whom(&self) -> String {
        match self.family.names_customer() {
            true => format!("`{}`", quotable(self.family.provider)),
            false => String::from(self.family.name()),
        }
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

/// Whether a condition lists only what no subject can be, so that another spelling loses nothing.
pub(crate) fn lists_nobody(statement: &Statement, condition: &Condition) -> bool {
    let Some(mut forms) = Forms::of(statement, condition).filter(|it| it.of_subject) else {
        return false;
    };
    condition.values.iter().all(|value| forms.find(statement, condition, value).is_some())
}

/// Every text that begins so.
fn begun(text: &str) -> Vec<Slot> {
    let (takes, sample) = (Takes::Without(""), String::from("x"));
    let rest = Gap { name: "rest", takes, fixed: None, open: false, sample, more: "-" };
    alloc::vec![Slot::Text(text.into()), Slot::Gap(rest)]
}

/// What AWS compares with Google's `aud` is the token's `azp`: the name of a client, or the id or the
/// address of an account. None of them looks like an audience.
pub(super) fn audience_of_google(
    statement: &Statement,
    condition: &Condition,
    value: &Spanned<String>,
) -> Option<Finding> {
    let is_audience = |text: &str| text.contains("://") || text.contains("amazonaws.com");
    let Test::String { negated: false, .. } = condition.operator.test else { return None };
    let is_party = claim_of(condition, GOOGLE)?.eq_ignore_ascii_case("aud");
    (is_party && is_audience(&value.value)).then_some(())?;
    let (severity, effect) = effect(statement, condition, true);
    let summary = format!(
        "AWS compares `{GOOGLE}:aud` with the token's `azp`, which is never an audience like `{}`, so \
         {effect}",
        quotable(&value.value)
    );
    let key = format!("{GOOGLE}:oaud");
    let edit = Edit::text(condition.key_span, &key);
    let is_all = condition.values.iter().all(|it| is_audience(&it.value));
    let fix = Fix::edits(
        format!("compares the token's `aud` under its key, `{key}`"),
        is_all.then_some(edit).into_iter().collect(),
    );
    let found = Finding::new(IMPOSSIBLE, severity, value.span, summary);
    Some(Finding { fix: Some(fix), source: KEYS, ..found })
}

/// What comes of a value that fits nobody; `is_sure` if no customer may have it otherwise.
fn effect(
    statement: &Statement,
    condition: &Condition,
    is_sure: bool,
) -> (super::Severity, &'static str) {
    let is_only = condition.values.len() == 1 && must_hold(condition);
    match statement.effect {
        Effect::Allow if is_sure && is_only => (Error, "the statement never matches"),
        Effect::Allow => (Warning, "this value admits nobody"),
        Effect::Deny => (Security, "this value denies nobody"),
    }
}

const IMPOSSIBLE: (&str, &str) =
    ("condition.impossible-value", "no token has such a value, however well it reads");

pub(super) const GITHUB: &str = "GitHub Actions";

/// Steps of all walks for one condition.
const MOST_STEPS: usize = 20_000;
