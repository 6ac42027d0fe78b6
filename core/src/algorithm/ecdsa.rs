//! ES256 by the `p256` crate. Signatures are the 64 bytes `r || s` of RFC 7518 section 3.4, never
//! DER; both `s` and `n - s` are valid there.

pub(crate) use jwt_compact::alg::Es256;
use jwt_compact::jwk::JsonWebKey;
pub(crate) use p256::ecdsa::VerifyingKey;

use crate::error::KeyError;

/// A key on P-256.
pub(crate) fn p256_key(model: &JsonWebKey<'_>) -> Result<VerifyingKey, KeyError> {
    VerifyingKey::try_from(model).map_err(|_| KeyError::NotOnCurve { curve: "P-256" })
}

/// Octets of a coordinate (RFC 7518 section 6.2.1.2).
pub(crate) const P256_COORDINATE: usize = 32;

/// Octets of a signature.
pub(crate) const P256_SIGNATURE: usize = 64;
