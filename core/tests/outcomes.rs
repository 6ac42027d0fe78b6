//! `decide` gives the outcome of `evaluate`, and an `Evaluator` the decision, whatever the policy and
//! the request.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use assumable::aws::{self, ContextType, ContextValue, Request, RequestContext, TrustPolicy};
use assumable::{Limits, Outcome};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

const OPERATORS: [&str; 16] = [
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "NumericLessThan",
    "NumericNotEquals",
    "DateGreaterThan",
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
    "ArnLike",
    "ArnNotLike",
    "ArnEquals",
    "Null",
];

const KEYS: [&str; 7] =
    ["x:sub", "X:Sub", "x:list", "x:long", "x:absent", "x:unknown", "x:family/tag"];

/// `x:long` stands for so much text that a few of them are too much.
const POLICY_VALUES: [&str; 20] = [
    "",
    "a",
    "A",
    "a*",
    "*?",
    "5",
    "true",
    "false",
    "YQ==",
    "192.0.2.0/24",
    "2030-01-01T00:00:00Z",
    "arn:aws:iam::1:user/*",
    "no-arn",
    "${x:sub}",
    "${x:list}",
    "${x:absent, 'a'}${x:long}",
    "${x:long}",
    "${x:unknown}",
    "${x:absent}${*}",
    "${",
];

const REQUEST_VALUES: [&str; 9] = [
    "",
    "a",
    "AB",
    "5",
    "true",
    "YQ==",
    "192.0.2.1",
    "2031-01-01T00:00:00Z",
    "arn:aws:iam::1:user/a",
];

fn operator() -> impl Strategy<Value = String> {
    let parts = (select(&["", "ForAllValues:", "ForAnyValue:"]), select(&OPERATORS), any::<bool>());
    parts.prop_map(|(qualifier, name, if_exists)| {
        let suffix = if if_exists && name != "Null" { "IfExists" } else { "" };
        format!("{qualifier}{name}{suffix}")
    })
}

fn statement() -> impl Strategy<Value = Value> {
    let values = prop::collection::vec(select(&POLICY_VALUES), 0..3);
    let condition = (operator(), select(&KEYS), values);
    let principals = [
        json!("*"),
        json!({ "Federated": "p" }),
        json!({ "Federated": ["q", "p"] }),
        json!({ "Federated": "q" }),
        json!({ "Federated": "*" }),
        json!({ "AWS": "*" }),
        json!({ "Service": "*", "AWS": "p" }),
    ];
    (
        any::<bool>(),
        prop::bool::weighted(0.1),
        select(principals.to_vec()),
        prop::bool::weighted(0.1),
        select(&["*", "x:*", "X:Y", "z:y"]),
        prop::collection::vec(condition, 0..4),
    )
        .prop_map(|(deny, except, principal, not_action, action, conditions)| {
            let mut blocks = Map::new();
            for (operator, key, values) in conditions {
                let block = blocks.entry(operator).or_insert_with(|| json!({}));
                block.as_object_mut().unwrap().insert(key.to_owned(), json!(values));
            }
            let except = except && principal.is_object();
            json!({
                "Effect": if deny { "Deny" } else { "Allow" },
                if except { "NotPrincipal" } else { "Principal" }: principal,
                if not_action { "NotAction" } else { "Action" }: action,
                "Condition": blocks,
            })
        })
}

fn policy() -> impl Strategy<Value = Value> {
    let version = select(&["2012-10-17", "2012-10-17", "2008-10-17"]);
    (version, prop::collection::vec(statement(), 1..6))
        .prop_map(|(version, statements)| json!({ "Version": version, "Statement": statements }))
}

fn context() -> impl Strategy<Value = RequestContext> {
    let list = prop::collection::vec(select(&REQUEST_VALUES), 0..3);
    (prop::option::of(select(&REQUEST_VALUES)), prop::option::of(list), 0..20_000_usize).prop_map(
        |(sub, list, long)| {
            let mut context = RequestContext::default();
            if let Some(sub) = sub {
                context.insert("x:sub", ContextValue::string(sub));
            }
            if let Some(list) = list {
                let values = list.into_iter().map(str::to_owned).collect();
                let kind = ContextType::StringList;
                context.insert("x:list", ContextValue { kind, values });
            }
            context.insert("x:long", ContextValue::string(&"a".repeat(long)));
            context.insert_unknown("x:unknown");
            context.insert_unknown("x:family/");
            context
        },
    )
}

/// What a statement that cannot match puts in for variables counts all the same.
#[test]
fn text_of_variables_counts_everywhere() {
    let statement = |provider: &str| {
        json!({
            "Effect": "Allow",
            "Principal": { "Federated": provider },
            "Action": "x:y",
            "Condition": { "StringEquals": { "x:long": "${x:long}" } },
        })
    };
    let mut context = RequestContext::default();
    context.insert("x:long", ContextValue::string(&"a".repeat(9_000)));
    let request = Request { federated: "p", action: "x:y", context: &context };
    for (statements, outcome) in [
        (vec![statement("p")], Outcome::Allowed),
        (vec![statement("q"), statement("p")], Outcome::Denied),
    ] {
        let policy = json!({ "Version": "2012-10-17", "Statement": statements }).to_string();
        let policy = TrustPolicy::parse(&policy, &Limits::default()).unwrap();
        assert_eq!(aws::evaluate(&policy, request).outcome(), outcome);
        assert_eq!(aws::decide(&policy, request), outcome);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6_000))]

    #[test]
    fn deciding_is_evaluating(policy in policy(), context in context()) {
        let policy = TrustPolicy::parse(&policy.to_string(), &Limits::default()).unwrap();
        let request = Request { federated: "p", action: "x:y", context: &context };
        prop_assert_eq!(
            aws::decide(&policy, request),
            aws::evaluate(&policy, request).outcome(),
        );
    }

    /// An evaluator keeps the texts of the last decision, and nothing else of it.
    #[test]
    fn what_was_asked_before_does_not_matter(
        policy in policy(),
        contexts in prop::collection::vec(context(), 2..4),
    ) {
        let policy = TrustPolicy::parse(&policy.to_string(), &Limits::default()).unwrap();
        let mut evaluator = aws::Evaluator::new(policy);
        for (context, federated) in contexts.iter().zip(["p", "q", "p"]) {
            let request = Request { federated, action: "x:y", context };
            let fresh = aws::evaluate(evaluator.policy(), request);
            prop_assert_eq!(evaluator.evaluate(request), &fresh);
        }
    }
}
