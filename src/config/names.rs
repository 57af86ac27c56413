//! Names of countries and languages in every language, from CLDR (Unicode Consortium) through ICU4X.
//!
//! Owns the look-up only; which names lead to which country in a text is for [`crate::enrich`].

use icu_experimental::displaynames::multi::{LanguageDisplayNames, RegionDisplayNames};
use icu_experimental::displaynames::{DisplayNamesOptions, Style};
use icu_locale::Locale;
use icu_locale::subtags::{Language, Region};

use crate::codes::{CountryCode, LanguageCode};

/// Looks up CLDR's names in one language.
///
/// Loading a language's tables costs some microseconds; keep the value for more than one look-up.
#[derive(Debug)]
pub struct CldrNames {
    regions: Option<RegionDisplayNames>,
    short_regions: Option<RegionDisplayNames>,
    languages: Option<LanguageDisplayNames>,
}

impl CldrNames {
    /// Names as `locale` writes them; a language that CLDR does not have yields no names.
    pub fn new(locale: LanguageCode) -> CldrNames {
        // CLDR files Norwegian under its larger written form.
        let tag = if locale.as_str() == "no" { "nb" } else { locale.as_str() };
        let Some(locale) = locale.is_language().then(|| tag.parse::<Locale>().ok()).flatten() else {
            return CldrNames { regions: None, short_regions: None, languages: None };
        };
        let usual = DisplayNamesOptions::default();
        let mut short = DisplayNamesOptions::default();
        short.style = Some(Style::Short);
        CldrNames {
            regions: RegionDisplayNames::try_new((&locale).into(), usual).ok(),
            short_regions: RegionDisplayNames::try_new((&locale).into(), short).ok(),
            languages: LanguageDisplayNames::try_new((&locale).into(), usual).ok(),
        }
    }

    /// The name of a country (not of a subdivision), `None` where CLDR has none.
    pub fn country(&self, code: CountryCode) -> Option<String> {
        Self::region(self.regions.as_ref()?, code)
    }

    /// The short name of a country where CLDR has one beside the usual (`UK` for `United Kingdom`).
    pub fn short_country(&self, code: CountryCode) -> Option<String> {
        let short = Self::region(self.short_regions.as_ref()?, code)?;
        (Some(&short) != self.country(code).as_ref()).then_some(short)
    }

    /// The name of a language.
    pub fn language(&self, code: LanguageCode) -> Option<String> {
        let tag = if code.as_str() == "no" { "nb" } else { code.as_str() };
        let language = Language::try_from_str(tag).ok()?;
        self.languages.as_ref()?.of(language).map(str::to_owned)
    }

    fn region(names: &RegionDisplayNames, code: CountryCode) -> Option<String> {
        if code.is_subdivision() {
            return None;
        }
        let region = Region::try_from_str(code.as_str()).ok()?;
        names.of(region).map(str::to_owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(language: &str) -> CldrNames {
        CldrNames::new(language.parse().unwrap())
    }

    #[track_caller]
    fn check(language: &str, country: &str, expected: Option<&str>) {
        assert_eq!(
            names(language).country(country.parse().unwrap()).as_deref(),
            expected,
            "{language} {country}"
        );
    }

    #[test]
    fn countries() {
        check("fr", "MA", Some("Maroc"));
        check("de", "MA", Some("Marokko"));
        check("ar", "FR", Some("فرنسا"));
        check("no", "SE", Some("Sverige"));
        check("fr", "EU", Some("Union européenne"));
        check("fr", "CA-QC", None);
        check("und", "MA", None);
    }

    #[test]
    fn short_names_only_where_they_differ() {
        assert_eq!(names("en").short_country("GB".parse().unwrap()).as_deref(), Some("UK"));
        assert_eq!(names("en").short_country("MA".parse().unwrap()), None);
    }

    #[test]
    fn languages() {
        assert_eq!(names("fr").language("de".parse().unwrap()).as_deref(), Some("allemand"));
        assert!(names("en").language("no".parse().unwrap()).is_some());
    }

    #[test]
    fn the_same_names_as_in_the_table_of_the_real_data() {
        let folder = std::env::var("VIGIE_DATA").unwrap_or_else(|_| "../shared/data".to_owned());
        let Ok(table) = std::fs::read_to_string(format!("{folder}/gaz/country_names_cldr.tsv")) else {
            println!("skipped: no gaz/country_names_cldr.tsv under {folder}");
            return;
        };
        let mut differing = Vec::new();
        let mut checked = 0;
        let mut current: Option<(String, CldrNames)> = None;
        for line in table.lines().skip(1) {
            let fields: Vec<&str> = line.split('\t').collect();
            let [locale, code, expected] = fields[..] else { panic!("odd line {line:?}") };
            if current.as_ref().is_none_or(|(of, _)| of != locale) {
                let language = if locale == "nb" { "no" } else { locale };
                current = Some((locale.to_owned(), names(language)));
            }
            let found = current.as_ref().unwrap().1.country(code.parse().unwrap());
            checked += 1;
            // CLDR renames a country now and then; the table is of another release than the library.
            if found.as_deref() != Some(expected) {
                differing.push(format!("{locale} {code}: {expected:?}, library {found:?}"));
            }
        }
        assert!(checked > 5000);
        assert!(differing.len() * 50 < checked, "{} of {checked}: {differing:#?}", differing.len());
    }
}
