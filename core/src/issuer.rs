//! The issuer catalogue: who mints a token, what its claims mean, how its subject splits.

mod fly;
mod registered;

use alloc::string::String;
use alloc::vec::Vec;

/// What is known of one family of issuers, such as Fly.io's organizations.
#[derive(Debug)]
pub struct Profile {
    /// What a person calls the workload, such as `Fly.io Machine`.
    pub workload: &'static str,
    /// How the issuer begins, without `https://`: host and leading path.
    prefix: &'static str,
    /// The names of the subject's parts.
    subject: &'static [SubjectField],
    /// The character between the subject's parts.
    delimiter: char,
    /// What the claims mean; claims of RFC 7519 only where the issuer says more.
    claims: &'static [ClaimNote],
}

/// What a part of a subject names.
#[derive(Debug, Eq, PartialEq)]
pub struct SubjectField {
    /// In one word, such as `app`.
    pub name: &'static str,
    /// The id of the diagnosis for a policy that expects another one, such as `sub.other-app`.
    pub(crate) other: &'static str,
    /// What such a policy does.
    pub(crate) other_means: &'static str,
}

/// What one claim means.
#[derive(Debug)]
pub struct ClaimNote {
    /// The claim, such as `org_id`.
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
    /// Of this token or this run only.
    Transient,
}

/// One part of a subject, or of a pattern for subjects.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SubjectPart<'a> {
    /// What it names.
    pub field: &'static SubjectField,
    /// Its text.
    pub text: &'a str,
    /// Where it starts in the subject, in UTF-8 bytes.
    pub start: usize,
}

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
        let issuer = issuer.strip_prefix("https://").unwrap_or(issuer);
        CATALOGUE.iter().copied().find(|profile| {
            issuer
                .strip_prefix(profile.prefix)
                .is_some_and(|rest| rest.starts_with('/') && rest.len() > 1)
        })
    }

    /// The subject's named parts, or `None` if it does not have exactly these.
    ///
    /// A pattern such as `acme:foo-bar:*` splits the same way.
    ///
    /// ```
    /// use assumable::issuer::Profile;
    ///
    /// let fly = Profile::of("oidc.fly.io/acme").unwrap();
    /// let parts = fly.split_subject("acme:foo-bar:quiet-river-4821").unwrap();
    /// assert_eq!((parts[1].field.name, parts[1].text), ("app", "foo-bar"));
    /// assert!(fly.split_subject("acme:foo-bar").is_none());
    /// ```
    #[must_use]
    pub fn split_subject<'a>(&self, subject: &'a str) -> Option<Vec<SubjectPart<'a>>> {
        let mut start = 0;
        let parts: Vec<_> = subject
            .split(self.delimiter)
            .zip(self.subject)
            .map(|(text, field)| {
                let part = SubjectPart { field, text, start };
                start += text.len() + self.delimiter.len_utf8();
                part
            })
            .collect();
        let complete = subject.split(self.delimiter).count() == self.subject.len();
        (complete && parts.iter().all(|part| !part.text.is_empty())).then_some(parts)
    }

    /// The subject that these parts make.
    #[must_use]
    pub fn join_subject(&self, parts: &[&str]) -> String {
        parts.join(&*self.delimiter.encode_utf8(&mut [0; 4]))
    }

    /// What this issuer says of a claim.
    fn note(&self, claim: &str) -> Option<&'static ClaimNote> {
        self.claims.iter().find(|note| note.claim == claim)
    }
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
    let profile = Profile::of(key.strip_suffix(":sub")?)?;
    let pairs = profile.split_subject(subject)?.into_iter().zip(profile.split_subject(value)?);
    let mut differing = pairs
        .filter(|(subject, value)| subject.text != value.text && !value.text.contains(['*', '?']));
    differing.next()
}

/// What a claim means: in the words of the issuer's family if it has any, else of [RFC 7519].
///
/// [RFC 7519]: https://www.rfc-editor.org/rfc/rfc7519#section-4.1
#[must_use]
pub fn claim_note(profile: Option<&Profile>, claim: &str) -> Option<&'static ClaimNote> {
    profile
        .and_then(|profile| profile.note(claim))
        .or_else(|| registered::CLAIMS.iter().find(|note| note.claim == claim))
}

static CATALOGUE: &[&Profile] = &[&fly::PROFILE];
