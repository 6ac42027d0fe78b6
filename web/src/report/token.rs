use std::ops::Range;

use assumable::json::{Kind, Object, Value};
use assumable::{UntrustedToken, json};

use super::{ErrorView, Line, Problem, error_message, lifetime, no_token, text};
use crate::inputs::Case;
use crate::language::Language;
use crate::paste::Pasted;
use crate::{edit, json_text, sizes};

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
    /// Nobody has put another in its place yet.
    pub(crate) is_example: bool,
    /// It is an error message that was pasted.
    pub(crate) error: Option<ErrorView>,
}

/// The token as far as it can be read.
pub(super) struct Reading {
    /// As it stands in the pane.
    pub(super) text: String,
    /// The place of the token in `text`.
    place: Range<usize>,
    /// What the workload presents: the token without white space inside.
    pub(super) presented: String,
    pub(super) note: Option<String>,
    pub(super) problem: Option<Problem>,
    pub(super) header: Option<Decoded>,
    pub(super) claims: Option<Object>,
    /// The text of the claims.
    pub(super) payload: String,
    /// There are claims without a token.
    pub(super) bare: bool,
    pub(super) error: Option<ErrorView>,
    /// The claims were edited here, so that the signature no longer covers them.
    pub(super) edited: bool,
    /// The text of the claims editor, if somebody typed there.
    pub(super) draft: Option<String>,
    /// What is wrong with it.
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
            reading.draft_problem = draft_problem(&draft.text, &case.token);
        }
        reading.draft = Some(draft.text.clone());
        let claims = json_text::packed(&draft.readable);
        if claims.is_empty() || claims == json_text::packed(&reading.payload) {
            return reading;
        }
        if reading.is_empty() || reading.bare {
            reading.fill_claims(&draft.readable);
            return reading;
        }
        let token = edit::with_claims(&case.token, &claims);
        let Self { draft, draft_problem, .. } = reading;
        Self { edited: true, draft, draft_problem, ..Self::of_text(&token) }
    }

    fn of_text(source: &str) -> Self {
        let pasted = Pasted::new(source);
        let start = pasted.before.len();
        let mut reading = Self {
            text: source.to_owned(),
            place: start..start + pasted.body.len(),
            presented: pasted.token().into_owned(),
            note: None,
            problem: None,
            header: None,
            claims: None,
            payload: String::new(),
            bare: false,
            error: None,
            edited: false,
            draft: None,
            draft_problem: None,
        };
        if reading.is_empty() {
            return reading;
        }
        reading.note = pasted.note();
        if sizes::fills(source, sizes::TOKEN_FIELD) {
            let read = sizes::limits().token_bytes;
            reading.problem = Some(Problem::cut(sizes::TOKEN_FIELD, read));
        } else if let Err(error) = reading.fill() {
            if reading.fill_claims(source) {
                reading.note = Some(String::from(CLAIMS_ALONE));
                return reading;
            }
            reading.problem = Some(Problem::new(&error, source, |at| pasted.place(at)));
            // Claims with a slip are meant, and no token.
            if source.trim_start().starts_with('{')
                && let Err(error) = json::parse(source, sizes::limits().json_depth)
            {
                reading.problem = Some(Problem::new(&error, source, |at| at));
            }
            reading.error = error_message::view(source);
            if let Some(problem) = no_token::recognised(pasted.body) {
                reading.problem = Some(problem);
            }
        }
        reading
    }

    fn fill(&mut self) -> Result<(), assumable::TokenError> {
        let limits = sizes::limits();
        let token = UntrustedToken::parse(&self.presented, &limits)?;
        let header = token.header();
        let header = Decoded { text: header.text().to_owned(), object: header.object().clone() };
        let payload = (*token.payload_text()?.get_unverified()).to_owned();
        let claims = token.claims_object(&limits)?.into_unverified();
        (self.header, self.payload, self.claims) = (Some(header), payload, Some(claims));
        Ok(())
    }

    /// Claims without a token.
    fn fill_claims(&mut self, text: &str) -> bool {
        let value = json::parse(text, sizes::limits().json_depth).ok();
        let Some(Kind::Object(claims)) = value.map(|value| value.kind) else { return false };
        (self.bare, self.claims, self.payload) = (true, Some(claims), text.to_owned());
        self.presented.clear();
        true
    }

    /// What is decided on is what the person last gave, as far as it could be read.
    pub(super) fn is_last_readable(&self) -> bool {
        self.draft_problem.is_none() || self.edited || self.bare
    }

    /// When the token was issued: in seconds since the Unix epoch.
    pub(super) fn issued(&self) -> Option<i64> {
        let claims = self.claims.as_ref()?;
        claims.get("iat").or_else(|| claims.get("nbf")).and_then(lifetime::seconds)
    }

    /// The algorithm, as the header has it.
    pub(super) fn algorithm(&self) -> &str {
        let algorithm = self.header.as_ref().and_then(|header| header.object.get("alg"));
        algorithm.and_then(Value::as_str).unwrap_or_default()
    }

    /// The words of this token's issuer.
    pub(super) fn language(&self) -> Language {
        let claim = |name| self.claims.as_ref().and_then(|claims| claims.get(name)?.as_str());
        Language::new(claim("iss").unwrap_or_default(), claim("sub").unwrap_or_default())
    }

    /// Nothing was pasted.
    pub(super) fn is_empty(&self) -> bool {
        self.presented.is_empty() && !self.bare
    }
}

pub(super) fn view(reading: &Reading, is_example: bool) -> TokenView {
    let short = reading.text.len() <= MOST_COLOURED;
    TokenView {
        lines: if short { lines(reading) } else { Vec::new() },
        text: reading.text.clone(),
        problem: reading.problem.clone(),
        note: reading.note.clone(),
        edited: reading.edited,
        is_example,
        error: reading.error.clone(),
    }
}

/// The three parts in their hues, whatever stands around them in none. Claims alone are JSON.
fn lines(reading: &Reading) -> Vec<Line> {
    if reading.bare {
        return text::json_lines(&reading.text, &[]);
    }
    let mut stretches = vec![(0..reading.place.start, "part-other")];
    let mut at = reading.place.start;
    let body = reading.text.get(reading.place.clone()).unwrap_or_default();
    for (index, part) in body.split('.').enumerate() {
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

fn draft_problem(text: &str, token: &str) -> Option<Problem> {
    let limits = sizes::limits();
    if text.trim().is_empty() {
        return None;
    }
    if sizes::fills(text, sizes::TOKEN_FIELD) {
        return Some(Problem::cut(sizes::TOKEN_FIELD, limits.token_bytes));
    }
    match json::parse(text, limits.json_depth) {
        Err(error) => Some(Problem::new(&error, text, |at| at)),
        Ok(value) if !matches!(value.kind, Kind::Object(_)) => Some(Problem::plain(format!(
            "The claims must be a JSON object, not {}.",
            value.json_type()
        ))),
        Ok(_) => {
            let error = edit::check(&edit::with_claims(token, text)).err()?;
            Some(Problem::plain(format!("A token with these claims cannot be read: {error}.")))
        }
    }
}

const CLAIMS_ALONE: &str =
    "These are claims, not a token: the page decides what a token with them would get.";

/// Longer texts are shown without colours.
const MOST_COLOURED: usize = 20 * 1024;

const LONGEST_MARK: usize = 24;
