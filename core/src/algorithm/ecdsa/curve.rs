//! The curves of [NIST SP 800-186 section 3.2.1], and what ECDSA does on each.
//!
//! [NIST SP 800-186 section 3.2.1]: https://doi.org/10.6028/NIST.SP.800-186

mod p256;
mod p384;
mod p521;

use alloc::vec::Vec;

use once_cell::race::OnceBox;
use sha2::Digest;

pub(crate) use self::p256::P256;
pub(crate) use self::p384::P384;
pub(crate) use self::p521::P521;
use super::number::{Modulus, Number};
use super::point::Affine;
use crate::algorithm::AlgorithmName;

/// A curve `y² = x³ - 3x + b` of prime order, and its hash.
pub(crate) trait Curve: Copy + 'static {
    /// Numbers that coordinates are.
    type Field: Modulus;
    /// Numbers that points are multiplied by.
    type Order: Modulus<Digits = <Self::Field as Modulus>::Digits>;
    /// No longer than the order.
    type Hash: Digest;

    /// The one that uses it.
    const ALGORITHMS: &'static [AlgorithmName];
    /// Its `crv`.
    const NAME: &'static str;
    /// Octets of a coordinate ([RFC 7518 section 6.2.1.2]), and so of `r` and of `s`.
    ///
    /// [RFC 7518 section 6.2.1.2]: https://www.rfc-editor.org/rfc/rfc7518#section-6.2.1.2
    const COORDINATE: usize;
    /// Not in Montgomery's form.
    const B: Number<Self::Field>;
    /// The coordinates of the generator. Not in Montgomery's form.
    const GENERATOR: [Number<Self::Field>; 2];

    /// The place of [`of_generator`](super::table::of_generator).
    fn generator_table() -> &'static OnceBox<Vec<Affine<Self>>>;
}
