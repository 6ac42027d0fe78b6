//! A key set for others to verify with, out of one that an issuer published.

use assumable::json::{Kind, Value};
use assumable::{Jwk, KeySet, Limits};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::boundary::{self, Answer};
use crate::dto::Failure;

/// The keys of a set that a verifier uses, and of each what a verifier needs: nothing else that stands
/// in the text goes on, such as a private key that was published by mistake.
///
/// # Errors
///
/// A [`Failure`] if a verifier would not read the text.
#[wasm_bindgen(js_name = publicKeys)]
pub fn public_keys(source: &str) -> Answer<String> {
    let keys = KeySet::parse(source, &Limits::default())
        .map_err(|error| boundary::thrown(Failure::in_text("jwks", source, &error)))?;
    let keys: Vec<String> = keys.keys().iter().map(public).collect();
    Ok(format!(r#"{{"keys":[{}]}}"#, keys.join(",")))
}

fn public(key: &Jwk) -> String {
    let members = key.object().iter().filter(|member| PUBLIC.contains(&&*member.name));
    let members = members.filter_map(|member| {
        let value = text(&member.value)?;
        Some(format!(r#""{}":{value}"#, member.name))
    });
    let members: Vec<String> = members.collect();
    format!("{{{}}}", members.join(","))
}

/// These members are texts, or lists of them.
fn text(value: &Value) -> Option<String> {
    match &value.kind {
        Kind::String(text) => serde_json::to_string(text).ok(),
        Kind::Array(elements) => {
            let texts: Option<Vec<String>> = elements.iter().map(text_of).collect();
            texts.and_then(|texts| serde_json::to_string(&texts).ok())
        }
        _ => None,
    }
}

fn text_of(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// RFC 7517 section 4, and the public ones of RFC 7518 section 6 and RFC 8037 section 2.
const PUBLIC: [&str; 10] = ["kty", "use", "key_ops", "alg", "kid", "n", "e", "crv", "x", "y"];
