//! Trust policies stored or refused as the real IAM was recorded storing and refusing them.

use assumable::aws::{self, ASSUME_ROLE_WITH_WEB_IDENTITY, Request, RequestContext, TrustPolicy};
use assumable::{Confidence, Limits, Outcome};
use serde_json::{Value, json};

/// Every recorded write is answered word for word, and known as well as a recording is.
#[test]
fn recorded_writes() {
    let rows: Vec<Value> =
        serde_json::from_str(include_str!("../../vectors/aws/trust-writes.json")).expect("rows");
    assert_eq!(rows.len(), 164);
    let mut surprises = Vec::new();
    for row in &rows {
        let check = aws::check_trust_policy(&row["policy"].to_string(), &Limits::default());
        let first = check.errors.first();
        let answer = json!({
            "expect": if check.accepted { "accepted" } else { "refused" },
            "code": first.map_or("", |error| error.code),
            "message": first.map_or("", |error| &error.message),
        });
        let same = |name: &str| answer[name] == row[name];
        if !["expect", "code", "message"].into_iter().all(same) {
            surprises.push(format!("{}: {answer}", row["id"]));
        }
        if check.confidence != Confidence::Observed {
            surprises.push(format!("{}: {:?}", row["id"], check.confidence));
        }
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}

/// The claims that AWS documents as required for shared issuers.
#[test]
fn every_shared_issuer_is_guarded() {
    let rows: Vec<Value> =
        serde_json::from_str(include_str!("../../vectors/aws/context.json")).expect("rows");
    let guards: Vec<&Value> = rows.iter().filter(|row| row["kind"] == "shared-idp-guard").collect();
    assert!(guards.len() > 20);
    for guard in guards {
        let text = |name: &str| guard[name].as_str().expect("a text");
        let provider = match text("issuer") {
            "cognito-identity.amazonaws.com" => text("issuer").to_owned(),
            issuer => format!("arn:aws:iam::123456789012:oidc-provider/{issuer}"),
        };
        let accepted = |claim: &str, value: &str| {
            let policy = json!({ "Version": "2012-10-17", "Statement": {
                "Effect": "Allow",
                "Principal": { "Federated": provider },
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": { "StringLike": { claim: value } },
            }});
            aws::check_trust_policy(&policy.to_string(), &Limits::default()).accepted
        };
        assert!(accepted(text("claim"), "mine:*"), "{guard}");
        assert!(!accepted(text("claim"), "*"), "{guard}");
        assert!(!accepted("aws:SourceIp", "mine:*"), "{guard}");
    }
}

/// What `aws.md` says of the recordings in general: how loose the guard is, and where it is not.
#[test]
fn the_guard_is_as_loose_as_it_is() {
    let github = |conditions: Value| (GITHUB, conditions);
    let key = |claim: &str| format!("token.actions.githubusercontent.com:{claim}");
    let (sub, job) = (key("sub"), key("job_workflow_ref"));
    let accepted = [
        github(json!({ "ForAllValues:StringLike": { &sub: "?*" } })),
        github(json!({ "StringLike": { &sub: "${aws:username}" } })),
        github(json!({ "StringLike": { &sub: "repo:*" } })),
        github(json!({ "StringEquals": { &job: "a" } })),
        github(json!({ "StringEquals": { sub.to_uppercase(): "a" } })),
        github(json!({ "StringEquals": { &sub: "*" }, "StringLike": { &job: "a" } })),
        github(json!({ "StringEquals": { &sub: [] } })),
        (
            GITLAB,
            json!({ "StringEquals": { "gitlab.com:sub": "*" }, "StringLike": { "gitlab.com:sub": "a" } }),
        ),
        (GOOGLE, json!({ "StringEqualsIgnoreCase": { "accounts.google.com:sub": "*" } })),
        ("arn:aws:iam::123456789012:oidc-provider/gitlab.com/own", json!({})),
        ("arn:aws:iam::123456789012:oidc-provider/gitlab.example.com", json!({})),
    ];
    let refused = [
        github(json!({ "StringLike": { &sub: "a", &job: "*a" } })),
        github(json!({ "StringLikeIfExists": { &sub: "a" } })),
        github(json!({ "StringNotLike": { &sub: "a" } })),
        github(json!({ "StringLike": { "token.actions.githubusercontent.com:repository": "a" } })),
        (GOOGLE, json!({ "StringLike": { "accounts.google.com:sub": "a" } })),
        ("arn:aws-us-gov:iam::123456789012:oidc-provider/gitlab.com", json!({})),
    ];
    let statement = |(provider, conditions): &(&str, Value)| {
        json!({ "Version": "2012-10-17", "Statement": {
            "Effect": "Allow",
            "Principal": { "Federated": provider },
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": conditions,
        }})
    };
    for case in &accepted {
        assert_eq!(messages(&statement(case)), Vec::<String>::new(), "{case:?}");
    }
    for case in &refused {
        assert_eq!(messages(&statement(case)).len(), 1, "{case:?}");
    }
}

/// Values recorded in policies of users, in a trust policy.
#[test]
fn recorded_values() {
    let rows: Vec<Value> =
        serde_json::from_str(include_str!("../../vectors/aws/condition-storage.json"))
            .expect("rows");
    assert!(rows.len() > 10);
    for row in &rows {
        let policy = json!({ "Version": "2012-10-17", "Statement": {
            "Effect": "Allow",
            "Principal": { "Federated": "arn:aws:iam::123456789012:oidc-provider/a.b" },
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": row["policy"]["Statement"]["Condition"],
        }});
        let check = aws::check_trust_policy(&policy.to_string(), &Limits::default());
        assert_eq!(check.accepted, row["expect"] == "accepted", "{row}");
        let code = check.errors.first().map_or("", |error| error.code);
        assert_eq!(code, row["code"], "{row}");
    }
}

/// The first error is IAM's; all are found.
#[test]
fn errors_come_in_the_order_of_the_checks() {
    let policy = json!({ "Version": "2012-10-17", "Statement": [
        {
            "Effect": "Allow",
            "Principal": { "Federated": [GITHUB, GOOGLE, GITLAB], "AWS": "nobody" },
            "NotAction": "sts:TagSession",
            "Condition": { "StringLike": { "token.actions.githubusercontent.com:sub": "repo:a/b:*" } },
        },
        { "Effect": "Deny", "Principal": { "AWS": "*" }, "Action": "sts:*", "Resource": "*" },
    ]});
    let starts = [
        "Has prohibited field Resource",
        "Invalid principal in policy: \"AWS\":\"nobody\"",
        "AssumeRole policy may only",
        "Policy trusting accounts.google.com",
        "Trust policy with trusted principal gitlab.com",
    ];
    let messages = messages(&policy);
    assert_eq!(messages.len(), starts.len(), "{messages:?}");
    for (message, start) in messages.iter().zip(starts) {
        assert!(message.starts_with(start), "{message}, {start}");
    }
}

/// What IAM would not store can still be decided, as it may be asked of any document.
#[test]
fn what_is_not_stored_is_still_understood() {
    let allows = |principal: &str| {
        let source = json!({ "Statement": {
            "Effect": "Allow",
            principal: { "Federated": GITLAB },
            "Action": "sts:*",
            "Resource": "*",
        }})
        .to_string();
        let policy = TrustPolicy::parse(&source, &Limits::default()).expect("understood");
        let context = RequestContext::default();
        let request =
            Request { federated: GITLAB, action: ASSUME_ROLE_WITH_WEB_IDENTITY, context: &context };
        let decision = aws::evaluate(&policy, request);
        (decision.outcome() == Outcome::Allowed, decision.confidence())
    };
    assert_eq!(allows("Principal"), (true, Confidence::Documented));
    assert_eq!(allows("NotPrincipal"), (false, Confidence::Assumed));
}

fn messages(policy: &Value) -> Vec<String> {
    let check = aws::check_trust_policy(&policy.to_string(), &Limits::default());
    check.errors.into_iter().map(|error| error.message).collect()
}

const GITHUB: &str = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
const GITLAB: &str = "arn:aws:iam::123456789012:oidc-provider/gitlab.com";
const GOOGLE: &str = "accounts.google.com";
