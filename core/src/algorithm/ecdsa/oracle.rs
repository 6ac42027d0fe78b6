//! What RustCrypto makes of it.

use alloc::vec::Vec;

use num_bigint::{BigInt, Sign};
use p256::ecdsa::signature::hazmat::PrehashVerifier as _;
use p256::elliptic_curve::PrimeField as _;
use p256::elliptic_curve::sec1::ToEncodedPoint as _;

use super::curve::{Curve, P256, P384, P521};

pub(super) trait Oracle: Curve {
    /// The coordinates of a multiple of the generator, or nothing for the infinite point. The
    /// factor is below the order.
    fn multiple(factor: &BigInt) -> Option<[BigInt; 2]>;

    /// A point of the curve in the uncompressed form of SEC 1, from any form of it.
    fn point(sec1: &[u8]) -> Option<Vec<u8>>;

    fn verifies(sec1: &[u8], digest: &[u8], signature: &[u8]) -> bool;
}

/// Big-endian bytes of a number that is not negative.
pub(super) fn padded<C: Curve>(number: &BigInt) -> Vec<u8> {
    let (_, bytes) = number.to_bytes_be();
    let mut padded = alloc::vec![0; C::COORDINATE - bytes.len()];
    padded.extend(bytes);
    padded
}

macro_rules! oracle {
    ($curve:ident, $oracle:ident) => {
        impl Oracle for $curve {
            fn multiple(factor: &BigInt) -> Option<[BigInt; 2]> {
                let factor = $oracle::FieldBytes::from_iter(padded::<Self>(factor));
                let factor = $oracle::Scalar::from_repr(factor).unwrap();
                let point = ($oracle::ProjectivePoint::GENERATOR * factor).to_affine();
                let point = point.to_encoded_point(false);
                let number = |bytes: &[u8]| BigInt::from_bytes_be(Sign::Plus, bytes);
                Some([number(point.x()?), number(point.y()?)])
            }

            fn point(sec1: &[u8]) -> Option<Vec<u8>> {
                let key = $oracle::PublicKey::from_sec1_bytes(sec1).ok()?;
                Some(key.to_encoded_point(false).as_bytes().to_vec())
            }

            fn verifies(sec1: &[u8], digest: &[u8], signature: &[u8]) -> bool {
                let key = $oracle::ecdsa::VerifyingKey::from_sec1_bytes(sec1).unwrap();
                $oracle::ecdsa::Signature::from_slice(signature)
                    .is_ok_and(|signature| key.verify_prehash(digest, &signature).is_ok())
            }
        }
    };
}

oracle!(P256, p256);
oracle!(P384, p384);
oracle!(P521, p521);
