//! Numbers as little-endian digits of `BITS` bits; balanced ones lie between `-2^(BITS - 1)` and
//! `2^(BITS - 1) - 1`.

use super::pair::{OFFSET, OFFSET_BITS};

/// The lowest balanced digit of a number, and the rest.
#[inline]
pub(super) fn balanced<const BITS: usize>(number: i64) -> (i64, i64) {
    // The digit takes no part in finding the rest, so a chain of carries is two steps per digit.
    let rest = (number + (1 << (BITS - 1))) >> BITS;
    (number - (rest << BITS), rest)
}

/// Makes the digits balanced, or those of the number modulo 2 to the power of all their bits.
pub(super) fn balance<const BITS: usize>(digits: &mut [i64]) {
    let mut carry = 0;
    for digit in digits {
        (*digit, carry) = balanced::<BITS>(*digit + carry);
    }
}

/// Of balanced digits.
pub(super) fn is_negative(digits: &[i64]) -> bool {
    digits.iter().rev().find(|digit| **digit != 0).is_some_and(|digit| *digit < 0)
}

pub(super) fn to_float(digit: i64) -> f64 {
    f64::from_bits(OFFSET_BITS.wrapping_add_signed(digit)) - OFFSET
}

pub(super) fn to_integer(digit: f64) -> i64 {
    (digit + OFFSET).to_bits().wrapping_sub(OFFSET_BITS).cast_signed()
}

/// Reads big-endian bytes as digits that are not balanced.
pub(super) fn read<const BITS: usize>(bytes: &[u8], digits: &mut [i64]) {
    let (first_bytes, words) = bytes.as_rchunks();
    let first_word = first_bytes.iter().fold(0, |word, byte| word << 8 | u32::from(*byte));
    let words = words.iter().rev().map(|word| u32::from_be_bytes(*word));
    let mut words = words.chain([first_word]);
    let (mut buffer, mut buffered) = (0, 0);
    for digit in digits {
        if buffered < BITS {
            buffer |= i64::from(words.next().unwrap_or_default()) << buffered;
            buffered += WORD_BITS;
        }
        *digit = buffer & ((1 << BITS) - 1);
        buffer >>= BITS;
        buffered -= BITS;
    }
}

/// Writes the big-endian bytes of any digits whose number is not negative and fits.
pub(super) fn write<const BITS: usize>(digits: &[i64], bytes: &mut [u8]) {
    let mut digits = digits.iter();
    let (mut buffer, mut buffered) = (0, 0);
    for word in bytes.rchunks_mut(WORD_BYTES) {
        while buffered < WORD_BITS {
            buffer += digits.next().copied().unwrap_or_default() << buffered;
            buffered += BITS;
        }
        for (byte, value) in word.iter_mut().rev().zip(buffer.to_le_bytes()) {
            *byte = value;
        }
        buffer >>= WORD_BITS;
        buffered -= WORD_BITS;
    }
}

/// With a digit they still fit in the buffer.
const WORD_BITS: usize = 32;

const WORD_BYTES: usize = WORD_BITS / 8;
