//! CircleCI: one issuer per organization, or the root issuer if asked for. The algorithm is not
//! documented.

use super::subject::Shape;
use super::{Profile, SubjectField, UNKNOWN, authored, immutable, reclaimable, transient};

pub(super) static PROFILE: Profile = Profile {
    name: "CircleCI",
    workload: "CircleCI job",
    default_audience: Some("<organization>"),
    ask_for_audience: Some("circleci run oidc get --claims '{\"aud\": \"<audience>\"}'"),
    lifetime: Some(3600),
    source: "https://circleci.com/docs/guides/permissions-authentication/openid-connect-tokens/",
    issuers: &["oidc.circleci.com/org/<organization>", "oidc.circleci.com"],
    subjects: &[
        "org/<organization>/project/<project>/user/<user>",
        "org/<organization>/project/<project>/user/<user>/vcs-origin/<origin>/vcs-ref/<ref>",
    ],
    fields: &[
        SubjectField::name(
            "organization",
            "sub.other-organization",
            "the role trusts another organization",
        )
        .immutable()
        .shaped(Shape::Uuid),
        SubjectField::name(
            "project",
            "sub.other-project",
            "the role trusts another project of the same organization",
        )
        .immutable()
        .shaped(Shape::Uuid),
        SubjectField::name(
            "user",
            "sub.other-user",
            "the role trusts the jobs of another person of the same project",
        )
        .immutable()
        .varying()
        .shaped(Shape::Uuid),
        SubjectField::name(
            "origin",
            "sub.other-repository",
            "the role trusts another repository; a fork has its own",
        )
        .shaped(Shape::Without(":")),
        SubjectField::name(
            "ref",
            "sub.other-branch-or-tag",
            "the role trusts another branch or tag of the same repository",
        )
        .authored()
        .shaped(Shape::Without(":")),
    ],
    claims: &[
        immutable("iss", "CircleCI, or the one organization that the job belongs to, by id."),
        immutable(
            "sub",
            "Organization, project and person by id; in version 2 repository and ref by name too.",
        ),
        immutable("oidc.circleci.com/org-id", "The organization's id."),
        immutable("oidc.circleci.com/project-id", "The project's id."),
        immutable("oidc.circleci.com/context-ids", "The ids of the contexts that the job uses."),
        immutable("oidc.circleci.com/pipeline-definition-id", "The pipeline definition's id."),
        transient("oidc.circleci.com/pipeline-id", "The pipeline's id."),
        transient("oidc.circleci.com/workflow-id", "The workflow's id."),
        transient("oidc.circleci.com/job-id", "The job's id."),
        transient(
            "oidc.circleci.com/ssh-rerun",
            "Whether the job was run again with SSH: then a person sits in it.",
        ),
        reclaimable(
            "oidc.circleci.com/vcs-origin",
            "The repository that is built, by name; it tells a fork from its original.",
        ),
        authored("oidc.circleci.com/vcs-ref", "The branch or tag that is built, in full."),
    ],
    ..UNKNOWN
};
