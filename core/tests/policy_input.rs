//! Trust policies of any shape: an answer with a place, in bounded time, and no panic.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::time::{Duration, Instant};

use assumable::aws::{self, TrustPolicy, WriteCheck};
use assumable::{Explain as _, Limits, Span, analyze, json as spanned};
use proptest::prelude::{any, proptest};
use serde_json::{Value, json};

/// Both readers, held to what they promise about any text: every error has its place, unless it is
/// about the whole document's size.
fn ask(source: &str) -> WriteCheck {
    let limits = Limits::default();
    let policy = TrustPolicy::parse(source, &limits);
    if let Ok(policy) = &policy {
        let findings = analyze(policy);
        assert!(findings.len() <= 100);
        for finding in &findings {
            assert!(finding.span.of(source).is_some(), "{finding:?}");
            if let Some(fixed) = finding.fix.as_ref().and_then(|fix| fix.apply(source)) {
                assert!(TrustPolicy::parse(&fixed, &limits).is_ok(), "{fixed}");
            }
        }
    }
    if let Err(errors) = policy {
        assert!(errors.iter().len() > 0);
        for error in errors.iter() {
            let placed = error.span().map(|span| span.of(source).is_some());
            let of_size = ["json-too-long", "json-empty"].contains(&error.code());
            assert!(placed.unwrap_or(of_size), "{error:?}");
        }
    }
    let check = aws::check_trust_policy(source, &limits);
    assert_eq!(check.accepted, check.errors.is_empty());
    for error in &check.errors {
        let placed = error.span.map(|span| span.of(source).is_some());
        let of_size = ["ValidationError", "LimitExceeded"].contains(&error.code)
            || error.reason == "there is no text";
        assert!(placed.unwrap_or(of_size), "{error:?}");
    }
    check
}

#[test]
fn of_many_errors_the_first_are_given() {
    let source = format!(r#"{{"Statement": [{}{{}}]}}"#, "{}, ".repeat(9_999));
    let errors = TrustPolicy::parse(&source, &Limits::default()).expect_err("empty statements");
    assert_eq!(errors.iter().len(), 100);
    assert_eq!(errors.iter().next().and_then(|error| error.span()), Some(Span::new(15, 17)));
    assert_eq!(ask(&source).errors.len(), 100);
}

/// What is wrong is where something was put in, and every error says so.
#[test]
fn every_json_type_in_every_place() {
    let mut refused = 0;
    for (place, form, is_stored) in places() {
        for value in values() {
            let mut policy = form.clone();
            *policy.pointer_mut(&place).expect("a place") = value.clone();
            let source = policy.to_string();
            let check = ask(&source);
            let parsed = TrustPolicy::parse(&source, &Limits::default());
            let mut spans: Vec<Option<Span>> = Vec::new();
            if let Err(errors) = &parsed {
                refused += 1;
                spans.extend(errors.iter().map(|error| error.span()));
            }
            if is_stored {
                spans.extend(check.errors.iter().map(|error| error.span));
            }
            let changed = span_at(&source, &place);
            for span in spans {
                let span = span.expect("a place");
                let meets = span.start < changed.end && changed.start < span.end;
                assert!(meets, "{source}: {place} {span:?}");
            }
        }
    }
    assert!(refused > 300, "{refused}");
}

/// Of each element: the types of JSON that are understood there.
#[test]
fn which_types_are_understood_where() {
    let samples = [
        ("null", json!(null)),
        ("boolean", json!(true)),
        ("number", json!(7)),
        ("string", json!("x")),
        ("array", json!([])),
        ("object", json!({})),
    ];
    let mut understood = String::new();
    for (place, form, _) in places() {
        let is_understood = |sample: &Value| {
            let mut policy = form.clone();
            *policy.pointer_mut(&place).expect("a place") = sample.clone();
            TrustPolicy::parse(&policy.to_string(), &Limits::default()).is_ok()
        };
        let fitting = samples.iter().filter(|(_, sample)| is_understood(sample));
        let names: Vec<&str> = fitting.map(|(name, _)| *name).collect();
        let names = if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
        understood += &format!("{}: {names}\n", if place.is_empty() { "/" } else { &place });
    }
    insta::assert_snapshot!(understood);
}

/// Every element of the language stands in some form.
#[test]
fn no_element_is_left_out() {
    let places: Vec<String> = places().into_iter().map(|(place, ..)| place).collect();
    for element in [
        "Version",
        "Id",
        "Statement",
        "Sid",
        "Effect",
        "Principal",
        "NotPrincipal",
        "Action",
        "NotAction",
        "Condition",
        "Resource",
        "NotResource",
        "Federated",
        "AWS",
        "Service",
        "CanonicalUser",
    ] {
        let ends = |place: &String| place.ends_with(&format!("/{element}"));
        assert!(places.iter().any(ends), "{element}");
    }
}

/// Null, and an object where a value is wanted, are never stored.
#[test]
fn null_has_no_place() {
    let mut places = Vec::new();
    collect(&good(), "", &mut places);
    for place in places {
        let mut policy = good();
        *policy.pointer_mut(&place).expect("a place") = Value::Null;
        assert!(!ask(&policy.to_string()).accepted, "{place}");
    }
}

#[test]
fn an_unknown_member_is_refused_in_every_object() {
    let mut places = Vec::new();
    collect(&good(), "", &mut places);
    for place in places {
        let mut policy = good();
        let Some(object) = policy.pointer_mut(&place).expect("a place").as_object_mut() else {
            continue;
        };
        object.insert("Nope".into(), json!("x"));
        assert!(!ask(&policy.to_string()).accepted, "{place}");
    }
}

#[test]
fn large_and_deep_documents() {
    let code = |source: &str| ask(source).errors.first().expect("an error").code;
    let first = |source: &str| {
        let errors = TrustPolicy::parse(source, &Limits::default()).expect_err("refused");
        errors.iter().next().expect("an error").code()
    };
    let wide = |statement: &str, count: usize| {
        format!("{{\"Statement\":[{}]}}", vec![statement; count].join(","))
    };
    let good = good()["Statement"][0].to_string();

    let large = "a".repeat(1_000_000);
    assert_eq!((code(&large), first(&large)), ("ValidationError", "json-too-long"));
    let many = wide(&good, 10_000);
    assert_eq!((code(&many), first(&many)), ("ValidationError", "json-too-long"));
    let many = wide("{}", 10_000);
    assert_eq!((code(&many), first(&many)), ("MalformedPolicyDocument", "policy-missing-element"));
    assert_eq!(code(&wide(&good.replace("\"Web\"", "\"\""), 9)), "LimitExceeded");
    for bracket in ["[", "{\"Statement\":"] {
        let deep = bracket.repeat(100_000);
        let expected = if bracket == "[" { "MalformedPolicyDocument" } else { "ValidationError" };
        assert_eq!(code(&deep), expected);
        assert_eq!(code(&bracket.repeat(9_000)), "MalformedPolicyDocument");
    }
    // As many characters as IAM takes, each of two bytes.
    assert_eq!(code(&"ü".repeat(131_072)), "MalformedPolicyDocument");
    assert_eq!(code(&"ü".repeat(131_073)), "ValidationError");
    let spaces = " ".repeat(131_072 - good.len() - 37);
    assert!(ask(&format!("{{\"Version\":\"2012-10-17\",{spaces}\"Statement\":{good}}}")).accepted);
}

/// Many principals of a shared issuer against many conditions.
#[test]
fn work_stays_small() {
    let principals = vec!["arn:aws:iam::123456789012:oidc-provider/gitlab.com"; 1000];
    let keys: serde_json::Map<String, Value> =
        (0..1500).map(|n| (format!("a:{n}"), json!("*"))).collect();
    let policy = json!({ "Statement": {
        "Effect": "Allow",
        "Principal": { "Federated": principals },
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": { "StringLike": keys },
    }});
    assert_eq!(ask(&policy.to_string()).errors.len(), 100);
}

/// Policies that ask the most of the search for outsiders.
#[test]
fn findings_take_bounded_time() {
    let github = "token.actions.githubusercontent.com";
    let arn = |issuer: &str| format!("arn:aws:iam::123456789012:oidc-provider/{issuer}");
    let allow = |condition: Value| {
        json!({
            "Effect": "Allow",
            "Principal": { "Federated": arn(github) },
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": condition,
        })
    };
    let like = |value: &str| json!({ "StringLike": { format!("{github}:sub"): value } });
    let tight = allow(like("repo:o/r:ref:refs/heads/m"));
    let runs = allow(like(&"*a".repeat(250)));
    let many: Vec<String> = (0..60).map(|n| format!("{}{n}", "*o?*/r*:".repeat(28))).collect();
    let names: Vec<String> = (0..1500).map(|n| arn(&format!("gitlab.com/{n}"))).collect();
    let mut wide = allow(json!({}));
    wide["Principal"]["Federated"] = json!(names);
    let none: Vec<String> = (0..31).map(|n| "x".repeat(505) + &n.to_string()).collect();
    let mut again = allow(json!({ "StringLike": { format!("{github}:sub"): none } }));
    again["Principal"]["Federated"] = json!(vec![arn(github); 900]);
    let deny = json!({
        "Effect": "Deny",
        "Principal": { "AWS": "*" },
        "Action": "sts:*",
        "Condition": { "StringNotLike": { format!("{github}:sub"): "*a?".repeat(3000) } },
    });
    let mut all = deny.clone();
    let closed = [vec!["*a?".repeat(1500)], vec!["x?*b?*z".repeat(80); 4]].concat();
    all["Condition"] = json!({ "StringNotLike": { format!("{github}:sub"): closed } });
    let cases = [
        ("statements that name little", vec![allow(json!({})); 500]),
        ("as many as fit", vec![tight; 200]),
        ("runs", vec![runs; 25]),
        ("long patterns", vec![allow(json!({ "StringLike": { format!("{github}:sub"): many } }))]),
        ("providers", vec![wide]),
        ("one provider, named often, and values that fit nothing", vec![again]),
        ("a long denial", [vec![allow(json!({})); 40], vec![deny.clone()]].concat()),
        ("a denial of all", [vec![allow(json!({})); 60], vec![all]].concat()),
        ("no findings", vec![json!({ "Effect": "Deny", "Principal": "*", "Action": "*" }); 2000]),
    ];
    for (name, statements) in cases {
        let source = json!({ "Version": "2012-10-17", "Statement": statements }).to_string();
        let policy = TrustPolicy::parse(&source, &Limits::default()).expect(name);
        // None takes a second on a quiet machine, unoptimized. A busy one gets another chance.
        let ended = (0..5).any(|_| {
            let start = Instant::now();
            assert!(analyze(&policy).len() <= 100);
            start.elapsed() < Duration::from_secs(4)
        });
        assert!(ended, "{name}");
    }
}

proptest! {
    #[test]
    fn any_pattern_of_a_known_issuer(
        subject in "(repo:|project_path:|organization:|system:|\\*|\\?|[a-z]|/|:|@|ref|[$]\\{a\\}|[\\\\\"ü]){0,12}",
        operator in "(For(All|Any)Value(s)?:)?String(Not)?(Equals|Like)(IfExists)?",
        issuer in "token.actions.githubusercontent.com|gitlab.com|app.terraform.io|agent.buildkite.com|oidc.fly.io/a|accounts.google.com|oidc.circleci.com",
        claim in "sub|aud|ref|environment|job_workflow_ref|repository_id|iss|amr",
        deny in any::<bool>(),
    ) {
        let key = format!("{issuer}:{claim}");
        let statement = |effect: &str, condition: Value| {
            json!({
                "Effect": effect,
                "Principal": { "Federated": format!("arn:aws:iam::123456789012:oidc-provider/{issuer}") },
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": condition,
            })
        };
        let loose = statement("Allow", json!({ operator: { key: [subject] } }));
        let other = statement(if deny { "Deny" } else { "Allow" }, json!({ "StringLike": { format!("{issuer}:sub"): subject } }));
        ask(&json!({ "Version": "2012-10-17", "Statement": [loose, other] }).to_string());
    }

    #[test]
    fn a_good_policy_with_a_hole(start: u16, length in 0_usize..40, text in "\\PC{0,6}|[\\[\\]{}\",:0-9nulS\\\\ ]{0,6}") {
        let source = good().to_string();
        let start = usize::from(start) % source.len();
        let end = (start + length).min(source.len());
        ask(&[source.get(..start).unwrap(), &text, source.get(end..).unwrap()].concat());
    }

    #[test]
    fn any_text(source in "\\PC{0,60}") {
        ask(&source);
    }

    #[test]
    fn any_value_and_key(key: String, value: String, operator in "(For(Any|All)Values?:)?(String|Numeric|Bool)?(Not)?(Equals|Like)?(IfExists)?", name: String, flag in any::<bool>()) {
        let mut policy = good();
        policy["Statement"][0]["Condition"] = json!({ operator: { key: [value, flag] } });
        policy["Statement"][0]["Principal"]["Federated"] = json!(name);
        ask(&policy.to_string());
    }
}

/// Every element of the language, stored by IAM.
fn good() -> Value {
    json!({
        "Version": "2012-10-17",
        "Id": "an id",
        "Statement": [{
            "Sid": "Web",
            "Effect": "Allow",
            "Principal": {
                "Federated": ["arn:aws:iam::123456789012:oidc-provider/a.b"],
                "AWS": "123456789012",
                "Service": "ec2.amazonaws.com",
            },
            "Action": ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
            "Condition": {
                "StringEquals": { "a.b:aud": "c", "a.b:sub": ["d", 7, true] },
                "Null": { "a.b:sub": false },
            },
        }],
    })
}

#[test]
fn the_forms_are_stored_or_understood() {
    assert!(ask(&good().to_string()).accepted);
    assert!(ask(&short().to_string()).accepted);
    assert!(!ask(&not_stored().to_string()).accepted);
    assert!(TrustPolicy::parse(&not_stored().to_string(), &Limits::default()).is_ok());
}

/// Every place of every form, with the form and whether IAM stores it.
fn places() -> Vec<(String, Value, bool)> {
    let mut all = Vec::new();
    for (form, is_stored) in [(good(), true), (short(), true), (not_stored(), false)] {
        let mut places = Vec::new();
        collect(&form, "", &mut places);
        all.extend(places.into_iter().map(|place| (place, form.clone(), is_stored)));
    }
    all
}

/// Brackets left out where they may be.
fn short() -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Deny",
            "Principal": { "AWS": "*" },
            "Action": "sts:AssumeRole",
            "Condition": { "IpAddress": { "aws:SourceIp": "192.0.2.0/24" } },
        },
    })
}

/// What is understood all the same.
fn not_stored() -> Value {
    json!({
        "Statement": [
            {
                "Effect": "Deny",
                "NotPrincipal": { "CanonicalUser": "a" },
                "NotAction": ["sts:TagSession"],
                "NotResource": "*",
            },
            { "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": ["*"] },
        ],
    })
}

/// Where a value stands in a document's text.
fn span_at(source: &str, place: &str) -> Span {
    let mut value = &spanned::parse(source, 32).expect("JSON");
    for name in place.split('/').skip(1) {
        value = match value.as_array() {
            Some(values) => &values[name.parse::<usize>().expect("an index")],
            None => value.as_object().and_then(|object| object.get(name)).expect("a member"),
        };
    }
    value.span
}

fn values() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(false),
        json!(7),
        json!(-1.5e300),
        json!(""),
        json!("x"),
        json!("*"),
        json!([]),
        json!({}),
        json!([null]),
        json!([[]]),
        json!([{}]),
        json!({ "a": null }),
        json!({ "a": { "b": {} } }),
        json!({ "StringEquals": { "a:b": { "c": 1 } } }),
    ]
}

/// JSON pointers to every value of a document, the document included.
fn collect(value: &Value, place: &str, places: &mut Vec<String>) {
    places.push(place.to_owned());
    let mut inner = |name: &str, value: &Value| collect(value, &format!("{place}/{name}"), places);
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| inner(name, value)),
        Value::Array(values) => {
            values.iter().enumerate().for_each(|(index, value)| inner(&index.to_string(), value));
        }
        _ => {}
    }
}
