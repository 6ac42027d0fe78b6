//! Numbers modulo a prime, in Montgomery's form.
//!
//! Sums and differences are taken digit by digit, without carry and without reduction. What makes
//! that safe is counted as *weight*: a product weighs 1, a sum as much as its terms together. No
//! number may weigh more than 7, so that its digits fit into 32 bits. Two numbers may be multiplied
//! if the product of their weights is at most 12:
//!
//! - Digits: with 9 digits of 29 bits, the products of a column add up to at most
//!   `9 * 12 * 2^56`, which leaves room in 63 bits for what the reduction adds.
//! - Value: `R` is 32 times the modulus or more, so a product of numbers below `a` and `b` times the
//!   modulus is below `a * b / 32 + 1/2` times the modulus, and so below the modulus: it is a
//!   multiple of the modulus only if it is zero.
//!
//! Digits that are not balanced, from 0 to `2^bits`, weigh 2.

use core::ops::{Add, Mul, Neg, Sub};

use super::digits::{self, Digits, balanced, balanced_digit};

/// An odd number just below a power of two, and its Montgomery constants.
pub(crate) trait Modulus: Copy {
    type Digits: Digits;

    /// Bits of a digit.
    const BITS: usize;
    /// Bits of the modulus.
    const LENGTH: usize;
    const DIGITS: Self::Digits;
    /// `-modulus⁻¹` modulo `2^BITS`.
    const NEGATIVE_INVERSE: i64;
    /// `R²` modulo the modulus, where `R` is 2 to the power of the bits of all digits.
    const R_SQUARED: Number<Self>;
}

/// A number modulo `M`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Number<M: Modulus>(pub(crate) M::Digits);

impl<M: Modulus> Number<M> {
    pub(crate) const ZERO: Self = Self(M::Digits::ZERO);

    /// A big-endian number, as it is; `None` unless it is below the modulus.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Self(digits::from_bytes(bytes, M::BITS)).below_modulus()
    }

    /// A number with digits that are not negative, if it is below the modulus.
    pub(crate) fn below_modulus(self) -> Option<Self> {
        let (_, below) = digits::unsigned(&(self - Self(M::DIGITS)).0, M::BITS);
        below.then_some(self)
    }

    /// `R`, which is 1 in Montgomery's form.
    pub(crate) fn one() -> Self {
        Self(digits::one()).enter()
    }

    /// Montgomery's form of a number as it is.
    pub(crate) fn enter(self) -> Self {
        self * M::R_SQUARED
    }

    pub(crate) fn square(self) -> Self {
        self * self
    }

    pub(crate) fn double(self) -> Self {
        self + self
    }

    /// The same number with weight 1.
    pub(crate) fn reduced(self) -> Self {
        let mut sums = M::Digits::NO_SUMS;
        for (sum, digit) in sums.as_mut().iter_mut().zip(self.0.as_ref()) {
            *sum = i64::from(*digit);
        }
        let highest = sums.as_ref().last().copied().unwrap_or_default();
        let bits = M::LENGTH - M::BITS * (M::Digits::LENGTH - 1);
        let quotient = (highest + (1 << (bits - 1))) >> bits;
        add_multiple::<M>(&mut sums, -quotient, &M::DIGITS);
        Self(balanced(&sums, M::BITS))
    }

    /// Whether both are the same modulo the modulus, whatever their forms.
    pub(crate) fn is_congruent(self, other: Self) -> bool {
        (self - other).reduced().is_zero()
    }

    /// Whether a product is zero.
    pub(crate) fn is_zero(self) -> bool {
        digits::is_zero(&self.0)
    }

    /// From 0 to the modulus, with digits from 0 to `2^bits`: the one form of a product.
    pub(crate) fn canonical(self) -> M::Digits {
        match digits::unsigned(&self.0, M::BITS) {
            (_, true) => digits::unsigned(&(self + Self(M::DIGITS)).0, M::BITS).0,
            (digits, false) => digits,
        }
    }
}

impl<M: Modulus> Add for Number<M> {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        for (digit, other) in self.0.as_mut().iter_mut().zip(other.0.as_ref()) {
            *digit += other;
        }
        self
    }
}

impl<M: Modulus> Sub for Number<M> {
    type Output = Self;

    fn sub(mut self, other: Self) -> Self {
        for (digit, other) in self.0.as_mut().iter_mut().zip(other.0.as_ref()) {
            *digit -= other;
        }
        self
    }
}

impl<M: Modulus> Neg for Number<M> {
    type Output = Self;

    fn neg(self) -> Self {
        Self::ZERO - self
    }
}

impl<M: Modulus> Mul for Number<M> {
    type Output = Self;

    /// Montgomery's product, which is the product divided by `R`.
    #[inline(never)]
    fn mul(self, other: Self) -> Self {
        let mut sums = M::Digits::NO_SUMS;
        for factor in self.0.as_ref() {
            add_multiple::<M>(&mut sums, i64::from(*factor), &other.0);
            divide::<M>(&mut sums);
        }
        Self(balanced(&sums, M::BITS))
    }
}

/// `sums += factor * digits`.
pub(crate) fn add_multiple<M: Modulus>(
    sums: &mut <M::Digits as Digits>::Sums,
    factor: i64,
    digits: &M::Digits,
) {
    for (sum, digit) in sums.as_mut().iter_mut().zip(digits.as_ref()) {
        *sum += factor * i64::from(*digit);
    }
}

/// Divides by `2^BITS` modulo the modulus: adds the multiple of the modulus that makes the lowest
/// digit zero, and drops that.
pub(crate) fn divide<M: Modulus>(sums: &mut <M::Digits as Digits>::Sums) {
    let lowest = sums.as_ref().first().copied().unwrap_or_default();
    let factor = balanced_digit(lowest.wrapping_mul(M::NEGATIVE_INVERSE), M::BITS);
    add_multiple::<M>(sums, factor, &M::DIGITS);
    let mut above = 0;
    for sum in sums.as_mut().iter_mut().rev() {
        above = core::mem::replace(sum, above);
    }
    if let Some(lowest) = sums.as_mut().first_mut() {
        *lowest += above >> M::BITS;
    }
}

/// `-odd⁻¹` modulo 2⁶⁴, for the lowest digit of a modulus. Each round of Newton's method doubles the
/// bits that are right, of which the number itself has three.
#[expect(clippy::as_conversions, reason = "`From` cannot be called at compile time")]
pub(crate) const fn negative_inverse(lowest_digit: i32) -> i64 {
    let odd = lowest_digit as i64;
    let mut inverse = odd;
    let mut rounds = 0;
    while rounds < 5 {
        inverse = inverse.wrapping_mul(2_i64.wrapping_sub(odd.wrapping_mul(inverse)));
        rounds += 1;
    }
    inverse.wrapping_neg()
}

#[cfg(test)]
pub(super) mod tests;
