//! What no recording has is not called observed.

#![expect(clippy::expect_used, reason = "a test may panic")]

use assumable::Confidence::{self, Assumed, Observed};
use assumable::aws::{
    self, AssumeRole, CallOutcome, Presented, SignatureStatus, Simulation, StageName,
    StrictOpinion, TrustPolicy,
};
use assumable::{KeySet, Limits, Timestamp, encoding};
use serde_json::{Value, json};

fn simulate(header: &Value, claims: &Value, keys: Option<&KeySet>) -> Simulation {
    let policy = TrustPolicy::parse(POLICY, &Limits::default()).expect("a policy");
    let part = |value: &Value| encoding::encode(value.to_string().as_bytes());
    let token = format!("{}.{}.AA", part(header), part(claims));
    let now = Timestamp::from_seconds(NOW).expect("a time");
    let call = AssumeRole { keys, ..AssumeRole::new(Presented::Token(&token), &policy, now) };
    aws::simulate(&call)
}

/// Of one stage: whether it passed, and how well that is known.
fn stage(simulation: &Simulation, name: StageName) -> (bool, Confidence) {
    let stage = simulation.stages.iter().find(|stage| stage.name == name).expect("a stage");
    (stage.error().is_none(), stage.confidence)
}

/// AWS documents wildcards in an action's name, and IAM stores none in a service's.
#[test]
fn wildcards_in_actions() {
    for (action, expected) in [
        ("sts:AssumeRoleWithWebIdentity", Confidence::Documented),
        ("sts:*WebIdentity", Confidence::Documented),
        ("*", Confidence::Documented),
        ("s?s:AssumeRoleWithWebIdentity", Assumed),
        ("*:AssumeRole*", Assumed),
    ] {
        let policy = POLICY.replace("sts:AssumeRoleWithWebIdentity", action);
        let policy = TrustPolicy::parse(&policy, &Limits::default()).expect("a policy");
        let federated = policy.federated().next().expect("a provider");
        let context = aws::RequestContext::default();
        let name = aws::ASSUME_ROLE_WITH_WEB_IDENTITY;
        let decision =
            aws::evaluate(&policy, aws::Request { federated, action: name, context: &context });
        let trace = &decision.trace().first().expect("a statement").action;
        assert_eq!((trace.matched, trace.confidence), (true, expected), "{action}");
    }
}

/// Recorded: `exp` 24 seconds past is taken and 325 refused, `iat` and `nbf` 276 seconds ahead are
/// taken.
#[test]
fn times_near_the_border() {
    for (claim, off, expected) in [
        ("exp", 24, (true, Observed)),
        ("exp", 25, (true, Assumed)),
        ("exp", 299, (true, Assumed)),
        ("exp", 300, (false, Assumed)),
        ("exp", 324, (false, Assumed)),
        ("exp", 325, (false, Observed)),
        ("iat", -276, (true, Observed)),
        ("iat", -277, (true, Assumed)),
        ("nbf", -300, (true, Assumed)),
        ("nbf", -301, (false, Assumed)),
        ("nbf", -900, (false, Assumed)),
    ] {
        let mut claims = claims();
        claims[claim] = json!(NOW - off);
        let simulation = simulate(&json!({ "alg": "RS256" }), &claims, None);
        assert_eq!(stage(&simulation, StageName::Times), expected, "{claim} {off}");
    }
}

/// Each is recorded by itself; which of several AWS names is not.
#[test]
fn missing_claims() {
    for (missing, expected) in [
        (&["sub"][..], Observed),
        (&["iat"], Observed),
        (&["sub", "iat"], Assumed),
        (&["iss", "sub", "aud", "iat", "exp"], Assumed),
    ] {
        let mut claims = claims();
        missing.iter().for_each(|claim| drop(claims.as_object_mut().expect("").remove(*claim)));
        let simulation = simulate(&json!({ "alg": "RS256" }), &claims, None);
        assert_eq!(stage(&simulation, StageName::Token), (false, expected), "{missing:?}");
    }
}

#[test]
fn critical_headers() {
    for (critical, expected) in
        [(json!(["x"]), Observed), (json!(null), Assumed), (json!("x"), Assumed)]
    {
        let header = json!({ "alg": "RS256", "crit": critical });
        let simulation = simulate(&header, &claims(), None);
        assert_eq!(stage(&simulation, StageName::Token), (false, expected), "{critical}");
    }
}

/// What an issuer publishes is AWS's to judge, as far as it is JSON.
#[test]
fn what_is_no_key_set_is_answered() {
    let key = |kind: &str, id: usize| json!({ "kty": kind, "kid": id.to_string() });
    let many = |rsa, ec| {
        let rsa = (0..rsa).map(|id| key("RSA", id));
        json!({ "keys": rsa.chain((0..ec).map(|id| key("EC", id))).collect::<Vec<_>>() })
    };
    let limits = Limits { keys: 400, key_set_bytes: 256 * 1024, ..Limits::default() };
    for (published, evidence, expected) in [
        (json!({}), "no key set: `keys` is missing", Assumed),
        (json!([]), "no key set: a key set is an object, not an array", Assumed),
        (json!({ "keys": {} }), "`keys` must be an array", Assumed),
        (json!({ "kty": "RSA" }), "this is one key", Assumed),
        (many(401, 0), "the set has 401 RSA keys; AWS reads none of more than 100", Observed),
        (many(0, 401), "the key set has no RSA key `0`", Observed),
    ] {
        let keys = KeySet::parse_published(&published.to_string(), &limits).expect("JSON");
        let header = json!({ "alg": "RS256", "kid": "0" });
        let simulation = simulate(&header, &claims(), Some(&keys));
        let stages = &simulation.stages;
        let signature = stages.iter().find(|stage| stage.name == StageName::Signature);
        let signature = signature.expect("a stage");
        assert!(signature.evidence.contains(evidence), "{} {evidence}", signature.evidence);
        assert_eq!(signature.confidence, expected, "{evidence}");
        let CallOutcome::Error(error) = &simulation.outcome else { panic!("{evidence}") };
        assert!(error.message.starts_with("Couldn't retrieve verification key"), "{evidence}");
        assert_eq!(simulation.signature, SignatureStatus::NoKey);
        assert_eq!(simulation.strict, StrictOpinion::NotAsked);
    }
    assert!(KeySet::parse_published("{", &limits).is_err());
}

/// Of what IAM stores, recorded are plain values, and providers by the names it documents.
#[test]
fn accepted_policies() {
    let known = |provider: &str, condition: Value| {
        let policy = json!({ "Version": "2012-10-17", "Statement": {
            "Effect": "Allow",
            "Principal": { "Federated": provider },
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": condition,
        }});
        let check = aws::check_trust_policy(&policy.to_string(), &Limits::default());
        (check.accepted, check.confidence)
    };
    let arn = |issuer: &str| format!("arn:aws:iam::123456789012:oidc-provider/{issuer}");
    for (operator, value, expected) in [
        ("StringLike", "${aws:username}*", Observed),
        ("NumericEquals", "01", Observed),
        ("NumericEquals", "+1", Assumed),
        ("NumericEquals", "1e3", Assumed),
        ("DateLessThan", "2030-01-01T00:00:00Z", Observed),
        ("DateLessThan", "2030-01", Observed),
        ("Bool", "TRUE", Observed),
        ("Bool", "yes", Assumed),
        ("Null", "yes", Observed),
        ("IpAddress", "192.000.002.1", Observed),
        ("ArnLike", "arn:aws:iam::*:role/*", Observed),
        ("ArnLike", "arn:aws:iam::${aws:PrincipalAccount}:role/x", Assumed),
    ] {
        let condition = json!({ operator: { "aws:RequestTag/value": value } });
        assert_eq!(known(&arn("a.b"), condition), (true, expected), "{operator} {value}");
    }

    let subject = |issuer: &str| json!({ "StringEquals": { format!("{issuer}:sub"): "a" } });
    let audience = |issuer: &str| json!({ "StringEquals": { format!("{issuer}:aud"): "a" } });
    let (google, cognito) = ("accounts.google.com", "cognito-identity.amazonaws.com");
    assert_eq!(known(google, subject(google)), (true, Observed));
    assert_eq!(known(&arn(google), subject(google)), (true, Assumed));
    assert_eq!(known(cognito, audience(cognito)), (true, Observed));
    assert_eq!(known(cognito, json!({})), (false, Observed));
    assert_eq!(known(&arn(cognito), audience(cognito)), (true, Assumed));
    assert_eq!(known(&arn(cognito), json!({})), (false, Assumed));
    assert_eq!(known(&arn("gitlab.com"), json!({})), (false, Observed));
    assert_eq!(known("gitlab.com", json!({})), (false, Assumed));
    let gov = arn("gitlab.com").replace("arn:aws:", "arn:aws-us-gov:");
    assert_eq!(known(&gov, subject("gitlab.com")), (true, Assumed));
}

fn claims() -> Value {
    json!({ "iss": "https://issuer.example", "aud": "a", "sub": "s", "iat": NOW, "exp": NOW + 600 })
}

const NOW: i64 = 1_000_000;

const POLICY: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow",
    "Principal":{"Federated":"arn:aws:iam::123456789012:oidc-provider/issuer.example"},
    "Action":"sts:AssumeRoleWithWebIdentity"}}"#;
