//! The claims that AWS reads of certain issuers, beside those it reads of all.
//!
//! Source: [available keys for AWS OIDC federation]; the patterns of hosts are those of the
//! [service authorization reference].
//!
//! [available keys for AWS OIDC federation]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
//! [service authorization reference]: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html

/// Whether this is one of the providers that need no ARN ([principal element]).
///
/// [principal element]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
pub(crate) fn is_built_in(name: &str) -> bool {
    BUILT_IN.contains(&name)
}

/// The keys that AWS fills for this provider as for most others.
pub(super) fn of_all(provider: &str) -> &'static [&'static str] {
    match provider {
        "cognito-identity.amazonaws.com" => &["aud", "oaud", "sub", "amr"],
        "www.amazon.com" => &["sub"],
        "graph.facebook.com" => &[],
        _ => &["aud", "oaud", "sub", "amr", "email"],
    }
}

/// The claims that become condition keys for this provider only; AWS declares each a single text,
/// but for [`NUMBER`].
pub(super) fn of(provider: &str) -> &'static [&'static str] {
    let known = TABLE.iter().find(|(pattern, _)| fits(pattern, provider));
    known.map_or(&[], |(_, claims)| claims)
}

/// Whether a provider is of a pattern. What AWS writes as `${Domain}` is a part of a host's name: it
/// is not empty and goes past no `/`, unless it is the rest of the path.
fn fits(pattern: &str, provider: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else {
        return pattern == provider;
    };
    let rest = provider.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    rest.is_some_and(|name| !name.is_empty() && (after.is_empty() || !name.contains('/')))
}

/// All of both.
pub(super) fn names(provider: &str) -> impl Iterator<Item = &'static str> + Clone + use<> {
    of_all(provider).iter().chain(of(provider)).copied()
}

/// Whether a claim of this name fills the key with this suffix: a colon of the claim's name is a
/// slash in the key's.
pub(super) fn fills(claim: &str, suffix: &str) -> bool {
    claim.chars().map(|c| if c == ':' { '/' } else { c }).eq(suffix.chars())
}

type Claims = &'static [&'static str];

const TABLE: [(&str, Claims); 13] = [
    ("token.actions.githubusercontent.com", GITHUB),
    ("token.actions.githubusercontent.com/*", GITHUB),
    ("token.actions.*.ghe.com", GITHUB),
    ("github.com/enterprises/*", GITHUB),
    ("accounts.google.com", &[NUMBER]),
    ("oidc.circleci.com/org/*", &["oidc.circleci.com/project-id"]),
    ("idcs-*.identity.oraclecloud.com", &["rpst_id"]),
    ("gitlab.com", GITLAB),
    ("agent.buildkite.com", BUILDKITE),
    ("agent.*.buildkite.dev", BUILDKITE),
    ("agent.*.buildkite.site", BUILDKITE),
    ("www.amazon.com", &["app_id", "user_id"]),
    ("graph.facebook.com", &["app_id", "id"]),
];

/// Google's organization number, the only one that is a number.
pub(super) const NUMBER: &str = "google/organization_number";

const GITHUB: Claims = &[
    "actor",
    "actor_id",
    "job_workflow_ref",
    "repository",
    "repository_id",
    "repository_owner_id",
    "workflow",
    "ref",
    "environment",
    "enterprise_id",
];

const GITLAB: Claims = &[
    "namespace_id",
    "project_id",
    "user_id",
    "user_login",
    "user_email",
    "user_access_level",
    "ref_protected",
    "pipeline_source",
    "runner_environment",
];

const BUILDKITE: Claims = &[
    "organization_slug",
    "organization_id",
    "pipeline_slug",
    "pipeline_id",
    "cluster_name",
    "cluster_id",
    "build_branch",
];

const BUILT_IN: [&str; 4] = [
    "accounts.google.com",
    "cognito-identity.amazonaws.com",
    "graph.facebook.com",
    "www.amazon.com",
];

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{BUILDKITE, GITHUB, GITLAB, names};

    const OF_ALL: [&str; 5] = ["aud", "oaud", "sub", "amr", "email"];

    fn others(provider: &str) -> Vec<&'static str> {
        let mut names: Vec<&str> = names(provider).collect();
        assert_eq!(names.drain(..5).collect::<Vec<_>>(), OF_ALL, "{provider}");
        names
    }

    #[test]
    fn every_pattern_of_a_provider_has_its_keys() {
        let cases: [(&str, &[&str]); 11] = [
            ("token.actions.githubusercontent.com", GITHUB),
            ("token.actions.githubusercontent.com/octocat-inc", GITHUB),
            ("token.actions.octocorp.ghe.com", GITHUB),
            ("github.com/enterprises/octocorp", GITHUB),
            ("accounts.google.com", &["google/organization_number"]),
            ("oidc.circleci.com/org/6f1d7a70", &["oidc.circleci.com/project-id"]),
            ("idcs-0a1b.identity.oraclecloud.com", &["rpst_id"]),
            ("gitlab.com", GITLAB),
            ("agent.buildkite.com", BUILDKITE),
            ("agent.acme.buildkite.dev", BUILDKITE),
            ("agent.acme.buildkite.site", BUILDKITE),
        ];
        for (provider, expected) in cases {
            assert_eq!(others(provider), expected, "{provider}");
        }
    }

    #[test]
    fn other_providers_have_only_the_keys_of_all() {
        for provider in [
            "oidc.fly.io/acme",
            "gitlab.example.com",
            "gitlab.com/acme",
            "token.actions.githubusercontent.com/",
            "token.actions.githubusercontent.com.evil.example",
            "token.actions..ghe.com",
            "token.actions.ghe.com",
            "token.actions.evil.example/x.ghe.com",
            "token.actions.octocorp.ghe.com/octocorp",
            "vstoken.actions.githubusercontent.com",
            "github.example/_services/token",
            "github.com/enterprises/",
            "oidc.circleci.com",
            "oidc.circleci.com/org/",
            "agent.buildkite.dev",
            "agent.acme.buildkite.com",
            "agent.evil.example/x.buildkite.dev",
            "identity.oraclecloud.com",
            "app.terraform.io",
            "oidc.vercel.com/acme",
            "api.pulumi.com/oidc",
            "login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0",
        ] {
            assert_eq!(others(provider), [""; 0], "{provider}");
        }
    }

    #[test]
    fn the_oldest_providers_have_keys_of_their_own() {
        let names = |provider| names(provider).collect::<Vec<_>>();
        assert_eq!(names("cognito-identity.amazonaws.com"), ["aud", "oaud", "sub", "amr"]);
        assert_eq!(names("www.amazon.com"), ["sub", "app_id", "user_id"]);
        assert_eq!(names("graph.facebook.com"), ["app_id", "id"]);
    }
}
