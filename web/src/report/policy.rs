use std::rc::Rc;

use assumable::aws::TrustPolicy;
use assumable::{Finding, Fix, PolicyError, PolicyErrors, analyze};

use super::call::Played;
use super::meeting::MeetingView;
use super::notes::Units;
use super::{ErrorView, Line, MarkView, NoteView, Problem, Stage, error_message, text};
use crate::inputs::Case;
use crate::sizes;
use crate::tone::Tone;
use crate::words;

/// The trust policy as text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PolicyView {
    pub(crate) text: String,
    /// Empty if the text is too long to be coloured.
    pub(crate) lines: Rc<Vec<Line>>,
    pub(crate) marks: Rc<Vec<MarkView>>,
    pub(crate) notes: Rc<Vec<NoteView>>,
    pub(crate) problems: Vec<Problem>,
    /// What it was taken from, if that was more than a policy.
    pub(crate) taken: Option<String>,
    /// Nobody has put another in its place yet.
    pub(crate) is_example: bool,
    /// It is an error message that was pasted.
    pub(crate) error: Option<ErrorView>,
}

/// The policy as far as it can be read.
pub(super) struct Reading<'a> {
    pub(super) source: &'a str,
    /// What `parsed` was read from; other than `source` if that cannot be read.
    pub(super) readable: &'a str,
    pub(super) parsed: Option<TrustPolicy>,
    pub(super) problems: Vec<Problem>,
    /// What is wrong with a policy that can be read.
    pub(super) findings: Vec<Finding>,
    taken: Option<&'a str>,
    is_example: bool,
    pub(super) error: Option<ErrorView>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(case: &'a Case) -> Self {
        let (source, readable) = (&*case.policy.text, &*case.policy.readable);
        let limits = sizes::limits();
        let parsed = TrustPolicy::parse(readable, &limits).ok();
        let taken = case.taken.as_ref().map(|taken| &*taken.note);
        let mut reading = Self {
            source,
            readable,
            parsed,
            problems: Vec::new(),
            findings: Vec::new(),
            taken,
            is_example: case.policy_of_example,
            error: None,
        };
        if source == readable || source.trim().is_empty() {
            reading.findings = reading.parsed.as_ref().map(analyze).unwrap_or_default();
            return reading;
        }
        match TrustPolicy::parse(source, &limits) {
            _ if sizes::fills(source, sizes::POLICY_FIELD) => {
                reading.problems.push(Problem::cut(sizes::POLICY_FIELD, limits.policy_bytes));
            }
            Ok(_) => {}
            Err(errors) => {
                let first = errors.iter().take(MOST_PROBLEMS);
                let problem = |error: &PolicyError| Problem {
                    fix: error.fix(source).filter(|fix| is_better(fix, error, &errors, source)),
                    ..Problem::new(error, source, |at| at)
                };
                reading.problems = first.map(problem).collect();
                reading.error = error_message::view(source);
            }
        }
        reading
    }

    /// The text cannot be read; the decision is that on an earlier one.
    pub(super) fn is_stale(&self) -> bool {
        !self.problems.is_empty()
    }

    /// Nothing was pasted.
    pub(super) fn is_empty(&self) -> bool {
        self.source.trim().is_empty()
    }
}

pub(super) fn view(
    reading: &Reading<'_>,
    call: &Played,
    meeting: &Stage<MeetingView>,
) -> PolicyView {
    let (text, problems) = (reading.source.to_owned(), reading.problems.clone());
    if text.len() > sizes::limits().policy_bytes {
        let (lines, marks, notes) = Default::default();
        let (taken, is_example, error) = Default::default();
        return PolicyView { text, lines, marks, notes, problems, taken, is_example, error };
    }
    let wrong = problems.iter().filter_map(|problem| problem.range.as_ref());
    let mut marks: Vec<text::Marked> =
        wrong.map(|range| (text::visible(range, &text), "wrong-here")).collect();
    let known = match meeting {
        Stage::Done(meeting) if !reading.is_stale() => Some(meeting),
        _ => None,
    };
    let rows = || known.iter().flat_map(|meeting| meeting.rows());
    marks.extend(rows().flat_map(|row| row.marks.iter().cloned()).map(|mark| (mark, DIFFERS)));
    let mut lines = text::json_lines(&text, &marks);
    for row in rows() {
        for number in row.lines.clone() {
            if let Some(line) = lines.get_mut(number - 1) {
                line.rows.push(row.id);
                line.failing |= row.tone == Tone::Bad;
                // A line of several conditions shows the worst.
                if number == *row.lines.start() && line.sign != Some(Tone::Bad) {
                    line.sign = Some(row.tone);
                }
            }
        }
    }
    let units = Units::of(&text);
    let (lines, marks) = (Rc::new(lines), Rc::new(units.marks(&marks)));
    let notes = Rc::new(notes(reading, call, &units));
    let (taken, error) = (reading.taken.map(str::to_owned), reading.error.clone());
    let is_example = reading.is_example;
    PolicyView { lines, marks, notes, problems, taken, is_example, error, text }
}

/// What is wrong with the text; or, if it can be read, why it denies, and what is wrong with what it
/// admits.
fn notes(reading: &Reading<'_>, call: &Played, units: &Units<'_>) -> Vec<NoteView> {
    let problems = reading.problems.iter().filter_map(|problem| units.problem(problem));
    let findings = reading.findings.iter().map(|finding| units.finding(finding));
    let current = call.diagnoses.iter().filter(|_| !reading.is_stale());
    let causes = current.filter_map(|cause| {
        let fix = units.fix(cause.fix.as_ref()?)?;
        let range = fix.edits.first()?.0.clone();
        let (summary, means) = (words::sentence(&cause.summary), words::sentence(cause.cause));
        let message = format!("{summary} {means}");
        Some(NoteView { range, tone: Tone::Neutral, message, fix: Some(fix) })
    });
    problems.chain(causes).chain(findings).collect()
}

/// It takes an error away and brings none: `Actions` beside `Action` is no slip of the pen.
fn is_better(fix: &Fix, error: &PolicyError, errors: &PolicyErrors, source: &str) -> bool {
    let Some(fixed) = fix.apply(source) else { return false };
    let left =
        TrustPolicy::parse(&fixed, &sizes::limits()).err().map_or(0, |left| left.iter().len());
    left < errors.iter().len() || matches!(error, PolicyError::Json(_))
}

/// A text that is no policy at all has an error a line; the first few say enough.
const MOST_PROBLEMS: usize = 4;

const DIFFERS: &str = "differs-here";
