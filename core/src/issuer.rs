//! The issuer catalogue: who mints a token, what its claims mean, how its subject splits.
//!
//! Issuers that differ only in data differ only in their [`Profile`]. What is not documented by an
//! issuer is left out of its profile.

mod buildkite;
mod ci;
mod circleci;
mod cloud;
mod fly;
mod github;
mod gitlab;
mod hosting;
mod kubernetes;
mod outline;
mod registered;
mod sample;
mod subject;
mod template;
mod terraform;

#[cfg(feature = "aws")]
use alloc::string::String;
use alloc::vec::Vec;

#[cfg(feature = "aws")]
pub(crate) use outline::Piece;
#[cfg(feature = "aws")]
pub(crate) use subject::is_uuid;
pub use subject::{SubjectField, SubjectPart};
use template::Reach;

/// What is known of one family of issuers, such as Fly.io's organizations.
#[derive(Debug)]
#[cfg_attr(not(feature = "aws"), expect(dead_code, reason = "some is for policies only"))]
pub struct Profile {
    /// Its name, such as `Fly.io`.
    pub name: &'static str,
    /// What a person calls the workload, such as `Fly.io Machine`.
    pub workload: &'static str,
    /// The audience of a token for which none was asked, with `<gaps>` for what differs by tenant.
    pub default_audience: Option<&'static str>,
    /// How a workload asks for an `<audience>`, word for word.
    pub ask_for_audience: Option<&'static str>,
    /// How long a token lives, in seconds, where that is fixed or has a default.
    pub lifetime: Option<u32>,
    /// The algorithms it signs with, where they are documented.
    pub algorithms: &'static [&'static str],
    /// Where the issuer documents its tokens.
    pub source: &'static str,
    /// Its issuers without `https://`, as templates.
    issuers: &'static [&'static str],
    /// Whether customers run it under names of their own, so that only the subject tells.
    self_hosted: bool,
    /// The subjects, as templates over `fields`; the first that fits counts.
    subjects: &'static [&'static str],
    /// What further subjects begin with, of which customers choose the rest, or no form is documented.
    pub(crate) other_subjects: Option<&'static str>,
    /// The claim that tells a workload from a later one of the same name.
    pub(crate) workload_id: Option<&'static str>,
    /// A claim that repeats the beginning of the subject, and what the subject has before it.
    pub(crate) repeats_subject: Option<(&'static str, &'static str)>,
    /// What subjects that customers put together are made of, `:` between them: templates as well.
    pairs: &'static [&'static str],
    /// What the subjects' parts name.
    fields: &'static [SubjectField],
    /// What the claims mean; claims of RFC 7519 only where the issuer says more.
    claims: &'static [ClaimNote],
}

/// What one claim means.
#[derive(Debug)]
pub struct ClaimNote {
    /// The claim, such as `org_id`; with a `*` at the end, all that begin so.
    pub claim: &'static str,
    /// One sentence for a person.
    pub meaning: &'static str,
    /// Whether the value can be given to someone else later.
    pub stability: Stability,
}

/// Whether a claim's value stays with its owner.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
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

const fn immutable(claim: &'static str, meaning: &'static str) -> ClaimNote {
    ClaimNote { claim, meaning, stability: Stability::Immutable }
}

const fn reclaimable(claim: &'static str, meaning: &'static str) -> ClaimNote {
    ClaimNote { claim, meaning, stability: Stability::Reclaimable }
}

const fn authored(claim: &'static str, meaning: &'static str) -> ClaimNote {
    ClaimNote { claim, meaning, stability: Stability::Authored }
}

const fn transient(claim: &'static str, meaning: &'static str) -> ClaimNote {
    ClaimNote { claim, meaning, stability: Stability::Transient }
}

/// Nothing known but the names: what the profiles start from.
const UNKNOWN: Profile = Profile {
    name: "",
    workload: "",
    default_audience: None,
    ask_for_audience: None,
    lifetime: None,
    algorithms: &[],
    source: "",
    issuers: &[],
    self_hosted: false,
    subjects: &[],
    other_subjects: None,
    workload_id: None,
    repeats_subject: None,
    pairs: &[],
    fields: &[],
    claims: &[],
};

impl Profile {
    /// The family that this issuer belongs to, with or without `https://`.
    ///
    /// ```
    /// use assumable::issuer::Profile;
    ///
    /// let fly = Profile::of("https://oidc.fly.io/acme").unwrap();
    /// assert_eq!(fly.workload, "Fly.io Machine");
    /// assert!(Profile::of("https://oidc.fly.io.example.com/acme").is_none());
    /// ```
    #[must_use]
    pub fn of(issuer: &str) -> Option<&'static Self> {
        CATALOGUE.iter().copied().find(|profile| profile.has_issuer(issuer))
    }

    /// As [`Profile::of`]; for an issuer that no family has, the family that customers run under
    /// names of their own and whose subjects look like this one, such as a GitLab of one's own.
    /// Such an answer explains; it is no reason to trust.
    ///
    /// ```
    /// use assumable::issuer::Profile;
    ///
    /// let subject = "project_path:acme/api:ref_type:branch:ref:main";
    /// let gitlab = Profile::recognise("https://git.example.com", subject).unwrap();
    /// assert_eq!(gitlab.name, "GitLab");
    /// ```
    #[must_use]
    pub fn recognise(issuer: &str, subject: &str) -> Option<&'static Self> {
        let looks_so =
            |profile: &&Self| profile.self_hosted && profile.split_subject(subject).is_some();
        Self::of(issuer).or_else(|| CATALOGUE.iter().copied().find(looks_so))
    }

    /// Every family.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        CATALOGUE.iter().copied()
    }

    /// Whether this issuer, with or without `https://`, is one of this family.
    #[must_use]
    pub fn has_issuer(&self, issuer: &str) -> bool {
        let issuer = issuer.strip_prefix("https://").unwrap_or(issuer);
        let segment = |_: &str, text: &str| is_segment(text);
        let mut templates = self.issuers.iter();
        templates.any(|template| template::fill(template, issuer, Reach::Whole, segment).is_some())
    }

    /// Whether a token for which no audience was asked could have this one.
    #[cfg(feature = "aws")]
    pub(crate) fn is_default_audience(&self, audience: &str) -> bool {
        // A gap alone is an organization's id.
        let alone = self.default_audience.is_some_and(|template| template.starts_with('<'));
        let segment = |_: &str, text: &str| match alone {
            true => subject::is_uuid(text),
            false => !text.is_empty() && !text.contains('/'),
        };
        let filled = |template| template::fill(template, audience, Reach::Whole, segment);
        self.default_audience.and_then(filled).is_some()
    }

    /// What a workload writes to get this audience.
    #[cfg(feature = "aws")]
    pub(crate) fn ask_for_audience(&self, audience: &str) -> Option<String> {
        let value = |_: &str| Some(audience);
        self.ask_for_audience.and_then(|template| template::render(template, value))
    }

    /// The names that parts of its subjects can have.
    pub fn part_names(&self) -> impl Iterator<Item = &'static str> {
        self.fields.iter().map(|field| field.name)
    }

    /// What its claims mean; of those of RFC 7519 only where this issuer says more.
    #[must_use]
    pub fn claims(&self) -> &'static [ClaimNote] {
        self.claims
    }

    /// What the parts of its subjects name.
    #[cfg(feature = "aws")]
    pub(crate) fn fields(&self) -> &'static [SubjectField] {
        self.fields
    }

    /// What this issuer says of a claim.
    fn note(&self, claim: &str) -> Option<&'static ClaimNote> {
        self.claims.iter().find(|note| note.is_of(claim))
    }
}

impl ClaimNote {
    fn is_of(&self, claim: &str) -> bool {
        match self.claim.strip_suffix('*') {
            Some(begin) => claim.starts_with(begin),
            None => self.claim == claim,
        }
    }
}

/// Whether a text is a name in a host or a path. What could lead elsewhere is none: userinfo, ports,
/// backslashes, percent signs, `..`.
fn is_segment(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    !text.is_empty()
        && text.bytes().all(allowed)
        && !text.starts_with('.')
        && !text.ends_with('.')
        && !text.contains("..")
}

/// The parts that a subject and a policy's pattern both name, in the subject's order.
#[cfg(feature = "aws")]
pub(crate) fn common_parts<'a>(
    actual: &[SubjectPart<'a>],
    expected: &[SubjectPart<'a>],
) -> Vec<(SubjectPart<'a>, SubjectPart<'a>)> {
    let same = |part: &SubjectPart<'a>| {
        let other = expected.iter().find(|other| other.field == part.field)?;
        Some((part.clone(), other.clone()))
    };
    actual.iter().filter_map(same).collect()
}

/// The first named part in which a subject differs from a value of a policy, in both; parts of the
/// value with wildcards are passed over. `key` is the condition key, such as
/// `oidc.fly.io/acme:sub`.
///
/// ```
/// use assumable::issuer::differing_part;
///
/// let (token, policy) =
///     differing_part("oidc.fly.io/acme:sub", "acme:cat-api:m", "acme:foo-bar:*").unwrap();
/// assert_eq!((token.field.name, token.text, policy.text), ("app", "cat-api", "foo-bar"));
/// ```
#[must_use]
pub fn differing_part<'a>(
    key: &str,
    subject: &'a str,
    value: &'a str,
) -> Option<(SubjectPart<'a>, SubjectPart<'a>)> {
    SplitSubject::of(key, subject)?.differing_part(value)
}

/// A subject whose family is known, split once to be held against many values of a policy.
#[derive(Debug)]
pub(crate) struct SplitSubject<'a> {
    profile: &'static Profile,
    parts: Vec<SubjectPart<'a>>,
}

impl<'a> SplitSubject<'a> {
    /// `key` is the condition key that it is the value of.
    pub(crate) fn of(key: &str, subject: &'a str) -> Option<Self> {
        let profile = Profile::recognise(key.strip_suffix(":sub")?, subject)?;
        Some(Self { profile, parts: profile.split_subject(subject)? })
    }

    /// As the function [`differing_part`].
    pub(crate) fn differing_part<'v>(
        &self,
        value: &'v str,
    ) -> Option<(SubjectPart<'a>, SubjectPart<'v>)> {
        let expected = self.profile.split_pattern(value)?;
        self.parts.iter().find_map(|part| {
            let other = expected.iter().find(|other| other.field == part.field)?;
            let differs = part.text != other.text && !other.text.contains(['*', '?']);
            differs.then(|| (part.clone(), other.clone()))
        })
    }
}

/// What a claim means: in the words of the issuer's family if it has any, else of [RFC 7519].
///
/// [RFC 7519]: https://www.rfc-editor.org/rfc/rfc7519#section-4.1
#[must_use]
pub fn claim_note(profile: Option<&Profile>, claim: &str) -> Option<&'static ClaimNote> {
    profile
        .and_then(|profile| profile.note(claim))
        .or_else(|| registered::CLAIMS.iter().find(|note| note.is_of(claim)))
}

static CATALOGUE: &[&Profile] = &[
    &fly::PROFILE,
    &github::PROFILE,
    &gitlab::PROFILE,
    &kubernetes::EKS,
    &kubernetes::GKE,
    &kubernetes::AKS,
    &kubernetes::OTHER,
    &terraform::PROFILE,
    &buildkite::PROFILE,
    &circleci::PROFILE,
    &ci::BITBUCKET,
    &ci::SPACELIFT,
    &ci::CODEFRESH,
    &ci::SEMAPHORE,
    &ci::HARNESS,
    &hosting::VERCEL,
    &hosting::RENDER,
    &hosting::MODAL,
    &hosting::PULUMI,
    &hosting::CLOUDFLARE_ACCESS,
    &cloud::GOOGLE,
    &cloud::ENTRA,
    &cloud::AZURE_DEVOPS,
    &cloud::AWS,
];

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{CATALOGUE, template};

    #[test]
    fn every_gap_is_a_field_and_every_field_is_used() {
        for profile in CATALOGUE {
            let mut gaps: Vec<&str> = profile
                .subjects
                .iter()
                .chain(profile.pairs)
                .flat_map(|subject| template::names(subject))
                .collect();
            let mut fields: Vec<&str> = profile.fields.iter().map(|field| field.name).collect();
            gaps.sort_unstable();
            gaps.dedup();
            fields.sort_unstable();
            assert_eq!(gaps, fields, "{}", profile.name);
        }
    }

    /// A subject's author may choose the text of later parts, so a `*` may not stand before a part
    /// that is pinned: it would take in a forged copy of that part. There is none where no later part
    /// can have a `:`, as no ref can.
    #[test]
    fn nothing_is_pinned_behind_a_run_of_any_length() {
        for profile in CATALOGUE {
            for subject in profile.subjects {
                let fields = template::names(subject).filter_map(|name| profile.field(name));
                let mut behind =
                    fields.skip_while(|field| field.wildcard() != "*" || !field.varies);
                assert!(behind.all(|field| field.varies || !field.takes(':')), "{subject}");
            }
        }
    }

    #[test]
    fn every_family_says_where_it_is_documented() {
        for profile in CATALOGUE {
            assert!(profile.source.starts_with("https://"), "{}", profile.name);
            assert!(!profile.workload.is_empty() && !profile.claims.is_empty(), "{}", profile.name);
        }
    }
}
