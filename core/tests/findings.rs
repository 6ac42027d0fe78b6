//! Findings: each where it should be and nowhere else, each admission proved by the engine.

#![expect(clippy::expect_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use assumable::aws::{self, AssumeRole, CallOutcome, Presented, TrustPolicy};
use assumable::{Finding, Limits, Severity, Timestamp, Witness, analyze, json};
use serde_json::Value;

#[test]
fn each_where_it_should_be() {
    let (mut read, mut codes) = (String::new(), BTreeSet::new());
    let mut surprises = Vec::new();
    for (file, rows) in files("findings") {
        for row in rows.as_array().expect("rows") {
            let name = format!("{file}: {}", row["name"].as_str().expect("a name"));
            let source = source(row);
            let findings = findings(&source);
            let found: Vec<Value> = findings.iter().map(|it| expectation(it, &source)).collect();
            if row["expect"] != Value::from(found.clone()) {
                surprises.push(format!("{name}\n  {}", Value::from(found)));
            }
            read.push_str(&format!("── {name}\n"));
            for finding in &findings {
                codes.insert(finding.code);
                read.push_str(&sentences(finding));
                prove(&name, &source, finding);
            }
        }
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(read) });
    assert_eq!(codes.len(), CODES, "{codes:?}");
}

/// Policies as careful authors write them may hear how to do better, and nothing else.
#[test]
fn well_written_policies() {
    let mut count = 0;
    for (name, policy) in files("policies") {
        count += 1;
        let source = serde_json::to_string_pretty(&policy["policy"]).expect("JSON");
        let limits = Limits::default();
        assert!(aws::check_trust_policy(&source, &limits).errors.is_empty(), "{name}");
        let findings = findings(&source);
        let worse: Vec<&Finding> =
            findings.iter().filter(|it| it.severity != Severity::Suggestion).collect();
        assert!(worse.is_empty(), "{name}: {worse:?}");
        for finding in &findings {
            prove(&name, &source, finding);
        }
        let codes: Vec<&str> = findings.iter().map(|it| it.code).collect();
        assert_eq!(policy["suggestions"], Value::from(codes), "{name}");
    }
    assert!(count >= 30, "{count}");
}

/// The engine admits the witness, and no more once the finding's edit is made.
fn prove(name: &str, source: &str, finding: &Finding) {
    let grave = ["trust."].iter().any(|prefix| finding.code.starts_with(prefix));
    assert_eq!(grave, finding.witness.is_some(), "{name}: {finding:?}");
    if let Some(witness) = &finding.witness {
        assert!(admits(source, witness), "{name}: {finding:?}");
    }
    let Some(edit) = finding.fix.as_ref().and_then(|fix| fix.edit.as_ref()) else { return };
    let mut fixed = source.to_owned();
    fixed.replace_range(std::ops::Range::from(edit.span), &edit.replacement);
    let still = findings(&fixed).into_iter().any(|it| {
        it.code == finding.code && it.span.start == finding.span.start
    });
    assert!(!still, "{name}: {fixed}");
    if let Some(witness) = &finding.witness {
        assert!(!admits(&fixed, witness), "{name}: {fixed}");
    }
}

/// The whole call, as a second opinion: the findings ask for a decision only.
fn admits(source: &str, witness: &Witness) -> bool {
    let policy = TrustPolicy::parse(source, &Limits::default()).expect("understood");
    let claims = json::parse(&witness.claims, 2).expect("claims");
    let said = |key: &str| {
        let mut said = witness.request.iter();
        said.find(|(name, _)| *name == key).map(|(_, text)| &**text)
    };
    let now = Timestamp::from_seconds(1_767_225_600).expect("a time");
    let claims = claims.as_object().expect("an object");
    let mut call = AssumeRole::new(Presented::Claims(claims), &policy, now);
    call.session.name = Some(said("sts:RoleSessionName").unwrap_or("session"));
    call.session.user_agent = Some(said("aws:UserAgent").unwrap_or("agent"));
    call.session.region = Some(said("aws:RequestedRegion").unwrap_or("us-east-1"));
    matches!(aws::simulate(&call).outcome, CallOutcome::Allowed(_))
}

fn findings(source: &str) -> Vec<Finding> {
    analyze(&TrustPolicy::parse(source, &Limits::default()).expect("understood"))
}

/// Severity, code, the text it covers, and what Access Analyzer calls it.
fn expectation(finding: &Finding, source: &str) -> Value {
    let covered: String = finding.span.of(source).expect("a place").split_whitespace().collect();
    let covered: String = covered.chars().take(60).collect();
    let mut row = vec![finding.severity.as_str(), finding.code, &covered];
    row.extend(finding.analyzer);
    Value::from(row)
}

fn sentences(finding: &Finding) -> String {
    let Finding { severity, code, summary, why, .. } = finding;
    let mut text = format!("{} {code}: {summary}\n    {why}\n", severity.as_str());
    if let Some(fix) = &finding.fix {
        let edit = fix.edit.as_ref().map_or("", |edit| &edit.replacement);
        text.push_str(&format!("    fix: {} {edit}\n", fix.effect));
    }
    if let Some(Witness { who, claims, request }) = &finding.witness {
        text.push_str(&format!("    {who}\n    {claims}\n"));
        request.iter().for_each(|(key, value)| text.push_str(&format!("    {key}: {value}\n")));
    }
    text
}

/// A row has a whole policy, or a provider and its condition.
fn source(row: &Value) -> String {
    if let Some(policy) = row.get("policy") {
        return serde_json::to_string_pretty(policy).expect("JSON");
    }
    let provider = row["provider"].as_str().expect("a provider");
    let built_in = ["accounts.google.com", "cognito-identity.amazonaws.com"].contains(&provider);
    let arn = format!("arn:aws:iam::123456789012:oidc-provider/{provider}");
    let statement = serde_json::json!({
        "Effect": "Allow",
        "Principal": { "Federated": if built_in { provider } else { &arn } },
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": row["condition"],
    });
    let policy = serde_json::json!({ "Version": "2012-10-17", "Statement": statement });
    serde_json::to_string_pretty(&policy).expect("JSON")
}

/// Name and content of every file of a folder of vectors, by name.
fn files(folder: &str) -> Vec<(String, Value)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors").join(folder);
    let mut files: Vec<(String, Value)> = fs::read_dir(path)
        .expect("a folder")
        .map(|entry| {
            let path = entry.expect("a file").path();
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).expect("a text");
            (name, serde_json::from_str(&text).expect("JSON"))
        })
        .collect();
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files
}

/// How many codes there are; each is seen.
const CODES: usize = 36;
