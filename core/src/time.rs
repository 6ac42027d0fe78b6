//! Points in time and lengths of time, as arguments: nothing here reads a clock.

use core::fmt;

/// A point in time: whole seconds since the Unix epoch, leap seconds not counted.
///
/// The range is 0001-01-01 to 9999-12-31, so that every value has a calendar date.
///
/// ```
/// use assumable::Timestamp;
///
/// let minted = Timestamp::from_seconds(1_712_615_059).unwrap();
/// assert_eq!(minted.to_string(), "2024-04-08T22:24:19Z");
/// assert!(Timestamp::from_seconds(i64::MAX).is_none());
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Seconds since the Unix epoch, or `None` outside the years 1 to 9999.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Option<Self> {
        if seconds < Self::MIN.0 || seconds > Self::MAX.0 { None } else { Some(Self(seconds)) }
    }

    /// Seconds since the Unix epoch.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// This instant moved later, stopping at [`Timestamp::MAX`].
    #[must_use]
    pub fn saturating_add(self, length: Seconds) -> Self {
        Self(self.0.saturating_add(i64::from(length.0)).min(Self::MAX.0))
    }

    /// This instant moved earlier, stopping at [`Timestamp::MIN`].
    #[must_use]
    pub fn saturating_sub(self, length: Seconds) -> Self {
        Self(self.0.saturating_sub(i64::from(length.0)).max(Self::MIN.0))
    }

    /// The length of time from `earlier` to `self`; nothing if `self` comes first.
    #[must_use]
    pub fn since(self, earlier: Self) -> Seconds {
        let seconds = self.0.saturating_sub(earlier.0).max(0);
        Seconds(u32::try_from(seconds).unwrap_or(u32::MAX))
    }

    /// 0001-01-01T00:00:00Z.
    pub const MIN: Self = Self(-62_135_596_800);
    /// 9999-12-31T23:59:59Z.
    pub const MAX: Self = Self(253_402_300_799);
}

/// Written as [RFC 3339] in UTC.
///
/// [RFC 3339]: https://www.rfc-editor.org/rfc/rfc3339
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil_from_days(self.0.div_euclid(DAY));
        let second = self.0.rem_euclid(DAY);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

/// A length of time in whole seconds, never negative.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Seconds(pub u32);

/// In words: the largest unit, and the next one if it does not divide evenly.
///
/// ```
/// use assumable::Seconds;
///
/// assert_eq!(Seconds(300).to_string(), "5 minutes");
/// assert_eq!(Seconds(3_661).to_string(), "1 hour 1 minute");
/// ```
impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];
        let mut counts = units.iter().scan(self.0, |rest, (length, name)| {
            let count = *rest / length;
            *rest %= length;
            Some((count, name))
        });
        let (count, name) = counts.find(|(count, _)| *count > 0).unwrap_or((0, &"second"));
        write!(f, "{count} {name}{}", plural(count))?;
        match counts.next() {
            Some((next, name)) if next > 0 => write!(f, " {next} {name}{}", plural(next)),
            _ => Ok(()),
        }
    }
}

fn plural(count: u32) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// Year, month and day of a day counted from 1970-01-01 (Howard Hinnant, "chrono-Compatible
/// Low-Level Date Algorithms", `civil_from_days`).
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// The day, counted from 1970-01-01, of a date that the calendar has (`days_from_civil` there).
#[cfg(feature = "aws")]
pub(crate) fn days_from_civil(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0);
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=last).contains(&day) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

const DAY: i64 = 86_400;

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn dates_are_right_at_the_edges() {
        let cases = [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (Timestamp::MIN.0, "0001-01-01T00:00:00Z"),
            (Timestamp::MAX.0, "9999-12-31T23:59:59Z"),
        ];
        for (seconds, text) in cases {
            assert_eq!(Timestamp::from_seconds(seconds).unwrap().to_string(), text);
        }
    }

    #[test]
    fn days_and_dates_are_inverse() {
        for days in (-800_000..3_000_000).step_by(97) {
            let (year, month, day) = civil_from_days(days);
            assert_eq!(days_from_civil(year, month, day), Some(days), "{year}-{month}-{day}");
        }
        for (year, month, day) in [(2030, 2, 29), (1900, 2, 29), (2030, 13, 1), (2030, 4, 31)] {
            assert_eq!(days_from_civil(year, month, day), None);
        }
        assert_eq!(days_from_civil(2000, 2, 29), Some(11_016));
    }

    #[test]
    fn lengths_in_words() {
        let cases = [
            (0, "0 seconds"),
            (1, "1 second"),
            (59, "59 seconds"),
            (61, "1 minute 1 second"),
            (3_605, "1 hour"),
            (90_000, "1 day 1 hour"),
        ];
        for (seconds, words) in cases {
            assert_eq!(Seconds(seconds).to_string(), words);
        }
    }

    #[test]
    fn arithmetic_stops_at_the_range() {
        assert_eq!(Timestamp::MAX.saturating_add(Seconds(1)), Timestamp::MAX);
        assert_eq!(Timestamp::MIN.saturating_sub(Seconds(u32::MAX)), Timestamp::MIN);
    }
}
