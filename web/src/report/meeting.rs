use std::ops::{Range, RangeInclusive};

use assumable::aws::{SignatureStatus, keys_of};
use assumable::explain::{because, last_resort, problem};
use assumable::issuer::differing_part;
use assumable::json::Object;
use assumable::{
    Because, ConditionTrace, Confidence, Decision, Diagnosis, Edit, Effect, ElementTrace, Reason,
    Span, StatementTrace, ValueTrace,
};

use super::call::Played;
use super::text::{self, Lines};
use super::verdict::VerdictView;
use super::{Piece, Stage, policy, token};
use crate::tone::Tone;
use crate::words;

/// Where the token and the policy meet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MeetingView {
    pub(crate) statements: Vec<StatementView>,
    /// Most likely first.
    pub(crate) causes: Vec<CauseView>,
    /// Where to look, if no cause of a denial is known.
    pub(crate) last_resort: Option<String>,
    /// It was decided on an earlier text of the policy.
    pub(crate) stale: bool,
    /// The signature does not vouch for the claims.
    pub(crate) unverified: bool,
    /// How well the behaviour of AWS is known.
    pub(crate) confidence: &'static str,
    /// The part of the subject that differs, such as `app`.
    pub(crate) differing: Option<&'static str>,
}

/// One statement of the policy.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StatementView {
    pub(crate) title: String,
    pub(crate) effect: &'static str,
    pub(crate) tone: Tone,
    pub(crate) mark: &'static str,
    pub(crate) rows: Vec<RowView>,
}

/// One thing that a statement demands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RowView {
    /// Its number in the whole policy, from 0.
    pub(crate) id: usize,
    pub(crate) tone: Tone,
    /// "matched", "no match", "missing", …
    pub(crate) mark: &'static str,
    /// The operator, or the element's name.
    pub(crate) name: String,
    /// The condition key.
    pub(crate) key: Option<String>,
    /// The claim that the key stands for, if the token has it.
    pub(crate) claim: Option<String>,
    pub(crate) sides: Sides,
    /// A sentence where the values alone do not say it.
    pub(crate) note: Option<String>,
    /// The lines of the policy that it stands in, from 1.
    pub(crate) lines: RangeInclusive<usize>,
    /// The parts of the policy's text that differ.
    pub(super) marks: Vec<Range<usize>>,
}

/// What the token says and what the policy expects.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Sides {
    /// The same.
    Both(String),
    /// Not the same text.
    Apart {
        /// Whose values these are: the token's or the call's.
        whose: &'static str,
        /// Empty if it has none.
        given: Vec<SideView>,
        /// What stands in the place of none.
        none: String,
        policy: Vec<SideView>,
    },
}

/// One value of one side.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SideView {
    pub(crate) pieces: Vec<Piece>,
    /// Whether this one of several values fits.
    pub(crate) fits: Option<bool>,
}

/// A likely cause of the denial.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CauseView {
    pub(crate) id: &'static str,
    /// What differs in this case, unless the verdict says so.
    pub(crate) summary: Option<String>,
    /// What that means, in any case.
    pub(crate) means: String,
    /// What the fix does.
    pub(crate) effect: Option<String>,
    /// The changes of the policy's text, all of which belong together.
    pub(crate) changes: Vec<ChangeView>,
    /// The whole policy with them made.
    pub(crate) fixed: Option<String>,
    /// What to write elsewhere, word for word.
    pub(crate) elsewhere: Option<String>,
}

/// A change of the policy's text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ChangeView {
    pub(crate) line: usize,
    pub(crate) old: String,
    pub(crate) new: String,
}

impl RowView {
    /// The icon says it already.
    pub(crate) fn is_marked_by_tone(&self) -> bool {
        matches!((self.mark, self.tone), (MATCHED, Tone::Good) | ("no match", Tone::Bad))
    }
}

impl MeetingView {
    /// The rows of all statements.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &RowView> {
        self.statements.iter().flat_map(|statement| &statement.rows)
    }

    /// The row to look at first: the first that does not match.
    pub(crate) fn first_failing(&self) -> Option<usize> {
        self.rows().find(|row| row.tone == Tone::Bad).map(|row| row.id)
    }
}

pub(super) fn view(
    token: &token::Reading,
    call: &Played,
    policy: &policy::Reading<'_>,
    verdict: &VerdictView,
) -> Stage<MeetingView> {
    let Some(simulation) = &call.simulation else { return Stage::Waiting };
    let (true, Some(decision)) = (call.decided, simulation.decision()) else {
        return Stage::Waiting;
    };
    let claims = simulation.claims.as_ref().map(|claims| claims.get_unverified());
    let keys = claims.into_iter().flat_map(keys_of);
    let mut rows = Rows {
        next: 0,
        source: policy.readable,
        places: Lines::of(policy.readable),
        keys: keys.map(|(key, claim)| (key, claim.to_owned())).collect(),
        claims: token.claims.as_ref(),
    };
    let cause = |cause| self::cause(cause, policy.readable, &verdict.why);
    Stage::Done(MeetingView {
        statements: decision
            .trace()
            .iter()
            .map(|trace| rows.statement(trace, decision.reason() == Reason::ExplicitDeny))
            .collect(),
        causes: call.diagnoses.iter().map(cause).collect(),
        last_resort: last_resort(decision, &call.diagnoses).map(|text| words::sentence(&text)),
        stale: policy.is_stale() || token.draft_problem.is_some(),
        unverified: simulation.signature != SignatureStatus::Valid,
        confidence: match simulation.confidence() {
            Confidence::Documented => "AWS documents this behaviour.",
            Confidence::Observed => "Seen in recorded answers of AWS.",
            Confidence::Assumed => {
                "This follows from the documentation of AWS; nobody has published a confirmation."
            }
        },
        differing: differing(decision),
    })
}

/// Numbers the rows while it makes them.
struct Rows<'a> {
    next: usize,
    source: &'a str,
    places: Lines,
    /// The condition keys that the token fills, each with its claim.
    keys: Vec<(String, String)>,
    /// All that the token says, read by AWS or not.
    claims: Option<&'a Object>,
}

impl Rows<'_> {
    fn statement(&mut self, trace: &StatementTrace, denied: bool) -> StatementView {
        let mut rows = vec![
            self.element("Principal", "token", &trace.principal),
            self.element("Action", "call", &trace.action),
        ];
        rows.extend(trace.conditions.iter().map(|condition| self.condition(condition)));
        let (matched, denies) = (trace.matched(), trace.effect == Effect::Deny);
        for (index, row) in rows.iter_mut().enumerate() {
            // What a denial rests on is what is wrong here, and no miss elsewhere; and who is not denied has nothing
            // to mend in a denial.
            row.tone = match row.tone {
                _ if denies && !matched => Tone::Neutral,
                _ if denies && (index >= ELEMENTS || trace.conditions.is_empty()) => Tone::Bad,
                _ if denies => Tone::Neutral,
                Tone::Bad if denied => Tone::Neutral,
                tone => tone,
            };
            if (row.tone, row.mark) == (Tone::Bad, MATCHED) {
                row.mark = DENIES;
            }
        }
        let sid = trace.sid.as_deref().map(|sid| format!(" {sid}"));
        StatementView {
            title: format!("Statement {}{}", trace.index + 1, sid.unwrap_or_default()),
            effect: if denies { "Deny" } else { "Allow" },
            tone: match (matched, denies) {
                (true, false) => Tone::Good,
                (true, true) => Tone::Bad,
                (false, false) if !denied => Tone::Bad,
                (false, _) => Tone::Neutral,
            },
            mark: if matched && denies { DENIES } else { mark(matched) },
            rows,
        }
    }

    fn element(&mut self, name: &str, whose: &'static str, trace: &ElementTrace) -> RowView {
        let first = trace.expected.first().map_or(trace.span, |value| value.span);
        let last = trace.expected.last().map_or(trace.span, |value| value.span);
        let sides = match trace.expected.as_slice() {
            [value] if value.text == trace.actual => Sides::Both(value.text.clone()),
            values => Sides::Apart {
                whose,
                given: vec![SideView { pieces: plain(&trace.actual), fits: None }],
                none: String::new(),
                policy: values.iter().map(|value| unmarked(value, values.len())).collect(),
            },
        };
        RowView {
            name: name.to_owned(),
            key: None,
            sides,
            note: None,
            ..self.row(trace.matched, Span::new(first.start, last.end))
        }
    }

    fn condition(&mut self, trace: &ConditionTrace) -> RowView {
        let single = match trace.actual.as_deref() {
            Some([single]) => Some(&**single),
            _ => None,
        };
        let difference = (!trace.matched)
            .then(|| Difference::of(&trace.key, single?, trace.expected.first()?))
            .flatten();
        let shared = trace.expected.len() == 1 && trace.matched;
        let sides = match (single, trace.expected.as_slice()) {
            (Some(actual), [value]) if shared && value.text == actual => {
                Sides::Both(actual.to_owned())
            }
            (_, values) => Sides::Apart {
                whose: if is_of_call(&trace.key) { "call" } else { "token" },
                given: given(trace.actual.as_deref(), difference.as_ref()),
                none: self.none(trace),
                policy: expected(values, difference.as_ref()),
            },
        };
        RowView {
            name: trace.operator.clone(),
            key: Some(trace.key.clone()),
            claim: self.claim_of(&trace.key),
            mark: self::condition_mark(trace),
            tone: match trace.matched && trace.because.is_vacuous() {
                true => Tone::Caution,
                false => Tone::of(trace.matched),
            },
            sides,
            note: note(trace, difference.as_ref()),
            marks: marks(trace, difference.as_ref(), self.source),
            ..self.row(trace.matched, trace.span)
        }
    }

    /// What to say of a key without a value.
    fn none(&self, trace: &ConditionTrace) -> String {
        let (provider, claim) = trace.key.rsplit_once(':').unwrap_or_default();
        let is_of_provider = |(key, _): &(String, String)| {
            key.rsplit_once(':').is_some_and(|(it, _)| it.eq_ignore_ascii_case(provider))
        };
        match self.claims.and_then(|claims| claims.get(claim)) {
            _ if is_of_call(&trace.key) => String::from("is not known"),
            Some(_) if self.keys.iter().any(is_of_provider) => {
                format!("has the claim {}, which AWS does not read", assumable::visible(claim))
            }
            _ => String::from("says nothing of this"),
        }
    }

    fn claim_of(&self, key: &str) -> Option<String> {
        let mut keys = self.keys.iter();
        keys.find(|(known, _)| known.eq_ignore_ascii_case(key)).map(|(_, claim)| claim.clone())
    }

    fn row(&mut self, matched: bool, span: Span) -> RowView {
        let id = self.next;
        self.next += 1;
        let line = |byte| self.places.at(byte);
        RowView {
            id,
            tone: Tone::of(matched),
            mark: mark(matched),
            name: String::new(),
            key: None,
            claim: None,
            sides: Sides::Both(String::new()),
            note: None,
            lines: line(span.start)..=line(span.end.saturating_sub(1).max(span.start)),
            marks: Vec::new(),
        }
    }
}

/// Where two texts part.
struct Difference<'a> {
    actual: Range<usize>,
    expected: Range<usize>,
    /// The part of the subject that it lies in: its name, and both texts.
    part: Option<(&'static str, &'a str, &'a str)>,
}

impl<'a> Difference<'a> {
    fn of(key: &str, actual: &'a str, value: &'a ValueTrace) -> Option<Self> {
        if let Some(difference) = Self::of_subject(key, actual, &value.text) {
            return Some(difference);
        }
        let at = value.differs_at?;
        let (actual, expected) = (at..actual.len(), at..value.text.len());
        Some(Self { actual, expected, part: None })
    }

    fn of_subject(key: &str, actual: &'a str, expected: &'a str) -> Option<Self> {
        let (actual, expected) = differing_part(key, actual, expected)?;
        Some(Self {
            actual: actual.start..actual.start + actual.text.len(),
            expected: expected.start..expected.start + expected.text.len(),
            part: Some((actual.field.name, actual.text, expected.text)),
        })
    }
}

/// Not a claim of the token, but what is known of the call itself.
fn is_of_call(key: &str) -> bool {
    key.get(..4).is_some_and(|prefix| {
        prefix.eq_ignore_ascii_case("aws:") || prefix.eq_ignore_ascii_case("sts:")
    })
}

fn given(actual: Option<&[String]>, difference: Option<&Difference<'_>>) -> Vec<SideView> {
    let side = |text: &String| SideView {
        pieces: text::with_mark(text, difference.map(|it| it.actual.clone()), DIFFERS),
        fits: None,
    };
    actual.unwrap_or_default().iter().map(side).collect()
}

fn expected(values: &[ValueTrace], difference: Option<&Difference<'_>>) -> Vec<SideView> {
    let side = |(index, value): (usize, &ValueTrace)| match difference {
        Some(difference) if index == 0 => SideView {
            pieces: text::with_mark(&value.text, Some(difference.expected.clone()), DIFFERS),
            fits: (values.len() > 1).then_some(false),
        },
        _ => unmarked(value, values.len()),
    };
    values.iter().enumerate().map(side).collect()
}

fn unmarked(value: &ValueTrace, of: usize) -> SideView {
    SideView { pieces: plain(&value.text), fits: (of > 1).then_some(value.matched) }
}

fn plain(text: &str) -> Vec<Piece> {
    text::with_mark(text, None, "")
}

fn note(trace: &ConditionTrace, difference: Option<&Difference<'_>>) -> Option<String> {
    if let Some(because) = because(trace) {
        return Some(words::sentence(because));
    }
    if let Some(flaw) = trace.expected.iter().find_map(|value| value.problem.as_ref()) {
        return Some(words::sentence(&problem(flaw)));
    }
    let (name, actual, expected) = difference?.part?;
    let (actual, expected) = (words::value(actual), words::value(expected));
    Some(format!(
        "Differs at the {name}: the token says `{actual}`, the policy expects `{expected}`."
    ))
}

/// The differing part in the policy's text. A value with escapes is marked as a whole.
fn marks(
    trace: &ConditionTrace,
    difference: Option<&Difference<'_>>,
    source: &str,
) -> Vec<Range<usize>> {
    let (Some(difference), Some(value)) = (difference, trace.expected.first()) else {
        return Vec::new();
    };
    let inside = Span::new(value.span.start + 1, value.span.end.saturating_sub(1));
    let mark = if inside.of(source) == Some(&value.text) {
        inside.start + difference.expected.start..inside.start + difference.expected.end
    } else {
        Range::from(value.span)
    };
    Vec::from([mark])
}

fn differing(decision: &Decision) -> Option<&'static str> {
    let conditions = decision.trace().iter().flat_map(|statement| &statement.conditions);
    let mut failing = conditions.filter(|it| !it.matched && it.because == Because::Compared);
    failing.find_map(|it| {
        let [actual] = it.actual.as_deref()? else { return None };
        Difference::of_subject(&it.key, actual, &it.expected.first()?.text)?
            .part
            .map(|(name, ..)| name)
    })
}

/// `said` is the sentence on top, which need not be said again.
fn cause(diagnosis: &Diagnosis, source: &str, said: &str) -> CauseView {
    let fix = diagnosis.fix.as_ref();
    let summary = words::sentence(&diagnosis.summary);
    CauseView {
        id: diagnosis.id,
        summary: (!said.starts_with(summary.trim_end_matches('.'))).then_some(summary),
        means: words::sentence(diagnosis.cause),
        effect: fix.map(|fix| words::sentence(&fix.effect)),
        changes: fix.iter().flat_map(|fix| &fix.edits).map(|edit| change(edit, source)).collect(),
        fixed: fix.and_then(|fix| fix.apply(source)),
        elsewhere: fix.and_then(|fix| fix.elsewhere.clone()),
    }
}

pub(super) fn change(edit: &Edit, source: &str) -> ChangeView {
    ChangeView {
        line: edit.span.position(source).line,
        old: on_one_line(edit.span.of(source).unwrap_or_default()),
        new: on_one_line(&edit.replacement),
    }
}

/// As it is shown: without the commas around what is put in or taken out, and nothing in it hidden.
fn on_one_line(json: &str) -> String {
    let lines: Vec<_> = json.lines().map(|line| assumable::visible(line.trim())).collect();
    lines.join(" ").trim_matches([',', ' ']).to_owned()
}

/// Also said is where nothing was compared.
fn condition_mark(trace: &ConditionTrace) -> &'static str {
    match (trace.matched, trace.because) {
        (true, because) if because.is_vacuous() => "matched without a value",
        (false, Because::KeyMissing) => "missing",
        (_, Because::KeyNotGiven) => "not given",
        (matched, _) => mark(matched),
    }
}

fn mark(matched: bool) -> &'static str {
    if matched { MATCHED } else { "no match" }
}

const MATCHED: &str = "matched";

const DENIES: &str = "matched, so it denies";

/// Rows before those of the conditions.
const ELEMENTS: usize = 2;

const DIFFERS: &str = "side-differs";
