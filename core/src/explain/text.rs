use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt::{self, Write as _};

use super::{because, headline, headline_of_call, nearest_allow, problem};
use crate::aws::{AwsError, CallOutcome, Simulation, StageName, StageOutcome, StrictOpinion};
use crate::decision::{
    Because, ConditionTrace, Confidence, Decision, Effect, ElementTrace, Outcome, Reason,
    StatementTrace, ValueTrace,
};
use crate::diagnose::{Diagnosis, is_all_that_is_missing};
use crate::fix::Edit;
use crate::issuer::SplitSubject;
use crate::visible::{quotable, visible};

/// A decision as text: the answer, then every statement and condition with both sides.
///
/// `source` is the policy's text; it gives the line numbers of fixes.
#[must_use]
pub fn explain_decision(decision: &Decision, diagnoses: &[Diagnosis], source: &str) -> String {
    let mut text = String::with_capacity(decision.trace().len() * 512);
    // Writing to a `String` cannot fail.
    let _ = decision_text(&mut text, decision, diagnoses, source);
    text
}

/// A simulated call as text: the answer, the trace, and what AWS would say.
#[must_use]
pub fn explain_simulation(
    simulation: &Simulation,
    diagnoses: &[Diagnosis],
    source: &str,
) -> String {
    let mut text = String::new();
    let _ = simulation_text(&mut text, simulation, diagnoses, source);
    text
}

/// Where no cause at all is known of a denial: what is so, what nobody could check, where to look.
///
/// ```text
/// 2 of 3 conditions of statement 1 hold; look next at `oidc.fly.io/acme:region`
/// ```
#[must_use]
pub fn last_resort(decision: &Decision, diagnoses: &[Diagnosis]) -> Option<String> {
    let unknown = decision.outcome() == Outcome::Denied && diagnoses.is_empty();
    nearest_allow(decision).filter(|_| unknown).map(progress)
}

fn decision_text(
    f: &mut String,
    decision: &Decision,
    diagnoses: &[Diagnosis],
    source: &str,
) -> fmt::Result {
    let said = headline(decision, diagnoses);
    writeln!(f, "{}: {said}", outcome(decision))?;
    statements(f, decision)?;
    writeln!(f)?;
    causes(f, diagnoses, source, &said)?;
    no_known_cause(f, decision, diagnoses)?;
    write!(f, "confidence: {}", confidence(decision.confidence()))
}

fn simulation_text(
    f: &mut String,
    simulation: &Simulation,
    diagnoses: &[Diagnosis],
    source: &str,
) -> fmt::Result {
    let (word, answer) = match &simulation.outcome {
        CallOutcome::Allowed(_) => ("allowed", None),
        CallOutcome::Denied(error) => ("denied", Some(error)),
        CallOutcome::Error(error) => ("error", Some(error)),
    };
    let said = headline_of_call(simulation, diagnoses);
    let said = visible(&said);
    writeln!(f, "{word}: {said}")?;
    if let Some(decision) = simulation.decision() {
        statements(f, decision)?;
    }
    writeln!(f)?;
    for stage in &simulation.stages {
        if stage.outcome == StageOutcome::NotChecked {
            writeln!(f, "not checked: {}: {}", stage.name.as_str(), visible(&stage.evidence))?;
        }
    }
    strict(f, simulation)?;
    also_failed(f, simulation)?;
    if let Some(AwsError { code, message, http_status, .. }) = answer {
        writeln!(f, "AWS would answer: {http_status} {code}, {}", visible(message))?;
    }
    // A person who repairs the one should know about the other.
    if let (CallOutcome::Error(_), Some(decision)) = (&simulation.outcome, simulation.decision()) {
        match decision.outcome() {
            Outcome::Allowed => writeln!(f, "the trust policy itself would admit the workload")?,
            Outcome::Denied if is_all_that_is_missing(simulation) => {
                writeln!(
                    f,
                    "with a provider for the issuer in the role's account the trust policy would admit the \
                     workload"
                )?;
            }
            // The policy's audience waits for the same repair, and of nobody's claims it says nothing.
            Outcome::Denied
                if is_of_audience(simulation, decision) || names_no_issuer(simulation) => {}
            Outcome::Denied => writeln!(f, "the trust policy would not admit the workload either")?,
        }
    }
    causes(f, diagnoses, source, &said)?;
    if let Some(decision) = simulation.decision() {
        no_known_cause(f, decision, diagnoses)?;
    }
    write!(f, "confidence: {}", confidence(simulation.confidence()))
}

fn names_no_issuer(simulation: &Simulation) -> bool {
    let claims = simulation.claims.as_ref();
    claims.is_some_and(|claims| claims.get_unverified().get("iss").is_none())
}

/// Whether the call fails for its audience, and the policy denies for that alone.
fn is_of_audience(simulation: &Simulation, decision: &Decision) -> bool {
    let mut failed = simulation.stages.iter().filter(|stage| stage.error().is_some());
    let of_audience = |condition: &ConditionTrace| {
        let claim = condition.key.rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
        condition.matched || ["aud", "oaud", "azp"].contains(&&*claim)
    };
    let waits = |statement: &StatementTrace| {
        statement.effect == Effect::Allow
            && statement.principal.matched
            && statement.action.matched
            && statement.conditions.iter().all(of_audience)
    };
    failed.any(|stage| stage.name == StageName::Audience)
        && decision.reason() == Reason::NoStatementMatched
        && decision.trace().iter().any(waits)
}

/// Where STS is content with the token and who relies on tokens should not be.
fn strict(f: &mut String, simulation: &Simulation) -> fmt::Result {
    let of_token = [StageName::Token, StageName::Times, StageName::Signature];
    let mut stages = simulation.stages.iter().filter(|stage| of_token.contains(&stage.name));
    match &simulation.strict {
        StrictOpinion::Refuses(error) if stages.all(|stage| stage.error().is_none()) => {
            writeln!(
                f,
                "AWS takes the token; a strict verifier refuses it: {}",
                visible(&error.to_string())
            )
        }
        _ => Ok(()),
    }
}

/// The failures after the one that answers; what the policy says has a line of its own.
fn also_failed(f: &mut String, simulation: &Simulation) -> fmt::Result {
    let failed = simulation.stages.iter().filter(|stage| stage.error().is_some());
    for stage in failed.skip(1).filter(|stage| stage.name != StageName::TrustPolicy) {
        writeln!(f, "also failed: {}: {}", stage.name.as_str(), visible(&stage.evidence))?;
    }
    Ok(())
}

fn statements(f: &mut String, decision: &Decision) -> fmt::Result {
    let mut subject = LastSubject::default();
    decision.trace().iter().try_for_each(|statement| {
        writeln!(f)?;
        self::statement(f, statement, &mut subject)
    })
}

fn statement<'d>(
    f: &mut String,
    statement: &'d StatementTrace,
    subject: &mut LastSubject<'d>,
) -> fmt::Result {
    let effect = match statement.effect {
        Effect::Allow => "Allow",
        Effect::Deny => "Deny",
    };
    let sid = statement.sid.as_deref().map(visible).unwrap_or_default();
    let comma = if statement.sid.is_some() { ", " } else { "" };
    let number = (statement.index + 1).to_string();
    let title = ["statement ", &number, " (", effect, comma, &sid, ")"];
    row(f, &title, statement.matched());
    element(f, "principal ", &statement.principal);
    element(f, "action    ", &statement.action);
    statement.conditions.iter().try_for_each(|condition| self::condition(f, condition, subject))
}

fn element(f: &mut String, name: &str, element: &ElementTrace) {
    // What tells providers apart is their name; where the account matters, all is shown.
    let resource = element.actual.splitn(6, ':').nth(5);
    let (cut, actual) = match resource.and_then(|resource| resource.strip_prefix(PROVIDER)) {
        Some(name) if element.matched => (SHORT_PROVIDER, name),
        _ => ("", &*element.actual),
    };
    row(f, &["  ", name, "  ", cut, &visible(actual)], element.matched);
    if !element.matched {
        for value in &element.expected {
            line(f, POLICY, &shown(&value.text));
        }
    }
}

fn condition<'d>(
    f: &mut String,
    condition: &'d ConditionTrace,
    subject: &mut LastSubject<'d>,
) -> fmt::Result {
    // Operators are ASCII.
    let padding = "            ".get(condition.operator.len()..).unwrap_or_default();
    let title = ["  ", &condition.operator, padding, "  ", &visible(&condition.key)];
    row(f, &title, condition.matched);
    for actual in condition.actual.iter().flatten() {
        line(f, giver(&condition.key), &shown(actual));
    }
    for value in &condition.expected {
        line(f, POLICY, &shown(&value.text));
        if let Some(expanded) = &value.expanded {
            line(f, EXPANDED, &shown(expanded));
        }
        difference(f, condition, value, subject)?;
        if let Some(problem) = &value.problem {
            writeln!(f, "{:1$}{2}", "", POLICY.len(), visible(&self::problem(problem)))?;
        }
    }
    because(condition).map_or(Ok(()), |because| writeln!(f, "      {because}"))
}

/// Points at the first difference, and names the part of the subject it is in.
fn difference<'d>(
    f: &mut String,
    condition: &'d ConditionTrace,
    value: &ValueTrace,
    subject: &mut LastSubject<'d>,
) -> fmt::Result {
    // Of a condition that holds nobody asks where the two part.
    let Some([actual]) = condition.actual.as_deref().filter(|_| !condition.matched) else {
        return Ok(());
    };
    let parts = subject.at(&condition.key, actual).filter(|_| !condition.negated);
    let parts = parts.and_then(|it| it.differing_part(&value.text));
    // After a wildcard there is no single place, but there may be a part.
    let part = parts.as_ref().map(|(_, expected)| expected.start);
    let same = |at: &usize| part.is_some() || is_alike(value.text.get(..*at).unwrap_or_default());
    let Some(at) = value.differs_at.filter(same).or(part) else { return Ok(()) };
    let column = value.text.get(..at).map_or(0, |before| visible(before).chars().count());
    if column > MOST_SHOWN {
        return Ok(());
    }
    blank(f, POLICY.len() + column);
    f.push_str("^ differs here");
    if let Some((actual, expected)) = parts {
        let (name, actual) = (actual.field.name, visible(actual.text));
        write!(f, ": {name} `{actual}`, expected `{}`", visible(expected.text))?;
    }
    writeln!(f)
}

/// Whether what two texts begin with is more than chance: a word, or most of one.
fn is_alike(common: &str) -> bool {
    let common = common.strip_prefix("https://").unwrap_or(common);
    common.len() > 2 || common.contains(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric())
}

/// Whose word a value is: an issuer's name, which has a dot, begins the keys of its token's claims.
fn giver(key: &str) -> &'static str {
    let vendor = key.split(':').next().unwrap_or_default();
    if vendor.contains('.') { TOKEN } else { REQUEST }
}

/// The subject that was looked at last: most statements of a policy are about the same one.
#[derive(Default)]
struct LastSubject<'d> {
    key: &'d str,
    text: &'d str,
    split: Option<SplitSubject<'d>>,
}

impl<'d> LastSubject<'d> {
    fn at(&mut self, key: &'d str, text: &'d str) -> Option<&SplitSubject<'d>> {
        if (self.key, self.text) != (key, text) {
            *self = Self { key, text, split: SplitSubject::of(key, text) };
        }
        self.split.as_ref()
    }
}

/// `said` is the sentence on top, which need not be said again.
fn causes(f: &mut String, diagnoses: &[Diagnosis], source: &str, said: &str) -> fmt::Result {
    for diagnosis in diagnoses {
        writeln!(f, "likely cause: {}   {}", diagnosis.id, diagnosis.cause)?;
        if visible(&diagnosis.summary) != said {
            line(f, ELSEWHERE, &visible(&diagnosis.summary));
        }
        let Some(fix) = &diagnosis.fix else { continue };
        let effect = visible(&fix.effect);
        match &*fix.edits {
            [] => writeln!(f, "fix: {effect}")?,
            [edit] => writeln!(f, "fix: {}   ({effect})", change(edit, source))?,
            edits => {
                writeln!(f, "fix: {effect}")?;
                for edit in edits {
                    line(f, ELSEWHERE, &change(edit, source));
                }
            }
        }
        for text in fix.elsewhere.iter().flat_map(|text| text.lines()) {
            line(f, ELSEWHERE, &visible(text));
        }
    }
    Ok(())
}

fn no_known_cause(f: &mut String, decision: &Decision, diagnoses: &[Diagnosis]) -> fmt::Result {
    last_resort(decision, diagnoses)
        .map_or(Ok(()), |progress| writeln!(f, "no known cause: {progress}"))
}

/// "2 of 3 conditions of statement 1 hold; look next at …".
fn progress(statement: &StatementTrace) -> String {
    let conditions = &statement.conditions;
    let keys = |wanted: fn(&ConditionTrace) -> bool| -> Vec<String> {
        let keys = conditions.iter().filter(|it| wanted(it));
        keys.map(|it| format!("`{}`", quotable(&it.key))).collect()
    };
    let held = conditions.iter().filter(|condition| condition.matched).count();
    let not_given = keys(|it| !it.matched && it.because == Because::KeyNotGiven);
    let failing = keys(|it| !it.matched && it.because != Because::KeyNotGiven);
    let (number, count) = (statement.index + 1, conditions.len());
    let mut text = format!("{held} of {count} conditions of statement {number} hold");
    if !not_given.is_empty() {
        let _ = write!(text, "; give the call's {} and ask again", not_given.join(", "));
    }
    if !failing.is_empty() {
        let _ = write!(text, "; look next at {}", failing.join(", "));
    }
    text
}

/// "line 12, "a" → "b"".
fn change(edit: &Edit, source: &str) -> String {
    let Edit { span, replacement, .. } = edit;
    let old = on_one_line(span.of(source).unwrap_or_default());
    let line = span.position(source).line;
    match (&*old, &**replacement) {
        ("", new) => format!("line {line}, put in {}", on_one_line(new)),
        (old, "") => format!("line {line}, take out {}", old.trim_matches([',', ' '])),
        (old, new) => format!("line {line}, {old} → {}", visible(new)),
    }
}

fn on_one_line(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(|line| visible(line.trim())).collect();
    lines.join(" ").trim().to_string()
}

fn row(f: &mut String, title: &[&str], matched: bool) {
    title.iter().for_each(|part| f.push_str(part));
    let width: usize = title.iter().map(|part| characters(part)).sum();
    let outcome = if matched { "matched" } else { "no match" };
    blank(f, 64_usize.saturating_sub(width));
    line(f, " ", outcome);
}

fn characters(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

fn line(f: &mut String, name: &str, text: &str) {
    f.push_str(name);
    f.push_str(text);
    f.push('\n');
}

fn blank(f: &mut String, width: usize) {
    let mut left = width;
    while left > 0 {
        let part = BLANK.get(..left).unwrap_or(BLANK);
        f.push_str(part);
        left -= part.len();
    }
}

fn outcome(decision: &Decision) -> &'static str {
    match decision.outcome() {
        Outcome::Allowed => "allowed",
        Outcome::Denied => "denied",
    }
}

fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Documented => "documented",
        Confidence::Observed => "observed",
        Confidence::Assumed => "assumed",
    }
}

/// A value, cut off where nobody reads on: an explanation stays within a few screens.
fn shown(text: &str) -> Cow<'_, str> {
    let whole = visible(text);
    if whole.len() <= MOST_SHOWN {
        return whole;
    }
    let mut shown: String = whole.chars().take(MOST_SHOWN).collect();
    if text.chars().nth(MOST_SHOWN).is_some() {
        shown.push('…');
    }
    Cow::Owned(shown)
}

/// Characters of one value.
const MOST_SHOWN: usize = 200;

const BLANK: &str = "                                                                ";
const PROVIDER: &str = "oidc-provider/";
const SHORT_PROVIDER: &str = "…:oidc-provider/";
const TOKEN: &str = "      token    ";
const REQUEST: &str = "      request  ";
const POLICY: &str = "      policy   ";
const ELSEWHERE: &str = "     ";
const EXPANDED: &str = "      that is  ";
