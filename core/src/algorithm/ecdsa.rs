//! ECDSA on the curves of NIST ([RFC 7518 section 3.4]), by the crates of RustCrypto.
//!
//! Signatures are the bytes `r || s`, never DER; both `s` and `n - s` are valid.
//!
//! [RFC 7518 section 3.4]: https://www.rfc-editor.org/rfc/rfc7518#section-3.4

use alloc::borrow::Cow;
use core::convert::Infallible;
use core::marker::PhantomData;
use core::num::NonZeroUsize;

use jwt_compact::{Algorithm, AlgorithmSignature};
use p256::ecdsa::signature::SignatureEncoding;
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::error::KeyError;

/// ECDSA on the curve `C` with the hash that belongs to it, verification only.
pub(crate) struct Ecdsa<C>(PhantomData<C>);

pub(crate) const ES256: Ecdsa<P256> = Ecdsa(PhantomData);
pub(crate) const ES384: Ecdsa<P384> = Ecdsa(PhantomData);
pub(crate) const ES512: Ecdsa<P521> = Ecdsa(PhantomData);

/// A curve, its hash and its kernel.
pub(crate) trait Curve {
    type Key: PrehashVerifier<Self::Signature>;
    type Signature: SignatureEncoding;
    type Hash: Digest;

    /// The `alg` that uses it.
    const ALGORITHM: &'static str;
    /// Its `crv`.
    const NAME: &'static str;
    /// Octets of a coordinate ([RFC 7518 section 6.2.1.2]), and so of `r` and of `s`.
    ///
    /// [RFC 7518 section 6.2.1.2]: https://www.rfc-editor.org/rfc/rfc7518#section-6.2.1.2
    const COORDINATE: usize;

    /// A point of the curve, from the uncompressed form of SEC 1.
    fn key(point: &[u8]) -> Option<Self::Key>;
}

/// Two numbers within the range of the curve's order.
pub(crate) struct Signature<C: Curve>(C::Signature);

/// The key with these coordinates.
pub(crate) fn key<C: Curve>(x: &[u8], y: &[u8]) -> Result<C::Key, KeyError> {
    for (member, coordinate) in [("x", x), ("y", y)] {
        let (actual, expected) = (coordinate.len(), C::COORDINATE);
        if actual != expected {
            return Err(KeyError::Length { member, actual, expected });
        }
    }
    C::key(&[&[UNCOMPRESSED], x, y].concat()).ok_or(KeyError::NotOnCurve { curve: C::NAME })
}

/// Octets of a signature on the curve.
pub(crate) const fn signature_length<C: Curve>() -> usize {
    2 * C::COORDINATE
}

impl<C: Curve> Algorithm for Ecdsa<C> {
    type SigningKey = Infallible;
    type VerifyingKey = C::Key;
    type Signature = Signature<C>;

    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed(C::ALGORITHM)
    }

    fn sign(&self, key: &Infallible, _message: &[u8]) -> Signature<C> {
        match *key {}
    }

    fn verify_signature(&self, signature: &Signature<C>, key: &C::Key, message: &[u8]) -> bool {
        key.verify_prehash(&C::Hash::digest(message), &signature.0).is_ok()
    }
}

impl<C: Curve> AlgorithmSignature for Signature<C> {
    const LENGTH: Option<NonZeroUsize> = NonZeroUsize::new(signature_length::<C>());

    fn try_from_slice(slice: &[u8]) -> anyhow::Result<Self> {
        match C::Signature::try_from(slice) {
            Ok(signature) => Ok(Self(signature)),
            Err(_) => Err(anyhow::Error::msg("not two numbers within the order of the curve")),
        }
    }

    fn as_bytes(&self) -> Cow<'_, [u8]> {
        Cow::Owned(self.0.to_bytes().as_ref().to_vec())
    }
}

pub(crate) enum P256 {}

impl Curve for P256 {
    type Key = p256::ecdsa::VerifyingKey;
    type Signature = p256::ecdsa::Signature;
    type Hash = Sha256;

    const ALGORITHM: &'static str = "ES256";
    const NAME: &'static str = "P-256";
    const COORDINATE: usize = 32;

    fn key(point: &[u8]) -> Option<Self::Key> {
        Self::Key::from_sec1_bytes(point).ok()
    }
}

pub(crate) enum P384 {}

impl Curve for P384 {
    type Key = p384::ecdsa::VerifyingKey;
    type Signature = p384::ecdsa::Signature;
    type Hash = Sha384;

    const ALGORITHM: &'static str = "ES384";
    const NAME: &'static str = "P-384";
    const COORDINATE: usize = 48;

    fn key(point: &[u8]) -> Option<Self::Key> {
        Self::Key::from_sec1_bytes(point).ok()
    }
}

pub(crate) enum P521 {}

impl Curve for P521 {
    type Key = p521::ecdsa::VerifyingKey;
    type Signature = p521::ecdsa::Signature;
    type Hash = Sha512;

    const ALGORITHM: &'static str = "ES512";
    const NAME: &'static str = "P-521";
    const COORDINATE: usize = 66;

    fn key(point: &[u8]) -> Option<Self::Key> {
        Self::Key::from_sec1_bytes(point).ok()
    }
}

/// What the uncompressed form of a point begins with (SEC 1 section 2.3.3).
const UNCOMPRESSED: u8 = 4;
