use super::{OFFSET, OFFSET_BITS, excess, mask, power_of_two, rounder};

/// Two whole numbers.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Pair(f64, f64);

impl Pair {
    pub(in super::super) const ZERO: Self = Self::new(0.0, 0.0);

    /// The quotient that [`Pair::split`] finds in zero.
    pub(in super::super) const NO_CARRY: Self = Self::new(OFFSET, OFFSET);

    pub(in super::super) const fn new(first: f64, second: f64) -> Self {
        Self(first, second)
    }

    pub(in super::super) fn both(number: f64) -> Self {
        Self(number, number)
    }

    pub(in super::super) fn load([first, second]: [f64; 2]) -> Self {
        Self(first, second)
    }

    /// Checks what the vectors cannot: that nothing was rounded.
    pub(in super::super) fn plus(self, other: Self) -> Self {
        let sum = Self(self.0 + other.0, self.1 + other.1);
        debug_assert!(sum.0 - other.0 == self.0 && sum.1 - other.1 == self.1);
        debug_assert!(sum.0.abs() <= LIMIT && sum.1.abs() <= LIMIT);
        sum
    }

    pub(in super::super) fn times(self, other: Self) -> Self {
        Self(self.0 * other.0, self.1 * other.1)
    }

    /// The second number of this pair and the first of the next.
    pub(in super::super) fn across(self, next: Self) -> Self {
        Self(self.1, next.0)
    }

    /// Splits numbers of at most 2⁵³: the balanced remainder by 2 to the power of `BITS`, and the
    /// quotient plus [`OFFSET`].
    pub(in super::super) fn split<const BITS: usize>(self) -> (Self, Self) {
        let [first, second] = [self.0, self.1].map(|number| {
            let rounded = number + rounder::<BITS>();
            let rest = number - (rounded - rounder::<BITS>());
            debug_assert!(number.abs() <= LIMIT && rest.abs() <= power_of_two(BITS) / 2.0);
            (rest, rounded / power_of_two(BITS))
        });
        (Self(first.0, second.0), Self(first.1, second.1))
    }

    /// Splits numbers that [`OFFSET`] was added to, and gives their lowest digits, balanced, plus
    /// the quotients of the numbers one place below: that of the first number comes from `below`.
    pub(in super::super) fn digits<const BITS: usize>(self, below: Bits) -> ([f64; 2], Bits) {
        debug_assert!((self.0 - OFFSET).abs() < RANGE && (self.1 - OFFSET).abs() < RANGE);
        let bits = [self.0, self.1].map(f64::to_bits);
        let carry = bits.map(|bits| bits >> BITS);
        let [first, second] = bits.map(|bits| bits & mask::<BITS>());
        let sums = [first + below.0[1], second + carry[0]];
        (sums.map(|sum| f64::from_bits(sum) - excess::<BITS>()), Bits(carry))
    }
}

/// Quotients by 2 to the power of `BITS`, as integers, plus what became of [`OFFSET`].
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Bits([u64; 2]);

impl Bits {
    pub(in super::super) fn no_carry<const BITS: usize>() -> Self {
        Self([OFFSET_BITS >> BITS; 2])
    }
}

/// Whole numbers up to here are exact.
const LIMIT: f64 = 9_007_199_254_740_992.0;

/// How far numbers may be from [`OFFSET`].
const RANGE: f64 = 2_251_799_813_685_248.0;
