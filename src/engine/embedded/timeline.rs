//! Counts over time and of pairs.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::record::day_of_number;
use crate::date::PartialDate;
use crate::engine::Interval;

/// The bucket a day falls into, as a number: later buckets have higher ones.
pub(super) fn bucket_of(interval: Interval, day_number: u64) -> Option<i32> {
    let day = day_of_number(day_number)?;
    Some(match interval {
        Interval::Day => crate::date::days_since_epoch(day),
        Interval::Week => crate::date::days_since_epoch(monday(day)).div_euclid(7),
        Interval::Month => i32::from(day.year()) * 12 + i32::from(day.month()) - 1,
        Interval::Year => i32::from(day.year()),
    })
}

/// The first day of a bucket.
pub(super) fn start_of(interval: Interval, bucket: i32) -> Option<PartialDate> {
    Some(match interval {
        Interval::Day => PartialDate::Day(crate::date::date_from_days(bucket)?),
        // 1970-01-01 was a Thursday, so that Mondays are the days that leave 4 when divided by 7.
        Interval::Week => {
            PartialDate::Day(crate::date::date_from_days(bucket.checked_mul(7)?.checked_add(4)?)?)
        }
        Interval::Month => {
            PartialDate::Month(i16::try_from(bucket.div_euclid(12)).ok()?, (bucket.rem_euclid(12) + 1) as i8)
        }
        Interval::Year => PartialDate::Year(i16::try_from(bucket).ok()?),
    })
}

fn monday(day: Date) -> Date {
    let after_monday = i64::from(day.weekday().to_monday_zero_offset());
    let back: Span = after_monday.days();
    day.checked_sub(back).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::embedded::record::day_number;

    #[track_caller]
    fn check(interval: Interval, day: &str, expected: &str) {
        let date: PartialDate = day.parse().unwrap();
        let bucket = bucket_of(interval, day_number(date.first_day())).unwrap();
        assert_eq!(start_of(interval, bucket).unwrap().to_string(), expected, "{interval:?} of {day}");
    }

    #[test]
    fn buckets() {
        check(Interval::Day, "2024-06-17", "2024-06-17");
        check(Interval::Week, "2024-06-17", "2024-06-17");
        check(Interval::Week, "2024-06-23", "2024-06-17");
        check(Interval::Week, "1970-01-01", "1969-12-29");
        check(Interval::Week, "1969-12-28", "1969-12-22");
        check(Interval::Month, "2024-06-17", "2024-06");
        check(Interval::Month, "1969-01-31", "1969-01");
        check(Interval::Year, "0001-01-01", "0001");
        assert_eq!(bucket_of(Interval::Day, 0), None);
    }

    #[test]
    fn neighbouring_weeks_are_neighbours() {
        let bucket = |day: &str| {
            let date: PartialDate = day.parse().unwrap();
            bucket_of(Interval::Week, day_number(date.first_day())).unwrap()
        };
        assert_eq!(bucket("2024-06-24"), bucket("2024-06-17") + 1);
        assert_eq!(bucket("1970-01-05"), bucket("1970-01-04") + 1);
        assert_eq!(bucket("1969-12-29"), bucket("1969-12-28") + 1);
    }
}
