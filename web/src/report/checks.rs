use assumable::{
    AudienceRule, CheckOutcome, Evidence, Issuer, IssuerRule, Verifier, VerifyOptions,
};

use super::{keys, token};
use crate::sizes;
use crate::tone::Tone;
use crate::words;

/// What a verifier that follows the RFCs checks, in its order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ChecksView {
    /// In a few words: how many pass, fail, or have no answer.
    pub(crate) summary: String,
    pub(crate) rows: Vec<CheckView>,
}

/// One check, with both sides of its comparison.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CheckView {
    pub(crate) name: String,
    pub(crate) tone: Tone,
    pub(crate) mark: &'static str,
    /// What would pass; text from outside is in backticks. Empty if there is nothing to say.
    pub(crate) expected: String,
    /// What there is.
    pub(crate) actual: String,
}

/// `None` without a token. The issuer is taken to be the one that is trusted, and any audience to be
/// right: whom and what one trusts is not in the token.
pub(super) fn view(
    token: &token::Reading,
    keys: &keys::Reading<'_>,
    at: i64,
) -> Option<ChecksView> {
    let issuer = token.claims.as_ref()?.get("iss").and_then(|issuer| issuer.as_str());
    let mut rule = IssuerRule::new(Issuer::new(issuer.unwrap_or_default()), AudienceRule::Any);
    rule.keys = keys.set.clone();
    let options = VerifyOptions { limits: sizes::limits(), ..VerifyOptions::default() };
    let verifier = Verifier::new(vec![rule], options).ok()?;
    let at = assumable::Timestamp::from_seconds(at)?;
    if token.bare {
        return None;
    }
    let rows: Vec<CheckView> = verifier.checks(&token.presented, at).iter().map(row).collect();
    Some(ChecksView { summary: summary(&rows), rows })
}

/// "13 pass, 1 not asked"
fn summary(rows: &[CheckView]) -> String {
    let marks = [
        ("passed", "pass"),
        ("failed", "fail"),
        ("not reached", "not reached"),
        ("not asked", "not asked"),
    ];
    let count = |(mark, word): (&str, &str)| {
        let count = rows.iter().filter(|row| row.mark == mark).count();
        (count > 0).then(|| format!("{count} {word}"))
    };
    marks.into_iter().filter_map(count).collect::<Vec<_>>().join(", ")
}

fn row(check: &assumable::Check) -> CheckView {
    let (tone, mark) = match check.outcome {
        CheckOutcome::Passed => (Tone::Good, "passed"),
        CheckOutcome::Failed => (Tone::Bad, "failed"),
        CheckOutcome::NotReached => (Tone::Neutral, "not reached"),
        CheckOutcome::NotAsked => (Tone::Neutral, "not asked"),
    };
    let name = words::sentence(&check.name.as_str().replace('-', " "));
    CheckView {
        name: name.trim_end_matches('.').to_owned(),
        tone,
        mark,
        expected: evidence(&check.expected, true),
        actual: evidence(&check.actual, check.outcome != CheckOutcome::Failed),
    }
}

/// As a sentence. What a check found wrong may be the text of an error, with its own quotations.
fn evidence(evidence: &Evidence, is_value: bool) -> String {
    match evidence {
        Evidence::Text(text) if is_value => words::value(text),
        _ => evidence.to_string(),
    }
}
