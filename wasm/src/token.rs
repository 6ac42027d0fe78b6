//! Tokens and their signatures.

use assumable::{AlgorithmName, KeySet, Limits, SignatureError, UntrustedToken, verify_signature};
use tsify::Ts;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::boundary::{self, Answer};
#[cfg(feature = "aws")]
use crate::dto::About;
use crate::dto::{DecodedToken, Failure, Problem, TokenParts, VerifiedJws, VerifyJwsOptions};
use crate::exact;
use crate::reader::read;
use crate::utf16::Utf16;
use crate::verifier::{algorithms, key_set};

/// Takes a token apart. Nothing in it is to be believed.
///
/// # Errors
///
/// A [`Failure`] if the text is not a token.
#[wasm_bindgen]
pub fn decode(token: &str) -> Answer<Ts<DecodedToken>> {
    boundary::write(take_apart(token))
}

/// Checks a signature, by [`VerifyJwsOptions`], and nothing else.
///
/// # Errors
///
/// A [`Failure`] if no key of the set made the signature.
#[wasm_bindgen(js_name = verifyJws)]
pub fn verify_jws(jws: &str, jwks: &str, options: &str) -> Answer<Ts<VerifiedJws>> {
    boundary::write(read(options).and_then(|options| check(jws, jwks, &options)))
}

fn take_apart(source: &str) -> Result<DecodedToken, Failure> {
    let limits = Limits::default();
    let token = UntrustedToken::parse(source, &limits);
    let token = token.map_err(|error| Failure::in_text("token", source, &error))?;
    let claims = token.claims_object(&limits);
    let claims = claims.map_err(|error| Failure::in_text("token", source, &error))?;
    let payload = str::from_utf8(token.payload().get_unverified()).unwrap_or_default();
    let places = Utf16::new(source);
    let problems = token.problems(&limits);
    Ok(DecodedToken {
        header: exact::to_js(token.header().text(), token.header().object()),
        claims: exact::to_js(payload, claims.get_unverified()),
        parts: TokenParts::new(&token, &places),
        #[cfg(feature = "aws")]
        about: About::new(claims.get_unverified()),
        problems: problems.iter().map(|problem| Problem::new(problem, &places)).collect(),
    })
}

fn check(jws: &str, jwks: &str, options: &VerifyJwsOptions) -> Result<VerifiedJws, Failure> {
    let allowed = options.algorithms.as_deref().map(algorithms).transpose()?;
    if allowed.as_ref().is_some_and(Vec::is_empty) {
        return Err(Failure::invalid("`algorithms` is empty: no signature could be accepted"));
    }
    let keys: KeySet = key_set(jwks)?;
    let token = UntrustedToken::parse(jws, &Limits::default())
        .map_err(|error| Failure::in_text("jws", jws, &error))?;
    let refusal = |error| Failure::in_text("jws", jws, &error);
    if let Some(allowed) = allowed {
        require(&allowed, token.header().algorithm()).map_err(refusal)?;
    }
    let key = verify_signature(&token, &keys).map_err(refusal)?;
    Ok(VerifiedJws::new(&token, jwks, key.jwk()))
}

fn require(allowed: &[AlgorithmName], found: &str) -> Result<(), SignatureError> {
    if allowed.iter().any(|algorithm| algorithm.as_str() == found) {
        return Ok(());
    }
    let allowed = allowed.iter().map(|algorithm| algorithm.as_str()).collect();
    Err(SignatureError::AlgorithmNotAllowed { found: found.to_owned(), allowed })
}
