//! Diagnoses: named causes of a denial, each with its evidence and, where there is one, a fix.
//!
//! Reads traces; decides nothing.

mod audience;
mod call;
mod claim;
mod deny;
mod edits;
mod ids;
mod language;
mod near;
mod owner;
mod provider;
mod pulls;
mod slip;
mod statement;
mod subject;
mod swap;
mod value;
mod wildcard;
mod words;

use alloc::string::String;
use alloc::vec::Vec;

pub(crate) use call::provider::is_all_that_is_missing;
pub use ids::diagnosis_ids;

use crate::analyze::Trial;
use crate::aws::{SignatureStatus, Simulation, StageName, TrustPolicy, claim_of, condition_keys};
use crate::cause;
use crate::decision::{Because, ConditionTrace, Decision, Reason, StatementTrace};
use crate::fix::Fix;
use crate::json::Object;
use crate::visible::visible;

/// A named cause.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Diagnosis {
    /// A stable name, such as `sub.other-app`.
    pub id: &'static str,
    /// The stage of the call that it explains.
    pub stage: StageName,
    /// What differs, in this case: `the token is for app …; the policy admits only app …`.
    pub summary: String,
    /// What that means, in any case.
    pub cause: &'static str,
    /// What to change.
    pub fix: Option<Fix>,
}

/// The likely causes why a simulated call does not reach credentials, best first: those of the
/// stages that fail, in their order, with those of the trust policy among them.
///
/// `policy` is the one that was asked.
#[must_use]
pub fn diagnose_call(simulation: &Simulation, policy: &TrustPolicy) -> Vec<Diagnosis> {
    let mut diagnoses = Vec::new();
    for stage in simulation.stages.iter().filter(|stage| stage.error().is_some()) {
        if stage.name != StageName::TrustPolicy {
            diagnoses.extend(call::diagnose(simulation, stage).map(Diagnosis::printable));
            continue;
        }
        let mut actions = call::missing_actions(simulation);
        if let Some(diagnosis) = &mut actions {
            diagnosis.fix = diagnosis.fix.take().map(|fix| fix.on(policy.source()));
            if let (Some(decision), Some(claims)) = (simulation.decision(), &simulation.claims) {
                let claims = claims.get_unverified();
                let provider = provider_in(decision, claims);
                let held = |fix| pulls::held(fix, provider, claims, policy);
                diagnosis.fix = diagnosis.fix.take().map(held);
            }
        }
        diagnoses.extend(actions.map(Diagnosis::printable));
        if let (Some(decision), Some(claims)) = (simulation.decision(), &simulation.claims) {
            let of_policy = diagnose(decision, claims.get_unverified(), policy);
            let mut news: Vec<_> =
                of_policy.into_iter().filter(|it| !call::settles(&diagnoses, it)).collect();
            if simulation.signature == SignatureStatus::Invalid {
                // Whoever changed the token wrote its claims: no policy should be made to fit them.
                news.iter_mut().for_each(|it| it.fix = None);
            }
            diagnoses.extend(news);
        }
    }
    diagnoses
}

/// The likely causes of a denial, best first, at most five: those of the statement that comes
/// nearest to admitting the workload. Empty for an allowed decision, and where nothing is
/// recognised.
///
/// `claims` and `policy` are those the decision was made for. No edit is offered that would let in
/// strangers whom the policy keeps out: the search of [`analyze`](crate::analyze) is run on what would
/// come of each. Nor is one offered to a run for a pull request, if the policy does not say that it means
/// those.
#[must_use]
pub fn diagnose(decision: &Decision, claims: &Object, policy: &TrustPolicy) -> Vec<Diagnosis> {
    let mut diagnoses = match decision.reason() {
        Reason::AllowedByStatement => Vec::new(),
        Reason::ExplicitDeny => deny::diagnose(decision, claims, policy),
        Reason::NoStatementMatched => {
            let nearest = near::nearest(decision, claims);
            let found = nearest.into_iter().flat_map(|statement| of_allow(statement, claims));
            // Some of them may say the same.
            found.take(MOST * 2).collect()
        }
    };
    // What one change mends is said once.
    diagnoses.dedup_by(|later, first| {
        let [one, other] = [&*later, first].map(|it| it.fix.as_ref());
        let is_one_change = one.zip(other).is_some_and(|(one, other)| {
            one == other || !one.edits.is_empty() && one.edits == other.edits
        });
        later.id == first.id && is_one_change
    });
    diagnoses.truncate(MOST);
    let provider = provider_in(decision, claims);
    let mut trial = Trial::new(policy);
    for diagnosis in &mut diagnoses {
        diagnosis.fix = diagnosis.fix.take().map(|fix| {
            let fix = pulls::held(fix.on(policy.source()), provider, claims, policy);
            trial.held_beside_denials(fix)
        });
    }
    diagnoses.into_iter().map(Diagnosis::printable).collect()
}

/// What the keys of the token's claims begin with.
fn provider_in<'a>(decision: &'a Decision, claims: &'a Object) -> &'a str {
    decision.trace().first().map_or("", |statement| provider::name(statement, claims))
}

/// Why this `Allow` does not apply.
fn of_allow(statement: &StatementTrace, claims: &Object) -> Vec<Diagnosis> {
    let spelling = provider::diagnose(statement, claims);
    let mut diagnoses = Vec::new();
    if !statement.principal.matched && spelling.is_none() {
        // Its conditions are about other tokens.
        let nobody = statement.principal.actual.is_empty() && claims.get("iss").is_none();
        let why = if nobody { no_issuer() } else { statement::principal(statement, claims) };
        diagnoses.push(why);
        return diagnoses;
    }
    diagnoses.extend(spelling);
    if !statement.action.matched {
        match statement::action(statement) {
            Some(action) => diagnoses.push(action),
            None => return Vec::new(),
        }
    }
    // One diagnosis puts all misspelt keys right.
    let is_misspelt = provider::misspelt(statement, claims);
    let failures = statement.conditions.iter().filter(|it| !it.matched && !is_misspelt(it));
    let mut work = MOST_WORK;
    diagnoses.extend(failures.filter_map(|condition| {
        let failure = Failure { statement, condition, claims, negated: condition.negated };
        work = work.checked_sub(failure.work())?;
        of_condition(&failure)
    }));
    diagnoses
}

/// Whose token it is was not said at all.
fn no_issuer() -> Diagnosis {
    let cause = &cause::claim::MISSING;
    Diagnosis::of_policy(
        cause.id,
        String::from("the claims have no `iss`, so there is no provider that could be trusted"),
        "AWS finds the provider by the token's issuer",
        Some(Fix::advice("give all claims of the token, `iss` among them")),
    )
}

/// Why a condition does not hold: the first that knows.
fn of_condition(failure: &Failure<'_>) -> Option<Diagnosis> {
    if failure.condition.because == Because::Presence {
        return Some(claim::presence(failure));
    }
    if failure.condition.because == Because::KeyNotGiven {
        return Some(value::not_given(failure));
    }
    language::diagnose(failure)
        .or_else(|| claim::diagnose(failure))
        .or_else(|| swap::diagnose(failure))
        .or_else(|| wildcard::diagnose(failure))
        .or_else(|| audience::diagnose(failure))
        .or_else(|| subject::diagnose(failure))
        .or_else(|| value::diagnose(failure))
}

impl Diagnosis {
    /// A cause that is in the trust policy.
    fn of_policy(id: &'static str, summary: String, cause: &'static str, fix: Option<Fix>) -> Self {
        Self { id, stage: StageName::TrustPolicy, summary, cause, fix }
    }

    /// Its sentences quote the token; they are made safe to print once and for all.
    fn printable(mut self) -> Self {
        self.summary = visible(&self.summary).into_owned();
        if let Some(fix) = &mut self.fix {
            fix.effect = visible(&fix.effect).into_owned();
            if let Some(lines) = &mut fix.elsewhere {
                let shown: Vec<_> = lines.lines().map(visible).collect();
                *lines = shown.join("\n");
            }
        }
        self
    }
}

/// A condition that keeps a statement from admitting the workload.
struct Failure<'a> {
    statement: &'a StatementTrace,
    condition: &'a ConditionTrace,
    claims: &'a Object,
    /// Whether the workload's value must *not* be one of the condition's.
    negated: bool,
}

impl<'a> Failure<'a> {
    /// The request's value, if it is a single one.
    fn actual(&self) -> Option<&'a str> {
        match self.condition.actual.as_deref() {
            Some([single]) => Some(single),
            _ => None,
        }
    }

    /// What a diagnosis costs: the request's value is held against each of the policy's.
    fn work(&self) -> usize {
        self.condition.expected.len().saturating_mul(self.actual().map_or(0, str::len))
    }

    /// What the keys of this token's claims begin with.
    fn provider(&self) -> &'a str {
        provider::name(self.statement, self.claims)
    }

    /// The claim that the condition asks for, if it is one of this token's provider. Letter case of
    /// keys does not count, so a claim that AWS knows is spelt as AWS does.
    fn claim(&self) -> Option<&'a str> {
        let written = claim_of(&self.condition.key, self.provider())?;
        let mut known = condition_keys(self.provider());
        Some(known.find(|name| name.eq_ignore_ascii_case(written)).unwrap_or(written))
    }
}

/// More would not be read.
const MOST: usize = 5;

/// Bytes of the request that are held against values of the policy: some milliseconds. A policy of a
/// thousand subjects may still meet one of a thousand characters.
const MOST_WORK: usize = 1_000_000;
