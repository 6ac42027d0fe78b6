//! Trust policies.

use assumable::aws::{self, ASSUME_ROLE_WITH_WEB_IDENTITY};
use assumable::{Limits, explain};
use tsify::Ts;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::boundary::{self, Answer};
use crate::dto::{Decision, EvaluateInput, Failure, TrustPolicyCheck};
use crate::reader::read;
use crate::utf16::Utf16;

/// What IAM answers when this text becomes the trust policy of a role.
///
/// # Errors
///
/// None about the policy: whatever is wrong with it is the answer.
#[wasm_bindgen(js_name = checkTrustPolicy)]
pub fn check_trust_policy(source: &str) -> Answer<Ts<TrustPolicyCheck>> {
    let check = aws::check_trust_policy(source, &Limits::default());
    boundary::write(Ok(TrustPolicyCheck::new(&check, &Utf16::new(source))))
}

/// A trust policy that is understood as a whole, and its text.
#[derive(Debug)]
#[wasm_bindgen]
pub struct TrustPolicy {
    policy: aws::TrustPolicy,
    source: String,
}

#[wasm_bindgen]
impl TrustPolicy {
    /// Parses the text of a policy document.
    ///
    /// # Errors
    ///
    /// A [`Failure`] with everything that keeps the document from being understood.
    pub fn parse(source: String) -> Answer<TrustPolicy> {
        Self::read(source).map_err(boundary::thrown)
    }

    /// Decides a request, an [`EvaluateInput`]: exactly this context, nothing added.
    ///
    /// # Errors
    ///
    /// A [`Failure`] if the input is not what the contract says.
    pub fn evaluate(&self, input: &str) -> Answer<Ts<Decision>> {
        boundary::write(read(input).and_then(|input| self.decide(input)))
    }
}

impl TrustPolicy {
    pub(crate) fn read(source: String) -> Result<Self, Failure> {
        match aws::TrustPolicy::parse(&source, &Limits::default()) {
            Ok(policy) => Ok(Self { policy, source }),
            Err(errors) => Err(Failure::in_policy(&source, &errors)),
        }
    }

    fn decide(&self, input: EvaluateInput) -> Result<Decision, Failure> {
        let principal = input.principal.map(|principal| principal.federated);
        let request = aws::Request {
            federated: principal.as_deref().or(self.policy.first_federated()).unwrap_or_default(),
            action: input.action.as_deref().unwrap_or(ASSUME_ROLE_WITH_WEB_IDENTITY),
            context: &input.context.try_into()?,
        };
        let decision = aws::evaluate(&self.policy, request);
        let explanation = explain::explain_decision(&decision, &[], &self.source);
        Ok(Decision::new(&decision, &self.places(), explanation))
    }

    /// The policy itself.
    pub(crate) fn core(&self) -> &aws::TrustPolicy {
        &self.policy
    }

    /// The policy's text.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// The places of the policy's text.
    pub(crate) fn places(&self) -> Utf16 {
        Utf16::new(&self.source)
    }
}
