use core::arch::wasm32::{
    f64x2, f64x2_add, f64x2_extract_lane, f64x2_mul, f64x2_splat, f64x2_sub, i64x2_add,
    i64x2_shuffle, u64x2_shr, u64x2_splat, v128, v128_and,
};

use super::{OFFSET, OFFSET_BITS, excess, mask, power_of_two, rounder};

/// Two whole numbers in one vector.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Pair(v128);

impl Pair {
    pub(in super::super) const ZERO: Self = Self::new(0.0, 0.0);

    /// The quotient that [`Pair::split`] finds in zero.
    pub(in super::super) const NO_CARRY: Self = Self::new(OFFSET, OFFSET);

    pub(in super::super) const fn new(first: f64, second: f64) -> Self {
        Self(f64x2(first, second))
    }

    /// Twice the same.
    #[inline]
    pub(in super::super) fn both(number: f64) -> Self {
        Self(f64x2_splat(number))
    }

    #[inline]
    pub(in super::super) fn load([first, second]: [f64; 2]) -> Self {
        Self(f64x2(first, second))
    }

    #[inline]
    pub(in super::super) fn plus(self, other: Self) -> Self {
        Self(f64x2_add(self.0, other.0))
    }

    #[inline]
    pub(in super::super) fn times(self, other: Self) -> Self {
        Self(f64x2_mul(self.0, other.0))
    }

    /// The second number of this pair and the first of the next.
    #[inline]
    pub(in super::super) fn across(self, next: Self) -> Self {
        Self(i64x2_shuffle::<1, 2>(self.0, next.0))
    }

    /// Splits numbers of at most 2⁵³: the balanced remainder by 2 to the power of `BITS`, and the
    /// quotient plus [`OFFSET`].
    #[inline]
    pub(in super::super) fn split<const BITS: usize>(self) -> (Self, Self) {
        let rounder = f64x2_splat(rounder::<BITS>());
        let rounded = f64x2_add(self.0, rounder);
        let rest = f64x2_sub(self.0, f64x2_sub(rounded, rounder));
        (Self(rest), Self(f64x2_mul(rounded, f64x2_splat(1.0 / power_of_two(BITS)))))
    }

    /// Splits numbers that [`OFFSET`] was added to, and gives their lowest digits, balanced, plus
    /// the quotients of the numbers one place below: that of the first number comes from `below`.
    #[inline]
    pub(in super::super) fn digits<const BITS: usize>(self, below: Bits) -> ([f64; 2], Bits) {
        let carry = u64x2_shr(self.0, (1_u64 << BITS).ilog2());
        let rest = v128_and(self.0, u64x2_splat(mask::<BITS>()));
        let sum = i64x2_add(rest, i64x2_shuffle::<1, 2>(below.0, carry));
        let digits = f64x2_sub(sum, f64x2_splat(excess::<BITS>()));
        ([f64x2_extract_lane::<0>(digits), f64x2_extract_lane::<1>(digits)], Bits(carry))
    }
}

/// Quotients by 2 to the power of `BITS`, as integers, plus what became of [`OFFSET`].
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Bits(v128);

impl Bits {
    #[inline]
    pub(in super::super) fn no_carry<const BITS: usize>() -> Self {
        Self(u64x2_splat(OFFSET_BITS >> BITS))
    }
}
