//! Date phrases in prose: where they stand and what they say.
//!
//! Owns the forms of dates, in every configured language; what a date *means*
//! in its document (published, happened, due) is for the callers.
//! Knows the Gregorian calendar only: years outside 1900–2099 are not dates
//! here; `calendars` passes over those of the Islamic and the Iranian calendar.

mod calendars;
mod lexer;
pub(crate) mod months;

use std::ops::Range;

pub(crate) use lexer::{Kind, Lexeme, has_digit, lex};

use crate::codes::LanguageCode;
use crate::date::PartialDate;

/// A date in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatePhrase {
    /// What it says; `None` when it has no year.
    pub date: Option<PartialDate>,
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Whether it is the end of a stretch of days (`du 26 au 28 juin 2024`).
    pub ends_span: bool,
}

/// How a language orders `03/04/2024`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOrder {
    /// Day, month, year.
    DayFirst,
    /// Both orders are in use: only dates that can be read one way count.
    Unknown,
}

impl DayOrder {
    /// The custom of a language.
    pub fn of(language: LanguageCode) -> DayOrder {
        match language.as_str() {
            "fr" | "es" | "de" | "it" | "pt" | "nl" | "da" | "no" | "fi" | "ro" | "ru" | "uk" | "pl"
            | "tr" | "ar" | "el" | "ca" => DayOrder::DayFirst,
            _ => DayOrder::Unknown,
        }
    }
}

/// Every date in `text`, in order, at one look at each word.
///
/// While every word was looked up among the months, twice (alone and with the next), this took a tenth of indexing:
/// now only texts with a digit are read, and only words that a number follows are looked up.
pub fn find_dates(text: &str, order: DayOrder) -> Vec<DatePhrase> {
    if !has_digit(text) {
        return Vec::new();
    }
    let lexemes = lex(text);
    let reader = DateReader { text, lexemes: &lexemes, order };
    let mut found = Vec::new();
    let mut at = 0;
    while at < lexemes.len() {
        match reader.date_at(at) {
            Some((phrase, next)) => {
                found.push(phrase);
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

/// Reads dates at given words of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DateReader<'a> {
    pub(crate) text: &'a str,
    pub(crate) lexemes: &'a [Lexeme],
    pub(crate) order: DayOrder,
}

/// Year, month, day as far as stated, and the lexeme after them.
type Parts = (Option<i16>, i8, Option<i8>, usize);

impl<'a> DateReader<'a> {
    /// The date that begins with lexeme `at`, and the lexeme after it.
    pub(crate) fn date_at(&self, at: usize) -> Option<(DatePhrase, usize)> {
        let first = self.lexemes.get(at)?;
        let (year, month, day, next) = match first.kind {
            Kind::Number { .. } if self.is_part_of_identifier(at) => None,
            Kind::Number { digits: 4, .. } => self.year_first(at),
            Kind::Number { digits: 1 | 2, .. } => self.day_first(at),
            Kind::Word if self.number_follows(at) => self.month_first(at).or_else(|| self.era_first(at)),
            _ => None,
        }?;
        let date = match (year, day) {
            (Some(year), Some(day)) => Some(PartialDate::day(year, month, day)?),
            (Some(year), None) => Some(PartialDate::Month(year, month)),
            // A day without a year is a phrase all the same: datelines of agencies have it.
            (None, Some(day)) => {
                PartialDate::day(2000, month, day)?;
                None
            }
            (None, None) => return None,
        };
        let end = self.lexemes[next - 1].end;
        Some((DatePhrase { date, range: first.start..end, ends_span: self.ends_span(at) }, next))
    }

    /// Whether a number stands near enough after a word for the word to begin a date.
    fn number_follows(&self, at: usize) -> bool {
        /// The names of a month in two calendars, two words each, take five lexemes with their sign; four more may
        /// stand before the year.
        const MOST_BETWEEN: usize = 9;
        let after = self.lexemes[at + 1..].iter().take(MOST_BETWEEN);
        after.into_iter().any(|lexeme| matches!(lexeme.kind, Kind::Number { .. }))
    }

    /// `2024-06-17`, `2024/6/17`, `2024-06`, `2024年6月17日`, `2024. június 17.`, `2024 June 17`.
    fn year_first(&self, at: usize) -> Option<Parts> {
        let year = self.year(at)?;
        let next = at + 1;
        if self.is_sign(next, "年년") {
            let next = self.after_era_in_brackets(next);
            let month = self.number(next + 1, 1..=12)?;
            let after = next + 2;
            if !self.is_sign(after, "月월") {
                return None;
            }
            return match self.number(after + 1, 1..=31) {
                Some(day) if self.is_sign(after + 2, "日일") => {
                    Some((Some(year), month, Some(day), after + 3))
                }
                _ => Some((Some(year), month, None, after + 1)),
            };
        }
        if self.is_sign(next, "-/.") && self.touches(next) && self.touches(next + 1) {
            let month = self.number(next + 1, 1..=12)?;
            let same =
                self.sign(next) == self.sign(next + 2) && self.touches(next + 2) && self.touches(next + 3);
            if same && let Some(day) = self.number(next + 3, 1..=31) {
                return Some((Some(year), month, Some(day), next + 4));
            }
            let two_digits = matches!(self.lexemes[next + 1].kind, Kind::Number { digits: 2, .. });
            let whole = !(self.touches(next + 2) && self.is_sign(next + 2, "-/."));
            return (two_digits && whole && self.is_sign(next, "-")).then_some((
                Some(year),
                month,
                None,
                next + 2,
            ));
        }
        let name = next + usize::from(self.is_sign(next, "."));
        // `2024. 6. 17.` of Korean and Hungarian.
        if name > next && self.is_sign(name + 1, ".") {
            let month = self.number(name, 1..=12)?;
            return Some((Some(year), month, Some(self.number(name + 2, 1..=31)?), name + 3));
        }
        let (month, after) = self.month(name)?;
        let after = after + usize::from(self.is_sign(after, "."));
        let day = self.number(after, 1..=31)?;
        Some((Some(year), month, Some(day), after + 1))
    }

    /// `13 déc. 2024`, `1er mars 2023`, `15 de agosto de 2021`, `17. Juni 2025`, `17.6.2025`, `6月17日`.
    fn day_first(&self, at: usize) -> Option<Parts> {
        let first = self.number(at, 1..=31)?;
        let mut next = at + 1;
        if self.is_sign(next, "月월") {
            let day = self.number(next + 1, 1..=31)?;
            let month = (first <= 12).then_some(first)?;
            return self.is_sign(next + 2, "日일").then_some((None, month, Some(day), next + 3));
        }
        if let Some(parts) = self.numeric(at, first) {
            return Some(parts);
        }
        if self.is_sign(next, "-") && self.touches(next) {
            next += 1;
        }
        let ordinal = self.is_sign(next, ".º°ª")
            || (self.touches(next) && self.word(next).is_some_and(months::is_ordinal));
        next += usize::from(ordinal);
        next += usize::from(self.word(next).is_some_and(months::is_link));
        next += usize::from(self.is_sign(next, "'’-/"));
        let (month, after) = self.month(next)?;
        let (year, after) = self.year_after(after);
        Some((year, month, Some(first), after))
    }

    /// `17/06/2024`, `17.06.2024`, `17-06-2024`, in the order that can be told.
    fn numeric(&self, at: usize, first: i8) -> Option<Parts> {
        let sign = self.sign(at + 1).filter(|sign| matches!(sign, '.' | '/' | '-'))?;
        let second = self.number(at + 2, 1..=31)?;
        if self.sign(at + 3) != Some(sign) {
            return None;
        }
        let tight = (at + 1..at + 5).all(|lexeme| self.touches(lexeme));
        let year = self.year(at + 4).filter(|_| tight || sign == '.')?;
        let (day, month) = match (sign, self.order) {
            _ if first == second => (first, second),
            _ if first > 12 => (first, second),
            ('.', _) | (_, DayOrder::DayFirst) if second <= 12 => (first, second),
            _ if second > 12 => (second, first),
            _ => return None,
        };
        (month <= 12).then_some((Some(year), month, Some(day), at + 5))
    }

    /// `June 3, 2024`, `June 2024`, `June 3`.
    fn month_first(&self, at: usize) -> Option<Parts> {
        let (month, after) = self.month(at)?;
        let next = after + usize::from(self.is_sign(after, "."));
        if let Some(day) = self.number(next, 1..=31) {
            let mut end = next + 1;
            end += usize::from(self.touches(end) && self.word(end).is_some_and(months::is_ordinal));
            let (year, end) = self.year_after(end);
            return Some((year, month, Some(day), end));
        }
        // After a day that the month does not have, this is a wrong date and not a month.
        let after_day = at > 0 && matches!(self.lexemes[at - 1].kind, Kind::Number { digits: 1 | 2, .. });
        let (year, end) = self.year_after(after);
        Some((Some(year.filter(|_| !after_day)?), month, None, end))
    }

    /// `令和6年6月17日`, `令和6年（2024年）6月17日`, `令和元年5月1日`, `民國113年6月17日`.
    fn era_first(&self, at: usize) -> Option<Parts> {
        let word = self.word(at)?;
        let before = match word.strip_suffix("元年").unwrap_or(word) {
            "令和" => 2018,
            "平成" => 1988,
            "民國" | "民国" | "中華民國" => 1911,
            _ => return None,
        };
        let (number, mut next) = match self.lexemes.get(at + 1)?.kind {
            _ if word.ends_with("元年") => (1, at + 1),
            Kind::Number { value: value @ 1..=188, .. } if self.is_sign(at + 2, "年") => (value, at + 3),
            _ => return None,
        };
        // The same year in ours, in brackets.
        if self.is_sign(next, "（(") && self.year(next + 1).is_some() && self.is_sign(next + 3, "）)") {
            next += 4;
        }
        let (month, day) = (self.number(next, 1..=12)?, self.number(next + 2, 1..=31)?);
        let signs = self.is_sign(next + 1, "月") && self.is_sign(next + 3, "日");
        signs.then_some((Some(before + i16::try_from(number).ok()?), month, Some(day), next + 4))
    }

    /// The sign of the year at `at`, or the bracket that closes `（令和6年）` after it.
    fn after_era_in_brackets(&self, at: usize) -> usize {
        let is_era = self.is_sign(at + 1, "（(")
            && self.word(at + 2).is_some_and(|word| matches!(word, "令和" | "平成"))
            && self.is_sign(at + 4, "年")
            && self.is_sign(at + 5, "）)");
        if is_era { at + 5 } else { at }
    }

    /// The month named at a lexeme, and the lexeme after it. Arabic news give a month in two
    /// calendars' names (`تشرين الأول/أكتوبر`): they count as one.
    fn month(&self, at: usize) -> Option<(i8, usize)> {
        let (month, after) = self.month_name(at)?;
        let twin = self.is_sign(after, "/").then(|| self.month_name(after + 1)).flatten();
        Some(twin.filter(|(other, _)| *other == month).unwrap_or((month, after)))
    }

    /// The month that one or two words name, and the lexeme after them.
    fn month_name(&self, at: usize) -> Option<(i8, usize)> {
        let lexeme = self.lexemes.get(at).filter(|lexeme| lexeme.kind == Kind::Word)?;
        if let Some(second) = self.lexemes.get(at + 1).filter(|second| second.kind == Kind::Word)
            && let Some(month) = months::month(&self.text[lexeme.start..second.end])
        {
            return Some((month, at + 2));
        }
        months::month(&self.text[lexeme.start..lexeme.end]).map(|month| (month, at + 1))
    }

    /// The year after a month or a day, past commas and `de`, and the lexeme after it; `at` itself when there is none.
    fn year_after(&self, at: usize) -> (Option<i16>, usize) {
        let mut next = at + usize::from(self.is_sign(at, "."));
        next += usize::from(self.is_sign(next, ",،"));
        next += usize::from(self.word(next).is_some_and(|word| months::is_link(word) && word != "the"));
        next += usize::from(self.is_sign(next, "'’"));
        let followed = |year: usize| {
            self.is_sign(year + 1, "-/.") && self.touches(year + 1) && {
                matches!(self.lexemes.get(year + 2), Some(Lexeme { kind: Kind::Number { .. }, .. }))
                    && self.touches(year + 2)
            }
        };
        match self.year(next) {
            Some(year) if !followed(next) => {
                let word = self.word(next + 1).is_some_and(months::is_year_word);
                (Some(year), next + 1 + usize::from(word))
            }
            _ => (None, at),
        }
    }

    fn year(&self, at: usize) -> Option<i16> {
        match self.lexemes.get(at)?.kind {
            Kind::Number { value: value @ 1900..=2099, digits: 4 } => i16::try_from(value).ok(),
            _ => None,
        }
    }

    fn number(&self, at: usize, range: std::ops::RangeInclusive<u32>) -> Option<i8> {
        match self.lexemes.get(at)?.kind {
            Kind::Number { value, digits: 1 | 2 } if range.contains(&value) => i8::try_from(value).ok(),
            _ => None,
        }
    }

    fn sign(&self, at: usize) -> Option<char> {
        match self.lexemes.get(at)?.kind {
            Kind::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    fn is_sign(&self, at: usize, signs: &str) -> bool {
        self.sign(at).is_some_and(|sign| signs.contains(sign))
    }

    fn word(&self, at: usize) -> Option<&'a str> {
        let lexeme = self.lexemes.get(at).filter(|lexeme| lexeme.kind == Kind::Word)?;
        Some(&self.text[lexeme.start..lexeme.end])
    }

    /// Whether no space stands before a lexeme.
    fn touches(&self, at: usize) -> bool {
        at > 0 && self.lexemes.get(at).is_some_and(|lexeme| self.lexemes[at - 1].end == lexeme.start)
    }

    /// Whether a number goes on from signs before it, as in `CVE-2024-12` or `10.3.2024`.
    fn is_part_of_identifier(&self, at: usize) -> bool {
        // The second day of `24-25 septembre` is one of a date.
        let of_span = |sign: usize| {
            sign > 0
                && matches!(self.lexemes[sign - 1].kind, Kind::Number { digits: 1 | 2, .. })
                && !self.touches(at + 1)
                && self.month(at + 1).is_some()
        };
        let touching = |sign: usize| {
            self.is_sign(sign, "-/._")
                && self.touches(sign)
                && !matches!(self.lexemes[sign - 1].kind, Kind::Sign(')' | ',' | '.'))
        };
        self.touches(at)
            && match self.lexemes[at - 1].kind {
                // Chinese writes dates without a space before them.
                Kind::Word => self.text[..self.lexemes[at].start]
                    .chars()
                    .next_back()
                    .is_some_and(|c| c.is_ascii_alphanumeric()),
                Kind::Number { .. } => true,
                Kind::Sign('#' | '@') => true,
                Kind::Sign(_) => touching(at - 1) && !of_span(at - 1),
            }
    }

    /// Whether a number and a word or dash before a date make it the end of a span: `26 au 28 juin`.
    fn ends_span(&self, at: usize) -> bool {
        let is_number = |at: usize| {
            matches!(self.lexemes.get(at), Some(Lexeme { kind: Kind::Number { digits: 1 | 2, .. }, .. }))
        };
        let (Some(before), Some(number)) = (at.checked_sub(1), at.checked_sub(2)) else {
            return false;
        };
        let joins = match self.lexemes[before].kind {
            Kind::Sign(sign) => matches!(sign, '-' | '–' | '—' | '/' | '&'),
            Kind::Word => self.word(before).is_some_and(is_span_word),
            Kind::Number { .. } => false,
        };
        // `26 au 28 juin`, `26. bis 28. Juni`, `26 juin au 28 juin`.
        joins
            && (is_number(number)
                || (self.is_sign(number, ".") && number > 0 && is_number(number - 1))
                || self.month(number).is_some() && number > 0 && is_number(number - 1))
    }
}

/// Words between the two ends of a span of days.
fn is_span_word(word: &str) -> bool {
    const WORDS: &str = "au et to and until through bis und al y a e ed tot en till och til og do i până și hasta do по и до і та إلى و ile ve έως και تا ja – és";
    let word = word.to_lowercase();
    WORDS.split(' ').any(|other| other == word)
}

#[cfg(test)]
mod tests;
