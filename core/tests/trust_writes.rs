//! Trust policies stored or refused as the real IAM was recorded storing and refusing them.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

use assumable::aws;
use assumable::{Confidence, Limits};
use serde_json::{Value, json};

/// Every recorded write is answered word for word, and known as well as a recording is.
#[test]
fn recorded_writes() {
    let rows: Vec<Value> =
        serde_json::from_str(include_str!("../../vectors/aws/trust-writes.json")).expect("rows");
    assert_eq!(rows.len(), 164);
    let mut surprises = Vec::new();
    for row in &rows {
        let check = aws::check_trust_policy(&row["policy"].to_string(), &Limits::default());
        let first = check.errors.first();
        let answer = json!({
            "expect": if check.accepted { "accepted" } else { "refused" },
            "code": first.map_or("", |error| error.code),
            "message": first.map_or("", |error| &error.message),
        });
        let same = |name: &str| answer[name] == row[name];
        if !["expect", "code", "message"].into_iter().all(same) {
            surprises.push(format!("{}: {answer}", row["id"]));
        }
        if check.confidence != Confidence::Observed {
            surprises.push(format!("{}: {:?}", row["id"], check.confidence));
        }
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}

/// The claims that AWS documents as required for shared issuers.
#[test]
fn every_shared_issuer_is_guarded() {
    let rows: Vec<Value> =
        serde_json::from_str(include_str!("../../vectors/aws/context.json")).expect("rows");
    let guards: Vec<&Value> = rows.iter().filter(|row| row["kind"] == "shared-idp-guard").collect();
    assert!(guards.len() > 20);
    for guard in guards {
        let text = |name: &str| guard[name].as_str().expect("a text");
        let provider = match text("issuer") {
            "cognito-identity.amazonaws.com" => text("issuer").to_owned(),
            issuer => format!("arn:aws:iam::123456789012:oidc-provider/{issuer}"),
        };
        let accepted = |claim: &str, value: &str| {
            let policy = json!({ "Version": "2012-10-17", "Statement": {
                "Effect": "Allow",
                "Principal": { "Federated": provider },
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": { "StringLike": { claim: value } },
            }});
            aws::check_trust_policy(&policy.to_string(), &Limits::default()).accepted
        };
        assert!(accepted(text("claim"), "mine:*"), "{guard}");
        assert!(!accepted(text("claim"), "*"), "{guard}");
        assert!(!accepted("aws:SourceIp", "mine:*"), "{guard}");
    }
}
