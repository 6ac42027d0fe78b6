//! Another operator for a condition, as an edit of the policy's text.

use crate::aws::{Condition, Operator, Statement};
use crate::fix::{Edit, quoted};

/// Gives the condition another operator; `None` if its block has other conditions, or the statement
/// has a block with that operator already.
pub(super) fn rename(
    statement: &Statement,
    condition: &Condition,
    operator: Operator,
) -> Option<Edit> {
    let mut others = statement.conditions.iter().filter(|other| other.span != condition.span);
    let taken = others
        .any(|other| other.operator_span == condition.operator_span || other.operator == operator);
    let replacement = quoted(&alloc::format!("{operator}"));
    (!taken).then(|| Edit::new(condition.operator_span, replacement))
}
