//! Publication dates as they are known: a year, a month or a day.
//!
//! Owns the calendar arithmetic the rest needs (through `jiff`); reading a
//! date out of prose is for [`crate::enrich`].

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// A text that is no date of the form `2024`, `2024-06` or `2024-06-17`.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{given}` is not a date such as `2024`, `2024-06` or `2024-06-17`")]
pub struct DateError {
    given: String,
}

/// A date in the Gregorian calendar, no more precise than what was published.
/// Years run from 1 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PartialDate {
    /// Only the year is known.
    Year(i16),
    /// Year and month (1–12) are known.
    Month(i16, i8),
    /// The day is known.
    Day(Date),
}

impl PartialDate {
    /// A day, when the numbers name one.
    pub fn day(year: i16, month: i8, day: i8) -> Option<PartialDate> {
        let date = Date::new(year, month, day).ok()?;
        (year >= 1).then_some(PartialDate::Day(date))
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.first_day().year()
    }

    /// The first day this date may stand for.
    pub fn first_day(self) -> Date {
        match self {
            PartialDate::Year(year) => Date::constant(year, 1, 1),
            PartialDate::Month(year, month) => Date::constant(year, month, 1),
            PartialDate::Day(date) => date,
        }
    }

    /// The last day this date may stand for.
    pub fn last_day(self) -> Date {
        match self {
            PartialDate::Year(year) => Date::constant(year, 12, 31),
            PartialDate::Month(year, month) => Date::constant(year, month, 1).last_of_month(),
            PartialDate::Day(date) => date,
        }
    }

    /// Whether `self` stands for a day that `other` may stand for.
    pub fn overlaps(self, other: PartialDate) -> bool {
        self.first_day() <= other.last_day() && other.first_day() <= self.last_day()
    }
}

/// Days since 1970-01-01, negative before.
pub fn days_since_epoch(date: Date) -> i32 {
    let epoch = Date::constant(1970, 1, 1);
    (date - epoch).get_days()
}

/// The day `days` after 1970-01-01, `None` outside the years 1–9999.
pub fn date_from_days(days: i32) -> Option<Date> {
    let epoch = Date::constant(1970, 1, 1);
    let date = epoch.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
    (date.year() >= 1).then_some(date)
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PartialDate::Year(year) => write!(f, "{year:04}"),
            PartialDate::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            PartialDate::Day(date) => {
                write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
            }
        }
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    /// Reads `2024`, `2024-06`, `2024-06-17`, and the day of a timestamp such as
    /// `2024-06-17T08:00:00Z` or `2024-06-17 08:00`.
    ///
    /// # Errors
    /// When the text has another form, or names no day of the calendar.
    fn from_str(text: &str) -> Result<Self, DateError> {
        let error = || DateError { given: text.chars().take(60).collect() };
        let trimmed = text.trim();
        let day = match trimmed.char_indices().nth(10) {
            Some((at, 'T' | 't' | ' ')) => &trimmed[..at],
            Some(_) => return Err(error()),
            None => trimmed,
        };
        let mut parts = day.split('-');
        let mut number = |digits: usize| -> Result<Option<i16>, DateError> {
            match parts.next() {
                None => Ok(None),
                Some(part) if part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()) => {
                    part.parse().map(Some).map_err(|_| error())
                }
                Some(_) => Err(error()),
            }
        };
        let year = number(4)?.filter(|year| *year >= 1).ok_or_else(error)?;
        let month = number(2)?;
        let day = number(2)?;
        if parts.next().is_some() {
            return Err(error());
        }
        match (month, day) {
            (None, _) => Ok(PartialDate::Year(year)),
            (Some(month @ 1..=12), None) => Ok(PartialDate::Month(year, month as i8)),
            (Some(month @ 1..=12), Some(day @ 1..=31)) => {
                PartialDate::day(year, month as i8, day as i8).ok_or_else(error)
            }
            _ => Err(error()),
        }
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(input: &str, expected: Option<&str>) {
        let parsed = input.parse::<PartialDate>().ok().map(|date| date.to_string());
        assert_eq!(parsed.as_deref(), expected, "input {input:?}");
    }

    #[test]
    fn forms() {
        check("2024", Some("2024"));
        check("2024-06", Some("2024-06"));
        check("2024-06-17", Some("2024-06-17"));
        check("2024-06-17T08:00:00Z", Some("2024-06-17"));
        check("2024-06-17 08:00", Some("2024-06-17"));
        check("2024-02-30", None);
        check("2024-13", None);
        check("0000", None);
        check("24-06-17", None);
        check("2024-6-7", None);
        check("2024-06-17x", None);
        check("17/06/2024", None);
    }

    #[test]
    fn bounds() {
        let month: PartialDate = "2024-02".parse().unwrap();
        assert_eq!(month.first_day(), Date::constant(2024, 2, 1));
        assert_eq!(month.last_day(), Date::constant(2024, 2, 29));
        assert!(month.overlaps("2024".parse().unwrap()));
        assert!(!month.overlaps("2024-03-01".parse().unwrap()));
    }

    proptest! {
        #[test]
        fn what_parses_prints_back(text in "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?") {
            if let Ok(date) = text.parse::<PartialDate>() {
                prop_assert_eq!(date.to_string(), text);
                prop_assert!(date.first_day() <= date.last_day());
                prop_assert_eq!(date_from_days(days_since_epoch(date.first_day())), Some(date.first_day()));
            }
        }
    }
}
