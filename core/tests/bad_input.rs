//! Input made to cost a lot is refused at once, and what is within the limits costs little.
//!
//! The times are wide: an honest machine needs a hundredth of them, and work that grows with the
//! square of the input, or a refusal after the reading, a multiple.

#![expect(clippy::panic, reason = "a test may panic")]

use std::time::{Duration, Instant};

use assumable::aws::{self, ContextValue, Request, RequestContext, TrustPolicy};
use assumable::{
    AudienceRule, Explain, Issuer, IssuerRule, JsonError, KeySet, Limits, Timestamp,
    UntrustedToken, Verifier, VerifyOptions, diagnose, encoding, json,
};

const AT_ONCE: Duration = Duration::from_millis(5);
const LITTLE: Duration = Duration::from_millis(100);

/// Runs the attempt until one is quick enough; a busy machine gets several chances.
fn code<T, E: Explain>(limit: Duration, attempt: impl Fn() -> Result<T, E>) -> &'static str {
    let mut best = Duration::MAX;
    for _ in 0..10 {
        let start = Instant::now();
        let outcome = attempt();
        best = best.min(start.elapsed());
        if best < limit {
            return outcome.err().map_or("accepted", |error| {
                // Nobody's log fills up with what somebody sent.
                assert!(error.to_string().len() < 20_000, "{}", error.code());
                error.code()
            });
        }
    }
    panic!("took {best:?}");
}

fn token(header: &str, payload: &str) -> String {
    format!("{}.{}.AA", encoding::encode(header.as_bytes()), encoding::encode(payload.as_bytes()))
}

/// `{"alg":"EdDSA","x":[[[…]]]}`
fn nested(depth: usize) -> String {
    format!(r#"{{"alg":"EdDSA","x":{}{}}}"#, "[".repeat(depth), "]".repeat(depth))
}

fn key_set(key: &str, count: usize) -> String {
    format!(r#"{{"keys":[{}]}}"#, vec![key; count].join(","))
}

const ED25519: &str =
    r#"{"kty":"OKP","crv":"Ed25519","kid":"a","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

/// Everything so large that only what is inside can be at fault.
fn without_sizes() -> Limits {
    Limits {
        token_bytes: usize::MAX,
        header_bytes: usize::MAX,
        key_set_bytes: usize::MAX,
        ..Limits::default()
    }
}

#[test]
fn a_token_of_ten_megabytes() {
    let limits = Limits::default();
    for piece in ["a", ".", "=", "\u{e9}", "e30."] {
        let source = piece.repeat(10_000_000 / piece.len());
        let parse = || UntrustedToken::parse(&source, &limits);
        assert_eq!(code(AT_ONCE, parse), "token-too-long", "{piece}");
    }
}

#[test]
fn a_header_nested_deeply() {
    let source = token(&nested(100_000), "{}");
    let parse = |limits: Limits| code(LITTLE, || UntrustedToken::parse(&source, &limits));
    assert_eq!(parse(Limits::default()), "token-too-long");
    assert_eq!(
        parse(Limits { token_bytes: usize::MAX, ..Limits::default() }),
        "token-header-too-long"
    );
    assert_eq!(parse(without_sizes()), "json-too-deep");
}

#[test]
fn a_payload_nested_deeply() {
    let source = token(r#"{"alg":"EdDSA"}"#, &nested(100_000));
    let limits = without_sizes();
    let token = UntrustedToken::parse(&source, &limits).unwrap();
    assert_eq!(code(LITTLE, || token.claims(&limits)), "json-too-deep");
}

#[test]
fn ten_thousand_keys() {
    let source = key_set(ED25519, 10_000);
    let limits = Limits::default();
    assert_eq!(code(AT_ONCE, || KeySet::parse(&source, &limits)), "json-too-long");
    // None of them is looked at.
    let many = code(Duration::from_secs(1), || KeySet::parse(&source, &without_sizes()));
    assert_eq!(many, "key-set-too-many");
    let source = key_set("{}", 10_000);
    assert_eq!(code(LITTLE, || KeySet::parse(&source, &limits)), "key-set-too-many");
}

#[test]
fn key_sets_as_large_as_they_may_be() {
    let limits = Limits::default();
    let modulus = encoding::encode(&[0xff; 512]);
    let rsa = format!(r#"{{"kty":"RSA","n":"{modulus}","e":"AQAB"}}"#);
    let operations = (0..8_000).map(|name| format!(r#""{name}""#)).collect::<Vec<_>>().join(",");
    let busy = ED25519.replace("{", &format!(r#"{{"key_ops":[{operations}],"#));
    // RFC 7520 section 3.1
    let p521 = r#"{"kty":"EC","crv":"P-521",
        "x":"AHKZLLOsCOzz5cY97ewNUajB957y-C-U88c3v13nmGZx6sYl_oJXu9A5RkTKqjqvjyekWF-7ytDyRXYgCF5cj0Kt",
        "y":"AdymlHvOiLxXkEhayXQnNCvDX4h9htZaCJN34kfmC6pV5OhQHiraVySsUdaQkAgDPrwQrJmbnX9cwlGfP-HqHZR1"}"#;
    let sets = [key_set(ED25519, 100), key_set(p521, 100), key_set(&rsa, 80), key_set(&busy, 1)];
    for source in sets {
        assert!(source.len() <= limits.key_set_bytes);
        assert_eq!(code(Duration::from_secs(2), || KeySet::parse(&source, &limits)), "accepted");
    }
}

#[test]
fn tokens_as_large_as_they_may_be() {
    let issuer = "https://oidc.fly.io/acme";
    let rule = IssuerRule {
        keys: Some(KeySet::parse(&key_set(ED25519, 100), &Limits::default()).unwrap()),
        ..IssuerRule::new(Issuer::new(issuer), AudienceRule::one("a"))
    };
    let verifier = Verifier::new(vec![rule], VerifyOptions::default()).unwrap();
    let now = Timestamp::from_seconds(1_712_615_119).unwrap();
    let list = |item: &dyn Fn(usize) -> String, count: usize| {
        (0..count).map(item).collect::<Vec<_>>().join(",")
    };
    let header = r#"{"alg":"EdDSA","kid":"b"}"#;
    let members = |count| list(&|n| format!(r#""{n:x}":0"#), count);
    let names = |count| list(&|n| format!(r#""{n:x}""#), count);
    let cases = [
        (token(header, &format!(r#"{{"iss":"{issuer}",{}}}"#, members(1_300))), "unknown-key"),
        (
            token(header, &format!(r#"{{"iss":"{issuer}","aud":[{}]}}"#, names(1_700))),
            "unknown-key",
        ),
        (
            token(header, &format!(r#"{{"iss":"{issuer}","x":{}}}"#, "9".repeat(11_000))),
            "unknown-key",
        ),
        (token(header, &format!(r#"{{"iss":"{}"}}"#, "x".repeat(11_000))), "issuer-not-trusted"),
        (
            token(header, &format!(r#"{{"iss":"{}"}}"#, "\\u202e".repeat(1_800))),
            "issuer-not-trusted",
        ),
        (
            token(r#"{"alg":"EdDSA","kid":"a"}"#, &format!(r#"{{"iss":"{issuer}"}}"#)),
            "ambiguous-key",
        ),
        (
            token(&format!(r#"{{"alg":"EdDSA","crit":[{}],{}}}"#, names(500), members(500)), "{}"),
            "token-unknown-critical",
        ),
        (token(&nested(3_900), "{}"), "json-too-deep"),
        (
            token(&format!(r#"{{"alg":"EdDSA",{}}}"#, r#""a":1,"#.repeat(1_300)), "{}"),
            "json-trailing-comma",
        ),
        (
            token(&format!(r#"{{"alg":"EdDSA",{},"a":1}}"#, members(900)), "{}"),
            "json-duplicate-member",
        ),
    ];
    for (source, expected) in cases {
        assert!(source.len() <= Limits::default().token_bytes, "{expected}: {}", source.len());
        assert_eq!(code(LITTLE, || verifier.verify(&source, now)), expected);
    }
}

#[test]
fn json_of_ten_megabytes() {
    for (source, expected) in [
        ("[".repeat(10_000_000), "json-too-deep"),
        (r#"{"a":"#.repeat(2_000_000), "json-too-deep"),
        ("\u{feff}".repeat(3_000_000), "json-byte-order-mark"),
        (String::new(), "json-empty"),
    ] {
        assert_eq!(code(AT_ONCE, || json::parse(&source, 32)), expected);
    }
}

#[test]
fn a_policy_of_ten_megabytes() {
    let source = r#"{"Statement":["#.repeat(700_000);
    let limits = Limits::default();
    let start = Instant::now();
    assert!(TrustPolicy::parse(&source, &limits).is_err());
    assert!(start.elapsed() < Duration::from_secs(1));
}

/// Each value of a policy is held against the subject, to find the one that was meant.
#[test]
fn a_diagnosis_among_thousands_of_values() {
    let key = "token.actions.githubusercontent.com:sub";
    let values = vec![r#""*a""#; 5_000].join(",");
    let policy = |operator: &str| {
        let source = format!(
            r#"{{"Statement":{{"Effect":"Allow","Principal":{{"Federated":"p"}},"Action":"*",
                "Condition":{{"{operator}":{{"{key}":[{values}]}}}}}}}}"#
        );
        TrustPolicy::parse(&source, &Limits::default()).unwrap()
    };
    let mut context = RequestContext::default();
    let subject = format!("repo:acme/web:ref:refs/heads/{}", "x".repeat(15_000));
    context.insert(key, ContextValue::string(&subject));
    let request = Request { federated: "p", action: "a:b", context: &context };
    for operator in ["StringLike", "StringEquals"] {
        let policy = policy(operator);
        let decision = aws::evaluate(&policy, request);
        let diagnosed = code(LITTLE, || {
            let claims = json::Object::default();
            assert!(diagnose(&decision, &claims, &policy).is_empty());
            Ok::<_, JsonError>(())
        });
        assert_eq!(diagnosed, "accepted");
    }
}
