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

/// Whether the point `R` of a signature may be one of the eight whose order divides 8. The sign of `x`
/// is not looked at. Everything else that [`Ed25519`] refuses, an implementation without the cofactor
/// that encodes `R` anew refuses too.
pub(crate) fn may_be_of_small_order(signature: &[u8]) -> bool {
    let Some((point, _)) = signature.split_first_chunk::<ED25519_KEY>() else { return true };
    let [coordinate @ .., last] = point;
    SMALL_ORDER.iter().any(|[start @ .., end]| start == coordinate && *end == last & 0x7f)
}

/// The coordinate `y`, little-endian, of the points whose order divides 8: 0, 1, -1, and two that are
/// each other's negative.
const SMALL_ORDER: [[u8; ED25519_KEY]; 5] = [
    [0; ED25519_KEY],
    coordinate(1, 0, 0),
    coordinate(0xec, 0xff, 0x7f),
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
        0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53,
        0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
        0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac,
        0x03, 0x7a,
    ],
];

const fn coordinate(first: u8, middle: u8, last: u8) -> [u8; ED25519_KEY] {
    let mut bytes = [middle; ED25519_KEY];
    bytes[0] = first;
    bytes[ED25519_KEY - 1] = last;
    bytes
}

/// Octets of a key.
const ED25519_KEY: usize = 32;

/// Octets of a signature.
pub(crate) const ED25519_SIGNATURE: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    /// A second implementation knows them too, with either sign, and no neighbour of theirs.
    #[test]
    fn points_of_small_order_are_told() {
        let weak =
            |bytes: &[u8; 32]| VerifyingKey::from_bytes(bytes).is_ok_and(|key| key.is_weak());
        let told = |point: &[u8; 32]| may_be_of_small_order(&[*point, [7; 32]].concat());
        for small in SMALL_ORDER {
            let mut negative = small;
            negative[31] |= 0x80;
            assert!(weak(&small) && told(&small) && told(&negative), "{small:02x?}");
            for at in [7, 17, 30] {
                let mut other = small;
                other[at] ^= 2;
                assert!(!weak(&other) && !told(&other), "{other:02x?}");
            }
        }
        assert!(may_be_of_small_order(&[7; 31]));
    }
}
