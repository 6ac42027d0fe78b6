//! HCP Terraform, and Terraform Enterprise under hosts of its own.

use super::subject::Shape;
use super::{Profile, SubjectField, UNKNOWN, authored, immutable, reclaimable, transient};

pub(super) static PROFILE: Profile = Profile {
    name: "HCP Terraform",
    workload: "HCP Terraform run",
    // The audience is set for each provider; the token ends with the phase's own time limit.
    ask_for_audience: Some("TFC_AWS_WORKLOAD_IDENTITY_AUDIENCE=<audience>"),
    algorithms: &["RS256"],
    source: "https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/workload-identity-tokens",
    issuers: &["app.terraform.io"],
    self_hosted: true,
    subjects: &[
        "organization:<organization>:project:<project>:workspace:<workspace>:run_phase:<run phase>",
        "organization:<organization>:project:<project>:stack:<stack>:deployment:<deployment>:operation:<operation>",
        "organization:<organization>:module:<module>:operation:<operation>",
    ],
    fields: &[
        SubjectField::name(
            "organization",
            "sub.other-organization",
            "the role trusts another organization",
        ),
        SubjectField::name(
            "project",
            "sub.other-project",
            "the role trusts another project of the same organization",
        ),
        SubjectField::name(
            "workspace",
            "sub.other-workspace",
            "the role trusts another workspace of the same project",
        ),
        SubjectField::name(
            "run phase",
            "sub.other-run-phase",
            "the role trusts one phase of a run only; plan and apply have different subjects",
        )
        .transient()
        // <https://developer.hashicorp.com/terraform/cloud-docs/run/ui>
        .of_pull_requests(&["plan"])
        .shaped(Shape::OneOf(&["plan", "apply"])),
        SubjectField::name(
            "stack",
            "sub.other-stack",
            "the role trusts another stack of the same project",
        ),
        SubjectField::name(
            "deployment",
            "sub.other-deployment",
            "the role trusts another deployment of the same stack",
        )
        .authored(),
        SubjectField::name("module", "sub.other-module", "the role trusts another module"),
        SubjectField::name("operation", "sub.other-operation", "the role trusts another operation")
            .transient()
            .of_pull_requests(&["plan"])
            .shaped(Shape::OneOf(&["plan", "apply", "test_run"])),
    ],
    claims: &[
        reclaimable(
            "sub",
            "Organization, project and workspace or stack by name, and the run's phase.",
        ),
        authored("aud", "Whom the token is for, as the workspace's variables say."),
        transient("terraform_run_phase", "What the run does now: `plan` or `apply`."),
        transient("terraform_run_id", "The run's id."),
        immutable("terraform_organization_id", "The organization's id."),
        reclaimable("terraform_organization_name", "The organization's name."),
        immutable("terraform_project_id", "The project's id."),
        reclaimable("terraform_project_name", "The project's name."),
        immutable("terraform_workspace_id", "The workspace's id, which survives a new name."),
        reclaimable("terraform_workspace_name", "The workspace's name."),
        reclaimable("terraform_full_workspace", "The subject without the run's phase."),
    ],
    ..UNKNOWN
};
