//! Trust policies.

use assumable::aws::{self, ASSUME_ROLE_WITH_WEB_IDENTITY};
use assumable::{Limits, Outcome, explain};
use tsify::Ts;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::boundary::{self, Answer};
use crate::dto::{
    Decision, Entries, EvaluateInput, Failure, Finding, PolicyFindings, RequestContext,
    TrustPolicyCheck,
};
use crate::reader::read;
use crate::utf16::Utf16;

/// What IAM answers when this text becomes the trust policy of a role.
///
/// # Errors
///
/// None about the policy: whatever is wrong with it is the answer.
#[wasm_bindgen(js_name = checkTrustPolicy)]
pub fn check_trust_policy(source: &str) -> Answer<Ts<TrustPolicyCheck>> {
    let limits = Limits::default();
    let check = aws::check_trust_policy(source, &limits);
    let policy = aws::TrustPolicy::parse(source, &limits);
    let findings = policy.as_ref().map(assumable::analyze).unwrap_or_default();
    boundary::write(Ok(TrustPolicyCheck::new(&check, &findings, &Utf16::new(source))))
}

/// A request context, read once for many questions.
#[derive(Debug)]
#[wasm_bindgen]
pub struct PreparedContext {
    context: aws::RequestContext,
}

#[wasm_bindgen]
impl PreparedContext {
    /// Reads a [`RequestContext`].
    ///
    /// # Errors
    ///
    /// A [`Failure`] if it is not what the contract says.
    #[wasm_bindgen(constructor)]
    pub fn new(context: &str) -> Answer<PreparedContext> {
        read::<RequestContext>(context).and_then(Self::of).map_err(boundary::thrown)
    }
}

impl PreparedContext {
    fn of(context: RequestContext) -> Result<Self, Failure> {
        Ok(Self { context: context.try_into()? })
    }
}

/// A trust policy that is understood as a whole, and its text.
#[derive(Debug)]
#[wasm_bindgen]
pub struct TrustPolicy {
    evaluator: aws::Evaluator,
    source: String,
    places: Utf16,
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

    /// The decision about nothing: what every decision has in common, see [`Entries`].
    ///
    /// # Errors
    ///
    /// None.
    pub fn outline(&self) -> Answer<Ts<Decision>> {
        let context = aws::RequestContext::default();
        let request = aws::Request { federated: "", action: "", context: &context };
        let decision = aws::evaluate(self.core(), request);
        boundary::write(Ok(Decision::new(&decision, &self.places, String::new())))
    }

    /// What is wrong with the policy, whatever the token.
    ///
    /// # Errors
    ///
    /// None.
    #[wasm_bindgen(js_name = findings)]
    pub fn analyze(&self) -> Answer<Ts<PolicyFindings>> {
        let findings = assumable::analyze(self.core());
        let findings = findings.iter().map(|it| Finding::new(it, &self.places)).collect();
        boundary::write(Ok(PolicyFindings { findings }))
    }

    /// Decides a request, an [`EvaluateInput`]: exactly this context, nothing added. Gives
    /// [`Entries`] as a line of JSON, and after it the explanation.
    ///
    /// # Errors
    ///
    /// A [`Failure`] if the input is not what the contract says.
    pub fn evaluate(&mut self, input: &str) -> Answer<String> {
        self.ask(input, Self::entries).flatten().map_err(boundary::thrown)
    }

    /// As [`evaluate`](Self::evaluate), with a context that was read before; `input` is the rest, if
    /// there is any.
    ///
    /// # Errors
    ///
    /// A [`Failure`] if the input is not what the contract says.
    #[wasm_bindgen(js_name = evaluateIn)]
    pub fn evaluate_in(
        &mut self,
        context: &PreparedContext,
        input: Option<String>,
    ) -> Answer<String> {
        self.ask_in(context, input.as_deref(), Self::entries).flatten().map_err(boundary::thrown)
    }

    /// Whether a request is allowed, and nothing else.
    ///
    /// # Errors
    ///
    /// A [`Failure`] if the input is not what the contract says.
    pub fn allows(&mut self, input: &str) -> Answer<bool> {
        self.ask(input, Self::allowed).map_err(boundary::thrown)
    }

    /// As [`allows`](Self::allows), with a context that was read before; `input` is the rest, if
    /// there is any.
    ///
    /// # Errors
    ///
    /// A [`Failure`] if the input is not what the contract says.
    #[wasm_bindgen(js_name = allowsIn)]
    pub fn allows_in(&mut self, context: &PreparedContext, input: Option<String>) -> Answer<bool> {
        self.ask_in(context, input.as_deref(), Self::allowed).map_err(boundary::thrown)
    }
}

impl TrustPolicy {
    pub(crate) fn read(source: String) -> Result<Self, Failure> {
        match aws::TrustPolicy::parse(&source, &Limits::default()) {
            Ok(policy) => {
                let evaluator = aws::Evaluator::new(policy);
                Ok(Self { evaluator, places: Utf16::new(&source), source })
            }
            Err(errors) => Err(Failure::in_policy(&source, &errors)),
        }
    }

    fn ask<A>(&mut self, input: &str, answer: Answering<A>) -> Result<A, Failure> {
        let mut input: EvaluateInput = read(input)?;
        let context = input.context.take();
        let context = context.ok_or_else(|| Failure::invalid("`context` is missing"))?;
        self.ask_about(&input, &PreparedContext::of(context)?, answer)
    }

    fn ask_in<A>(
        &mut self,
        context: &PreparedContext,
        input: Option<&str>,
        answer: Answering<A>,
    ) -> Result<A, Failure> {
        let input = input.map_or_else(|| Ok(EvaluateInput::default()), read)?;
        self.ask_about(&input, context, answer)
    }

    fn ask_about<A>(
        &mut self,
        input: &EvaluateInput,
        context: &PreparedContext,
        answer: Answering<A>,
    ) -> Result<A, Failure> {
        let principal = input.principal.as_ref().map(|principal| &*principal.federated);
        let action = input.action.as_deref().unwrap_or(ASSUME_ROLE_WITH_WEB_IDENTITY);
        for (name, text) in [("action", action), ("principal", principal.unwrap_or_default())] {
            if text.len() > LONGEST_NAME {
                let message = format!("`{name}` is longer than {LONGEST_NAME} bytes");
                return Err(Failure::invalid(&message));
            }
        }
        let federated = principal.or(self.core().first_federated()).unwrap_or_default().to_owned();
        let request = aws::Request { federated: &federated, action, context: &context.context };
        Ok(answer(self, request))
    }

    fn entries(&mut self, request: aws::Request<'_>) -> Result<String, Failure> {
        let decision = self.evaluator.evaluate(request);
        let mut text = boundary::json(&Entries::new(decision, request))?;
        text.push('\n');
        text.push_str(&explain::explain_decision(decision, &[], &self.source));
        Ok(text)
    }

    fn allowed(&mut self, request: aws::Request<'_>) -> bool {
        aws::decide(self.core(), request) == Outcome::Allowed
    }

    /// The policy itself.
    pub(crate) fn core(&self) -> &aws::TrustPolicy {
        self.evaluator.policy()
    }

    /// The policy's text.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// The places of the policy's text.
    pub(crate) fn places(&self) -> &Utf16 {
        &self.places
    }
}

/// A way to answer a request.
type Answering<A> = fn(&mut TrustPolicy, aws::Request<'_>) -> A;

/// AWS has no longer ARN, and no action near it. Each statement is compared with both.
const LONGEST_NAME: usize = 2048;
