use assumable::aws::TrustPolicy;

use super::meeting::MeetingView;
use super::{Line, Problem, Stage, text};
use crate::inputs::Case;
use crate::sizes;
use crate::tone::Tone;

/// The trust policy as text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PolicyView {
    pub(crate) text: String,
    /// Empty if the text is too long to be coloured.
    pub(crate) lines: Vec<Line>,
    pub(crate) problems: Vec<Problem>,
}

/// The policy as far as it can be read.
pub(super) struct Reading<'a> {
    pub(super) source: &'a str,
    /// What `parsed` was read from; other than `source` if that cannot be read.
    pub(super) readable: &'a str,
    pub(super) parsed: Option<TrustPolicy>,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(case: &'a Case) -> Self {
        let (source, readable) = (&*case.policy.text, &*case.policy.readable);
        let limits = sizes::limits();
        let parsed = TrustPolicy::parse(readable, &limits).ok();
        if source == readable || source.trim().is_empty() {
            return Self { source, readable, parsed, problems: Vec::new() };
        }
        let problems = match TrustPolicy::parse(source, &limits) {
            _ if sizes::fills(source, sizes::POLICY_FIELD) => {
                vec![Problem::cut(sizes::POLICY_FIELD, limits.policy_bytes)]
            }
            Ok(_) => Vec::new(),
            Err(errors) => {
                let first = errors.iter().take(MOST_PROBLEMS);
                first.map(|error| Problem::new(error, source, |at| at)).collect()
            }
        };
        Self { source, readable, parsed, problems }
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

pub(super) fn view(reading: &Reading<'_>, meeting: &Stage<MeetingView>) -> PolicyView {
    let text = reading.source;
    if text.len() > sizes::limits().policy_bytes {
        let problems = reading.problems.clone();
        return PolicyView { text: text.to_owned(), lines: Vec::new(), problems };
    }
    let wrong = reading.problems.iter().filter_map(|problem| problem.range.as_ref());
    let mut marks: Vec<text::Marked> =
        wrong.map(|range| (text::visible(range, text), "wrong-here")).collect();
    let known = match meeting {
        Stage::Done(meeting) if !reading.is_stale() => Some(meeting),
        _ => None,
    };
    let rows = || known.iter().flat_map(|meeting| meeting.rows());
    marks.extend(rows().flat_map(|row| row.marks.iter().cloned()).map(|mark| (mark, DIFFERS)));
    let mut lines = text::json_lines(text, &marks);
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
    PolicyView { text: text.to_owned(), lines, problems: reading.problems.clone() }
}

/// A text that is no policy at all has an error a line; the first few say enough.
const MOST_PROBLEMS: usize = 4;

const DIFFERS: &str = "differs-here";
