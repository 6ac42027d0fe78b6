use std::ops::Range;

use assumable::json::{Kind, Object};
use assumable::{Limits, UntrustedToken, encoding, json};

use super::{Line, Problem, text};
use crate::inputs::Case;
use crate::json_text;
use crate::paste::Pasted;

/// The token as text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TokenView {
    pub(crate) text: String,
    /// Empty if the text is too long to be coloured.
    pub(crate) lines: Vec<Line>,
    pub(crate) problem: Option<Problem>,
    /// What was read differently from how it was pasted.
    pub(crate) note: Option<String>,
    /// The claims were edited here.
    pub(crate) edited: bool,
}

/// The token as far as it can be read.
pub(super) struct Reading {
    /// As it stands in the pane.
    pub(super) text: String,
    /// The token itself, within `text`.
    pub(super) token: Range<usize>,
    pub(super) note: Option<String>,
    pub(super) problem: Option<Problem>,
    pub(super) header: Option<Decoded>,
    pub(super) claims: Option<Object>,
    /// The text of the claims.
    pub(super) payload: String,
    /// The claims were edited here, so that the signature no longer covers them.
    pub(super) edited: bool,
    /// The text of the claims editor, if it cannot be read.
    pub(super) draft_problem: Option<Problem>,
}

/// The header.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) object: Object,
}

impl Reading {
    pub(super) fn new(case: &Case) -> Self {
        let mut reading = Self::of_text(&case.token);
        let Some(draft) = &case.claims else { return reading };
        if draft.text != draft.readable {
            reading.draft_problem = draft_problem(&draft.text);
        }
        let claims = json_text::packed(&draft.readable);
        if claims.is_empty() || claims == json_text::packed(&reading.payload) {
            return reading;
        }
        let token = with_claims(Pasted::new(&case.token).token, &claims);
        let draft_problem = reading.draft_problem;
        Self { edited: true, draft_problem, ..Self::of_text(&token) }
    }

    fn of_text(source: &str) -> Self {
        let pasted = Pasted::new(source);
        let start = pasted.before.len();
        let mut reading = Self {
            text: source.to_owned(),
            token: start..start + pasted.token.len(),
            note: None,
            problem: None,
            header: None,
            claims: None,
            payload: String::new(),
            edited: false,
            draft_problem: None,
        };
        if pasted.token.is_empty() {
            return reading;
        }
        reading.note = pasted.note();
        if let Err(error) = reading.fill(pasted.token) {
            reading.problem = Some(Problem::new(&error, source, start));
        }
        reading
    }

    fn fill(&mut self, token: &str) -> Result<(), assumable::TokenError> {
        let limits = Limits::default();
        let token = UntrustedToken::parse(token, &limits)?;
        let header = token.header();
        self.header =
            Some(Decoded { text: header.text().to_owned(), object: header.object().clone() });
        self.payload = (*token.payload_text()?.get_unverified()).to_owned();
        self.claims = Some(token.claims_object(&limits)?.into_unverified());
        Ok(())
    }

    /// What the workload presents.
    pub(super) fn presented(&self) -> &str {
        self.text.get(self.token.clone()).unwrap_or_default()
    }

    /// Nothing was pasted.
    pub(super) fn is_empty(&self) -> bool {
        self.token.is_empty()
    }
}

pub(super) fn view(reading: &Reading) -> TokenView {
    let short = reading.text.len() <= MOST_COLOURED;
    TokenView {
        lines: if short { lines(reading) } else { Vec::new() },
        text: reading.text.clone(),
        problem: reading.problem.clone(),
        note: reading.note.clone(),
        edited: reading.edited,
    }
}

/// The three parts in their hues, whatever stands around them in none.
fn lines(reading: &Reading) -> Vec<Line> {
    let mut stretches = vec![(0..reading.token.start, "part-other")];
    let mut at = reading.token.start;
    for (index, part) in reading.presented().split('.').enumerate() {
        if index > 0 {
            stretches.push((at..at + 1, "part-dot"));
            at += 1;
        }
        let class = match index {
            0 => "part-header",
            1 => "part-claims",
            2 => "part-signature",
            _ => "part-other",
        };
        stretches.push((at..at + part.len(), class));
        at += part.len();
    }
    stretches.push((at..reading.text.len(), "part-other"));
    let wrong = reading.problem.as_ref().and_then(|problem| problem.range.as_ref());
    // A whole part that is wrong inside is not underlined from end to end.
    let marks: Vec<text::Marked> = wrong
        .filter(|range| range.len() <= LONGEST_MARK)
        .map(|range| (text::visible(range, &reading.text), "wrong-here"))
        .into_iter()
        .collect();
    text::lines(&reading.text, &stretches, &marks)
}

/// The token with other claims: same header, same signature, which no longer fits.
fn with_claims(token: &str, claims: &str) -> String {
    let parts: Vec<&str> = token.split('.').collect();
    let payload = encoding::encode(claims.as_bytes());
    match parts.as_slice() {
        [header, _, signature] => format!("{header}.{payload}.{signature}"),
        _ => format!("{}.{payload}.", encoding::encode(br#"{"alg":"none"}"#)),
    }
}

fn draft_problem(text: &str) -> Option<Problem> {
    let limits = Limits::default();
    if text.trim().is_empty() {
        return None;
    }
    match json::parse(text, limits.json_depth) {
        Err(error) => Some(Problem::new(&error, text, 0)),
        Ok(value) if !matches!(value.kind, Kind::Object(_)) => Some(Problem {
            message: format!("The claims must be a JSON object, not {}.", value.json_type()),
            place: None,
            help: None,
            range: None,
        }),
        Ok(_) => None,
    }
}

/// Longer texts are shown without colours.
const MOST_COLOURED: usize = 20 * 1024;

const LONGEST_MARK: usize = 24;
