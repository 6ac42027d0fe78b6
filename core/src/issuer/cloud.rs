//! Clouds that vouch for their own workloads: Google, Microsoft Entra, Azure DevOps, AWS.

use super::subject::Shape;
use super::{Profile, SubjectField, UNKNOWN, immutable, reclaimable, transient};

/// One issuer for every customer of Google.
pub(super) static GOOGLE: Profile = Profile {
    name: "Google",
    workload: "Google service account",
    lifetime: Some(3600),
    algorithms: &["RS256"],
    source: "https://cloud.google.com/docs/authentication/get-id-token",
    issuers: &["accounts.google.com"],
    subjects: &["<account id>"],
    fields: &[SubjectField::name(
        "account id",
        "sub.other-account",
        "the role trusts another account",
    )
    .immutable()
    .shaped(Shape::Digits)],
    claims: &[
        immutable("iss", "Google; the same issuer for every one of its customers."),
        immutable("sub", "The account's unique id, which never changes."),
        immutable("azp", "Who asked for the token; AWS compares its `aud` key with this."),
        reclaimable(
            "email",
            "The account's email address; a deleted account's can be taken again.",
        ),
        transient("email_verified", "Whether Google has checked that address."),
        transient("google", "The virtual machine that asked, with project, zone and instance."),
    ],
    ..UNKNOWN
};

/// Applications and newer Azure DevOps connections speak through it too. The latter's subjects
/// (`/eid1/c/pub/t/…`) are not documented part by part, so they are not split.
pub(super) static ENTRA: Profile = Profile {
    name: "Microsoft Entra",
    workload: "Entra workload",
    algorithms: &["RS256"],
    source: "https://learn.microsoft.com/en-us/entra/identity-platform/access-token-claims-reference",
    issuers: &[
        "login.microsoftonline.com/<tenant>/v2.0",
        "sts.windows.net/<tenant>/",
        "sts.windows.net/<tenant>",
    ],
    subjects: &["<object id>"],
    // A person's is another one for each application.
    other_subjects: Some(""),
    fields: &[SubjectField::name(
        "object id",
        "sub.other-identity",
        "the role trusts another identity of the same tenant",
    )
    .immutable()
    .shaped(Shape::Uuid)],
    claims: &[
        immutable("iss", "The tenant; versions 1 and 2 of its tokens have different issuers."),
        immutable("sub", "The object id of the identity or the application."),
        immutable("tid", "The tenant's id."),
        immutable("oid", "The object id of the identity or the application."),
        immutable("azp", "The application that asked for the token."),
        transient("azpacr", "How that application proved itself: 1 by secret, 2 by certificate."),
        immutable("appid", "The application that asked for the token, in version 1."),
        transient("appidacr", "How that application proved itself, in version 1."),
        immutable("idp", "Who vouched for the identity, if not the tenant itself."),
        transient("idtyp", "Whether an application or a person is meant."),
        transient("ver", "The version of the token, which decides how `iss` and `aud` look."),
    ],
    ..UNKNOWN
};

/// The issuer of Azure DevOps itself, which retires on 1 July 2027.
pub(super) static AZURE_DEVOPS: Profile = Profile {
    name: "Azure DevOps",
    workload: "Azure DevOps service connection",
    default_audience: Some("api://AzureADTokenExchange"),
    algorithms: &["RS256"],
    source: "https://learn.microsoft.com/en-us/azure/devops/pipelines/release/configure-workload-identity",
    issuers: &["vstoken.dev.azure.com/<organization id>"],
    subjects: &["sc://<organization>/<project>/<connection>"],
    // A pipeline may ask for itself too.
    other_subjects: Some(""),
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
            "connection",
            "sub.other-connection",
            "the role trusts another service connection of the same project",
        ),
    ],
    claims: &[
        immutable("iss", "The Azure DevOps organization, by id."),
        reclaimable("sub", "Organization, project and service connection, all three by name."),
    ],
    ..UNKNOWN
};

/// `sts:GetWebIdentityToken`: AWS vouches for a role of its own, one issuer per account. AWS itself
/// does not take these tokens.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound_getting_started.html>
pub(super) static AWS: Profile = Profile {
    name: "AWS outbound federation",
    workload: "AWS role",
    algorithms: &["RS256", "ES384"],
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound_getting_started.html",
    issuers: &["<issuer id>.tokens.sts.global.api.aws"],
    subjects: &["arn:<partition>:iam::<account>:role/<role>"],
    fields: &[
        SubjectField::name("partition", "sub.other-partition", "the role trusts another partition")
            .immutable(),
        SubjectField::name("account", "sub.other-account", "the role trusts another account")
            .immutable()
            .shaped(Shape::Digits),
        SubjectField::name(
            "role",
            "sub.other-role",
            "the role trusts another role of that account",
        )
        .shaped(Shape::Without(":")),
    ],
    claims: &[
        immutable("iss", "The AWS account that minted the token, by an id of its own."),
        reclaimable("sub", "The role that asked for the token, by name."),
        immutable(
            "https://sts.amazonaws.com/",
            "Account, organization, region and tags of the role, and where it runs.",
        ),
    ],
    ..UNKNOWN
};
