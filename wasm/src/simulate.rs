//! The call `sts:AssumeRoleWithWebIdentity`, played through.

use assumable::aws::{self, AssumeRole, Presented, StrictOpinion};
use assumable::json::{self, Value};
use assumable::{JsonError, KeySet, Limits, diagnose_call, explain};
use tsify::Ts;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::boundary::{self, Answer};
use crate::dto::{AssumeRoleInput, CallOutcome, Decision, Diagnosis, Failure, Problem, Simulation};
use crate::policy::TrustPolicy;
use crate::reader::read;
use crate::utf16::Utf16;
use crate::verifier::timestamp;

/// What AWS would answer to an [`AssumeRoleInput`], stage by stage.
///
/// # Errors
///
/// A [`Failure`] if the input is not what the contract says, the policy cannot be understood, or the
/// key set or the claims are no JSON.
#[wasm_bindgen(js_name = simulateAssumeRole)]
pub fn simulate_assume_role(input: &str) -> Answer<Ts<Simulation>> {
    boundary::write(read(input).and_then(simulate))
}

fn simulate(mut input: AssumeRoleInput) -> Result<Simulation, Failure> {
    let (bytes, limit) = (input.text_bytes(), Limits::default().context_bytes);
    if bytes > limit {
        return Err(Failure::invalid(&format!(
            "`role`, `provider` and `request` hold {bytes} bytes; at most {limit} are read"
        )));
    }
    let policy = TrustPolicy::read(std::mem::take(&mut input.trust_policy))?;
    let keys = input.jwks.as_deref().map(key_set).transpose()?;
    let tags = input.role_tags();
    let claims = input.claims.as_deref().map(claims).transpose()?;
    let presented = match (&input.token, claims.as_ref().and_then(Value::as_object)) {
        (Some(token), None) => Presented::Token(token),
        (None, Some(claims)) => Presented::Claims(claims),
        _ => return Err(Failure::invalid("either `token` or `claims` is needed, and not both")),
    };
    let simulation = aws::simulate(&AssumeRole {
        keys: keys.as_ref(),
        role: input.role(tags.as_deref()),
        provider: input.provider(),
        session: input.session(),
        ..AssumeRole::new(presented, policy.core(), timestamp(input.now)?)
    });
    let token = input.token.as_deref().unwrap_or_default();
    Ok(answer(&simulation, &policy, token))
}

/// STS reads larger key sets than a verifier should, and answers whatever it finds.
fn key_set(source: &str) -> Result<KeySet, Failure> {
    let limits = Limits { keys: 400, key_set_bytes: 256 * 1024, ..Limits::default() };
    KeySet::parse_published(source, &limits)
        .map_err(|error| Failure::in_text("jwks", source, &error))
}

pub(crate) fn claims(source: &str) -> Result<Value, Failure> {
    let Limits { context_bytes: limit, json_depth, .. } = Limits::default();
    let read = if source.len() > limit {
        Err(JsonError::TooLong { actual: source.len(), limit })
    } else {
        json::parse(source, json_depth)
    };
    read.map_err(|error| Failure::in_text("claims", source, &error))
}

fn answer(simulation: &aws::Simulation, policy: &TrustPolicy, token: &str) -> Simulation {
    let places = policy.places();
    let diagnoses = diagnose_call(simulation, policy.core());
    let decision = simulation.decision().map(|decision| {
        let explanation = explain::explain_decision(decision, &diagnoses, policy.source());
        Decision::new(decision, places, explanation)
    });
    let strict_refusal = match &simulation.strict {
        StrictOpinion::Refuses(error) => Some(Problem::new(error, &Utf16::new(token))),
        StrictOpinion::Accepts | StrictOpinion::NotAsked => None,
    };
    let (outcome, error, result) = CallOutcome::parts(&simulation.outcome);
    Simulation {
        outcome,
        error,
        stages: simulation.stages.iter().map(Into::into).collect(),
        decision,
        actions: simulation.actions.iter().map(Into::into).collect(),
        diagnoses: diagnoses.iter().map(|found| Diagnosis::new(found, places)).collect(),
        result,
        signature: simulation.signature.into(),
        strict_refusal,
        context: (&simulation.context).into(),
        invisible_claims: simulation.invisible_claims.clone(),
        confidence: simulation.confidence().into(),
        headline: explain::headline_of_call(simulation, &diagnoses),
        explanation: explain::explain_simulation(simulation, &diagnoses, policy.source()),
    }
}
