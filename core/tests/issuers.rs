//! The issuer catalogue against a sample of every issuer's tokens.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use assumable::issuer::{Profile, claim_note};
use proptest::prelude::*;
use serde_json::Value;

/// Name of the file, and the sample.
fn samples() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors/issuers");
    let read = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry.unwrap().path();
        let sample = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        (path.file_stem().unwrap().to_string_lossy().into_owned(), sample)
    };
    let samples: Vec<_> = fs::read_dir(folder).unwrap().map(read).collect();
    assert!(samples.len() > 30, "only {}", samples.len());
    samples
}

fn claim<'a>(sample: &'a Value, name: &str) -> &'a str {
    sample["claims"][name].as_str().expect(name)
}

/// The parts that a sample says its subject has, or `None` if it is not to be split.
fn expected_parts(sample: &Value) -> Option<Vec<(&str, &str)>> {
    let parts = sample["parts"].as_object()?;
    Some(parts.iter().map(|(name, text)| (name.as_str(), text.as_str().unwrap())).collect())
}

#[test]
fn every_sample_is_recognised() {
    for (name, sample) in samples() {
        let profile = Profile::recognise(claim(&sample, "iss"), claim(&sample, "sub"));
        assert_eq!(profile.map(|profile| profile.name), sample["profile"].as_str(), "{name}");
    }
}

#[test]
fn every_family_has_a_sample() {
    let samples = samples();
    let sampled: BTreeSet<&str> =
        samples.iter().filter_map(|(_, sample)| sample["profile"].as_str()).collect();
    let all: BTreeSet<&str> = Profile::all().map(|profile| profile.name).collect();
    assert_eq!(sampled, all);
}

#[test]
fn every_subject_splits_and_rebuilds() {
    for (name, sample) in samples() {
        let subject = claim(&sample, "sub");
        let profile = Profile::recognise(claim(&sample, "iss"), subject).expect(&name);
        let split = profile.split_subject(subject);
        let Some(expected) = expected_parts(&sample) else {
            assert_eq!(split, None, "{name}");
            continue;
        };
        let split = split.expect(&name);
        let by_name: BTreeSet<_> = split.iter().map(|part| (part.field.name, part.text)).collect();
        assert_eq!(by_name, expected.iter().copied().collect(), "{name}");
        for part in &split {
            assert!(subject.get(part.start..).unwrap().starts_with(part.text), "{name}");
        }
        let parts: Vec<_> = split.iter().map(|part| (part.field.name, part.text)).collect();
        assert_eq!(profile.build_subject(&parts).as_deref(), Some(subject), "{name}");
    }
}

#[test]
fn no_other_family_has_the_issuer() {
    for (name, sample) in samples() {
        let families =
            Profile::all().filter(|other| other.has_issuer(claim(&sample, "iss"))).count();
        let by_subject_alone =
            ["gitlab-self-managed", "terraform-enterprise", "kubernetes"].contains(&&*name);
        assert_eq!(families, usize::from(!by_subject_alone), "{name}");
    }
}

#[test]
fn issuers_that_only_look_alike_belong_to_nobody() {
    for issuer in [
        "https://token.actions.githubusercontent.com.evil.example",
        "https://token.actions.githubusercontent.com@evil.example",
        "https://oidc.vercel.com@attacker.example",
        "https://evil.example/oidc.vercel.com",
        "https://oidc.fly.io/",
        "https://oidc.fly.io/acme/other",
        "https://gitlab.com.evil.example",
        "https://evil.example/x/_services/token",
        "https://evil.example/.cloudflareaccess.com",
        "https://evil.example\\.cloudflareaccess.com",
        "https://evil.example?.cloudflareaccess.com",
        "https://evil.example%2f.cloudflareaccess.com",
        "https://a b.cloudflareaccess.com",
        "https://\u{430}cme.cloudflareaccess.com",
        "https://..cloudflareaccess.com",
        "https://cloudflareaccess.com",
        "https://user@gitlab.com",
        "https://gitlab.com:443",
        "https://gitlab.com/",
        "https://gitlab.com.",
        "https://GitLab.com",
        "HTTPS://gitlab.com",
        "https://https://gitlab.com",
        "https://token.actions.githubusercontent.com/",
        "https://token.actions.githubusercontent.com/..",
        "https://token.actions.githubusercontent.com//acme",
        "https://token.actions.ghe.com",
        "https://token.actions.evil.example/x.ghe.com",
        "https://git.example.com:8443/_services/token",
        "https://git.example.com/_services/token/",
        "https://oidc.circleci.com/org/",
        "https://app.us.spacelift.io",
        "http://gitlab.com",
        "",
    ] {
        assert!(Profile::of(issuer).is_none(), "{issuer}");
    }
}

/// What fits no grammar is refused, not guessed.
#[test]
fn other_subjects_are_not_split() {
    for (issuer, subject) in [
        ("token.actions.githubusercontent.com", "repo:octo-labs/payments:pull-request"),
        ("token.actions.githubusercontent.com", "repo:octo-labs/payments:unknown:x"),
        ("token.actions.githubusercontent.com", "repo:octo-labs"),
        ("token.actions.githubusercontent.com", "repo:octo-labs@1/payments:pull_request"),
        ("token.actions.githubusercontent.com", "repo:a@x/b@2:pull_request"),
        ("token.actions.githubusercontent.com", "ref:refs/heads/a:ref:refs/heads/b"),
        ("token.actions.githubusercontent.com", ""),
        ("gitlab.com", "project_path:a/b:ref_type:commit:ref:main"),
        ("oidc.circleci.com", "org/a/project/b/user/c"),
        ("agent.buildkite.com", "ship-it"),
        ("app.terraform.io", "organization:a:project:b:workspace:c:run_phase:destroy"),
        ("oidc.eks.eu-west-1.amazonaws.com/id/0A", "system:serviceaccount:a:b:c"),
        ("oidc.eks.eu-west-1.amazonaws.com/id/0A", "system:serviceaccount:a:"),
        ("accounts.google.com", "deployer"),
        ("oidc.fly.io/acme", "acme:*"),
        ("oidc.fly.io/acme", "acme::machine"),
        ("oidc.fly.io/acme", "acme:web:machine:"),
        ("token.actions.githubusercontent.com", "repo:octo/web/x:pull_request"),
        ("token.actions.githubusercontent.com", "repo:octo/web:environment:"),
        ("token.actions.githubusercontent.com", "repo:octo/web:environment:a:b"),
        ("token.actions.githubusercontent.com", "repo:octo/web:ref:refs/heads/a:ref:b"),
        ("token.actions.githubusercontent.com", "repo:octo/web:repository_owner:octo"),
        ("token.actions.githubusercontent.com", "repo:octo/web:*:actor:mona"),
        ("token.actions.githubusercontent.com", "repo:octo/web:pull_request:"),
        (
            "oidc.circleci.com",
            "org/6f1d7a70-1c6d-4a94-8f3e-33f0a3b0c001/project/c2a9e5d4-7b1f-4c30-9d2a-0f6f1b7a2002\
             /user/a7e1c3b9-52d4-4e8f-9b60-71d2c4e63003/vcs-origin/github.com/vcs-ref/web\
             /vcs-ref/refs/heads/main",
        ),
        (
            "oidc.codefresh.io",
            "account:a:pipeline:b:scm_repo_url:c:scm_user_name:d:scm_user_name:e:scm_ref:f",
        ),
        ("oidc.codefresh.io", "account:a:pipeline:b:jroe"),
        ("gitlab.com", "project_path:a/b:ref_type:branch:ref:x:ref:y"),
        ("gitlab.com", "ref_type:branch:ref:main"),
        ("login.microsoftonline.com/t/v2.0", "/eid1/c/pub/t/a/a/b/c"),
        ("acme.cloudflareaccess.com", ""),
    ] {
        let profile = Profile::of(issuer).expect(issuer);
        assert_eq!(profile.split_subject(subject), None, "{subject}");
    }
}

#[test]
fn patterns_name_what_they_pin() {
    let github = Profile::of("token.actions.githubusercontent.com").unwrap();
    for (pattern, expected) in [
        ("repo:octo/web:*", "owner=octo repository=web"),
        ("repo:octo/*", "owner=octo repository=*"),
        ("repo:octo*", "owner=octo*"),
        ("repo:octo/*:ref:refs/heads/main", "owner=octo repository=* branch=main"),
        ("repo:octo/web:ref:refs/heads/release/*", "owner=octo repository=web branch=release/*"),
        ("repo:octo/web:ref:*", "owner=octo repository=web ref=*"),
        ("repo:octo@1/web@2:*", "owner=octo owner id=1 repository=web repository id=2"),
        ("repository_owner_id:7:*", "owner id=7"),
    ] {
        let parts = github.split_pattern(pattern).expect(pattern);
        let shown: Vec<String> =
            parts.iter().map(|part| format!("{}={}", part.field.name, part.text)).collect();
        assert_eq!(shown.join(" "), expected, "{pattern}");
    }
    for pattern in ["*", "repo:*", "octo/web", "acme:*"] {
        assert_eq!(github.split_pattern(pattern), None, "{pattern}");
    }
}

/// A `:` within a value is `%3A`, and what customers put together comes in any order.
#[test]
fn github_subjects_that_customers_put_together() {
    let github = Profile::of("token.actions.githubusercontent.com").unwrap();
    for (subject, expected) in [
        ("repo:octo/web:environment:Production%3AV1", "octo, web, Production%3AV1"),
        ("repository_owner:monalisa:repository_visibility:private", "monalisa, private"),
        (
            "repo:octo/web:environment:prod:job_workflow_ref:octo/ci/.github/workflows/a.yml@refs/heads/main",
            "octo, web, prod, octo/ci/.github/workflows/a.yml@refs/heads/main",
        ),
        (
            "job_workflow_ref:octo/ci/.github/workflows/a.yml@refs/tags/v1:repo:octo@1/web@2:pull_request",
            "octo/ci/.github/workflows/a.yml@refs/tags/v1, octo, 1, web, 2, pull_request",
        ),
        ("repository_owner_id:7:repo_property_tier:gold", "7, tier, gold"),
        ("repository_owner:octo:workflow:Deploy to prod", "octo, Deploy to prod"),
        ("repo:octo/web", "octo, web"),
    ] {
        let parts = github.split_subject(subject).expect(subject);
        let shown: Vec<&str> = parts.iter().map(|part| part.text).collect();
        assert_eq!(shown.join(", "), expected);
    }
}

/// What a pattern's last wildcard hides is not guessed.
#[test]
fn patterns_name_only_what_is_certain() {
    const UUID: &str = "0a1b2c3d-1111-4e5f-8a9b-000000000001";
    for (issuer, pattern, expected) in [
        (BITBUCKET, format!("{{{UUID}}}:{{0*"), format!("repository={UUID}")),
        (BITBUCKET, format!("{{{UUID}}}:*"), format!("repository={UUID}")),
        ("oidc.codefresh.io", "account:a:pipeline:b:*".into(), "account=a pipeline=b".into()),
        (
            "oidc.codefresh.io",
            "account:a:pipeline:b:scm_repo_url:https:*".into(),
            "account=a pipeline=b repository=https:*".into(),
        ),
        ("app.terraform.io", "organization:acme:project:*".into(), "organization=acme".into()),
        (
            "token.actions.githubusercontent.com",
            "repo:octo/web:*:job_workflow_ref:octo/ci/*".into(),
            "owner=octo repository=web called workflow=octo/ci/*".into(),
        ),
    ] {
        let parts = Profile::of(issuer).unwrap().split_pattern(&pattern).expect(&pattern);
        let shown: Vec<String> =
            parts.iter().map(|part| format!("{}={}", part.field.name, part.text)).collect();
        assert_eq!(shown.join(" "), expected, "{pattern}");
    }
}

const BITBUCKET: &str = "api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc";

/// Every claim of every sample has its sentence, from the issuer's family or from RFC 7519.
#[test]
fn every_sampled_claim_is_explained() {
    const NOT_DOCUMENTED: [&str; 1] = ["context"];
    let mut unexplained = BTreeSet::new();
    for (_, sample) in samples() {
        let profile = Profile::recognise(claim(&sample, "iss"), claim(&sample, "sub"));
        for name in sample["claims"].as_object().unwrap().keys() {
            if claim_note(profile, name).is_none() {
                unexplained.insert(name.clone());
            }
        }
    }
    assert_eq!(unexplained, NOT_DOCUMENTED.map(String::from).into());
}

#[test]
fn defaults_agree_with_the_samples() {
    for (name, sample) in samples() {
        let profile = Profile::recognise(claim(&sample, "iss"), claim(&sample, "sub")).unwrap();
        if !profile.algorithms.is_empty() {
            let algorithm = sample["header"]["alg"].as_str().unwrap();
            assert!(profile.algorithms.contains(&algorithm), "{name}");
        }
        if let Some(lifetime) = profile.lifetime {
            let lived = sample["claims"]["exp"].as_i64().unwrap()
                - sample["claims"]["iat"].as_i64().unwrap();
            assert_eq!(lived, i64::from(lifetime), "{name}");
        }
    }
}

proptest! {
    /// Whatever parts are given: what is built splits into the same parts.
    #[test]
    fn what_is_built_splits_again(which in any::<prop::sample::Index>(), texts in texts()) {
        let samples = samples();
        let (_, sample) = which.get(&samples);
        let profile = Profile::recognise(claim(sample, "iss"), claim(sample, "sub")).unwrap();
        let names = expected_parts(sample).unwrap_or_default();
        let parts: Vec<(&str, &str)> =
            names.iter().zip(&texts).map(|((name, _), text)| (*name, text.as_str())).collect();
        if let Some(subject) = profile.build_subject(&parts) {
            let split = profile.split_subject(&subject).unwrap();
            let split: BTreeSet<_> = split.iter().map(|part| (part.field.name, part.text)).collect();
            prop_assert_eq!(split, parts.into_iter().collect());
        }
    }

    /// A subject of the right shape but with other words, and one that is broken somewhere: if it
    /// splits, its parts build it again.
    #[test]
    fn what_splits_is_built_again(
        which in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        inserted in "[a-z0-9:/@*{}-]{0,4}",
    ) {
        let samples = samples();
        let (_, sample) = which.get(&samples);
        let mut subject = claim(sample, "sub").to_owned();
        subject.insert_str(at.index(subject.len() + 1), &inserted);
        let profile = Profile::recognise(claim(sample, "iss"), claim(sample, "sub")).unwrap();
        if let Some(split) = profile.split_subject(&subject) {
            let parts: Vec<_> = split.iter().map(|part| (part.field.name, part.text)).collect();
            let built = profile.build_subject(&parts);
            prop_assert_eq!(built, Some(subject.clone()));
        }
        let _ = profile.split_pattern(&subject);
    }

    #[test]
    fn nothing_panics(issuer in any::<String>(), subject in any::<String>()) {
        let _ = Profile::recognise(&issuer, &subject);
        for profile in Profile::all() {
            let _ = (profile.split_subject(&subject), profile.split_pattern(&subject));
            let _ = profile.build_subject(&[(&issuer, &subject), ("owner", &subject)]);
        }
    }
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    let text = prop_oneof![
        "[a-z][a-z0-9-]{0,8}",
        "[0-9]{1,6}",
        "[a-z:/@]{0,6}",
        Just("0a1b2c3d-1111-4e5f-8a9b-000000000001".to_owned()),
        Just("branch".to_owned()),
        Just("apply".to_owned()),
        Just("write".to_owned()),
        Just("pull_request".to_owned()),
    ];
    prop::collection::vec(text, 8)
}
