//! The actions that a token needs beside `sts:AssumeRoleWithWebIdentity`.

use alloc::format;

use crate::aws::{ActionDecision, Simulation, StageName};
use crate::cause::policy;
use crate::decision::{ElementTrace, Outcome, Reason};
use crate::diagnose::Diagnosis;
use crate::fix::{Edit, Fix, quoted};

/// What the workload may do, but not with this token.
pub(in crate::diagnose) fn missing_actions(simulation: &Simulation) -> Option<Diagnosis> {
    let denied = |it: &&ActionDecision| it.decision.outcome() == Outcome::Denied;
    let (first, others) = simulation.actions.split_first()?;
    if denied(&first) {
        return None;
    }
    let missing = others.iter().find(denied)?;
    let (cause, sets) = match missing.action {
        "sts:TagSession" => (&policy::TAG_SESSION, "session tags"),
        _ => (&policy::SET_SOURCE_IDENTITY, "a source identity"),
    };
    Some(Diagnosis {
        id: cause.id,
        stage: StageName::TrustPolicy,
        summary: format!(
            "the token sets {sets}, and the policy does not allow `{}`",
            missing.action
        ),
        cause: cause.meaning,
        fix: Some(Fix::edits(
            format!("allows the workload `{}` too, under the same conditions", missing.action),
            allow_too(first, missing).into_iter().collect(),
        )),
    })
}

/// Adds the action to the statement that admits the workload.
fn allow_too(first: &ActionDecision, missing: &ActionDecision) -> Option<Edit> {
    let index = *first.decision.determining().first()?;
    let actions: &ElementTrace = &first.decision.trace().get(index)?.action;
    // A list of what is *not* allowed, or an explicit deny elsewhere, is not mended so.
    let negated = !actions.expected.iter().any(|action| action.matched);
    if negated || missing.decision.reason() == Reason::ExplicitDeny {
        return None;
    }
    let last = actions.expected.last()?;
    let both = format!("{}, {}", quoted(&last.text), quoted(missing.action));
    // One action may stand there without a list around it.
    let replacement = if last.span == actions.span { format!("[{both}]") } else { both };
    Some(Edit::new(last.span, replacement))
}
