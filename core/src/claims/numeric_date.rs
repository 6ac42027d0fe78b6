use core::cmp::Ordering;
use core::fmt;

use crate::time::Timestamp;

/// A time as [RFC 7519 section 2] writes it: a JSON number of seconds since the Unix epoch,
/// fractions allowed. Read from its decimal digits; no floating point is involved.
///
/// Points in time of this crate are whole seconds, so a fraction is rounded up. Every comparison
/// with a whole second comes out as it would without rounding: `now` is at or after 10.5 exactly
/// if it is at or after 11.
///
/// [RFC 7519 section 2]: https://www.rfc-editor.org/rfc/rfc7519#section-2
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct NumericDate(Timestamp);

impl NumericDate {
    /// Reads a JSON number, or `None` if it is outside the years 1 to 9999 (or is no JSON number).
    ///
    /// ```
    /// use assumable::NumericDate;
    ///
    /// let seconds = |text| NumericDate::parse(text).map(|date| date.rounded_up().seconds());
    /// assert_eq!(seconds("1712615659"), Some(1_712_615_659));
    /// assert_eq!(seconds("1712615658.25"), Some(1_712_615_659));
    /// assert_eq!(seconds("1.712615659e9"), Some(1_712_615_659));
    /// assert_eq!(seconds("1e400"), None);
    /// ```
    #[must_use]
    pub fn parse(number: &str) -> Option<Self> {
        if let Some(seconds) = plain_seconds(number) {
            return Timestamp::from_seconds(seconds).map(Self);
        }
        let (negative, magnitude) = match number.strip_prefix('-') {
            Some(magnitude) => (true, magnitude),
            None => (false, number),
        };
        let (mantissa, exponent) = magnitude.split_once(['e', 'E']).unwrap_or((magnitude, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let point = i64::try_from(whole.len()).ok()?.saturating_add(parse_exponent(exponent)?);
        let (seconds, exact) = whole_seconds(whole.bytes().chain(fraction.bytes()), point)?;
        let seconds = match (negative, exact) {
            (true, _) => seconds.checked_neg()?,
            (false, true) => seconds,
            (false, false) => seconds.checked_add(1)?,
        };
        Timestamp::from_seconds(seconds).map(Self)
    }

    /// The first whole second at or after this time.
    #[must_use]
    pub fn rounded_up(self) -> Timestamp {
        self.0
    }
}

impl fmt::Display for NumericDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What issuers write: a few digits and nothing else.
fn plain_seconds(number: &str) -> Option<i64> {
    let plain = number.len() <= 18 && number.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| number.parse().ok()).flatten()
}

/// The number with these decimal digits, of which `point` stand before the decimal point: its
/// whole part, and whether that is all. `None` if it is too large for a date.
fn whole_seconds(digits: impl Iterator<Item = u8>, point: i64) -> Option<(i64, bool)> {
    let mut seconds: i64 = 0;
    let mut exact = true;
    let mut position: i64 = 0;
    for digit in digits {
        let digit = i64::from(digit.checked_sub(b'0').filter(|digit| *digit < 10)?);
        match position.cmp(&point) {
            Ordering::Less => seconds = shift_in(seconds, digit)?,
            Ordering::Equal | Ordering::Greater => exact &= digit == 0,
        }
        position += 1;
    }
    // Zeros that the exponent adds; a zero stays a zero however many they are.
    while seconds != 0 && position < point {
        seconds = shift_in(seconds, 0)?;
        position += 1;
    }
    Some((seconds, exact))
}

fn shift_in(seconds: i64, digit: i64) -> Option<i64> {
    seconds.checked_mul(10)?.checked_add(digit)
}

/// An exponent; one with more digits than an `i64` holds counts as the largest of its sign.
fn parse_exponent(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(digits.parse::<i64>().unwrap_or(i64::MAX) * sign)
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    fn seconds(number: &str) -> Option<i64> {
        NumericDate::parse(number).map(|date| date.rounded_up().seconds())
    }

    #[test]
    fn decimal_digits_are_read_exactly() {
        let cases = [
            ("0", Some(0)),
            ("-0", Some(0)),
            ("-0.5", Some(0)),
            ("0.0000000001", Some(1)),
            ("10.0", Some(10)),
            ("10.000000000000000000000000000001", Some(11)),
            ("-10.9", Some(-10)),
            ("12.5e1", Some(125)),
            ("12.5E0", Some(13)),
            ("125e-1", Some(13)),
            ("125e-3", Some(1)),
            ("1e+9", Some(1_000_000_000)),
            ("1e-400", Some(1)),
            ("0e400", Some(0)),
            ("0e99999999999999999999999", Some(0)),
            ("5e-99999999999999999999999", Some(1)),
            ("253402300799", Some(253_402_300_799)),
            ("253402300798.5", Some(253_402_300_799)),
            ("253402300799.5", None),
            ("253402300800", None),
            ("-62135596800", Some(-62_135_596_800)),
            ("-62135596800.5", Some(-62_135_596_800)),
            ("-62135596801", None),
            ("1e400", None),
            ("1e99999999999999999999999", None),
            ("99999999999999999999999999", None),
            ("9007199254740993", None),
            ("1e", None),
            ("x", None),
        ];
        for (number, expected) in cases {
            assert_eq!(seconds(number), expected, "{number}");
        }
    }

    proptest::proptest! {
        #[test]
        fn comparisons_with_whole_seconds_are_exact(
            whole in 0_i64..100, thousandths in 0_i64..1000, now in 0_i64..102
        ) {
            let number = format!("{whole}.{thousandths:03}");
            let exact = now * 1000 >= whole * 1000 + thousandths;
            assert_eq!(now >= seconds(&number).unwrap(), exact);
        }

        #[test]
        fn an_exponent_only_moves_the_point(value in 0_i64..1_000_000, places in 0_usize..6) {
            let digits = format!("{value:07}");
            let (whole, fraction) = digits.split_at(7 - places);
            let scaled = format!("{whole}.{fraction}0e{places}");
            assert_eq!(seconds(&scaled), Some(value), "{scaled}");
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,9}|-?[0-9.eE+-]{0,30}") {
            let _ = NumericDate::parse(&text);
        }
    }
}
