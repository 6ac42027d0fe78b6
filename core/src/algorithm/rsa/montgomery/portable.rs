use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::MAX_BYTES;

/// The largest word whose products the target multiplies without calling a function.
#[cfg(target_pointer_width = "64")]
type Word = u64;
#[cfg(not(target_pointer_width = "64"))]
type Word = u32;

/// Two words.
#[cfg(target_pointer_width = "64")]
type Wide = u128;
#[cfg(not(target_pointer_width = "64"))]
type Wide = u64;

/// An odd modulus and its Montgomery constants, computed once for each key.
///
/// Numbers are little-endian words, as many as the modulus has; `R` is 2 to the power of all their
/// bits.
#[derive(Clone, Debug)]
pub(in super::super) struct Modulus {
    words: Vec<Word>,
    /// `R²` modulo the modulus: multiplying by it enters the Montgomery domain.
    r_squared: Vec<Word>,
    /// `-modulus⁻¹` modulo one more than the largest word.
    negative_inverse: Word,
    byte_length: usize,
    exponent: u32,
}

impl Modulus {
    /// From big-endian bytes without leading zeros; `None` unless it is odd and at most
    /// [`MAX_WORDS`] long.
    pub(in super::super) fn new(bytes: &[u8], exponent: u32) -> Option<Self> {
        let words: Vec<Word> = words_of(bytes).collect();
        let lowest = *words.first().filter(|word| **word % 2 == 1)?;
        if words.len() > MAX_WORDS {
            return None;
        }
        let mut modulus = Self {
            r_squared: Vec::new(),
            negative_inverse: inverse(lowest).wrapping_neg(),
            byte_length: bytes.len(),
            exponent,
            words,
        };
        modulus.r_squared = modulus.compute_r_squared();
        Some(modulus)
    }

    /// Writes the big-endian bytes of `base` to the power of the exponent, as many as the modulus has,
    /// and gives them back. `None` if `base` is not below the modulus.
    ///
    /// An exponent of 65537 costs 18 multiplications: one to enter the Montgomery domain, 16
    /// squarings, and the last one by the plain base, which leaves the domain on its way.
    pub(in super::super) fn power<'b>(
        &self,
        base: &[u8],
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
        for bit in (0..self.exponent.ilog2()).rev() {
            self.square(power, wide);
            match (bit, self.exponent >> bit & 1) {
                (0, _) => self.multiply_into(power, plain, wide),
                (_, 1) => self.multiply_into(power, entered, wide),
                _ => {}
            }
        }
        let bytes = bytes.get_mut(..self.byte_length)?;
        for (chunk, word) in bytes.rchunks_mut(WORD_BYTES).zip(power) {
            for (byte, value) in chunk.iter_mut().rev().zip(word.to_le_bytes()) {
                *byte = value;
            }
        }
        Some(bytes)
    }

    /// Whether `base`, below the modulus, to the power of the exponent is `expected`.
    pub(in super::super) fn is_power(&self, base: &[u8], expected: &[u8]) -> bool {
        self.power(base, &mut [0; MAX_BYTES]).is_some_and(|power| power == expected)
    }

    /// `product = a * b / R`.
    fn multiply(&self, a: &[Word], b: &[Word], wide: &mut [Word], product: &mut [Word]) {
        multiply_wide(a, b, wide);
        self.reduce(wide, product);
    }

    /// `a = a * b / R`.
    fn multiply_into(&self, a: &mut [Word], b: &[Word], wide: &mut [Word]) {
        multiply_wide(a, b, wide);
        self.reduce(wide, a);
    }

    /// `a = a * a / R`.
    fn square(&self, a: &mut [Word], wide: &mut [Word]) {
        square_wide(a, wide);
        self.reduce(wide, a);
    }

    /// `reduced = wide / R`, below the modulus (Montgomery's REDC, one word at a time). `wide` is
    /// below `modulus * R`, and is used up.
    fn reduce(&self, wide: &mut [Word], reduced: &mut [Word]) {
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
                let sum = Wide::from(*next) + Wide::from(carry) + Wide::from(overflow);
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

    /// `R²` modulo the modulus: from `R * 2^k` with `k` the number of words, as many squarings as
    /// double 1 to the bits of a word make `R * R`.
    fn compute_r_squared(&self) -> Vec<Word> {
        let size = self.words.len();
        let top_bit = Word::BITS - 1 - self.words.last().map_or(0, |word| word.leading_zeros());
        let mut number = vec![0; size];
        if let Some(last) = number.last_mut() {
            *last = 1 << top_bit;
        }
        // The modulus is odd, so it is above this power of two, of which it has the top bit.
        let doublings_to_r = Word::BITS - top_bit;
        for _ in 0..doublings_to_r {
            self.double(&mut number);
        }
        for _ in 0..size {
            self.double(&mut number);
        }
        let mut wide = vec![0; 2 * size];
        for _ in 0..Word::BITS.ilog2() {
            self.square(&mut number, &mut wide);
        }
        number
    }

    /// `number = 2 * number`, below the modulus.
    fn double(&self, number: &mut [Word]) {
        let mut carry = 0;
        for word in number.iter_mut() {
            let next = *word >> (Word::BITS - 1);
            *word = *word << 1 | carry;
            carry = next;
        }
        if carry == 1 || compare(number, &self.words) != Ordering::Less {
            subtract_from(number, &self.words);
        }
    }
}

/// `wide = a * b`.
fn multiply_wide(a: &[Word], b: &[Word], wide: &mut [Word]) {
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
fn square_wide(a: &[Word], wide: &mut [Word]) {
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
        let doubled_high = high << 1 | low >> (Word::BITS - 1);
        shifted_out = high >> (Word::BITS - 1);
        let (square_low, square_high) = split(Wide::from(*word) * Wide::from(*word));
        let (low, middle) =
            split(Wide::from(doubled_low) + Wide::from(square_low) + Wide::from(carry));
        let high = Wide::from(doubled_high) + Wide::from(square_high) + Wide::from(middle);
        let (high, next) = split(high);
        *pair = [low, high];
        carry = next;
    }
}

/// `sum += factor * words`; what does not fit is returned.
fn add_product(sum: &mut [Word], factor: Word, words: &[Word]) -> Word {
    let mut carry = 0;
    for (sum, word) in sum.iter_mut().zip(words) {
        // The largest word `w` makes the largest `Wide`: w² + 2w = (w + 1)² - 1.
        let total = Wide::from(factor) * Wide::from(*word) + Wide::from(*sum) + Wide::from(carry);
        (*sum, carry) = split(total);
    }
    carry
}

/// `difference = a - b`, modulo `R`.
fn subtract(a: &[Word], b: &[Word], difference: &mut [Word]) {
    difference.copy_from_slice(a);
    subtract_from(difference, b);
}

/// `a -= b`, modulo `R`.
fn subtract_from(a: &mut [Word], b: &[Word]) {
    let mut borrow = false;
    for (a, b) in a.iter_mut().zip(b) {
        let (difference, under) = a.overflowing_sub(*b);
        let (difference, under_again) = difference.overflowing_sub(Word::from(borrow));
        *a = difference;
        borrow = under || under_again;
    }
}

/// Of two numbers with as many words.
fn compare(a: &[Word], b: &[Word]) -> Ordering {
    a.iter().rev().cmp(b.iter().rev())
}

/// Little-endian words of big-endian bytes.
fn words_of(bytes: &[u8]) -> impl Iterator<Item = Word> {
    bytes
        .rchunks(WORD_BYTES)
        .map(|chunk| chunk.iter().fold(0, |word, byte| word << 8 | Word::from(*byte)))
}

/// The inverse of an odd number modulo 2⁶⁴, or 2³² for smaller words. Each round of Newton's method
/// doubles the bits that are right, of which the number itself has three.
fn inverse(odd: Word) -> Word {
    let mut inverse = odd;
    for _ in 0..5 {
        inverse = inverse.wrapping_mul(Word::wrapping_sub(2, odd.wrapping_mul(inverse)));
    }
    inverse
}

/// Lower and upper half.
#[expect(clippy::as_conversions, reason = "cutting off the upper half is the purpose")]
fn split(number: Wide) -> (Word, Word) {
    (number as Word, (number >> Word::BITS) as Word)
}

const WORD_BYTES: usize = size_of::<Word>();

const MAX_WORDS: usize = MAX_BYTES / WORD_BYTES;

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn inverses_are_inverses(number: Word) {
            assert_eq!((number | 1).wrapping_mul(inverse(number | 1)), 1);
        }
    }
}
