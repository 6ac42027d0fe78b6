//! Whole numbers as signed digits, lowest first.
//!
//! A digit has `bits` of the number but room for more, so that sums need no carry. Balanced digits
//! are from `-2^(bits - 1)` to just below `2^(bits - 1)`; every number has exactly one such form.

use core::fmt::Debug;

/// An array of digits, with the one of sums of products of digits that belongs to it.
pub(crate) trait Digits:
    Copy + Debug + Eq + Send + Sync + AsRef<[i32]> + AsMut<[i32]>
{
    type Sums: AsRef<[i64]> + AsMut<[i64]>;

    /// How many digits.
    const LENGTH: usize;
    const ZERO: Self;
    const NO_SUMS: Self::Sums;
}

impl<const LENGTH: usize> Digits for [i32; LENGTH] {
    type Sums = [i64; LENGTH];

    const LENGTH: usize = LENGTH;
    const ZERO: Self = [0; LENGTH];
    const NO_SUMS: Self::Sums = [0; LENGTH];
}

/// The lowest `bits` of a number, as a balanced digit.
pub(crate) fn balanced_digit(number: i64, bits: usize) -> i64 {
    let above = 64 - bits;
    number << above >> above
}

/// The balanced form of sums, which must fit into it.
pub(crate) fn balanced<D: Digits>(sums: &D::Sums, bits: usize) -> D {
    let mut digits = D::ZERO;
    let mut carry = 0;
    for (digit, sum) in digits.as_mut().iter_mut().zip(sums.as_ref()) {
        let sum = sum + carry;
        let lowest = balanced_digit(sum, bits);
        carry = (sum - lowest) >> bits;
        *digit = narrow(lowest);
    }
    digits
}

/// Digits from 0 to just below `2^bits`, and whether the number is negative. If it is, the highest
/// digit is below zero instead.
pub(crate) fn unsigned<D: Digits>(digits: &D, bits: usize) -> (D, bool) {
    let mut unsigned = *digits;
    let mut carry = 0;
    for digit in unsigned.as_mut() {
        let sum = *digit + carry;
        carry = sum >> bits;
        *digit = sum & ((1 << bits) - 1);
    }
    (unsigned, carry < 0)
}

pub(crate) fn is_zero<D: Digits>(digits: &D) -> bool {
    digits.as_ref().iter().all(|digit| *digit == 0)
}

pub(crate) fn one<D: Digits>() -> D {
    let mut one = D::ZERO;
    if let Some(lowest) = one.as_mut().first_mut() {
        *lowest = 1;
    }
    one
}

/// The digits, from 0 to just below `2^bits`, of a big-endian number.
pub(crate) fn from_bytes<D: Digits>(bytes: &[u8], bits: usize) -> D {
    let mut digits = D::ZERO;
    let mut bytes = bytes.iter().rev();
    let (mut pending, mut count) = (0, 0);
    for digit in digits.as_mut() {
        while count < bits {
            let byte = bytes.next().copied().unwrap_or_default();
            pending |= i64::from(byte) << count;
            count += 8;
        }
        *digit = narrow(pending & ((1 << bits) - 1));
        pending >>= bits;
        count -= bits;
    }
    digits
}

/// The same at compile time, from hexadecimal digits.
#[expect(clippy::indexing_slicing, reason = "at compile time, an error stops the compiler")]
#[expect(clippy::as_conversions, reason = "`From` cannot be called at compile time")]
pub(crate) const fn from_hex<const LENGTH: usize>(hex: &str, bits: usize) -> [i32; LENGTH] {
    let hex = hex.as_bytes();
    let mut digits = [0; LENGTH];
    let mut index = 0;
    while index < 4 * hex.len() {
        let value = match hex[hex.len() - 1 - index / 4] {
            digit @ b'0'..=b'9' => digit - b'0',
            digit => digit - b'a' + 10,
        };
        let bit = (value >> (index % 4) & 1) as i32;
        if bit == 1 {
            digits[index / bits] |= 1 << (index % bits);
        }
        index += 1;
    }
    digits
}

/// A digit out of a sum that is known to be one.
#[expect(clippy::as_conversions, reason = "in the range of a digit already")]
fn narrow(digit: i64) -> i32 {
    digit as i32
}
