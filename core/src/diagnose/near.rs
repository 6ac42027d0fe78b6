//! Which statement was meant for the workload: the one that comes nearest to admitting it.

use alloc::vec::Vec;
use core::cmp::Reverse;

use super::provider;
use crate::decision::{ConditionTrace, Decision, Effect, StatementTrace};
use crate::json::Object;
use crate::sorted::sort_by_key;

/// The `Allow` statements that lack least, the one first whose values agree furthest with the
/// request's.
pub(super) fn nearest<'a>(decision: &'a Decision, claims: &Object) -> Vec<&'a StatementTrace> {
    let allows = decision.trace().iter().filter(|statement| statement.effect == Effect::Allow);
    let mut ranked: Vec<_> = allows
        .map(|statement| (lacks(statement, claims), agreement(statement), statement))
        .collect();
    sort_by_key(&mut ranked, |(lacks, agreement, _)| (*lacks, Reverse(*agreement)));
    let Some((least, ..)) = ranked.first().map(|(lacks, ..)| (*lacks,)) else {
        return Vec::new();
    };
    let nearest = ranked.into_iter().take_while(|(lacks, ..)| *lacks == least);
    nearest.map(|(_, _, statement)| statement).collect()
}

/// How much would have to change. Who is meant says more than what may be done, and that more than
/// a condition.
fn lacks(statement: &StatementTrace, claims: &Object) -> usize {
    let misspelt = !statement.principal.matched && provider::diagnose(statement, claims).is_some();
    let principal = match (statement.principal.matched, misspelt) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 100,
    };
    let action = if statement.action.matched { 0 } else { 10 };
    // The keys of a misspelt provider fail with it.
    let failing = |it: &&ConditionTrace| !(it.matched || misspelt && it.actual.is_none());
    principal + action + statement.conditions.iter().filter(failing).count()
}

/// Where the values that do not fit first differ from the request's, at best.
fn agreement(statement: &StatementTrace) -> usize {
    let failing = statement.conditions.iter().filter(|condition| !condition.matched);
    let values = failing.flat_map(|condition| &condition.expected);
    values.filter_map(|value| value.differs_at).max().unwrap_or_default()
}
