use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::MAX_BYTES;

/// An odd modulus and its Montgomery constants, computed once for each key.
///
/// Numbers are little-endian words of 32 bits, as many as the modulus has; products take 64, which
/// every target multiplies natively. `R` is 2 to the power of all those bits.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(in super::super) struct Modulus {
    words: Vec<u32>,
    /// `R²` modulo the modulus: multiplying by it enters the Montgomery domain.
    r_squared: Vec<u32>,
    /// `-modulus⁻¹` modulo 2³².
    negative_inverse: u32,
    byte_length: usize,
}

impl Modulus {
    /// From big-endian bytes without leading zeros; `None` unless it is odd and at most
    /// [`MAX_WORDS`] long.
    pub(in super::super) fn new(bytes: &[u8]) -> Option<Self> {
        let words: Vec<u32> = words_of(bytes).collect();
        let lowest = *words.first().filter(|word| **word % 2 == 1)?;
        if words.len() > MAX_WORDS {
            return None;
        }
        let mut modulus = Self {
            r_squared: Vec::new(),
            negative_inverse: inverse(lowest).wrapping_neg(),
            byte_length: bytes.len(),
            words,
        };
        modulus.r_squared = modulus.compute_r_squared();
        Some(modulus)
    }

    pub(in super::super) fn byte_length(&self) -> usize {
        self.byte_length
    }

    /// Writes the big-endian bytes of `base` to the power of an odd `exponent`, as many as the
    /// modulus has, and gives them back. `None` if `base` is not below the modulus.
    ///
    /// An exponent of 65537 costs 18 multiplications: one to enter the Montgomery domain, 16
    /// squarings, and the last one by the plain base, which leaves the domain on its way.
    pub(in super::super) fn power<'b>(
        &self,
        base: &[u8],
        exponent: u32,
        bytes: &'b mut [u8; MAX_BYTES],
    ) -> Option<&'b [u8]> {
        let size = self.words.len();
        let (mut plain, mut entered, mut power) = ([0; MAX_WORDS], [0; MAX_WORDS], [0; MAX_WORDS]);
        let plain = plain.get_mut(..size)?;
        let entered = entered.get_mut(..size)?;
        let power = power.get_mut(..size)?;
        for (word, value) in plain.iter_mut().zip(words_of(base)) {
            *word = value;
        }
        if base.len() != self.byte_length || compare(plain, &self.words) != Ordering::Less {
            return None;
        }
        let mut wide = [0; 2 * MAX_WORDS];
        let wide = wide.get_mut(..2 * size)?;

        self.multiply(plain, &self.r_squared, wide, entered);
        power.copy_from_slice(entered);
        for bit in (0..exponent.ilog2()).rev() {
            self.square(power, wide);
            match (bit, exponent >> bit & 1) {
                (0, _) => self.multiply_into(power, plain, wide),
                (_, 1) => self.multiply_into(power, entered, wide),
                _ => {}
            }
        }
        let bytes = bytes.get_mut(..self.byte_length)?;
        for (chunk, word) in bytes.rchunks_mut(4).zip(power) {
            for (byte, value) in chunk.iter_mut().rev().zip(word.to_le_bytes()) {
                *byte = value;
            }
        }
        Some(bytes)
    }

    /// `product = a * b / R`.
    fn multiply(&self, a: &[u32], b: &[u32], wide: &mut [u32], product: &mut [u32]) {
        multiply_wide(a, b, wide);
        self.reduce(wide, product);
    }

    /// `a = a * b / R`.
    fn multiply_into(&self, a: &mut [u32], b: &[u32], wide: &mut [u32]) {
        multiply_wide(a, b, wide);
        self.reduce(wide, a);
    }

    /// `a = a * a / R`.
    fn square(&self, a: &mut [u32], wide: &mut [u32]) {
        square_wide(a, wide);
        self.reduce(wide, a);
    }

    /// `reduced = wide / R`, below the modulus (Montgomery's REDC, one word at a time). `wide` is
    /// below `modulus * R`, and is used up.
    fn reduce(&self, wide: &mut [u32], reduced: &mut [u32]) {
        let size = self.words.len();
        let mut overflow = 0;
        for index in 0..size {
            let Some((row, above)) =
                wide.get_mut(index..).and_then(|row| row.split_at_mut_checked(size))
            else {
                return;
            };
            let lowest = row.first().copied().unwrap_or_default();
            let factor = lowest.wrapping_mul(self.negative_inverse);
            let carry = add_product(row, factor, &self.words);
            if let Some(next) = above.first_mut() {
                let sum = u64::from(*next) + u64::from(carry) + u64::from(overflow);
                (*next, overflow) = split(sum);
            }
        }
        let upper = wide.get(size..).unwrap_or_default();
        if overflow == 1 || compare(upper, &self.words) != Ordering::Less {
            subtract(upper, &self.words, reduced);
        } else {
            reduced.copy_from_slice(upper);
        }
    }

    /// `R²` modulo the modulus: from `R * 2^k` with `k` the number of words, five squarings make
    /// `R * 2^(32 * k)`.
    fn compute_r_squared(&self) -> Vec<u32> {
        let size = self.words.len();
        let top_bit = 31 - self.words.last().map_or(0, |word| word.leading_zeros());
        let mut number = vec![0; size];
        if let Some(last) = number.last_mut() {
            *last = 1 << top_bit;
        }
        // The modulus is odd, so it is above this power of two, of which it has the top bit.
        let doublings_to_r = 32 - top_bit;
        for _ in 0..doublings_to_r {
            self.double(&mut number);
        }
        for _ in 0..size {
            self.double(&mut number);
        }
        let mut wide = vec![0; 2 * size];
        for _ in 0..5 {
            self.square(&mut number, &mut wide);
        }
        number
    }

    /// `number = 2 * number`, below the modulus.
    fn double(&self, number: &mut [u32]) {
        let mut carry = 0;
        for word in number.iter_mut() {
            let next = *word >> 31;
            *word = *word << 1 | carry;
            carry = next;
        }
        if carry == 1 || compare(number, &self.words) != Ordering::Less {
            subtract_from(number, &self.words);
        }
    }
}

/// `wide = a * b`.
fn multiply_wide(a: &[u32], b: &[u32], wide: &mut [u32]) {
    wide.fill(0);
    for (index, factor) in a.iter().enumerate() {
        let Some((row, above)) =
            wide.get_mut(index..).and_then(|row| row.split_at_mut_checked(b.len()))
        else {
            return;
        };
        let carry = add_product(row, *factor, b);
        if let Some(next) = above.first_mut() {
            *next = carry;
        }
    }
}

/// `wide = a * a`: the products of different words once, doubled, plus the squares.
fn square_wide(a: &[u32], wide: &mut [u32]) {
    wide.fill(0);
    let mut rest = a;
    let mut index = 1;
    while let Some((factor, others)) = rest.split_first() {
        let Some((row, above)) =
            wide.get_mut(index..).and_then(|row| row.split_at_mut_checked(others.len()))
        else {
            return;
        };
        let carry = add_product(row, *factor, others);
        if let Some(next) = above.first_mut() {
            *next = carry;
        }
        rest = others;
        index += 2;
    }
    let mut shifted_out = 0;
    let mut carry = 0;
    for (pair, word) in wide.as_chunks_mut::<2>().0.iter_mut().zip(a) {
        let [low, high] = *pair;
        let doubled_low = low << 1 | shifted_out;
        let doubled_high = high << 1 | low >> 31;
        shifted_out = high >> 31;
        let (square_low, square_high) = split(u64::from(*word) * u64::from(*word));
        let (low, middle) =
            split(u64::from(doubled_low) + u64::from(square_low) + u64::from(carry));
        let high = u64::from(doubled_high) + u64::from(square_high) + u64::from(middle);
        let (high, next) = split(high);
        *pair = [low, high];
        carry = next;
    }
}

/// `sum += factor * words`; what does not fit is returned.
fn add_product(sum: &mut [u32], factor: u32, words: &[u32]) -> u32 {
    let mut carry = 0;
    for (sum, word) in sum.iter_mut().zip(words) {
        // At most 2⁶⁴ - 1: (2³² - 1)² + 2 (2³² - 1).
        let total = u64::from(factor) * u64::from(*word) + u64::from(*sum) + u64::from(carry);
        (*sum, carry) = split(total);
    }
    carry
}

/// `difference = a - b`, modulo `R`.
fn subtract(a: &[u32], b: &[u32], difference: &mut [u32]) {
    difference.copy_from_slice(a);
    subtract_from(difference, b);
}

/// `a -= b`, modulo `R`.
fn subtract_from(a: &mut [u32], b: &[u32]) {
    let mut borrow = false;
    for (a, b) in a.iter_mut().zip(b) {
        let (difference, under) = a.overflowing_sub(*b);
        let (difference, under_again) = difference.overflowing_sub(u32::from(borrow));
        *a = difference;
        borrow = under || under_again;
    }
}

/// Of two numbers with as many words.
fn compare(a: &[u32], b: &[u32]) -> Ordering {
    a.iter().rev().cmp(b.iter().rev())
}

/// Little-endian words of big-endian bytes.
fn words_of(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.rchunks(4).map(|chunk| chunk.iter().fold(0, |word, byte| word << 8 | u32::from(*byte)))
}

/// The inverse of an odd number modulo 2³². Each round of Newton's method doubles the bits that
/// are right, of which the number itself has three.
fn inverse(odd: u32) -> u32 {
    let mut inverse = odd;
    for _ in 0..4 {
        inverse = inverse.wrapping_mul(2_u32.wrapping_sub(odd.wrapping_mul(inverse)));
    }
    inverse
}

/// Lower and upper half.
#[expect(clippy::as_conversions, reason = "cutting off the upper half is the purpose")]
fn split(number: u64) -> (u32, u32) {
    (number as u32, (number >> 32) as u32)
}

const MAX_WORDS: usize = MAX_BYTES / 4;

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn inverses_are_inverses(number: u32) {
            assert_eq!((number | 1).wrapping_mul(inverse(number | 1)), 1);
        }
    }
}
