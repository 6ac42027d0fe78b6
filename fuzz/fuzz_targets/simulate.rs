//! A call, from text to explanation: the first line is a token or a JSON object of claims, the rest
//! a trust policy. Every edit that is proposed leaves a policy that can be read.
#![no_main]

use assumable::aws::{self, AssumeRole, Presented, Provider, Role, TrustPolicy};
use assumable::{Limits, Timestamp, diagnose_call, explain_simulation, json};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    let Some((presented, policy_text)) = source.split_once('\n') else { return };
    let Ok(policy) = TrustPolicy::parse(policy_text, &Limits::default()) else { return };
    let claims = json::parse(presented, 32);
    let presented = match claims.as_ref().ok().and_then(|value| value.as_object()) {
        Some(claims) => Presented::Claims(claims),
        None => Presented::Token(presented),
    };
    let now = Timestamp::from_seconds(1_712_615_119).expect("a time");
    let bare = AssumeRole::new(presented, &policy, now);
    let role = Role { arn: Some("arn:aws:iam::012345678910:role/a"), ..Role::default() };
    let provider = Provider { url: Some("oidc.fly.io/acme"), ..Provider::default() };
    for call in [bare, AssumeRole { role, provider, ..bare }] {
        let simulation = aws::simulate(&call);
        let diagnoses = diagnose_call(&simulation, &policy);
        let _ = explain_simulation(&simulation, &diagnoses, policy_text);
        for edited in diagnoses.iter().filter_map(|it| it.fix.as_ref()?.apply(policy_text)) {
            assert!(TrustPolicy::parse(&edited, &Limits::default()).is_ok(), "{edited}");
        }
    }
});
