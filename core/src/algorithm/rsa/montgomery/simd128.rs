//! For WebAssembly with SIMD: products of floats, two at a time.
//!
//! A float holds whole numbers below 2⁵³ exactly, so with digits of 23 bits the products of a whole
//! column add up without a carry. `f64x2.mul` and `f64x2.add` are one instruction each on every
//! processor, while the integer product `i64x2.extmul_low_i32x4_u` takes three on x86-64, where two
//! of them widen its operands.

mod digits;
mod pair;
mod reduction;
mod sums;

use alloc::vec;
use alloc::vec::Vec;

use self::digits::{balance, is_negative};
use self::pair::Pair;
use self::reduction::Reduction;
use self::sums::{COLUMNS, MORE_WINDOWS, Sums, Window};
use super::MAX_BYTES;

/// An odd modulus and its Montgomery constants, computed once for each key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(in super::super) enum Modulus {
    Short(Kernel<23, SHORT_ROOM>),
    /// A column of more digits needs smaller ones.
    Long(Kernel<22, LONG_ROOM>),
}

impl Modulus {
    /// From big-endian bytes without leading zeros; `None` unless it is odd and at most
    /// [`MAX_BYTES`] long.
    pub(in super::super) fn new(bytes: &[u8]) -> Option<Self> {
        if bytes.last()? % 2 == 0 || bytes.len() > MAX_BYTES {
            return None;
        }
        Some(if digits_of::<23>(bytes) <= MAX_SHORT_DIGITS {
            Self::Short(Kernel::new(bytes))
        } else {
            Self::Long(Kernel::new(bytes))
        })
    }

    pub(in super::super) fn byte_length(&self) -> usize {
        match self {
            Self::Short(modulus) => modulus.bytes.len(),
            Self::Long(modulus) => modulus.bytes.len(),
        }
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
        match self {
            Self::Short(modulus) => modulus.power(base, exponent, bytes),
            Self::Long(modulus) => modulus.power(base, exponent, bytes),
        }
    }
}

/// A modulus in digits of `BITS` bits, as many as `R` has: a multiple of the columns that are summed
/// at once, and enough that `R` is more than four times the modulus.
///
/// Digits are balanced, so a product of two is at most `2^(2 * BITS - 2)`, and numbers are between
/// the modulus and its negative, both excluded: multiplied and reduced, two of them make a number
/// below a quarter plus a little more than half of the modulus. No number needs correction before
/// the end.
///
/// While it works, a number has room for `ROOM` windows, which is more than it has pairs of digits.
#[derive(Clone, Debug)]
pub(in super::super) struct Kernel<const BITS: usize, const ROOM: usize> {
    bytes: Vec<u8>,
    digits: Vec<i64>,
    /// `-modulus⁻¹` modulo `2^BITS`, in the upper bits.
    negative_inverse: i64,
    windows: Vec<Window>,
    /// `R²` modulo the modulus: multiplying by it enters the Montgomery domain.
    r_squared: Vec<Window>,
}

/// What a multiplication needs for itself, set up once for many.
struct Workspace<const ROOM: usize> {
    /// Twice the number to be squared.
    doubled: [Pair; ROOM],
    windows: [Window; ROOM],
    factors: [Pair; ROOM],
}

impl<const BITS: usize, const ROOM: usize> Kernel<BITS, ROOM> {
    fn new(bytes: &[u8]) -> Self {
        let mut digits = vec![0; digits_of::<BITS>(bytes)];
        digits::read::<BITS>(bytes, &mut digits);
        balance::<BITS>(&mut digits);
        let lowest = digits.first().copied().unwrap_or_default();
        let mut kernel = Self {
            bytes: bytes.to_vec(),
            negative_inverse: inverse(lowest).wrapping_neg() << (WORD_BITS - BITS),
            windows: windows_of(&digits),
            r_squared: Vec::new(),
            digits,
        };
        kernel.r_squared = windows_of(&kernel.compute_r_squared());
        kernel
    }

    fn power<'b>(
        &self,
        base: &[u8],
        exponent: u32,
        bytes: &'b mut [u8; MAX_BYTES],
    ) -> Option<&'b [u8]> {
        if base.len() != self.bytes.len() || base >= &*self.bytes {
            return None;
        }
        let mut digits = [[0; 2]; ROOM];
        let digits = digits.as_flattened_mut().get_mut(..self.digits.len())?;
        let (mut plain, mut entered, mut power) =
            ([Pair::ZERO; ROOM], [Pair::ZERO; ROOM], [Pair::ZERO; ROOM]);
        let plain = plain.get_mut(..self.pairs())?;
        let entered = entered.get_mut(..self.pairs())?;
        let power = power.get_mut(..self.pairs())?;
        let mut workspace = Workspace::new();

        digits::read::<BITS>(base, digits);
        balance::<BITS>(digits);
        pack(digits, plain);
        self.multiply(plain, &self.r_squared, &mut workspace.factors, entered);
        power.copy_from_slice(entered);
        for bit in (0..exponent.ilog2()).rev() {
            self.square(power, &mut workspace);
            let factor = match (bit, exponent >> bit & 1) {
                (0, _) => &*plain,
                (_, 1) => &*entered,
                _ => continue,
            };
            let windows = workspace.windows.get_mut(..self.windows.len())?;
            sums::windows(power, windows);
            self.multiply(factor, windows, &mut workspace.factors, power);
        }
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

    /// `product = a * b / R`.
    fn multiply(&self, a: &[Pair], b: &[Window], factors: &mut [Pair], product: &mut [Pair]) {
        let mut reduction = Reduction::new(self, factors);
        for place in self.places() {
            let mut sums = Sums::new();
            sums.add(a, from(b, self.pairs() - place));
            reduction.lower(place, sums);
        }
        for (place, product) in self.places().zip(product.as_chunks_mut().0) {
            let mut sums = Sums::new();
            sums.add_from_top(from(a, place), b);
            *product = reduction.upper(place, sums);
        }
    }

    /// `number = number * number / R`: the products of different digits once, with twice the lower
    /// digit, and the squares.
    fn square(&self, number: &mut [Pair], workspace: &mut Workspace<ROOM>) {
        let Workspace { doubled, windows, factors } = workspace;
        let Some(windows) = windows.get_mut(..self.windows.len()) else { return };
        sums::windows(number, windows);
        for (doubled, pair) in doubled.iter_mut().zip(&*number) {
            *doubled = pair.plus(*pair);
        }
        let mut reduction = Reduction::new(self, factors);
        for place in self.places() {
            let middle = place / 2;
            let windows = from(windows, self.pairs() - place);
            let mut sums = Sums::new();
            sums.add(doubled.get(..middle).unwrap_or_default(), windows);
            sums.add_middle(place % 2 == 1, from(number, middle), from(windows, middle));
            reduction.lower(place, sums);
        }
        for place in self.places() {
            let middle = (self.pairs() + place) / 2;
            let mut sums = Sums::new();
            sums.add_from_top(doubled.get(place..middle).unwrap_or_default(), windows);
            let odd = (self.pairs() + place) % 2 == 1;
            sums.add_middle(odd, from(number, middle), from(windows, middle - place));
            let product = reduction.upper(place, sums);
            if let Some(number) = number.get_mut(place..place + product.len()) {
                number.copy_from_slice(&product);
            }
        }
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
        let mut number = vec![Pair::ZERO; self.pairs()];
        let mut workspace = Workspace::new();
        for bit in (0..bits_of_r.ilog2()).rev() {
            pack(&digits, &mut number);
            self.square(&mut number, &mut workspace);
            unpack(&number, &mut digits);
            if bits_of_r >> bit & 1 == 1 {
                self.double(&mut digits);
            }
        }
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

    /// Where the columns that are summed at once begin, in pairs of digits.
    fn places(&self) -> impl Iterator<Item = usize> + use<BITS, ROOM> {
        (0..self.pairs()).step_by(COLUMNS / 2)
    }

    fn pairs(&self) -> usize {
        self.digits.len() / 2
    }
}

impl<const BITS: usize, const ROOM: usize> Eq for Kernel<BITS, ROOM> {}

impl<const BITS: usize, const ROOM: usize> PartialEq for Kernel<BITS, ROOM> {
    /// All the rest follows from the modulus.
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl<const ROOM: usize> Workspace<ROOM> {
    fn new() -> Self {
        Self {
            doubled: [Pair::ZERO; ROOM],
            windows: [[Pair::ZERO; 2]; ROOM],
            factors: [Pair::ZERO; ROOM],
        }
    }
}

/// Digits of `R`.
const fn digits_of<const BITS: usize>(modulus: &[u8]) -> usize {
    (8 * modulus.len() + 2).div_ceil(COLUMNS * BITS) * COLUMNS
}

fn windows_of(digits: &[i64]) -> Vec<Window> {
    let mut number = vec![Pair::ZERO; digits.len() / 2];
    pack(digits, &mut number);
    let mut windows = vec![[Pair::ZERO; 2]; number.len() + MORE_WINDOWS];
    sums::windows(&number, &mut windows);
    windows
}

fn pack(digits: &[i64], number: &mut [Pair]) {
    for (pair, [first, second]) in number.iter_mut().zip(digits.as_chunks().0) {
        *pair = Pair::from_integers(*first, *second);
    }
}

fn unpack(number: &[Pair], digits: &mut [i64]) {
    for (pair, digits) in number.iter().zip(digits.as_chunks_mut().0) {
        *digits = pair.to_integers();
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

/// A column of a product and its reduction adds two products per digit, half of them in each half of
/// a vector. Each is at most 2⁴⁴, and [`Pair::totals`] asks for sums below 2⁵¹.
const MAX_SHORT_DIGITS: usize = 126;

/// Clearing it is part of every power, so short numbers do without the room that long ones need.
const SHORT_ROOM: usize = MAX_SHORT_DIGITS / 2 + MORE_WINDOWS;

const LONG_ROOM: usize = MAX_LONG_DIGITS / 2 + MORE_WINDOWS;

const MAX_LONG_DIGITS: usize = digits_of::<22>(&[0; MAX_BYTES]);

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
        let kernel = Kernel::<BITS, ROOM>::new(&bytes);
        assert_eq!(kernel.digits, modulus);

        let number = vec![-largest; digits];
        let windows = windows_of(&number);
        let mut workspace = Workspace::new();
        let mut packed = vec![Pair::ZERO; digits / 2];
        pack(&number, &mut packed);
        let mut product = packed.clone();
        kernel.multiply(&packed, &windows, &mut workspace.factors, &mut product);
        kernel.square(&mut packed, &mut workspace);
        let [mut square_digits, mut product_digits] = [vec![0; digits], vec![0; digits]];
        unpack(&packed, &mut square_digits);
        unpack(&product, &mut product_digits);
        assert_eq!(square_digits, product_digits);
    }

    #[test]
    fn sums_of_the_largest_products_are_exact() {
        multiply_largest_digits::<23, SHORT_ROOM>(90);
        multiply_largest_digits::<23, SHORT_ROOM>(MAX_SHORT_DIGITS);
        multiply_largest_digits::<22, LONG_ROOM>(132);
        multiply_largest_digits::<22, LONG_ROOM>(MAX_LONG_DIGITS);
    }

    #[test]
    fn many_digits_are_smaller() {
        let largest_short = MAX_SHORT_DIGITS * 23 / 8;
        assert!(matches!(Modulus::new(&[0xff; 256]), Some(Modulus::Short(_))));
        assert!(matches!(Modulus::new(&vec![0xff; largest_short]), Some(Modulus::Short(_))));
        assert!(matches!(Modulus::new(&vec![0xff; largest_short + 1]), Some(Modulus::Long(_))));
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
