//! Where programs are hosted or deployed from: Vercel, Render, Pulumi, Cloudflare Access.

use super::subject::Shape;
use super::{Profile, SubjectField, UNKNOWN, authored, immutable, reclaimable, transient};

pub(super) static VERCEL: Profile = Profile {
    name: "Vercel",
    workload: "Vercel deployment",
    default_audience: Some("https://vercel.com/<team>"),
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
        .authored(),
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
        immutable("sub", "Workspace, environment and service, all three by id."),
    ],
    ..UNKNOWN
};

/// The subject's grammar is not confirmed, so it is not split.
pub(super) static PULUMI: Profile = Profile {
    name: "Pulumi Cloud",
    workload: "Pulumi deployment",
    lifetime: Some(3600),
    algorithms: &["RS256"],
    source: "https://www.pulumi.com/docs/administration/access-identity/oidc-issuer/",
    issuers: &["api.pulumi.com/oidc", "api.pulumi.com/oidc/v2"],
    claims: &[reclaimable("sub", "What Pulumi runs, by name.")],
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
        authored("common_name", "The client id of the service, in a service's token."),
    ],
    ..UNKNOWN
};
