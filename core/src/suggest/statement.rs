//! The statement that admits the workloads of one issuer.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::workload::Workload;
use crate::aws::{ASSUME_ROLE_WITH_WEB_IDENTITY, condition_keys};
use crate::error::SuggestError;

/// An `Allow` for one provider.
pub(super) struct Statement {
    /// The issuer as condition keys call it.
    pub(super) provider: String,
    pub(super) actions: Vec<&'static str>,
    pub(super) blocks: Vec<Block>,
    /// The claims among the conditions that tell a later owner of a name from the first.
    pub(super) ids: Vec<&'static str>,
}

/// The conditions under one operator.
pub(super) struct Block {
    pub(super) operator: &'static str,
    /// Condition keys, and the values of each as the policy writes them.
    pub(super) keys: Vec<(String, Vec<String>)>,
}

impl Statement {
    /// `group` is not empty, and all are of one issuer.
    pub(super) fn admitting(group: &[&Workload<'_>]) -> Result<Self, SuggestError> {
        let provider = group.first().map(|first| first.provider()).unwrap_or_default();
        let key = |claim: &str| format!("{provider}:{claim}");
        let mut equal = alloc::vec![(key("aud"), audiences(group)?)];
        equal.extend(requested(group)?.map(|values| (key("oaud"), values)));
        let (subjects, are_patterns) = subjects(group)?;
        let mut like = Vec::new();
        if are_patterns { &mut like } else { &mut equal }.push((key("sub"), subjects));
        let mut ids = Vec::new();
        for (id, values) in owned(group)? {
            equal.push((key(id), values));
            ids.push(id);
        }
        if let Some(values) = repositories(group, &ids)? {
            equal.push((key("repository"), values));
        }
        let methods = methods(group)?.map(|values| (key("amr"), values));
        let (actions, tags) = sets(group)?;
        let tags = (!tags.is_empty()).then(|| (String::from("aws:TagKeys"), tags));
        let blocks = [
            ("StringEquals", equal),
            ("StringLike", like),
            ("ForAnyValue:StringEquals", methods.into_iter().collect()),
            ("ForAllValues:StringEquals", tags.into_iter().collect()),
        ];
        let blocks = blocks.into_iter().filter(|(_, keys)| !keys.is_empty());
        let blocks = blocks.map(|(operator, keys)| Block { operator, keys }).collect();
        Ok(Self { provider: provider.into(), actions, blocks, ids })
    }
}

fn audiences(group: &[&Workload<'_>]) -> Result<Vec<String>, SuggestError> {
    let claim = |it: &Workload<'_>| if it.is_party { "azp" } else { "aud" };
    distinct(group.iter().map(|it| it.literal(claim(it), &it.audience)))
}

/// The claim `aud`, where `azp` stands in its place: without it, whoever receives a token of the
/// workload could pass it on.
fn requested(group: &[&Workload<'_>]) -> Result<Option<Vec<String>>, SuggestError> {
    let all: Option<Vec<_>> =
        group.iter().map(|it| Some(it.literal("aud", it.requested.as_deref()?))).collect();
    let asked = all.filter(|_| group.iter().any(|it| it.is_party));
    asked.map(|values| distinct(values.into_iter())).transpose()
}

/// The subjects, and whether they are patterns. Without one in the list, none need be.
fn subjects(group: &[&Workload<'_>]) -> Result<(Vec<String>, bool), SuggestError> {
    let mut are_patterns = false;
    let subjects = distinct(group.iter().map(|it| {
        let (pattern, is_pattern) = it.pattern()?;
        are_patterns |= is_pattern;
        Ok(pattern)
    }))?;
    Ok((subjects, are_patterns))
}

/// The ids that every token has, unless every subject holds ids of its own.
fn owned(group: &[&Workload<'_>]) -> Result<Vec<(&'static str, Vec<String>)>, SuggestError> {
    if group.iter().all(|it| it.is_guarded()) {
        return Ok(Vec::new());
    }
    let readable = group.first().into_iter().flat_map(|it| it.readable_ids());
    let owned = readable.filter_map(|id| {
        let values = group.iter().map(|it| Some(it.literal(id, it.id(id)?)));
        let values: Vec<_> = values.collect::<Option<_>>()?;
        Some(distinct(values.into_iter()).map(|values| (id, values)))
    });
    owned.collect()
}

/// The repositories by name, where neither a subject nor an id says whose the token is: GitHub's
/// customers put together subjects such as `environment:prod`.
fn repositories(
    group: &[&Workload<'_>],
    ids: &[&str],
) -> Result<Option<Vec<String>>, SuggestError> {
    let claim = "repository";
    let is_key = |it: &&Workload<'_>| condition_keys(it.provider()).any(|key| key == claim);
    if !ids.is_empty()
        || !group.first().is_some_and(is_key)
        || group.iter().all(|it| it.names_owner())
    {
        return Ok(None);
    }
    let values: Option<Vec<_>> =
        group.iter().map(|it| Some(it.literal(claim, it.id(claim)?))).collect();
    values.map(|values| distinct(values.into_iter())).transpose()
}

/// The ways to prove who one is that all tokens have.
fn methods(group: &[&Workload<'_>]) -> Result<Option<Vec<String>>, SuggestError> {
    let Some((first, others)) = group.split_first() else { return Ok(None) };
    // One by one: `collect` would bring a sort along, which nothing else in the module needs.
    let of = |it: &Workload<'_>| {
        let mut methods = BTreeSet::new();
        methods.extend(it.methods.iter().cloned());
        methods
    };
    let mut common: BTreeSet<String> = of(first);
    for methods in others.iter().map(|it| of(it)) {
        common.retain(|method| methods.contains(method));
    }
    if common.is_empty() || !condition_keys(first.provider()).any(|key| key == "amr") {
        return Ok(None);
    }
    common.iter().map(|method| first.literal("amr", method)).collect::<Result<_, _>>().map(Some)
}

/// The actions that the tokens need, and the keys of the session tags that they set.
fn sets(group: &[&Workload<'_>]) -> Result<(Vec<&'static str>, Vec<String>), SuggestError> {
    let claim = "https://aws.amazon.com/tags";
    let keys = group.iter().flat_map(|it| it.sets.tag_keys.iter().map(move |key| (it, key)));
    let tags = distinct(keys.map(|(it, key)| it.literal(claim, key)))?;
    let mut actions = alloc::vec![ASSUME_ROLE_WITH_WEB_IDENTITY];
    if !tags.is_empty() {
        actions.push("sts:TagSession");
    }
    if group.iter().any(|it| it.sets.source_identity) {
        actions.push("sts:SetSourceIdentity");
    }
    Ok((actions, tags))
}

/// Each once, in the order in which they come first.
fn distinct(
    values: impl Iterator<Item = Result<String, SuggestError>>,
) -> Result<Vec<String>, SuggestError> {
    let mut distinct = Vec::new();
    for value in values {
        let value = value?;
        if !distinct.contains(&value) {
            distinct.push(value);
        }
    }
    Ok(distinct)
}
