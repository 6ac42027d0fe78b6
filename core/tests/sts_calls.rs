//! Calls of `AssumeRoleWithWebIdentity` answered as the real AWS was recorded answering them.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may panic"
)]

use assumable::aws::{
    self, AssumeRole, CallOutcome, Presented, Provider, Role, RoleSession, TrustPolicy,
};
use assumable::{Limits, Seconds, Timestamp, encoding};
use serde_json::{Value, json};

/// Every recorded call is answered word for word, except those listed with the reason; one of
/// these that is answered right fails too.
#[test]
fn recorded_calls() {
    let rows: Vec<Value> =
        serde_json::from_str(include_str!("../../vectors/aws/sts-calls.json")).expect("rows");
    let mut surprises = Vec::new();
    for row in &rows {
        let id = row["id"].as_str().expect("id");
        let agrees = answer(row) == expected(row);
        let listed = NOT_YET.iter().any(|(listed, _)| *listed == id);
        if agrees == listed {
            surprises.push(format!("{id}: {:?}, recorded {:?}", answer(row), expected(row)));
        }
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}

/// Outcome or code, and the rest of what AWS says.
type Answer = (String, Vec<String>);

fn expected(row: &Value) -> Answer {
    let text = |name: &str| row["expect"][name].as_str().unwrap_or_default().to_owned();
    match &*text("outcome") {
        "success" => ("success".into(), vec![text("subject"), text("audience"), text("provider")]),
        _ => (text("code"), vec![text("message")]),
    }
}

fn answer(row: &Value) -> Answer {
    let claims = row["raw_claims"].as_str().map_or_else(|| row["claims"].to_string(), Into::into);
    let issuer = row["claims"]["iss"].as_str().unwrap_or(ISSUER);
    let algorithm = row["algorithm"].as_str().expect("algorithm");
    let header = match &row["header"] {
        Value::Null => json!({ "alg": algorithm, "kid": algorithm, "typ": "JWT" }),
        header => header.clone(),
    };
    let part = |text: &str| encoding::encode(text.as_bytes());
    let token = format!("{}.{}.{}", part(&header.to_string()), part(&claims), part("unsigned"));

    let arn = format!("arn:aws:iam::123456789012:oidc-provider/{}", aws::provider_name(issuer));
    let trust = match &row["trust"] {
        Value::Null => json!({ "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow",
            "Principal": { "Federated": arn },
            "Action": ["sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity"],
        }] }),
        trust => trust.clone(),
    };
    let policy = match TrustPolicy::parse(&trust.to_string(), &Limits::default()) {
        Ok(policy) => policy,
        Err(errors) => return (errors.to_string(), Vec::new()),
    };
    let call = AssumeRole {
        role: Role { arn: row["role_arn"].as_str(), max_session_duration: Some(Seconds(7200)) },
        provider: Provider {
            arn: Some(&arn),
            client_ids: Some(&["client-a".to_owned(), "client-b".to_owned()]),
            ..Provider::default()
        },
        session: RoleSession {
            name: row["session_name"].as_str(),
            duration: row["duration"].as_u64().and_then(|s| s.try_into().ok()).map(Seconds),
            ..RoleSession::default()
        },
        ..AssumeRole::new(Presented::Token(&token), &policy, clock(row))
    };
    match aws::simulate(&call).outcome {
        CallOutcome::Allowed(identity) => {
            ("success".into(), vec![identity.subject, identity.audience, identity.provider])
        }
        CallOutcome::Denied(error) | CallOutcome::Error(error) => {
            (error.code.into(), vec![error.message])
        }
    }
}

/// `2026-09-11T11:24:28.888648Z` as seconds.
fn clock(row: &Value) -> Timestamp {
    let observed = row["observed_at"].as_str().expect("observed_at");
    let number = |range: std::ops::Range<usize>| observed[range].parse::<i64>().expect("digits");
    assert_eq!(&observed[..8], "2026-09-", "days below count from 1 September");
    let days = 20_697 + number(8..10) - 1;
    let seconds = days * 86_400 + number(11..13) * 3600 + number(14..16) * 60 + number(17..19);
    Timestamp::from_seconds(seconds).expect("in range")
}

const ISSUER: &str = "https://stackd-oidc-probe-ea5fda67a217.s3.us-east-1.amazonaws.com";

const NOT_YET: [(&str, &str); 21] = [
    ("aws-trust/provider-id-www.amazon.com", PROVIDER_ID),
    ("aws-trust/provider-id-graph.facebook.com", PROVIDER_ID),
    ("aws-trust/provider-id-custom.example.test", PROVIDER_ID),
    ("aws-roles/roles-array-empty", ROLES),
    ("aws-roles/roles-number", ROLES),
    ("aws-roles/roles-bool", ROLES),
    ("aws-roles/roles-object", ROLES),
    ("aws-roles/roles-bool-true-mismatch", ROLES),
    ("aws-roles/roles-bool-false-mismatch", ROLES),
    ("aws/unknown-key-id", KEYS),
    ("aws/missing-key-id", KEYS),
    ("aws/empty-key-id", KEYS),
    ("aws/duplicate-same-claim", DUPLICATES),
    ("aws-keys/key-ops-sign", KEYS),
    ("aws-keys/key-ops-verify", KEYS),
    ("aws-keys/key-duplicate-wrong-last", KEYS),
    ("aws-keys/key-x5c-only", KEYS),
    ("aws-keys/key-rsa-101", KEYS),
    ("aws-initial/nested-string-tags", TAGS),
    ("aws-initial/unknown-key-id", KEYS),
    ("aws-initial/missing-key-id", KEYS),
];

const PROVIDER_ID: &str = "the parameter ProviderId is not read yet";
const ROLES: &str = "the claim for roles is not read yet";
const KEYS: &str = "how STS picks a key is not followed yet; this test gives no keys";
const DUPLICATES: &str = "STS takes the last of two members; tokens are read strictly here";
const TAGS: &str = "session tags are not read yet";
