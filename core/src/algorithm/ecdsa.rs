//! ECDSA on the curves of NIST ([RFC 7518 section 3.4]).
//!
//! Signatures are the bytes `r || s`, never DER; both `s` and `n - s` are valid.
//!
//! Verification only ever handles public values (key, signature, message), so nothing here runs in
//! constant time and nothing needs to. Do not sign with it.
//!
//! [RFC 7518 section 3.4]: https://www.rfc-editor.org/rfc/rfc7518#section-3.4

mod digits;
mod number;
mod inverse;
mod point;
mod table;
mod curve;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::convert::Infallible;
use core::fmt;
use core::marker::PhantomData;
use core::num::NonZeroUsize;

use jwt_compact::{Algorithm, AlgorithmSignature};
use sha2::Digest as _;

pub(crate) use self::curve::{Curve, P256, P384, P521};
use self::number::{Modulus, Number};
use self::point::Affine;
use self::table::Recoded;
use super::{AlgorithmName, KeyMaterial};
use crate::error::KeyError;

/// ECDSA on the curve `C` with the hash that belongs to it, verification only.
pub(crate) struct Ecdsa<C>(PhantomData<C>);

/// A point of the curve, as its table ([`table::multiples`]).
#[derive(Clone)]
pub(crate) struct PublicKey<C: Curve>(Vec<Affine<C>>);

/// Some bytes that may be a signature; whether they are is the key's question.
pub(crate) struct Signature<C> {
    buffer: [u8; MAX_SIGNATURE],
    curve: PhantomData<C>,
}

impl<C: Curve> PublicKey<C> {
    /// The key with these coordinates.
    pub(crate) fn new(x: &[u8], y: &[u8]) -> Result<Self, KeyError> {
        for (member, coordinate) in [("x", x), ("y", y)] {
            let (actual, expected) = (coordinate.len(), C::COORDINATE);
            if actual != expected {
                return Err(KeyError::Length { member, actual, expected });
            }
        }
        let point = Affine::new(x, y).ok_or(KeyError::NotOnCurve { curve: C::NAME })?;
        Ok(Self(table::multiples(point)))
    }

    /// SEC 1 section 4.1.4; `None` if the signature is wrong.
    fn check(&self, r: &[u8], s: &[u8], digest: &[u8]) -> Option<()> {
        let [r, s] = [in_range::<C>(r)?, in_range::<C>(s)?];
        // Once entered, multiplying by numbers as they are leaves Montgomery's form again.
        let inverse = s.inverse().enter();
        let of_generator = Recoded::new::<C>(inverse * digest_number::<C>(digest));
        let of_key = Recoded::new::<C>(inverse * r);
        let sum = table::sum((&of_generator, table::of_generator()), (&of_key, &self.0));
        if sum.is_infinite() {
            return None;
        }
        // The signature has its `x` modulo the order, which is a little less than the field.
        let z_squared = sum.z.square();
        let is_x = |number: Number<C::Field>| {
            let number = number.below_modulus()?.enter();
            (number * z_squared).is_congruent(sum.x).then_some(())
        };
        let order = Number(<C::Order as Modulus>::DIGITS);
        is_x(Number(r.0)).or_else(|| is_x(Number(r.0) + order))
    }
}

/// Names the curve; its numbers help nobody.
impl<C: Curve> fmt::Debug for PublicKey<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PublicKey").field(&C::NAME).finish()
    }
}

/// A number from 1 to just below the order.
fn in_range<C: Curve>(bytes: &[u8]) -> Option<Number<C::Order>> {
    Number::from_bytes(bytes).filter(|number| !number.is_zero())
}

/// No digest is longer than the order, so none is cut. It may be above the order, just so.
fn digest_number<C: Curve>(digest: &[u8]) -> Number<C::Order> {
    Number(digits::from_bytes(digest, C::Order::BITS))
}

impl<C: Curve> KeyMaterial for PublicKey<C> {
    fn algorithms(&self) -> &'static [AlgorithmName] {
        C::ALGORITHMS
    }

    fn signature_length(&self) -> usize {
        signature_length::<C>()
    }

    fn verifies(&self, _: AlgorithmName, message: &[u8], signature: &[u8]) -> bool {
        let ecdsa = Ecdsa(PhantomData);
        Signature::new(signature)
            .is_some_and(|signature| ecdsa.verify_signature(&signature, self, message))
    }
}

/// Octets of a signature on the curve.
const fn signature_length<C: Curve>() -> usize {
    2 * C::COORDINATE
}

impl<C: Curve> Algorithm for Ecdsa<C> {
    type SigningKey = Infallible;
    type VerifyingKey = PublicKey<C>;
    type Signature = Signature<C>;

    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed(C::ALGORITHMS.first().map_or("", |algorithm| algorithm.as_str()))
    }

    fn sign(&self, key: &Infallible, _message: &[u8]) -> Signature<C> {
        match *key {}
    }

    fn verify_signature(
        &self,
        signature: &Signature<C>,
        key: &PublicKey<C>,
        message: &[u8],
    ) -> bool {
        match signature.bytes().split_at_checked(C::COORDINATE) {
            Some((r, s)) => key.check(r, s, &C::Hash::digest(message)).is_some(),
            None => false,
        }
    }
}

impl<C: Curve> Signature<C> {
    fn new(bytes: &[u8]) -> Option<Self> {
        let mut signature = Self { buffer: [0; MAX_SIGNATURE], curve: PhantomData };
        match signature.buffer.get_mut(..signature_length::<C>()) {
            Some(buffer) if buffer.len() == bytes.len() => buffer.copy_from_slice(bytes),
            _ => return None,
        }
        Some(signature)
    }

    fn bytes(&self) -> &[u8] {
        self.buffer.get(..signature_length::<C>()).unwrap_or_default()
    }
}

impl<C: Curve> AlgorithmSignature for Signature<C> {
    const LENGTH: Option<NonZeroUsize> = NonZeroUsize::new(signature_length::<C>());

    fn try_from_slice(slice: &[u8]) -> anyhow::Result<Self> {
        Self::new(slice).ok_or_else(|| anyhow::Error::msg("not two numbers as long as the order"))
    }

    fn as_bytes(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(self.bytes())
    }
}

/// Octets of a signature on P-521.
const MAX_SIGNATURE: usize = 132;
