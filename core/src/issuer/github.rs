//! GitHub Actions: github.com, an enterprise's own issuer, data residency, Enterprise Server.
//!
//! A subject is classic (names), immutable (names with ids, for repositories made, renamed or moved
//! since 15 July 2026), or put together by the customer from pairs. A `:` within a value is `%3A`.

use super::subject::Shape;
use super::{Profile, SubjectField, UNKNOWN, authored, immutable, reclaimable, transient};

pub(super) static PROFILE: Profile = Profile {
    name: "GitHub Actions",
    workload: "GitHub Actions job",
    default_audience: Some("https://github.com/<owner>"),
    ask_for_audience: Some(
        "uses: aws-actions/configure-aws-credentials\nwith:\n  audience: <audience>",
    ),
    lifetime: Some(300),
    algorithms: &["RS256"],
    source: "https://docs.github.com/en/actions/reference/security/oidc",
    issuers: &[
        "token.actions.githubusercontent.com",
        "token.actions.githubusercontent.com/<enterprise>",
        "token.actions.<subdomain>.ghe.com",
        "token.actions.<subdomain>.ghe.com/<enterprise>",
        // The host of the beta, which AWS's guard of shared issuers still names.
        "vstoken.actions.githubusercontent.com",
        "<host>/_services/token",
    ],
    subjects: &[
        "repo:<owner>/<repository>:environment:<environment>",
        "repo:<owner>/<repository>:ref:refs/heads/<branch>",
        "repo:<owner>/<repository>:ref:refs/tags/<tag>",
        "repo:<owner>/<repository>:ref:<ref>",
        "repo:<owner>/<repository>:<event>",
        "repo:<owner>@<owner id>/<repository>@<repository id>:environment:<environment>",
        "repo:<owner>@<owner id>/<repository>@<repository id>:ref:refs/heads/<branch>",
        "repo:<owner>@<owner id>/<repository>@<repository id>:ref:refs/tags/<tag>",
        "repo:<owner>@<owner id>/<repository>@<repository id>:ref:<ref>",
        "repo:<owner>@<owner id>/<repository>@<repository id>:<event>",
    ],
    pairs: &[
        "repo:<owner>/<repository>",
        "repo:<owner>@<owner id>/<repository>@<repository id>",
        "environment:<environment>",
        "ref:refs/heads/<branch>",
        "ref:refs/tags/<tag>",
        "ref:<ref>",
        "<event>",
        "repository_owner:<owner>",
        "repository_owner_id:<owner id>",
        "repository_id:<repository id>",
        "repository_visibility:<visibility>",
        "repo_property_<property>:<property value>",
        "job_workflow_ref:<called workflow>",
        "workflow_ref:<workflow file>",
        "workflow:<workflow>",
        "event_name:<event name>",
        "ref_type:<ref type>",
        "runner_environment:<runner>",
        "enterprise:<enterprise>",
        "enterprise_id:<enterprise id>",
        "actor:<actor>",
        "actor_id:<actor id>",
    ],
    workload_id: Some("repository_id"),
    repeats_subject: Some(("repository", "repo:")),
    fields: &[
        SubjectField::name("owner", "sub.other-owner", "the role trusts another owner")
            .shaped(Shape::Without(":/@")),
        SubjectField::name(
            "owner id",
            "sub.other-owner-id",
            "the role trusts another owner; the same name may have changed hands",
        )
        .guard()
        .shaped(Shape::Digits),
        SubjectField::name(
            "repository",
            "sub.other-repository",
            "the role trusts another repository of the same owner",
        )
        .shaped(Shape::Without(":/@")),
        SubjectField::name(
            "repository id",
            "sub.other-repository-id",
            "the role trusts another repository; the same name may have been taken again",
        )
        .guard()
        .shaped(Shape::Digits),
        SubjectField::name(
            "environment",
            "sub.other-environment",
            "the role trusts another environment of the same repository",
        )
        .authored()
        .shaped(Shape::Without(":")),
        SubjectField::name("branch", "sub.other-branch-or-tag", "the role trusts another branch")
            .authored()
            .shaped(Shape::Without(":")),
        SubjectField::name("tag", "sub.other-branch-or-tag", "the role trusts another tag")
            .authored()
            .shaped(Shape::Without(":")),
        SubjectField::name("ref", "sub.other-branch-or-tag", "the role trusts another ref")
            .authored()
            .shaped(Shape::Without(":")),
        SubjectField::name("event", "sub.other-event", "the role trusts runs of another event")
            .authored()
            .shaped(Shape::Fixed("pull_request")),
        SubjectField::name(
            "visibility",
            "sub.other-visibility",
            "the role trusts repositories of another visibility",
        )
        .transient()
        .shaped(Shape::OneOf(&["public", "private", "internal"])),
        SubjectField::name(
            "called workflow",
            "sub.other-workflow",
            "the role trusts another reusable workflow",
        )
        .authored()
        .shaped(Shape::Without(":")),
        SubjectField::name(
            "workflow file",
            "sub.other-workflow",
            "the role trusts another workflow",
        )
        .authored()
        .shaped(Shape::Without(":")),
        SubjectField::name("workflow", "sub.other-workflow", "the role trusts another workflow")
            .authored()
            .shaped(Shape::Without(":")),
        SubjectField::name(
            "event name",
            "sub.other-event",
            "the role trusts runs of another event",
        )
        .transient(),
        SubjectField::name(
            "ref type",
            "sub.other-branch-or-tag",
            "the role trusts the other kind of ref",
        )
        .transient()
        .shaped(Shape::OneOf(&["branch", "tag"])),
        SubjectField::name(
            "runner",
            "sub.other-runner",
            "the role trusts jobs on the other kind of runner",
        )
        .transient()
        .shaped(Shape::OneOf(&["github-hosted", "self-hosted"])),
        SubjectField::name(
            "enterprise",
            "sub.other-enterprise",
            "the role trusts another enterprise",
        ),
        SubjectField::name(
            "enterprise id",
            "sub.other-enterprise",
            "the role trusts another enterprise",
        )
        .immutable()
        .shaped(Shape::Digits),
        SubjectField::name(
            "property",
            "sub.other-property",
            "the role trusts repositories with another property",
        )
        .authored(),
        SubjectField::name(
            "property value",
            "sub.other-property",
            "the role trusts repositories with another value of the property",
        )
        .authored()
        .shaped(Shape::EmptyOrWithout(":")),
        SubjectField::name("actor", "sub.other-actor", "the role trusts another person"),
        SubjectField::name("actor id", "sub.other-actor", "the role trusts another person")
            .immutable()
            .shaped(Shape::Digits),
    ],
    claims: CLAIMS,
    ..UNKNOWN
};

const CLAIMS: &[super::ClaimNote] = &[
    reclaimable("iss", "GitHub itself, an enterprise's own issuer, or an Enterprise Server."),
    reclaimable(
        "sub",
        "The repository and what the job runs for; names alone unless ids follow an `@`.",
    ),
    reclaimable("actor", "The person or app that started the run, by name."),
    immutable("actor_id", "The id of the person or app that started the run."),
    authored("base_ref", "The branch that a pull request goes into; empty for other events."),
    authored("head_ref", "The branch that a pull request comes from; empty for other events."),
    transient("check_run_id", "The id of this job's check run."),
    reclaimable("enterprise", "The enterprise's slug."),
    immutable("enterprise_id", "The enterprise's id."),
    authored("environment", "The environment that the job names; it replaces the ref in `sub`."),
    immutable("environment_node_id", "The environment's id."),
    transient("event_name", "What started the run, such as `push` or `pull_request`."),
    authored(
        "job_workflow_ref",
        "The workflow file that holds the job, at its ref: the called one if it is reusable.",
    ),
    transient("job_workflow_sha", "The commit of the workflow file that holds the job."),
    authored("ref", "The branch, tag or pull request that the run is for, in full."),
    transient("ref_protected", "Whether the ref is protected, as text."),
    transient("ref_type", "Whether the ref is a branch or a tag."),
    reclaimable("repository", "Owner and repository by name; both can be taken again."),
    immutable("repository_id", "The repository's id, which survives a new name."),
    reclaimable("repository_owner", "The owner's name; once given up, another can take it."),
    immutable("repository_owner_id", "The owner's id, which never changes."),
    transient("repository_visibility", "Whether the repository is public, internal or private."),
    authored("repo_property_*", "A property of the repository that its organization defined."),
    transient("run_id", "The run's id."),
    transient("run_number", "How many runs this workflow has had."),
    transient("run_attempt", "How many times this run has been started."),
    transient("runner_environment", "Whether GitHub hosts the runner, or its owner."),
    transient("sha", "The commit that the run is for."),
    authored("workflow", "The workflow's name, as its file gives it."),
    authored("workflow_ref", "The workflow file that was started, at its ref."),
    transient("workflow_sha", "The commit of the workflow file that was started."),
];
