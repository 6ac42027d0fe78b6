//! Calls of `AssumeRoleWithWebIdentity` answered as the real AWS was recorded answering them.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "a test may panic"
)]

mod signing;

use assumable::aws::{
    self, AssumeRole, CallOutcome, Presented, Provider, Role, RoleSession, TrustPolicy,
};
use assumable::{KeySet, Limits, Seconds, Timestamp};
use serde_json::{Value, json};
use signing::jwk;

/// Every recorded call is answered word for word.
#[test]
fn recorded_calls() {
    let rows: Vec<Value> =
        serde_json::from_str(include_str!("../../vectors/aws/sts-calls.json")).expect("rows");
    assert_eq!(rows.len(), 80);
    let mut surprises = Vec::new();
    for row in &rows {
        let id = row["id"].as_str().expect("id");
        if answer(row) != expected(row) {
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
    let token = signing::token(&header, &claims, algorithm);
    let keys = KeySet::parse(&jwks(row).to_string(), &LIMITS).expect("a key set");

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
        keys: Some(&keys),
        role: Role {
            arn: row["role_arn"].as_str(),
            max_session_duration: Some(Seconds(7200)),
            ..Role::default()
        },
        provider: Provider {
            arn: Some(&arn),
            client_ids: Some(&["client-a".to_owned(), "client-b".to_owned()]),
            ..Provider::default()
        },
        session: RoleSession {
            name: row["session_name"].as_str(),
            duration: row["duration"].as_i64(),
            provider_id: row["provider_id"].as_str(),
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

/// The key set that a row describes.
fn jwks(row: &Value) -> Value {
    let keys = match row["jwks"].as_str().expect("jwks") {
        "standard" => ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"].map(jwk).to_vec(),
        words if words.starts_with("only the standard RS256 key (") => vec![jwk("RS256")],
        "the standard RS256 key listed twice" => vec![jwk("RS256"), jwk("RS256")],
        r#"only the standard RS256 key plus key_ops ["sign"]"# => {
            vec![with("key_ops", &json!(["sign"]))]
        }
        r#"only the standard RS256 key plus key_ops ["verify"]"# => {
            vec![with("key_ops", &json!(["verify"]))]
        }
        words
            if words.starts_with("two keys with kid RS256: the standard one, then one with n") =>
        {
            let n = jwk("RS256")["n"].as_str().expect("n").to_owned();
            vec![jwk("RS256"), with("n", &json!(format!("{}AAAA", &n[..n.len() - 4])))]
        }
        words
            if words
                .starts_with("only the standard RS256 key plus x5c holding one self-signed") =>
        {
            vec![with("x5c", &json!([CERTIFICATE.trim()]))]
        }
        words if words.starts_with("one key with only kty RSA, kid RS256 and x5c") => {
            vec![json!({ "kty": "RSA", "kid": "RS256", "x5c": [CERTIFICATE.trim()] })]
        }
        words if words.starts_with("102 keys in this order") => {
            let copies = (0..100).map(|extra| with("kid", &json!(format!("extra{extra}"))));
            [jwk("RS256")].into_iter().chain(copies).chain([jwk("ES256")]).collect()
        }
        words => panic!("no such key set: {words}"),
    };
    json!({ "keys": keys })
}

fn with(member: &str, value: &Value) -> Value {
    let mut key = jwk("RS256");
    key[member] = value.clone();
    key
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

/// Twice what STS reads, so that it is STS's limit that counts.
const LIMITS: Limits = Limits {
    keys: 400,
    key_set_bytes: 256 * 1024,
    token_bytes: 20_000,
    header_bytes: 0,
    policy_bytes: 0,
    condition_bytes: 0,
    context_bytes: 0,
    json_depth: 32,
};

const CERTIFICATE: &str = include_str!("../../vectors/keys/rs256.x5c.txt");
