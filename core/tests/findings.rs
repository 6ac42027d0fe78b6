//! Findings: each where it should be and nowhere else, each admission proved by the engine.

#![expect(clippy::expect_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use assumable::aws::{
    self, ASSUME_ROLE_WITH_WEB_IDENTITY, AssumeRole, CallOutcome, ContextValue, Presented, Request,
    TrustPolicy,
};
use assumable::{Finding, Limits, Outcome, Severity, Timestamp, Witness, analyze, json};
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
                if let Some(flaw) = flaw(&source, finding) {
                    surprises.push(format!("{name}: {flaw}: {finding:?}"));
                }
            }
        }
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(read) });
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
    assert_eq!(codes.len(), CODES, "{codes:?}");
}

/// Policies as careful authors write them may hear how to do better, and nothing else.
#[test]
fn well_written_policies() {
    let (mut count, mut surprises) = (0, Vec::new());
    for (name, policy) in files("policies") {
        count += 1;
        let source = serde_json::to_string_pretty(&policy["policy"]).expect("JSON");
        let limits = Limits::default();
        let refused = aws::check_trust_policy(&source, &limits).errors;
        assert!(refused.is_empty(), "{name}: {refused:?}");
        let findings = findings(&source);
        for finding in &findings {
            if finding.severity != Severity::Suggestion {
                surprises.push(format!("{name}: {finding:?}"));
            }
            assert_eq!(flaw(&source, finding), None, "{name}: {finding:?}");
        }
        let codes: Vec<&str> = findings.iter().map(|it| it.code).collect();
        if policy["suggestions"] != Value::from(codes.clone()) {
            surprises.push(format!("{name} {}", Value::from(codes)));
        }
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
    assert!(count >= 30, "{count}");
}

/// What is not as it should be: the engine admits the witness, and no more once the finding's edit
/// is made.
fn flaw(source: &str, finding: &Finding) -> Option<&'static str> {
    let admission = finding.code.starts_with("trust.");
    let witness = finding.witness.as_ref();
    if admission != witness.is_some() || witness.is_some_and(|it| !admits(source, it)) {
        return Some("not admitted");
    }
    let fixed = finding.fix.as_ref()?.apply(source)?;
    let start = finding.span.start;
    let mut after = findings(&fixed).into_iter();
    if after.any(|it| it.code == finding.code && it.span.start == start) {
        return Some("still there");
    }
    witness.is_some_and(|it| admits(&fixed, it)).then_some("still admitted")
}

/// The whole call, as a second opinion: the findings ask for a decision only.
fn admits(source: &str, witness: &Witness) -> bool {
    let policy = TrustPolicy::parse(source, &Limits::default()).expect("understood");
    let claims = json::parse(&witness.claims, 2).expect("claims");
    let said = |key: &str| {
        let mut said = witness.request.iter();
        said.find(|(name, _)| *name == key).map(|(_, text)| &**text)
    };
    let seconds = said("aws:EpochTime").map_or(1_767_225_600, |it| it.parse().expect("seconds"));
    let now = Timestamp::from_seconds(seconds).expect("a time");
    let claims = claims.as_object().expect("an object");
    let mut call = AssumeRole::new(Presented::Claims(claims), &policy, now);
    call.session.name = Some(said("sts:RoleSessionName").unwrap_or("session"));
    call.session.user_agent = Some(said("aws:UserAgent").unwrap_or("agent"));
    call.session.source_ip = Some(said("aws:SourceIp").unwrap_or("100.20.30.40"));
    call.session.region = Some(said("aws:RequestedRegion").unwrap_or("us-east-1"));
    let simulation = aws::simulate(&call);
    // A call cannot be given its referer.
    let Some(referer) = said("aws:referer") else {
        return matches!(simulation.outcome, CallOutcome::Allowed(_));
    };
    let mut context = simulation.context;
    context.insert("aws:referer", ContextValue::string(referer));
    let federated = policy.first_federated().expect("a provider");
    let action = ASSUME_ROLE_WITH_WEB_IDENTITY;
    let request = Request { federated, action, context: &context };
    aws::decide(&policy, request) == Outcome::Allowed
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
        let edit = fix.edits.first().map_or("", |edit| &edit.replacement);
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
const CODES: usize = 43;
