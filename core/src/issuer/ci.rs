//! More builders: Bitbucket Pipelines, Spacelift, Codefresh, Semaphore, Harness.

use super::subject::Shape;
use super::{Profile, SubjectField, UNKNOWN, authored, immutable, reclaimable, transient};

/// Subjects hold the braces of Atlassian's UUIDs. Algorithm and lifetime are not documented.
pub(super) static BITBUCKET: Profile = Profile {
    name: "Bitbucket Pipelines",
    workload: "Bitbucket Pipelines step",
    default_audience: Some("ari:cloud:bitbucket::workspace/<workspace>"),
    source: "https://support.atlassian.com/bitbucket-cloud/docs/integrate-pipelines-with-resource-servers-using-oidc/",
    issuers: &["api.bitbucket.org/2.0/workspaces/<workspace>/pipelines-config/identity/oidc"],
    subjects: &["{<repository>}:{<step>}", "{<repository>}:{<environment>}:{<step>}"],
    fields: &[
        SubjectField::name(
            "repository",
            "sub.other-repository",
            "the role trusts another repository",
        )
        .immutable()
        .shaped(Shape::Uuid),
        SubjectField::name(
            "environment",
            "sub.other-environment",
            "the role trusts another deployment environment of the same repository",
        )
        .immutable()
        .shaped(Shape::Uuid),
        SubjectField::name(
            "step",
            "sub.other-step",
            "the role trusts one step of one run only; every run has another",
        )
        .transient()
        .varying()
        .shaped(Shape::Uuid),
    ],
    claims: &[
        reclaimable("iss", "The Bitbucket workspace, by name."),
        transient("sub", "Repository, deployment environment if any, and step, by id."),
        immutable("workspaceUuid", "The workspace's id."),
        immutable("repositoryUuid", "The repository's id."),
        immutable("deploymentEnvironmentUuid", "The deployment environment's id."),
        transient("pipelineUuid", "The id of this run of the pipeline."),
        transient("stepUuid", "The id of this run of the step."),
    ],
    ..UNKNOWN
};

/// An account may put its subjects together otherwise; those are not split.
pub(super) static SPACELIFT: Profile = Profile {
    name: "Spacelift",
    workload: "Spacelift run",
    default_audience: Some("<account>.app.spacelift.io"),
    lifetime: Some(3600),
    source: "https://docs.spacelift.io/integrations/cloud-providers/oidc",
    issuers: &["<account>.app.spacelift.io", "<account>.app.us.spacelift.io"],
    subjects: &[
        "space:<space>:stack:<stack>:run_type:<run type>:scope:<scope>",
        "space:<space>:module:<module>:run_type:<run type>:scope:<scope>",
    ],
    fields: &[
        SubjectField::name("space", "sub.other-space", "the role trusts another space"),
        SubjectField::name(
            "stack",
            "sub.other-stack",
            "the role trusts another stack of the space",
        ),
        SubjectField::name(
            "module",
            "sub.other-module",
            "the role trusts another module of the space",
        ),
        SubjectField::name(
            "run type",
            "sub.other-run-type",
            "the role trusts runs of another type",
        )
        .transient()
        // <https://docs.spacelift.io/concepts/run/proposed>
        .of_pull_requests(&["PROPOSED"]),
        SubjectField::name(
            "scope",
            "sub.other-scope",
            "the role trusts one scope only; a run that waits for approval plans with scope `read`",
        )
        .transient()
        .shaped(Shape::OneOf(&["read", "write"])),
    ],
    claims: &[
        reclaimable("sub", "Space, stack or module, type of run, and scope."),
        reclaimable("spaceId", "The space's id; a slug can be used again."),
        transient("callerType", "Whether a stack or a module runs."),
        reclaimable("callerId", "The stack's or the module's slug."),
        transient("runType", "The type of the run, such as `PROPOSED` or `TRACKED`."),
        transient("runId", "The run's id."),
        transient("scope", "Whether the run is meant to change anything; advice, not a limit."),
    ],
    ..UNKNOWN
};

/// The subject holds a URL, so its keys are looked for, not its colons. The documentation shows a
/// manual start with and without the key `initiator`; without it, the name is not split off.
pub(super) static CODEFRESH: Profile = Profile {
    name: "Codefresh",
    workload: "Codefresh build",
    default_audience: Some("https://g.codefresh.io"),
    lifetime: Some(300),
    source: "https://codefresh.io/docs/docs/integrations/oidc-pipelines/",
    issuers: &["oidc.codefresh.io"],
    subjects: &[
        "account:<account>:pipeline:<pipeline>:scm_repo_url:<repository>:scm_user_name:<user>:scm_ref:<ref>",
        "account:<account>:pipeline:<pipeline>:scm_repo_url:<repository>:scm_user_name:<user>:scm_ref:<ref>:scm_pull_request_target_branch:<target branch>",
        "account:<account>:pipeline:<pipeline>:initiator:<initiator>",
        "account:<account>:pipeline:<pipeline>:initiator:<initiator>:scm_repo_url:<repository>:scm_user_name:<user>:scm_ref:<ref>",
        // Started by the clock.
        "account:<account>:pipeline:<pipeline>",
    ],
    fields: &[
        SubjectField::name("account", "sub.other-account", "the role trusts another account")
            .immutable(),
        SubjectField::name(
            "pipeline",
            "sub.other-pipeline",
            "the role trusts another pipeline of the same account",
        )
        .immutable(),
        SubjectField::name(
            "repository",
            "sub.other-repository",
            "the role trusts another repository",
        )
        .shaped(Shape::Without("")),
        // Whoever pushed last.
        SubjectField::name("user", "sub.other-user", "the role trusts builds of another person")
            .authored()
            .varying(),
        SubjectField::name(
            "ref",
            "sub.other-branch-or-tag",
            "the role trusts another branch or tag of the same repository",
        )
        .authored()
        .shaped(Shape::Without(":")),
        SubjectField::name(
            "target branch",
            "sub.other-branch-or-tag",
            "the role trusts pull requests into another branch",
        )
        .authored()
        .of_pull_requests(&["*"])
        .shaped(Shape::Without(":")),
        SubjectField::name(
            "initiator",
            "sub.other-user",
            "the role trusts builds of another person",
        ),
    ],
    claims: &[
        immutable("sub", "Account and pipeline by id, and what started the build."),
        immutable("account_id", "The account's id."),
        reclaimable("account_name", "The account's name."),
        immutable("pipeline_id", "The pipeline's id."),
        reclaimable("pipeline_name", "The pipeline's name."),
        transient("workflow_id", "The build's id."),
        reclaimable("initiator", "The person who started the build by hand, by name."),
        reclaimable("scm_user_name", "The person whose change is built, by name."),
        reclaimable("scm_repo_url", "The repository that is built, by name."),
        authored("scm_ref", "The branch or tag that is built."),
        authored("scm_pull_request_target_branch", "The branch that a pull request goes into."),
    ],
    ..UNKNOWN
};

/// Algorithm and lifetime are not documented.
pub(super) static SEMAPHORE: Profile = Profile {
    name: "Semaphore",
    workload: "Semaphore job",
    default_audience: Some("https://<organization>.semaphoreci.com"),
    source: "https://docs.semaphoreci.com/reference/openid",
    issuers: &["<organization>.semaphoreci.com"],
    subjects: &[
        "org:<organization>:project:<project>:repo:<repository>:ref_type:<ref type>:ref:<ref>",
    ],
    fields: &[
        SubjectField::name(
            "organization",
            "sub.other-organization",
            "the role trusts another organization",
        ),
        SubjectField::name("project", "sub.other-project", "the role trusts another project")
            .immutable()
            .shaped(Shape::Uuid),
        SubjectField::name(
            "repository",
            "sub.other-repository",
            "the role trusts another repository",
        ),
        SubjectField::name(
            "ref type",
            "sub.other-branch-or-tag",
            "the role trusts another kind of ref",
        )
        .transient(),
        SubjectField::name(
            "ref",
            "sub.other-branch-or-tag",
            "the role trusts another branch, tag or pull request of the same repository",
        )
        .authored()
        .shaped(Shape::Without(":")),
    ],
    claims: &[
        reclaimable("sub", "Organization, project, repository and ref."),
        reclaimable("sub127", "The subject again, short enough for Google's 127 bytes."),
        reclaimable("org", "The organization's name."),
        immutable("org_id", "The organization's id."),
        reclaimable("prj", "The project's name."),
        immutable("prj_id", "The project's id."),
        reclaimable("repo", "The repository's name."),
        reclaimable("repo_slug", "The repository's owner and name."),
        authored("branch", "The branch that is built; of a pull request, the one it goes into."),
        authored("pr_branch", "The branch that a pull request comes from."),
        transient("pr", "The pull request's number."),
        authored("tag", "The tag that is built."),
        authored("ref", "The branch, tag or pull request that is built, in full."),
        transient("ref_type", "Whether the ref is a branch, a tag or a pull request."),
        transient("job_type", "Whether the job is part of a pipeline or somebody debugs in it."),
        transient("job_id", "The job's id."),
        transient("trg", "How the workflow was started, and whether it runs again."),
        transient("wf_id", "The workflow's id."),
        transient("ppl_id", "The pipeline's id."),
    ],
    ..UNKNOWN
};

/// Tokens of connectors; those of pipelines' own identities have other subjects.
pub(super) static HARNESS: Profile = Profile {
    name: "Harness",
    workload: "Harness connector",
    default_audience: Some("sts.amazonaws.com"),
    source: "https://developer.harness.io/docs/platform/connectors/cloud-providers/ref-cloud-providers/aws-connector-settings-reference/",
    issuers: &["app.harness.io/ng/api/oidc/account/<account>"],
    subjects: &["account/<account>:org/<organization>:project/<project>"],
    fields: &[
        SubjectField::name("account", "sub.other-account", "the role trusts another account")
            .immutable(),
        SubjectField::name(
            "organization",
            "sub.other-organization",
            "the role trusts another organization of the same account",
        ),
        SubjectField::name(
            "project",
            "sub.other-project",
            "the role trusts another project of the same organization",
        ),
    ],
    claims: &[
        immutable("sub", "Account, organization and project, by identifier."),
        immutable("account_id", "The account's id."),
        reclaimable("organization_id", "The organization's identifier, chosen when it is made."),
        reclaimable("project_id", "The project's identifier, chosen when it is made."),
        authored("connector_id", "The connector that asks for the token."),
        authored("pipeline_id", "The pipeline that uses the connector."),
        authored("environment_id", "The environment that is deployed to."),
        authored("environment_type", "The type of that environment."),
    ],
    ..UNKNOWN
};
