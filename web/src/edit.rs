//! A token whose claims were edited.

use assumable::{TokenError, UntrustedToken, encoding};

use crate::json_text;
use crate::paste::Pasted;
use crate::sizes;

/// The pasted token with other claims: same header, same signature, which no longer fits.
pub(crate) fn with_claims(pasted: &str, claims: &str) -> String {
    let token = Pasted::new(pasted).token();
    let parts: Vec<&str> = token.split('.').collect();
    let payload = encoding::encode(json_text::packed(claims).as_bytes());
    match parts.as_slice() {
        [header, _, signature] => format!("{header}.{payload}.{signature}"),
        _ => format!("{}.{payload}.", encoding::encode(br#"{"alg":"none"}"#)),
    }
}

/// Fails for a token that cannot be read.
pub(crate) fn check(token: &str) -> Result<(), TokenError> {
    let limits = sizes::limits();
    UntrustedToken::parse(token, &limits)?.claims_object(&limits).map(|_| ())
}
