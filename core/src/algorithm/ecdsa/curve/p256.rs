//! P-256, in 9 digits of 29 bits.

use alloc::vec::Vec;

use once_cell::race::OnceBox;
use sha2::Sha256;

use super::Curve;
use crate::algorithm::AlgorithmName;
use crate::algorithm::ecdsa::digits::from_hex;
use crate::algorithm::ecdsa::number::{Modulus, Number, negative_inverse};
use crate::algorithm::ecdsa::point::Affine;

#[derive(Clone, Copy, Debug)]
pub(crate) enum P256 {}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Field {}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Order {}

impl Curve for P256 {
    type Field = Field;
    type Order = Order;
    type Hash = Sha256;

    const ALGORITHMS: &'static [AlgorithmName] = &[AlgorithmName::Es256];
    const NAME: &'static str = "P-256";
    const COORDINATE: usize = 32;
    const B: Number<Field> =
        number("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b");
    const GENERATOR: [Number<Field>; 2] = [
        number("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"),
        number("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"),
    ];

    fn generator_table() -> &'static OnceBox<Vec<Affine<Self>>> {
        static TABLE: OnceBox<Vec<Affine<P256>>> = OnceBox::new();
        &TABLE
    }
}

impl Modulus for Field {
    type Digits = Digits;

    const BITS: usize = BITS;
    const LENGTH: usize = 256;
    /// 2²⁵⁶ - 2²²⁴ + 2¹⁹² + 2⁹⁶ - 1. Its many zeros cost nothing.
    const DIGITS: Digits = [-1, 0, 0, 1 << 9, 0, 0, 1 << 18, -(1 << 21), 1 << 24];
    const NEGATIVE_INVERSE: i64 = 1;
    const R_SQUARED: Number<Self> =
        number("000013fffffff7fffffffffffffffbffffffeffffffffc000000000000000c00");
}

impl Modulus for Order {
    type Digits = Digits;

    const BITS: usize = BITS;
    const LENGTH: usize = 256;
    const DIGITS: Digits =
        from_hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", BITS);
    const NEGATIVE_INVERSE: i64 = negative_inverse(Self::DIGITS[0]);
    const R_SQUARED: Number<Self> =
        number("84b6556a65587f0616c8e4adafb165861f11fc5bb2d31a9945e9cfeeb48d9ef5");
}

type Digits = [i32; 9];

const BITS: usize = 29;

const fn number<M: Modulus<Digits = Digits>>(hex: &str) -> Number<M> {
    Number(from_hex(hex, BITS))
}
