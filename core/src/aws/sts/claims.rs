//! The claims that are meant for AWS itself: session tags, source identity, roles.
//!
//! Sources: [session tags in STS], [source identity], and `vectors/aws/sts-calls.json` (ids
//! `aws-roles/*`, `*-tags`).
//!
//! [session tags in STS]: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
//! [source identity]: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html

mod roles;
mod tags;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

pub(super) use tags::Tags;

use super::request::AssumeRole;
use super::token::UNREADABLE;
use super::{AwsError, Stage, StageName};
use crate::decision::Confidence;
use crate::json::{Kind, Object, Value};
use crate::visible::quotable;

/// What a token asks of AWS. Each part may be wrong by itself.
pub(super) struct ForAws {
    pub(super) tags: Result<Tags, Wrong>,
    pub(super) source_identity: Result<Option<String>, Wrong>,
    pub(super) authorized: Result<Authorized, Wrong>,
}

/// What a token sets in the role session, for which the trust policy must allow an action each.
pub(crate) struct Sets {
    /// The keys of its session tags: `sts:TagSession`.
    pub(crate) tag_keys: Vec<String>,
    /// Whether it sets a source identity: `sts:SetSourceIdentity`.
    pub(crate) source_identity: bool,
}

impl Sets {
    /// `Err` says why STS refuses such claims, whatever the policy.
    pub(crate) fn read(claims: &Object) -> Result<Self, String> {
        let tags = Tags::read(claims).map_err(|(_, evidence)| evidence)?.tags;
        let source_identity = source_identity(claims).map_err(|(_, evidence)| evidence)?.is_some();
        let tag_keys = tags.into_iter().map(|(key, _)| key).collect();
        Ok(Self { tag_keys, source_identity })
    }
}

/// Whether the issuer names the role (`sts:RoleAuthorizedByIdp`).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Authorized {
    /// The token names roles, and this is one of them.
    Yes,
    /// The token names no roles.
    No,
    /// The token names roles; whether this one, nobody can say without its ARN.
    Unknown,
}

/// AWS's answer, and the evidence.
pub(super) type Wrong = (AwsError, String);

impl ForAws {
    pub(super) fn read(call: &AssumeRole<'_>, claims: &Object) -> Self {
        Self {
            tags: Tags::read(claims),
            source_identity: source_identity(claims),
            authorized: roles::read(claims, call.role.arn),
        }
    }

    fn stage(&self) -> Stage {
        let name = StageName::Claims;
        let wrong = self.tags.as_ref().err();
        let wrong = wrong.or(self.source_identity.as_ref().err());
        if let Some((error, evidence)) = wrong.or(self.authorized.as_ref().err()) {
            return Stage::failed(name, error.clone(), evidence);
        }
        if self.authorized == Ok(Authorized::Unknown) {
            let evidence = "the token names the roles it is for; the role's ARN was not given";
            return Stage::not_checked(name, evidence);
        }
        let asked = self.asked();
        if asked.is_empty() {
            let evidence = "the token asks for no session tags, source identity or roles";
            return Stage::passed(name, Confidence::Documented, evidence);
        }
        Stage::passed(name, Confidence::Observed, &asked.join("; "))
    }

    fn asked(&self) -> Vec<String> {
        let list = |names: &[&str]| {
            let quoted: Vec<String> =
                names.iter().map(|name| format!("`{}`", quotable(name))).collect();
            quoted.join(", ")
        };
        let mut asked = Vec::new();
        if let Ok(tags) = &self.tags
            && !tags.is_empty()
        {
            let keys: Vec<&str> = tags.tags.iter().map(|(key, _)| &**key).collect();
            asked.push(format!("the token sets the session tags {}", list(&keys)));
        }
        if let Ok(Some(identity)) = &self.source_identity {
            asked.push(format!("the token sets the source identity {}", list(&[identity])));
        }
        if self.authorized == Ok(Authorized::Yes) {
            asked.push("the token names the role".to_string());
        }
        asked
    }
}

pub(super) fn stage(for_aws: Option<&ForAws>) -> Stage {
    for_aws.map_or_else(|| Stage::not_checked(StageName::Claims, UNREADABLE), ForAws::stage)
}

/// 2 to 64 letters, digits or `_+=,.@-`, not beginning with `aws:`. Null is taken as for roles: as
/// if it were not there.
fn source_identity(claims: &Object) -> Result<Option<String>, Wrong> {
    let name = "https://aws.amazon.com/source_identity";
    let Some(value) = present(claims, name) else { return Ok(None) };
    let allowed = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
    match value.as_str() {
        Some(text) if (2..=64).contains(&text.len()) && text.chars().all(allowed) => {
            Ok(Some(text.to_string()))
        }
        _ => {
            let evidence = "the source identity must have 2 to 64 letters, digits or `_+=,.@-`";
            Err((AwsError::not_validated_assumed(), evidence.to_string()))
        }
    }
}

/// A claim that is there and not null.
fn present<'c>(claims: &'c Object, name: &str) -> Option<&'c Value> {
    claims.get(name).filter(|value| value.kind != Kind::Null)
}
