//! What `vectors/README.md` says about us is what we do.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use assumable::{
    AudienceRule, Explain as _, Issuer, IssuerRule, KeySet, Limits, Timestamp, Verifier,
    VerifyOptions,
};
use serde_json::Value;

#[test]
fn our_column_of_the_table() {
    let vectors: Value =
        serde_json::from_str(include_str!("../../vectors/tokens/strictness.json")).unwrap();
    let text = |name: &str| vectors[name].as_str().unwrap();
    let rule = IssuerRule {
        keys: Some(KeySet::parse(&vectors["jwks"].to_string(), &Limits::default()).unwrap()),
        ..IssuerRule::new(Issuer::new(text("issuer")), AudienceRule::one(text("audience")))
    };
    let verifier = Verifier::new(vec![rule], VerifyOptions::default()).unwrap();
    let now = Timestamp::from_seconds(vectors["now"].as_i64().unwrap()).unwrap();
    let verdict = |case: &Value| {
        let outcome = verifier.verify(case["token"].as_str().unwrap(), now);
        outcome.err().map_or("accepted", |failure| failure.code())
    };
    let cases = vectors["cases"].as_array().unwrap();
    let actual: Vec<(&str, &str)> =
        cases.iter().map(|case| (case["name"].as_str().unwrap(), verdict(case))).collect();
    assert_eq!(written(include_str!("../../vectors/README.md")), actual);
}

/// The first two columns: the case and our verdict.
fn written(readme: &str) -> Vec<(&str, &str)> {
    let (_, table) = readme.split_once("| case | assumable | ").unwrap();
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let mut cells = row.split(" | ");
        (cells.next().unwrap().trim_start_matches("| "), cells.next().unwrap())
    })
    .collect()
}
