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

use ed25519_dalek::{Signature, Verifier as _, VerifyingKey};
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
        has_large_order(signature.r_bytes()) && key.verify(message, signature).is_ok()
    }
}

/// Whether `R`, the first half of a signature, may be a point of large order.
///
/// `verify` compares `R` with the one canonical encoding of `[S]B - [k]A`, so what passes there is a
/// point, and it has small order exactly if it is encoded as one of eight. `verify_strict` would
/// decode it to find out, which takes a tenth of the time. Keys of small order are none to begin with.
fn has_large_order(r: &[u8; 32]) -> bool {
    let mut y = *r;
    let [.., last] = &mut y;
    *last &= !SIGN_OF_X;
    !SMALL_ORDER.contains(&y)
}

impl KeyMaterial for VerifyingKey {
    fn algorithms(&self) -> &'static [AlgorithmName] {
        &[AlgorithmName::EdDsa]
    }

    fn signature_length(&self) -> usize {
        Signature::BYTE_SIZE
    }

    /// What is left to ask is whether `[S]B = R + [k]A` and `S < L`: there every library agrees that
    /// encodes the sum and compares.
    fn may_be_signature(&self, bytes: &[u8]) -> bool {
        bytes.first_chunk().is_some_and(has_large_order)
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

/// The coordinates `y` of the eight points whose order divides the cofactor, little-endian: of orders
/// 1, 2, 4, 8 and 8. A point and its negative share one.
const SMALL_ORDER: [[u8; 32]; 5] = [
    [
        1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0,
    ],
    [
        0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0x7f,
    ],
    [0; 32],
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

/// The bit of the last octet that says which of two coordinates `x` is meant.
const SIGN_OF_X: u8 = 0x80;

/// Octets of a key.
const ED25519_KEY: usize = 32;

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;

    use ed25519_dalek::{Signer as _, SigningKey};
    use sha2::{Digest as _, Sha512};

    use super::*;

    #[test]
    fn the_points_of_small_order_are_eight() {
        let mut points = BTreeSet::new();
        for y in SMALL_ORDER {
            for sign in [0, SIGN_OF_X] {
                let mut bytes = y;
                bytes[31] |= sign;
                let point = VerifyingKey::from_bytes(&bytes).unwrap();
                assert!(point.is_weak(), "{bytes:x?}");
                assert!(!has_large_order(&bytes));
                // The points with x = 0 have no sign.
                points.insert(point.to_edwards().compress().to_bytes());
            }
        }
        assert_eq!(points.len(), 8);
    }

    #[test]
    fn a_signature_whose_r_is_neutral_is_refused_as_by_the_strict_verifier() {
        let signer = SigningKey::from_bytes(&[7; 32]);
        let (key, r) = (signer.verifying_key(), SMALL_ORDER[0]);
        for message in [b"a", b"b"] {
            let right = signer.sign(message);
            assert!(Ed25519.verify_signature(&right, &key, message));

            let challenge = Sha512::new().chain_update(r).chain_update(key).chain_update(message);
            let secret = signer.to_scalar();
            let mut s = secret - secret;
            for byte in challenge.finalize().iter().rev() {
                for bit in (0..8).rev() {
                    s = s + s;
                    if byte >> bit & 1 == 1 {
                        s += secret;
                    }
                }
            }
            let forged = Signature::from_components(r, s.to_bytes());
            assert!(key.verify(message, &forged).is_ok());
            assert!(key.verify_strict(message, &forged).is_err());
            assert!(!Ed25519.verify_signature(&forged, &key, message));
        }
    }
}
