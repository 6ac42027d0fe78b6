//! Ed25519 ([RFC 8032]), checked strictly.
//!
//! RFC 8032 section 5.1.7 allows two verification equations, with and without the cofactor, which
//! disagree on signatures made on purpose. We use the one without (`[S]B = R + [k]A`), refuse
//! `S >= L`, and refuse keys and `R` of small order: then a signature fits one key and one message
//! only, and every strict verifier agrees.
//!
//! [RFC 8032]: https://www.rfc-editor.org/rfc/rfc8032

use alloc::borrow::Cow;
use core::convert::Infallible;

use ed25519_dalek::{Signature, VerifyingKey};
use jwt_compact::Algorithm;

use super::{AlgorithmName, KeyMaterial};
use crate::error::KeyError;

/// `EdDSA` with Ed25519, verification only.
#[derive(Debug)]
pub(crate) struct Ed25519;

impl Algorithm for Ed25519 {
    type SigningKey = Infallible;
    type VerifyingKey = VerifyingKey;
    type Signature = Signature;

    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed("EdDSA")
    }

    fn sign(&self, key: &Infallible, _message: &[u8]) -> Signature {
        match *key {}
    }

    fn verify_signature(&self, signature: &Signature, key: &VerifyingKey, message: &[u8]) -> bool {
        key.verify_strict(message, signature).is_ok()
    }
}

impl KeyMaterial for VerifyingKey {
    fn algorithms(&self) -> &'static [AlgorithmName] {
        &[AlgorithmName::EdDsa]
    }

    fn signature_length(&self) -> usize {
        Signature::BYTE_SIZE
    }

    fn verifies(&self, _: AlgorithmName, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| Ed25519.verify_signature(&signature, self, message))
    }
}

/// A point of large order in its one canonical encoding.
pub(crate) fn ed25519_key(bytes: &[u8]) -> Result<VerifyingKey, KeyError> {
    let bytes: &[u8; ED25519_KEY] = bytes.try_into().map_err(|_| {
        let (actual, expected) = (bytes.len(), ED25519_KEY);
        KeyError::Length { member: "x", actual, expected }
    })?;
    let not_on_curve = KeyError::NotOnCurve { curve: "Ed25519" };
    let key = VerifyingKey::from_bytes(bytes).map_err(|_| not_on_curve.clone())?;
    if key.is_weak() {
        return Err(KeyError::SmallOrder);
    }
    // RFC 8032 section 5.1.3: a coordinate of `p` or more does not decode.
    if key.to_edwards().compress().as_bytes() != bytes {
        return Err(not_on_curve);
    }
    Ok(key)
}

/// Octets of a key.
const ED25519_KEY: usize = 32;
