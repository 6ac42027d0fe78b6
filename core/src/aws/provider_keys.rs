//! The claims that AWS reads of certain issuers, beside those it reads of all.
//!
//! Source: [available keys for AWS OIDC federation]; the patterns of hosts are those of the
//! [service authorization reference].
//!
//! [available keys for AWS OIDC federation]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
//! [service authorization reference]: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html

use crate::pattern::Glob;

/// The claims that become condition keys for this provider only; AWS declares each a single text,
/// but for Google's organization number.
pub(super) fn of(provider: &str) -> &'static [&'static str] {
    let known = TABLE.iter().find(|(pattern, _)| Glob::new(pattern).matches(provider));
    known.map_or(&[], |(_, claims)| claims)
}

const TABLE: [(&str, &[&str]); 11] = [
    ("token.actions.githubusercontent.com", GITHUB),
    ("token.actions.githubusercontent.com/*", GITHUB),
    ("token.actions.*.ghe.com", GITHUB),
    ("github.com/enterprises/*", GITHUB),
    ("accounts.google.com", &["google/organization_number"]),
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
];

const GITHUB: &[&str] = &[
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

const BUILDKITE: &[&str] = &[
    "organization_slug",
    "organization_id",
    "pipeline_slug",
    "pipeline_id",
    "cluster_name",
    "cluster_id",
    "build_branch",
];
