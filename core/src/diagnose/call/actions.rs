//! What the trust policy says beside its conditions: the actions that a token needs, and the account
//! of the provider that it names.

use alloc::format;
use alloc::string::String;

use crate::aws::{ActionDecision, Simulation, StageName};
use crate::cause::{policy, provider};
use crate::decision::{Effect, ElementTrace, Outcome, Reason};
use crate::diagnose::{Diagnosis, Edit, Fix, quoted};
use crate::visible::quotable;

/// What the workload may do, but not with this token.
pub(crate) fn missing_actions(simulation: &Simulation) -> Option<Diagnosis> {
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
        summary: format!("the token sets {sets}, and the policy does not allow {}", missing.action),
        cause: cause.meaning,
        fix: Some(Fix {
            edit: allow_too(first, missing),
            ..Fix::advice(format!(
                "allows the workload {} too, under the same conditions",
                missing.action
            ))
        }),
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
    Some(Edit { span: last.span, replacement })
}

/// A statement that names the issuer's provider, but in another account than the role's.
pub(crate) fn other_account(simulation: &Simulation) -> Option<Diagnosis> {
    let role = simulation.asked.role.as_deref().and_then(account)?;
    let decision = simulation.decision()?;
    if decision.reason() != Reason::NoStatementMatched {
        return None;
    }
    let allows = decision.trace().iter().filter(|statement| statement.effect == Effect::Allow);
    let mut named = allows.filter(|statement| !statement.principal.matched).flat_map(|statement| {
        statement.principal.expected.iter().map(|value| (&statement.principal.actual, value))
    });
    named.find_map(|(actual, value)| {
        let (_, name) = actual.split_once(PROVIDER)?;
        let (_, other) = value.text.split_once(PROVIDER)?;
        let trusted = account(&value.text)?;
        // The caller's provider is the one of the role's account, if nothing else was given.
        if name != other || trusted == role || account(actual)? != role {
            return None;
        }
        Some(Diagnosis {
            id: provider::MISSING.id,
            stage: StageName::TrustPolicy,
            summary: format!(
                "the role is in account {}; the policy trusts a provider in account {}",
                shown(role),
                shown(trusted)
            ),
            cause: provider::MISSING.meaning,
            fix: Some(Fix::edit(
                format!("trusts the provider of account {} instead", shown(role)),
                value.span,
                quoted(actual),
            )),
        })
    })
}

/// Partition and account of an ARN.
fn account(arn: &str) -> Option<(&str, &str)> {
    let mut parts = arn.split(':').skip(1);
    Some((parts.next()?, parts.nth(2)?))
}

fn shown((partition, account): (&str, &str)) -> String {
    match partition {
        "aws" => format!("`{}`", quotable(account)),
        _ => format!("`{}` ({})", quotable(account), quotable(partition)),
    }
}

const PROVIDER: &str = ":oidc-provider/";
