//! What the comparison says, as a person would read it.

use std::fmt::Write as _;

use super::*;
use crate::example::Example;
use crate::inputs::{Clock, Inputs, Theme};

/// As the page shows it: the sentence, then a row for each workload.
fn compare(pasted: &[&str], other: impl Fn(&str) -> Option<String>) -> String {
    let case = Inputs::opening(Theme::System).case;
    let Clock::At(at) = case.clock else { panic!() };
    compare_at(&case, at, pasted, other)
}

fn compare_at(
    case: &Case,
    at: i64,
    pasted: &[&str],
    other: impl Fn(&str) -> Option<String>,
) -> String {
    let other = other(&case.policy.text);
    let rows = compared(case, &Corpus::new(&pasted.join("\n")), other.as_deref(), at);
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

#[test]
fn what_differs_below_an_expired_token_counts() {
    let tokens = tokens();
    let pasted = tokens.each_ref().map(|it| &**it);
    let mut case = Inputs::opening(Theme::System).case;
    case.clock = Clock::At(LATER);
    let version = |case: &Case, number: usize| {
        let other = |policy: &str| Some(policy.replace("foo-bar", "cat-api"));
        compare_at(case, LATER, &pasted[..number], other)
    };
    insta::assert_snapshot!("expired", version(&case, 4));
    let sum = |of: &str| of.lines().next().unwrap_or_default().to_owned();
    insta::assert_snapshot!(sum(&version(&case, 0)), @"The other version changes 1 of 1 answer, but that token is refused for another reason either way.");
    insta::assert_snapshot!(sum(&version(&case, 2)), @"The other version changes 3 of 3 answers, but all of these tokens are refused for another reason either way.");
    case.clock = Clock::Issued;
    insta::assert_snapshot!("as-issued", version(&case, 4));
}

/// Long after every example.
const LATER: i64 = 1_800_000_000;
