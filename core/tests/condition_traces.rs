//! What a decision says about its conditions: variables, malformed values, how well it is known.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

use assumable::aws::{self, ContextType, ContextValue, Request, RequestContext, TrustPolicy};
use assumable::{
    Because, ConditionTrace, Confidence, Limits, Malformed, ValueProblem, explain_decision,
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn statement(effect: &str, condition: &Value) -> Value {
    json!({
        "Effect": effect,
        "Principal": { "Federated": "p" },
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": condition,
    })
}

fn decide(version: &str, effect: &str, condition: &Value) -> (String, ConditionTrace) {
    let policy = json!({ "Version": version, "Statement": statement(effect, condition) });
    let source = policy.to_string();
    let policy = TrustPolicy::parse(&source, &Limits::default()).unwrap();
    let mut context = RequestContext::default();
    for (key, value) in [
        ("x:sub", "acme:a*c"),
        ("x:aud", "acme"),
        ("x:arn", "arn:aws:iam::1:user/a"),
        ("x:ip", "192.0.2.1"),
        ("x:number", "5"),
        ("x:date", "2030-01-01T00:00:00Z"),
        ("x:yes", "true"),
        ("x:empty", ""),
        ("x:bytes", "YQ=="),
    ] {
        context.insert(key, ContextValue::string(value));
    }
    let amr = vec!["a".to_owned(), "b".to_owned()];
    context.insert("x:amr", ContextValue { kind: ContextType::StringList, values: amr });
    context.insert_unknown("sts:RoleSessionName");
    let action = aws::ASSUME_ROLE_WITH_WEB_IDENTITY;
    let decision = aws::evaluate(&policy, Request { federated: "p", action, context: &context });
    let text = explain_decision(&decision, &[], &source);
    (text, decision.trace()[0].conditions[0].clone())
}

fn trace(effect: &str, operator: &str, key: &str, values: &Value) -> ConditionTrace {
    decide("2012-10-17", effect, &json!({ operator: { key: values } })).1
}

#[test]
fn variables_are_replaced() {
    for (operator, key, value, matched, expanded) in [
        ("StringEquals", "x:sub", "${x:aud}:a${*}c", true, Some("acme:a*c")),
        ("StringEquals", "x:sub", "${X:AUD}:a*c", true, Some("acme:a*c")),
        ("StringLike", "x:sub", "${x:aud}:*", true, Some("acme:*")),
        // What is put in is literal; what is written is a pattern.
        ("StringLike", "x:aud", "${x:sub}", false, Some("acme:a*c")),
        ("StringLike", "x:sub", "${x:sub}", true, Some("acme:a*c")),
        ("StringLike", "x:sub", "acme:a${?}c", false, Some("acme:a?c")),
        ("StringLike", "x:sub", "acme:a?c", true, None),
        ("StringEquals", "x:aud", "${x:none, 'acme'}", true, Some("acme")),
        ("StringEquals", "x:aud", "${x:sub, 'acme'}", false, Some("acme:a*c")),
        ("StringEquals", "x:empty", "${x:empty, 'acme'}", true, Some("")),
        ("StringNotEquals", "x:aud", "${x:aud}", false, Some("acme")),
        ("StringNotLike", "x:aud", "${x:none, '*'}", true, Some("*")),
        (
            "ArnLike",
            "x:arn",
            "arn:aws:iam::${x:number, '1'}:user/*",
            false,
            Some("arn:aws:iam::5:user/*"),
        ),
        ("ArnEquals", "x:arn", "${x:arn}", true, Some("arn:aws:iam::1:user/a")),
        ("Bool", "x:yes", "${x:yes}", true, Some("true")),
        // These operators take no variables.
        ("NumericEquals", "x:number", "${x:number}", false, None),
        ("DateEquals", "x:date", "${x:date}", false, None),
        ("IpAddress", "x:ip", "${x:ip}", false, None),
        ("BinaryEquals", "x:bytes", "${x:bytes}", false, None),
    ] {
        let trace = trace("Allow", operator, key, &json!(value));
        assert_eq!(trace.matched, matched, "{operator} {value}");
        assert_eq!(trace.expected[0].expanded.as_deref(), expanded, "{operator} {value}");
    }
}

#[test]
fn old_versions_know_no_variables() {
    let condition = json!({ "StringEquals": { "x:aud": "${x:aud}" } });
    for version in ["2008-10-17", "2012-10-17"] {
        let (_, trace) = decide(version, "Allow", &condition);
        assert_eq!(trace.matched, version == "2012-10-17");
        assert_eq!(trace.expected[0].expanded.is_some(), trace.matched);
    }
}

/// A positive operator never matches such a value, a negated one does.
#[test]
fn variables_without_a_value() {
    use ValueProblem::{VariableMalformed, VariableMissing, VariableMultivalued};
    let key = || "x:none".to_owned();
    for (value, problem, confidence) in [
        ("a${x:none}", VariableMissing(key()), Confidence::Documented),
        ("${x:amr}", VariableMultivalued("x:amr".into()), Confidence::Observed),
        ("${x:amr, 'acme'}", VariableMultivalued("x:amr".into()), Confidence::Observed),
        ("${}", VariableMalformed("${}".into()), Confidence::Assumed),
        ("${x:aud", VariableMalformed("${x:aud".into()), Confidence::Assumed),
    ] {
        for (operator, matched) in [("StringLike", false), ("StringNotLike", true)] {
            let trace = trace("Allow", operator, "x:aud", &json!(value));
            assert_eq!((trace.matched, trace.because), (matched, Because::Compared), "{value}");
            assert_eq!(trace.expected[0].problem, Some(problem.clone()));
            assert_eq!(trace.confidence, confidence, "{value}");
        }
    }
    let both = trace("Allow", "StringEquals", "x:aud", &json!(["${x:none}", "acme"]));
    assert!(both.matched);
    assert_eq!(both.expected[1].matched_by, Some(0));
}

#[test]
fn a_variable_that_was_not_given_counts_against_the_caller() {
    for (operator, effect, values, matched, because) in [
        ("StringEquals", "Allow", json!(["${sts:RoleSessionName}"]), false, Because::KeyNotGiven),
        ("StringEquals", "Deny", json!(["${sts:RoleSessionName}"]), true, Because::KeyNotGiven),
        (
            "StringNotEquals",
            "Allow",
            json!(["${sts:RoleSessionName}"]),
            false,
            Because::KeyNotGiven,
        ),
        // Whatever the variable holds, the other value decides.
        (
            "StringEquals",
            "Allow",
            json!(["${sts:RoleSessionName}", "acme"]),
            true,
            Because::Compared,
        ),
        (
            "StringNotEquals",
            "Deny",
            json!(["acme", "${sts:RoleSessionName}"]),
            false,
            Because::Compared,
        ),
    ] {
        let trace = trace(effect, operator, "x:aud", &values);
        assert_eq!(
            (trace.matched, trace.because),
            (matched, because),
            "{operator} {effect} {values}"
        );
    }
}

/// However much text variables stand for, the work stays small.
#[test]
fn variables_are_bounded() {
    let source = json!({ "Version": "2012-10-17", "Statement": statement(
        "Allow", &json!({ "StringLike": { "x:sub": "*${x:sub}*b".repeat(1_300) } })
    ) });
    let policy = TrustPolicy::parse(&source.to_string(), &Limits::default()).unwrap();
    let mut context = RequestContext::default();
    context.insert("x:sub", ContextValue::string(&"a".repeat(15_000)));
    let action = aws::ASSUME_ROLE_WITH_WEB_IDENTITY;
    let decision = aws::evaluate(&policy, Request { federated: "p", action, context: &context });
    let trace = &decision.trace()[0].conditions[0];
    assert_eq!((trace.matched, trace.because), (false, Because::TooMuchText));
    assert_eq!(trace.expected[0].problem, Some(ValueProblem::TooMuchText));
    assert_eq!(trace.confidence, Confidence::Assumed);
}

#[test]
fn which_value_fits_which() {
    let trace = trace("Allow", "ForAllValues:StringEquals", "x:amr", &json!(["b", "c", "a"]));
    let fits: Vec<_> = trace.expected.iter().map(|it| (it.matched, it.matched_by)).collect();
    assert!(trace.matched);
    assert_eq!(fits, [(true, Some(1)), (false, None), (true, Some(0))]);
}

#[test]
fn malformed_values_are_named() {
    use Because::{Compared, MalformedPolicyValue, MalformedRequestValue};
    for (effect, operator, key, values, matched, because, confidence) in [
        (
            "Allow",
            "NumericEquals",
            "x:aud",
            json!("5"),
            false,
            MalformedRequestValue(Malformed::Number),
            Confidence::Observed,
        ),
        (
            "Allow",
            "NumericNotEquals",
            "x:aud",
            json!("5"),
            true,
            MalformedRequestValue(Malformed::Number),
            Confidence::Observed,
        ),
        (
            "Allow",
            "NumericLessThan",
            "x:aud",
            json!("5"),
            false,
            MalformedRequestValue(Malformed::Number),
            Confidence::Assumed,
        ),
        (
            "Allow",
            "NumericNotEquals",
            "x:number",
            json!("NaN"),
            true,
            MalformedPolicyValue,
            Confidence::Observed,
        ),
        (
            "Allow",
            "DateNotEquals",
            "x:aud",
            json!("2030"),
            true,
            MalformedRequestValue(Malformed::Date),
            Confidence::Assumed,
        ),
        (
            "Allow",
            "NotIpAddress",
            "x:aud",
            json!("::/0"),
            false,
            MalformedRequestValue(Malformed::IpAddress),
            Confidence::Observed,
        ),
        (
            "Allow",
            "NotIpAddress",
            "x:aud",
            json!([]),
            false,
            MalformedRequestValue(Malformed::IpAddress),
            Confidence::Assumed,
        ),
        (
            "Allow",
            "NotIpAddress",
            "x:ip",
            json!("::1/64"),
            true,
            MalformedPolicyValue,
            Confidence::Observed,
        ),
        (
            "Allow",
            "NotIpAddress",
            "x:ip",
            json!(["x", "10.0.0.0/8"]),
            true,
            Compared,
            Confidence::Observed,
        ),
        (
            "Allow",
            "ArnNotLike",
            "x:aud",
            json!("arn:aws:iam::1:user/a"),
            false,
            MalformedRequestValue(Malformed::Arn),
            Confidence::Observed,
        ),
        (
            "Allow",
            "ArnNotLike",
            "x:arn",
            json!("x"),
            false,
            MalformedPolicyValue,
            Confidence::Observed,
        ),
        ("Deny", "ArnLike", "x:arn", json!("x"), true, MalformedPolicyValue, Confidence::Observed),
        (
            "Allow",
            "ArnLike",
            "x:arn",
            json!(["arn:aws:*::*:*", "x"]),
            true,
            Compared,
            Confidence::Observed,
        ),
        ("Allow", "BinaryEquals", "x:aud", json!("YQ=="), false, Compared, Confidence::Documented),
        (
            "Allow",
            "BinaryEquals",
            "x:sub",
            json!("YQ=="),
            false,
            MalformedRequestValue(Malformed::Base64),
            Confidence::Observed,
        ),
        ("Allow", "Bool", "x:aud", json!("false"), true, Compared, Confidence::Observed),
        ("Allow", "Bool", "x:yes", json!("yes"), false, Compared, Confidence::Assumed),
    ] {
        let trace = trace(effect, operator, key, &values);
        assert_eq!((trace.matched, trace.because), (matched, because), "{operator} {values}");
        assert_eq!(trace.confidence, confidence, "{operator} {values}");
    }
}

/// Read the snapshot to judge the words.
#[test]
fn every_sentence() {
    let mut text = String::new();
    for (effect, operator, key, values) in [
        (
            "Allow",
            "StringLike",
            "x:sub",
            json!(["${x:aud}:b", "${x:aud}:${*}", "${x:none}", "${x:amr}"]),
        ),
        ("Allow", "StringEquals", "x:sub", json!(["${sts:RoleSessionName}", "${", "${x:`}"])),
        ("Allow", "NumericLessThan", "x:number", json!(["3", "three"])),
        ("Allow", "NumericEquals", "x:aud", json!("3")),
        ("Allow", "DateGreaterThan", "x:date", json!(["2031-01-01", "later"])),
        ("Allow", "DateNotEquals", "x:aud", json!("2031-01-01")),
        ("Allow", "IpAddress", "x:ip", json!(["10.0.0.0/8", "2001:db8::1/64", "10/8"])),
        ("Allow", "NotIpAddress", "x:aud", json!("10.0.0.0/8")),
        ("Allow", "NotIpAddress", "x:ip", json!("10/8")),
        ("Allow", "IpAddress", "x:ip", json!("10/8")),
        ("Allow", "ArnLike", "x:arn", json!("arn:aws:iam::2:*")),
        ("Allow", "ArnNotLike", "x:aud", json!("arn:aws:iam::1:*")),
        ("Allow", "ArnNotLike", "x:arn", json!("user/*")),
        ("Deny", "ArnNotLike", "x:arn", json!("user/*")),
        ("Allow", "BinaryEquals", "x:sub", json!(["YQ"])),
        ("Allow", "Bool", "x:aud", json!("true")),
        ("Allow", "StringLike", "x:aud", json!("${x:arn}".repeat(1_000))),
    ] {
        let (explained, _) = decide("2012-10-17", effect, &json!({ operator: { key: values } }));
        // The condition's lines, without what stands around them.
        let lines = explained.lines().skip_while(|line| !line.trim_start().starts_with(operator));
        lines.take_while(|line| !line.is_empty()).for_each(|line| {
            text.push_str(line);
            text.push('\n');
        });
        text.push('\n');
    }
    insta::assert_snapshot!(text);
}

const OPERATORS: [&str; 14] = [
    "StringEquals",
    "ForAnyValue:StringNotLike",
    "ForAllValues:StringEqualsIgnoreCase",
    "NumericLessThanIfExists",
    "ForAllValues:NumericNotEquals",
    "DateEquals",
    "ForAnyValue:DateGreaterThanEquals",
    "Bool",
    "BinaryEquals",
    "NotIpAddress",
    "ForAnyValue:IpAddress",
    "ArnLike",
    "ForAllValues:ArnNotEquals",
    "Null",
];

/// Text that comes close to what some operator compares.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[0-9TtZ:.+eE -]{0,24}",
        "[0-9a-f:./%]{0,24}",
        "(arn:)?[a-z*?:/${}]{0,24}",
        "[a*?${} ,':xsub]{0,24}",
        "[A-Za-z0-9+/=_-]{0,12}",
    ]
}

proptest! {
    #[test]
    fn any_text_is_decided(
        operator in prop::sample::select(&OPERATORS),
        policy_values in prop::collection::vec(text(), 0..4),
        request_values in prop::collection::vec(text(), 0..4),
        list: bool,
        deny: bool,
    ) {
        let effect = if deny { "Deny" } else { "Allow" };
        let condition = json!({ operator: { "x:sub": policy_values } });
        let source = json!({ "Version": "2012-10-17", "Statement": statement(effect, &condition) });
        let source = source.to_string();
        let policy = TrustPolicy::parse(&source, &Limits::default()).unwrap();
        let kind = if list { ContextType::StringList } else { ContextType::String };
        let mut context = RequestContext::default();
        context.insert("x:sub", ContextValue { kind, values: request_values.clone() });
        let action = aws::ASSUME_ROLE_WITH_WEB_IDENTITY;
        let request = Request { federated: "p", action, context: &context };
        let decision = aws::evaluate(&policy, request);
        let _ = explain_decision(&decision, &[], &source);
        let trace = &decision.trace()[0].conditions[0];
        for value in &trace.expected {
            prop_assert!(value.matched_by.is_none_or(|at| value.matched && at < request_values.len()));
            prop_assert!(!value.matched || value.problem.is_none());
            let has_variables = value.text.contains("${");
            prop_assert!(value.expanded.is_none() || has_variables);
            if let Some(at) = value.differs_at {
                prop_assert!(value.text.is_char_boundary(at));
                prop_assert!(request_values[0].is_char_boundary(at) || at >= request_values[0].len());
            }
        }
    }
}
