//! Inverses, by the steps of Bernstein and Yang ([safegcd], 2019), in variable time.
//!
//! A step halves one of two numbers exactly and looks only at their lowest bits. So as many steps as
//! a digit has bits can be decided on the lowest digits alone, and then be applied to the whole
//! numbers at once.
//!
//! [safegcd]: https://gcd.cr.yp.to/safegcd-20190413.pdf

use super::digits::{self, Digits, balanced};
use super::number::{Modulus, Number, divide};

impl<M: Modulus> Number<M> {
    /// The inverse modulo `M`, without regard to Montgomery's form; 0 for 0.
    ///
    /// Its digits weigh 1, but each round may add half a modulus to its value. `R` has room for
    /// that: it may be multiplied by a number below the modulus.
    pub(crate) fn inverse(self) -> Self {
        // The first number stays odd. When the second is 0, the first is their greatest common
        // divisor, 1 or -1. A quotient is what makes its number out of the given one.
        let [mut first, mut second] = [M::DIGITS, self.0];
        let [mut first_quotient, mut second_quotient] = [M::Digits::ZERO, digits::one()];
        let mut delta = 1;
        for _ in 0..rounds::<M>() {
            if digits::is_zero(&second) {
                break;
            }
            let [up, down] = steps(lowest(&first), lowest(&second), M::BITS, &mut delta);
            [first, second] = [up.apply::<M>(&first, &second), down.apply::<M>(&first, &second)];
            [first_quotient, second_quotient] = [
                up.apply::<M>(&first_quotient, &second_quotient),
                down.apply::<M>(&first_quotient, &second_quotient),
            ];
        }
        let quotient = Self(first_quotient);
        let (_, negative) = digits::unsigned(&first, M::BITS);
        if negative { -quotient } else { quotient }
    }
}

/// Enough rounds for every number below the modulus (Theorem 11.2 of the paper).
const fn rounds<M: Modulus>() -> usize {
    ((49 * M::LENGTH + 57) / 17).div_ceil(M::BITS)
}

/// How a new number is made of the two: by these factors, divided by 2 to the power of the steps.
#[derive(Clone, Copy)]
struct Row {
    of_first: i64,
    of_second: i64,
}

/// Two rows that stand for so many steps.
fn steps(first: i64, second: i64, count: usize, delta: &mut isize) -> [Row; 2] {
    let (mut first, mut second) = (first, second);
    let mut up = Row { of_first: 1, of_second: 0 };
    let mut down = Row { of_first: 0, of_second: 1 };
    let mut left = count;
    loop {
        // All the steps that only halve the second number. The first row is doubled instead.
        let zeros = second.trailing_zeros();
        let halvings = usize::try_from(zeros).unwrap_or_default().min(left);
        second >>= halvings;
        up = Row { of_first: up.of_first << halvings, of_second: up.of_second << halvings };
        *delta = delta.saturating_add_unsigned(halvings);
        left -= halvings;
        if left == 0 {
            return [up, down];
        }
        if *delta > 0 {
            *delta = -*delta;
            (first, second) = (second, -first);
            (up, down) = (down, Row { of_first: -up.of_first, of_second: -up.of_second });
        }
        // Both are odd, so the sum is even.
        second += first;
        down.of_first += up.of_first;
        down.of_second += up.of_second;
    }
}

impl Row {
    /// Exact for the numbers themselves, and modulo the modulus for their quotients.
    fn apply<M: Modulus>(self, first: &M::Digits, second: &M::Digits) -> M::Digits {
        let mut sums = M::Digits::NO_SUMS;
        let digits = first.as_ref().iter().zip(second.as_ref());
        for (sum, (first, second)) in sums.as_mut().iter_mut().zip(digits) {
            *sum = self.of_first * i64::from(*first) + self.of_second * i64::from(*second);
        }
        divide::<M>(&mut sums);
        balanced(&sums, M::BITS)
    }
}

fn lowest<D: Digits>(digits: &D) -> i64 {
    digits.as_ref().first().copied().map_or(0, i64::from)
}

#[cfg(test)]
mod tests {
    use num_bigint::BigInt;
    use proptest::collection::vec;
    use proptest::prelude::{ProptestConfig, any};

    use super::*;
    use crate::algorithm::ecdsa::curve::{Curve, P256, P384, P521};
    use crate::algorithm::ecdsa::number::tests::{
        each_modulus, edge_values, modulus, number, remainder, value,
    };

    fn check<M: Modulus>(of: &BigInt) {
        let inverse = number::<M>(of).inverse();
        let inverse_value = value::<M>(&inverse.0);
        let expected = if *of == BigInt::ZERO { 0 } else { 1 };
        assert_eq!(remainder::<M>(&(&inverse_value * of)), expected.into(), "{of}");
        let most = modulus::<M>() * (rounds::<M>() + 1) / 2;
        assert!(inverse_value <= most && inverse_value >= -most);
        // There is room to multiply it by a number below the modulus, whose digits weigh 2.
        let entered = inverse.enter();
        assert!(value::<M>(&entered.0) < modulus::<M>());
        assert!(value::<M>(&entered.0) > -modulus::<M>());
        let r = BigInt::from(1) << (M::BITS * M::Digits::LENGTH);
        assert_eq!(remainder::<M>(&value::<M>(&entered.0)), remainder::<M>(&(inverse_value * r)));
    }

    fn edges<M: Modulus>() {
        for value in edge_values::<M>() {
            check::<M>(&value);
        }
        for power in 0..M::LENGTH {
            let power = BigInt::from(1) << power;
            check::<M>(&power);
            check::<M>(&(modulus::<M>() - power));
        }
    }

    #[test]
    fn inverses_of_edge_values() {
        each_modulus!(edges());
    }

    fn random<M: Modulus>(bytes: &[u8]) {
        let number = BigInt::from_signed_bytes_be(bytes);
        check::<M>(&(number % modulus::<M>()));
    }

    proptest::proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn inverses(bytes in vec(any::<u8>(), 70)) {
            each_modulus!(random(&bytes));
        }
    }
}
