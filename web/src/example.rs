//! A worked example: a case of `vectors/`, told to the page as data.

use assumable::json::{self, Object, Value};

use crate::call::CallForm;
use crate::json_text;

/// One case.
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
    pub(crate) call: CallForm,
    /// Seconds since the Unix epoch: the moment that the case is decided at.
    pub(crate) now: Option<i64>,
}

impl Example {
    /// The one that the page opens with. The others are files of their own.
    pub(crate) fn first() -> Self {
        Self::parse(FIRST).unwrap_or_default()
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
        let request = |name| {
            let value = inner(case, "request").and_then(|request| request.get(name));
            value.and_then(|it| it.as_str().or_else(|| number(it))).unwrap_or_default().to_owned()
        };
        Some(Self {
            title: text(case, "title"),
            description: text(case, "description"),
            token: text(case, "token"),
            keys: json_text::spread(keys),
            policy: text(case, "trustPolicy"),
            call: CallForm {
                role_arn: inner(case, "role").map(|role| text(role, "arn")).unwrap_or_default(),
                provider: inner(case, "provider").map(|it| text(it, "arn")).unwrap_or_default(),
                client_ids: clients.join(", "),
                session_name: request("roleSessionName"),
                duration: request("durationSeconds"),
                source_ip: request("sourceIp"),
                region: request("region"),
            },
            now: number(case.get("now")?)?.parse().ok(),
        })
    }
}

fn inner<'a>(object: &'a Object, name: &str) -> Option<&'a Object> {
    object.get(name)?.as_object()
}

fn text(object: &Object, name: &str) -> String {
    object.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn number(value: &Value) -> Option<&str> {
    match &value.kind {
        json::Kind::Number(number) => Some(number),
        _ => None,
    }
}

const DEPTH: usize = 8;

const FIRST: &str = include_str!("../../vectors/examples/fly-machine.json");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_example_is_complete() {
        let example = Example::first();
        let texts = [&example.title, &example.description, &example.token, &example.policy];
        assert!(texts.iter().all(|text| !text.is_empty()), "{}", example.title);
        assert!(example.keys.contains("\"kid\"") && example.now.is_some());
    }
}
