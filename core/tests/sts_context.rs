//! What a trust policy sees of a call, and the providers that IAM makes, as recorded in
//! `vectors/aws/context.json`.

#![expect(clippy::expect_used, reason = "a test may panic")]

use std::sync::LazyLock;

use assumable::aws::{
    self, AssumeRole, CallOutcome, ContextType, ContextValue, Presented, Provider, RoleSession,
    Simulation, StageName, StageOutcome, TrustPolicy,
};
use assumable::{Limits, Timestamp, json};
use serde_json::Value;

#[test]
fn recorded_keys() {
    let mut seen = 0;
    for row in rows("web-identity-trust-context") {
        let id = row["id"].as_str().expect("id");
        seen += 1;
        if let Some(principal) = row.get("principal") {
            let simulation = simulate("", &policy(&principal.to_string(), "{}"), |_| {});
            assert_eq!(is_allowed(&simulation), row["matches"], "{id}");
            continue;
        }
        let roles = match row["when"].as_str() {
            Some("the roles claim names the requested role") => {
                format!(r#","https://aws.amazon.com/roles":"{ROLE}""#)
            }
            Some("the roles claim does not name the requested role") => {
                r#","https://aws.amazon.com/roles":"arn:aws:iam::123456789012:role/o""#.into()
            }
            _ => String::new(),
        };
        let source = policy(&format!(r#"{{"Federated":"{PROVIDER}"}}"#), "{}");
        let simulation = simulate(&roles, &source, |_| {});
        let key = row["key"].as_str().expect("key");
        let found = simulation.context.get(key).map(|value| &*value.values[0]);
        match &row["present"] {
            Value::Null => {
                assert!(matches!(simulation.outcome, CallOutcome::Error(_)), "{id}");
                assert!(simulation.context.is_unknown(key), "{id}");
            }
            Value::Bool(false) => {
                assert_eq!(found, None, "{id}");
                assert!(!simulation.context.is_unknown(key), "{id}");
            }
            _ => assert_eq!(found, Some(in_words(row["value"].as_str().expect("value"))), "{id}"),
        }
        for other in row["not_value"].as_array().into_iter().flatten() {
            assert_ne!(found, Some(in_words(other.as_str().expect("value"))), "{id}");
        }
    }
    assert_eq!(seen, 9);
}

/// What a row describes, in the call of these tests.
fn in_words(value: &str) -> &str {
    match value {
        words if words.starts_with("account id of the OIDC provider") => "123456789012",
        "ARN of the OIDC provider" => PROVIDER,
        "RoleSessionName of the request" => "session",
        "the sub claim" => "s",
        "<provider ARN>:<sub claim>" => {
            "arn:aws:iam::123456789012:oidc-provider/issuer.example/a:s"
        }
        literal => literal,
    }
}

/// Of the calls that make and change providers only the URLs matter here: which provider a URL
/// makes. Client ids, thumbprints, tags and deletion are IAM's own business.
#[test]
fn recorded_providers() {
    let mut seen = 0;
    for row in rows("oidc-provider-call") {
        let id = row["id"].as_str().expect("id");
        let (Some(url), "CreateOpenIDConnectProvider") =
            (row["input"]["Url"].as_str(), row["operation"].as_str().expect("operation"))
        else {
            continue;
        };
        let arn = row["output"]["OpenIDConnectProviderArn"].as_str();
        let thumbprints = row["input"]["ThumbprintList"].as_array().expect("a list").len();
        if arn.is_none() && thumbprints > 5 {
            continue;
        }
        seen += 1;
        // A token of the issuer that the provider is named after finds it.
        let name = arn.map(|arn| arn.split_once('/').expect("a name").1);
        let issuer = format!("https://{}", name.unwrap_or("oidc-probe.example.com/"));
        let claims = format!(r#"{{"iss":"{issuer}","aud":"a","sub":"s"}}"#);
        let claims = json::parse(&claims, 2).expect("JSON");
        let source = policy(r#"{"Federated":"x"}"#, "{}");
        let policy = TrustPolicy::parse(&source, &Limits::default()).expect("a policy");
        let now = Timestamp::from_seconds(1000).expect("a time");
        let simulation = aws::simulate(&AssumeRole {
            provider: Provider { url: Some(url), ..Provider::default() },
            role: aws::Role { arn: Some(ROLE), ..aws::Role::default() },
            ..AssumeRole::new(Presented::Claims(claims.as_object().expect("claims")), &policy, now)
        });
        let stage = simulation.stages.iter().find(|it| it.name == StageName::Provider);
        let found = stage.expect("a stage").outcome == StageOutcome::Passed;
        assert_eq!(found, arn.is_some(), "{id}");
        if let Some(arn) = arn {
            let userid = simulation.context.get("aws:userid").expect("always there");
            assert_eq!(userid.values, [arn], "{id}");
        }
    }
    assert_eq!(seen, 7);
}

/// Every row is of a kind that some test reads.
#[test]
fn kinds() {
    let kinds = ["web-identity-trust-context", "oidc-provider-call", "shared-idp-guard"];
    for row in table() {
        assert!(kinds.contains(&row["kind"].as_str().expect("kind")), "{}", row["id"]);
    }
}

#[test]
fn keys_have_the_types_that_aws_declares() {
    use ContextType::{Bool, Date, Ip, String as Text, StringList};
    let tags = r#","https://aws.amazon.com/tags":{"principal_tags":{"Team":["a"]},
        "transitive_tag_keys":["Team"]},"amr":["x","y"]"#;
    let source = policy(&format!(r#"{{"Federated":"{PROVIDER}"}}"#), "{}");
    static TAGS: LazyLock<Vec<(String, String)>> =
        LazyLock::new(|| vec![("Team".to_owned(), "b".to_owned())]);
    let simulation = simulate(tags, &source, |call| {
        call.role.tags = Some(&TAGS);
        call.session.source_ip = Some("203.0.113.7");
        call.session.region = Some("eu-west-1");
        call.session.user_agent = Some("aws-cli");
    });
    let found: Vec<_> = simulation
        .context
        .iter()
        .map(|(key, ContextValue { kind, values })| (key, *kind, values.join(" ")))
        .collect();
    let expected = [
        ("aws:CurrentTime", Date, "1970-01-01T00:16:40Z"),
        ("aws:EpochTime", Date, "1000"),
        ("aws:PrincipalAccount", Text, "123456789012"),
        ("aws:PrincipalType", Text, "User"),
        ("aws:RequestedRegion", Text, "eu-west-1"),
        ("aws:RequestTag/Team", Text, "a"),
        ("aws:ResourceTag/Team", Text, "b"),
        ("aws:SecureTransport", Bool, "true"),
        ("aws:SourceIp", Ip, "203.0.113.7"),
        ("aws:TagKeys", StringList, "Team"),
        ("aws:UserAgent", Text, "aws-cli"),
        ("aws:userid", Text, PROVIDER),
        ("iam:ResourceTag/Team", Text, "b"),
        ("issuer.example/a:amr", StringList, "x y"),
        ("issuer.example/a:aud", Text, "a"),
        ("issuer.example/a:oaud", Text, "a"),
        ("issuer.example/a:sub", Text, "s"),
        ("sts:RoleAuthorizedByIdp", Bool, "false"),
        ("sts:RoleSessionName", Text, "session"),
        ("sts:TransitiveTagKeys", StringList, "Team"),
    ];
    let mut expected = expected.map(|(key, kind, value)| (key, kind, value.to_owned())).to_vec();
    expected.sort_by_key(|(key, ..)| key.to_lowercase());
    assert_eq!(found, expected);
    for absent in ["aws:ResourceTag/Other", "aws:SourceVpc", "aws:PrincipalArn", "sts:ExternalId"] {
        assert!(!simulation.context.is_unknown(absent), "{absent}");
    }
    for unknown in ["aws:PrincipalTag/Team", "aws:FederatedProvider", "aws:referer"] {
        assert!(simulation.context.is_unknown(unknown), "{unknown}");
    }
}

/// Everything else in a token is there, but no policy can ask for it.
#[test]
fn invisible_claims() {
    let source = policy(&format!(r#"{{"Federated":"{PROVIDER}"}}"#), "{}");
    let more = r#","azp":"a","jti":"1","app_name":"x","email":"e","oaud":"y","groups":[],
        "https://aws.amazon.com/roles":null,"https://aws.amazon.com/other":1"#;
    let simulation = simulate(more, &source, |_| {});
    assert_eq!(
        simulation.invisible_claims,
        ["jti", "app_name", "oaud", "groups", "https://aws.amazon.com/other"]
    );
}

/// `ProviderId` is for OAuth tokens, of which nobody here can read anything.
#[test]
fn oauth_tokens() {
    let condition = r#"{"StringEquals":{"www.amazon.com:app_id":"amzn1.application"}}"#;
    let source = policy(r#"{"Federated":"www.amazon.com"}"#, condition);
    let policy = TrustPolicy::parse(&source, &Limits::default()).expect("a policy");
    let now = Timestamp::from_seconds(1000).expect("a time");
    let session = RoleSession { provider_id: Some("www.amazon.com"), ..RoleSession::default() };
    let call = |presented| AssumeRole { session, ..AssumeRole::new(presented, &policy, now) };

    let opaque = aws::simulate(&call(Presented::Token("Atza|opaque")));
    assert!(matches!(opaque.outcome, CallOutcome::Denied(_)));
    assert!(opaque.context.is_unknown("www.amazon.com:app_id"));
    assert_eq!(opaque.confidence(), assumable::Confidence::Assumed);

    let claims = json::parse(r#"{"app_id":"amzn1.application","sub":"x","aud":"y"}"#, 2);
    let claims = claims.expect("JSON");
    let known = aws::simulate(&call(Presented::Claims(claims.as_object().expect("claims"))));
    let CallOutcome::Allowed(identity) = known.outcome else { panic!("{:?}", known.outcome) };
    assert_eq!(identity.provider, "www.amazon.com");
    assert_eq!(known.context.get("www.amazon.com:aud"), None);
}

fn simulate(more: &str, source: &str, edit: impl FnOnce(&mut AssumeRole<'_>)) -> Simulation {
    let claims = format!(r#"{{"iss":"https://issuer.example/a","aud":"a","sub":"s"{more}}}"#);
    let claims = json::parse(&claims, 8).expect("JSON");
    let policy = TrustPolicy::parse(source, &Limits::default()).expect("a policy");
    let now = Timestamp::from_seconds(1000).expect("a time");
    let mut call =
        AssumeRole::new(Presented::Claims(claims.as_object().expect("claims")), &policy, now);
    call.provider.arn = Some(PROVIDER);
    call.role.arn = Some(ROLE);
    call.session.name = Some("session");
    edit(&mut call);
    aws::simulate(&call)
}

fn policy(principal: &str, condition: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{principal},"Action":["sts:AssumeRoleWithWebIdentity","sts:TagSession"],"Condition":{condition}}}}}"#
    )
}

fn is_allowed(simulation: &Simulation) -> bool {
    matches!(simulation.outcome, CallOutcome::Allowed(_))
}

fn rows(kind: &str) -> Vec<Value> {
    table().into_iter().filter(|row| row["kind"] == kind).collect()
}

fn table() -> Vec<Value> {
    serde_json::from_str(include_str!("../../vectors/aws/context.json")).expect("rows")
}

const PROVIDER: &str = "arn:aws:iam::123456789012:oidc-provider/issuer.example/a";
const ROLE: &str = "arn:aws:iam::123456789012:role/r";
