//! What there is to know about a suggested policy.

mod setup;
mod subject;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::statement::Statement;
use super::workload::Workload;
use super::{EXAMPLE_ACCOUNT, Note, Owner};
use crate::analyze::{Severity, analyze};
use crate::aws::{TrustPolicy, check_trust_policy, is_built_in};
use crate::limits::Limits;
use crate::visible::quotable;

/// Whom each statement admits and what can go wrong with it, then what has to be set up, then what
/// IAM says.
pub(super) fn about(
    groups: &[Vec<&Workload<'_>>],
    statements: &[Statement],
    owner: &Owner<'_>,
    policy: &str,
) -> Vec<Note> {
    let mut notes = Vec::new();
    for (group, statement) in groups.iter().zip(statements) {
        subject::about(group, &mut notes);
        notes.extend(subject::owners(group, statement));
        notes.extend(repository(statement));
        notes.extend(lists(statement));
        notes.extend(sets(group));
    }
    for (group, statement) in groups.iter().zip(statements) {
        notes.extend(setup::provider(group, statement));
        notes.extend(setup::audience(group));
    }
    let placed = owner.account.is_some() || statements.iter().all(|it| is_built_in(&it.provider));
    notes.extend((!placed).then(|| Note {
        id: "account",
        text: format!(
            "`{EXAMPLE_ACCOUNT}` stands for the id of the role's account, which was not given; \
             the form for Terraform asks AWS for it"
        ),
    }));
    let parsed = TrustPolicy::parse(policy, &Limits::default());
    let findings = parsed.as_ref().map(analyze).unwrap_or_default().into_iter();
    let strangers = findings.filter(|finding| finding.severity == Severity::Security);
    notes.extend(
        strangers
            .map(|finding| Note { id: "strangers", text: format!("danger: {}", finding.summary) }),
    );
    let refusals = check_trust_policy(policy, &Limits::default()).errors.into_iter();
    notes.extend(refusals.map(|error| Note {
        id: if error.code == "LimitExceeded" { "quota" } else { "not-stored" },
        text: format!("IAM would not store the policy: {}", error.reason),
    }));
    notes
}

/// Pinned where the subject names no owner.
fn repository(statement: &Statement) -> Option<Note> {
    let key = format!("{}:repository", statement.provider);
    let mut keys = statement.blocks.iter().flat_map(|block| &block.keys);
    let (_, values) = keys.find(|(name, _)| *name == key)?;
    let values: Vec<&str> = values.iter().map(|value| &**value).collect();
    Some(Note {
        id: "repository",
        text: format!(
            "the subject does not say whose it is, so the claim `repository` is pinned too: {}",
            listed(&values)
        ),
    })
}

/// Conditions are met one by one.
fn lists(statement: &Statement) -> Option<Note> {
    let keys = statement.blocks.iter().flat_map(|block| &block.keys);
    // Session tags and the like are sets anyway.
    let lists =
        keys.filter(|(key, values)| key.starts_with(&*statement.provider) && values.len() > 1);
    (lists.count() > 1).then(|| Note {
        id: "lists",
        text:
            "AWS looks at each list by itself: every subject is admitted with every audience and \
               id beside it"
                .into(),
    })
}

/// What the tokens set in the role session.
fn sets(group: &[&Workload<'_>]) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut keys: Vec<&str> = Vec::new();
    for key in group.iter().flat_map(|it| &it.sets.tag_keys) {
        if !keys.contains(&&**key) {
            keys.push(key);
        }
    }
    if !keys.is_empty() {
        notes.push(Note {
            id: "session-tags",
            text: format!(
                "the token sets session tags, for which the policy must allow `sts:TagSession`; \
                 it does for {} with any value, and for no other",
                listed(&keys)
            ),
        });
    }
    if group.iter().any(|it| it.sets.source_identity) {
        notes.push(Note {
            id: "source-identity",
            text: "the token sets a source identity, for which the policy must allow \
                   `sts:SetSourceIdentity`; it does, with any value"
                .into(),
        });
    }
    notes
}

/// "`a`, `b` and `c`"
fn listed(texts: &[&str]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| format!("`{}`", quotable(text))).collect();
    match texts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// As `listed`, of words of our own.
fn joined(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, [])) => String::from(*last),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}
