//! What the comparison says, as a person would read it.

use std::fmt::Write as _;

use super::*;
use crate::example::Example;
use crate::inputs::{Clock, Inputs, Theme};

/// As the page shows it: the sentence, then a row for each workload.
fn compare(pasted: &[&str], other: impl Fn(&str) -> Option<String>) -> String {
    let case = Inputs::opening(Theme::System).case;
    let Clock::At(at) = case.clock else { panic!() };
    let other = other(&case.policy.text);
    let rows = compared(&case, &Corpus::new(&pasted.join("\n")), other.as_deref(), at);
    let mut out = summary(&rows) + "\n";
    for row in &rows {
        let changed = if row.changes() { " (changed)" } else { "" };
        writeln!(out, "\n{}{changed}", row.who).unwrap();
        let answer =
            |VerdictView { tone, word, why, .. }: &VerdictView| format!("{word} [{tone:?}] {why}");
        writeln!(out, "  this: {}", answer(&row.verdict)).unwrap();
        if let Some(other) = &row.other {
            writeln!(out, "  other: {}", [&*answer(other), row.lacks()].join(" ").trim_end())
                .unwrap();
        }
    }
    out
}

/// The token of an example.
fn example(source: &str) -> String {
    Example::parse(source).unwrap().token
}

fn tokens() -> [String; 4] {
    [
        example(include_str!("../../../vectors/examples/fly-other-app.json")),
        example(include_str!("../../../vectors/examples/fly-expired.json")),
        example(include_str!("../../../vectors/examples/fly-tampered.json")),
        String::from(
            r#"{"iss": "https://oidc.fly.io/acme", "sub": "acme:foo-bar:loud-hill-17", "aud": "sts.amazonaws.com"}"#,
        ),
    ]
}

#[test]
fn tokens_beside_a_policy() {
    let tokens = tokens();
    let mut pasted: Vec<&str> = tokens.iter().map(|it| &**it).collect();
    pasted.extend(["no token", "{\"aud\": \"sts.amazonaws.com\"}"]);
    insta::assert_snapshot!("tokens", compare(&pasted, |_| None));
}

#[test]
fn two_versions_of_a_policy() {
    let tokens = tokens();
    let pasted = tokens.each_ref().map(|it| &**it);
    let version = |from: &str, to: &str| compare(&pasted, |policy| Some(policy.replace(from, to)));
    insta::assert_snapshot!("other-app", version("foo-bar", "cat-api"));
    insta::assert_snapshot!("wider", version("acme:foo-bar:*", "acme:*"));
    insta::assert_snapshot!("same", version("x", "x"));
    insta::assert_snapshot!("broken", version("\"acme:foo-bar:*\"", "\"acme:"));
}
