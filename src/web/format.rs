//! Numbers, dates and counts as each language writes them, by CLDR (Unicode Consortium) through ICU4X.

use std::cell::OnceCell;

use icu_calendar::Gregorian;
use icu_datetime::fieldsets::{M, Y, YM, YMD};
use icu_datetime::input::Date;
use icu_datetime::{DateTimeFormatterPreferences, FixedCalendarDateTimeFormatter};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale::Locale;
use icu_plurals::PluralRules;

use super::locale::UiLocale;
use super::messages::Plural;
use crate::date::PartialDate;

/// What ICU knows of one of our languages; loaded once.
struct Format {
    numbers: DecimalFormatter,
    plurals: PluralRules,
    days: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
    months: FixedCalendarDateTimeFormatter<Gregorian, YM>,
    years: FixedCalendarDateTimeFormatter<Gregorian, Y>,
    names: FixedCalendarDateTimeFormatter<Gregorian, M>,
    short_names: FixedCalendarDateTimeFormatter<Gregorian, M>,
}

/// A month's name, in full and as short as its language allows.
pub(super) struct MonthName {
    pub long: String,
    pub short: String,
}

impl Format {
    fn new(locale: UiLocale) -> Format {
        const BUILT_IN: &str = "CLDR's data of our four languages is built in";
        // English as the world writes it: the day before the month.
        let tag = if locale == UiLocale::English { "en-001" } else { locale.code() };
        let tag: Locale = tag.parse().expect("our codes are language tags");
        let dates = || DateTimeFormatterPreferences::from(&tag);
        Format {
            numbers: DecimalFormatter::try_new((&tag).into(), Default::default()).expect(BUILT_IN),
            plurals: PluralRules::try_new_cardinal((&tag).into()).expect(BUILT_IN),
            days: FixedCalendarDateTimeFormatter::try_new(dates(), YMD::long()).expect(BUILT_IN),
            months: FixedCalendarDateTimeFormatter::try_new(dates(), YM::long()).expect(BUILT_IN),
            years: FixedCalendarDateTimeFormatter::try_new(dates(), Y::long()).expect(BUILT_IN),
            names: FixedCalendarDateTimeFormatter::try_new(dates(), M::long()).expect(BUILT_IN),
            short_names: FixedCalendarDateTimeFormatter::try_new(dates(), M::medium()).expect(BUILT_IN),
        }
    }

    /// Uses the one of `locale`. ICU's loaded data stays on its thread, which loads it once, in some microseconds.
    fn with<T>(locale: UiLocale, f: impl FnOnce(&Format) -> T) -> T {
        thread_local! {
            static FORMATS: [OnceCell<Format>; UiLocale::ALL.len()] = const { [const { OnceCell::new() }; 4] };
        }
        FORMATS.with(|formats| f(formats[locale as usize].get_or_init(|| Format::new(locale))))
    }
}

impl UiLocale {
    /// A name and what is said of it: French sets the colon apart.
    pub(super) fn pair(self, name: &str, text: &str) -> String {
        let space = if self == UiLocale::French { "\u{a0}" } else { "" };
        format!("{name}{space}: {text}")
    }

    /// A number, its digits and the marks between its thousands as this language writes them.
    pub fn number(self, number: u64) -> String {
        // Nothing is set apart in them, and each of our languages writes its digits so.
        if number < 1000 {
            return number.to_string();
        }
        Format::with(self, |format| format.numbers.format(&Decimal::from(number)).to_string())
    }

    /// A share of 0 to 1 as a whole percentage.
    pub fn percent(self, share: f32) -> String {
        let number = self.number((share.clamp(0.0, 1.0) * 100.0).round() as u64);
        match self {
            UiLocale::French | UiLocale::Spanish => format!("{number}\u{a0}%"),
            UiLocale::English => format!("{number}%"),
            // The mark keeps the sign to the right of its number in a line that runs the other way.
            UiLocale::Arabic => format!("{number}%\u{200e}"),
        }
    }

    /// A number of things, in the form the language has for that number.
    pub fn count(self, of: &Plural, number: u64) -> String {
        let category = Format::with(self, |format| format.plurals.category_for(number));
        of.form(category).replace("{}", &self.number(number))
    }

    /// A date in words, as precisely as it is known: `17 juin 2024`, `juin 2024`, `2024`.
    pub fn date(self, date: PartialDate) -> String {
        let first = date.first_day();
        let (year, month, day) = (i32::from(first.year()), first.month(), first.day());
        let gregorian = Date::try_new_gregorian(year, month.unsigned_abs(), day.unsigned_abs());
        // Both calendars are Gregorian, so that a day of one is a day of the other.
        let Ok(gregorian) = gregorian else { return date.to_string() };
        Format::with(self, |format| match date {
            PartialDate::Day(_) => format.days.format(&gregorian).to_string(),
            PartialDate::Month(..) => format.months.format(&gregorian).to_string(),
            PartialDate::Year(_) => format.years.format(&gregorian).to_string(),
        })
    }
}

impl UiLocale {
    /// The names of the months, January first.
    pub(super) fn month_names(self) -> Vec<MonthName> {
        let first_of = |month| Date::try_new_gregorian(2024, month, 1).ok();
        let name = |date| {
            Format::with(self, |format| MonthName {
                long: format.names.format(&date).to_string(),
                short: format.short_names.format(&date).to_string(),
            })
        };
        (1..=12).filter_map(first_of).map(name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [UiLocale; 4] = UiLocale::ALL;

    #[test]
    fn numbers_are_written_as_each_language_does() {
        assert_eq!(ALL.map(|locale| locale.number(7)), ["7", "7", "7", "7"]);
        let thousands = ALL.map(|locale| locale.number(1_234_567));
        assert_eq!(thousands, ["1\u{202f}234\u{202f}567", "1,234,567", "1.234.567", "1,234,567"]);
        // Spanish sets thousands apart from five digits on.
        assert_eq!(UiLocale::Spanish.number(1234), "1234");
        assert_eq!(UiLocale::French.percent(0.334), "33\u{a0}%");
    }

    #[test]
    fn dates_are_as_precise_as_they_are_known() {
        let on = |text: &str| ALL.map(|locale| locale.date(text.parse().unwrap()));
        assert_eq!(
            on("2024-06-17"),
            ["17 juin 2024", "17 June 2024", "17 de junio de 2024", "17 يونيو 2024"]
        );
        assert_eq!(on("2024-06"), ["juin 2024", "June 2024", "junio de 2024", "يونيو 2024"]);
        assert_eq!(on("2024"), ["2024", "2024", "2024", "2024"]);
        assert_eq!(UiLocale::French.date("2024-02-01".parse().unwrap()), "1 février 2024");
    }

    #[test]
    fn french_sets_the_colon_apart() {
        let pairs = ALL.map(|locale| locale.pair("a", "1"));
        assert_eq!(pairs, ["a\u{a0}: 1", "a: 1", "a: 1", "a: 1"]);
    }

    #[test]
    fn months_have_names() {
        let january = ALL.map(|locale| {
            let MonthName { long, short } = locale.month_names().swap_remove(0);
            format!("{long}/{short}")
        });
        assert_eq!(january, ["janvier/janv.", "January/Jan", "enero/ene", "يناير/يناير"]);
    }

    #[test]
    fn things_are_counted_in_the_form_of_their_number() {
        let results = |locale: UiLocale, number| locale.count(&locale.messages().search.results, number);
        assert_eq!(results(UiLocale::French, 0), "0 communiqué");
        assert_eq!(results(UiLocale::French, 2), "2 communiqués");
        assert_eq!(results(UiLocale::English, 0), "0 communiqués");
        assert_eq!(results(UiLocale::English, 1), "1 communiqué");
        let arabic = [1, 2, 3, 11, 100].map(|number| results(UiLocale::Arabic, number));
        assert_eq!(arabic, ["بيان واحد", "بيانان", "3 بيانات", "11 بيانًا", "100 بيان"]);
    }
}
