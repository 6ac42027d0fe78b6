//! Points in time.

use crate::decision::Confidence;
use crate::time::{Timestamp, days_from_civil};

/// Milliseconds since the Unix epoch.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(in crate::aws) struct Instant(i128);

impl Instant {
    /// Seconds since the Unix epoch, or the [W3C profile] of ISO 8601.
    ///
    /// A text with neither `T` nor `-` counts seconds. Recorded beyond the profile: a time without a
    /// zone is UTC, and digits after the millisecond do not count. The rest of the leniency (one
    /// digit where two are usual, small `t` and `z`, fractions of minutes) is that of the library
    /// whose year range IAM's own checks have, Joda-Time, and assumed.
    ///
    /// [W3C profile]: https://www.w3.org/TR/NOTE-datetime
    pub(super) fn read(text: &str) -> Option<(Self, Confidence)> {
        if text.contains(['-', 'T', 't']) {
            let mut reader = Reader { rest: text.as_bytes(), confidence: Confidence::Documented };
            let milliseconds = reader.date_time()?;
            return reader.rest.is_empty().then_some((Self(milliseconds), reader.confidence));
        }
        let seconds: i64 = text.parse().ok()?;
        // Four digits alone could as well be a year.
        let year = text.len() == 4;
        let confidence = if year { Confidence::Assumed } else { Confidence::Documented };
        Some((Self(i128::from(seconds) * 1_000), confidence))
    }
}

/// The second in which a value of a date operator lies.
pub(crate) fn instant(text: &str) -> Option<Timestamp> {
    let (Instant(milliseconds), _) = Instant::read(text)?;
    Timestamp::from_seconds(i64::try_from(milliseconds.div_euclid(1_000)).ok()?)
}

struct Reader<'a> {
    rest: &'a [u8],
    confidence: Confidence,
}

impl Reader<'_> {
    fn date_time(&mut self) -> Option<i128> {
        let days = self.date()?;
        let mut milliseconds = 0;
        if self.eat(b"Tt").is_some() {
            milliseconds = self.time()?;
            milliseconds -= self.zone()?;
        }
        Some(i128::from(days) * i128::from(DAY) + i128::from(milliseconds))
    }

    /// Days since the epoch. Month and day may be left out.
    fn date(&mut self) -> Option<i64> {
        let sign = self.eat(b"+-");
        self.odd_if(sign.is_some());
        let year = self.number(4, 9)?;
        let year = if sign == Some(b'-') { -year } else { year };
        if !YEARS.contains(&year) {
            return None;
        }
        let (mut month, mut day) = (1, 1);
        if self.eat(b"-").is_some() {
            month = self.number(2, 2)?;
            if self.eat(b"-").is_some() {
                day = self.number(2, 2)?;
            }
        }
        days_from_civil(year, month, day)
    }

    /// Milliseconds of the day. Every part may be left out, and the last one have a fraction.
    fn time(&mut self) -> Option<i64> {
        if !self.rest.first().is_some_and(u8::is_ascii_digit) {
            self.confidence = Confidence::Assumed;
            return Some(0);
        }
        let hour = self.number(2, 2).filter(|hour| *hour < 24)?;
        let mut time = hour * HOUR;
        let mut unit = HOUR;
        for part in [MINUTE, SECOND] {
            if self.eat(b":").is_none() {
                break;
            }
            time += self.number(2, 2).filter(|number| *number < 60)? * part;
            unit = part;
        }
        self.odd_if(unit == HOUR);
        if let Some(point) = self.eat(b".,") {
            self.odd_if(unit != SECOND || point == b',');
            let digits = self.rest.iter().take_while(|digit| digit.is_ascii_digit()).count();
            let fraction = self.number(digits, 9)?;
            let scale = 10_i64.checked_pow(u32::try_from(digits).ok()?)?;
            // Recorded: what is beyond the millisecond is cut off.
            time += fraction * unit / scale;
        }
        Some(time)
    }

    /// Milliseconds that local time is ahead.
    fn zone(&mut self) -> Option<i64> {
        let sign = match self.rest.first() {
            None => {
                self.confidence = self.confidence.max(Confidence::Observed);
                return Some(0);
            }
            Some(b'Z' | b'z') => {
                let letter = self.eat(b"Zz");
                self.odd_if(letter == Some(b'z'));
                return Some(0);
            }
            Some(_) => self.eat(b"+-")?,
        };
        let hours = self.two_digits(24)?;
        let separator = self.eat(b":");
        let minutes = match (separator, self.rest) {
            (None, []) => 0,
            _ => self.two_digits(60)?,
        };
        self.odd_if(separator.is_none());
        let ahead = hours * HOUR + minutes * MINUTE;
        Some(if sign == b'-' { -ahead } else { ahead })
    }

    /// One to `most` digits, of which `usual` are usual.
    fn number(&mut self, usual: usize, most: usize) -> Option<i64> {
        let count = self.rest.iter().take_while(|digit| digit.is_ascii_digit()).count();
        if count == 0 || count > most {
            return None;
        }
        self.odd_if(count != usual);
        let (digits, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(digits.iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0')))
    }

    fn two_digits(&mut self, below: i64) -> Option<i64> {
        let (digits, rest) = self.rest.split_at_checked(2)?;
        let mut reader = Reader { rest: digits, confidence: self.confidence };
        let number = reader.number(2, 2).filter(|_| reader.rest.is_empty())?;
        self.rest = rest;
        (number < below).then_some(number)
    }

    fn eat(&mut self, one_of: &[u8]) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        if !one_of.contains(first) {
            return None;
        }
        self.rest = rest;
        Some(*first)
    }

    fn odd_if(&mut self, odd: bool) {
        if odd {
            self.confidence = Confidence::Assumed;
        }
    }
}

/// The years of Joda-Time, which counts milliseconds in 64 bits.
const YEARS: core::ops::RangeInclusive<i64> = -292_275_054..=292_278_993;
const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<i128> {
        Instant::read(text).map(|(instant, _)| instant.0)
    }

    #[test]
    fn spellings_of_one_instant() {
        for text in [
            "1893456000",
            "+1893456000",
            "2030-01-01",
            "2030-01",
            "2030-01-01T00:00Z",
            "2030-01-01T00:00:00",
            "2030-01-01T00:00:00Z",
            "2030-01-01T00:00:00.0001Z",
            "2030-01-01T00:00:00.0009999Z",
            "2030-01-01t00:00:00,000z",
            "2030-1-1T0:0:0Z",
            "2030-01-01T",
            "2030-01-01T00",
            "2030T",
            "2029-12-31T23:30:00-00:30",
            "2030-01-01T05:30:00+05:30",
            "2030-01-01T05:30:00+0530",
            "2030-01-01T14:00+14",
        ] {
            assert_eq!(read(text), Some(1_893_456_000_000), "{text}");
        }
        assert_eq!(read("1970-01-01T00:00:00.123456789Z"), Some(123));
        assert_eq!(read("1970-01-01T00:00.5Z"), Some(30_000));
        assert_eq!(read("1969-12-31T23:59:59.999Z"), Some(-1));
        assert_eq!(read("9223372036854775807"), Some(9_223_372_036_854_775_807_000));
        assert_eq!(read("-1-01-01"), Some(-62_198_755_200_000));
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "not-a-date",
            "today",
            "2030-02-30",
            "2030-13-01",
            "2030-00-01",
            "2030-01-01T24:00:00Z",
            "2030-01-01T00:60:00Z",
            "2030-01-01T00:00:60Z",
            "2030-01-01T00:00:00.Z",
            "2030-01-01T00:00:00.0123456789Z",
            "2030-01-01T00:00:00+24:00",
            "2030-01-01T00:00:00+5",
            "2030-01-01T00:00:00+05:3",
            "2030-01-01Z",
            "2030-01-01 00:00:00",
            " 2030-01-01",
            "2030-01-01T00:00:00ZZ",
            "2030-",
            "T00:00Z",
            "1893456000.5",
            "9223372036854775808",
            "292278994-01-01",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn how_well_a_form_is_known() {
        use Confidence::{Assumed, Documented, Observed};
        for (text, confidence) in [
            ("2030-01-01T00:00:00.5Z", Documented),
            ("2030-01-01T00:00+01:00", Documented),
            ("2030-01-01", Documented),
            ("1893456000", Documented),
            ("2030-01-01T00:00:00", Observed),
            ("2030", Assumed),
            ("2030-1-1", Assumed),
            ("2030-01-01T10", Assumed),
            ("2030-01-01T10:00:00+0100", Assumed),
        ] {
            assert_eq!(Instant::read(text).unwrap().1, confidence, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "[-+0-9TtZz:., ]{0,40}") {
            let _ = Instant::read(&text);
        }
    }
}
