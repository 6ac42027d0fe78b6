//! What can be mended in place.

use alloc::format;

use super::super::asks::claim_of;
use super::super::rename::rename;
use super::super::tries::Says;
use super::super::trust::{Intruder, Search, federated};
use crate::aws::{self, Condition, Operator, provider_of};
use crate::fix::{Edit, is_plain, quoted};
use crate::span::Spanned;

/// The operator without what makes it hold for a missing key.
pub(super) fn needing_key(search: &Search<'_>, condition: &Condition) -> Option<Edit> {
    // Of a claim that AWS does not read, it would hold for nobody.
    let is_read = federated(search.statement).map(|it| provider_of(&it.value)).any(|provider| {
        let mut keys = aws::condition_keys(provider);
        let claim = claim_of(condition, provider);
        claim.is_some_and(|claim| keys.any(|key| key.eq_ignore_ascii_case(claim)))
    });
    if condition.operator.test.is_negated() || !is_read {
        return None;
    }
    let operator = Operator { qualifier: None, if_exists: false, ..condition.operator };
    rename(search.statement, condition, operator)
}

/// The value with an end to its name, if its one wildcard is at its end.
pub(super) fn ended(search: &Search<'_>, intruder: &Intruder<'_>) -> Option<Edit> {
    // What another condition asks of the rest of the name would fit nobody then.
    (!intruder.custom && intruder.says != Says::Together).then_some(())?;
    let Spanned { value, span } = intruder.value.filter(|_| intruder.is_of_subject(search))?;
    let stem = value.strip_suffix('*').filter(|stem| is_plain(stem))?;
    // No name ends so, and its owner meant another one.
    stem.ends_with(char::is_alphanumeric).then_some(())?;
    let delimiter = search.family.after(intruder.field?)?;
    Some(Edit::new(*span, quoted(&format!("{stem}{delimiter}*"))))
}
