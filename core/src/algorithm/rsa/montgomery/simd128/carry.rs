//! From sums to digits.

use super::pair::{Bits, Digits, Pair};
use super::sums::{PLACES, Sums};

/// Makes digits of sums, from the lowest to the highest.
///
/// Carries run twice, each time by one column only: the first time sums of at most 2⁵³ leave
/// balanced digits plus carries of at most `2^(53 - BITS)`, the second time digits that are
/// balanced but for a carry of at most `2^(53 - 2 * BITS) + 1`, which is 129 for 23 bits. That is
/// good enough for a factor, and takes no step per column that waits for the step before.
pub(super) struct Carry<const BITS: usize> {
    odd: Pair,
    first: Pair,
    second: Bits,
}

impl<const BITS: usize> Carry<BITS> {
    pub(super) fn new() -> Self {
        Self { odd: Pair::ZERO, first: Pair::NO_CARRY, second: Bits::no_carry::<BITS>() }
    }

    /// Writes the digits of the next columns.
    #[inline(always)]
    pub(super) fn write(&mut self, sums: &Sums, digits: &mut [Digits; PLACES]) {
        for ((even, odd), digits) in sums.even.iter().zip(sums.odd).zip(digits) {
            let (rest, carry) = even.plus(self.odd.across(odd)).split::<BITS>();
            let sum = rest.plus(self.first.across(carry));
            self.odd = odd;
            self.first = carry;
            (*digits, self.second) = sum.digits::<BITS>(self.second);
        }
    }
}
