//! Header, payload and signature as they come, under the keys of `vectors/`: nobody can sign, so
//! nothing but a token of the corpus is accepted.
#![no_main]

use std::sync::LazyLock;

use assumable::{
    AudienceRule, CheckOutcome, Explain as _, Issuer, IssuerRule, KeySet, Limits, Timestamp,
    Verifier, VerifyOptions, encoding,
    json::{self, Object},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    // Text that looks like a token is one; of other text each line is a part, not yet encoded.
    let token = match source.split('\n').collect::<Vec<_>>()[..] {
        [header, payload, signature] => {
            [header, payload, signature].map(|part| encoding::encode(part.as_bytes())).join(".")
        }
        _ => source.to_owned(),
    };
    let setting = &*SETTING;
    match setting.verifier.verify(&token, setting.now) {
        Ok(_) => {
            assert!(setting.accepted.contains(&token));
            let checks = setting.verifier.checks(&token, setting.now);
            assert!(checks.iter().all(|check| check.outcome == CheckOutcome::Passed));
        }
        Err(failure) => {
            assert!(!failure.to_string().contains('\n'));
            if let Some(span) = failure.span() {
                assert!(span.of(&token).is_some());
            }
            let failed = failure.checks.iter().filter(|it| it.outcome == CheckOutcome::Failed);
            assert_eq!(failed.count(), 1);
        }
    }
});

struct Setting {
    verifier: Verifier,
    now: Timestamp,
    accepted: Vec<String>,
}

static SETTING: LazyLock<Setting> = LazyLock::new(|| {
    let source = include_str!("../../vectors/tokens/strictness.json");
    let vectors = json::parse(source, 32).expect("the vectors are JSON");
    let vectors = vectors.as_object().expect("an object");
    let jwks = vectors.get("jwks").and_then(|value| value.span.of(source)).expect("keys");
    let rule = IssuerRule {
        keys: Some(KeySet::parse(jwks, &Limits::default()).expect("usable keys")),
        ..IssuerRule::new(
            Issuer::new(text(vectors, "issuer")),
            AudienceRule::one(text(vectors, "audience")),
        )
    };
    let cases = vectors.get("cases").and_then(|cases| cases.as_array()).expect("cases");
    let cases = cases.iter().filter_map(|case| case.as_object());
    let valid = cases.filter(|case| case.get("expect").is_some_and(|it| it.as_str().is_none()));
    // The examples are signed by one of these keys too.
    let examples = [
        include_str!("../../vectors/examples/fly-machine.json"),
        include_str!("../../vectors/examples/fly-other-app.json"),
    ]
    .map(|source| json::parse(source, 32).expect("the examples are JSON"));
    let examples = examples.iter().filter_map(|example| example.as_object());
    Setting {
        verifier: Verifier::new(vec![rule], VerifyOptions::default()).expect("a verifier"),
        now: Timestamp::from_seconds(1_712_615_119).expect("a time"),
        accepted: valid.chain(examples).map(|case| text(case, "token").to_owned()).collect(),
    }
});

fn text<'a>(object: &'a Object, name: &str) -> &'a str {
    object.get(name).and_then(|value| value.as_str()).expect("a string")
}
