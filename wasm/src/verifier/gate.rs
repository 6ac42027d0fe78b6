//! A gate's decision about a token that this verifier has verified.
//!
//! JavaScript says which token and which policy, by its text and by a handle, and never that a token
//! was verified: what a decision rests on does not leave the module.

use assumable::gate::{self, RequestFacts};
use assumable::{Decision, Limits, Outcome, Timestamp, VerifiedToken, diagnose, explain_decision};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{Verifier, timestamp};
use crate::boundary::{self, Answer};
use crate::dto::{Failure, GateDecision, GateFacts};
use crate::exact;
use crate::policy::TrustPolicy;
use crate::reader::read;

#[wasm_bindgen]
impl Verifier {
    /// Refuses a policy of which a part can never match at a gate with this verifier's issuers.
    ///
    /// # Errors
    ///
    /// A [`Failure`] with everything that can never match.
    #[wasm_bindgen(js_name = checkGate)]
    pub fn check_gate(&self, policy: &TrustPolicy) -> Answer<()> {
        let rules = self.verifier.rules();
        let issuers: Vec<&str> = rules.iter().map(|rule| rule.issuer.as_str()).collect();
        match &*gate::check(policy.core(), &issuers) {
            [] => Ok(()),
            errors => Err(boundary::thrown(Failure::at_gate(policy.source(), errors))),
        }
    }

    /// Decides by a policy whether the bearer of a token may have what [`GateFacts`] say is asked for.
    ///
    /// The token is one that `verify` has just accepted; one that is not kept any more is verified
    /// again. Tokens are kept from the first question on. `explain` is for a denial.
    ///
    /// # Errors
    ///
    /// A [`Failure`] if the token is not to be believed, or its issuer's keys are not at hand.
    #[wasm_bindgen(unchecked_return_type = "GateDecision")]
    pub fn admits(
        &self,
        token: &[u8],
        policy: &TrustPolicy,
        facts: &str,
        explain: bool,
        clock: f64,
    ) -> Answer<JsValue> {
        let decision = self.decide(token, policy, facts, explain, clock);
        let text = decision.and_then(|decision| boundary::json(&decision));
        text.map(|text| exact::parse(&text)).map_err(boundary::thrown)
    }
}

impl Verifier {
    fn decide(
        &self,
        token: &[u8],
        policy: &TrustPolicy,
        facts: &str,
        explain: bool,
        clock: f64,
    ) -> Result<GateDecision, Failure> {
        let limit = Limits::default().context_bytes;
        if facts.len() > limit {
            let length = facts.len();
            let message = format!("the facts are {length} bytes long; at most {limit} are read");
            return Err(Failure::invalid(&message));
        }
        let facts: GateFacts = read(facts)?;
        let (now, clock) = (moment(facts.now)?, timestamp(clock)?);
        let kept = self.kept.borrow_mut().get(token, now, clock);
        let verified = match kept {
            Some(verified) => verified,
            None => {
                let (verified, keys_until) = self.held(token, now, clock, &self.signatures)?;
                self.kept.borrow_mut().keep(token, verified, keys_until)
            }
        };
        let facts = RequestFacts {
            method: &facts.method,
            host: &facts.host,
            path: &facts.path,
            secure: facts.secure,
            source_ip: facts.source_ip.as_deref(),
            user_agent: facts.user_agent.as_deref(),
            now,
        };
        let decision = gate::decide(policy.core(), &verified, &facts);
        let explanation = explain.then(|| explained(&decision, &verified, policy)).flatten();
        Ok(GateDecision::new(&decision, &verified, explanation))
    }
}

/// The whole trace, and the ids of its causes; nothing for a decision that nobody wonders about.
fn explained(
    decision: &Decision,
    token: &VerifiedToken,
    policy: &TrustPolicy,
) -> Option<(Vec<&'static str>, String)> {
    if decision.outcome() == Outcome::Allowed {
        return None;
    }
    let mut diagnoses = diagnose(decision, token.claims().object(), policy.core());
    diagnoses.retain(|diagnosis| !OF_AWS_ALONE.contains(&diagnosis.id));
    let explanation = explain_decision(decision, &diagnoses, policy.source());
    Some((diagnoses.iter().map(|diagnosis| diagnosis.id).collect(), explanation))
}

fn moment(seconds: i64) -> Result<Timestamp, Failure> {
    Timestamp::from_seconds(seconds)
        .ok_or_else(|| Failure::invalid("`now` is outside the years 1 to 9999"))
}

/// Here every claim is a condition key, and the request has keys of its own.
const OF_AWS_ALONE: [&str; 2] = ["claim.not-a-condition-key", "policy.key-not-in-call"];
