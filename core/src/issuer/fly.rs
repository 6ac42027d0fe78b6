//! Fly.io: one issuer per organization. <https://fly.io/docs/security/openid-connect/>

use super::Stability::{Immutable, Reclaimable, Transient};
use super::{ClaimNote, Profile, SubjectField};

pub(super) static PROFILE: Profile = Profile {
    workload: "Fly.io Machine",
    prefix: "oidc.fly.io",
    subject: &[
        SubjectField {
            name: "organization",
            other: "sub.other-organization",
            other_means: "the role trusts another organization",
        },
        SubjectField {
            name: "app",
            other: "sub.other-app",
            other_means: "the role trusts another app of the same organization",
        },
        SubjectField {
            name: "machine",
            other: "sub.other-machine",
            other_means: "the role trusts another machine of the same app; a replacement gets a new name",
        },
    ],
    delimiter: ':',
    claims: &[
        ClaimNote {
            claim: "iss",
            meaning: "The Fly.io organization that minted the token; each has its own issuer.",
            stability: Reclaimable,
        },
        ClaimNote {
            claim: "sub",
            meaning: "Organization, app and machine, all three by name.",
            stability: Reclaimable,
        },
        ClaimNote {
            claim: "org_id",
            meaning: "The organization's id, which never changes.",
            stability: Immutable,
        },
        ClaimNote {
            claim: "org_name",
            meaning: "The organization's slug.",
            stability: Reclaimable,
        },
        ClaimNote {
            claim: "app_id",
            meaning: "The app's id, which never changes.",
            stability: Immutable,
        },
        ClaimNote {
            claim: "app_name",
            meaning: "The app's name; once the app is deleted, another can take it.",
            stability: Reclaimable,
        },
        ClaimNote {
            claim: "machine_id",
            meaning: "The Machine's id, the same for as long as the Machine exists.",
            stability: Immutable,
        },
        ClaimNote {
            claim: "machine_name",
            meaning: "The Machine's name; a replacement Machine gets a new one.",
            stability: Reclaimable,
        },
        ClaimNote {
            claim: "machine_version",
            meaning: "The Machine's version, new at every update.",
            stability: Transient,
        },
        ClaimNote {
            claim: "region",
            meaning: "The region the Machine runs in.",
            stability: Transient,
        },
        ClaimNote {
            claim: "image",
            meaning: "The image the Machine runs, by tag; a tag can be moved.",
            stability: Transient,
        },
        ClaimNote {
            claim: "image_digest",
            meaning: "The digest of the image's content: the one claim bound to the code.",
            stability: Immutable,
        },
    ],
};
