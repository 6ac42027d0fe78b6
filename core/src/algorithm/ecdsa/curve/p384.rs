//! P-384, in 14 digits of 28 bits.

mod generator;

use sha2::Sha384;

use super::Curve;
use crate::algorithm::ecdsa::digits::from_hex;
use crate::algorithm::ecdsa::number::{Modulus, Number, negative_inverse};
use crate::algorithm::ecdsa::point::Affine;
use crate::algorithm::ecdsa::table::POINTS;

#[derive(Clone, Copy, Debug)]
pub(crate) enum P384 {}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Field {}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Order {}

impl Curve for P384 {
    type Field = Field;
    type Order = Order;
    type Hash = Sha384;

    const ALGORITHM: &'static str = "ES384";
    const NAME: &'static str = "P-384";
    const COORDINATE: usize = 48;
    const B: Number<Field> = number(
        "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac6\
         56398d8a2ed19d2a85c8edd3ec2aef",
    );
    const GENERATOR: &'static [Affine<Self>; POINTS] = &generator::MULTIPLES;
}

impl Modulus for Field {
    type Digits = Digits;

    const BITS: usize = BITS;
    const LENGTH: usize = 384;
    /// 2³⁸⁴ - 2¹²⁸ - 2⁹⁶ + 2³² - 1. Its many zeros cost nothing.
    const DIGITS: Digits = [-1, 1 << 4, 0, -(1 << 12), -(1 << 16), 0, 0, 0, 0, 0, 0, 0, 0, 1 << 20];
    const NEGATIVE_INVERSE: i64 = 1;
    const R_SQUARED: Number<Self> = number(
        "00000000000000000000000000010000000200000000fffffffe00000000000000\
         0200000000fffffffe000000010000",
    );
}

impl Modulus for Order {
    type Digits = Digits;

    const BITS: usize = BITS;
    const LENGTH: usize = 384;
    const DIGITS: Digits = from_hex(
        "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf58\
         1a0db248b0a77aecec196accc52973",
        BITS,
    );
    const NEGATIVE_INVERSE: i64 = negative_inverse(Self::DIGITS[0]);
    const R_SQUARED: Number<Self> = number(
        "ee012b39bf213fb05b7a28266895d40d49174aab1cc5bf02d164ee43a6addff2db\
         d273c4e1290eb46035fd09360e3cb4",
    );
}

type Digits = [i32; 14];

const BITS: usize = 28;

const fn number<M: Modulus<Digits = Digits>>(hex: &str) -> Number<M> {
    Number(from_hex(hex, BITS))
}
