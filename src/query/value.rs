//! The text after a field's colon → a condition.

use super::filter::FilterValue;
use super::lexer::{FieldName, is_quote, is_word_char};
use crate::date::PartialDate;

/// Knows which codes exist; the query language itself knows only their form.
pub trait KnownValues {
    /// Whether this country, topic or language is configured.
    fn is_known(&self, value: &FilterValue) -> bool;
}

/// Takes every well-formed code for a known one.
#[derive(Debug, Clone, Copy)]
pub struct AnyValue;

impl KnownValues for AnyValue {
    fn is_known(&self, _value: &FilterValue) -> bool {
        true
    }
}

/// A value as read.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// One condition, or several any of which will do.
    AnyOf(Vec<FilterValue>),
    /// The same, from a range of dates that was given from late to early.
    Turned(FilterValue),
    /// No value of the field.
    Unknown,
}

/// The words of a text in quotation marks: inner marks and controls left out, single spaces.
pub(super) fn normalise(text: &str) -> String {
    let spaced = text.split(|c: char| c.is_whitespace() || c.is_control() || is_quote(c));
    let mut words = spaced.filter(|word| !word.is_empty());
    let mut normal = words.next().unwrap_or_default().to_owned();
    for word in words {
        normal.push(' ');
        normal.push_str(word);
    }
    normal
}

/// A bare value without the signs around it: `MA,` is `MA`. Open ends of date ranges stay.
pub(super) fn clean(field: FieldName, raw: &str) -> &str {
    let cut = raw.find(['*', '~']).unwrap_or(raw.len());
    let raw = &raw[..cut];
    let trimmed = raw.trim_matches(|c| !is_word_char(c));
    if trimmed.is_empty() || !matches!(field, FieldName::Date | FieldName::Year) {
        return trimmed;
    }
    let start = trimmed.as_ptr() as usize - raw.as_ptr() as usize;
    let end = start + trimmed.len();
    let open_start = raw[..start].ends_with("..");
    let open_end = raw[end..].starts_with("..");
    match (open_start, open_end) {
        (true, false) => &raw[start - 2..end],
        (false, true) => &raw[start..end + 2],
        _ => trimmed,
    }
}

/// Reads a value: bare ones cleaned before, quoted ones normalised before.
pub(super) fn read(field: FieldName, text: &str, known: &dyn KnownValues) -> Value {
    let parts: Vec<&str> = if field.takes_codes() { text.split(',').collect() } else { vec![text] };
    let mut values = Vec::with_capacity(parts.len());
    for part in parts {
        match read_one(field, part.trim()) {
            Some((value, Order::Forward)) if known.is_known(&value) => values.push(value),
            Some((value, Order::Turned)) => return Value::Turned(value),
            _ => return Value::Unknown,
        }
    }
    values.dedup();
    Value::AnyOf(values)
}

enum Order {
    Forward,
    Turned,
}

fn read_one(field: FieldName, text: &str) -> Option<(FilterValue, Order)> {
    let name = || text.contains(is_word_char).then(|| text.to_owned());
    let value = match field {
        FieldName::Country => FilterValue::Country(text.parse().ok()?),
        FieldName::Mentions => FilterValue::MentionedCountry(text.parse().ok()?),
        FieldName::Issuer => FilterValue::IssuerCountry(text.parse().ok()?),
        FieldName::Topic => FilterValue::Topic(text.to_lowercase().parse().ok()?),
        FieldName::Language => FilterValue::Language(text.parse().ok()?),
        FieldName::Source => FilterValue::Source(name()?),
        FieldName::Organisation => FilterValue::Organisation(name()?),
        FieldName::Person => FilterValue::Person(name()?),
        FieldName::Year => match text.parse().ok()? {
            PartialDate::Year(year) => FilterValue::Year(year),
            _ => return None,
        },
        FieldName::Date => return date(text),
        FieldName::Title => return None,
    };
    Some((value, Order::Forward))
}

fn date(text: &str) -> Option<(FilterValue, Order)> {
    let end = |text: &str| -> Option<Option<PartialDate>> {
        if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
    };
    let (from, to) = match text.split_once("..") {
        Some((from, to)) => (end(from)?, end(to)?),
        None => (end(text)?, end(text)?),
    };
    match (from, to) {
        (None, None) => None,
        (Some(first), Some(last)) if first.first_day() > last.last_day() => {
            Some((FilterValue::Date { from: to, to: from }, Order::Turned))
        }
        _ => Some((FilterValue::Date { from, to }, Order::Forward)),
    }
}
