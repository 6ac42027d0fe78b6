use assumable::aws::SignatureStatus;
use assumable::json::Value;

use super::call::Played;
use super::{keys, token};
use crate::inputs::KeysFrom;
use crate::tone::Tone;
use crate::words;

/// Who vouches for the claims.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct BadgeView {
    pub(crate) tone: Tone,
    pub(crate) word: &'static str,
    /// What that means here.
    pub(crate) rest: String,
    /// What a decision on these claims rests on.
    pub(super) basis: &'static str,
}

pub(super) fn view(token: &token::Reading, keys: &keys::Reading<'_>, call: &Played) -> BadgeView {
    if token.bare {
        return BadgeView {
            tone: Tone::Neutral,
            word: "No token",
            rest: "These are claims alone. Nobody signed them, and nobody vouches for them.".into(),
            basis: "Decided on claims alone: there is no token.",
        };
    }
    let status = call.simulation.as_ref().map(|simulation| simulation.signature);
    match status.unwrap_or(SignatureStatus::NotChecked) {
        SignatureStatus::Valid => valid(token, keys),
        SignatureStatus::Invalid => wrong(token, call),
        SignatureStatus::NoKey => no_key(call),
        SignatureStatus::NotChecked if call.own_key => BadgeView {
            tone: Tone::Bad,
            word: "Signed by the key inside the token",
            rest: "That proves nothing: anybody can sign with a key of their own.".into(),
            basis: "Decided on unverified claims: only the token's own key vouches for them.",
        },
        SignatureStatus::NotChecked => BadgeView {
            tone: Tone::Neutral,
            word: "Not checked",
            rest: not_checked(token, keys, call),
            basis: "Decided on unverified claims: the signature was not checked.",
        },
    }
}

fn not_checked(token: &token::Reading, keys: &keys::Reading<'_>, call: &Played) -> String {
    let rest = if token.problem.is_some() {
        "The token cannot be read, so there is no signature to check."
    } else if token.algorithm().eq_ignore_ascii_case("none") {
        "The token has no signature: its header says `none`. No key can vouch for it."
    } else if keys.problem.is_some() {
        "The keys below cannot be read."
    } else if keys.set.is_none() {
        "Paste the issuer's keys below, or fetch them."
    } else {
        return words::sentence(call.signature_evidence());
    };
    rest.to_owned()
}

fn valid(token: &token::Reading, keys: &keys::Reading<'_>) -> BadgeView {
    let issuer = token.claims.as_ref().and_then(|claims| claims.get("iss")).and_then(Value::as_str);
    match keys.from {
        KeysFrom::Issuer(asked) if Some(&**asked) == issuer => BadgeView {
            tone: Tone::Good,
            word: "Verified with the issuer's keys",
            rest: format!("Fetched from `{}`.", words::value(asked)),
            basis: "Rests on a signature that the issuer's own keys verify.",
        },
        KeysFrom::Example => BadgeView {
            tone: Tone::Good,
            word: "Matches the example's key",
            rest:
                "A demo key made for this example, not the issuer's. Paste your own token over it."
                    .into(),
            basis: "Rests on a signature that matches the example's key.",
        },
        KeysFrom::Paste => BadgeView {
            tone: Tone::Good,
            word: "Matches a pasted key",
            rest: "As good as the place that the key was copied from.".into(),
            basis: "Rests on a signature that matches a pasted key.",
        },
        KeysFrom::Issuer(_) => BadgeView {
            tone: Tone::Good,
            word: "Matches another issuer's key",
            rest: "The keys were fetched from another issuer.".into(),
            basis: "Rests on a signature that matches another issuer's key.",
        },
    }
}

fn no_key(call: &Played) -> BadgeView {
    BadgeView {
        tone: Tone::Bad,
        word: "Not checked",
        rest: words::sentence(call.signature_evidence()),
        basis: "A simulation on unverified claims: none of the keys fits the token.",
    }
}

fn wrong(token: &token::Reading, call: &Played) -> BadgeView {
    let word = "Signature wrong";
    if token.edited {
        return BadgeView {
            tone: Tone::Bad,
            word,
            rest: "The claims were edited here, so the signature no longer covers them.".into(),
            basis: "A simulation on unverified claims: they were edited here, and nobody signed them.",
        };
    }
    BadgeView {
        tone: Tone::Bad,
        word,
        rest: words::sentence(call.signature_evidence()),
        basis: "A simulation on unverified claims: the token is not verified, its signature is wrong.",
    }
}
