//! Buildkite: one issuer for all customers. The algorithm is not documented.

use super::subject::Shape;
use super::{Profile, SubjectField, UNKNOWN, authored, immutable, reclaimable, transient};

pub(super) static PROFILE: Profile = Profile {
    name: "Buildkite",
    workload: "Buildkite job",
    default_audience: Some("https://buildkite.com/<organization>"),
    ask_for_audience: Some("buildkite-agent oidc request-token --audience <audience>"),
    lifetime: Some(300),
    source: "https://buildkite.com/docs/agent/cli/reference/oidc",
    issuers: &["agent.buildkite.com"],
    subjects: &[
        "organization:<organization>:pipeline:<pipeline>:ref:<ref>:commit:<commit>:step:<step>",
        "<chosen id>",
    ],
    workload_id: Some("pipeline_id"),
    repeats_subject: Some(("organization_slug", "organization:")),
    fields: &[
        SubjectField::name(
            "organization",
            "sub.other-organization",
            "the role trusts another organization",
        ),
        SubjectField::name(
            "pipeline",
            "sub.other-pipeline",
            "the role trusts another pipeline of the same organization",
        ),
        SubjectField::name(
            "ref",
            "sub.other-branch-or-tag",
            "the role trusts another branch or tag of the same pipeline",
        )
        .authored()
        .shaped(Shape::Without(":")),
        SubjectField::name(
            "commit",
            "sub.other-commit",
            "the role trusts one commit only; every build has another",
        )
        .transient()
        .varying(),
        // A step's key may hold colons; nothing follows it.
        SubjectField::name("step", "sub.other-step", "the role trusts another step")
            .authored()
            .varying()
            .shaped(Shape::EmptyOrWithout("/")),
        SubjectField::name(
            "chosen id",
            "sub.other-id",
            "the role trusts another id; the job chose which of its ids the subject is",
        )
        .immutable()
        .shaped(Shape::Uuid),
    ],
    claims: &[
        reclaimable("sub", "Organization and pipeline by slug, ref, commit and step."),
        reclaimable("organization_slug", "The organization's slug."),
        immutable("organization_id", "The organization's id; only if the job asked for it."),
        reclaimable("pipeline_slug", "The pipeline's slug."),
        immutable("pipeline_id", "The pipeline's id; only if the job asked for it."),
        transient("build_number", "The build's number."),
        transient("build_id", "The build's id."),
        authored("build_branch", "The branch that is built."),
        authored("build_tag", "The tag that is built, if there is one."),
        transient("build_commit", "The commit that is built."),
        authored("step_key", "The step's key, as the pipeline's author wrote it; it may be null."),
        transient("job_id", "The job's id."),
        transient("agent_id", "The id of the agent that runs the job."),
        transient("build_source", "What started the build, such as `webhook`."),
        transient("runner_environment", "Whether Buildkite hosts the agent, or its owner."),
        authored("agent_tag:*", "A tag of the agent that runs the job."),
        immutable("cluster_id", "The cluster's id."),
        reclaimable("cluster_name", "The cluster's name."),
        immutable("queue_id", "The queue's id."),
        reclaimable("queue_key", "The queue's key."),
    ],
    ..UNKNOWN
};
