use super::{OFFSET, OFFSET_BITS};

/// Two whole numbers.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Pair(f64, f64);

impl Pair {
    pub(in super::super) const ZERO: Self = Self::new(0.0, 0.0);

    /// What a sum begins with that [`Pair::totals`] is to end.
    pub(in super::super) const EMPTY_SUM: Self = Self::new(OFFSET, OFFSET);

    pub(in super::super) const fn new(first: f64, second: f64) -> Self {
        Self(first, second)
    }

    pub(in super::super) fn from_integers(first: i64, second: i64) -> Self {
        Self(to_float(first), to_float(second))
    }

    pub(in super::super) fn to_integers(self) -> [i64; 2] {
        [to_integer(self.0 + OFFSET), to_integer(self.1 + OFFSET)]
    }

    /// Checks what the vectors cannot: that nothing was rounded.
    pub(in super::super) fn plus(self, other: Self) -> Self {
        let sum = Self(self.0 + other.0, self.1 + other.1);
        debug_assert!(sum.0 - other.0 == self.0 && sum.1 - other.1 == self.1);
        debug_assert!(sum.0.abs() < LIMIT && sum.1.abs() < LIMIT);
        sum
    }

    pub(in super::super) fn times(self, other: Self) -> Self {
        Self(self.0 * other.0, self.1 * other.1)
    }

    pub(in super::super) fn swapped(self) -> Self {
        Self(self.1, self.0)
    }

    /// The first number of this pair and the second of the other.
    pub(in super::super) fn with_second_of(self, other: Self) -> Self {
        Self(self.0, other.1)
    }

    /// Both numbers of this sum together, and both of the other.
    pub(in super::super) fn totals(self, other: Self) -> [i64; 2] {
        [self, other].map(|sum| to_integer(sum.0) + to_integer(sum.1))
    }
}

fn to_float(integer: i64) -> f64 {
    f64::from_bits((OFFSET_BITS + integer).cast_unsigned()) - OFFSET
}

/// Of an integer with the offset.
fn to_integer(float: f64) -> i64 {
    debug_assert!((float - OFFSET).abs() < LIMIT - OFFSET, "beyond the range of the offset");
    float.to_bits().cast_signed() - OFFSET_BITS
}

/// Whole numbers up to here are exact.
const LIMIT: f64 = 9_007_199_254_740_992.0;
