//! The worked examples: cases of `vectors/`, told to the page as data.

use assumable::json::{self, Object, Value};

use crate::json_text;

/// One case of `vectors/examples/`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Example {
    /// A few words for the menu.
    pub(crate) title: String,
    /// What it shows, in a sentence or two.
    pub(crate) description: String,
    pub(crate) token: String,
    /// The key set, as text.
    pub(crate) keys: String,
    pub(crate) policy: String,
    pub(crate) role_arn: String,
    pub(crate) provider: String,
    pub(crate) client_ids: String,
    /// Seconds since the Unix epoch: the moment that the case is decided at.
    pub(crate) now: Option<i64>,
}

impl Example {
    /// All of them, the one that the page opens with first.
    pub(crate) fn all() -> Vec<Self> {
        SOURCES.iter().filter_map(|source| Self::parse(source)).collect()
    }

    /// The one that the page opens with.
    pub(crate) fn first() -> Self {
        SOURCES.first().and_then(|source| Self::parse(source)).unwrap_or_default()
    }

    pub(crate) fn parse(source: &str) -> Option<Self> {
        let case = json::parse(source, DEPTH).ok()?;
        let case = case.as_object()?;
        let keys = case.get("jwks").and_then(|keys| keys.span.of(source)).unwrap_or_default();
        let clients = inner(case, "provider").and_then(|provider| provider.get("clientIds"));
        let clients: Vec<&str> = clients
            .and_then(Value::as_array)
            .unwrap_or_default()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        Some(Self {
            title: text(case, "title"),
            description: text(case, "description"),
            token: text(case, "token"),
            keys: json_text::spread(keys),
            policy: text(case, "trustPolicy"),
            role_arn: inner(case, "role").map(|role| text(role, "arn")).unwrap_or_default(),
            provider: inner(case, "provider").map(|it| text(it, "arn")).unwrap_or_default(),
            client_ids: clients.join(", "),
            now: match &case.get("now")?.kind {
                json::Kind::Number(now) => now.parse().ok(),
                _ => None,
            },
        })
    }
}

fn inner<'a>(object: &'a Object, name: &str) -> Option<&'a Object> {
    object.get(name)?.as_object()
}

fn text(object: &Object, name: &str) -> String {
    object.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

const DEPTH: usize = 8;

const SOURCES: [&str; 4] = [
    include_str!("../../vectors/examples/fly-machine.json"),
    include_str!("../../vectors/examples/fly-other-app.json"),
    include_str!("../../vectors/examples/fly-expired.json"),
    include_str!("../../vectors/examples/fly-tampered.json"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_complete() {
        let examples = Example::all();
        assert_eq!(examples.len(), SOURCES.len());
        for example in examples {
            let texts = [&example.title, &example.description, &example.token, &example.policy];
            assert!(texts.iter().all(|text| !text.is_empty()), "{}", example.title);
            assert!(example.keys.contains("\"kid\"") && example.now.is_some());
        }
    }
}
