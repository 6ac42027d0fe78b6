//! The claims that AWS reads of certain issuers, beside those it reads of all.
//!
//! Source: [available keys for AWS OIDC federation]; the patterns of hosts are those of the
//! [service authorization reference].
//!
//! [available keys for AWS OIDC federation]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
//! [service authorization reference]: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html

use super::context::ContextType;
use crate::pattern::Glob;

/// The keys that AWS fills for this provider as for most others.
pub(super) fn of_all(provider: &str) -> &'static [&'static str] {
    match provider {
        "cognito-identity.amazonaws.com" => &["aud", "oaud", "sub", "amr"],
        "www.amazon.com" => &["sub"],
        "graph.facebook.com" => &[],
        _ => &["aud", "oaud", "sub", "amr", "email"],
    }
}

/// The claims that become condition keys for this provider only, and the type AWS declares.
pub(super) fn of(provider: &str) -> &'static [(&'static str, ContextType)] {
    let known = TABLE.iter().find(|(pattern, _)| Glob::new(pattern).matches(provider));
    known.map_or(&[], |(_, claims)| claims)
}

/// All of both.
pub(super) fn names(provider: &str) -> impl Iterator<Item = &'static str> + Clone + use<> {
    of_all(provider).iter().copied().chain(of(provider).iter().map(|(name, _)| *name))
}

type Claims = &'static [(&'static str, ContextType)];

const TABLE: [(&str, Claims); 13] = [
    ("token.actions.githubusercontent.com", GITHUB),
    ("token.actions.githubusercontent.com/*", GITHUB),
    ("token.actions.*.ghe.com", GITHUB),
    ("github.com/enterprises/*", GITHUB),
    ("accounts.google.com", &[("google/organization_number", ContextType::Numeric)]),
    ("oidc.circleci.com/org/*", &[text("oidc.circleci.com/project-id")]),
    ("idcs-*.identity.oraclecloud.com", &[text("rpst_id")]),
    (
        "gitlab.com",
        &[
            text("namespace_id"),
            text("project_id"),
            text("user_id"),
            text("user_login"),
            text("user_email"),
            text("user_access_level"),
            text("ref_protected"),
            text("pipeline_source"),
            text("runner_environment"),
        ],
    ),
    ("agent.buildkite.com", BUILDKITE),
    ("agent.*.buildkite.dev", BUILDKITE),
    ("agent.*.buildkite.site", BUILDKITE),
    ("www.amazon.com", &[text("app_id"), text("user_id")]),
    ("graph.facebook.com", &[text("app_id"), text("id")]),
];

const GITHUB: Claims = &[
    text("actor"),
    text("actor_id"),
    text("job_workflow_ref"),
    text("repository"),
    text("repository_id"),
    text("repository_owner_id"),
    text("workflow"),
    text("ref"),
    text("environment"),
    text("enterprise_id"),
];

const BUILDKITE: Claims = &[
    text("organization_slug"),
    text("organization_id"),
    text("pipeline_slug"),
    text("pipeline_id"),
    text("cluster_name"),
    text("cluster_id"),
    text("build_branch"),
];

const fn text(name: &'static str) -> (&'static str, ContextType) {
    (name, ContextType::String)
}
