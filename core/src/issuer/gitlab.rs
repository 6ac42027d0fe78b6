//! GitLab: gitlab.com, and instances of one's own, which only their subjects give away.

use super::subject::Shape;
use super::{Profile, SubjectField, UNKNOWN, authored, immutable, reclaimable, transient};

pub(super) static PROFILE: Profile = Profile {
    name: "GitLab",
    workload: "GitLab CI job",
    // The job's author sets the audience; it ends with the job's own time limit.
    ask_for_audience: Some("id_tokens:\n  AWS_TOKEN:\n    aud: <audience>"),
    algorithms: &["RS256"],
    source: "https://docs.gitlab.com/ci/secrets/id_token_authentication/",
    issuers: &["gitlab.com"],
    self_hosted: true,
    subjects: &[
        "project_path:<project>:ref_type:branch:ref:<branch>",
        "project_path:<project>:ref_type:tag:ref:<tag>",
        // For patterns with a wildcard as the type.
        "project_path:<project>:ref_type:<ref type>:ref:<ref>",
        // A project can leave out what follows its path.
        "project_path:<project>:ref_type:<ref type>",
        "project_path:<project>:ref:<ref>",
        "project_path:<project>",
    ],
    // A project chooses what follows its path: `ci_id_token_sub_claim_components`.
    other_subjects: Some("project_path:"),
    workload_id: Some("project_id"),
    fields: &[
        SubjectField::name("project", "sub.other-project", "the role trusts another project")
            .shaped(Shape::Without(":")),
        SubjectField::name(
            "branch",
            "sub.other-branch-or-tag",
            "the role trusts another branch of the same project",
        )
        .authored()
        .shaped(Shape::Without(":")),
        SubjectField::name(
            "tag",
            "sub.other-branch-or-tag",
            "the role trusts another tag of the same project",
        )
        .authored()
        .shaped(Shape::Without(":")),
        SubjectField::name(
            "ref type",
            "sub.other-branch-or-tag",
            "the role trusts the other kind of ref",
        )
        .transient()
        .shaped(Shape::OneOf(&["branch", "tag"])),
        SubjectField::name(
            "ref",
            "sub.other-branch-or-tag",
            "the role trusts another branch or tag of the same project",
        )
        .authored()
        .shaped(Shape::Without(":")),
    ],
    claims: &[
        reclaimable("iss", "The GitLab instance."),
        reclaimable("sub", "The project by its path, and the branch or tag."),
        authored("aud", "Whom the token is for, as the job's author wrote it."),
        immutable("namespace_id", "The id of the project's group or user."),
        reclaimable("namespace_path", "The path of the project's group or user."),
        immutable(
            "project_id",
            "The project's id, which survives a new path; for a fork's merge request the fork's.",
        ),
        reclaimable(
            "project_path",
            "The project's path, once given up free for another; for a fork's merge request the fork's.",
        ),
        transient("project_visibility", "Whether the project is public, internal or private."),
        immutable("user_id", "The id of the person who started the job."),
        reclaimable("user_login", "The name of the person who started the job."),
        reclaimable("user_email", "The email address of the person who started the job."),
        transient("user_access_level", "That person's role in the project."),
        immutable("user_identities", "That person's identities at other providers."),
        reclaimable("groups_direct", "The groups that this person is a direct member of."),
        transient("pipeline_id", "The pipeline's id."),
        transient("pipeline_source", "What started the pipeline, such as `push`."),
        transient("pipeline_source_event", "The event behind a merge request's pipeline."),
        authored("target_ref", "The branch that a merge request goes into."),
        transient("target_ref_protected", "Whether that branch is protected, as text."),
        transient("job_id", "The job's id."),
        transient("job_source", "Where the job was defined, such as a pipeline execution policy."),
        immutable("job_project_id", "The id of the project in which the pipeline runs."),
        reclaimable(
            "job_project_path",
            "The project in which the pipeline runs; a fork's merge request may run in another.",
        ),
        immutable("job_namespace_id", "The id of the group or user of that project."),
        reclaimable("job_namespace_path", "The path of the group or user of that project."),
        authored("ref", "The branch or tag, without `refs/heads/`."),
        transient("ref_type", "Whether the ref is a branch or a tag."),
        authored("ref_path", "The branch, tag or merge request in full."),
        transient("ref_protected", "Whether the ref is protected, as text."),
        authored("environment", "The environment that the job names."),
        transient("environment_protected", "Whether that environment is protected, as text."),
        authored("environment_action", "What the job does to that environment, such as `start`."),
        authored("deployment_tier", "The tier of the environment, such as `production`."),
        immutable("runner_id", "The runner's id, a number."),
        transient("runner_environment", "Whether GitLab hosts the runner, or its owner."),
        transient("sha", "The commit that the job runs for."),
        authored("ci_config_ref_uri", "The file that defines the pipeline, at its ref."),
        transient("ci_config_sha", "The commit of the file that defines the pipeline."),
    ],
    ..UNKNOWN
};
