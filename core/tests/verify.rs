//! Tokens verified as the vectors say, and as other implementations made them.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

use std::cell::Cell;

use assumable::{
    AlgorithmName, AudienceRule, CheckName, CheckOutcome, Explain as _, Issuer, IssuerRule, KeySet,
    Limits, SignatureCheck, SignatureError, Timestamp, TypeRule, UntrustedToken, Verifier,
    VerifyOptions, VerifyingKey, encoding, verify_signature,
};
use serde_json::{Value, json};

fn vectors(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn keys(jwks: &Value) -> KeySet {
    KeySet::parse(&jwks.to_string(), &Limits::default()).unwrap()
}

fn verifier(issuer: &str, audience: &str, jwks: &Value) -> Verifier {
    let rule = IssuerRule {
        keys: Some(keys(jwks)),
        ..IssuerRule::new(Issuer::new(issuer), AudienceRule::one(audience))
    };
    Verifier::new(vec![rule], VerifyOptions::default()).unwrap()
}

fn at(seconds: &Value) -> Timestamp {
    Timestamp::from_seconds(seconds.as_i64().unwrap()).unwrap()
}

#[test]
fn strictness_vectors() {
    let file = vectors(include_str!("../../vectors/tokens/strictness.json"));
    let text = |name: &str| file[name].as_str().unwrap();
    let verifier = verifier(text("issuer"), text("audience"), &file["jwks"]);
    let mut deviations = Vec::new();
    let cases = file["cases"].as_array().unwrap();
    for case in cases {
        let token = case["token"].as_str().unwrap();
        let outcome = verifier.verify(token, at(&file["now"]));
        let code = outcome.as_ref().err().map(|failure| failure.code());
        if code != case["expect"].as_str() {
            deviations.push(format!("{}: {code:?}, not {}", case["name"], case["expect"]));
        }
        if let Err(failure) = outcome {
            let failed = failure.checks.iter().filter(|c| c.outcome == CheckOutcome::Failed);
            assert_eq!(failed.count(), 1, "{}", case["name"]);
            assert!(!failure.to_string().contains('\n'), "{failure}");
            if let Some(span) = failure.span() {
                assert!(span.of(token).is_some(), "{}: {span:?}", case["name"]);
            }
        }
    }
    assert!(cases.len() > 150);
    assert_eq!(deviations, Vec::<String>::new());
}

/// Of every token: the notes of a refusal are those that are taken from the start.
#[test]
fn notes_do_not_change_the_way() {
    let file = vectors(include_str!("../../vectors/tokens/strictness.json"));
    let text = |name: &str| file[name].as_str().unwrap();
    let verifier = verifier(text("issuer"), text("audience"), &file["jwks"]);
    for case in file["cases"].as_array().unwrap() {
        let (token, now) = (case["token"].as_str().unwrap(), at(&file["now"]));
        let checks = verifier.checks(token, now);
        match verifier.verify(token, now) {
            Ok(_) => assert!(checks.iter().all(|check| check.outcome == CheckOutcome::Passed)),
            Err(failure) => {
                assert_eq!(failure.checks, checks, "{}", case["name"]);
                let failed = checks.iter().find(|check| check.outcome == CheckOutcome::Failed);
                assert!(failed.is_some(), "{}", case["name"]);
            }
        }
    }
}

/// A host that gives one verdict whatever it is asked, and counts the questions.
struct Stubborn {
    verdict: bool,
    asked: Cell<usize>,
}

impl SignatureCheck for Stubborn {
    fn verifies(&self, key: VerifyingKey<'_>, _: &[u8], signature: &[u8]) -> bool {
        assert_eq!(signature.len(), key.signature_length());
        self.asked.set(self.asked.get() + 1);
        self.verdict
    }
}

#[test]
fn a_host_decides_on_signatures_and_on_nothing_else() {
    let file = vectors(include_str!("../../vectors/tokens/strictness.json"));
    let text = |name: &str| file[name].as_str().unwrap();
    let verifier = verifier(text("issuer"), text("audience"), &file["jwks"]);
    let mut asked = 0;
    for case in file["cases"].as_array().unwrap() {
        let (token, now) = (case["token"].as_str().unwrap(), at(&file["now"]));
        for verdict in [true, false] {
            let host = Stubborn { verdict, asked: Cell::new(0) };
            let outcome = verifier.verify_with(token, now, &host);
            let code = outcome.as_ref().err().map(|failure| failure.code());
            let expected = case["expect"].as_str();
            match (host.asked.get(), verdict) {
                (0, _) => assert_eq!(code, expected, "{}", case["name"]),
                (1, false) => assert_eq!(code, Some("signature-invalid"), "{}", case["name"]),
                (1, true) if expected == Some("signature-invalid") => {
                    assert_ne!(code, expected, "{}", case["name"]);
                }
                (1, true) => assert_eq!(code, expected, "{}", case["name"]),
                (more, _) => assert!(more < 2, "{}: asked {more} times", case["name"]),
            }
            asked += host.asked.get();
        }
    }
    assert!(asked > 100, "asked only {asked} times");
}

#[test]
fn example_vectors() {
    let files = [
        include_str!("../../vectors/examples/fly-machine.json"),
        include_str!("../../vectors/examples/fly-other-app.json"),
        include_str!("../../vectors/examples/fly-expired.json"),
        include_str!("../../vectors/examples/fly-tampered.json"),
    ];
    for example in files.map(vectors) {
        let verifier = verifier("https://oidc.fly.io/acme", "sts.amazonaws.com", &example["jwks"]);
        let outcome = verifier.verify(example["token"].as_str().unwrap(), at(&example["now"]));
        let code = outcome.err().map(|failure| failure.code());
        assert_eq!(code, example["expect"]["verify"].as_str(), "{}", example["title"]);
    }
}

#[test]
fn a_failure_lists_what_passed_before_it() {
    let example = vectors(include_str!("../../vectors/examples/fly-expired.json"));
    let verifier = verifier("https://oidc.fly.io/acme", "sts.amazonaws.com", &example["jwks"]);
    let token = example["token"].as_str().unwrap();
    let failure = verifier.verify(token, at(&example["now"])).unwrap_err();
    let names: Vec<CheckName> = failure.checks.iter().map(|check| check.name).collect();
    assert_eq!(names, CheckName::ALL);
    for check in &failure.checks {
        let expected = match check.name {
            CheckName::Expiry => CheckOutcome::Failed,
            CheckName::NotBefore | CheckName::IssuedAt | CheckName::Audience => {
                CheckOutcome::NotReached
            }
            _ => CheckOutcome::Passed,
        };
        assert_eq!(check.outcome, expected, "{}", check.name);
    }
    let expiry = failure.checks.iter().find(|check| check.name == CheckName::Expiry).unwrap();
    assert_eq!(expiry.expected.to_string(), "before 2024-04-08T22:35:19Z");
    assert_eq!(expiry.actual.to_string(), "2024-04-08T23:34:19Z");
}

#[test]
fn signatures_of_the_standards() {
    for vector in vectors(include_str!("../../vectors/tokens/rfc.json")).as_array().unwrap() {
        let keys = keys(&json!({ "keys": [vector["jwk"]] }));
        assert!(keys.skipped().is_empty(), "{:?}", keys.skipped());
        let source = vector["jws"].as_str().unwrap();
        let token = UntrustedToken::parse(source, &Limits::default()).unwrap();
        let key = verify_signature(&token, &keys).unwrap();
        assert_eq!(key.algorithm().as_str(), token.header().algorithm(), "{}", vector["source"]);

        let (input, signature) = source.rsplit_once('.').unwrap();
        let mut bytes = encoding::decode(signature).unwrap();
        for index in 0..bytes.len() {
            bytes[index] ^= 0x40;
            let changed = format!("{input}.{}", encoding::encode(&bytes));
            let token = UntrustedToken::parse(&changed, &Limits::default()).unwrap();
            let error = verify_signature(&token, &keys).unwrap_err();
            assert!(matches!(error, SignatureError::Invalid { .. }), "{error}");
            bytes[index] ^= 0x40;
        }
    }
}

#[test]
fn keys_that_are_not_at_hand_are_not_the_tokens_fault() {
    let example = vectors(include_str!("../../vectors/examples/fly-machine.json"));
    let token = example["token"].as_str().unwrap();
    let issuer = Issuer::new("https://oidc.fly.io/acme");
    let rule = IssuerRule::new(issuer.clone(), AudienceRule::one("sts.amazonaws.com"));
    let mut verifier = Verifier::new(vec![rule], VerifyOptions::default()).unwrap();
    let failure = verifier.verify(token, at(&example["now"])).unwrap_err();
    assert_eq!(failure.code(), "keys-unavailable");
    assert_eq!(failure.issuer.as_ref(), Some(&issuer));

    verifier.set_keys(&issuer, KeySet::default()).unwrap();
    assert_eq!(verifier.verify(token, at(&example["now"])).unwrap_err().code(), "unknown-key");

    verifier.set_keys(&issuer, keys(&example["jwks"])).unwrap();
    let verified = verifier.verify(token, at(&example["now"])).unwrap();
    assert_eq!(verified.key().id.as_deref(), Some("demo-key-made-for-this-example"));
    assert_eq!(verified.claims().subject(), Some("acme:foo-bar:quiet-river-4821"));
    let checks = verifier.checks(token, at(&example["now"]));
    assert!(checks.iter().all(|check| check.outcome == CheckOutcome::Passed));

    let error = verifier.set_keys(&Issuer::new("https://a.example"), KeySet::default());
    assert_eq!(error.unwrap_err().code(), "verifier-unknown-issuer");
}

#[test]
fn what_is_left_out_is_said_to_be() {
    let example = vectors(include_str!("../../vectors/examples/fly-machine.json"));
    let rule = IssuerRule {
        keys: Some(keys(&example["jwks"])),
        ..IssuerRule::new(Issuer::new("https://oidc.fly.io/acme"), AudienceRule::Any)
    };
    let verifier = Verifier::new(vec![rule], VerifyOptions::default()).unwrap();
    let (token, now) = (example["token"].as_str().unwrap(), at(&example["now"]));
    assert!(verifier.verify(token, now).is_ok());
    let checks = verifier.checks(token, now);
    let audience = checks.last().unwrap();
    assert_eq!((audience.name, audience.outcome), (CheckName::Audience, CheckOutcome::NotAsked));
}

#[test]
fn a_token_may_have_to_say_what_it_is() {
    let file = vectors(include_str!("../../vectors/tokens/strictness.json"));
    let verify = |name: &str, types: TypeRule| {
        let case = file["cases"].as_array().unwrap().iter().find(|case| case["name"] == name);
        let rule = IssuerRule {
            keys: Some(keys(&file["jwks"])),
            types,
            ..IssuerRule::new(
                Issuer::new(file["issuer"].as_str().unwrap()),
                AudienceRule::one(file["audience"].as_str().unwrap()),
            )
        };
        let verifier = Verifier::new(vec![rule], VerifyOptions::default()).unwrap();
        let (token, now) = (case.unwrap()["token"].as_str().unwrap(), at(&file["now"]));
        verifier.verify(token, now).map_err(|failure| failure.code())?;
        let checks = verifier.checks(token, now);
        Ok(checks.iter().find(|check| check.name == CheckName::Type).unwrap().outcome)
    };
    let (access, logout) = ("typ of an access token", "typ of a logout token");
    let only = || TypeRule::one("application/AT+JWT");
    assert_eq!(verify(access, only()), Ok(CheckOutcome::Passed));
    assert_eq!(verify(access, TypeRule::Usual), Ok(CheckOutcome::Passed));
    assert_eq!(verify("valid EdDSA", only()), Err("type-not-allowed"));
    assert_eq!(verify(logout, only()), Err("type-not-allowed"));
    assert_eq!(verify(logout, TypeRule::Usual), Err("type-not-allowed"));
    assert_eq!(verify(logout, TypeRule::one("logout+jwt")), Ok(CheckOutcome::Passed));
    assert_eq!(verify(logout, TypeRule::Any), Ok(CheckOutcome::NotAsked));
}

#[test]
fn a_verifier_that_could_accept_nothing_is_refused() {
    let rule = || IssuerRule::new(Issuer::new("https://a.example"), AudienceRule::one("b"));
    let code = |rules| Verifier::new(rules, VerifyOptions::default()).unwrap_err().code();
    assert_eq!(code(vec![]), "verifier-no-issuer");
    assert_eq!(code(vec![rule(), rule()]), "verifier-duplicate-issuer");
    let nobody = IssuerRule { audience: AudienceRule::OneOf(vec![]), ..rule() };
    assert_eq!(code(vec![nobody]), "verifier-no-audience");
    let nameless = IssuerRule { types: TypeRule::OneOf(vec![]), ..rule() };
    assert_eq!(code(vec![nameless]), "verifier-no-type");
    let nothing = IssuerRule { algorithms: vec![], ..rule() };
    assert_eq!(code(vec![nothing]), "verifier-no-algorithm");
}

mod made_by_jwt_compact {
    use jwt_compact::alg::{Ed25519, Es256};
    use jwt_compact::jwk::JsonWebKey;
    use jwt_compact::{AlgorithmExt as _, Claims, Header};

    use super::*;

    const NOW: i64 = 1_712_615_119;

    fn claims() -> Claims<Value> {
        Claims::new(json!({ "iss": "https://a.example", "aud": "b", "exp": NOW + 600 }))
    }

    fn accept(token: &str, key: &JsonWebKey<'_>) {
        let jwks = json!({ "keys": [serde_json::to_value(key.to_verifying_key()).unwrap()] });
        let verified = verifier("https://a.example", "b", &jwks).verify(token, at(&json!(NOW)));
        let verified = verified.unwrap();
        assert_eq!(verified.key().thumbprint, encoding::encode(&key.thumbprint::<sha2::Sha256>()));
    }

    #[test]
    fn es256() {
        let key = p256::ecdsa::SigningKey::from_slice(&[7; 32]).unwrap();
        let token = Es256.token(&Header::empty(), &claims(), &key).unwrap();
        accept(&token, &JsonWebKey::from(&key));
    }

    #[test]
    fn eddsa() {
        let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
        let token = Ed25519.token(&Header::empty(), &claims(), &key).unwrap();
        accept(&token, &JsonWebKey::from(&key));
    }
}

mod mutations {
    use proptest::prelude::*;

    use super::*;

    fn valid_tokens() -> Vec<String> {
        let file = vectors(include_str!("../../vectors/tokens/strictness.json"));
        let name = |case: &&Value| case["name"].as_str().unwrap().to_owned();
        let valid = AlgorithmName::ALL.map(|algorithm| format!("valid {algorithm}"));
        let cases = file["cases"].as_array().unwrap().iter();
        cases
            .filter(|case| valid.iter().any(|valid| name(case).split(',').next() == Some(valid)))
            .map(|case| case["token"].as_str().unwrap().to_owned())
            .collect()
    }

    const VALID: usize = 12;

    fn refused(token: &str) {
        let file = vectors(include_str!("../../vectors/tokens/strictness.json"));
        let verifier =
            verifier(file["issuer"].as_str().unwrap(), "sts.amazonaws.com", &file["jwks"]);
        assert!(verifier.verify(token, at(&file["now"])).is_err(), "{token}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_token_with_one_other_character_is_refused(
            which in 0..VALID, at: prop::sample::Index, other in "[A-Za-z0-9_.=-]"
        ) {
            let mut token = valid_tokens().swap_remove(which);
            let at = at.index(token.len());
            prop_assume!(!token.get(at..).unwrap().starts_with(&other));
            token.replace_range(at..=at, &other);
            refused(&token);
        }

        #[test]
        fn a_token_with_a_character_more_or_less_is_refused(
            which in 0..VALID, at: prop::sample::Index, more in "[A-Za-z0-9_.= -]?"
        ) {
            let mut token = valid_tokens().swap_remove(which);
            let at = at.index(token.len());
            if more.is_empty() {
                token.remove(at);
            } else {
                token.insert_str(at, &more);
            }
            refused(&token);
        }

        #[test]
        fn parts_of_different_tokens_do_not_add_up(parts: [u8; 3]) {
            let tokens = valid_tokens();
            let part = |index: usize| {
                let from = usize::from(parts[index]) % VALID;
                tokens[from].split('.').nth(index).unwrap()
            };
            let token = format!("{}.{}.{}", part(0), part(1), part(2));
            prop_assume!(!tokens.contains(&token));
            refused(&token);
        }

        #[test]
        fn any_text_is_refused(text in "\\PC{0,60}") {
            refused(&text);
        }
    }
}
