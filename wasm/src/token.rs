//! Tokens and their signatures.

use assumable::{AlgorithmName, KeySet, Limits, SignatureError, UntrustedToken, verify_signature};
use js_sys::{Reflect, Uint8Array};
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
    let text = take_apart(token).map_err(boundary::thrown)?;
    Ok(Ts::new_unchecked(exact::parse(&text)))
}

/// Checks a signature, by [`VerifyJwsOptions`], and nothing else.
///
/// # Errors
///
/// A [`Failure`] if no key of the set made the signature.
#[wasm_bindgen(js_name = verifyJws)]
pub fn verify_jws(jws: &str, jwks: &str, options: &str) -> Answer<Ts<VerifiedJws>> {
    let checked = read(options).and_then(|options| check(jws, jwks, &options));
    checked.map_err(boundary::thrown)
}

/// The members of a [`DecodedToken`].
fn take_apart(source: &str) -> Result<String, Failure> {
    let limits = Limits::default();
    let token = UntrustedToken::parse(source, &limits);
    let token = token.map_err(|error| Failure::in_text("token", source, &error))?;
    let claims = token.claims_object(&limits);
    let claims = claims.map_err(|error| Failure::in_text("token", source, &error))?;
    let payload = str::from_utf8(token.payload().get_unverified()).unwrap_or_default();
    let places = Utf16::new(source);
    let problems = token.problems(&limits);
    let problems: Vec<Problem> =
        problems.iter().map(|problem| Problem::new(problem, &places)).collect();

    let mut text = String::with_capacity(2 * source.len());
    text.push_str(r#"{"header":"#);
    exact::write(&mut text, token.header().text(), token.header().object());
    text.push_str(r#","claims":"#);
    exact::write(&mut text, payload, claims.get_unverified());
    text.push_str(r#","parts":"#);
    text.push_str(&boundary::json(&TokenParts::new(&token, &places))?);
    text.push_str(r#","problems":"#);
    text.push_str(&boundary::json(&problems)?);
    #[cfg(feature = "aws")]
    {
        text.push_str(r#","about":"#);
        text.push_str(&boundary::json(&About::new(claims.get_unverified()))?);
    }
    text.push('}');
    Ok(text)
}

fn check(jws: &str, jwks: &str, options: &VerifyJwsOptions) -> Result<Ts<VerifiedJws>, Failure> {
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
    let header = token.header();
    let mut text = String::from(r#"{"header":"#);
    exact::write(&mut text, header.text(), header.object());
    text.push_str(r#","payload":null,"key":"#);
    exact::write(&mut text, jwks, key.jwk().object());
    text.push('}');
    let checked = exact::parse(&text);
    let payload = Uint8Array::from(*token.payload().get_unverified());
    Reflect::set(&checked, &"payload".into(), &payload)
        .map_err(|_| Failure::invalid("the host cannot set a member"))?;
    Ok(Ts::new_unchecked(checked))
}

fn require(allowed: &[AlgorithmName], found: &str) -> Result<(), SignatureError> {
    if allowed.iter().any(|algorithm| algorithm.as_str() == found) {
        return Ok(());
    }
    let allowed = allowed.iter().map(|algorithm| algorithm.as_str()).collect();
    Err(SignatureError::AlgorithmNotAllowed { found: found.to_owned(), allowed })
}
