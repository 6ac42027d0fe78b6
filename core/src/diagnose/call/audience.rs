//! The audience of the token and the provider's client ids.

use alloc::format;
use alloc::string::String;

use super::{Case, command};
use crate::aws::{Simulation, distance};
use crate::cause::{audience, provider};
use crate::decision::Effect;
use crate::diagnose::Diagnosis;
use crate::fix::Fix;
use crate::issuer::Profile;
use crate::visible::quotable;

pub(super) fn diagnose(case: &Case<'_>) -> Diagnosis {
    let audiences = case.claims.get("aud");
    let single = audiences.and_then(|aud| match aud.as_array() {
        Some([single]) => single.as_str(),
        Some(_) => None,
        None => aud.as_str(),
    });
    if let Some(party) = case.claim("azp") {
        let fix = Fix {
            elsewhere: command::add_client_id(case.asked, party),
            ..Fix::advice(audience::AUTHORIZED_PARTY.check)
        };
        let summary = case.stage.evidence.clone();
        return case.because(&audience::AUTHORIZED_PARTY, summary, Some(fix));
    }
    let Some(actual) = single else { return case.plainly(&audience::SEVERAL) };
    let accepted = case.asked.client_ids.as_deref().unwrap_or_default();
    let diagnosis = partition(case, actual, accepted)
        .or_else(|| default(case, actual))
        .or_else(|| typo(case, actual, accepted))
        .or_else(|| entra(case, actual, accepted))
        .unwrap_or_else(|| not_in_provider(case, actual));
    // Where token and policy agree, only the provider is another: a token for what it accepts would
    // be denied by the policy next.
    match case.policy_names_audience {
        true => Diagnosis { fix: Some(accept(case, actual)), ..diagnosis },
        false => diagnosis,
    }
}

/// Whether an `Allow` names the token's audience, to the letter.
pub(super) fn is_named(simulation: &Simulation) -> bool {
    let Some(decision) = simulation.decision() else { return false };
    let allows = decision.trace().iter().filter(|it| it.effect == Effect::Allow);
    allows.flat_map(|it| &it.conditions).any(|condition| {
        let [actual] = condition.actual.as_deref().unwrap_or_default() else { return false };
        let is_audience = condition.key.to_ascii_lowercase().ends_with(":aud");
        let is_named = || condition.expected.iter().any(|it| it.text == *actual);
        is_audience && condition.matched && !condition.negated && is_named()
    })
}

fn not_in_provider(case: &Case<'_>, actual: &str) -> Diagnosis {
    // To accept a foreign audience would let in tokens that were made for somebody else.
    let wanted = command::wanted(case.asked);
    let fix = match actual == wanted {
        true => accept(case, actual),
        false => command::ask_for(profile(case), wanted),
    };
    case.because(&audience::NOT_IN_PROVIDER, case.stage.evidence.clone(), Some(fix))
}

/// Which of both is right differs by issuer, so the token is compared with the provider only.
fn partition(case: &Case<'_>, actual: &str, accepted: &[String]) -> Option<Diagnosis> {
    let other = match actual {
        AWS => CHINA,
        CHINA => AWS,
        _ => return None,
    };
    if !accepted.iter().any(|id| id == other) {
        return None;
    }
    let partition = case.asked.provider.strip_prefix("arn:").and_then(|arn| arn.split(':').next());
    let place = partition.map_or_else(String::new, |partition| {
        format!(", in the partition `{}`,", quotable(partition))
    });
    let summary = format!("the token is for `{actual}`; the provider{place} accepts `{other}`");
    let asked = command::ask_for(profile(case), other);
    let fix = if asked.elsewhere.is_some() { asked } else { accept(case, actual) };
    Some(case.because(&audience::PARTITION, summary, Some(fix)))
}

fn default(case: &Case<'_>, actual: &str) -> Option<Diagnosis> {
    let profile = profile(case)?;
    let wanted = command::wanted(case.asked);
    if !profile.is_default_audience(actual) || actual == wanted {
        return None;
    }
    let summary = format!(
        "the token is for `{}`, the default audience of {}; the provider accepts `{}`",
        quotable(actual),
        profile.name,
        quotable(&case.asked.client_ids.as_deref().unwrap_or_default().join(", "))
    );
    let fix = command::ask_for(Some(profile), wanted);
    Some(case.because(&audience::DEFAULT_USED, summary, Some(fix)))
}

/// A slip of the pen, in the token or in the provider.
fn typo(case: &Case<'_>, actual: &str, accepted: &[String]) -> Option<Diagnosis> {
    let id = accepted.iter().find(|id| resembles(actual, id))?;
    let (shown, known) = (quotable(actual), quotable(id));
    let (right, summary) = if actual == AWS {
        (actual, format!("the provider accepts `{known}`, which is almost `{AWS}`"))
    } else {
        let summary = format!(
            "the token is for `{shown}`; the provider accepts `{known}`, which is almost the same"
        );
        (id.as_str(), summary)
    };
    let fix =
        if right == actual { accept(case, right) } else { command::ask_for(profile(case), right) };
    Some(case.because(&audience::TYPO, summary, Some(fix)))
}

/// Version 1 writes `api://` before the application's id, version 2 does not.
fn entra(case: &Case<'_>, actual: &str, accepted: &[String]) -> Option<Diagnosis> {
    let id = |audience: &str| String::from(audience.strip_prefix("api://").unwrap_or(audience));
    profile(case).filter(|profile| profile.name == "Microsoft Entra")?;
    let other = accepted.iter().find(|other| id(other) == id(actual))?;
    let (shown, other) = (quotable(actual), quotable(other));
    let summary = format!(
        "the token is for `{shown}`; the provider accepts `{other}`, as tokens of the other version have it"
    );
    Some(case.because(&provider::ENTRA_VERSION, summary, Some(accept(case, actual))))
}

fn profile(case: &Case<'_>) -> Option<&'static Profile> {
    Profile::recognise(case.claim("iss")?, case.claim("sub").unwrap_or_default())
}

/// Adds the token's audience to the provider.
fn accept(case: &Case<'_>, actual: &str) -> Fix {
    let effect = format!("add `{}` to the provider's client ids", quotable(actual));
    Fix { elsewhere: command::add_client_id(case.asked, actual), ..Fix::advice(effect) }
}

/// Almost the same, or one without the beginning of the other.
fn resembles(actual: &str, id: &str) -> bool {
    let plain =
        |text: &str| text.trim_start_matches("https://").trim_end_matches('/').to_ascii_lowercase();
    let (actual, id) = (plain(actual), plain(id));
    let part = |whole: &str, part: &str| {
        part.contains('.') && whole.strip_suffix(part).is_some_and(|before| before.ends_with('.'))
    };
    distance(&actual, &id) <= MOST_EDITS || part(&actual, &id) || part(&id, &actual)
}

const AWS: &str = "sts.amazonaws.com";

const CHINA: &str = "sts.amazonaws.com.cn";

/// `sts.amazon.com` is three edits away.
const MOST_EDITS: usize = 3;
