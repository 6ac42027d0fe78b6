//! P-521, in 19 digits of 28 bits.

use alloc::vec::Vec;

use once_cell::race::OnceBox;
use sha2::Sha512;

use super::Curve;
use crate::algorithm::AlgorithmName;
use crate::algorithm::ecdsa::digits::from_hex;
use crate::algorithm::ecdsa::number::{Modulus, Number, negative_inverse};
use crate::algorithm::ecdsa::point::Affine;

#[derive(Clone, Copy, Debug)]
pub(crate) enum P521 {}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Field {}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Order {}

impl Curve for P521 {
    type Field = Field;
    type Order = Order;
    type Hash = Sha512;

    const ALGORITHMS: &'static [AlgorithmName] = &[AlgorithmName::Es512];
    const NAME: &'static str = "P-521";
    const COORDINATE: usize = 66;
    const B: Number<Field> = number(
        "0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109\
         e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00",
    );
    const GENERATOR: [Number<Field>; 2] = [
        number(
            "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3d\
             baa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66",
        ),
        number(
            "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e66\
             2c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650",
        ),
    ];

    fn generator_table() -> &'static OnceBox<Vec<Affine<Self>>> {
        static TABLE: OnceBox<Vec<Affine<P521>>> = OnceBox::new();
        &TABLE
    }
}

impl Modulus for Field {
    type Digits = Digits;

    const BITS: usize = BITS;
    const LENGTH: usize = 521;
    /// 2⁵²¹ - 1. Its many zeros cost nothing.
    const DIGITS: Digits = [-1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 << 17];
    const NEGATIVE_INVERSE: i64 = 1;
    const R_SQUARED: Number<Self> = number(
        "000000000000000000000000000000000000000000000000000000000000000000\
         000000000000000000000000000000000000000000000000000000000000400000",
    );
}

impl Modulus for Order {
    type Digits = Digits;

    const BITS: usize = BITS;
    const LENGTH: usize = 521;
    const DIGITS: Digits = from_hex(
        "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\
         fa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
        BITS,
    );
    const NEGATIVE_INVERSE: i64 = negative_inverse(Self::DIGITS[0]);
    const R_SQUARED: Number<Self> = number(
        "000391a39a5b5a3afe8c44383d2d8e03d1492d0d455bcc6d61a8e567bccff3d142\
         b76b4ace7feaaa8ead09706c1524db6de5cd2338a6efaf1cfbba69c815c603fb63",
    );
}

type Digits = [i32; 19];

const BITS: usize = 28;

const fn number<M: Modulus<Digits = Digits>>(hex: &str) -> Number<M> {
    Number(from_hex(hex, BITS))
}
