//! The call `sts:AssumeRoleWithWebIdentity`, played through.

use assumable::aws::{self, AssumeRole, Presented};
use assumable::json::{self, Value};
use assumable::{Limits, diagnose_call, explain};
use tsify::Ts;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::boundary::{self, Answer};
use crate::dto::{AssumeRoleInput, CallOutcome, Decision, Diagnosis, Failure, Simulation};
use crate::policy::TrustPolicy;
use crate::reader::read;
use crate::verifier::{key_set, timestamp};

/// What AWS would answer to an [`AssumeRoleInput`], stage by stage.
///
/// # Errors
///
/// A [`Failure`] if the input is not what the contract says, or the policy, the key set or the
/// claims cannot be understood.
#[wasm_bindgen(js_name = simulateAssumeRole)]
pub fn simulate_assume_role(input: &str) -> Answer<Ts<Simulation>> {
    boundary::write(read(input).and_then(simulate))
}

fn simulate(mut input: AssumeRoleInput) -> Result<Simulation, Failure> {
    let policy = TrustPolicy::read(std::mem::take(&mut input.trust_policy))?;
    let keys = input.jwks.as_deref().map(key_set).transpose()?;
    let claims = input.claims.as_deref().map(claims).transpose()?;
    let presented = match (&input.token, claims.as_ref().and_then(Value::as_object)) {
        (Some(token), None) => Presented::Token(token),
        (None, Some(claims)) => Presented::Claims(claims),
        _ => return Err(Failure::invalid("either `token` or `claims` is needed, and not both")),
    };
    let simulation = aws::simulate(&AssumeRole {
        keys: keys.as_ref(),
        role: input.role(),
        provider: input.provider(),
        session: input.session(),
        ..AssumeRole::new(presented, policy.core(), timestamp(input.now)?)
    });
    Ok(answer(&simulation, &policy))
}

fn claims(source: &str) -> Result<Value, Failure> {
    json::parse(source, Limits::default().json_depth)
        .map_err(|error| Failure::in_text("claims", source, &error))
}

fn answer(simulation: &aws::Simulation, policy: &TrustPolicy) -> Simulation {
    let places = policy.places();
    let diagnoses = diagnose_call(simulation);
    let decision = simulation.decision.as_ref().map(|decision| {
        let explanation = explain::explain_decision(decision, &diagnoses, policy.source());
        Decision::new(decision, &places, explanation)
    });
    let (outcome, error, result) = CallOutcome::parts(&simulation.outcome);
    Simulation {
        outcome,
        error,
        stages: simulation.stages.iter().map(Into::into).collect(),
        decision,
        diagnoses: diagnoses.iter().map(|found| Diagnosis::new(found, &places)).collect(),
        result,
        signature: simulation.signature.into(),
        context: (&simulation.context).into(),
        confidence: simulation.confidence().into(),
        headline: explain::headline_of_call(simulation, &diagnoses),
        explanation: explain::explain_simulation(simulation, &diagnoses, policy.source()),
    }
}
