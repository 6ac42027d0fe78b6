//! The claims that AWS reads of certain issuers, beside those it reads of all.
//!
//! Source: [available keys for AWS OIDC federation]; the patterns of hosts are those of the
//! [service authorization reference].
//!
//! [available keys for AWS OIDC federation]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
//! [service authorization reference]: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html

use crate::pattern::Glob;

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
    let known = TABLE.iter().find(|(pattern, _)| Glob::new(pattern).matches(provider));
    known.map_or(&[], |(_, claims)| claims)
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
    (
        "gitlab.com",
        &[
            "namespace_id",
            "project_id",
            "user_id",
            "user_login",
            "user_email",
            "user_access_level",
            "ref_protected",
            "pipeline_source",
            "runner_environment",
        ],
    ),
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
