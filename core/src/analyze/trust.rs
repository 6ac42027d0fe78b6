//! Who is admitted by mistake: every outsider against every statement that admits web identities.

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;

use super::Finding;
use super::Severity::Suggestion;
use super::admission::{Admitted, CALLERS, Gate};
use super::circumstances::Circumstances;
use super::family::{Family, Outline};
use super::forge::{Forged, Glyph, forge, glyphs};
use super::outsider::{Attempt, Outsider, Wishes};
use super::verdict;
use crate::aws::{Condition, PrincipalKind, Principals, Statement, Test, TrustPolicy, provider_of};
use crate::decision::Effect;
use crate::span::{Span, Spanned};

/// The findings of all statements.
pub(super) fn find(policy: &TrustPolicy) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut effort = Effort { steps: MOST_STEPS, text: MOST_TEXT };
    let denials = policy.statements().iter().filter(|it| it.effect == Effect::Deny);
    let denials: usize = denials.map(text).sum();
    for statement in policy.statements().iter().filter(|it| it.effect == Effect::Allow) {
        let place = &Circumstances::for_statement(policy, statement);
        for principal in federated(statement) {
            if findings.len() > super::MOST || effort.is_spent() {
                return findings;
            }
            let provider = provider_of(&principal.value);
            if provider.len() > LONGEST {
                continue;
            }
            let gate = Gate { policy, federated: &principal.value, place };
            let mut search = Search::new(&gate, statement, provider, principal.span);
            search.text = text(statement) + denials;
            findings.extend(search.run(&mut effort));
        }
    }
    findings
}

/// The providers of web identities that a statement names.
pub(super) fn federated(statement: &Statement) -> impl Iterator<Item = &Spanned<String>> {
    let listed = match &statement.principals {
        Principals::Listed(listed) => &**listed,
        Principals::Anyone(_) | Principals::Except(_) => &[],
    };
    let saml = |name: &str| name.contains(":saml-provider/");
    listed
        .iter()
        .filter(move |(kind, name)| *kind == PrincipalKind::Federated && !saml(&name.value))
        .map(|(_, name)| name)
}

/// One provider in one statement.
pub(super) struct Search<'a> {
    pub(super) gate: &'a Gate<'a>,
    pub(super) statement: &'a Statement,
    pub(super) family: Family<'a>,
    /// The values that subjects must fit one of, each with its pattern.
    subjects: Vec<(&'a Spanned<String>, Vec<Glyph>)>,
    /// Whether these are of a condition about the subject itself.
    pub(super) by_subject: bool,
    /// What the statement asks of claims and of the caller.
    pub(super) wishes: Wishes,
    caller: Wishes,
    pub(super) principal_span: Span,
    /// How much a question to the engine costs.
    text: usize,
}

/// An outsider who got in, and how.
pub(super) struct Intruder<'a> {
    pub(super) outsider: Outsider,
    pub(super) forged: Forged,
    /// The field in which the outsider differs from what is meant.
    pub(super) field: Option<&'static str>,
    /// Whether it has nothing in common there with what is meant.
    pub(super) own: bool,
    /// Whether the outsider wrote the subject.
    pub(super) custom: bool,
    /// The value of the policy that the subject fits, if it asks for one.
    pub(super) value: Option<&'a Spanned<String>>,
    pub(super) admitted: Admitted,
}

impl<'a> Search<'a> {
    fn new(
        gate: &'a Gate<'a>,
        statement: &'a Statement,
        provider: &'a str,
        principal_span: Span,
    ) -> Self {
        let asks = |condition: &&Condition| asks_subject(condition, provider);
        let positive: Vec<&Condition> =
            statement.conditions.iter().filter(|it| is_positive(it)).collect();
        let subjects = positive.iter().copied().filter(asks).flat_map(|condition| {
            let wildcards = condition.operator.test.takes_wildcards();
            condition.values.iter().map(move |value| (value, glyphs(&value.value, wildcards)))
        });
        let mut subjects: Vec<_> = subjects.filter(|(_, glyphs)| glyphs.len() <= LONGEST).collect();
        let patterns: Vec<&str> = subjects.iter().map(|(value, _)| &*value.value).collect();
        let family = Family::new(provider, &patterns);
        let by_subject = positive.iter().any(asks);
        if !by_subject {
            subjects = repeated(&family, &positive);
        }
        let wish = |condition: &Condition| {
            let first = condition.values.first()?;
            Some(fitting(&first.value, condition.operator.test.takes_wildcards()))
        };
        // A denial of all that does not fit wishes that it fits.
        let denials = gate.policy.statements().iter().filter(|it| it.effect == Effect::Deny);
        let spared: Vec<&Condition> =
            denials.flat_map(|it| &it.conditions).filter(|it| is_negative(it)).collect();
        let wishing = || positive.iter().chain(&spared).copied();
        let of_claims = wishing().filter_map(|condition| {
            Some((claim_of(condition, provider)?.to_ascii_lowercase(), wish(condition)?))
        });
        let parts = wishing().filter(asks).flat_map(|it| it.values.iter().take(MOST_VALUES));
        let parts = parts.flat_map(|value| family.parts_of(&value.value)).collect();
        let of_caller = positive.iter().filter_map(|condition| {
            let known = CALLERS.iter().find(|key| key.eq_ignore_ascii_case(&condition.key))?;
            Some(((*known).to_owned(), wish(condition)?))
        });
        let open = positive.iter().filter(|it| it.operator.test.takes_wildcards());
        let open = open.filter_map(|condition| {
            let mut values = condition.values.iter().map(|value| &*value.value);
            let value = values.find(|value| value.contains('*'))?;
            Some((claim_of(condition, provider)?.to_ascii_lowercase(), value.to_owned()))
        });
        let wishes = Wishes { claims: of_claims.collect(), open: open.collect(), parts };
        let caller = Wishes { claims: of_caller.collect(), ..Wishes::default() };
        Self {
            gate,
            statement,
            family,
            subjects,
            by_subject,
            wishes,
            caller,
            principal_span,
            text: 0,
        }
    }

    fn run(&self, effort: &mut Effort) -> Vec<Finding> {
        let outlines = self.family.outlines();
        // Whom to try does not depend on the value.
        let outsiders = Outsider::ALL.map(|it| (it, self.attempts(it, &outlines)));
        let attempts: usize = outsiders.iter().map(|(_, attempts)| attempts.len()).sum();
        effort.steps = effort.steps.saturating_sub(attempts * STEPS_OF_ATTEMPT);
        let mut findings: Vec<Finding> = Vec::new();
        let any = alloc::vec![Glyph::Run];
        let mut tries: Vec<(Option<&Spanned<String>>, &[Glyph])> =
            self.subjects.iter().map(|(value, glyphs)| (Some(*value), &**glyphs)).collect();
        if !self.by_subject && tries.is_empty() {
            tries.push((None, &any));
        }
        for (value, pattern) in tries.into_iter().take(MOST_VALUES) {
            for (outsider, attempts) in &outsiders {
                let outsider = *outsider;
                // One word about names is enough, and one about a subject that is not asked for.
                let named = findings.iter().any(|it| it.code == "trust.names-only");
                let said = if value.is_none() { !findings.is_empty() } else { named };
                if said && (value.is_none() || outsider == Outsider::Successor) {
                    break;
                }
                let found = self.first(outsider, attempts, value, pattern, effort);
                let Some(finding) = found.and_then(|found| verdict::finding(self, &found)) else {
                    continue;
                };
                let enough = finding.severity < Suggestion;
                findings.push(finding);
                if enough {
                    break;
                }
            }
        }
        // Who has more to mend first is not told of names.
        if findings.iter().any(|it| it.severity < Suggestion) {
            findings.retain(|it| it.code != "trust.names-only");
        }
        findings
    }

    /// The subjects to try, each with whether the outsider puts it together: those that have a text
    /// of their own first, as they say more.
    fn attempts(&self, outsider: Outsider, outlines: &[Outline]) -> Vec<(Attempt, bool)> {
        let mut attempts = Vec::new();
        for outline in outlines {
            for attempt in outsider.attempts(&self.family, outline, &self.wishes) {
                attempts.push((attempt, outline.custom));
            }
        }
        attempts.sort_by_key(|(attempt, custom)| (*custom, !attempt.own));
        attempts
    }

    /// The first subject of this outsider that is admitted.
    fn first(
        &self,
        outsider: Outsider,
        attempts: &[(Attempt, bool)],
        value: Option<&'a Spanned<String>>,
        pattern: &[Glyph],
        effort: &mut Effort,
    ) -> Option<Intruder<'a>> {
        if self.family.profile.is_none() {
            return self.unknown(outsider, value, pattern, effort);
        }
        attempts.iter().find_map(|(attempt, custom)| {
            let custom = *custom;
            let forged = forge(&attempt.slots, pattern, &mut effort.steps)?;
            let profile = self.family.profile.filter(|_| !custom);
            profile.is_none_or(|it| it.split_subject(&forged.subject).is_some()).then_some(())?;
            let admitted = self.admitted(outsider, &forged, effort)?;
            let (field, own) = (attempt.field, attempt.own);
            Some(Intruder { outsider, forged, field, own, custom, value, admitted })
        })
    }

    /// Of subjects of which nothing is known, it is only tried if all of them fit.
    fn unknown(
        &self,
        outsider: Outsider,
        value: Option<&'a Spanned<String>>,
        pattern: &[Glyph],
        effort: &mut Effort,
    ) -> Option<Intruder<'a>> {
        let slots = [super::forge::Slot::Text("mallory:another-one".into())];
        let guest = outsider == Outsider::Guest
            && self.family.provider == "cognito-identity.amazonaws.com"
            && self.wishes.get("aud").is_some();
        if outsider != Outsider::Stranger && !guest {
            return None;
        }
        let forged = forge(&slots, pattern, &mut effort.steps)?;
        let admitted = self.admitted(outsider, &forged, effort)?;
        Some(Intruder { outsider, forged, field: None, own: true, custom: false, value, admitted })
    }

    fn admitted(
        &self,
        outsider: Outsider,
        forged: &Forged,
        effort: &mut Effort,
    ) -> Option<Admitted> {
        // What cannot be paid for any more ends the search.
        effort.text = effort.text.saturating_sub(self.text);
        (!effort.is_spent()).then_some(())?;
        let issuer = String::from("https://") + self.family.provider;
        let mut claims =
            alloc::vec![("iss".to_owned(), issuer), ("sub".to_owned(), forged.subject.clone())];
        claims.extend(self.family.claims(outsider, forged, &self.wishes));
        self.gate.admits(self.statement, &claims, &self.caller)
    }
}

/// Conditions about claims that repeat the beginning of the subject, as patterns for it.
fn repeated<'a>(
    family: &Family<'_>,
    positive: &[&'a Condition],
) -> Vec<(&'a Spanned<String>, Vec<Glyph>)> {
    let claim = match family.name() {
        "GitHub Actions" => ("repository", "repo:"),
        "Buildkite" => ("organization_slug", "organization:"),
        _ => return Vec::new(),
    };
    let of_claim = positive.iter().filter(|condition| {
        claim_of(condition, family.provider).is_some_and(|it| it.eq_ignore_ascii_case(claim.0))
    });
    let values = of_claim.flat_map(|condition| {
        let wildcards = condition.operator.test.takes_wildcards();
        condition.values.iter().map(move |value| (value, wildcards))
    });
    let short = values.filter(|(value, _)| value.value.len() <= LONGEST);
    short
        .map(|(value, wildcards)| {
            let ends =
                [glyphs(claim.1, false), glyphs(&value.value, wildcards), glyphs(":*", true)];
            (value, ends.concat())
        })
        .collect()
}

/// The text of a statement that a decision reads, and something for the rest.
fn text(statement: &Statement) -> usize {
    let values = |condition: &Condition| {
        condition.values.iter().map(|value| value.value.len() + 1).sum::<usize>()
    };
    let conditions = statement.conditions.iter();
    conditions.map(|it| it.key.len() + values(it)).sum::<usize>() + 256
}

/// What may still be spent.
struct Effort {
    /// Steps of walks.
    steps: usize,
    /// Text of conditions that the engine compares.
    text: usize,
}

impl Effort {
    fn is_spent(&self) -> bool {
        self.steps == 0 || self.text == 0
    }
}

/// The claim of this provider that a condition asks for.
pub(super) fn claim_of<'a>(condition: &'a Condition, provider: &str) -> Option<&'a str> {
    let (prefix, claim) = condition.key.split_at_checked(provider.len())?;
    claim.strip_prefix(':').filter(|_| prefix.eq_ignore_ascii_case(provider))
}

/// Whether a condition is about the subject.
pub(super) fn asks_subject(condition: &Condition, provider: &str) -> bool {
    claim_of(condition, provider).is_some_and(|claim| claim.eq_ignore_ascii_case("sub"))
}

/// A comparison of text that must fit.
pub(super) fn is_positive(condition: &Condition) -> bool {
    matches!(condition.operator.test, Test::String { negated: false, .. })
}

/// A comparison of text that must not fit.
fn is_negative(condition: &Condition) -> bool {
    matches!(condition.operator.test, Test::String { negated: true, .. })
}

/// A text that fits a value.
fn fitting(value: &str, wildcards: bool) -> String {
    if !wildcards {
        return value.to_owned();
    }
    let text = value.replace("@*", "@refs/heads/main").replace('*', "").replace('?', "x");
    if text.is_empty() { "session".into() } else { text }
}

/// Values of one statement, beyond which a list is not looked at.
const MOST_VALUES: usize = 50;

/// Neither a subject nor a provider's name is longer: AWS takes 255 characters of each.
const LONGEST: usize = 512;

/// Steps of all walks together.
const MOST_STEPS: usize = 2_000_000;

/// What it costs to make an attempt ready.
const STEPS_OF_ATTEMPT: usize = 16;

/// Text of conditions in all questions to the engine, in bytes: some thousand questions about a
/// policy of usual size.
const MOST_TEXT: usize = 2 * 1024 * 1024;
