//! How STS reads tokens and picks keys, beside what a strict verifier says of the same.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

mod signing;

use assumable::aws::{
    self, AssumeRole, CallOutcome, Presented, SignatureStatus, Simulation, StrictOpinion,
    TrustPolicy,
};
use assumable::{Confidence, Explain as _, KeySet, Limits, Timestamp};
use serde_json::{Value, json};
use signing::jwk;

/// What STS would say, and what a strict verifier.
fn answer(token: &str, keys: &[Value]) -> (String, &'static str) {
    let simulation = simulate(token, keys);
    let sts = match &simulation.outcome {
        CallOutcome::Allowed(_) => "allowed".to_owned(),
        CallOutcome::Denied(error) | CallOutcome::Error(error) => {
            short(&error.message).unwrap_or(&error.message).to_owned()
        }
    };
    let strict = match simulation.strict {
        StrictOpinion::Accepts => "accepts",
        StrictOpinion::Refuses(error) => error.code(),
        StrictOpinion::NotAsked => "not asked",
    };
    (sts, strict)
}

fn short(message: &str) -> Option<&'static str> {
    let starts = [
        ("Couldn't retrieve verification key", "no key"),
        ("The web identity token provided could not be validated", "invalid"),
        ("The ID Token provided is not a valid JWT", "no JWT"),
    ];
    starts.into_iter().find(|(start, _)| message.starts_with(start)).map(|(_, short)| short)
}

fn simulate(token: &str, keys: &[Value]) -> Simulation {
    let limits = Limits { keys: 400, key_set_bytes: 256 * 1024, ..Limits::default() };
    let keys = KeySet::parse(&json!({ "keys": keys }).to_string(), &limits).expect("a key set");
    let policy = TrustPolicy::parse(POLICY, &limits).expect("a policy");
    let now = Timestamp::from_seconds(1000).expect("a time");
    aws::simulate(&AssumeRole {
        keys: Some(&keys),
        ..AssumeRole::new(Presented::Token(token), &policy, now)
    })
}

fn token(header: &Value) -> String {
    let algorithm = header["alg"].as_str().expect("alg");
    signing::token(header, CLAIMS, algorithm)
}

fn key(algorithm: &str, changes: &Value) -> Value {
    let mut key = jwk(algorithm);
    for (member, value) in changes.as_object().expect("members") {
        match value {
            Value::Null => drop(key.as_object_mut().expect("a key").remove(member)),
            value => key[member] = value.clone(),
        }
    }
    key
}

#[test]
fn keys() {
    let rsa = include_str!("../../vectors/keys/rs256.x5c.txt").trim();
    let ec = include_str!("../../vectors/keys/es256.x5c.txt").trim();
    let copies = |algorithm: &str, count: usize| -> Vec<Value> {
        let copy = |copy| key(algorithm, &json!({ "kid": format!("copy{copy}") }));
        [jwk(algorithm)].into_iter().chain((1..count).map(copy)).collect()
    };
    let rs256 = |changes: &Value| vec![key("RS256", changes)];
    let es256 = |changes: &Value| vec![key("ES256", changes)];
    let named = json!({ "alg": "RS256", "kid": "RS256" });
    let ec_named = json!({ "alg": "ES256", "kid": "ES256" });
    let unnamed = json!({ "alg": "RS256" });
    let other = json!({ "kid": "other" });
    for (what, header, keys, sts, strict) in [
        ("named", &named, rs256(&json!({})), "allowed", "accepts"),
        ("unknown", &named, rs256(&other), "no key", "unknown-key"),
        ("key without kid", &named, rs256(&json!({ "kid": null })), "no key", "unknown-key"),
        ("neither has a kid", &unnamed, rs256(&json!({ "kid": null })), "no key", "accepts"),
        ("one key, no kid", &unnamed, rs256(&json!({})), "allowed", "accepts"),
        (
            "the same kid twice, no kid",
            &unnamed,
            [rs256(&json!({})), rs256(&json!({}))].concat(),
            "allowed",
            "ambiguous-key",
        ),
        (
            "two kids, no kid",
            &unnamed,
            [rs256(&json!({})), rs256(&other)].concat(),
            "no key",
            "ambiguous-key",
        ),
        ("no keys", &named, vec![], "no key", "unknown-key"),
        ("alg of another", &named, rs256(&json!({ "alg": "RS512" })), "allowed", "key-mismatch"),
        ("alg of none", &named, rs256(&json!({ "alg": "RSA-OAEP" })), "allowed", "unusable-key"),
        ("use", &named, rs256(&json!({ "use": "enc" })), "invalid", "unusable-key"),
        ("no use", &named, rs256(&json!({ "use": null })), "allowed", "accepts"),
        ("key_ops", &named, rs256(&json!({ "key_ops": ["verify"] })), "invalid", "accepts"),
        ("empty key_ops", &named, rs256(&json!({ "key_ops": [] })), "invalid", "unusable-key"),
        ("x5c", &named, rs256(&json!({ "x5c": [rsa, ec] })), "allowed", "accepts"),
        ("x5c of another", &named, rs256(&json!({ "x5c": [ec] })), "invalid", "accepts"),
        ("x5c of nothing", &named, rs256(&json!({ "x5c": [] })), "invalid", "accepts"),
        ("x5c no list", &named, rs256(&json!({ "x5c": rsa })), "invalid", "accepts"),
        ("x5c no certificate", &named, rs256(&json!({ "x5c": ["MAA="] })), "invalid", "accepts"),
        ("EC x5c", &ec_named, es256(&json!({ "x5c": [ec] })), "allowed", "accepts"),
        ("EC x5c of RSA", &ec_named, es256(&json!({ "x5c": [rsa] })), "invalid", "accepts"),
        ("100 RSA", &named, copies("RS256", 100), "allowed", "accepts"),
        ("101 RSA", &named, copies("RS256", 101), "no key", "accepts"),
        ("101 EC", &ec_named, copies("ES256", 101), "no key", "accepts"),
        (
            "101 RSA, 1 EC",
            &ec_named,
            [copies("RS256", 101), es256(&json!({}))].concat(),
            "allowed",
            "accepts",
        ),
        (
            "of another type",
            &named,
            vec![key("ES256", &json!({ "kid": "RS256" }))],
            "no key",
            "key-mismatch",
        ),
        (
            "of another curve",
            &ec_named,
            vec![key("ES384", &json!({ "kid": "ES256" }))],
            "invalid",
            "key-mismatch",
        ),
    ] {
        assert_eq!(answer(&token(header), &keys), (sts.to_owned(), strict), "{what}");
    }
}

#[test]
fn headers_and_payloads() {
    let keys = [jwk("RS256")];
    let header = |more: &Value| {
        let mut header = json!({ "alg": "RS256", "kid": "RS256" });
        for (member, value) in more.as_object().expect("members") {
            header[member] = value.clone();
        }
        signing::token(&header, CLAIMS, "RS256")
    };
    for (more, sts, strict) in [
        (json!({}), "allowed", "accepts"),
        (json!({ "typ": "anything" }), "allowed", "type-not-allowed"),
        (json!({ "crit": ["exp"] }), "no JWT", "token-malformed-critical"),
        (json!({ "crit": [] }), "no JWT", "token-malformed-critical"),
        (json!({ "kid": "" }), "no key", "unknown-key"),
        (json!({ "alg": "PS256" }), "invalid", "key-mismatch"),
        (json!({ "alg": "none" }), "invalid", "algorithm-not-allowed"),
    ] {
        assert_eq!(answer(&header(&more), &keys), (sts.to_owned(), strict), "{more}");
    }
    let payload =
        |claims: &str| signing::token(&json!({ "alg": "RS256", "kid": "RS256" }), claims, "RS256");
    for (from, to, sts, strict) in [
        (r#""iat":900"#, r#""iat":"900""#, "allowed", "claim-wrong-type"),
        (r#""iat":900"#, r#""iat":900,"jti":1,"jti":2"#, "allowed", "json-duplicate-member"),
        (r#""aud":"a""#, r#""aud":"b","aud":"a""#, "allowed", "json-duplicate-member"),
        (r#""exp":1500"#, r#""exp":900"#, "allowed", "token-expired"),
        (r#""iat":900"#, r#""iat":1200"#, "allowed", "token-issued-in-future"),
        (r#""iat":900"#, r#""iat":900.5"#, "Invalid timestamp in token claims.", "accepts"),
        (r#""sub":"s""#, r#""sub":7"#, "allowed", "claim-wrong-type"),
        (r#""exp":1500"#, r#""exp":1e9"#, "Invalid timestamp in token claims.", "accepts"),
    ] {
        let token = payload(&CLAIMS.replace(from, to));
        assert_eq!(answer(&token, &keys), (sts.to_owned(), strict), "{to}");
    }
}

/// The last of two members is what the trust policy sees, too.
#[test]
fn the_last_claim_counts() {
    let claims = CLAIMS.replace(r#""sub":"s""#, r#""sub":"first","sub":"last""#);
    let token = signing::token(&json!({ "alg": "RS256", "kid": "RS256" }), &claims, "RS256");
    let simulation = simulate(&token, &[jwk("RS256")]);
    let subject = simulation.context.get("issuer.example:sub").expect("a subject");
    assert_eq!(subject.values, ["last"]);
}

/// Of a refused key it is still said whether it made the signature; of several failures, which one
/// AWS names is assumed.
#[test]
fn what_is_known_is_said() {
    let header = json!({ "alg": "RS256", "kid": "RS256" });
    let refused = simulate(&token(&header), &[key("RS256", &json!({ "key_ops": ["verify"] }))]);
    assert_eq!(refused.signature, SignatureStatus::Valid);
    assert_eq!(refused.confidence(), Confidence::Observed);

    let expired = CLAIMS.replace("1500", "100");
    let expired = signing::token(&header, &expired, "RS256");
    assert_eq!(simulate(&expired, &[jwk("RS256")]).confidence(), Confidence::Observed);
    assert_eq!(simulate(&expired, &[jwk("ES256")]).confidence(), Confidence::Assumed);

    let null = signing::token(&header, &CLAIMS.replace(r#""s""#, "null"), "RS256");
    let CallOutcome::Error(error) = simulate(&null, &[jwk("RS256")]).outcome else {
        panic!("AWS has no answer to a subject that is null");
    };
    assert_eq!((error.code, error.http_status), ("InternalFailure", 500));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    /// Whatever the issuer publishes and the token says, there is an answer.
    #[test]
    fn anything_is_answered(
        certificate in "[A-Za-z0-9+/]{0,40}={0,2}|MII[A-Za-z0-9+/]{0,80}",
        member in "kid|kty|n|e|x5c|use|key_ops",
        value in "[a-z]{0,4}|\\PC{0,4}",
        claim in "(iss|sub|aud|azp|exp|https://aws.amazon.com/(tags|roles|source_identity))",
        claims in "(\"\\PC{0,8}\"|[0-9]{1,3}|null|\\[\"a\"\\]|\\{\"principal_tags\":[\\[{\"a0:\\]}]{0,8}\\})",
    ) {
        let changes = json!({ "x5c": [certificate], member: value });
        let header = json!({ "alg": "RS256", "kid": "RS256" });
        let claims = CLAIMS.replacen('{', &format!("{{\"{claim}\":{claims},"), 1);
        let token = signing::token(&header, &claims, "RS256");
        let simulation = simulate(&token, &[key("RS256", &changes)]);
        assert_eq!(simulation.stages.len(), 9);
        let policy = TrustPolicy::parse(POLICY, &Limits::default()).unwrap();
        let diagnoses = assumable::diagnose_call(&simulation, &policy);
        assert!(!assumable::explain_simulation(&simulation, &diagnoses, POLICY).is_empty());
    }
}

const CLAIMS: &str = r#"{"iss":"https://issuer.example","aud":"a","sub":"s","iat":900,"exp":1500}"#;

const POLICY: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow",
    "Principal":{"Federated":"arn:aws:iam::123456789012:oidc-provider/issuer.example"},
    "Action":"sts:AssumeRoleWithWebIdentity"}}"#;
