//! Where programs are hosted or deployed from: Vercel, Render, Modal, Pulumi, Cloudflare Access.

use super::subject::Shape;
use super::{Profile, SubjectField, UNKNOWN, authored, immutable, reclaimable, transient};

pub(super) static VERCEL: Profile = Profile {
    name: "Vercel",
    workload: "Vercel deployment",
    default_audience: Some("https://vercel.com/<team>"),
    // A deployment's; the one for development at home lives for twelve hours.
    lifetime: Some(3600),
    algorithms: &["RS256"],
    source: "https://vercel.com/docs/oidc/reference",
    issuers: &["oidc.vercel.com/<team>", "oidc.vercel.com"],
    subjects: &["owner:<team>:project:<project>:environment:<environment>"],
    fields: &[
        SubjectField::name("team", "sub.other-team", "the role trusts another team"),
        SubjectField::name(
            "project",
            "sub.other-project",
            "the role trusts another project of the same team",
        ),
        SubjectField::name(
            "environment",
            "sub.other-environment",
            "the role trusts another environment of the same project",
        )
        .authored()
        // <https://vercel.com/docs/deployments/environments>
        .of_pull_requests(&["preview"]),
    ],
    claims: &[
        reclaimable("iss", "Vercel, or one team of it: the project's issuer mode decides."),
        reclaimable("sub", "Team, project and environment, all three by name."),
        reclaimable("owner", "The team's slug."),
        immutable("owner_id", "The team's id."),
        reclaimable("project", "The project's name."),
        immutable("project_id", "The project's id."),
        authored("environment", "The environment of the deployment, such as `production`."),
    ],
    ..UNKNOWN
};

pub(super) static RENDER: Profile = Profile {
    name: "Render",
    workload: "Render service",
    default_audience: Some("sts.amazonaws.com"),
    source: "https://render.com/docs/oidc",
    issuers: &["oidc.render.com/<workspace>"],
    subjects: &["workspace:<workspace>:environment:<environment>:service:<service>"],
    fields: &[
        SubjectField::name("workspace", "sub.other-workspace", "the role trusts another workspace")
            .immutable(),
        SubjectField::name(
            "environment",
            "sub.other-environment",
            "the role trusts another environment of the same workspace",
        )
        .immutable(),
        SubjectField::name(
            "service",
            "sub.other-service",
            "the role trusts another service of the same workspace",
        )
        .immutable(),
    ],
    claims: &[
        immutable("iss", "The Render workspace that the service belongs to, by id."),
        immutable("sub", "Workspace, environment (or `default`) and service by id."),
    ],
    ..UNKNOWN
};

/// One issuer for all customers. Algorithm and lifetime are not documented.
pub(super) static MODAL: Profile = Profile {
    name: "Modal",
    workload: "Modal function",
    default_audience: Some("oidc.modal.com"),
    source: "https://modal.com/docs/guide/oidc-integration",
    issuers: &["oidc.modal.com"],
    subjects: &[
        "modal:workspace_id:<workspace>:environment_name:<environment>:app_name:<app>:function_name:<function>:container_id:<container>",
    ],
    fields: &[
        SubjectField::name("workspace", "sub.other-workspace", "the role trusts another workspace")
            .immutable(),
        SubjectField::name(
            "environment",
            "sub.other-environment",
            "the role trusts another environment of the same workspace",
        ),
        SubjectField::name(
            "app",
            "sub.other-app",
            "the role trusts another app of the same environment",
        ),
        SubjectField::name(
            "function",
            "sub.other-function",
            "the role trusts another function of the same app",
        )
        .authored(),
        SubjectField::name(
            "container",
            "sub.other-container",
            "the role trusts one container only; every start has another",
        )
        .transient()
        .varying(),
    ],
    claims: &[
        reclaimable("iss", "Modal; the same issuer for every one of its customers."),
        transient(
            "sub",
            "Workspace by id, environment, app and function by name, container by id.",
        ),
        immutable("workspace_id", "The workspace's id."),
        immutable("environment_id", "The environment's id."),
        reclaimable("environment_name", "The environment's name."),
        immutable("app_id", "The app's id."),
        reclaimable("app_name", "The app's name."),
        immutable("function_id", "The function's id."),
        authored("function_name", "The function's name, as its author wrote it."),
        transient("container_id", "The id of the container that the function runs in."),
    ],
    ..UNKNOWN
};

/// Deployments and environments (ESC) have subjects of their own; an environment may put others
/// together, which are not split. The audience is the organization, in ESC with the cloud before it.
pub(super) static PULUMI: Profile = Profile {
    name: "Pulumi Cloud",
    workload: "Pulumi deployment",
    algorithms: &["RS256"],
    source: "https://www.pulumi.com/docs/esc/guides/configuring-oidc/custom-audience/",
    issuers: &["api.pulumi.com/oidc", "api.pulumi.com/oidc/v2"],
    subjects: &[
        "pulumi:deploy:org:<organization>:project:<project>:stack:<stack>:operation:<operation>:scope:<scope>",
        "pulumi:environments:org:<organization>:env:<environment>",
    ],
    // An environment may name attributes of its own choice.
    other_subjects: Some("pulumi:environments:"),
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
            "stack",
            "sub.other-stack",
            "the role trusts another stack of the same project",
        ),
        SubjectField::name(
            "operation",
            "sub.other-operation",
            "the role trusts one operation only; each has another subject",
        )
        .transient()
        // <https://www.pulumi.com/docs/deployments/deployments/using/triggers/>
        .of_pull_requests(&["preview"])
        .shaped(Shape::OneOf(&["preview", "update", "refresh", "destroy"])),
        SubjectField::name("scope", "sub.other-scope", "the role trusts another scope")
            .transient()
            .shaped(Shape::OneOf(&["write"])),
        SubjectField::name(
            "environment",
            "sub.other-environment",
            "the role trusts another environment of the same organization",
        )
        .shaped(Shape::Without(":")),
    ],
    claims: &[
        reclaimable("iss", "Pulumi Cloud; the same issuer for every one of its customers."),
        reclaimable("sub", "What Pulumi runs, by name."),
        reclaimable("org", "The organization's name."),
        reclaimable("project", "The project's name."),
        reclaimable("stack", "The stack's name."),
        reclaimable("stackId", "The stack's name with its organization and project."),
        transient("operation", "What the deployment does, such as `preview` or `update`."),
        transient("deployment", "The deployment's version."),
        transient("scope", "What the token is good for; always `write`."),
    ],
    ..UNKNOWN
};

/// The token of a service has an empty subject; that is none that names anyone.
pub(super) static CLOUDFLARE_ACCESS: Profile = Profile {
    name: "Cloudflare Access",
    workload: "Cloudflare Access user",
    algorithms: &["RS256"],
    source: "https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/authorization-cookie/validating-json/",
    issuers: &["<team>.cloudflareaccess.com"],
    subjects: &["<user>"],
    fields: &[SubjectField::name("user", "sub.other-user", "the role trusts another person")
        .immutable()
        .shaped(Shape::Uuid)],
    claims: &[
        reclaimable("iss", "The team's domain at Cloudflare Access."),
        immutable("sub", "The person's id; empty for a service."),
        immutable("aud", "The tag of the application that was opened."),
        reclaimable("email", "The person's email address."),
        transient("type", "What the token is for; `app` for an application."),
        transient("identity_nonce", "Where Cloudflare keeps the rest of the person's identity."),
        transient("country", "The country that the person came from."),
        immutable("common_name", "The client id of the service, in a service's token."),
    ],
    ..UNKNOWN
};
