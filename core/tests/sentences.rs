//! What is said of a denial, to be read: each sentence for itself, and beside the others.

#![expect(clippy::expect_used, reason = "a test may panic")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use assumable::aws::{self, AssumeRole, Presented, TrustPolicy};
use assumable::{Diagnosis, Limits, Timestamp, diagnose_call, json};
use serde_json::{Value, json};

/// Rows of `vectors/sentences.json`, and those of strangers and neighbours, to whom no edit is offered.
#[test]
fn every_denial() {
    let (mut read, mut surprises) = (String::new(), Vec::new());
    let strangers = rows("strangers.json");
    let of_others = ["presenters", "beside"].map(|it| strangers[it].as_array().expect("rows"));
    let of_sentences = rows("sentences.json");
    let all = of_others.into_iter().flatten().chain(of_sentences.as_array().expect("rows"));
    for row in all {
        let name = row["name"].as_str().expect("a name");
        writeln!(read, "── {name}").expect("memory");
        for found in diagnose(row) {
            let Diagnosis { id, summary, cause, fix, .. } = &found;
            writeln!(read, "{id}: {summary}\n    {cause}").expect("memory");
            if let Some(fix) = fix {
                let kind = if fix.edits.is_empty() { "to do" } else { "edit" };
                writeln!(read, "    {kind}: {}", fix.effect).expect("memory");
            }
            surprises.extend(flaw(&found).map(|flaw| format!("{name}: {flaw}: {found:?}")));
        }
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(read) });
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}

/// What must not be said together.
fn flaw(found: &Diagnosis) -> Option<&'static str> {
    let Diagnosis { summary, cause, fix, .. } = found;
    let effect = fix.as_ref().map_or("", |fix| &fix.effect);
    let verb = effect.split(' ').next().unwrap_or_default();
    let has_edits = fix.as_ref().is_some_and(|fix| !fix.edits.is_empty());
    let of_trust = |it: &str| {
        ["the policy admits", "the role trusts", "the policy expects"]
            .iter()
            .any(|say| it.contains(say))
    };
    if has_edits && !verb.ends_with('s') {
        return Some("an effect begins with what the edit does");
    }
    if !has_edits && ["admits", "compares", "asks", "trusts", "expects"].contains(&verb) {
        return Some("who is to do it begins with what to do");
    }
    if summary.starts_with("statement ")
        && summary.contains(" denies the workload")
        && (of_trust(summary) || of_trust(cause) || effect.contains("the role is meant"))
    {
        return Some("a denial trusts nobody");
    }
    None
}

fn diagnose(row: &Value) -> Vec<Diagnosis> {
    let source = source(row);
    let policy = TrustPolicy::parse(&source, &Limits::default()).expect("understood");
    let claims = json::parse(&row["claims"].to_string(), 8).expect("claims");
    let presented = Presented::Claims(claims.as_object().expect("an object"));
    let now = Timestamp::from_seconds(1_767_225_600).expect("a time");
    let found = diagnose_call(&aws::simulate(&AssumeRole::new(presented, &policy, now)), &policy);
    found.into_iter().filter(|it| it.stage == aws::StageName::TrustPolicy).collect()
}

/// A row has a provider, a condition, and perhaps that of a denial.
fn source(row: &Value) -> String {
    let provider = row["provider"].as_str().expect("a provider");
    let arn = format!("arn:aws:iam::123456789012:oidc-provider/{provider}");
    let built_in = ["accounts.google.com", "cognito-identity.amazonaws.com"].contains(&provider);
    let principal = json!({ "Federated": if built_in { provider } else { &arn } });
    let statement = |effect: &str, condition: &Value| {
        json!({
            "Effect": effect,
            "Principal": if row["principal"].is_null() { &principal } else { &row["principal"] },
            "Action": row["action"].as_str().unwrap_or("sts:AssumeRoleWithWebIdentity"),
            "Condition": condition,
        })
    };
    let allow = row["effect"].as_str().unwrap_or("Allow");
    let mut statements = vec![statement(allow, &row["condition"])];
    let denial = row["deny"].as_object().map(|_| statement("Deny", &row["deny"]));
    statements.extend(denial);
    let policy = json!({ "Version": "2012-10-17", "Statement": statements });
    serde_json::to_string_pretty(&policy).expect("JSON")
}

fn rows(file: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors").join(file);
    serde_json::from_str(&fs::read_to_string(path).expect("a text")).expect("JSON")
}
