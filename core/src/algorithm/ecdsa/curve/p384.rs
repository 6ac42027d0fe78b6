//! P-384, in 14 digits of 28 bits.

use alloc::vec::Vec;

use once_cell::race::OnceBox;
use sha2::Sha384;

use super::Curve;
use crate::algorithm::AlgorithmName;
use crate::algorithm::ecdsa::digits::from_hex;
use crate::algorithm::ecdsa::number::{Modulus, Number, negative_inverse};
use crate::algorithm::ecdsa::point::Affine;

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

    const ALGORITHMS: &'static [AlgorithmName] = &[AlgorithmName::Es384];
    const NAME: &'static str = "P-384";
    const COORDINATE: usize = 48;
    const B: Number<Field> = number(
        "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac6\
         56398d8a2ed19d2a85c8edd3ec2aef",
    );
    const GENERATOR: [Number<Field>; 2] = [
        number(
            "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a3855\
             02f25dbf55296c3a545e3872760ab7",
        ),
        number(
            "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a\
             60b1ce1d7e819d7a431d7c90ea0e5f",
        ),
    ];

    fn generator_table() -> &'static OnceBox<Vec<Affine<Self>>> {
        static TABLE: OnceBox<Vec<Affine<P384>>> = OnceBox::new();
        &TABLE
    }
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
