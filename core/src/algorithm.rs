//! The closed list of signature algorithms and the kernels behind them.
//!
//! Each kernel is a [`jwt_compact::Algorithm`]; a key is of one type, so that a signature can only
//! be checked with an algorithm made for the key.

pub(crate) mod ecdsa;
pub(crate) mod eddsa;
pub(crate) mod rsa;

use core::fmt;

use jwt_compact::{Algorithm, AlgorithmSignature};

/// A signature algorithm that tokens may use ([RFC 7518 section 3.1], [RFC 8037 section 3.1]).
///
/// There is no `none` and no HMAC: whoever can verify an HMAC can also forge it, so that no issuer
/// can publish its key.
///
/// ```
/// use assumable::AlgorithmName;
///
/// assert_eq!(AlgorithmName::from_jws_name("RS256"), Some(AlgorithmName::Rs256));
/// assert_eq!(AlgorithmName::from_jws_name("rs256"), None);
/// assert_eq!(AlgorithmName::from_jws_name("none"), None);
/// ```
///
/// [RFC 7518 section 3.1]: https://www.rfc-editor.org/rfc/rfc7518#section-3.1
/// [RFC 8037 section 3.1]: https://www.rfc-editor.org/rfc/rfc8037#section-3.1
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum AlgorithmName {
    /// `EdDSA` with Ed25519.
    EdDsa,
    /// `ES256`: ECDSA with P-256 and SHA-256.
    Es256,
    /// `RS256`: RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
}

impl AlgorithmName {
    /// The algorithm with this `alg` value. Case counts.
    #[must_use]
    pub fn from_jws_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == name)
    }

    /// The `alg` value.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EdDsa => "EdDSA",
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
        }
    }

    /// Every algorithm there is.
    pub const ALL: [Self; 3] = [Self::EdDsa, Self::Es256, Self::Rs256];
}

impl fmt::Display for AlgorithmName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether `signature` is the one of `message` by the owner of `key`. Bytes that are no signature
/// of this algorithm are not.
pub(crate) fn verify<A: Algorithm>(
    algorithm: &A,
    key: &A::VerifyingKey,
    message: &[u8],
    signature: &[u8],
) -> bool {
    if A::Signature::LENGTH.is_some_and(|length| length.get() != signature.len()) {
        return false;
    }
    A::Signature::try_from_slice(signature)
        .is_ok_and(|signature| algorithm.verify_signature(&signature, key, message))
}
