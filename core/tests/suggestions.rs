//! Suggested trust policies, against a sample of every issuer's tokens and against near misses.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::Path;

use assumable::aws::{self, AssumeRole, CallOutcome, Presented, TrustPolicy};
use assumable::issuer::Profile;
use assumable::{
    Explain as _, Limits, SuggestError, Suggestion, Timestamp, Wanted, json as strict, suggest,
};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Each suggestion, to be read: what it says of itself, and both of its forms.
#[test]
fn every_sample() {
    let mut page = String::new();
    for (name, claims) in samples() {
        let suggestion = suggested(&[&claims]).expect(&name);
        show(&mut page, &name, &suggestion);
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(page) });
}

#[test]
fn iam_stores_the_policy_and_it_admits_the_token() {
    for (name, claims) in samples() {
        let suggestion = suggested(&[&claims]).expect(&name);
        assert_stored(&suggestion);
        assert!(admits(&suggestion, &claims), "{name}: {}", suggestion.policy);
    }
}

/// A customer of GitHub's may have subjects without an owner, and tokens come without ids too.
#[test]
fn whose_a_token_is_is_pinned_or_said() {
    let claims = |sub: &str| {
        json!({
            "iss": "https://token.actions.githubusercontent.com",
            "aud": "sts.amazonaws.com",
            "sub": sub,
            "repository": "acme/web",
        })
    };
    let bare = suggested(&[&claims("environment:prod")]).expect("a policy");
    assert!(bare.policy.contains("com:repository\": \"acme/web\""), "{}", bare.policy);
    assert!(bare.notes.iter().any(|note| note.id == "repository"), "{:?}", bare.notes);
    assert!(admits(&bare, &claims("environment:prod")));
    let stranger = with(&claims("environment:prod"), "repository", json!("mallory/web"));
    assert!(!admits(&bare, &stranger));
    let is_danger = |it: &Suggestion| it.notes.iter().any(|note| note.id == "strangers");
    assert!(!is_danger(&bare), "{:?}", bare.notes);
    let none = with(&claims("environment:prod"), "repository", Value::Null);
    let none = suggested(&[&none]).expect("a policy");
    assert!(is_danger(&none), "{:?}", none.notes);
    // A name without an id is of no id.
    let (old, new) =
        (claims("repo:acme/web:ref:refs/heads/a"), claims("repo:acme@9/api@2:ref:refs/heads/a"));
    let mixed = suggested(&[&old, &new]).expect("a policy");
    let names: Vec<&str> =
        mixed.notes.iter().map(|note| note.id).filter(|id| id.starts_with("names")).collect();
    assert_eq!(names, ["names"], "{:?}", mixed.notes);
}

/// Another audience, another issuer, another id.
#[test]
fn other_claims_are_denied() {
    let mut ids = 0;
    for (name, claims) in samples() {
        let suggestion = suggested(&[&claims]).expect(&name);
        let denied = |claim: &str, value: Value| {
            let near_miss = with(&claims, claim, value);
            assert!(!admits(&suggestion, &near_miss), "{name}: {near_miss}");
        };
        denied("aud", json!("https://elsewhere.example"));
        denied("azp", json!("https://elsewhere.example"));
        denied("iss", json!(format!("{}x", text(&claims, "iss"))));
        for id in claims.as_object().unwrap().keys() {
            let key = format!("{}:{id}\"", text(&claims, "iss").trim_start_matches("https://"));
            if !["aud", "sub"].contains(&&**id) && suggestion.policy.contains(&key) {
                ids += 1;
                denied(id, json!("1"));
                denied(id, Value::Null);
            }
        }
    }
    assert!(ids > 10, "only {ids}");
}

/// Another text in a named part is denied, except in the parts that are left open.
#[test]
fn other_subjects_are_denied() {
    for (name, claims) in samples() {
        let suggestion = suggested(&[&claims]).expect(&name);
        let subject = text(&claims, "sub");
        for (field, place) in parts(&claims) {
            let other = changed(&subject[place.clone()]);
            let other = [&subject[..place.start], &*other, &subject[place.end..]].concat();
            let near_miss = with(&claims, "sub", json!(other));
            let is_open = open(&claims).contains(&place);
            assert_eq!(admits(&suggestion, &near_miss), is_open, "{name}: {field} in {other}");
        }
        for other in [format!("x{subject}"), String::new(), format!("{}:", subject.to_uppercase())]
        {
            let near_miss = with(&claims, "sub", json!(other));
            assert!(other == subject || !admits(&suggestion, &near_miss), "{name}: {other}");
        }
    }
}

proptest! {
    /// Whichever character of a pinned stretch of the subject is another, or is not there.
    #[test]
    fn no_pinned_character_can_change(
        which in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        by in "[ -~é]?",
    ) {
        let samples = samples();
        let (name, claims) = which.get(&samples);
        let subject = text(claims, "sub");
        let open = open(claims);
        let is_pinned = |at: &usize| !open.iter().any(|place| place.contains(at));
        let pinned: Vec<usize> = (0..subject.len()).filter(is_pinned).collect();
        prop_assume!(!pinned.is_empty());
        let at = *at.get(&pinned);
        prop_assume!(subject[at..=at] != by);
        let other = [&subject[..at], &*by, &subject[at + 1..]].concat();
        let suggestion = suggested(&[claims]).unwrap();
        prop_assert!(!admits(&suggestion, &with(claims, "sub", json!(other))), "{}: {}", name, other);
    }

    /// Whatever text stands in the claims: the policy admits the token, in both forms the text stands
    /// for itself, and nothing that differs in one character is admitted.
    #[test]
    fn text_of_a_token_stands_for_itself(
        subject in "[a-c*?${}\"\\\\ é:]{1,12}",
        audience in "[a-c*?${}\"\\\\ é]{1,8}",
        at in any::<prop::sample::Index>(),
        by in "[a-c*?$x]?",
    ) {
        let claims = json!({ "iss": "https://idp.example", "sub": subject, "aud": audience });
        let suggestion = suggested(&[&claims]).unwrap();
        assert_stored(&suggestion);
        prop_assert!(admits(&suggestion, &claims), "{}", suggestion.policy);
        let places: Vec<(usize, char)> = subject.char_indices().collect();
        let (start, c) = *at.get(&places);
        let other = [&subject[..start], &*by, &subject[start + c.len_utf8()..]].concat();
        prop_assume!(other != subject);
        prop_assert!(!admits(&suggestion, &with(&claims, "sub", json!(other))), "{}", other);
        let gaps = suggestion.terraform.replace("$${", "").replacen(ACCOUNT, "", 1);
        prop_assert_eq!(gaps.matches("${").count(), 0, "{}", suggestion.terraform);
    }

    #[test]
    fn nothing_panics(claims in claims(), account in any::<Option<String>>()) {
        let claims: Vec<_> = claims.iter().map(read).collect();
        let tokens: Vec<_> = claims.iter().map(|claims| claims.as_object().unwrap()).collect();
        let wanted = Wanted { tokens: &tokens, account: account.as_deref(), partition: None };
        if let Ok(suggestion) = suggest(&wanted) {
            prop_assert!(serde_json::from_str::<Value>(&suggestion.policy).is_ok());
        }
    }
}

/// Equal parts are pinned, different ones are listed, and nothing between them is admitted.
#[test]
fn several_tokens() {
    let mut page = String::new();
    for (name, tokens) in several() {
        let suggestion = suggested(&tokens.iter().collect::<Vec<_>>()).expect(name);
        assert_stored(&suggestion);
        for claims in &tokens {
            assert!(admits(&suggestion, claims), "{name}: {claims}");
        }
        show(&mut page, name, &suggestion);
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(page) });
}

fn several() -> Vec<(&'static str, Vec<Value>)> {
    let fly = sample("fly");
    let branch = sample("github-branch");
    let subject = |claims: &Value, subject: &str| with(claims, "sub", json!(subject));
    let tagged = with(&fly, "https://aws.amazon.com/source_identity", json!("cat-api"));
    let methods = |methods: &[&str]| {
        json!({
            "iss": "https://login.acme.example/pool",
            "sub": "robot:7",
            "aud": "deploy",
            "amr": methods,
        })
    };
    vec![
        (
            "two machines of one app",
            vec![fly.clone(), subject(&fly, "acme-weather:cat-api:loud-hill-17")],
        ),
        (
            "two apps of one organization, for two audiences",
            vec![
                fly.clone(),
                with(
                    &subject(&fly, "acme-weather:dog-api:loud-hill-17"),
                    "aud",
                    json!("https://fly.io/acme-weather"),
                ),
            ],
        ),
        (
            "two repositories, and an environment of one",
            vec![
                branch.clone(),
                with(
                    &subject(&branch, "repo:octo-labs/billing:ref:refs/heads/main"),
                    "repository_id",
                    json!("567890124"),
                ),
                sample("github-environment"),
            ],
        ),
        (
            "an id that one token lacks",
            vec![branch.clone(), with(&branch, "repository_id", json!(7))],
        ),
        ("plan and apply", {
            let apply = sample("terraform");
            let plan = text(&apply, "sub").replace("apply", "plan");
            vec![apply.clone(), subject(&apply, &plan)]
        }),
        ("a machine and a job", vec![tagged, sample("buildkite")]),
        (
            "ways to prove who one is",
            vec![methods(&["mfa", "pwd"]), methods(&["pwd", "mfa", "otp"])],
        ),
        (
            "text that others would take for wildcards and variables",
            vec![json!({
                "iss": "https://idp.acme.example",
                "sub": "every*one?${aws:username} \"\\",
                "aud": "$$",
            })],
        ),
    ]
}

#[test]
fn what_iam_has_no_room_for_is_said() {
    let fly = sample("fly");
    let app =
        |app: u32| with(&fly, "sub", json!(format!("acme-weather:a-rather-long-name-{app}:m")));
    let apps: Vec<Value> = (0..60).map(app).collect();
    let suggestion = suggested(&apps.iter().collect::<Vec<_>>()).unwrap();
    assert_stored(&suggestion);
    let quota = suggestion.notes.iter().find(|note| note.id == "quota").unwrap();
    let begin = "IAM would not store the policy: the policy has ";
    assert!(quota.text.starts_with(begin), "{}", quota.text);
}

/// A branch's name may hold slashes, and so a whole forged end of a subject.
#[test]
fn a_branch_cannot_forge_the_rest_of_a_subject() {
    let claims = sample("circleci");
    let suggestion = suggested(&[&claims]).unwrap();
    let subject = text(&claims, "sub");
    let end = "/vcs-origin/github.com/acme/web/vcs-ref/refs/heads/main";
    let begin = subject.strip_suffix(end).unwrap();
    for forged in [
        format!("{begin}/vcs-origin/github.com/evil/web/vcs-ref/refs/heads/x{end}"),
        format!("{begin}/vcs-origin/github.com/acme/web/vcs-ref/refs/heads/x{end}"),
    ] {
        assert!(!admits(&suggestion, &with(&claims, "sub", json!(forged))), "{forged}");
    }
}

/// A step without a deployment environment does not open those with one, nor the reverse.
#[test]
fn a_deployment_is_another_workload() {
    let (plain, deployment) = (sample("bitbucket"), sample("bitbucket-deployment"));
    assert!(!admits(&suggested(&[&plain]).unwrap(), &deployment));
    assert!(!admits(&suggested(&[&deployment]).unwrap(), &plain));
}

/// What only looks like a family's issuer opens nothing.
#[test]
fn a_subject_alone_opens_nothing() {
    let claims = json!({
        "iss": "https://idp.acme.example",
        "sub": text(&sample("buildkite"), "sub"),
        "aud": "sts.amazonaws.com",
    });
    let suggestion = suggested(&[&claims]).unwrap();
    assert!(!suggestion.policy.contains('*'), "{}", suggestion.policy);
}

#[test]
fn accounts_and_partitions() {
    let claims = read(&sample("fly"));
    let tokens = [claims.as_object().unwrap()];
    let wanted = |account, partition| suggest(&Wanted { tokens: &tokens, account, partition });
    let china = wanted(Some("210987654321"), Some("aws-cn")).unwrap();
    let principal = "\"arn:aws-cn:iam::210987654321:oidc-provider/oidc.fly.io/acme-weather\"";
    assert!(china.policy.contains(principal));
    assert!(china.terraform.contains(&format!("[{principal}]")));
    assert!(!china.terraform.contains("aws_caller_identity"));
    assert!(china.notes.iter().all(|note| note.id != "account"));
}

#[test]
fn every_refusal() {
    let fly = sample("fly");
    let tags = "https://aws.amazon.com/tags";
    let cases = [
        without(&fly, "iss"),
        without(&fly, "sub"),
        without(&fly, "aud"),
        with(&fly, "sub", json!(null)),
        with(&fly, "aud", json!(7)),
        with(&fly, "aud", json!("")),
        with(&fly, "azp", json!("")),
        with(&fly, "aud", json!(["a", "b"])),
        with(&fly, "iss", json!("http://oidc.fly.io/acme")),
        with(&fly, "iss", json!("https://oidc.fly.io:8443/acme")),
        with(&fly, "iss", json!("https://oidc.fly.io/acme?*")),
        with(&fly, "iss", json!("https:///acme")),
        with(&fly, "sub", json!("acme\u{200b}:cat-api:m")),
        with(&fly, "sub", json!("acme:字:m")),
        with(&fly, "aud", json!("&{aws:username}")),
        with(&fly, "aud", json!("%{ if true }")),
        with(&fly, tags, json!({ "principal_tags": { "Team": "a" } })),
        with(&fly, "https://aws.amazon.com/source_identity", json!("?")),
    ];
    let mut page = String::new();
    for claims in &cases {
        let error = suggested(&[&fly, claims]).expect_err("refused");
        tell(&mut page, &error);
    }
    let (fly, none) = (read(&fly), Wanted::default());
    tell(&mut page, &suggest(&none).unwrap_err());
    let many = vec![fly.as_object().unwrap(); 101];
    tell(&mut page, &suggest(&Wanted { tokens: &many, ..none }).unwrap_err());
    for (account, partition) in [(Some("1234"), None), (None, Some("azure")), (None, Some("aws-*"))]
    {
        let wanted = Wanted { tokens: &many[..1], account, partition };
        tell(&mut page, &suggest(&wanted).unwrap_err());
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(page) });
}

fn tell(page: &mut String, error: &SuggestError) {
    let message = error.to_string();
    assert!(!message.contains('\n') && !message.ends_with('.'), "{message}");
    writeln!(page, "{}\n    {message}", error.code()).unwrap();
    if let Some(help) = error.help() {
        writeln!(page, "    help: {help}").unwrap();
    }
}

fn show(page: &mut String, name: &str, suggestion: &Suggestion) {
    writeln!(page, "── {name}\n").unwrap();
    for note in &suggestion.notes {
        assert!(!note.text.contains('\n') && !note.text.ends_with('.'), "{}", note.text);
        writeln!(page, "{}: {}", note.id, note.text).unwrap();
    }
    writeln!(page, "\n{}\n\n{}", suggestion.policy, suggestion.terraform).unwrap();
}

/// Understood, stored unless it is too long, and written as JavaScript would.
fn assert_stored(suggestion: &Suggestion) {
    let policy = &suggestion.policy;
    assert!(TrustPolicy::parse(policy, &Limits::default()).is_ok(), "{policy}");
    let check = aws::check_trust_policy(policy, &Limits::default());
    let codes: Vec<&str> = check.errors.iter().map(|error| error.code).collect();
    let too_long = suggestion.notes.iter().any(|note| note.id == "quota");
    assert_eq!(codes, if too_long { vec!["LimitExceeded"] } else { vec![] }, "{policy}");
    assert!(suggestion.notes.iter().all(|note| note.id != "not-stored"), "{policy}");
    let again = serde_json::from_str::<Value>(policy).unwrap();
    let mut lines: Vec<&str> = policy.lines().map(|line| line.trim_end_matches(',')).collect();
    let again = serde_json::to_string_pretty(&again).unwrap();
    let mut expected: Vec<&str> = again.lines().map(|line| line.trim_end_matches(',')).collect();
    lines.sort_unstable();
    expected.sort_unstable();
    assert_eq!(lines, expected);
}

fn suggested(tokens: &[&Value]) -> Result<Suggestion, SuggestError> {
    let claims: Vec<_> = tokens.iter().map(|claims| read(claims)).collect();
    let tokens: Vec<_> = claims.iter().map(|claims| claims.as_object().unwrap()).collect();
    suggest(&Wanted { tokens: &tokens, ..Wanted::default() })
}

fn admits(suggestion: &Suggestion, claims: &Value) -> bool {
    let policy = TrustPolicy::parse(&suggestion.policy, &Limits::default()).unwrap();
    let claims = read(claims);
    let now = Timestamp::from_seconds(1_780_000_060).unwrap();
    let presented = Presented::Claims(claims.as_object().unwrap());
    let simulation = aws::simulate(&AssumeRole::new(presented, &policy, now));
    matches!(simulation.outcome, CallOutcome::Allowed(_))
}

/// Name of the file, and the claims.
/// All of them but tokens without an audience, which STS never takes.
fn samples() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors/issuers");
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut names: Vec<String> =
        names.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    names.sort_unstable();
    assert!(names.len() > 30, "only {}", names.len());
    let samples = names.into_iter().map(|name| (name.clone(), sample(&name)));
    samples.filter(|(_, claims)| claims["aud"].is_string() || claims["aud"].is_array()).collect()
}

fn sample(name: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors/issuers");
    let text = fs::read_to_string(folder.join(name).with_extension("json")).unwrap();
    serde_json::from_str::<Value>(&text).unwrap()["claims"].clone()
}

fn read(claims: &Value) -> strict::Value {
    strict::parse(&claims.to_string(), 32).unwrap()
}

fn text<'a>(claims: &'a Value, name: &str) -> &'a str {
    claims[name].as_str().expect(name)
}

fn with(claims: &Value, name: &str, value: Value) -> Value {
    let mut claims = claims.clone();
    claims[name] = value;
    claims
}

fn without(claims: &Value, name: &str) -> Value {
    let mut claims = claims.clone();
    claims.as_object_mut().unwrap().remove(name);
    claims
}

/// The name and the place of each part of the subject.
fn parts(claims: &Value) -> Vec<(&'static str, Range<usize>)> {
    let subject = text(claims, "sub");
    let profile = Profile::recognise(text(claims, "iss"), subject).unwrap();
    let parts = profile.split_subject(subject).unwrap_or_default();
    let place = |start: usize, text: &str| start..start + text.len();
    parts.iter().map(|part| (part.field.name, place(part.start, part.text))).collect()
}

/// The places that a policy leaves open.
fn open(claims: &Value) -> Vec<Range<usize>> {
    let profile = Profile::recognise(text(claims, "iss"), text(claims, "sub")).unwrap();
    let is_open = |(field, _): &(&'static str, _)| OPEN.contains(&(profile.name, field));
    parts(claims).into_iter().filter(is_open).map(|(_, place)| place).collect()
}

/// Of what differs from one token of the same workload to the next.
const OPEN: [(&str, &str); 7] = [
    ("Fly.io", "machine"),
    ("Buildkite", "commit"),
    ("Buildkite", "step"),
    ("CircleCI", "user"),
    ("Codefresh", "user"),
    ("Bitbucket Pipelines", "step"),
    ("Modal", "container"),
];

/// The one gap of Terraform's that is meant.
const ACCOUNT: &str = "${data.aws_caller_identity.current.account_id}";

/// As long as before, and of the same shape.
fn changed(text: &str) -> String {
    let mut changed = text.to_owned();
    let last = changed.pop();
    changed.push(if last == Some('1') { '2' } else { '1' });
    changed
}

fn claims() -> impl Strategy<Value = Vec<Value>> {
    let value = prop_oneof![
        any::<String>().prop_map(Value::from),
        Just(json!("https://oidc.fly.io/acme")),
        Just(json!("https://token.actions.githubusercontent.com")),
        Just(json!("repo:a/b:pull_request")),
        Just(json!("a:b:c")),
        Just(json!(["a"])),
        Just(json!(["a", "b"])),
        Just(json!(7)),
        Just(json!(null)),
        Just(json!({ "principal_tags": { "a*": ["b"] } })),
    ];
    let name = prop_oneof![
        Just("iss"),
        Just("sub"),
        Just("aud"),
        Just("azp"),
        Just("amr"),
        Just("repository_id"),
        Just("https://aws.amazon.com/tags"),
    ];
    let claims = prop::collection::hash_map(name, value, 0..7);
    let claims = claims.prop_map(|claims| {
        let claims = claims.into_iter().map(|(name, value)| (name.to_owned(), value));
        Value::Object(claims.collect())
    });
    prop::collection::vec(claims, 0..4)
}
