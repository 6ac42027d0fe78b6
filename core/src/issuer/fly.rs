//! Fly.io: one issuer per organization.

use super::{Profile, SubjectField, UNKNOWN, immutable, reclaimable, transient};

pub(super) static PROFILE: Profile = Profile {
    name: "Fly.io",
    workload: "Fly.io Machine",
    default_audience: Some("https://fly.io/<organization>"),
    ask_for_audience: Some(
        "curl --unix-socket /.fly/api -X POST http://localhost/v1/tokens/oidc -d '{\"aud\": \"<audience>\"}'",
    ),
    lifetime: Some(600),
    algorithms: &["RS256"],
    source: "https://fly.io/docs/security/openid-connect/",
    issuers: &["oidc.fly.io/<organization>"],
    subjects: &["<organization>:<app>:<machine>"],
    fields: &[
        SubjectField::name(
            "organization",
            "sub.other-organization",
            "the role trusts another organization",
        ),
        SubjectField::name(
            "app",
            "sub.other-app",
            "the role trusts another app of the same organization",
        ),
        SubjectField::name(
            "machine",
            "sub.other-machine",
            "the role trusts another machine of the same app; a replacement gets a new name",
        )
        .varying(),
    ],
    claims: &[
        reclaimable(
            "iss",
            "The Fly.io organization that minted the token; each has its own issuer.",
        ),
        reclaimable("sub", "Organization, app and machine, all three by name."),
        immutable("org_id", "The organization's id, which never changes."),
        reclaimable("org_name", "The organization's slug."),
        immutable("app_id", "The app's id, which never changes."),
        reclaimable("app_name", "The app's name; once the app is deleted, another can take it."),
        immutable("machine_id", "The Machine's id, the same for as long as the Machine exists."),
        reclaimable("machine_name", "The Machine's name; a replacement Machine gets a new one."),
        transient("machine_version", "The Machine's version, new at every update."),
        transient("region", "The region the Machine runs in."),
        transient("image", "The image the Machine runs, by tag; a tag can be moved."),
        immutable(
            "image_digest",
            "The digest of the image's content: the one claim bound to the code.",
        ),
    ],
    ..UNKNOWN
};
