use std::rc::Rc;

use assumable::aws::provider_name;
use assumable::issuer::{Profile, Stability, claim_note};
use assumable::json::{Kind, Object, Value};

use super::call::Played;
use super::lifetime::seconds;
use super::meeting::MeetingView;
use super::notes::Units;
use super::{LifetimeView, Line, NoteView, Problem, Stage, lifetime, text, token};
use crate::json_text;
use crate::tone::Tone;
use crate::words;

/// What the token says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ClaimsView {
    /// What a person calls the workload.
    pub(crate) workload: String,
    /// The subject's parts, if the issuer's family is known.
    pub(crate) subject: Vec<SubjectPartView>,
    /// Which of those parts are names, in a sentence.
    pub(crate) names: Option<String>,
    pub(crate) lifetime: Option<LifetimeView>,
    pub(crate) claims: Vec<ClaimView>,
    pub(crate) header: Vec<MemberView>,
    /// The algorithm, as the header has it.
    pub(crate) algorithm: String,
    /// The claims as JSON, as they were typed if they were.
    pub(crate) json: String,
    pub(crate) json_lines: Rc<Vec<Line>>,
    pub(crate) json_notes: Rc<Vec<NoteView>>,
    /// What is wrong with the edited claims.
    pub(crate) problem: Option<Problem>,
}

/// One named part of a subject.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SubjectPartView {
    pub(crate) name: &'static str,
    pub(crate) text: String,
    /// It is a name, which somebody else can take once it is given up.
    pub(crate) is_name: bool,
    /// The policy expects another one.
    pub(crate) differs: bool,
}

/// One claim.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ClaimView {
    pub(crate) name: String,
    pub(crate) value: String,
    /// One sentence.
    pub(crate) means: Option<&'static str>,
    /// Whether the value stays with its owner, where that is known.
    pub(crate) stays: Option<StaysView>,
    /// The condition key that AWS makes of it.
    pub(crate) condition_key: Option<String>,
    /// A point in time, in seconds since the Unix epoch, and how far away it is.
    pub(crate) time: Option<(i64, String)>,
}

/// Whether a value stays with its owner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct StaysView {
    pub(crate) tone: Tone,
    /// In a word or two.
    pub(crate) word: &'static str,
    /// In a sentence.
    pub(crate) means: &'static str,
}

impl StaysView {
    /// That a claim is of one token only goes without saying.
    fn of(stability: Stability) -> Option<Self> {
        let (tone, word, means) = match stability {
            Stability::Immutable => {
                (Tone::Good, "fixed id", "An id that never gets another owner.")
            }
            Stability::Reclaimable => (
                Tone::Caution,
                "reusable name",
                "A name: once it is given up, somebody else can take it.",
            ),
            Stability::Authored => {
                (Tone::Neutral, "chosen", "Chosen by whoever writes or starts the workload.")
            }
            Stability::Transient => return None,
        };
        Some(Self { tone, word, means })
    }
}

/// One member of the header.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MemberView {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) means: Option<&'static str>,
}

pub(super) fn view(
    token: &token::Reading,
    call: &Played,
    meeting: &Stage<MeetingView>,
    at: i64,
) -> Stage<ClaimsView> {
    let Some(claims) = &token.claims else {
        return match &token.problem {
            Some(problem) => Stage::Failed(problem.clone()),
            None => Stage::Waiting,
        };
    };
    let issuer = claims.get("iss").and_then(Value::as_str).unwrap_or_default();
    let subject = claims.get("sub").and_then(Value::as_str).unwrap_or_default();
    let profile = Profile::recognise(issuer, subject);
    let differing = match meeting {
        Stage::Done(meeting) => meeting.differing,
        _ => None,
    };
    let json = token.draft.clone().unwrap_or_else(|| json_text::spread(&token.payload));
    let wrong = token.draft_problem.as_ref().and_then(|problem| problem.range.as_ref());
    let marks: Vec<text::Marked> =
        wrong.map(|range| (text::visible(range, &json), "wrong-here")).into_iter().collect();
    let problems = token.draft_problem.iter();
    let notes = problems.filter_map(|problem| Units::of(&json).problem(problem)).collect();
    let header = token.header.as_ref();
    let subject = self::subject(profile, subject, differing);
    Stage::Done(ClaimsView {
        names: names(&subject),
        workload: profile.map_or("Workload", |profile| profile.workload).to_owned(),
        subject,
        lifetime: lifetime::view(claims, at),
        claims: self::claims(claims, &token.payload, profile, issuer, call, at),
        header: header.map(self::header).unwrap_or_default(),
        algorithm: token.algorithm().to_owned(),
        json_lines: Rc::new(text::json_lines(&json, &marks)),
        json_notes: Rc::new(notes),
        json,
        problem: token.draft_problem.clone(),
    })
}

fn subject(
    profile: Option<&'static Profile>,
    subject: &str,
    differing: Option<&'static str>,
) -> Vec<SubjectPartView> {
    let parts = profile.and_then(|profile| profile.split_subject(subject)).unwrap_or_default();
    let part = |part: assumable::issuer::SubjectPart<'_>| SubjectPartView {
        name: part.field.name,
        text: part.text.to_owned(),
        is_name: part.field.stability == Stability::Reclaimable,
        differs: differing == Some(part.field.name),
    };
    parts.into_iter().map(part).collect()
}

fn names(parts: &[SubjectPartView]) -> Option<String> {
    let names: Vec<&str> = parts.iter().filter(|part| part.is_name).map(|part| part.name).collect();
    let (list, are) = match names.as_slice() {
        [] => return None,
        [one] => ((*one).to_owned(), "is a name: once given up, somebody else can take it"),
        [first @ .., last] => (
            format!("{} and {last}", first.join(", ")),
            "are names: once given up, somebody else can take them",
        ),
    };
    Some(format!("The {list} {are}."))
}

fn claims(
    claims: &Object,
    payload: &str,
    profile: Option<&'static Profile>,
    issuer: &str,
    call: &Played,
    at: i64,
) -> Vec<ClaimView> {
    let provider = provider_name(issuer);
    let context = call.simulation.as_ref().map(|simulation| &simulation.context);
    let view = |member: &assumable::json::Member| {
        let key = format!("{provider}:{}", member.name);
        let note = claim_note(profile, &member.name);
        let is_time = matches!(&*member.name, "iat" | "nbf" | "exp" | "auth_time");
        ClaimView {
            name: member.name.clone(),
            value: value(&member.value, payload),
            means: note.map(|note| note.meaning),
            stays: note.and_then(|note| StaysView::of(note.stability)),
            condition_key: context.and_then(|context| context.get(&key)).map(|_| key),
            time: is_time
                .then(|| seconds(&member.value))
                .flatten()
                .map(|time| (time, words::relative(time, at))),
        }
    };
    let first = FIRST.iter().filter_map(|name| claims.iter().find(|it| it.name == *name));
    // The rest keeps the order of the token.
    let rest = claims.iter().filter(|member| !FIRST.contains(&&*member.name));
    first.chain(rest).map(view).collect()
}

fn header(header: &token::Decoded) -> Vec<MemberView> {
    let view = |member: &assumable::json::Member| MemberView {
        name: member.name.clone(),
        value: value(&member.value, &header.text),
        means: HEADER.iter().find(|(name, _)| *name == member.name).map(|(_, means)| *means),
    };
    header.object.iter().map(view).collect()
}

/// A string without its quotes, anything else as it is written.
fn value(value: &Value, source: &str) -> String {
    match &value.kind {
        Kind::String(text) => text.clone(),
        _ => json_text::spread(value.span.of(source).unwrap_or_default()),
    }
}

const FIRST: [&str; 6] = ["iss", "sub", "aud", "exp", "nbf", "iat"];

const HEADER: [(&str, &str); 7] = [
    ("alg", "The algorithm that made the signature. A verifier compares it, it does not obey it."),
    ("kid", "Which of the issuer's keys made the signature."),
    ("typ", "The kind of token."),
    ("jwk", "A key that the token brings along. It proves nothing: anybody can add one."),
    ("jku", "An address of keys that the token names itself. It is never asked."),
    ("x5u", "An address of certificates that the token names itself. It is never asked."),
    ("x5c", "Certificates that the token brings along. They prove nothing by themselves."),
];
