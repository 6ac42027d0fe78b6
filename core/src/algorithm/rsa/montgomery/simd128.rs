//! For WebAssembly with SIMD: products of floats, two at a time.
//!
//! A float holds whole numbers up to 2⁵³ exactly, so with digits of 24 bits the products of a whole
//! column add up without a carry. `f64x2.mul` and `f64x2.add` are one instruction each on every
//! processor, while the integer product `i64x2.extmul_low_i32x4_u` takes three on x86-64, where two
//! of them widen its operands.
//!
//! Montgomery's reduction is the textbook's, all digits at once: two more products, each of which
//! needs only half of its columns. No step waits for the digit before.

mod carry;
mod digits;
mod pair;
mod product;
mod sums;

use alloc::vec;
use alloc::vec::Vec;

use self::digits::{balance, is_negative, to_float, to_integer};
use self::pair::Digits;
use self::product::{ABOVE, BELOW, product, square};
use self::sums::PLACES;
use super::MAX_BYTES;

/// An odd modulus and its Montgomery constants, computed once for each key.
#[derive(Clone, Debug)]
pub(in super::super) enum Modulus {
    Short(Kernel<24, SHORT_ROOM>),
    /// A column of more digits needs smaller ones.
    Long(Kernel<23, LONG_ROOM>),
}

impl Modulus {
    /// From big-endian bytes without leading zeros; `None` unless it is odd and at most
    /// [`MAX_BYTES`] long.
    pub(in super::super) fn new(bytes: &[u8], exponent: u32) -> Option<Self> {
        if bytes.last()? % 2 == 0 || bytes.len() > MAX_BYTES {
            return None;
        }
        Some(if digits_of::<24>(bytes) <= MAX_SHORT_DIGITS {
            Self::Short(Kernel::new(bytes, exponent))
        } else {
            Self::Long(Kernel::new(bytes, exponent))
        })
    }

    /// Writes the big-endian bytes of `base` to the power of the exponent, as many as the modulus
    /// has, and gives them back. `None` if `base` is not below the modulus.
    pub(in super::super) fn power<'b>(
        &self,
        base: &[u8],
        bytes: &'b mut [u8; MAX_BYTES],
    ) -> Option<&'b [u8]> {
        match self {
            Self::Short(modulus) => modulus.power(base, bytes),
            Self::Long(modulus) => modulus.power(base, bytes),
        }
    }

    /// Whether `base`, below the modulus, to the power of the exponent is `expected`. Takes less
    /// time than [`Self::power`] if that is the block of a signature by PKCS #1, which is mostly
    /// padding.
    pub(in super::super) fn is_power(&self, base: &[u8], expected: &[u8]) -> bool {
        match self {
            Self::Short(modulus) => modulus.is_power(base, expected).is_some(),
            Self::Long(modulus) => modulus.is_power(base, expected).is_some(),
        }
    }
}

/// A modulus in digits of `BITS` bits, as many as `R` has: an even number, and enough that `R` is
/// more than four times the modulus.
///
/// Digits are balanced, or nearly so ([`carry`]), and numbers are between the modulus and its
/// negative, both excluded: multiplied and reduced, two of them make a number below a quarter plus
/// a little more than half of the modulus. No number needs correction before the end.
///
/// In memory a number is pairs of digits, with [`BELOW`] pairs of zeros below and [`ABOVE`] above.
/// There is room for all of them in `ROOM` pairs.
#[derive(Clone, Debug)]
pub(in super::super) struct Kernel<const BITS: usize, const ROOM: usize> {
    bytes: Vec<u8>,
    digits: Vec<i64>,
    modulus: Vec<Digits>,
    /// `-modulus⁻¹` modulo `R`.
    negative_inverse: Vec<Digits>,
    exponent: u32,
    /// `R²`: multiplying by it enters the Montgomery domain.
    r_squared: Vec<Digits>,
    /// `-R^(2 - exponent)`.
    scale: Vec<Digits>,
    /// [`Kernel::scale`] times the highest bit of a padded block.
    scaled_top: Vec<Digits>,
}

/// What a multiplication needs for itself, set up once for many.
struct Workspace<const ROOM: usize> {
    /// Twice the number to be squared, without zeros below.
    doubled: [Digits; ROOM],
    /// A product before it is reduced.
    wide: [[Digits; ROOM]; 2],
    /// By what the modulus is multiplied to be added to it.
    factor: [Digits; ROOM],
}

impl<const BITS: usize, const ROOM: usize> Kernel<BITS, ROOM> {
    fn new(bytes: &[u8], exponent: u32) -> Self {
        let mut digits = vec![0; digits_of::<BITS>(bytes)];
        digits::read::<BITS>(bytes, &mut digits);
        balance::<BITS>(&mut digits);
        let mut kernel = Self {
            bytes: bytes.to_vec(),
            modulus: number_of(&digits),
            negative_inverse: number_of(&negative_inverse::<BITS>(&digits)),
            exponent,
            r_squared: Vec::new(),
            scale: Vec::new(),
            scaled_top: Vec::new(),
            digits,
        };
        kernel.compute_constants();
        kernel
    }

    fn power<'b>(&self, base: &[u8], bytes: &'b mut [u8; MAX_BYTES]) -> Option<&'b [u8]> {
        let mut digits = [[0; 2]; ROOM];
        let digits = digits.as_flattened_mut().get_mut(..self.digits.len())?;
        let (mut plain, mut entered, mut power) = ([ZEROS; ROOM], [ZEROS; ROOM], [ZEROS; ROOM]);
        let plain = plain.get_mut(..self.modulus.len())?;
        let entered = entered.get_mut(..self.modulus.len())?;
        let power = power.get_mut(..self.modulus.len())?;
        let mut workspace = Workspace::new();

        self.read(base, digits, plain)?;
        entered.copy_from_slice(plain);
        self.multiply(&self.r_squared, entered, &mut workspace);
        self.raise(entered, power, &mut workspace);
        // By the plain base, and so out of the domain.
        self.multiply(plain, power, &mut workspace);
        unpack(power, digits);
        if is_negative(digits) {
            for (digit, modulus) in digits.iter_mut().zip(&self.digits) {
                *digit += modulus;
            }
        }
        let bytes = bytes.get_mut(..self.bytes.len())?;
        digits::write::<BITS>(digits, bytes);
        Some(bytes)
    }

    /// `Some` if it is. The base does not enter the Montgomery domain; instead, what is expected is
    /// divided by as much as the power, and taken away before the last reduction. That is cheap,
    /// because padding is the difference of two powers of two: of a block in balanced digits only
    /// the first one and the last few are not zero.
    fn is_power(&self, base: &[u8], expected: &[u8]) -> Option<()> {
        let mut digits = [[0; 2]; ROOM];
        let digits = digits.as_flattened_mut().get_mut(..self.digits.len())?;
        let (mut plain, mut power, mut block) = ([ZEROS; ROOM], [ZEROS; ROOM], [ZEROS; ROOM]);
        let plain = plain.get_mut(..self.modulus.len())?;
        let power = power.get_mut(..self.modulus.len())?;
        let block = block.get_mut(..self.modulus.len())?;
        let mut wide = [[ZEROS; ROOM]; 2];
        let wide = wide.as_flattened_mut().get_mut(..whole(2 * self.pairs()))?;
        let mut workspace = Workspace::new();

        self.read(expected, digits, block)?;
        let top = self.top_bit();
        if let Some(digit) = digits.get_mut(top / BITS) {
            *digit -= 1 << (top % BITS);
        }
        balance::<BITS>(digits);
        pack(digits, block);
        let length = digits.iter().rposition(|digit| *digit != 0).map_or(0, |last| last / 2 + 1);
        let (block, scaled_top) = (from(block, BELOW), from(&self.scaled_top, BELOW));
        product::<BITS>(block, length, &self.scale, PLACES, scaled_top, wide);

        self.read(base, digits, plain)?;
        self.raise(plain, power, &mut workspace);
        self.multiply_and_add(plain, power, wide, &mut workspace);
        // Power and scale are at most three quarters of the modulus, base and block below it. So
        // the difference is below 1.5 squares of the modulus, which are less than 0.4 of it when
        // reduced, plus a half. The only multiple of the modulus in that range is zero.
        power.iter().all(|pair| *pair == ZEROS).then_some(())
    }

    /// Reads bytes that are as many as those of the modulus and less.
    fn read(&self, bytes: &[u8], digits: &mut [i64], number: &mut [Digits]) -> Option<()> {
        if bytes.len() != self.bytes.len() || bytes >= &*self.bytes {
            return None;
        }
        digits::read::<BITS>(bytes, digits);
        balance::<BITS>(digits);
        pack(digits, number);
        Some(())
    }

    /// `power = base^(exponent - 1) / R^(exponent - 2)`, so all but the last multiplication, as the
    /// exponent is odd. Whatever their order, each of them divides by `R`: a base that did not
    /// enter the Montgomery domain leads to a power that is known as well.
    fn raise(&self, base: &[Digits], power: &mut [Digits], workspace: &mut Workspace<ROOM>) {
        power.copy_from_slice(base);
        for bit in (0..self.exponent.ilog2()).rev() {
            self.square(power, workspace);
            if bit > 0 && self.exponent >> bit & 1 == 1 {
                self.multiply(base, power, workspace);
            }
        }
    }

    /// `number = factor * number / R`.
    fn multiply(&self, factor: &[Digits], number: &mut [Digits], workspace: &mut Workspace<ROOM>) {
        self.multiply_and_add(factor, number, &[], workspace);
    }

    /// `number = (factor * number + more) / R`, where `more` has no zeros below.
    fn multiply_and_add(
        &self,
        factor: &[Digits],
        number: &mut [Digits],
        more: &[Digits],
        workspace: &mut Workspace<ROOM>,
    ) {
        let wide = workspace.wide.as_flattened_mut();
        let Some(wide) = wide.get_mut(..whole(2 * self.pairs())) else { return };
        product::<BITS>(from(factor, BELOW), self.pairs(), number, PLACES, more, wide);
        self.reduce(number, workspace);
    }

    /// `number = number * number / R`.
    fn square(&self, number: &mut [Digits], workspace: &mut Workspace<ROOM>) {
        for (doubled, [first, second]) in workspace.doubled.iter_mut().zip(from(number, BELOW)) {
            *doubled = [first + first, second + second];
        }
        let wide = workspace.wide.as_flattened_mut();
        let Some(wide) = wide.get_mut(..whole(2 * self.pairs())) else { return };
        square::<BITS>(&workspace.doubled, number, wide);
        self.reduce(number, workspace);
    }

    /// `number = wide / R`, after adding the multiple of the modulus that makes the lower half of
    /// the digits zero.
    ///
    /// Of that half only the two highest pairs are summed. They give the right carry: what they
    /// leave out is less than a thousandth of `R`, what remains in their digits little more than
    /// half of `R`, and both together are a multiple of `R`, so zero.
    fn reduce(&self, number: &mut [Digits], workspace: &mut Workspace<ROOM>) {
        let wide = workspace.wide.as_flattened();
        let pairs = self.pairs();
        let (zeros, carrying) = (whole(pairs) - pairs, pairs - CARRYING);
        let Some(lower) = workspace.factor.get_mut(..whole(pairs)) else { return };
        product::<BITS>(wide, pairs, &self.negative_inverse, PLACES - zeros, &[], lower);
        let factor = from(&workspace.factor, zeros);
        let Some(upper) = number.get_mut(BELOW - CARRYING..) else { return };
        let Some(upper) = upper.get_mut(..whole(CARRYING + pairs)) else { return };
        product::<BITS>(
            factor,
            pairs,
            &self.modulus,
            PLACES + carrying,
            from(wide, carrying),
            upper,
        );
        if let Some(carrying) = upper.first_chunk_mut() {
            *carrying = [ZEROS; CARRYING];
        }
    }

    fn compute_constants(&mut self) {
        let mut workspace = Workspace::new();
        let zero = vec![0_i64; self.digits.len()];
        let power_of_two = |bit: usize| {
            let mut digits = zero.clone();
            if let Some(digit) = digits.get_mut(bit / BITS) {
                *digit = 1_i64 << (bit % BITS);
            }
            balance::<BITS>(&mut digits);
            number_of(&digits)
        };
        let (one, r_squared) = (power_of_two(0), number_of(&self.compute_r_squared()));
        let mut scale = one.clone();
        self.raise(&one, &mut scale, &mut workspace);
        self.multiply(&one, &mut scale, &mut workspace);
        self.multiply(&r_squared, &mut scale, &mut workspace);
        for pair in &mut scale {
            *pair = pair.map(|digit| -digit);
        }
        let mut scaled_top = scale.clone();
        self.multiply(&r_squared, &mut scaled_top, &mut workspace);
        self.multiply(&power_of_two(self.top_bit()), &mut scaled_top, &mut workspace);
        (self.r_squared, self.scale, self.scaled_top) = (r_squared, scale, scaled_top);
    }

    /// The highest bit of a block that is padded by PKCS #1: it begins with `00 01 ff`, and without
    /// what is below the padding that is a power of two, less a smaller one.
    fn top_bit(&self) -> usize {
        8 * self.bytes.len().saturating_sub(2) + 1
    }

    /// `R²` modulo the modulus: the power of two that is `R`, in the Montgomery domain.
    fn compute_r_squared(&self) -> Vec<i64> {
        let bits_of_r = BITS * self.digits.len();
        let mut digits = vec![0; self.digits.len()];
        // Of the powers of two below the modulus one of the largest, up to `2 * R`.
        let bits = 8 * self.bytes.len().saturating_sub(1);
        if let Some(digit) = digits.get_mut(bits / BITS) {
            *digit = 1 << (bits % BITS);
        }
        balance::<BITS>(&mut digits);
        for _ in bits..=bits_of_r {
            self.double(&mut digits);
        }
        let mut number = vec![ZEROS; self.modulus.len()];
        let mut workspace = Workspace::new();
        for bit in (0..bits_of_r.ilog2()).rev() {
            pack(&digits, &mut number);
            self.square(&mut number, &mut workspace);
            unpack(&number, &mut digits);
            if bits_of_r >> bit & 1 == 1 {
                self.double(&mut digits);
            }
        }
        balance::<BITS>(&mut digits);
        digits
    }

    /// `number = 2 * number`, again between the modulus and its negative.
    fn double(&self, number: &mut [i64]) {
        let negative = is_negative(number);
        for (digit, modulus) in number.iter_mut().zip(&self.digits) {
            *digit = 2 * *digit + if negative { *modulus } else { -modulus };
        }
        balance::<BITS>(number);
    }

    fn pairs(&self) -> usize {
        self.digits.len() / 2
    }
}

impl<const ROOM: usize> Workspace<ROOM> {
    fn new() -> Self {
        Self { doubled: [ZEROS; ROOM], wide: [[ZEROS; ROOM]; 2], factor: [ZEROS; ROOM] }
    }
}

/// Digits of `R`.
const fn digits_of<const BITS: usize>(modulus: &[u8]) -> usize {
    2 * (8 * modulus.len() + 2).div_ceil(2 * BITS)
}

/// `-modulus⁻¹` modulo `R`: by what the modulus is multiplied to be one less than a multiple of
/// `R`.
fn negative_inverse<const BITS: usize>(modulus: &[i64]) -> Vec<i64> {
    let lowest = modulus.first().copied().unwrap_or_default();
    let inverse = inverse(lowest).wrapping_neg();
    // Starts as 1, and each digit in turn makes way for the factor that turned it into a carry.
    let mut factors = vec![0_i64; modulus.len()];
    let mut rest = &mut *factors;
    let mut carry = 1;
    while let Some((sum, above)) = rest.split_first_mut() {
        *sum += carry;
        let factor = sum.wrapping_mul(inverse) << (WORD_BITS - BITS) >> (WORD_BITS - BITS);
        carry = (*sum + factor * lowest) >> BITS;
        for (sum, digit) in above.iter_mut().zip(from(modulus, 1)) {
            *sum += factor * digit;
        }
        *sum = factor;
        rest = above;
    }
    factors
}

/// As many pairs, made up to what is summed at once.
const fn whole(pairs: usize) -> usize {
    pairs.next_multiple_of(PLACES)
}

fn number_of(digits: &[i64]) -> Vec<Digits> {
    let mut number = vec![ZEROS; BELOW + digits.len() / 2 + ABOVE];
    pack(digits, &mut number);
    number
}

fn pack(digits: &[i64], number: &mut [Digits]) {
    for (pair, digits) in number.iter_mut().skip(BELOW).zip(digits.as_chunks().0) {
        *pair = digits.map(to_float);
    }
}

fn unpack(number: &[Digits], digits: &mut [i64]) {
    for (pair, digits) in number.iter().skip(BELOW).zip(digits.as_chunks_mut().0) {
        *digits = pair.map(to_integer);
    }
}

/// All from an index on.
fn from<T>(slice: &[T], start: usize) -> &[T] {
    slice.get(start..).unwrap_or_default()
}

/// The inverse of an odd number modulo 2⁶⁴. Each round of Newton's method doubles the bits that are
/// right, of which the number itself has three.
fn inverse(odd: i64) -> i64 {
    let mut inverse = odd;
    for _ in 0..5 {
        inverse = inverse.wrapping_mul(2_i64.wrapping_sub(odd.wrapping_mul(inverse)));
    }
    inverse
}

const WORD_BITS: usize = 64;

const ZEROS: Digits = [0.0; 2];

/// Pairs of the lower half that are summed to carry into the upper half.
const CARRYING: usize = 2;

/// A column sums a product for each digit, the digit that it begins with and half of what a digit
/// counts. A digit is at most 2²³ + 129 and all of them together at most 2⁵³.
const MAX_SHORT_DIGITS: usize = 126;

/// Clearing it is part of every power, so short numbers do without the room that long ones need.
const SHORT_ROOM: usize = MAX_SHORT_DIGITS / 2 + BELOW + ABOVE;

/// Of digits of 23 bits, a column could sum more than 500.
const MAX_LONG_DIGITS: usize = digits_of::<23>(&[0; MAX_BYTES]);

const LONG_ROOM: usize = MAX_LONG_DIGITS / 2 + BELOW + ABOVE;

#[cfg(test)]
mod tests {
    use super::*;

    /// The assertions are those of [`Pair`]: the sums stay where floats are exact.
    fn multiply_largest_digits<const BITS: usize, const ROOM: usize>(digits: usize) {
        let largest = 1_i64 << (BITS - 1);
        let mut modulus = vec![largest - 1; digits];
        *modulus.last_mut().unwrap() = 1;
        let mut bytes = vec![0; ((digits - 1) * BITS + 1).div_ceil(8)];
        digits::write::<BITS>(&modulus, &mut bytes);
        let kernel = Kernel::<BITS, ROOM>::new(&bytes, 3);
        assert_eq!(kernel.digits, modulus);

        let most = largest + (1 << (53 - 2 * BITS)) + 1;
        let largest = number_of(&vec![-most; digits]);
        let mut workspace = Workspace::<ROOM>::new();
        let [mut square, mut product] = [largest.clone(), largest.clone()];
        kernel.square(&mut square, &mut workspace);
        kernel.multiply(&largest, &mut product, &mut workspace);
        assert_eq!(square, product);
        assert!(product.iter().flatten().all(|digit| digit.abs() <= to_float(most)));
    }

    #[test]
    fn sums_of_the_largest_products_are_exact() {
        multiply_largest_digits::<24, SHORT_ROOM>(86);
        multiply_largest_digits::<24, SHORT_ROOM>(MAX_SHORT_DIGITS);
        multiply_largest_digits::<23, LONG_ROOM>(132);
        multiply_largest_digits::<23, LONG_ROOM>(MAX_LONG_DIGITS);
    }

    #[test]
    fn factors_of_the_modulus_are_one_less_than_a_power() {
        let mut modulus = vec![-(1 << 23); 8];
        modulus[0] = 5;
        let factors = negative_inverse::<24>(&modulus);
        let mut product = vec![0; 8];
        for (place, factor) in factors.iter().enumerate() {
            for (sum, digit) in product[place..].iter_mut().zip(&modulus) {
                *sum += factor * digit;
            }
        }
        balance::<24>(&mut product);
        assert_eq!(product, [-1, 0, 0, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn many_digits_are_smaller() {
        let largest_short = (MAX_SHORT_DIGITS * 24 - 2) / 8;
        assert!(matches!(Modulus::new(&[0xff; 256], 3), Some(Modulus::Short(_))));
        assert!(matches!(Modulus::new(&vec![0xff; largest_short], 3), Some(Modulus::Short(_))));
        assert!(matches!(Modulus::new(&vec![0xff; largest_short + 1], 3), Some(Modulus::Long(_))));
    }

    #[test]
    fn balanced_digits_are_the_same_number() {
        let bytes = [0xff, 0x80, 0x00, 0x7f, 0xff, 0xff, 0xc0, 0x00, 0x00, 0x3f, 0xff, 0xff];
        let mut digits = [0; 6];
        digits::read::<23>(&bytes, &mut digits);
        assert!(digits.iter().all(|digit| (0..1 << 23).contains(digit)));
        balance::<23>(&mut digits);
        assert!(digits.iter().all(|digit| (-(1 << 22)..1 << 22).contains(digit)));
        assert!(!is_negative(&digits));
        let mut written = [0; 12];
        digits::write::<23>(&digits, &mut written);
        assert_eq!(written, bytes);
        assert!(is_negative(&digits.map(|digit| -digit)));
        assert!(!is_negative(&[0; 6]));
    }
}
