use assumable::UntrustedToken;
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[cfg(feature = "aws")]
use super::About;
use super::{Problem, Span};
use crate::utf16::Utf16;

/// A token taken apart. Nothing in it is to be believed.
///
/// Written as JSON text, like a [`VerifiedToken`].
#[derive(Debug, Tsify)]
pub struct DecodedToken {
    /// The parameters of the header. A number that JavaScript cannot hold exactly is a string of
    /// its digits.
    #[tsify(type = "Record<string, Json>")]
    pub header: JsValue,
    /// The claims; numbers as in the header.
    #[tsify(type = "Record<string, Json>")]
    pub claims: JsValue,
    /// Where the parts are in the token's text.
    pub parts: TokenParts,
    /// What a verifier would refuse before it looks at keys and at the time.
    pub problems: Vec<Problem>,
    /// What is known of its issuer and its claims.
    #[cfg(feature = "aws")]
    pub about: About,
}

/// Where the parts of a token are in its text.
#[derive(Debug, Serialize, Tsify)]
pub struct TokenParts {
    /// The JOSE header.
    pub header: Span,
    /// The claims.
    pub payload: Span,
    /// The signature over the other two.
    pub signature: Span,
}

/// A token whose signature, times, issuer and audience were all checked.
///
/// Written as JSON text and read by the host in one go, which is the fastest way across.
#[derive(Debug, Tsify)]
pub struct VerifiedToken {
    /// The parameters of the header.
    #[tsify(type = "Record<string, Json>")]
    pub header: JsValue,
    /// The claims. A number that JavaScript cannot hold exactly is a string of its digits.
    #[tsify(type = "Record<string, Json>")]
    pub claims: JsValue,
}

/// A JWS whose signature was checked, and nothing else.
#[derive(Debug, Tsify)]
pub struct VerifiedJws {
    /// The parameters of the header.
    #[tsify(type = "Record<string, Json>")]
    pub header: JsValue,
    /// What was signed.
    #[tsify(type = "Uint8Array")]
    pub payload: JsValue,
    /// The key that made the signature, as it was given.
    #[tsify(type = "Jwk")]
    pub key: JsValue,
}

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "
/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** A public key (RFC 7517). */
export interface Jwk {
    kty: string;
    kid?: string;
    alg?: string;
    use?: string;
    [parameter: string]: unknown;
}

/** A key set (RFC 7517 section 5). */
export interface JwkSet {
    keys: Jwk[];
}
";

impl TokenParts {
    pub(crate) fn new(token: &UntrustedToken<'_>, places: &Utf16) -> Self {
        let [header, payload, signature] = token.parts().map(|part| places.span(part));
        Self { header, payload, signature }
    }
}
