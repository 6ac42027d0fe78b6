//! Decimal numbers, exactly.

use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::decision::Confidence;

/// A number of any size and precision: `0.digits × 10^exponent`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(in crate::aws) struct Number {
    negative: bool,
    /// Without zeros at either end; empty for zero.
    digits: Vec<u8>,
    exponent: i64,
}

impl Number {
    /// Sign, digits with or without a point, exponent. `01`, `+1`, `1.`, `1.0` and `1e0` are
    /// recorded to be one; `NaN` and the empty text to be none. This is what Java's `BigDecimal`
    /// reads, whose exponents are 32-bit numbers.
    pub(super) fn read(text: &str) -> Option<(Self, Confidence)> {
        let (negative, unsigned) = match text.as_bytes().first()? {
            b'-' => (true, text.get(1..)?),
            b'+' => (false, text.get(1..)?),
            _ => (false, text),
        };
        let (mantissa, power) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, power)) => (mantissa, i64::from(power.parse::<i32>().ok()?)),
            None => (unsigned, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all_digits = || whole.bytes().chain(fraction.bytes());
        if all_digits().next().is_none() || !all_digits().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let scale = i64::try_from(fraction.len()).ok()? - power;
        i32::try_from(scale).ok()?;
        let leading = all_digits().take_while(|digit| *digit == b'0').count();
        let mut digits: Vec<u8> = all_digits().skip(leading).collect();
        let exponent = i64::try_from(digits.len()).ok()? - scale;
        let last = digits.iter().rposition(|digit| *digit != b'0');
        digits.truncate(last.map_or(0, |last| last + 1));
        let plain = !text.starts_with('+') && unsigned.len() == mantissa.len();
        let plain = plain && !whole.is_empty() && !mantissa.ends_with('.');
        let confidence = if plain { Confidence::Documented } else { Confidence::Observed };
        Some((Self { negative, digits, exponent }, confidence))
    }

    fn magnitude(&self, other: &Self) -> Ordering {
        let exponents = match (self.digits.is_empty(), other.digits.is_empty()) {
            (false, false) => self.exponent.cmp(&other.exponent),
            _ => Ordering::Equal,
        };
        // The text order of fractions is their order.
        exponents.then_with(|| self.digits.cmp(&other.digits))
    }

    /// -1, 0 or 1.
    fn sign(&self) -> i8 {
        match (self.digits.is_empty(), self.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }

    pub(super) fn compare(&self, other: &Self) -> Ordering {
        self.sign().cmp(&other.sign()).then_with(|| match self.sign() {
            -1 => other.magnitude(self),
            _ => self.magnitude(other),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(a: &str, b: &str) -> Ordering {
        Number::read(a).unwrap().0.compare(&Number::read(b).unwrap().0)
    }

    #[test]
    fn spellings_of_one_number() {
        for (a, b) in [
            ("1", "01"),
            ("1", "+1"),
            ("1", "1.0"),
            ("1", "1."),
            ("1", "1e0"),
            ("1", "100E-2"),
            ("0.1", ".1"),
            ("0", "-0.000e9"),
            ("123456789012345678901234567890", "1.2345678901234567890123456789e29"),
        ] {
            assert_eq!(compare(a, b), Ordering::Equal, "{a} {b}");
        }
    }

    #[test]
    fn order_is_exact() {
        for (less, greater) in [
            ("0.1", "0.10000000000000000000000000000001"),
            ("9007199254740992", "9007199254740993"),
            ("9", "10"),
            ("-10", "-9"),
            ("-1", "0"),
            ("0", "0.0001"),
            ("-0.2", "-0.1"),
            ("1e-2000000000", "1e-1999999999"),
            ("-1e2000000000", "1e-2000000000"),
        ] {
            assert_eq!(compare(less, greater), Ordering::Less, "{less} {greater}");
            assert_eq!(compare(greater, less), Ordering::Greater, "{greater} {less}");
        }
    }

    #[test]
    fn what_is_no_number() {
        for text in [
            "",
            "+",
            "-",
            ".",
            "e1",
            "1e",
            "NaN",
            "Infinity",
            " 1",
            "1 ",
            "1,0",
            "0x1",
            "1_0",
            "--1",
            "1e2147483648",
            "1e-2147483648",
            "1.1.1",
            "1d",
            "１",
        ] {
            assert_eq!(Number::read(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn agrees_with_whole_numbers(a: i64, b: i64, zeros in 0_usize..4) {
            let spelt = |number: i64| alloc::format!("{number}.{}", "0".repeat(zeros));
            assert_eq!(compare(&spelt(a), &alloc::format!("{b}")), a.cmp(&b));
        }
    }
}
