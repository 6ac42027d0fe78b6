//! The only code of this kernel that differs between WebAssembly and the targets of its tests.

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod array;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector;

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub(super) use self::array::{Bits, Pair};
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(super) use self::vector::{Bits, Pair};

/// Two neighbouring digits in memory, the less significant one first.
pub(super) type Digits = [f64; 2];

/// 1.5 * 2⁵². Between 2⁵² and 2⁵³ a float is a whole number whose bits count up with it, so this
/// one plus `n`, for |n| < 2⁵¹, has the bits of this one plus `n`.
pub(super) const OFFSET: f64 = 6_755_399_441_055_744.0;

pub(super) const OFFSET_BITS: u64 = OFFSET.to_bits();

pub(super) const fn power_of_two(exponent: usize) -> f64 {
    let mut power = 1.0;
    let mut left = exponent;
    while left > 0 {
        power *= 2.0;
        left -= 1;
    }
    power
}

/// Added to a number of at most 2⁵³ and taken away again, it leaves the nearest multiple of
/// 2 to the power of `BITS`.
const fn rounder<const BITS: usize>() -> f64 {
    OFFSET * power_of_two(BITS)
}

/// Of a number with [`OFFSET`], it leaves the lowest `BITS` bits, above 2⁵².
const fn mask<const BITS: usize>() -> u64 {
    LEAST.to_bits() | ((1 << BITS) - 1)
}

/// What [`Pair::digits`] has too much: 2⁵², what became of the offset in the carry, and what
/// [`balance`] added.
const fn excess<const BITS: usize>() -> f64 {
    f64::from_bits(LEAST.to_bits() | OFFSET_BITS >> BITS) + balance::<BITS>()
}

/// Added to a number before its digit is cut off and taken away from the digit, it makes the digit
/// balanced.
pub(super) const fn balance<const BITS: usize>() -> f64 {
    power_of_two(BITS) / 2.0
}

/// 2⁵².
const LEAST: f64 = 4_503_599_627_370_496.0;
