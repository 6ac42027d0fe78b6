use std::collections::BTreeSet;

use assumable::aws::{
    AwsError, CallOutcome, SignatureStatus, Simulation, Stage as CallStage, StageName, StageOutcome,
};
use assumable::explain::{headline, headline_of_call};
use assumable::{Decision, Diagnosis, Outcome};

use super::badge::BadgeView;
use super::call::Played;
use super::{Problem, policy, token};
use crate::tone::Tone;
use crate::words;

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct VerdictView {
    pub(crate) tone: Tone,
    /// One or two words.
    pub(crate) word: &'static str,
    /// One sentence; text from outside is in backticks.
    pub(crate) why: String,
    /// The trust policy alone admits, or denies.
    pub(crate) by_policy: Option<bool>,
    /// What the answer rests on.
    pub(crate) basis: String,
    /// The error that AWS would answer with.
    pub(crate) aws: Option<String>,
    /// The answer for the last texts that could be read, where one of them cannot be read now.
    pub(crate) last: Option<LastView>,
    /// The token has expired, and it is known when it was issued.
    pub(crate) only_late: bool,
    /// The policy with the likeliest fix made, and the lines that it changes.
    pub(crate) fixed: Option<(String, String)>,
}

impl VerdictView {
    /// The workload gets in, as far as that is known.
    pub(crate) fn admits(&self) -> bool {
        matches!(self.word, "Allowed" | "Would be allowed")
    }

    /// What the word means; nothing for one that says so itself.
    pub(crate) fn means(&self) -> &'static str {
        let found = WORDS.iter().find(|(word, _)| *word == self.word);
        found.map_or("", |(_, means)| *means)
    }

    /// There is an answer.
    pub(crate) fn is_decided(&self) -> bool {
        self.tone == Tone::Bad || self.admits()
    }
}

/// An earlier answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LastView {
    pub(crate) word: &'static str,
    pub(crate) why: String,
}

/// One stage of the call.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StageView {
    pub(crate) name: &'static str,
    pub(crate) tone: Tone,
    pub(crate) mark: &'static str,
    /// One sentence of evidence.
    pub(crate) note: String,
}

pub(super) fn view(
    token: &token::Reading,
    policy: &policy::Reading<'_>,
    badge: &BadgeView,
    call: &Played,
) -> VerdictView {
    let decided = call.simulation.as_ref().filter(|_| call.decided);
    let Some((simulation, decision)) = decided.and_then(|it| Some((it, it.decision()?))) else {
        return undecided(token, policy);
    };
    if let Some(wrong) = call.wrong_setting {
        return VerdictView {
            tone: Tone::Caution,
            word: "Not decided",
            why: wrong.to_owned(),
            by_policy: None,
            basis: "In the settings of the call.".to_owned(),
            aws: None,
            last: None,
            only_late: false,
            fixed: None,
        };
    }
    let (tone, word, why) = answer(simulation, decision, token, call);
    let why = words::sentence(&why);
    if policy.is_stale() || token.draft_problem.is_some() {
        let last = token.is_last_readable().then_some(LastView { word, why });
        return VerdictView { last, ..undecided(token, policy) };
    }
    VerdictView {
        tone,
        word,
        why,
        by_policy: Some(decision.outcome() == Outcome::Allowed),
        basis: badge.basis.to_owned(),
        last: None,
        fixed: call.diagnoses.iter().find_map(|cause| fixed(cause, policy.readable)),
        only_late: token.issued().is_some() && expired(simulation).is_some(),
        aws: match &simulation.outcome {
            CallOutcome::Allowed(_) => None,
            CallOutcome::Denied(error) | CallOutcome::Error(error) => {
                Some(format!("{} {}", error.http_status, error.code))
            }
        },
    }
}

fn fixed(cause: &Diagnosis, source: &str) -> Option<(String, String)> {
    let fix = cause.fix.as_ref()?;
    let lines = fix.edits.iter().map(|edit| edit.span.position(source).line);
    let lines: BTreeSet<usize> = lines.collect();
    let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
    let lines = match lines.as_slice() {
        [] => return None,
        [one] => format!("line {one}"),
        [first @ .., last] => format!("lines {} and {last}", first.join(", ")),
    };
    Some((fix.apply(source)?, lines))
}

/// The word for it, and why.
fn answer(
    simulation: &Simulation,
    decision: &Decision,
    token: &token::Reading,
    call: &Played,
) -> (Tone, &'static str, String) {
    let admitted = decision.outcome() == Outcome::Allowed;
    let of_policy = headline(decision, &call.diagnoses);
    match failing(simulation).map(|stage| stage.name) {
        None if simulation.signature == SignatureStatus::Valid => {
            (Tone::Good, "Allowed", of_policy)
        }
        None if token.bare => (
            Tone::Caution,
            "Would be allowed",
            format!("{of_policy}, with a token of these claims"),
        ),
        None => {
            (Tone::Caution, "Would be allowed", format!("{of_policy}, if its signature is right"))
        }
        Some(StageName::TrustPolicy) => (Tone::Bad, "Denied", of_policy),
        // Nobody signed these claims; what the policy makes of them is still the question.
        Some(StageName::Signature) if !admitted => (Tone::Bad, "Denied", of_policy),
        Some(StageName::Signature) if token.edited => (
            Tone::Caution,
            "Would be allowed",
            format!("{of_policy}, if the issuer signed these claims"),
        ),
        Some(name) => {
            let why = match name {
                StageName::Times => expired(simulation),
                StageName::Signature => Some(call.signature_evidence().to_owned()),
                _ => None,
            };
            let why = why.unwrap_or_else(|| headline_of_call(simulation, &call.diagnoses));
            let policy = if admitted { "would admit the workload" } else { "would deny it too" };
            (Tone::Bad, "Refused", format!("{why}; the trust policy {policy}"))
        }
    }
}

/// In words that do not change every second.
fn expired(simulation: &Simulation) -> Option<String> {
    let stage = failing(simulation)?;
    let StageOutcome::Failed(error) = &stage.outcome else { return None };
    (error.code == "ExpiredTokenException").then(|| "the token has expired".to_owned())
}

fn undecided(token: &token::Reading, policy: &policy::Reading<'_>) -> VerdictView {
    let broken = broken(token, policy);
    let (tone, word, why) = match (&broken, token.error.as_ref().or(policy.error.as_ref())) {
        (_, Some(error)) => (Tone::Caution, "Not decided", error.meaning.clone()),
        (Some((_, problem)), None) => (Tone::Caution, "Not decided", problem.message.clone()),
        (None, None) => {
            let why = match (token.is_empty(), policy.is_empty()) {
                (true, true) => "Paste a token and the trust policy of the role it should assume.",
                (true, false) => "Paste a token to see whether this policy admits it.",
                (false, _) => "Paste the role's trust policy to see whether it admits this token.",
            };
            (Tone::Neutral, "Nothing decided yet", why.to_owned())
        }
    };
    // What is no token at all is wrong nowhere in particular.
    let broken = broken.filter(|_| token.error.is_none() && policy.error.is_none());
    let basis = broken.map(|(what, problem)| {
        let place = problem.place.as_deref().map(|place| format!(", {place}")).unwrap_or_default();
        format!("In the {what}{place}.")
    });
    let basis = basis.unwrap_or_else(|| of_policy_alone(token, policy));
    VerdictView {
        tone,
        word,
        why,
        by_policy: None,
        basis,
        aws: None,
        last: None,
        only_late: false,
        fixed: None,
    }
}

/// Without a token: the worst of what is wrong with the policy, whoever comes.
fn of_policy_alone(token: &token::Reading, policy: &policy::Reading<'_>) -> String {
    let first = policy.findings.first().filter(|_| token.is_empty());
    first.map(|finding| words::sentence(&finding.summary)).unwrap_or_default()
}

/// The first text that cannot be read: what it is, and what is wrong with it.
fn broken<'a>(
    token: &'a token::Reading,
    policy: &'a policy::Reading<'_>,
) -> Option<(&'static str, &'a Problem)> {
    let token_or_claims = token.problem.as_ref().map(|problem| ("token", problem));
    let claims = token.draft_problem.as_ref().map(|problem| ("edited claims", problem));
    let policy = policy.problems.first().map(|problem| ("trust policy", problem));
    token_or_claims.or(claims).or(policy)
}

pub(super) fn stages(call: &Played, policy: &policy::Reading<'_>) -> Vec<StageView> {
    let Some(simulation) = &call.simulation else {
        return NAMES.iter().map(|(_, name)| waiting(name, "There is no token yet.")).collect();
    };
    let first = failing(simulation).map(|stage| stage.name);
    simulation
        .stages
        .iter()
        .map(|stage| match (stage.name, call.wrong_setting) {
            (StageName::Parameters, Some(wrong)) => StageView {
                name: "Parameters",
                tone: Tone::Bad,
                mark: "failed",
                note: wrong.to_owned(),
            },
            _ => self::stage(stage, first, call.decided && !policy.is_stale()),
        })
        .collect()
}

fn stage(stage: &CallStage, first: Option<StageName>, decided: bool) -> StageView {
    let name = NAMES.iter().find(|(name, _)| *name == stage.name).map_or("", |(_, word)| word);
    if stage.name == StageName::TrustPolicy && !decided {
        return waiting(name, "There is no trust policy that can be read.");
    }
    let (tone, mark) = match &stage.outcome {
        // A tick would say that there is a session.
        StageOutcome::Passed if stage.name == StageName::Session && first.is_some() => {
            (Tone::Neutral, "not reached")
        }
        StageOutcome::Passed => (Tone::Good, "passed"),
        StageOutcome::Failed(_) => (Tone::Bad, "failed"),
        StageOutcome::NotChecked => (Tone::Neutral, "not checked"),
    };
    let aws = match &stage.outcome {
        StageOutcome::Failed(error) if first == Some(stage.name) => {
            format!(" AWS would answer: {}", error_line(error))
        }
        StageOutcome::Failed(_) => String::from(" AWS would stop before it comes to this."),
        StageOutcome::Passed | StageOutcome::NotChecked => String::new(),
    };
    StageView { name, tone, mark, note: words::sentence(&stage.evidence) + &aws }
}

fn waiting(name: &'static str, note: &str) -> StageView {
    StageView { name, tone: Tone::Neutral, mark: "not checked", note: note.to_owned() }
}

/// The first stage that fails decides.
fn failing(simulation: &Simulation) -> Option<&CallStage> {
    simulation.stages.iter().find(|stage| matches!(stage.outcome, StageOutcome::Failed(_)))
}

fn error_line(error: &AwsError) -> String {
    format!("{} {}: {}", error.http_status, error.code, error.message)
}

const WORDS: [(&str, &str); 5] = [
    ("Allowed", "AWS would give this workload the role, as far as that was checked."),
    (
        "Would be allowed",
        "The trust policy admits these claims; that the issuer signed them is not shown.",
    ),
    ("Denied", "The trust policy does not admit this workload."),
    ("Refused", "AWS would turn the call away for another reason than the trust policy."),
    ("Not decided", "A text or a setting cannot be read, so there is no answer."),
];

const NAMES: [(StageName, &str); 9] = [
    (StageName::Parameters, "Parameters"),
    (StageName::Token, "Token"),
    (StageName::Times, "Times"),
    (StageName::Provider, "Provider"),
    (StageName::Audience, "Audience"),
    (StageName::Signature, "Signature"),
    (StageName::Claims, "Claims for AWS"),
    (StageName::TrustPolicy, "Trust policy"),
    (StageName::Session, "Session"),
];
