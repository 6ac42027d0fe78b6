//! The closed list of signature algorithms and the kernels behind them.
//!
//! Each kernel is a [`jwt_compact::Algorithm`]; a key is of one type, so that a signature can only
//! be checked with an algorithm made for the key.

#[cfg(feature = "ecdsa")]
pub(crate) mod ecdsa;
#[cfg(feature = "eddsa")]
pub(crate) mod eddsa;
#[cfg(feature = "rsa")]
pub(crate) mod rsa;

use core::fmt;

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
    /// `ES384`: ECDSA with P-384 and SHA-384.
    Es384,
    /// `ES512`: ECDSA with P-521 and SHA-512.
    Es512,
    /// `PS256`: RSASSA-PSS with SHA-256.
    Ps256,
    /// `PS384`: RSASSA-PSS with SHA-384.
    Ps384,
    /// `PS512`: RSASSA-PSS with SHA-512.
    Ps512,
    /// `RS256`: RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// `RS384`: RSASSA-PKCS1-v1_5 with SHA-384.
    Rs384,
    /// `RS512`: RSASSA-PKCS1-v1_5 with SHA-512.
    Rs512,
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
            Self::Es384 => "ES384",
            Self::Es512 => "ES512",
            Self::Ps256 => "PS256",
            Self::Ps384 => "PS384",
            Self::Ps512 => "PS512",
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
        }
    }

    /// Every algorithm there is.
    pub const ALL: [Self; 10] = [
        Self::EdDsa,
        Self::Es256,
        Self::Es384,
        Self::Es512,
        Self::Ps256,
        Self::Ps384,
        Self::Ps512,
        Self::Rs256,
        Self::Rs384,
        Self::Rs512,
    ];
}

impl fmt::Display for AlgorithmName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The checked numbers of a public key.
pub(crate) trait KeyMaterial: Send + Sync {
    /// What a key of this type can be used with.
    fn algorithms(&self) -> &'static [AlgorithmName];

    /// How many bytes its signatures have.
    fn signature_length(&self) -> usize;

    /// Whether bytes of that length may be one, by what needs no arithmetic.
    fn may_be_signature(&self, _: &[u8]) -> bool {
        true
    }

    /// Whether `signature` is the one of `message` by the owner of the key. Bytes that are no
    /// signature of this algorithm are not, and neither is any by another key's algorithm.
    fn verifies(&self, algorithm: AlgorithmName, message: &[u8], signature: &[u8]) -> bool;
}
