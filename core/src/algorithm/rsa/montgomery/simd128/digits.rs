//! Numbers as little-endian digits of `BITS` bits; balanced ones lie between `-2^(BITS - 1)` and
//! `2^(BITS - 1) - 1`.

/// The lowest balanced digit of a number.
#[inline]
pub(super) fn lowest<const BITS: usize>(number: i64) -> i64 {
    number << (WORD_BITS - BITS) >> (WORD_BITS - BITS)
}

/// Makes the digits balanced, or those of the number modulo 2 to the power of all their bits.
pub(super) fn balance<const BITS: usize>(digits: &mut [i64]) {
    let mut carry = 0;
    for digit in digits {
        let sum = *digit + carry;
        *digit = lowest::<BITS>(sum);
        carry = (sum - *digit) >> BITS;
    }
}

/// Of balanced digits.
pub(super) fn is_negative(digits: &[i64]) -> bool {
    digits.iter().rev().find(|digit| **digit != 0).is_some_and(|digit| *digit < 0)
}

/// Reads big-endian bytes as digits that are not balanced.
pub(super) fn read<const BITS: usize>(bytes: &[u8], digits: &mut [i64]) {
    let mut bytes = bytes.iter().rev();
    let (mut buffer, mut buffered) = (0, 0);
    for digit in digits {
        while buffered < BITS {
            buffer |= i64::from(bytes.next().copied().unwrap_or_default()) << buffered;
            buffered += BYTE_BITS;
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
    for byte in bytes.iter_mut().rev() {
        if buffered < BYTE_BITS {
            buffer += digits.next().copied().unwrap_or_default() << buffered;
            buffered += BITS;
        }
        let [lowest, ..] = buffer.to_le_bytes();
        *byte = lowest;
        buffer >>= BYTE_BITS;
        buffered -= BYTE_BITS;
    }
}

const BYTE_BITS: usize = 8;

const WORD_BITS: usize = 64;
