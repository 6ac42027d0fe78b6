//! Whose a workload is. An edit may change what its author chose, such as a branch; an owner that only
//! the token names is for a person to trust.

use alloc::vec::Vec;

use crate::issuer::{Profile, Stability, SubjectPart, common_parts};
use crate::json::Object;
use crate::pattern::Glob;

/// Whether a value of the policy, or the provider's own name, says whose the subject is. Letter case
/// does not count: it is a cause of its own.
pub(super) fn is_named(
    profile: Option<&Profile>,
    provider: &str,
    subject: &str,
    value: &str,
) -> bool {
    let Some(profile) = profile else { return words(value).next().is_some() };
    let Some(parts) = profile.split_subject(subject) else { return false };
    let pairs = common_parts(&parts, &profile.split_pattern(value).unwrap_or_default());
    let same = |(has, wants): &(SubjectPart<'_>, SubjectPart<'_>)| {
        Glob::new(&wants.text.to_lowercase()).matches(&has.text.to_lowercase())
    };
    let is_said = |owner: &SubjectPart<'_>| {
        let by_provider = provider.split('/').any(|segment| segment == owner.text);
        match pairs.iter().find(|(has, _)| has.field == owner.field) {
            // Of part of a name, anybody may have the rest.
            Some(pair) => same(pair) && (by_provider || !pair.1.text.contains(['*', '?'])),
            None => by_provider || says_name(value, owner.text),
        }
    };
    let mut ids = pairs.iter().filter(|(has, _)| has.field.is_guard);
    ids.all(same) && owners(&parts).into_iter().all(is_said)
}

/// The parts that name an owner; the first part is one where no other is.
fn owners<'p, 'a>(parts: &'p [SubjectPart<'a>]) -> Vec<&'p SubjectPart<'a>> {
    let named = |part: &&SubjectPart<'_>| OWNERS.contains(&part.field.name);
    let owners: Vec<_> = parts.iter().filter(named).collect();
    if owners.is_empty() { parts.iter().take(1).collect() } else { owners }
}

/// Whether a called workflow is of the owner of the repository that calls it; anybody may call one
/// that is public.
pub(super) fn calls_its_own(claims: &Object, workflow: &str) -> bool {
    let owner = |text: &str| text.split('/').next().map(str::to_lowercase);
    let caller = claims.get("repository").and_then(|it| it.as_str());
    caller.is_some_and(|caller| owner(caller) == owner(workflow))
}

/// Whether a ref or an event is a pull request's: who opens one decides what it runs.
pub(super) fn is_of_pull_request(text: &str) -> bool {
    text.starts_with("pull_request")
        || text.starts_with("refs/pull/")
        || text == "merge_request_event"
}

/// Whether the token is of a run for a pull request, or of one that may be: as its subject says it, or
/// a claim beside it.
pub(super) fn runs_pull_request(profile: Option<&Profile>, subject: &str, claims: &Object) -> bool {
    let parts = profile.and_then(|profile| profile.split_subject(subject)).unwrap_or_default();
    let by_part = |part: &SubjectPart<'_>| {
        let mut patterns = part.field.pull_requests.iter();
        is_of_pull_request(part.text) || patterns.any(|it| Glob::new(it).matches(part.text))
    };
    parts.iter().any(by_part) || claims_pull_request(claims)
}

/// Whether a claim says so, of which the subject may say nothing: an environment hides it.
pub(super) fn claims_pull_request(claims: &Object) -> bool {
    let is_so =
        |claim: &&str| claims.get(claim).and_then(|it| it.as_str()).is_some_and(is_of_pull_request);
    ["ref", "event_name", "pipeline_source"].iter().any(is_so)
}

/// Whether a part says which workload it is, and not what it runs for or where.
pub(super) fn says_which(part: &SubjectPart<'_>) -> bool {
    matches!(part.field.stability, Stability::Reclaimable | Stability::Immutable)
}

/// Whether a text says every word of another, whatever the letter case and the blanks around them.
pub(super) fn says(text: &str, what: &str) -> bool {
    let said: Vec<&str> = words(text).map(str::trim).collect();
    words(what).all(|word| said.iter().any(|it| it.eq_ignore_ascii_case(word)))
}

/// Whether a text says a name, which may be a path, with nothing between its words.
fn says_name(text: &str, name: &str) -> bool {
    let [said, name]: [Vec<&str>; 2] = [text, name].map(|it| words(it).collect());
    let same = |(one, other): (&&str, &&str)| one.eq_ignore_ascii_case(other);
    !name.is_empty() && said.windows(name.len()).any(|it| it.iter().zip(&name).all(same))
}

/// What a text says beside separators and wildcards.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([':', '/', '@', '*', '?']).filter(|word| !word.is_empty())
}

/// Whether two texts have the same digits: another number is another one, not a slip of the pen.
pub(super) fn same_digits(a: &str, b: &str) -> bool {
    let digits = |text: &'_ str| -> Vec<u8> { text.bytes().filter(u8::is_ascii_digit).collect() };
    digits(a) == digits(b)
}

/// The subjects' parts that do not stand first and yet say whose a workload is.
const OWNERS: [&str; 3] = ["owner", "account", "enterprise"];
