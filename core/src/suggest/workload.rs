//! One token, as far as AWS sees it.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::literal::{check, literal};
use crate::aws::{Sets, WebIdentity, condition_keys, is_built_in, provider_name};
use crate::error::SuggestError;
use crate::issuer::{Profile, Stability, SubjectPart};
use crate::json::Object;

/// What a token says of the workload that it was made for.
pub(super) struct Workload<'a> {
    /// The how many-th token it is.
    pub(super) token: usize,
    pub(super) issuer: String,
    pub(super) subject: String,
    /// What AWS compares: `azp` if there is one, else `aud`.
    pub(super) audience: String,
    /// Whether that is `azp`.
    pub(super) is_party: bool,
    /// What `aud` says, if it is one.
    pub(super) requested: Option<String>,
    pub(super) methods: Vec<String>,
    pub(super) sets: Sets,
    /// The family that the issuer is one of, or looks like.
    pub(super) profile: Option<&'static Profile>,
    claims: &'a Object,
}

impl<'a> Workload<'a> {
    pub(super) fn read(token: usize, claims: &'a Object) -> Result<Self, SuggestError> {
        let missing = |claim| SuggestError::MissingClaim { token, claim };
        let wrong = |claim, expected| SuggestError::WrongClaim { token, claim, expected };
        let identity =
            WebIdentity::read(claims).map_err(|error| wrong(error.name, error.expected))?;
        let audience = identity.audience().map(String::from);
        let requested = identity.single_audience().map(String::from);
        let WebIdentity { issuer, subject, audiences, authorized_party, methods, .. } = identity;
        let issuer = issuer.ok_or_else(|| missing("iss"))?;
        let subject = subject.ok_or_else(|| missing("sub"))?;
        if audiences.is_none() {
            return Err(missing("aud"));
        }
        let audience = audience.ok_or(SuggestError::SeveralAudiences { token })?;
        if audience.is_empty() {
            let claim = if authorized_party.is_some() { "azp" } else { "aud" };
            return Err(wrong(claim, "a text that is not empty"));
        }
        if !is_provider(&issuer) {
            return Err(SuggestError::Issuer { token, issuer });
        }
        let sets = Sets::read(claims);
        let sets = sets.map_err(|evidence| SuggestError::AwsClaim { token, evidence })?;
        Ok(Self {
            token,
            audience,
            is_party: authorized_party.is_some(),
            requested,
            methods: methods.unwrap_or_default(),
            sets,
            profile: Profile::recognise(&issuer, &subject),
            issuer,
            subject,
            claims,
        })
    }

    /// What condition keys call the issuer.
    pub(super) fn provider(&self) -> &str {
        provider_name(&self.issuer)
    }

    /// The subject's named parts; none if its grammar is not known.
    pub(super) fn parts(&self) -> Vec<SubjectPart<'_>> {
        let split = self.profile.and_then(|profile| profile.split_subject(&self.subject));
        split.unwrap_or_default()
    }

    /// Whether this part is left open. An issuer that only looks like one of a family opens nothing.
    pub(super) fn is_open(&self, part: &SubjectPart<'_>) -> bool {
        let exactly = |profile: &Profile| profile.has_issuer(&self.issuer);
        part.field.varies && self.profile.is_some_and(exactly)
    }

    /// The value of the policy for the subject, and whether it is a pattern.
    pub(super) fn pattern(&self) -> Result<(String, bool), SuggestError> {
        let mut pattern = String::new();
        let (mut rest, mut read) = (&*self.subject, 0);
        let parts = self.parts();
        for part in parts.iter().filter(|part| self.is_open(part)) {
            let pinned = part.start.checked_sub(read).and_then(|length| rest.get(..length));
            let after = part.start + part.text.len();
            let (Some(pinned), Some(behind)) = (pinned, self.subject.get(after..)) else {
                continue;
            };
            pattern.push_str(&self.literal("sub", pinned)?);
            pattern.push_str(part.field.wildcard());
            (rest, read) = (behind, after);
        }
        pattern.push_str(&self.literal("sub", rest)?);
        Ok((pattern, read > 0))
    }

    /// Text of a claim as a value of the policy.
    pub(super) fn literal(&self, claim: &'static str, text: &str) -> Result<String, SuggestError> {
        check(text).map_err(|flaw| SuggestError::Text {
            token: self.token,
            claim,
            text: text.to_string(),
            flaw,
        })?;
        Ok(literal(text))
    }

    /// The ids of the workload and its owner that AWS compares for this issuer.
    pub(super) fn readable_ids(&self) -> impl Iterator<Item = &'static str> {
        let keys = condition_keys(self.provider());
        IDS.into_iter().filter(move |id| keys.clone().any(|key| key == *id))
    }

    /// An id, if the token has it. How AWS turns one that is no text into text is not published.
    pub(super) fn id(&self, claim: &str) -> Option<&'a str> {
        self.claims.get(claim)?.as_str()
    }

    /// Whether the subject itself has an id beside each of its names, as GitHub's newer ones do.
    pub(super) fn is_guarded(&self) -> bool {
        let parts = self.parts();
        let guards = parts.iter().filter(|part| part.field.is_guard).count();
        guards > 0 && guards >= parts.iter().filter(|part| self.is_name(part)).count()
    }

    /// Whether the subject says who owns the workload.
    pub(super) fn names_owner(&self) -> bool {
        self.parts().iter().any(|part| part.field.name == "owner")
    }

    /// Whether this part is a pinned name that somebody else can have later.
    pub(super) fn is_name(&self, part: &SubjectPart<'_>) -> bool {
        part.field.stability == Stability::Reclaimable && !self.is_open(part)
    }
}

/// `https://`, a host and perhaps a path, in characters that mean nothing to JSON, to Terraform or to
/// policies; AWS takes neither port nor query.
fn is_provider(issuer: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/%+=".contains(&byte);
    let is_name = |name: &str| {
        !name.is_empty() && !name.starts_with('/') && name.len() <= 255 && name.bytes().all(allowed)
    };
    issuer.strip_prefix("https://").is_some_and(is_name) || is_built_in(issuer)
}

/// Claims that name the workload or its owner by an id. Persons, who also have ids, are no part of a
/// workload.
const IDS: [&str; 7] = [
    "repository_owner_id",
    "repository_id",
    "namespace_id",
    "project_id",
    "organization_id",
    "pipeline_id",
    "oidc.circleci.com/project-id",
];
