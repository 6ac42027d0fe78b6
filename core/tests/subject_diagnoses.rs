//! What is said when a subject does not fit, for issuers whose subjects have named parts.

#![expect(clippy::expect_used, reason = "a test may panic")]

use std::time::{Duration, Instant};

use assumable::aws::{
    self, ASSUME_ROLE_WITH_WEB_IDENTITY, ContextValue, Request, RequestContext, TrustPolicy,
};
use assumable::json;
use assumable::{Decision, Diagnosis, Limits, Outcome, explain_decision};

/// Name, provider, the token's subject, the policy's pattern.
const CASES: [(&str, &str, &str, &str); 33] = [
    (
        "a person's own organization by its alias",
        "oidc.fly.io/jane-roe",
        "jane-roe:billing:ancient-snow-4824",
        "personal:billing:*",
    ),
    (
        "the alias, and another app: nothing is offered",
        "oidc.fly.io/jane-roe",
        "jane-roe:mail:ancient-snow-4824",
        "personal:billing:*",
    ),
    ("a slash for a colon", GITHUB, MAIN, "repo:octo-labs/payments/*"),
    (
        "another repository",
        GITHUB,
        "repo:octo-labs/payments:ref:refs/heads/main",
        "repo:octo-labs/billing:*",
    ),
    (
        "another owner: nothing is offered",
        GITHUB,
        "repo:octo-labs/payments:ref:refs/heads/main",
        "repo:octo-corp/payments:*",
    ),
    (
        "another branch",
        GITHUB,
        "repo:octo-labs/payments:ref:refs/heads/feature/limits",
        "repo:octo-labs/payments:ref:refs/heads/main",
    ),
    (
        "another environment",
        GITHUB,
        "repo:octo-labs/payments:environment:staging",
        "repo:octo-labs/payments:environment:production",
    ),
    (
        "an environment in place of the branch",
        GITHUB,
        "repo:octo-labs/payments:environment:production",
        "repo:octo-labs/payments:ref:refs/heads/main",
    ),
    (
        "a pull request in place of the branch",
        GITHUB,
        "repo:octo-labs/payments:pull_request",
        "repo:octo-labs/payments:ref:refs/heads/main",
    ),
    (
        "the same name in other hands",
        GITHUB,
        "repo:octo-labs@901234/payments@998877665:pull_request",
        "repo:octo-labs@901234/payments@112233:*",
    ),
    (
        "ids in the token only",
        GITHUB,
        "repo:octo-labs@901234/payments@998877665:ref:refs/heads/main",
        "repo:octo-labs/payments:ref:refs/heads/*",
    ),
    (
        "ids in the token only, where any repository of the owner is admitted",
        GITHUB,
        "repo:octo-labs@901234/payments@998877665:ref:refs/heads/main",
        "repo:octo-labs/*",
    ),
    (
        "ids in the policy only",
        GITHUB,
        "repo:octo-labs/payments:ref:refs/heads/main",
        "repo:octo-labs@901234/payments@998877665:*",
    ),
    (
        "repository and branch: one change is not enough",
        GITHUB,
        "repo:octo-labs/payments:ref:refs/heads/dev",
        "repo:octo-labs/billing:ref:refs/heads/main",
    ),
    (
        "another project",
        "gitlab.com",
        "project_path:acme/platform/api:ref_type:branch:ref:main",
        "project_path:acme/platform/web:ref_type:branch:ref:*",
    ),
    (
        "another branch of a project",
        "gitlab.com",
        "project_path:acme/platform/api:ref_type:branch:ref:dev",
        "project_path:acme/platform/api:ref_type:branch:ref:main",
    ),
    (
        "a tag, on a GitLab of one's own",
        "git.acme.example",
        "project_path:acme/platform/api:ref_type:tag:ref:v1.2",
        "project_path:acme/platform/api:ref_type:branch:ref:*",
    ),
    (
        "another service account",
        "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
        "system:serviceaccount:orders:reader",
        "system:serviceaccount:orders:writer",
    ),
    (
        "plan, where only apply is admitted",
        "app.terraform.io",
        "organization:acme:project:Default Project:workspace:prod:run_phase:plan",
        "organization:acme:project:Default Project:workspace:prod:run_phase:apply",
    ),
    (
        "another pipeline",
        "agent.buildkite.com",
        "organization:acme:pipeline:ship-it:ref:refs/heads/main:commit:b7e4c1d0:step:",
        "organization:acme:pipeline:test-it:*",
    ),
    (
        "another project of an organization",
        "oidc.circleci.com/org/6f1d7a70-1c6d-4a94-8f3e-33f0a3b0c001",
        "org/6f1d7a70-1c6d-4a94-8f3e-33f0a3b0c001/project/c2a9e5d4-7b1f-4c30-9d2a-0f6f1b7a2002/user/a7e1c3b9-52d4-4e8f-9b60-71d2c4e63003",
        "org/6f1d7a70-1c6d-4a94-8f3e-33f0a3b0c001/project/00000000-7b1f-4c30-9d2a-0f6f1b7a2002/user/*",
    ),
    (
        "another environment of a project",
        "oidc.vercel.com/acme-web",
        "owner:acme-web:project:storefront:environment:preview",
        "owner:acme-web:project:storefront:environment:production",
    ),
    (
        "another environment, behind a wildcard: not only is the form right",
        "oidc.vercel.com/acme-web",
        "owner:acme-web:project:storefront:environment:preview",
        "*:acme-web:project:storefront:environment:production",
    ),
    (
        "another branch, behind a wildcard",
        "agent.buildkite.com",
        "organization:acme:pipeline:ship-it:ref:refs/heads/dev:commit:b7e4c1d0:step:",
        "*acme:pipeline:ship-it:ref:refs/heads/main:*",
    ),
    (
        "a wildcard that hides another form",
        GITHUB,
        "repo:octo-labs/payments:ref:refs/heads/main",
        "repo:octo-labs/payments:*:main",
    ),
    (
        "another repository, and a slip in the form",
        GITHUB,
        "repo:octo-labs/payment:ref:refs/heads/main",
        "repo::octo-labs/payments:ref:refs/heads/main",
    ),
    (
        "a slip in the form alone",
        GITHUB,
        "repo:octo-labs/payments:ref:refs/heads/main",
        "repo::octo-labs/payments:ref:refs/heads/main",
    ),
    (
        "a blank at the end",
        GITHUB,
        "repo:octo-labs/payments:ref:refs/heads/main",
        "repo:octo-labs/payments:ref:refs/heads/main ",
    ),
    (
        "a branch, and no environment",
        GITHUB,
        "repo:octo-labs/payments:ref:refs/heads/main",
        "repo:octo-labs/payments:environment:prod*",
    ),
    (
        "a pull request's ref, and no environment: only the job is to change",
        GITHUB,
        "repo:octo-labs/payments:ref:refs/pull/5/merge",
        "repo:octo-labs/payments:environment:production",
    ),
    (
        "a branch that would be a pattern: only the job is to change",
        GITHUB,
        "repo:octo-labs/payments:ref:refs/heads/*",
        "repo:octo-labs/payments:environment:production",
    ),
    (
        "a pull request, and a value that names no repository",
        GITHUB,
        "repo:octo-labs/payments:pull_request",
        "*:ref:refs/heads/main",
    ),
    ("nothing is known of the issuer", "idp.example.com", "a:b:c", "a:d:*"),
];

const GITHUB: &str = "token.actions.githubusercontent.com";

#[test]
fn every_part_that_differs_is_named() {
    let mut read = String::new();
    for (name, provider, subject, pattern) in CASES {
        let source = policy(provider, pattern);
        let decision = decide(provider, subject, &source);
        let claims = json::parse(&format!(r#"{{"sub":"{subject}"}}"#), 4).expect("claims");
        let diagnoses = diagnose(&decision, &source, claims.as_object().expect("an object"));
        let explained = explain_decision(&decision, &diagnoses, &source);
        read.push_str(&format!("── {name}\n{explained}\n"));

        for diagnosis in diagnoses {
            let Some(fixed) = diagnosis.fix.and_then(|fix| fix.apply(&source)) else { continue };
            let outcome = decide(provider, subject, &fixed).outcome();
            assert_eq!(outcome, Outcome::Allowed, "{name}: {fixed}");
        }
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(read) });
}

/// What is offered here would admit an owner that the policy does not name, or run what a token says.
const NOTHING_TO_OFFER: [(&str, &str, &str); 17] = [
    (GITHUB, "repo:evil/x:job_workflow_ref:evil/ci/.github/workflows/a.yml@refs/heads/main", MAIN),
    (
        GITHUB,
        "job_workflow_ref:a/b/.github/workflows/c.yml@d:repo:evil/x",
        "job_workflow_ref:a/b/.github/workflows/c.yml@d:repo:octo/x",
    ),
    (
        GITHUB,
        "repo:o/r:job_workflow_ref:evil/b/.github/workflows/c.yml@d",
        "repo:o/r:job_workflow_ref:o/b/.github/workflows/c.yml@d",
    ),
    (
        GITHUB,
        "repo:evil/payments:ref:refs/heads/main",
        "repo/octo-labs/payments:ref:refs/heads/main",
    ),
    (GITHUB, "repo:evil/payments:ref:refs/heads/main", "octo-labs/payments:ref:refs/heads/main"),
    (GITHUB, "repo:evil/payments:ref:refs/heads/main", "repo/payments:*"),
    (GITHUB, MAIN, "repo"),
    (GITHUB, MAIN, "repo:*/billing:*"),
    (GITHUB, "repo:octo-labs/payments:ref:refs/heads/*", MAIN),
    (GITHUB, "repo:octo-labs/payments:ref:refs/heads/${aws:userid}", MAIN),
    (GITHUB, "repo:octo-labs/payments:ref:refs/heads/a\u{202e}b", MAIN),
    (GITHUB, MAIN, "repo:octo-labs/payments:repo_property_x'; rm -rf ~; ':y"),
    (AWS, "arn:aws:iam::999999999999:role/edge", "arn:aws:iam::123456789012:role/edge"),
    (EKS, "system:serviceaccount:other:reader", "system:serviceaccount:orders:reader"),
    (EKS, "system:serviceaccount:orders:reader", "system"),
    ("idp.example.com", "tenant:12345:app", "tenant:12346:app"),
    (GITHUB, "repo:o/r:event_name:pull_request_target", "repo:o/r:event_name:push"),
];

const MAIN: &str = "repo:octo-labs/payments:ref:refs/heads/main";
const AWS: &str = "0f1e2d3c-4b5a-4678-8899-aabbccddeeff.tokens.sts.global.api.aws";
const EKS: &str = "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF";

#[test]
fn no_edit_admits_an_owner_that_only_the_token_names() {
    for (provider, subject, pattern) in NOTHING_TO_OFFER {
        for repository in ["octo-labs/payments", "../orgs/octo-labs", "octo-labs/$(id)"] {
            let source = policy(provider, pattern);
            let decision = decide(provider, subject, &source);
            let claims = format!(r#"{{"sub":"{subject}","repository":"{repository}"}}"#);
            let claims = json::parse(&claims, 4).expect("claims");
            let found = diagnose(&decision, &source, claims.as_object().expect("an object"));
            assert_eq!(found.len(), 1, "{subject} {pattern}");
            for fix in found.iter().filter_map(|it| it.fix.as_ref()) {
                assert_eq!(fix.apply(&source), None, "{subject} {pattern}");
                let command = fix.elsewhere.as_deref().unwrap_or_default();
                assert!(!command.contains([';', '$']) && !command.contains(".."), "{command}");
            }
        }
    }
}

#[test]
fn no_wildcard_of_the_policy_comes_to_fit_everybody() {
    for (claim, value) in [("sub", "*"), ("sub", "repo:*"), ("aud", "*"), ("aud", "*:*")] {
        let source = policy(GITHUB, value)
            .replace("StringLike", "StringEquals")
            .replace("com:sub", &format!("com:{claim}"));
        let parsed = TrustPolicy::parse(&source, &Limits::default()).expect("understood");
        let mut context = RequestContext::default();
        for (claim, value) in [("sub", MAIN), ("aud", "sts.amazonaws.com")] {
            context.insert(&format!("{GITHUB}:{claim}"), ContextValue::string(value));
        }
        let federated = &format!("arn:aws:iam::123456789012:oidc-provider/{GITHUB}");
        let action = ASSUME_ROLE_WITH_WEB_IDENTITY;
        let decision = aws::evaluate(&parsed, Request { federated, action, context: &context });
        let claims = format!(r#"{{"sub":"{MAIN}","aud":"sts.amazonaws.com"}}"#);
        let claims = json::parse(&claims, 4).expect("claims");
        let found = diagnose(&decision, &source, claims.as_object().expect("an object"));
        assert!(!found.is_empty(), "{claim} {value}");
        for fix in found.iter().filter_map(|it| it.fix.as_ref()) {
            assert_eq!(fix.apply(&source), None, "{claim} {value}");
        }
    }
}

/// What a statement must have before an edit may let the token in.
#[test]
fn no_statement_is_opened_to_a_whole_issuer() {
    const FLY: &str = "oidc.fly.io/personal";
    let bare = |principal: &str, action: &str| {
        let arn =
            principal.replace("fly", &format!("arn:aws:iam::123456789012:oidc-provider/{FLY}"));
        format!(
            r#"{{ "Version": "2012-10-17", "Statement": {{ "Effect": "Allow", "Principal": {arn},
            "Action": "{action}" }} }}"#
        )
    };
    let trusts = r#"{ "Federated": "fly" }"#;
    let spelt = policy(FLY, "jane-doe-417:*");
    for (issuer, subject, source) in [
        (FLY, "jane:app:m", bare(trusts, "sts:AssumeRole")),
        (FLY, "jane:app:m", bare(r#"{ "AWS": "fly" }"#, ASSUME_ROLE_WITH_WEB_IDENTITY)),
        ("oidc.fly.io/evil", "evil:app:m", bare(trusts, ASSUME_ROLE_WITH_WEB_IDENTITY)),
        ("oidc.fly.io/evil", "evil:app:m", spelt.clone()),
        ("oidc.fly.oi/personal", "jane-doe-417:app:m", spelt),
    ] {
        let found =
            diagnose(&decide(issuer, subject, &source), &source, &claims_of(issuer, subject));
        assert!(!found.is_empty(), "{source}");
        for diagnosis in found {
            let fixed = diagnosis.fix.and_then(|fix| fix.apply(&source));
            assert_eq!(fixed, None, "{issuer} {subject}: {source}");
        }
    }
}

/// Whoever else is trusted keeps what they may do, and other values stay.
#[test]
fn nobody_loses_the_role() {
    let two = policy(GITHUB, MAIN)
        .replace(ASSUME_ROLE_WITH_WEB_IDENTITY, "sts:AssumeRole")
        .replace(r#"{ "Federated""#, r#"{ "AWS": "arn:aws:iam::123456789012:root", "Federated""#);
    let values = policy(GITHUB, MAIN)
        .replace(&format!(r#""{MAIN}""#), r#"["repo:octo-labs/a:*", "repo:octo-labs/b:*"]"#);
    for (source, kept) in [(two, r#""sts:AssumeRole""#), (values, r#""repo:octo-labs/a:*""#)] {
        let found = diagnose(&decide(GITHUB, MAIN, &source), &source, &claims_of(GITHUB, MAIN));
        let fix = found.first().and_then(|it| it.fix.as_ref());
        let fixed = fix.and_then(|fix| fix.apply(&source)).expect("an edit");
        assert!(fixed.contains(kept), "{fixed}");
        assert_eq!(decide(GITHUB, MAIN, &fixed).outcome(), Outcome::Allowed, "{fixed}");
    }
}

/// Names of issuers are held against names once, not for every key again.
#[test]
fn no_policy_takes_long() {
    let numbered = |count: usize, text: fn(usize) -> String| {
        let texts: Vec<String> = (0..count).map(text).collect();
        texts.join(", ")
    };
    let principals =
        numbered(1500, |i| format!("\"arn:aws:iam::123456789012:oidc-provider/i{i}.example\""));
    let keys = numbered(300, |i| format!("\"x{i}.example:sub\": \"a\""));
    let source = policy(GITHUB, MAIN)
        .replace(r#""Federated": "#, &format!(r#""Federated": [{principals}, "#))
        .replace(&format!("{GITHUB}\" }}"), &format!("{GITHUB}\"] }}"))
        .replace(&format!("\"{GITHUB}:sub\": \"{MAIN}\""), &keys);
    let decision = decide(GITHUB, MAIN, &source);
    let start = Instant::now();
    assert!(!diagnose(&decision, &source, &claims_of(GITHUB, MAIN)).is_empty());
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

/// As the library's function, from the policy's text.
fn diagnose(decision: &Decision, source: &str, claims: &json::Object) -> Vec<Diagnosis> {
    let policy = TrustPolicy::parse(source, &Limits::default()).expect("understood");
    assumable::diagnose(decision, claims, &policy)
}

fn claims_of(issuer: &str, subject: &str) -> json::Object {
    let claims = format!(r#"{{"iss":"https://{issuer}","sub":"{subject}"}}"#);
    json::parse(&claims, 4).expect("claims").as_object().expect("an object").clone()
}

fn policy(provider: &str, pattern: &str) -> String {
    format!(
        r#"{{
  "Version": "2012-10-17",
  "Statement": {{
    "Effect": "Allow",
    "Principal": {{ "Federated": "arn:aws:iam::123456789012:oidc-provider/{provider}" }},
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": {{ "StringLike": {{ "{provider}:sub": "{pattern}" }} }}
  }}
}}"#
    )
}

fn decide(provider: &str, subject: &str, source: &str) -> Decision {
    let policy = TrustPolicy::parse(source, &Limits::default()).expect("understood");
    let mut context = RequestContext::default();
    context.insert(&format!("{provider}:sub"), ContextValue::string(subject));
    let federated = &format!("arn:aws:iam::123456789012:oidc-provider/{provider}");
    let action = ASSUME_ROLE_WITH_WEB_IDENTITY;
    aws::evaluate(&policy, Request { federated, action, context: &context })
}
