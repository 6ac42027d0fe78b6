//! Trust policies decided and explained, read as texts.

#![expect(clippy::expect_used, reason = "a test may panic")]

use assumable::aws::{
    self, ASSUME_ROLE_WITH_WEB_IDENTITY, ContextType, ContextValue, Request, RequestContext,
    TrustPolicy,
};
use assumable::{Confidence, Decision, Explain as _, Limits, Outcome, Reason};

fn policy(statements: &str) -> TrustPolicy {
    TrustPolicy::parse(&document(statements), &Limits::default()).expect("understood")
}

fn document(statements: &str) -> String {
    format!(r#"{{ "Version": "2012-10-17", "Statement": [{statements}] }}"#)
}

fn statement(effect: &str, condition: &str) -> String {
    format!(
        r#"{{
          "Effect": "{effect}",
          "Principal": {{ "Federated": "{PROVIDER}" }},
          "Action": "sts:AssumeRoleWithWebIdentity",
          "Condition": {condition}
        }}"#
    )
}

fn decide(policy: &TrustPolicy) -> Decision {
    let mut context = RequestContext::default();
    context.insert("oidc.fly.io/acme:sub", ContextValue::string("acme:foo-bar:m"));
    context.insert(
        "oidc.fly.io/acme:amr",
        ContextValue { kind: ContextType::StringList, values: vec!["a".into(), "b".into()] },
    );
    let action = ASSUME_ROLE_WITH_WEB_IDENTITY;
    aws::evaluate(policy, Request { federated: PROVIDER, action, context: &context })
}

#[test]
fn a_deny_beats_every_allow() {
    let allow = statement("Allow", "{}");
    let deny = statement("Deny", r#"{ "StringLike": { "oidc.fly.io/acme:sub": "acme:*" } }"#);
    let decision = decide(&policy(&format!("{allow}, {deny}, {allow}")));
    assert_eq!(decision.outcome(), Outcome::Denied);
    assert_eq!(decision.reason(), Reason::ExplicitDeny);
    assert_eq!(decision.determining(), [1]);
}

#[test]
fn all_allowing_statements_are_named() {
    let allow = statement("Allow", "{}");
    let decision = decide(&policy(&format!("{allow}, {allow}")));
    assert_eq!((decision.outcome(), decision.determining()), (Outcome::Allowed, &[0, 1][..]));
}

#[test]
fn only_the_provider_named_speaks_of_a_web_identity() {
    for principal in [
        r#""*""#,
        r#"{ "AWS": "*" }"#,
        r#"{ "Federated": "arn:aws:iam::999999999999:oidc-provider/oidc.fly.io/acme" }"#,
        r#"{ "Federated": "arn:aws:iam::012345678910:oidc-provider/oidc.fly.io/Acme" }"#,
        r#"{ "AWS": "arn:aws:iam::012345678910:oidc-provider/oidc.fly.io/acme" }"#,
        r#"{ "Service": "ec2.amazonaws.com" }"#,
    ] {
        let statement = format!(
            r#"{{ "Effect": "Allow", "Principal": {principal}, "Action": "sts:AssumeRoleWithWebIdentity" }}"#
        );
        assert_eq!(decide(&policy(&statement)).outcome(), Outcome::Denied, "{principal}");
    }
}

/// Nothing is published about these: what is not known counts against the caller.
#[test]
fn everyone_is_denied_and_not_allowed() {
    let allow = statement("Allow", "{}");
    for principal in [r#""*""#, r#"{ "AWS": "*" }"#, r#"{ "Federated": "*" }"#] {
        let of = |effect| {
            format!(r#"{{ "Effect": "{effect}", "Principal": {principal}, "Action": "sts:*" }}"#)
        };
        let denied = decide(&policy(&format!("{allow}, {}", of("Deny"))));
        assert_eq!(denied.reason(), Reason::ExplicitDeny, "{principal}");
        assert_eq!(denied.confidence(), Confidence::Assumed, "{principal}");

        let allowed = decide(&policy(&of("Allow")));
        assert_eq!(allowed.reason(), Reason::NoStatementMatched, "{principal}");
        let recorded = principal == r#"{ "AWS": "*" }"#;
        let expected = if recorded { Confidence::Observed } else { Confidence::Assumed };
        assert_eq!(allowed.confidence(), expected, "{principal}");
    }
}

#[test]
fn actions_match_without_letter_case_and_with_wildcards() {
    for (action, outcome) in [
        (r#""Action": "STS:assumerolewithwebidentity""#, Outcome::Allowed),
        (r#""Action": "sts:AssumeRole*""#, Outcome::Allowed),
        (r#""Action": ["sts:TagSession", "sts:AssumeRoleWithWebIdentit?"]"#, Outcome::Allowed),
        (r#""Action": "sts:AssumeRole""#, Outcome::Denied),
        (r#""Action": []"#, Outcome::Denied),
        (r#""NotAction": "sts:TagSession""#, Outcome::Allowed),
        (r#""NotAction": "sts:*""#, Outcome::Denied),
    ] {
        let statement = format!(
            r#"{{ "Effect": "Allow", "Principal": {{ "Federated": "{PROVIDER}" }}, {action} }}"#
        );
        assert_eq!(decide(&policy(&statement)).outcome(), outcome, "{action}");
    }
}

/// The truth table of operators, set qualifiers and missing keys, row by row.
#[test]
fn truth_table() {
    let sub = "oidc.fly.io/acme:sub";
    let amr = "oidc.fly.io/acme:amr";
    let none = "oidc.fly.io/acme:app_name";
    let value = r#""acme:foo-bar:m""#;
    let cases = [
        ("StringEquals", none, value, false),
        ("StringEquals", sub, value, true),
        ("StringEquals", sub, r#"["x", "acme:foo-bar:m"]"#, true),
        ("StringEquals", sub, r#""acme:*""#, false),
        ("StringEquals", sub, "[]", false),
        ("StringEquals", amr, r#""a""#, false),
        ("StringNotEquals", none, value, true),
        ("StringNotEquals", sub, value, false),
        ("StringNotEquals", sub, r#"["x", "y"]"#, true),
        ("StringNotEquals", amr, r#""x""#, false),
        ("StringNotEquals", sub, "[]", true),
        ("StringEqualsIfExists", none, value, true),
        ("StringEqualsIfExists", sub, r#""x""#, false),
        ("StringEqualsIfExists", amr, r#""a""#, false),
        ("StringNotEqualsIfExists", none, value, true),
        ("StringNotEqualsIfExists", amr, r#""x""#, false),
        ("ForAllValues:StringEquals", none, value, true),
        ("ForAllValues:StringEquals", sub, value, true),
        ("ForAllValues:StringEquals", amr, r#"["a", "b", "c"]"#, true),
        ("ForAllValues:StringEquals", amr, r#""a""#, false),
        ("ForAllValues:StringNotEquals", none, value, true),
        ("ForAllValues:StringNotEquals", amr, r#"["x", "y"]"#, true),
        ("ForAllValues:StringNotEquals", amr, r#"["a"]"#, false),
        ("ForAnyValue:StringEquals", none, value, false),
        ("ForAnyValue:StringEquals", amr, r#""b""#, true),
        ("ForAnyValue:StringEquals", amr, r#""x""#, false),
        ("ForAnyValue:StringNotEquals", none, value, false),
        ("ForAnyValue:StringNotEquals", amr, r#""a""#, true),
        ("ForAnyValue:StringNotEquals", amr, r#"["a", "b"]"#, false),
        ("Null", none, r#""true""#, true),
        ("Null", none, "true", true),
        ("Null", none, r#""false""#, false),
        ("Null", sub, r#""TRUE""#, false),
        ("Null", amr, r#""false""#, true),
        ("StringLike", sub, r#""acme:foo-???:*""#, true),
        ("StringNotLike", sub, r#""acme:foo-bar:*""#, false),
        ("StringEqualsIgnoreCase", "OIDC.FLY.IO/ACME:SUB", r#""ACME:Foo-Bar:M""#, true),
    ];
    for (operator, key, values, expected) in cases {
        let condition = format!(r#"{{ "{operator}": {{ "{key}": {values} }} }}"#);
        let decision = decide(&policy(&statement("Allow", &condition)));
        let matched = decision.outcome() == Outcome::Allowed;
        assert_eq!(matched, expected, "{operator} {key} {values}");
    }
}

#[test]
fn conditions_of_one_statement_must_all_hold() {
    let condition = r#"{
      "StringLike": { "oidc.fly.io/acme:sub": "acme:*", "oidc.fly.io/acme:aud": "*" }
    }"#;
    let decision = decide(&policy(&statement("Allow", condition)));
    assert_eq!(decision.reason(), Reason::NoStatementMatched);
}

/// Every problem is reported, with its place, in the order of the text.
#[test]
fn what_is_not_understood() {
    let cases = [
        ("", &["json-empty @"][..]),
        ("[]", &["policy-wrong-type @[]"]),
        ("{}", &["policy-missing-element @{}"]),
        (r#"{"Statement":[]}"#, &["policy-empty-element @[]"]),
        (r#"{"Statement":[1]}"#, &["policy-wrong-type @1"]),
        (
            r#"{"Version":"2024","Statement":{}}"#,
            &[
                r#"policy-unknown-value @"2024""#,
                "policy-missing-element @{}",
                "policy-missing-element @{}",
                "policy-missing-element @{}",
            ],
        ),
        (
            r#"{"Statement":{"Efect":1,"Effect":"allow","Principal":{"Federatd":"x"},"Action":1,"Resource":"*"}}"#,
            &[
                r#"policy-unknown-element @"Efect""#,
                r#"policy-unknown-value @"allow""#,
                r#"policy-unknown-value @"Federatd""#,
                "policy-wrong-type @1",
            ],
        ),
        (
            r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"a","NotAction":"b","Condition":{"Bool":{"a":true},"StringLik":{"b":null}}}}"#,
            &[
                r#"policy-conflicting-elements @"NotAction""#,
                r#"policy-unknown-operator @"StringLik""#,
                "policy-wrong-type @null",
            ],
        ),
    ];
    for (source, expected) in cases {
        let errors = TrustPolicy::parse(source, &Limits::default()).expect_err(source);
        let errors: Vec<String> = errors
            .iter()
            .map(|error| {
                let place = error.span().and_then(|span| span.of(source)).unwrap_or_default();
                format!("{} @{place}", error.code())
            })
            .collect();
        assert_eq!(errors, expected, "{source}");
    }
}

#[test]
fn old_policies_take_dollar_braces_literally() {
    let source =
        document(&statement("Allow", r#"{ "StringLike": { "oidc.fly.io/acme:sub": "${x}" } }"#))
            .replace("2012-10-17", "2008-10-17");
    let policy = TrustPolicy::parse(&source, &Limits::default()).expect("understood");
    assert_eq!(decide(&policy).outcome(), Outcome::Denied);
}

#[test]
fn work_is_bounded() {
    let refused = |source: &str| {
        let errors = TrustPolicy::parse(source, &Limits::default()).expect_err("too much");
        errors.iter().map(|error| error.code()).collect::<Vec<_>>()
    };
    assert_eq!(refused(&"[".repeat(100_000)), ["json-too-deep"]);
    assert_eq!(refused(&" ".repeat(5_000_000)), ["json-too-long"]);
}

const PROVIDER: &str = "arn:aws:iam::012345678910:oidc-provider/oidc.fly.io/acme";
