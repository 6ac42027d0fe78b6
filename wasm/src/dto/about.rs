use std::collections::BTreeMap;

use assumable::issuer::{self, Profile, claim_note};
use assumable::json::Object;
use serde::Serialize;
use tsify::Tsify;

use super::Span;
use crate::utf16::Utf16;

/// What is known of a token's issuer and of its claims. It explains and is no reason to trust.
#[derive(Debug, Serialize, Tsify)]
#[tsify(hashmap_as_object)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// The family of issuers; absent if none is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub issuer: Option<IssuerFamily>,
    /// What the claims mean, by name; those that nobody documents are left out.
    pub claims: BTreeMap<String, ClaimNote>,
    /// The condition keys that AWS makes of the claims, and the claim that fills each.
    pub condition_keys: BTreeMap<String, String>,
}

/// A family of issuers, such as Fly.io's organizations.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct IssuerFamily {
    /// Its name, such as `Fly.io`.
    pub name: String,
    /// What a person calls the workload, such as `Fly.io Machine`.
    pub workload: String,
    /// Where the issuer documents its tokens.
    pub source: String,
    /// Whether the issuer is known by its own name. If not, it is software that customers run, such
    /// as a GitLab of one's own, and only the subject looks like it.
    pub exact: bool,
    /// The audience of a token for which none was asked, with `<gaps>` for what differs by tenant.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub default_audience: Option<String>,
    /// How long a token lives, in seconds, where that is fixed or has a default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub lifetime_seconds: Option<u32>,
    /// What the subject is made of; absent if it is none of this issuer's known forms.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub subject: Option<Vec<SubjectPart>>,
}

/// One named part of a subject.
#[derive(Debug, Serialize, Tsify)]
pub struct SubjectPart {
    /// In a word or two, such as `app`.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Where it is in the subject.
    pub span: Span,
    /// Whether the text stays with its owner.
    pub stability: Stability,
}

/// What one claim means.
#[derive(Debug, Serialize, Tsify)]
pub struct ClaimNote {
    /// One sentence for a person.
    pub meaning: String,
    /// Whether the value stays with its owner.
    pub stability: Stability,
}

/// Whether a value stays with its owner: an id that is never given to another (`immutable`), a name
/// that somebody else can have later (`reclaimable`), what the workload's author or starter chooses
/// (`authored`), or what is of this token or run only (`transient`).
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum Stability {
    /// An id that is never given to another owner.
    Immutable,
    /// A name that can be freed and claimed by somebody else.
    Reclaimable,
    /// Chosen by whoever writes or starts the workload, such as a branch or a step.
    Authored,
    /// Of this token or this run only.
    Transient,
}

/// The parts of a subject.
#[derive(Debug, Serialize, Tsify)]
pub struct SubjectParts {
    /// Absent if it is none of the issuer's known forms.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub parts: Option<Vec<SubjectPart>>,
}

impl About {
    pub(crate) fn new(claims: &Object) -> Self {
        let text = |name| claims.get(name).and_then(|value| value.as_str()).unwrap_or_default();
        let (issuer, subject) = (text("iss"), text("sub"));
        let profile = Profile::recognise(issuer, subject);
        let note = |name: &str| Some((name.to_owned(), claim_note(profile, name)?.into()));
        // One by one: `collect` would bring a sort along, which nothing else in the module needs.
        let mut notes = BTreeMap::new();
        notes.extend(claims.iter().filter_map(|member| note(&member.name)));
        let mut condition_keys = BTreeMap::new();
        condition_keys
            .extend(assumable::aws::keys_of(claims).map(|(key, claim)| (key, claim.to_owned())));
        Self {
            issuer: profile.map(|profile| IssuerFamily {
                name: profile.name.to_owned(),
                workload: profile.workload.to_owned(),
                source: profile.source.to_owned(),
                exact: profile.has_issuer(issuer),
                default_audience: profile.default_audience.map(str::to_owned),
                lifetime_seconds: profile.lifetime,
                subject: SubjectParts::new(profile, subject).parts,
            }),
            claims: notes,
            condition_keys,
        }
    }
}

impl SubjectParts {
    pub(crate) fn new(profile: &Profile, subject: &str) -> Self {
        let places = Utf16::new(subject);
        let part = |part: &issuer::SubjectPart<'_>| SubjectPart {
            name: part.field.name.to_owned(),
            text: part.text.to_owned(),
            span: places.span(assumable::Span::new(part.start, part.start + part.text.len())),
            stability: part.field.stability.into(),
        };
        let parts = profile.split_subject(subject);
        Self { parts: parts.map(|parts| parts.iter().map(part).collect()) }
    }
}

impl From<&issuer::ClaimNote> for ClaimNote {
    fn from(note: &issuer::ClaimNote) -> Self {
        Self { meaning: note.meaning.to_owned(), stability: note.stability.into() }
    }
}

impl From<issuer::Stability> for Stability {
    fn from(stability: issuer::Stability) -> Self {
        match stability {
            issuer::Stability::Immutable => Self::Immutable,
            issuer::Stability::Reclaimable => Self::Reclaimable,
            issuer::Stability::Authored => Self::Authored,
            issuer::Stability::Transient => Self::Transient,
        }
    }
}
