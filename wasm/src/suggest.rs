//! Trust policies that are suggested.

use assumable::json::{Object, Value};
use assumable::{Limits, UntrustedToken, Unverified, Wanted};
use tsify::Ts;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::boundary::{self, Answer};
use crate::dto::{Failure, SuggestionInput, TrustPolicySuggestion};
use crate::reader::read;
use crate::simulate::claims;

/// The tightest trust policy for a [`SuggestionInput`].
///
/// # Errors
///
/// A [`Failure`] if the input is not what the contract says, a token or its claims cannot be read, or
/// no policy could admit one of them.
#[wasm_bindgen(js_name = suggestTrustPolicy)]
pub fn suggest_trust_policy(input: &str) -> Answer<Ts<TrustPolicySuggestion>> {
    boundary::write(read(input).and_then(|input| suggest(&input)))
}

fn suggest(input: &SuggestionInput) -> Result<TrustPolicySuggestion, Failure> {
    let (tokens, bare) = (input.tokens.as_deref(), input.claims.as_deref());
    let (tokens, bare) = (tokens.unwrap_or_default(), bare.unwrap_or_default());
    if tokens.len() + bare.len() > MOST {
        return Err(Failure::invalid(&format!("`tokens` and `claims` are more than {MOST}")));
    }
    let tokens: Vec<Unverified<Object>> =
        tokens.iter().map(|token| claims_of(token)).collect::<Result<_, _>>()?;
    let bare: Vec<Value> = bare.iter().map(|source| claims(source)).collect::<Result<_, _>>()?;
    let claims = tokens.iter().map(Unverified::get_unverified);
    let claims: Vec<&Object> = claims.chain(bare.iter().filter_map(Value::as_object)).collect();
    let wanted = Wanted {
        tokens: &claims,
        account: input.account_id.as_deref(),
        partition: input.partition.as_deref(),
    };
    let suggestion = assumable::suggest(&wanted).map_err(|error| Failure::of(&error))?;
    Ok(suggestion.into())
}

fn claims_of(token: &str) -> Result<Unverified<Object>, Failure> {
    let limits = Limits::default();
    let claims = UntrustedToken::parse(token, &limits).and_then(|read| read.claims_object(&limits));
    claims.map_err(|error| Failure::in_text("tokens", token, &error))
}

/// As many as the core reads, before any of them is.
const MOST: usize = 100;
