//! A trust policy is read, or refused with places in it; what is read can be decided and explained.
#![no_main]

use assumable::aws::{
    ASSUME_ROLE_WITH_WEB_IDENTITY, ContextValue, Request, RequestContext, TrustPolicy, evaluate,
};
use assumable::json::Object;
use assumable::{Explain as _, Limits, diagnose, explain_decision};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| match TrustPolicy::parse(source, &Limits::default()) {
    Ok(policy) => {
        let mut context = RequestContext::default();
        context
            .insert("oidc.fly.io/acme:sub", ContextValue::string("acme:foo-bar:quiet-river-4821"));
        context.insert("oidc.fly.io/acme:aud", ContextValue::string("sts.amazonaws.com"));
        context.insert_unknown("sts:RoleSessionName");
        let request = Request {
            federated: "arn:aws:iam::012345678910:oidc-provider/oidc.fly.io/acme",
            action: ASSUME_ROLE_WITH_WEB_IDENTITY,
            context: &context,
        };
        let decision = evaluate(&policy, request);
        assert_eq!(decision.trace().len(), policy.statements().len());
        let _ =
            explain_decision(&decision, &diagnose(&decision, &Object::default(), &policy), source);
    }
    Err(errors) => {
        for error in errors.iter() {
            if let Some(span) = error.span() {
                assert!(span.of(source).is_some());
            }
            let _ = error.to_string();
        }
    }
});
