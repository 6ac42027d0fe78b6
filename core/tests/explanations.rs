//! The examples, explained: read these snapshots to judge the words.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

use assumable::aws::{
    self, AssumeRole, CallOutcome, Presented, Provider, Role, SignatureStatus, TrustPolicy,
};
use assumable::{Diagnosis, KeySet, Limits, Timestamp, explain_simulation};
use serde_json::Value;

#[test]
fn every_example_is_decided_as_it_says_and_explained() {
    for (name, example) in EXAMPLES {
        let example: Value = serde_json::from_str(example).expect(name);
        let simulation = simulate(&example);
        let source = text(&example, "trustPolicy");
        insta::with_settings!({ description => text(&example, "description"), omit_expression => true }, {
            insta::assert_snapshot!(name, explain_simulation(
                &simulation,
                &diagnose_call(&simulation, source),
                source,
            ));
        });
        let outcome = match simulation.outcome {
            CallOutcome::Allowed(_) => "allowed",
            CallOutcome::Denied(_) => "denied",
            CallOutcome::Error(_) => "error",
        };
        assert_eq!(outcome, example["expect"]["outcome"], "{name}");
        let signature =
            if name == "fly-tampered" { SignatureStatus::Invalid } else { SignatureStatus::Valid };
        assert_eq!(simulation.signature, signature, "{name}");
    }
}

/// The fix that an explanation offers makes the policy admit the workload.
#[test]
fn the_fix_works() {
    let example: Value = serde_json::from_str(EXAMPLES[2].1).expect("an example");
    let source = text(&example, "trustPolicy");
    let diagnosis = diagnose_call(&simulate(&example), source).remove(0);
    assert_eq!(diagnosis.id, "sub.other-app");
    let fix = diagnosis.fix.expect("a fix");
    let source = fix.apply(source).expect("an edit");
    let mut fixed = example.clone();
    fixed["trustPolicy"] = source.into();
    assert!(matches!(simulate(&fixed).outcome, CallOutcome::Allowed(_)));
}

fn simulate(example: &Value) -> aws::Simulation {
    let limits = Limits::default();
    let policy = TrustPolicy::parse(text(example, "trustPolicy"), &limits).expect("a policy");
    let keys = KeySet::parse(&example["jwks"].to_string(), &limits).expect("keys");
    let now = example["now"].as_i64().and_then(Timestamp::from_seconds).expect("a time");
    let client_ids: Vec<String> =
        serde_json::from_value(example["provider"]["clientIds"].clone()).expect("client ids");
    let provider = Provider {
        arn: example["provider"]["arn"].as_str(),
        client_ids: Some(&client_ids),
        ..Provider::default()
    };
    aws::simulate(&AssumeRole {
        keys: Some(&keys),
        role: Role { arn: example["role"]["arn"].as_str(), ..Role::default() },
        provider,
        ..AssumeRole::new(Presented::Token(text(example, "token")), &policy, now)
    })
}

/// As the library's function, from the policy's text.
fn diagnose_call(simulation: &aws::Simulation, source: &str) -> Vec<Diagnosis> {
    let policy = TrustPolicy::parse(source, &Limits::default()).expect("a policy");
    assumable::diagnose_call(simulation, &policy)
}

fn text<'a>(example: &'a Value, name: &str) -> &'a str {
    example[name].as_str().expect(name)
}

const EXAMPLES: [(&str, &str); 4] = [
    ("fly-machine", include_str!("../../vectors/examples/fly-machine.json")),
    ("fly-expired", include_str!("../../vectors/examples/fly-expired.json")),
    ("fly-other-app", include_str!("../../vectors/examples/fly-other-app.json")),
    ("fly-tampered", include_str!("../../vectors/examples/fly-tampered.json")),
];
