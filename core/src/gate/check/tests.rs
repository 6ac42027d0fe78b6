use super::*;
use crate::error::Explain as _;
use crate::limits::Limits;
use alloc::string::ToString as _;

const ISSUERS: [&str; 3] =
    ["https://oidc.fly.io/acme", "https://gitlab.com", "http://127.0.0.1:9/x"];

/// The codes, the places and the sentences about a policy of these statements.
fn found(statements: &str) -> Vec<(&'static str, String, String)> {
    let source = format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#);
    let policy = TrustPolicy::parse(&source, &Limits::default()).unwrap();
    let place = |error: &GateError| error.span().unwrap().of(&source).unwrap().to_owned();
    let row = |error: &GateError| (error.code(), place(error), error.to_string());
    check(&policy, &ISSUERS).iter().map(row).collect()
}

fn statement(effect: &str, principal: &str, action: &str, condition: &str) -> String {
    format!(
        r#"{{"Effect": "{effect}", {principal}, {action}, "Condition": {{"StringEquals": {{{condition}}}}}}}"#
    )
}

const ACME: &str = r#""Principal": {"Federated": "oidc.fly.io/acme"}"#;
const ACTION: &str = r#""Action": "sts:AssumeRoleWithWebIdentity""#;

#[test]
fn what_can_match_is_left_alone() {
    let arn = r#""Principal": {"Federated": ["arn:aws:iam::012345678910:oidc-provider/oidc.fly.io/acme",
        "arn:aws-cn:iam::1:oidc-provider/gitlab.com", "http://127.0.0.1:9/x"]}"#;
    let keys = r#""oidc.fly.io/acme:whatever": "a", "OIDC.fly.io/acme:kubernetes.io/namespace": "a",
        "oidc.fly.io/acme:sub": ["${oidc.fly.io/acme:user}${*}${aws:useragent, 'x'}", "${gitlab.com:sub}"],
        "http:method": "GET", "http:Host": "a", "http:Path": "/", "aws:SourceIp": "a",
        "aws:CurrentTime": "a", "aws:EpochTime": "1", "aws:SecureTransport": "true", "aws:UserAgent": "a""#;
    let actions = r#""Action": ["sts:TagSession", "STS:AssumeRoleWith*"]"#;
    for effect in ["Allow", "Deny"] {
        assert_eq!(found(&statement(effect, arn, actions, keys)), []);
    }
    let if_exists = r#"{"Effect": "Deny", "Principal": "*", "NotAction": "sts:TagSession",
        "Condition": {"StringEqualsIfExists": {"gitlab.com:a": "b", "oidc.fly.io/acme:a": "b"},
        "Null": {"oidc.fly.io/acme:a": "true"}}}"#;
    assert_eq!(found(if_exists), []);
    assert_eq!(found(&statement("Deny", r#""Principal": {"AWS": "*"}"#, ACTION, "")), []);
}

#[test]
fn claims_of_two_issuers_are_never_there_together() {
    let both = r#""Principal": {"Federated": ["oidc.fly.io/acme", "gitlab.com"]}"#;
    let keys = r#""http:Path": "/", "oidc.fly.io/acme:sub": "a", "gitlab.com:sub": "a""#;
    for principal in [both, r#""Principal": "*""#] {
        let [(code, place, _)] = &*found(&statement("Deny", principal, ACTION, keys)) else {
            panic!("{principal}");
        };
        assert_eq!((*code, &**place), ("gate-key-of-another-issuer", r#""gitlab.com:sub""#));
    }
    for condition in [
        r#""StringEquals": {"oidc.fly.io/acme:sub": "a"}, "StringNotEquals": {"gitlab.com:sub": "a"}"#,
        r#""StringEquals": {"oidc.fly.io/acme:sub": "a"}, "Null": {"gitlab.com:sub": "true"}"#,
        r#""ForAllValues:StringEquals": {"oidc.fly.io/acme:sub": "a", "gitlab.com:sub": "a"}"#,
        r#""Null": {"oidc.fly.io/acme:sub": "false", "gitlab.com:sub": ["false", "true"]}"#,
        r#""StringLike": {"http:Path": ["/a/${oidc.fly.io/acme:sub}", "/b/${gitlab.com:sub}"]}"#,
        r#""StringEquals": {"oidc.fly.io/acme:sub": "${gitlab.com:sub, 'x'}"}"#,
        r#""StringEqualsIfExists": {"oidc.fly.io/acme:sub": "${gitlab.com:sub}"}"#,
        r#""StringNotLike": {"http:Path": "/${oidc.fly.io/acme:sub}/${gitlab.com:sub}"}"#,
        r#""ForAnyValue:StringNotEquals": {"gitlab.com:groups": "${oidc.fly.io/acme:sub}"}"#,
        r#""StringEquals": {"gitlab.com:sub": []}"#,
    ] {
        let statement =
            format!(r#"{{"Effect": "Deny", {both}, {ACTION}, "Condition": {{{condition}}}}}"#);
        assert_eq!(found(&statement), [], "{condition}");
    }
    for (condition, place) in [
        (
            r#""StringEquals": {"oidc.fly.io/acme:sub": "${gitlab.com:sub}"}"#,
            r#""${gitlab.com:sub}""#,
        ),
        (
            r#""StringLike": {"http:Path": "/${oidc.fly.io/acme:sub}/${gitlab.com:sub}"}"#,
            r#""/${oidc.fly.io/acme:sub}/${gitlab.com:sub}""#,
        ),
        (
            r#""StringLikeIfExists": {"http:Path": "/${oidc.fly.io/acme:sub}/${gitlab.com:sub}"}"#,
            r#""/${oidc.fly.io/acme:sub}/${gitlab.com:sub}""#,
        ),
        (
            r#""StringLike": {"http:Path": "/${oidc.fly.io/acme:sub}"}, "Bool": {"gitlab.com:a": "true"}"#,
            r#""gitlab.com:a""#,
        ),
        (
            r#""Null": {"oidc.fly.io/acme:sub": "false", "gitlab.com:sub": "false"}"#,
            r#""gitlab.com:sub""#,
        ),
        (
            r#""StringEquals": {"oidc.fly.io/acme:sub": "a"}, "Null": {"gitlab.com:sub": "false"}"#,
            r#""gitlab.com:sub""#,
        ),
        (
            r#""ForAnyValue:StringNotEquals": {"oidc.fly.io/acme:a": "b", "gitlab.com:a": "b"}"#,
            r#""gitlab.com:a""#,
        ),
    ] {
        let statement =
            format!(r#"{{"Effect": "Deny", {both}, {ACTION}, "Condition": {{{condition}}}}}"#);
        let [(code, found, _)] = &*found(&statement) else { panic!("{condition}") };
        assert_eq!((*code, &**found), ("gate-key-of-another-issuer", place), "{condition}");
    }
}

#[test]
fn what_is_no_variable() {
    for condition in [
        r#""StringEquals": {"http:Path": "/${oidc.fly.io/acme:tier,'x'}"}"#,
        r#""StringNotLike": {"http:Path": ["/a", "/${ oidc.fly.io/acme:tier}"]}"#,
        r#""StringLike": {"http:Path": "/${oidc.fly.io/acme:tier"}"#,
        r#""NumericEquals": {"oidc.fly.io/acme:a": "${oidc.fly.io/acme:b}"}"#,
        r#""IpAddress": {"aws:SourceIp": "${oidc.fly.io/acme:ip}"}"#,
        r#""Null": {"oidc.fly.io/acme:a": "${oidc.fly.io/acme:b}"}"#,
    ] {
        let statement =
            format!(r#"{{"Effect": "Deny", {ACME}, {ACTION}, "Condition": {{{condition}}}}}"#);
        let [(code, place, _)] = &*found(&statement) else { panic!("{condition}") };
        assert_eq!((*code, place.contains("${")), ("gate-variable", true), "{condition}");
    }
    let source = format!(
        r#"{{"Statement": {{"Effect": "Deny", {ACME}, {ACTION},
        "Condition": {{"StringLike": {{"http:Path": "/u/${{oidc.fly.io/acme:tier}}/*"}}}}}}}}"#
    );
    let policy = TrustPolicy::parse(&source, &Limits::default()).unwrap();
    let errors = check(&policy, &ISSUERS);
    assert_eq!(
        errors.iter().map(|error| error.to_string()).collect::<Vec<_>>(),
        ["nothing is put in place of `${` in `/u/${oidc.fly.io/acme:tier}/*`"]
    );
}

#[test]
fn null_of_a_set() {
    for qualifier in ["ForAnyValue", "ForAllValues"] {
        let condition = format!(r#""{qualifier}:Null": {{"oidc.fly.io/acme:a": "true"}}"#);
        let statement =
            format!(r#"{{"Effect": "Deny", {ACME}, {ACTION}, "Condition": {{{condition}}}}}"#);
        let row = (
            "gate-null",
            format!(r#""{qualifier}:Null""#),
            String::from("`ForAnyValue:Null` never matches, and `ForAllValues:Null` always does"),
        );
        assert_eq!(found(&statement), [row]);
    }
}

#[test]
fn a_principal_that_is_nobody() {
    let wrong = "is none of the gate's issuers";
    for (principal, name, suggestion) in [
        (
            r#"{"Federated": "https://oidc.fly.io/acme"}"#,
            "https://oidc.fly.io/acme",
            "oidc.fly.io/acme",
        ),
        (r#"{"Federated": "oidc.fly.io/acme/"}"#, "oidc.fly.io/acme/", "oidc.fly.io/acme"),
        (r#"{"Federated": "oidc.fly.io/amce"}"#, "oidc.fly.io/amce", "oidc.fly.io/acme"),
        (r#"{"Federated": "127.0.0.1:9/x"}"#, "127.0.0.1:9/x", "http://127.0.0.1:9/x"),
        (r#"{"Federated": "accounts.google.com"}"#, "accounts.google.com", ""),
        (r#"{"AWS": "arn:aws:iam::1:root"}"#, "arn:aws:iam::1:root", ""),
        (r#"{"Service": "ec2.amazonaws.com"}"#, "ec2.amazonaws.com", ""),
    ] {
        let mean = match suggestion {
            "" => String::new(),
            suggestion => format!("; did you mean `{suggestion}`?"),
        };
        let principal = format!(r#""Principal": {principal}"#);
        for effect in ["Allow", "Deny"] {
            let row = (
                "gate-principal",
                format!("{name:?}"),
                format!("the principal `{name}` {wrong}{mean}"),
            );
            assert_eq!(found(&statement(effect, &principal, ACTION, "")), [row]);
        }
    }
    for principal in [
        r#""Principal": "*""#,
        r#""Principal": {"Federated": "*"}"#,
        r#""Principal": {"AWS": "*"}"#,
    ] {
        assert_eq!(found(&statement("Allow", principal, ACTION, ""))[0].0, "gate-principal");
    }
    // The others do not make up for it.
    let two = r#""Principal": {"Federated": ["oidc.fly.io/acme", "oidc.fly.io/other"]}"#;
    assert_eq!(found(&statement("Deny", two, ACTION, ""))[0].1, r#""oidc.fly.io/other""#);
    let except =
        r#""NotPrincipal": {"Federated": "arn:aws:iam::1:oidc-provider/oidc.fly.io/acme"}"#;
    assert_eq!(found(&statement("Allow", except, ACTION, ""))[0].0, "gate-not-principal");
}

#[test]
fn an_action_that_is_not_the_gates() {
    for action in [
        r#""Action": "http:GET""#,
        r#""Action": ["sts:TagSession", "sts:AssumeRole"]"#,
        r#""NotAction": "sts:*""#,
    ] {
        let found = found(&statement("Deny", ACME, action, ""));
        let [(code, place, _)] = &*found else { panic!("{found:?}") };
        assert_eq!(
            (*code, place.contains("sts:") || place.contains("GET")),
            ("gate-action", true),
            "{place}"
        );
    }
}

#[test]
fn a_key_that_no_request_has() {
    for (key, suggestion) in [
        ("https://oidc.fly.io/acme:app_name", "oidc.fly.io/acme:app_name"),
        ("arn:aws:iam::1:oidc-provider/oidc.fly.io/acme:sub", "oidc.fly.io/acme:sub"),
        ("oidc.fly.io/acme/:sub", "oidc.fly.io/acme:sub"),
        ("oidc.fly.io/amce:sub", "oidc.fly.io/acme:sub"),
        ("app_name", "oidc.fly.io/acme:app_name"),
        ("http:Pth", "http:Path"),
        ("aws:SourceIP4", "aws:SourceIp"),
        ("oidc.fly.io/acme:", ""),
        ("oidc.fly.io/acme", "oidc.fly.io/acme:oidc.fly.io/acme"),
        ("sts:RoleSessionName", ""),
        ("accounts.google.com:sub", ""),
    ] {
        let mean = match suggestion {
            "" => String::new(),
            suggestion => format!("; did you mean `{suggestion}`?"),
        };
        let message = format!("no request at this gate has the condition key `{key}`{mean}");
        let row = ("gate-key", format!("{key:?}"), message);
        assert_eq!(found(&statement("Deny", ACME, ACTION, &format!(r#"{key:?}: "a""#))), [row]);
    }
    let variable = r#""http:Path": "/${oidc.fly.io/acme:sub}/${app_name, 'x'}""#;
    let found = found(&statement("Deny", ACME, ACTION, variable));
    assert_eq!((found.len(), found[0].0), (1, "gate-key"));
    assert!(found[0].1.starts_with(r#""/${"#), "{found:?}");
}

#[test]
fn issuers_that_keys_do_not_keep_apart() {
    let source = format!(r#"{{"Statement": {{"Effect": "Deny", "Principal": "*", {ACTION}}}}}"#);
    let policy = TrustPolicy::parse(&source, &Limits::default()).unwrap();
    let found = |issuers: &[&str]| -> Vec<String> {
        check(&policy, issuers).iter().map(|error| error.to_string()).collect()
    };
    let apart =
        |one, other| alloc::vec![format!("condition keys do not keep `{one}` and `{other}` apart")];
    assert_eq!(
        found(&["https://a.example:8443", "https://a.example"]),
        apart("a.example", "a.example:8443")
    );
    assert_eq!(
        found(&["https://a.example/Acme", "https://A.example/acme"]),
        apart("a.example/Acme", "A.example/acme")
    );
    assert!(
        found(&["https://a.example", "https://a.example/b", "https://a.example.org"]).is_empty()
    );
}

#[test]
fn a_key_of_an_issuer_that_is_not_meant() {
    let row = (
        "gate-key-of-another-issuer",
        r#""gitlab.com:sub""#.to_owned(),
        "no token that meets the rest of the statement has `gitlab.com:sub`".to_owned(),
    );
    assert_eq!(found(&statement("Deny", ACME, ACTION, r#""gitlab.com:sub": "a""#)), [row]);
}
