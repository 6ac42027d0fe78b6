//! What has to be there beside the policy.

use alloc::format;
use alloc::vec::Vec;

use super::listed;
use crate::aws::is_built_in;
use crate::issuer::Profile;
use crate::suggest::Note;
use crate::suggest::statement::Statement;
use crate::suggest::workload::Workload;
use crate::visible::quotable;

/// The IAM OIDC provider, with its client ids.
pub(super) fn provider(group: &[&Workload<'_>], statement: &Statement) -> Option<Note> {
    let first = group.first()?;
    if is_built_in(&statement.provider) {
        return None;
    }
    let audiences = audiences(group);
    let ids = if audiences.len() == 1 { "client id" } else { "client ids" };
    Some(Note {
        id: "provider",
        text: format!(
            "the role's account needs an IAM OIDC provider with the URL `{}` and the {ids} {}",
            quotable(&first.issuer),
            listed(&audiences),
        ),
    })
}

/// The audience that the issuer writes if none is asked for goes to others too.
pub(super) fn audience(group: &[&Workload<'_>]) -> Option<Note> {
    let is_default = |it: &&&Workload<'_>| {
        let default = |profile: &Profile| profile.is_default_audience(&it.audience);
        it.audience != STS && !it.is_party && it.profile.is_some_and(default)
    };
    let found = group.iter().find(is_default)?;
    Some(Note {
        id: "default-audience",
        text: format!(
            "`{}` is what this issuer writes when no audience is asked for, so anyone whom the \
             workload sends such a token could assume the role with it; if the issuer lets you, ask \
             for `{STS}` instead",
            quotable(&found.audience)
        ),
    })
}

fn audiences<'w>(group: &'w [&Workload<'_>]) -> Vec<&'w str> {
    let mut audiences: Vec<&str> = Vec::new();
    for it in group {
        if !audiences.contains(&&*it.audience) {
            audiences.push(&it.audience);
        }
    }
    audiences
}

/// What AWS's own tools ask for.
const STS: &str = "sts.amazonaws.com";
