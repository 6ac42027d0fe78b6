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
/// is made, and nobody else whom it kept out.
fn flaw(source: &str, finding: &Finding) -> Option<&'static str> {
    let admission = finding.code.starts_with("trust.");
    let witness = finding.witness.as_ref();
    if admission != witness.is_some() || witness.is_some_and(|it| !is_proved(source, it)) {
        return Some("not admitted");
    }
    let fixed = finding.fix.as_ref()?.apply(source)?;
    let start = finding.span.start;
    let after = findings(&fixed);
    if after.iter().any(|it| it.code == finding.code && it.span.start == start) {
        return Some("still there");
    }
    let mut worse = after.iter().filter(|it| it.severity == Severity::Security);
    if worse.any(|it| it.witness.as_ref().is_some_and(|it| admits(source, it) == Some(false))) {
        return Some("opened");
    }
    witness.is_some_and(|it| admits(&fixed, it) == Some(true)).then_some("still admitted")
}

/// A witness is admitted, unless it says that something decides which nobody here can know.
fn is_proved(source: &str, witness: &Witness) -> bool {
    admits(source, witness) == Some(witness.rests_on.is_empty())
}

/// The whole call, as a second opinion, told what the witness says and no more; `None` if it does not
/// get as far as the trust policy.
fn admits(source: &str, witness: &Witness) -> Option<bool> {
    let policy = TrustPolicy::parse(source, &Limits::default()).expect("understood");
    let claims = json::parse(&witness.claims, 2).expect("claims");
    let claims = claims.as_object().expect("an object");
    let now = witness.now.or(Timestamp::from_seconds(0)).expect("a time");
    let mut call = AssumeRole::new(Presented::Claims(claims), &policy, now);
    call.provider.arn = witness.provider.as_deref();
    call.role.tags = witness.role_tags.as_deref();
    call.session.name = witness.session_name.as_deref();
    call.session.user_agent = witness.user_agent.as_deref();
    call.session.source_ip = witness.source_ip.as_deref();
    call.session.region = witness.region.as_deref();
    match aws::simulate(&call).outcome {
        CallOutcome::Allowed(_) => Some(true),
        CallOutcome::Denied(_) => Some(false),
        CallOutcome::Error(_) => None,
    }
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
    let Some(witness) = &finding.witness else { return text };
    text.push_str(&format!("    {}\n    {}\n", witness.who, witness.claims));
    let mut say = |name: &str, said: Option<&String>| {
        said.into_iter().for_each(|said| text.push_str(&format!("    {name}: {said}\n")));
    };
    say("provider", witness.provider.as_ref());
    say("session name", witness.session_name.as_ref());
    say("user agent", witness.user_agent.as_ref());
    say("region", witness.region.as_ref());
    say("source IP", witness.source_ip.as_ref());
    say("role tags", witness.role_tags.as_ref().map(|it| format!("{it:?}")).as_ref());
    say("now", witness.now.map(|it| it.to_string()).as_ref());
    witness.rests_on.iter().for_each(|it| say("rests on", Some(it)));
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
const CODES: usize = 46;
