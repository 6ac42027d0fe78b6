//! The gallery: which worked cases there are, and which of them a text in the search field finds.

use assumable::json::{self, Object, Value};

use crate::tone::Tone;

/// Cases that belong together.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Group {
    pub(crate) title: String,
    pub(crate) entries: Vec<Entry>,
}

/// What the index says of a case.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    /// The name of its file.
    pub(crate) id: String,
    pub(crate) title: String,
    /// What it shows, in a sentence or two; text from outside is in backticks.
    pub(crate) description: String,
    pub(crate) outcome: Outcome,
    /// Ids of the causes that it shows, and its error code.
    pub(crate) shows: Vec<String>,
}

/// What AWS answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Outcome {
    Allowed,
    /// By the trust policy.
    Denied,
    /// Before or after the trust policy.
    Refused,
}

impl Outcome {
    pub(crate) fn tone(self) -> Tone {
        Tone::of(self == Self::Allowed)
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::Refused => "refused",
        }
    }
}

/// Reads `gallery/index.json`, which `cargo xtask build` wrote.
pub(crate) fn groups(index: &str) -> Option<Vec<Group>> {
    json::parse(index, DEPTH).ok()?.as_array()?.iter().map(group).collect()
}

/// The cases in whose texts all of the words stand, in whatever order and letter case.
pub(crate) fn with_words(groups: &[Group], words: &str) -> Vec<Group> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let fits = |group: &Group, entry: &Entry| {
        let shows = entry.shows.join(" ");
        let outcome = entry.outcome.word();
        let all = [&group.title, &entry.title, &entry.description, &shows, outcome]
            .map(str::to_lowercase);
        words.iter().all(|word| all.iter().any(|text| text.contains(word)))
    };
    let left = groups.iter().map(|group| Group {
        title: group.title.clone(),
        entries: group.entries.iter().filter(|entry| fits(group, entry)).cloned().collect(),
    });
    left.filter(|group| !group.entries.is_empty()).collect()
}

/// The cases that show a cause, and end as the message does that has it.
pub(crate) fn showing<'a>(
    groups: &'a [Group],
    cause: &str,
    ends: Option<Outcome>,
) -> impl Iterator<Item = &'a Entry> {
    let entries = groups.iter().flat_map(|group| &group.entries);
    entries.filter(move |entry| {
        ends.is_none_or(|ends| ends == entry.outcome)
            && entry.shows.iter().any(|shown| shown == cause)
    })
}

fn group(value: &Value) -> Option<Group> {
    let object = value.as_object()?;
    let entries = object.get("cases")?.as_array()?.iter().map(|it| entry(it.as_object()?));
    Some(Group { title: text(object, "title")?, entries: entries.collect::<Option<_>>()? })
}

fn entry(object: &Object) -> Option<Entry> {
    let shows = object.get("shows")?.as_array()?.iter();
    Some(Entry {
        id: text(object, "id")?,
        title: text(object, "title")?,
        description: text(object, "description")?,
        outcome: match text(object, "outcome")?.as_str() {
            "allowed" => Outcome::Allowed,
            "denied" => Outcome::Denied,
            "error" => Outcome::Refused,
            _ => return None,
        },
        shows: shows.map(|it| it.as_str().map(str::to_owned)).collect::<Option<_>>()?,
    })
}

fn text(object: &Object, name: &str) -> Option<String> {
    object.get(name)?.as_str().map(str::to_owned)
}

const DEPTH: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = r#"[
        {"title": "Fly.io", "cases": [
            {"id": "a", "title": "Another app", "description": "d", "outcome": "denied", "shows": ["sub.other-app", "AccessDenied"]},
            {"id": "b", "title": "A Machine", "description": "of an app", "outcome": "allowed", "shows": []}
        ]},
        {"title": "GitHub", "cases": [
            {"id": "c", "title": "Expired", "description": "d", "outcome": "error", "shows": ["token.expired"]}
        ]}
    ]"#;

    fn found(words: &str) -> Vec<String> {
        let groups = with_words(&groups(INDEX).unwrap(), words);
        groups.into_iter().flat_map(|group| group.entries).map(|entry| entry.id).collect()
    }

    #[test]
    fn words_are_found_wherever_they_stand() {
        assert_eq!(found(" "), ["a", "b", "c"]);
        assert_eq!(found("APP fly"), ["a", "b"]);
        assert_eq!(found("app denied"), ["a"]);
        assert_eq!(found("token.expired"), ["c"]);
        assert_eq!(found("accessden fly"), ["a"]);
        assert!(found("app github").is_empty());
    }

    #[test]
    fn a_cause_leads_to_its_cases() {
        let groups = groups(INDEX).unwrap();
        let ids = |cause, ends| -> Vec<&str> {
            showing(&groups, cause, ends).map(|entry| &*entry.id).collect()
        };
        assert_eq!(ids("sub.other-app", None), ["a"]);
        assert_eq!(ids("sub.other-app", Some(Outcome::Denied)), ["a"]);
        assert!(ids("sub.other-app", Some(Outcome::Refused)).is_empty());
        assert!(ids("sub", None).is_empty());
    }

    #[test]
    fn what_is_no_index_is_none() {
        for text in ["", "{}", "[1]", r#"[{"title": "a"}]"#, &INDEX.replace("denied", "x")] {
            assert_eq!(groups(text), None, "{text}");
        }
    }
}
