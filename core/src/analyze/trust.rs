//! Who is admitted by mistake: every outsider against every statement that admits web identities.

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::Finding;
use super::Severity::{Security, Suggestion};
use super::address::address;
use super::admission::{Admitted, CALLERS, Gate, SESSION_NAME};
use super::asks::{asks_subject, claim_of, is_negative, is_positive};
use super::circumstances::Circumstances;
use super::claims::filled;
use super::family::{Family, Outline};
use super::forge::{Forged, forge};
use super::impossible::Forms;
use super::outsider::{Attempt, Outsider};
use super::parts;
use super::tries::{LONGEST, Says, Try, tries};
use super::verdict;
use super::wish::{Wishes, is_name, wish, within};
use super::workflow::workflow;
use crate::aws::{self, Condition, PrincipalKind, Principals, Statement, TrustPolicy, provider_of};
use crate::decision::Effect;
use crate::sorted::sort_by_key;
use crate::span::{Span, Spanned};

/// The findings of all statements.
pub(super) fn find(policy: &TrustPolicy) -> Vec<Finding> {
    let all = Scope { statements: &|_| true, outsiders: &Outsider::ALL, known: None };
    find_among(policy, &all, &mut Effort { steps: MOST_STEPS, text: MOST_TEXT })
}

/// Where to look, and for whom.
pub(super) struct Scope<'a> {
    /// By their place in the policy.
    pub(super) statements: &'a dyn Fn(usize) -> bool,
    pub(super) outsiders: &'a [Outsider],
    /// Whom this policy lets in is not reported.
    pub(super) known: Option<&'a TrustPolicy>,
}

/// The findings of some statements.
pub(super) fn find_among(
    policy: &TrustPolicy,
    scope: &Scope<'_>,
    effort: &mut Effort,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let denials = policy.statements().iter().filter(|it| it.effect == Effect::Deny);
    let denials: usize = denials.map(text).sum();
    for (index, statement) in policy.statements().iter().enumerate() {
        if statement.effect == Effect::Deny || !(scope.statements)(index) {
            continue;
        }
        let place = &Circumstances::for_statement(policy, statement);
        for principal in federated(statement) {
            if findings.len() > super::MOST || effort.is_spent() {
                return findings;
            }
            let provider = provider_of(&principal.value);
            if provider.len() > LONGEST {
                continue;
            }
            let known = scope.known;
            let gate = Gate { policy, federated: &principal.value, place, known };
            let mut search = Search::new(&gate, statement, provider, principal.span, effort);
            search.text = text(statement) + denials;
            findings.extend(search.run(scope.outsiders, effort));
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
    /// What to draw subjects after.
    tries: Vec<Try<'a>>,
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
    pub(super) says: Says,
    pub(super) admitted: Admitted,
}

impl Intruder<'_> {
    /// Whether the value is of a condition about the subject itself.
    pub(super) fn is_of_subject(&self, search: &Search<'_>) -> bool {
        let has = |condition: &Condition| {
            condition.values.iter().any(|it| Some(it.span) == self.value.map(|value| value.span))
        };
        let mut conditions = search.gate.policy.statements().iter().flat_map(|it| &it.conditions);
        let of_value = conditions.find(|condition| has(condition));
        of_value.is_some_and(|condition| asks_subject(condition, search.family.provider))
    }
}

impl<'a> Search<'a> {
    fn new(
        gate: &'a Gate<'a>,
        statement: &'a Statement,
        provider: &'a str,
        principal_span: Span,
        effort: &mut Effort,
    ) -> Self {
        let asks = |condition: &&Condition| asks_subject(condition, provider);
        let positive: Vec<&Condition> =
            statement.conditions.iter().filter(|it| is_positive(it)).collect();
        // A denial of all that does not fit wishes that it fits.
        let denials = gate.policy.statements().iter().filter(|it| it.effect == Effect::Deny);
        let spared: Vec<&Condition> =
            denials.flat_map(|it| &it.conditions).filter(|it| is_negative(it)).collect();
        let wishing = || positive.iter().chain(&spared).copied();
        let values = wishing().filter(asks).flat_map(|condition| &condition.values);
        let patterns: Vec<&str> = values.map(|value| &*value.value).collect();
        let family = Family::new(provider, &patterns);
        let of_claims = wishing().filter_map(|condition| {
            let claim = claim_of(condition, provider)?.to_ascii_lowercase();
            let called = condition.values.first().filter(|_| claim == "job_workflow_ref");
            let called = called.filter(|_| condition.operator.test.takes_wildcards());
            let fits = |text: &str| !is_name(&claim) || !text.contains(['*', '?']);
            let wish = called
                .and_then(|value| workflow(&value.value))
                .or_else(|| wish(condition, fits))?;
            Some((claim, wish))
        });
        let subjects: Vec<&Condition> = wishing().filter(asks).collect();
        let parts = parts::written(&family, &subjects, &mut effort.steps);
        let of_caller = wishing().filter_map(|condition| {
            let known = CALLERS.iter().find(|key| key.eq_ignore_ascii_case(&condition.key))?;
            let fits = |text: &str| *known != SESSION_NAME || aws::is_session_name(text);
            Some(((*known).to_owned(), wish(condition, fits)?))
        });
        let open = wishing().filter(|it| it.operator.test.takes_wildcards());
        let open = open.filter_map(|condition| {
            let mut values = condition.values.iter().map(|value| &*value.value);
            let value = values.find(|value| value.contains(['*', '?']))?;
            let claim = claim_of(condition, provider)?.to_ascii_lowercase();
            let text = if claim.ends_with("email") { address(value)? } else { value.to_owned() };
            Some((claim, text))
        });
        let mut open: Vec<(String, String)> = open.collect();
        // What fits more of the beginning fits less.
        sort_by_key(&mut open, |(_, value)| Reverse(value.find(['*', '?'])));
        // A bound from above leaves less open than one from below, and so comes first.
        for is_upper in [true, false] {
            let bounded = statement.conditions.iter().filter_map(|condition| {
                let claim = claim_of(condition, provider)?.to_ascii_lowercase();
                Some((claim, within(condition, is_upper)?))
            });
            open.extend(bounded);
        }
        let of_audience = open.iter().find(|(claim, _)| claim == "aud");
        let customer = of_audience.and_then(|(_, value)| {
            let (before, field) = family.named_by_audience(value)?;
            Some((field, filled(value.strip_prefix(before)?, "-mallory")))
        });
        let wishes = Wishes { claims: of_claims.collect(), open, parts, customer };
        let caller = Wishes { claims: of_caller.collect(), ..Wishes::default() };
        let tries = tries(&family, &positive, &spared);
        Self { gate, statement, family, tries, wishes, caller, principal_span, text: 0 }
    }

    fn run(&self, outsiders: &[Outsider], effort: &mut Effort) -> Vec<Finding> {
        let outlines = self.family.outlines();
        // Whom to try does not depend on the value.
        let outsiders: Vec<_> =
            outsiders.iter().map(|it| (*it, self.attempts(*it, &outlines))).collect();
        let attempts: usize = outsiders.iter().map(|(_, attempts)| attempts.len()).sum();
        effort.steps = effort.steps.saturating_sub(attempts * STEPS_OF_ATTEMPT);
        let mut findings: Vec<Finding> = Vec::new();
        for it in &self.tries {
            // Who is let in anyway need not be sought by what others say.
            let is_known = findings.iter().any(|it| it.severity < Suggestion);
            if it.says != Says::Subject && is_known {
                break;
            }
            for (outsider, attempts) in &outsiders {
                let outsider = *outsider;
                // One word about names is enough, and one about a subject that is not asked for.
                let named = findings.iter().any(|it| it.code == "trust.names-only");
                let said = if it.value.is_none() { !findings.is_empty() } else { named };
                if said && (it.value.is_none() || outsider == Outsider::Successor) {
                    break;
                }
                if !it.says.about(outsider) {
                    continue;
                }
                let found = self.first(outsider, attempts, it, effort);
                let Some(finding) = found.and_then(|found| verdict::finding(self, &found)) else {
                    continue;
                };
                // Of a value that nobody has it is enough to say so.
                if finding.severity > Security && it.value.is_some_and(|it| self.is_impossible(it))
                {
                    continue;
                }
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

    /// Whether no token has this value, as far as the issuer's forms are known.
    fn is_impossible(&self, value: &Spanned<String>) -> bool {
        let has = |condition: &&Condition| condition.values.iter().any(|it| it.span == value.span);
        let condition = self.statement.conditions.iter().find(has);
        condition.is_some_and(|condition| {
            let forms = Forms::of(self.statement, condition);
            forms.is_some_and(|mut it| it.find(self.statement, condition, value).is_some())
        })
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
        sort_by_key(&mut attempts, |(attempt, custom)| (*custom, !attempt.own));
        attempts
    }

    /// The first subject of this outsider that is admitted.
    fn first(
        &self,
        outsider: Outsider,
        attempts: &[(Attempt, bool)],
        it: &Try<'a>,
        effort: &mut Effort,
    ) -> Option<Intruder<'a>> {
        let Try { value, ref pattern, says } = *it;
        if self.family.profile.is_none() {
            return self.unknown(outsider, it, effort);
        }
        attempts.iter().find_map(|(attempt, custom)| {
            let custom = *custom;
            let forged = forge(&attempt.slots, pattern, &mut effort.steps)?;
            let profile = self.family.profile.filter(|_| !custom);
            profile.is_none_or(|it| it.split_subject(&forged.subject).is_some()).then_some(())?;
            let admitted = self.admitted(outsider, &forged, effort)?;
            let (field, own) = (attempt.field, attempt.own);
            Some(Intruder { outsider, forged, field, own, custom, value, says, admitted })
        })
    }

    /// Of subjects of which nothing is known, it is only tried if all of them fit.
    fn unknown(
        &self,
        outsider: Outsider,
        it: &Try<'a>,
        effort: &mut Effort,
    ) -> Option<Intruder<'a>> {
        let slots = self.family.unknown_subject();
        // Of a policy for any pool it is said that it is; what an edit opens is another question.
        let guest = outsider == Outsider::Guest
            && self.family.provider == "cognito-identity.amazonaws.com"
            && (self.wishes.get("aud").is_some() || self.gate.known.is_some());
        if outsider != Outsider::Stranger && !guest {
            return None;
        }
        let forged = forge(&slots, &it.pattern, &mut effort.steps)?;
        let admitted = self.admitted(outsider, &forged, effort)?;
        let Try { value, says, .. } = *it;
        let (field, own, custom) = (None, true, false);
        Some(Intruder { outsider, forged, field, own, custom, value, says, admitted })
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
        let written = forged.caller.iter().map(|(key, text)| ((*key).to_owned(), text.clone()));
        let mut caller = Wishes { claims: written.collect(), ..Wishes::default() };
        caller.claims.extend_from_slice(&self.caller.claims);
        self.gate.admits(self.statement, &claims, &caller)
    }
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
pub(super) struct Effort {
    /// Steps of walks.
    pub(super) steps: usize,
    /// Text of conditions that the engine compares.
    pub(super) text: usize,
}

impl Effort {
    pub(super) fn is_spent(&self) -> bool {
        self.steps == 0 || self.text == 0
    }
}

/// Steps of all walks together.
const MOST_STEPS: usize = 2_000_000;

/// What it costs to make an attempt ready.
const STEPS_OF_ATTEMPT: usize = 16;

/// Text of conditions in all questions to the engine, in bytes: some thousand questions about a
/// policy of usual size.
const MOST_TEXT: usize = 2 * 1024 * 1024;
