use assumable::json::{Kind, Object, Value};

use crate::tone::Tone;
use crate::words;

/// From when to when the token is valid, and to whom. Places are in thousandths of the line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LifetimeView {
    pub(crate) tone: Tone,
    /// When it was issued; until it is valid, and where that is not known, when it begins to be.
    pub(crate) begins: Option<(i64, String)>,
    pub(crate) ends: (i64, String),
    pub(crate) valid: (i64, i64),
    pub(crate) now: i64,
    /// The place of `iat`, where `nbf` is another moment.
    pub(crate) issued: Option<i64>,
    /// How long others take it.
    pub(crate) takers: [TakerView; 2],
}

/// A relying party, and from when to when it takes the token.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TakerView {
    pub(crate) who: &'static str,
    pub(crate) taken: (i64, i64),
    /// Whether it takes it now, and how far it forgives clocks.
    pub(crate) words: String,
    pub(crate) tone: Tone,
}

/// `None` for a token that never ends.
pub(super) fn view(claims: &Object, at: i64) -> Option<LifetimeView> {
    let moment = |name| claims.get(name).and_then(|value: &Value| seconds(value));
    let ends = moment("exp")?;
    let (issued, not_before) = (moment("iat"), moment("nbf"));
    let begins = not_before.or(issued);
    let begin = begins.unwrap_or(ends).min(ends);
    let widest = TAKERS.map(|(_, tolerance)| tolerance).into_iter().max().unwrap_or_default();
    let first = begin.saturating_sub(widest).min(at);
    let last = ends.saturating_add(widest).max(at);
    let length = last.saturating_sub(first).max(1);
    let place = |time: i64| time.saturating_sub(first).saturating_mul(1000) / length;
    let (begun, expired) = (begins.is_none_or(|begins| begins <= at), ends <= at);
    let end_word = if expired { "expired" } else { "expires" };
    // `nbf` often lies before `iat`, for clocks that are late.
    let issue = issued.filter(|issued| begun && *issued <= at).map(|issued| (issued, "issued"));
    let begin_word = if begun { "began" } else { "valid" };
    let said = issue.or_else(|| Some((begins?, begin_word)));
    let taker = |(who, tolerance): (&'static str, i64)| {
        let (from, to) = (begin.saturating_sub(tolerance), ends.saturating_add(tolerance));
        let takes = at < to && (begins.is_none() || from <= at);
        let taken = if takes { "accepts it" } else { "does not accept it" };
        TakerView {
            who,
            taken: (place(from), place(to)),
            words: format!("{taken}; clocks may differ by {}", words::length(tolerance)),
            tone: Tone::of(takes),
        }
    };
    Some(LifetimeView {
        tone: Tone::of(begun && !expired),
        begins: said.map(|(time, word)| (time, format!("{word} {}", words::relative(time, at)))),
        ends: (ends, format!("{end_word} {}", words::relative(ends, at))),
        valid: (place(begin), place(ends)),
        now: place(at),
        issued: issued.filter(|issued| Some(*issued) != begins).map(place),
        takers: TAKERS.map(taker),
    })
}

/// Whole seconds; what is smaller is cut off.
pub(super) fn seconds(value: &Value) -> Option<i64> {
    match &value.kind {
        Kind::Number(text) | Kind::String(text) => text.split('.').next()?.parse().ok(),
        _ => None,
    }
}

/// Who takes tokens, and how many seconds it forgives a clock: STS as it was recorded, and the
/// engine's own verifier by default.
const TAKERS: [(&str, i64); 2] = [("AWS", 300), ("A strict verifier", 60)];

#[cfg(test)]
mod tests {
    use assumable::json;

    use super::*;

    fn at(moment: i64) -> LifetimeView {
        let claims = json::parse(r#"{"iat": 990, "nbf": 1000, "exp": 1600}"#, 4).unwrap();
        view(claims.as_object().unwrap(), moment).unwrap()
    }

    #[test]
    fn each_taker_has_its_own_tolerance() {
        let takes = |moment| at(moment).takers.map(|taker| taker.tone == Tone::Good);
        assert_eq!(takes(699), [false, false]);
        assert_eq!(takes(700), [true, false]);
        assert_eq!(takes(940), [true, true]);
        assert_eq!(takes(1659), [true, true]);
        assert_eq!(takes(1660), [true, false]);
        assert_eq!(takes(1900), [false, false]);
    }

    #[test]
    fn what_is_said_to_be_issued_is_iat() {
        let said = |claims: &str, moment| {
            let claims = json::parse(claims, 4).unwrap();
            view(claims.as_object().unwrap(), moment).unwrap().begins.unwrap()
        };
        // As GitHub has it: `nbf` before `iat`.
        let github = r#"{"nbf": 400, "iat": 1000, "exp": 1900}"#;
        assert_eq!(said(github, 1060), (1000, "issued 1 min ago".into()));
        assert_eq!(said(github, 460), (400, "began 1 min ago".into()));
        let later = r#"{"iat": 1000, "nbf": 1120, "exp": 1900}"#;
        assert_eq!(said(later, 1060), (1120, "valid in 1 min".into()));
        assert_eq!(said(later, 1180), (1000, "issued 3 min ago".into()));
        assert_eq!(said(r#"{"nbf": 1000, "exp": 1900}"#, 1060), (1000, "began 1 min ago".into()));
        assert_eq!(said(r#"{"iat": 1000, "exp": 1900}"#, 1060), (1000, "issued 1 min ago".into()));
    }

    #[test]
    fn places_lie_on_the_line() {
        let life = at(1300);
        assert_eq!((life.valid, life.now, life.issued), ((250, 750), 500, Some(241)));
        assert_eq!(life.takers[0].taken, (0, 1000));
        assert_eq!(life.takers[1].words, "accepts it; clocks may differ by 1 min");
        assert_eq!((at(2200).now, at(100).now), (1000, 0));
    }
}
