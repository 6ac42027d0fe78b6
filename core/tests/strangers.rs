//! No edit that is offered lets somebody in whom the policy keeps out, be it a stranger or, where the
//! policy says whose workloads it means, whoever presents the token.

#![expect(clippy::expect_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;

use assumable::aws::{self, AssumeRole, CallOutcome, Presented, Role, Simulation, TrustPolicy};
use assumable::{Finding, Fix, Limits, Severity, Timestamp, analyze, diagnose_call, json};
use serde_json::{Value, json};

/// Each row of `vectors/strangers.json` is a policy and the token of somebody who must not get in.
#[test]
fn who_presents_the_token_does_not_get_in() {
    let mut surprises = Vec::new();
    let rows = rows();
    for row in rows["presenters"].as_array().expect("rows") {
        let (name, source) = (row["name"].as_str().expect("a name"), source(row));
        let simulation = simulate(&row["claims"], &source);
        assert_eq!(is_allowed(&simulation), Some(false), "{name}");
        let policy = parse(&source);
        let found = diagnose_call(&simulation, &policy);
        if found.is_empty() {
            surprises.push(format!("{name}: no diagnosis"));
        }
        for (id, fix) in found.iter().filter_map(|it| Some((it.id, it.fix.as_ref()?))) {
            let Some(fixed) = fix.apply(&source) else { continue };
            if is_allowed(&simulate(&row["claims"], &fixed)) != Some(false) {
                surprises.push(format!("{name}: {id}: {}", fix.effect));
            }
        }
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}

/// An edit for a workload lets in none that stands beside it, and is still offered where its author
/// wrote out what is meant.
#[test]
fn who_stands_beside_does_not_get_in() {
    let mut surprises = Vec::new();
    let rows = rows();
    for row in rows["beside"].as_array().expect("rows") {
        let (name, source) = (row["name"].as_str().expect("a name"), source(row));
        let simulation = simulate(&row["claims"], &source);
        assert_eq!(is_allowed(&simulation), Some(false), "{name}");
        let found = diagnose_call(&simulation, &parse(&source));
        let fix = found.first().and_then(|it| it.fix.as_ref()).expect("a fix");
        let fixed = fix.apply(&source);
        if Some(fixed.is_some()) != row["edit"].as_bool() {
            surprises.push(format!("{name}: {}", fix.effect));
        }
        let is_let_in = |fixed: String| is_allowed(&simulate(&row["other"], &fixed)) != Some(false);
        if fixed.is_some_and(is_let_in) {
            surprises.push(format!("{name}: somebody else: {}", fix.effect));
        }
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}

/// Every token against every policy, and the policies for themselves.
#[test]
fn no_edit_opens_a_policy() {
    let rows = rows();
    let all = |members: &'static [&str]| {
        let rows = &rows;
        members.iter().flat_map(move |it| rows[it].as_array().expect("rows"))
    };
    let (mut edits, mut surprises) = (0, Vec::new());
    let mut hold = |what: String, source: &str, fix: &Fix| {
        let Some(fixed) = fix.apply(source) else { return };
        edits += 1;
        if is_stored(source) && !is_stored(&fixed) {
            surprises.push(format!("{what}: IAM refuses it: {}", fix.effect));
        }
        if let Some(finding) = opened(source, &fixed) {
            surprises.push(format!("{what}: {}\n    {}", fix.effect, finding.summary));
        }
    };
    for row in all(&["presenters", "policies"]) {
        let (name, source) = (row["name"].as_str().expect("a name"), source(row));
        let policy = parse(&source);
        for finding in analyze(&policy) {
            if let Some(fix) = &finding.fix {
                hold(format!("{name}: {}", finding.code), &source, fix);
            }
        }
        for other in all(&["presenters", "tokens"]) {
            let simulation = simulate(&other["claims"], &source);
            for found in diagnose_call(&simulation, &policy) {
                if let Some(fix) = &found.fix {
                    hold(format!("{name}, {}: {}", other["name"], found.id), &source, fix);
                }
            }
        }
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
    assert!(edits > 60, "{edits}");
}

/// The edit of a finding makes a policy do what it says, to pull requests too; who is let in then is found
/// in the policy as it is mended.
#[test]
fn who_is_let_in_by_the_edit_of_a_finding_is_found() {
    let rows = rows();
    let (mut opened, mut surprises) = (0, Vec::new());
    for row in rows["presenters"].as_array().expect("rows") {
        let (name, source) = (row["name"].as_str().expect("a name"), source(row));
        for finding in analyze(&parse(&source)) {
            let fixed = finding.fix.as_ref().and_then(|fix| fix.apply(&source));
            let lets_in = |it: &String| is_allowed(&simulate(&row["claims"], it)) == Some(true);
            let Some(fixed) = fixed.filter(lets_in) else { continue };
            opened += 1;
            let found = analyze(&parse(&fixed));
            if !found.iter().any(|it| it.witness.is_some()) {
                surprises.push(format!("{name}: {}: {found:?}", finding.code));
            }
        }
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
    assert!(opened >= 5, "{opened}");
}

/// What a denial lacks is only asked for if a call can have it.
#[test]
fn no_null_of_a_key_that_never_comes() {
    let provider = "token.actions.githubusercontent.com";
    for (key, proposed) in [
        ("https://token.actions.githubusercontent.com:sub", false),
        ("token.actions.githubusercontent.com:team", false),
        ("token.actions.githubusercontent.com:environment", true),
        ("aws:RequestTag/Team", true),
        ("aws:PrincipalOrgID", false),
    ] {
        let row = json!({
            "provider": provider,
            "condition": { "StringLike": { format!("{provider}:sub"): "repo:acme/*" } },
            "deny": { "StringNotLike": { key: "repo:acme/*" } },
        });
        let source = source(&row);
        let claims = json!({
            "iss": format!("https://{provider}"),
            "aud": "sts.amazonaws.com",
            "sub": "repo:acme/web:ref:refs/heads/main",
        });
        let found = diagnose_call(&simulate(&claims, &source), &parse(&source));
        let fixes = found.iter().filter_map(|it| it.fix.as_ref());
        let mut null = fixes.filter(|fix| fix.elsewhere.is_some());
        assert_eq!(null.next().is_some(), proposed, "{key}: {found:?}");
    }
}

/// Nobody calls at a time that is over.
#[test]
fn no_call_at_another_time_than_now() {
    let provider = "token.actions.githubusercontent.com";
    for (operator, key, time, proposed) in [
        ("DateLessThan", "aws:CurrentTime", "2020-01-01T00:00:00Z", "is over: write a later time"),
        ("NumericLessThanEquals", "aws:EpochTime", "1577836800", "is over: write a later time"),
        ("DateGreaterThan", "aws:CurrentTime", "2030-01-01T00:00:00Z", "call again after"),
    ] {
        let subject = "repo:acme@1/web@2:ref:refs/heads/main";
        let row = json!({
            "provider": provider,
            "condition": {
                "StringEquals": { format!("{provider}:sub"): subject },
                operator: { key: time },
            },
        });
        let source = source(&row);
        let claims = json!({ "iss": format!("https://{provider}"), "sub": subject });
        let found = diagnose_call(&simulate(&claims, &source), &parse(&source));
        let fix = found.first().and_then(|it| it.fix.as_ref()).expect("a fix");
        assert!(fix.effect.contains(proposed), "{operator}: {}", fix.effect);
    }
}

/// A finding of strangers of whom the policy was free before.
fn opened(source: &str, fixed: &str) -> Option<Finding> {
    let strangers =
        analyze(&parse(fixed)).into_iter().filter(|it| it.severity == Severity::Security);
    strangers.into_iter().find(|finding| {
        let Some(witness) = &finding.witness else { return false };
        let claims = serde_json::from_str(&witness.claims).expect("claims");
        is_allowed(&simulate(&claims, source)) == Some(false)
            && is_allowed(&simulate(&claims, fixed)) == Some(true)
    })
}

fn simulate(claims: &Value, source: &str) -> Simulation {
    let policy = parse(source);
    let claims = json::parse(&claims.to_string(), 8).expect("claims");
    let presented = Presented::Claims(claims.as_object().expect("an object"));
    let now = Timestamp::from_seconds(1_767_225_600).expect("a time");
    let role = Role { arn: Some("arn:aws:iam::123456789012:role/r"), ..Role::default() };
    aws::simulate(&AssumeRole { role, ..AssumeRole::new(presented, &policy, now) })
}

/// What the trust policy says; the stages before are for others to judge.
fn is_allowed(simulation: &Simulation) -> Option<bool> {
    match simulation.outcome {
        CallOutcome::Allowed(_) => Some(true),
        CallOutcome::Denied(_) | CallOutcome::Error(_) => Some(false),
    }
}

fn is_stored(source: &str) -> bool {
    aws::check_trust_policy(source, &Limits::default()).accepted
}

fn parse(source: &str) -> TrustPolicy {
    TrustPolicy::parse(source, &Limits::default()).expect("understood")
}

/// A row has statements, or a provider and its condition.
fn source(row: &Value) -> String {
    let statement = |row: &Value| {
        let provider = row["provider"].as_str().expect("a provider");
        let built_in = BUILT_IN.contains(&provider);
        let arn = format!("arn:aws:iam::123456789012:oidc-provider/{provider}");
        let principal = json!({ "Federated": if built_in { provider } else { &arn } });
        json!({
            "Effect": row["effect"].as_str().unwrap_or("Allow"),
            "Principal": if row["principal"].is_null() { &principal } else { &row["principal"] },
            "Action": row["action"].as_str().unwrap_or("sts:AssumeRoleWithWebIdentity"),
            "Condition": row["condition"],
        })
    };
    let mut statements = vec![statement(row)];
    if !row["deny"].is_null() {
        let mut deny = row.clone();
        let changed = [("effect", "Deny".into()), ("condition", row["deny"].clone())];
        deny.as_object_mut().expect("a row").extend(changed.map(|(name, it)| (name.into(), it)));
        statements.push(statement(&deny));
    }
    let policy = json!({ "Version": "2012-10-17", "Statement": statements });
    serde_json::to_string_pretty(&policy).expect("JSON")
}

const BUILT_IN: [&str; 2] = ["accounts.google.com", "cognito-identity.amazonaws.com"];

fn rows() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors/strangers.json");
    serde_json::from_str(&fs::read_to_string(path).expect("a text")).expect("JSON")
}
