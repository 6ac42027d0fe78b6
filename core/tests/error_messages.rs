//! What is made of error messages, in every way that tools hand them on: `vectors/errors/`.

#![expect(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use assumable::explain_error;
use serde_json::Value;

#[test]
fn every_message_is_recognised_in_every_wrapping() {
    let vectors = vectors();
    for case in list(&vectors, "messages") {
        for wrapping in list(&vectors, "wrappings") {
            let escape = wrapping["escape"].as_str().unwrap_or_default();
            let message = escaped(text(case, "text"), escape);
            check(case, &text(wrapping, "text").replace("%s", &message), escape);
        }
    }
}

#[test]
fn texts_with_several_messages_or_half_of_one() {
    for case in list(&vectors(), "texts") {
        check(case, text(case, "text"), "");
    }
}

#[test]
fn what_is_not_known_is_not_guessed() {
    for unknown in list(&vectors(), "unknown") {
        assert_eq!(explain_error(unknown.as_str().unwrap()), None, "{unknown}");
    }
}

/// Read it to judge the words.
#[test]
fn every_explanation() {
    let vectors = vectors();
    let (mut shown, mut read) = (BTreeSet::new(), String::new());
    for case in ["messages", "texts"].into_iter().flat_map(|name| list(&vectors, name)) {
        let found = explain_error(text(case, "text")).expect("known");
        if !shown.insert(found.id) {
            continue;
        }
        let asked = found.relying_party.unwrap_or("nobody");
        writeln!(read, "── {} ({asked})\n{}", found.id, text(case, "text")).unwrap();
        writeln!(read, "means: {}", found.meaning).unwrap();
        if let Some(ruled_out) = found.ruled_out {
            writeln!(read, "ruled out: {ruled_out}").unwrap();
        }
        for named in &found.evidence {
            writeln!(read, "{}: {}", named.name, named.value).unwrap();
        }
        let suspects: Vec<&str> = found.suspects.iter().map(|cause| cause.id).collect();
        writeln!(read, "suspects: {}\n", suspects.join(", ")).unwrap();
    }
    writeln!(read, "══ causes").unwrap();
    for cause in assumable::Cause::all() {
        writeln!(read, "{}\n    {}\n    {}", cause.id, cause.meaning, cause.check).unwrap();
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(read) });
}

fn check(case: &Value, pasted: &str, escape: &str) {
    let found = explain_error(pasted).unwrap_or_else(|| panic!("not recognised: {pasted}"));
    assert_eq!(found.id, text(case, "id"), "{pasted}");
    let case_of =
        |text: &str| if escape == "upper" { text.to_uppercase() } else { text.to_owned() };
    let expected: BTreeMap<&str, String> = case["evidence"]
        .as_object()
        .map(|it| it.iter().map(|(name, value)| (&**name, case_of(value.as_str().unwrap()))))
        .into_iter()
        .flatten()
        .collect();
    let evidence: BTreeMap<&str, String> =
        found.evidence.iter().map(|named| (named.name, named.value.clone())).collect();
    assert_eq!(evidence, expected, "{pasted}");
}

fn escaped(message: &str, escape: &str) -> String {
    let json = |text: &str| {
        let quoted = serde_json::to_string(text).unwrap();
        quoted.strip_prefix('"').unwrap().strip_suffix('"').unwrap().to_owned()
    };
    match escape {
        "" => message.to_owned(),
        "json" => json(message).replace('\'', "\\u0027"),
        "json-twice" => json(&json(message)),
        "xml" => message
            .replace('&', "&amp;")
            .replace('\'', "&apos;")
            .replace('"', "&quot;")
            .replace('<', "&lt;"),
        "upper" => message.to_uppercase(),
        "lines" => message.replace(' ', "\n    "),
        "typographic" => message.replace('\'', "\u{2019}").replace('"', "\u{201d}"),
        other => panic!("no such escape: {other}"),
    }
}

/// Both files as one: what is found later has its own, with the sources.
fn vectors() -> Value {
    let mut all: Value =
        serde_json::from_str(include_str!("../../vectors/errors/messages.json")).unwrap();
    let more: Value =
        serde_json::from_str(include_str!("../../vectors/errors/more-messages.json")).unwrap();
    for name in ["messages", "texts", "unknown"] {
        let all = all.get_mut(name).and_then(Value::as_array_mut).unwrap();
        all.extend_from_slice(list(&more, name));
    }
    all
}

fn list<'a>(vectors: &'a Value, name: &str) -> &'a [Value] {
    vectors[name].as_array().expect(name)
}

fn text<'a>(case: &'a Value, name: &str) -> &'a str {
    case[name].as_str().expect(name)
}
