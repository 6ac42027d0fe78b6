//! A verification in pieces: keys that come from somewhere else, verdicts that come later.

#![expect(
    clippy::indexing_slicing,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

use assumable::{
    AudienceRule, CheckName, CheckOutcome, Explain as _, FetchError, Issuer, IssuerRule, Kernel,
    KeySet, Limits, Seconds, SignatureCheck, Timestamp, Verifier, VerifyFailure, VerifyOptions,
    VerifyingKey,
};

/// A token and its keys, by an example of `vectors/`.
struct Example {
    token: String,
    keys: KeySet,
    now: Timestamp,
}

fn example() -> Example {
    let text = include_str!("../../vectors/examples/fly-machine.json");
    let example: serde_json::Value = serde_json::from_str(text).unwrap();
    Example {
        token: example["token"].as_str().unwrap().into(),
        keys: KeySet::parse(&example["jwks"].to_string(), &Limits::default()).unwrap(),
        now: Timestamp::from_seconds(example["now"].as_i64().unwrap()).unwrap(),
    }
}

fn verifier(audience: &str) -> Verifier {
    let rule =
        IssuerRule::new(Issuer::new("https://oidc.fly.io/acme"), AudienceRule::one(audience));
    Verifier::new(vec![rule], VerifyOptions::default()).unwrap()
}

fn failed(failure: &VerifyFailure) -> CheckName {
    failure.checks.iter().find(|check| check.outcome == CheckOutcome::Failed).unwrap().name
}

const AUDIENCE: &str = "sts.amazonaws.com";

#[test]
fn keys_may_come_after_the_token_was_opened() {
    let Example { token, keys, now } = example();
    let verifier = verifier(AUDIENCE);
    let opened = verifier.open(&token, now).unwrap();
    assert_eq!(opened.issuer().as_str(), "https://oidc.fly.io/acme");
    assert!(opened.given_keys().is_none());
    let verified = opened.verify(&keys, &Kernel).unwrap();
    assert_eq!(verified.key().id.as_deref(), verified.header().key_id());

    let failure = verifier.open(&token, now).unwrap().verify(&KeySet::default(), &Kernel);
    let failure = failure.unwrap_err();
    assert_eq!((failure.code(), failed(&failure)), ("unknown-key", CheckName::Key));
    assert_eq!(failure.issuer.as_ref().map(Issuer::as_str), Some("https://oidc.fly.io/acme"));
}

#[test]
fn a_token_that_cannot_be_opened_lists_its_checks() {
    let Example { token, now, .. } = example();
    let rule = IssuerRule::new(Issuer::new("https://a.example"), AudienceRule::Any);
    let verifier = Verifier::new(vec![rule], VerifyOptions::default()).unwrap();
    let failure = verifier.open(&token, now).unwrap_err();
    assert_eq!((failure.code(), failed(&failure)), ("issuer-not-trusted", CheckName::Issuer));
    assert!(failure.issuer.is_none());
}

#[test]
fn keys_that_are_missing_say_why_and_for_how_long() {
    let Example { token, now, .. } = example();
    let verifier = verifier(AUDIENCE);
    let opened = verifier.open(&token, now).unwrap();
    let failure = opened.without_keys(Some(Seconds(30)), Some(FetchError::TimedOut));
    assert_eq!((failure.code(), failed(&failure)), ("keys-unavailable", CheckName::Key));
    assert_eq!(
        failure.to_string(),
        "the keys of `https://oidc.fly.io/acme` are not at hand: the issuer did not answer in time; \
         the next attempt is in 30 seconds"
    );
    assert_eq!(
        failure.checks.iter().filter(|check| check.outcome == CheckOutcome::Passed).count(),
        7,
        "all that comes before the key"
    );
}

#[test]
fn a_verdict_may_come_later_and_settles_the_signature_alone() {
    let Example { token, keys, now } = example();
    let pend = |audience, now| {
        let verifier = verifier(audience);
        let pending = verifier.open(&token, now).unwrap().choose_key(&keys).unwrap();
        assert!(pending.key().verifies(pending.message(), pending.signature()));
        assert!(!pending.is_contested());
        pending.wait().signed().map_err(|error| error.code())
    };
    let verified = pend(AUDIENCE, now).unwrap();
    assert_eq!(verified.claims().issuer().unwrap().as_str(), "https://oidc.fly.io/acme");
    assert_eq!(pend("another", now).unwrap_err(), "audience-mismatch");
    assert_eq!(pend(AUDIENCE, Timestamp::MAX).unwrap_err(), "token-expired");
    assert_eq!(pend(AUDIENCE, Timestamp::MIN).unwrap_err(), "token-not-yet-valid");
}

#[test]
fn what_comes_of_pieces_is_what_comes_of_the_whole() {
    let Example { token, keys, now } = example();
    let verifier = verifier(AUDIENCE);
    let opened = || verifier.open(&token, now).unwrap();
    let whole = opened().verify(&keys, &Kernel).unwrap();
    let later = opened().choose_key(&keys).unwrap().wait().signed().unwrap();
    assert_eq!(format!("{whole:?}"), format!("{later:?}"));
    assert_eq!(whole.payload(), later.payload());
}

#[test]
fn a_signature_of_another_length_is_never_asked_about() {
    struct Never;
    impl SignatureCheck for Never {
        fn verifies(&self, _: VerifyingKey<'_>, _: &[u8], _: &[u8]) -> bool {
            unreachable!("asked")
        }
    }
    let Example { token, keys, now } = example();
    let shorter = token.get(..token.len() - 2).unwrap();
    let verifier = verifier(AUDIENCE);
    let failure = verifier.open(shorter, now).unwrap().choose_key(&keys).unwrap_err();
    assert_eq!((failure.code(), failed(&failure)), ("signature-invalid", CheckName::Signature));
    let failure = verifier.open(shorter, now).unwrap().verify(&keys, &Never).unwrap_err();
    assert_eq!(failure.code(), "signature-invalid");
}

#[test]
fn a_verified_token_says_when_it_is_accepted() {
    let Example { token, keys, now } = example();
    let verifier = verifier(AUDIENCE);
    let verify = |now| verifier.open(&token, now).unwrap().verify(&keys, &Kernel);
    let verified = verify(now).unwrap();
    let (from, until) = (verified.accepted_from(), verified.accepted_until());
    let one = Seconds(1);
    assert!(from < now && now < until);
    assert!(verify(from).is_ok() && verify(until.saturating_sub(one)).is_ok());
    assert_eq!(verify(until).unwrap_err().code(), "token-expired");
    assert_eq!(verify(from.saturating_sub(one)).unwrap_err().code(), "token-not-yet-valid");
}
