use core::arch::wasm32::{
    f64x2, f64x2_add, f64x2_mul, f64x2_splat, f64x2_sub, i64x2, i64x2_add, i64x2_extract_lane,
    i64x2_shuffle, i64x2_splat, i64x2_sub, v128,
};

use super::{OFFSET, OFFSET_BITS};

/// Two whole numbers in one vector.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Pair(v128);

impl Pair {
    pub(in super::super) const ZERO: Self = Self::new(0.0, 0.0);

    /// What a sum begins with that [`Pair::totals`] is to end.
    pub(in super::super) const EMPTY_SUM: Self = Self::new(OFFSET, OFFSET);

    pub(in super::super) const fn new(first: f64, second: f64) -> Self {
        Self(f64x2(first, second))
    }

    #[inline]
    pub(in super::super) fn from_integers(first: i64, second: i64) -> Self {
        let bits = i64x2_add(i64x2(first, second), i64x2_splat(OFFSET_BITS));
        Self(f64x2_sub(bits, f64x2_splat(OFFSET)))
    }

    #[inline]
    pub(in super::super) fn to_integers(self) -> [i64; 2] {
        let bits = f64x2_add(self.0, f64x2_splat(OFFSET));
        let integers = i64x2_sub(bits, i64x2_splat(OFFSET_BITS));
        [i64x2_extract_lane::<0>(integers), i64x2_extract_lane::<1>(integers)]
    }

    #[inline]
    pub(in super::super) fn plus(self, other: Self) -> Self {
        Self(f64x2_add(self.0, other.0))
    }

    #[inline]
    pub(in super::super) fn times(self, other: Self) -> Self {
        Self(f64x2_mul(self.0, other.0))
    }

    #[inline]
    pub(in super::super) fn swapped(self) -> Self {
        Self(i64x2_shuffle::<1, 0>(self.0, self.0))
    }

    /// The first number of this pair and the second of the other.
    #[inline]
    pub(in super::super) fn with_second_of(self, other: Self) -> Self {
        Self(i64x2_shuffle::<0, 3>(self.0, other.0))
    }

    /// Both numbers of this sum together, and both of the other.
    #[inline]
    pub(in super::super) fn totals(self, other: Self) -> [i64; 2] {
        let firsts = i64x2_shuffle::<0, 2>(self.0, other.0);
        let seconds = i64x2_shuffle::<1, 3>(self.0, other.0);
        let totals = i64x2_sub(
            i64x2_add(firsts, seconds),
            i64x2_splat(OFFSET_BITS.wrapping_add(OFFSET_BITS)),
        );
        [i64x2_extract_lane::<0>(totals), i64x2_extract_lane::<1>(totals)]
    }
}
