//! Dates as metadata states them, in whatever form a machine wrote them.

use jiff::fmt::rfc2822;

use crate::date::PartialDate;

/// Reads ISO 8601 dates and timestamps (basic and extended; the day is the one stated, in its own zone), RFC 2822,
/// numbers as in `2024/06/17`, and English forms with the month's name (`Jun 17, 2024`, `17-Jun-24`,
/// `Mon Jun 17 08:00:00 UTC 2024`). A day and a month that are both numbers are not guessed at.
pub(super) fn date_of(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    let ascii = text.is_ascii().then_some(text)?;
    if let Ok(stamp) = rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_zoned(ascii) {
        let date = stamp.date();
        return PartialDate::day(date.year(), date.month(), date.day());
    }
    numbers(ascii).or_else(|| with_month_name(ascii))
}

/// `2024/06/17`, `2024.06.17 08:00`, `20240617`, `20240617T080000Z`.
fn numbers(ascii: &str) -> Option<PartialDate> {
    let head = ascii.get(..10).unwrap_or(ascii).replace(['/', '.'], "-");
    let follows = |byte: &u8| matches!(byte, b'T' | b't' | b' ' | b'Z' | b'+' | b'-' | b',');
    if ascii.as_bytes().get(10).is_none_or(follows)
        && let Ok(date @ PartialDate::Day(_)) = head.parse()
    {
        return Some(date);
    }
    let (day, time) = ascii.split_at_checked(8)?;
    let digits = day.bytes().all(|byte| byte.is_ascii_digit());
    let alone = time.is_empty()
        || time.starts_with(['T', 't', ' ', 'Z'])
        || time.bytes().all(|byte| byte.is_ascii_digit());
    if digits && alone {
        return format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]).parse().ok();
    }
    None
}

/// One month by its name, one year, one day, in any order; times and zones beside them.
fn with_month_name(ascii: &str) -> Option<PartialDate> {
    if ascii.len() > 60 {
        return None;
    }
    let (mut year, mut month, mut numbers) = (None, None, Vec::new());
    for word in ascii.split(|c: char| c.is_whitespace() || matches!(c, ',' | '-' | '/' | '.' | '(' | ')')) {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        match word.len() {
            _ if word.contains(':') => {}
            4 if digits.len() == 4 => year = year.or(word.parse::<i16>().ok()),
            3.. if month.is_none() && digits.is_empty() => month = month_named(word),
            // A day may carry `st`, `nd`, `rd`, `th`.
            1..=4 if (1..=2).contains(&digits.len()) => numbers.extend(digits.parse::<i16>().ok()),
            _ => {}
        }
    }
    let (month, mut numbers) = (month?, numbers.into_iter());
    match year {
        Some(year) => PartialDate::day(year, month, i8::try_from(numbers.next()?).ok()?),
        None => {
            // Two digits: RFC 2822 puts 50 to 99 in the last century.
            let (day, short) = (numbers.next()?, numbers.next()?);
            let year = if short < 50 { 2000 + short } else { 1900 + short };
            PartialDate::day(year, month, i8::try_from(day).ok()?)
        }
    }
}

fn month_named(word: &str) -> Option<i8> {
    let names = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let lower = word.to_ascii_lowercase();
    let at = names
        .iter()
        .position(|name| lower == *name || lower == name[..3] || (lower == "sept" && *name == "september"))?;
    i8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(date_of(text).map(|date| date.to_string()).as_deref(), expected, "{text}");
        };
        check("2024-06-17", Some("2024-06-17"));
        check("2024-06", Some("2024-06"));
        check("2024", Some("2024"));
        check("2024-06-17T23:30:00-04:00", Some("2024-06-17"));
        check("2024-06-17T08:00Z", Some("2024-06-17"));
        check("20240617", Some("2024-06-17"));
        check("20240617T080000Z", Some("2024-06-17"));
        check("2024/06/17 08:00", Some("2024-06-17"));
        check("Mon, 17 Jun 2024 08:00:00 +0200", Some("2024-06-17"));
        check("17 Jun 2024 08:00:00 GMT", Some("2024-06-17"));
        check("D:20240617080000", None);
        check("17 juin 2024", None);
        check("Jun 17, 2024", Some("2024-06-17"));
        check("17-Jun-24", Some("2024-06-17"));
        check("Monday, June 17th, 2024 8:00 AM", Some("2024-06-17"));
        check("Mon Jun 17 08:00:00 UTC 2024", Some("2024-06-17"));
        check("Thu, 01 Jan 04 19:48:21 GMT", Some("2004-01-01"));
        check("20240617080000", Some("2024-06-17"));
        check("05/06/2024", None);
        check("June 2024", None);
        check("2024-02-31", None);
        check("soon", None);
    }

    proptest! {
        #[test]
        fn any_text_is_a_date_or_not(text in "([0-9]{1,4}|Jun|May |[-:/ ,T.+é]|th|GMT){0,12}") {
            date_of(&text);
        }
    }
}
