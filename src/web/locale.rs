//! The languages the page speaks.

use super::messages::{self, Messages};
use crate::codes::LanguageCode;

/// A language the page speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UiLocale {
    /// Français, when nobody asks for another.
    French,
    /// English.
    English,
    /// Español.
    Spanish,
    /// العربية, written from right to left.
    Arabic,
}

impl UiLocale {
    /// Every one, in the order they are offered.
    pub const ALL: [UiLocale; 4] = [UiLocale::French, UiLocale::English, UiLocale::Spanish, UiLocale::Arabic];

    /// Its code, for `lang` attributes and the `locale` parameter.
    pub fn code(self) -> &'static str {
        match self {
            UiLocale::French => "fr",
            UiLocale::English => "en",
            UiLocale::Spanish => "es",
            UiLocale::Arabic => "ar",
        }
    }

    /// Its code with a territory, as previews of links have it (the Open Graph protocol).
    pub fn with_territory(self) -> &'static str {
        match self {
            UiLocale::French => "fr_FR",
            UiLocale::English => "en_GB",
            UiLocale::Spanish => "es_ES",
            UiLocale::Arabic => "ar_AR",
        }
    }

    /// Its name in itself.
    pub fn name(self) -> &'static str {
        match self {
            UiLocale::French => "Français",
            UiLocale::English => "English",
            UiLocale::Spanish => "Español",
            UiLocale::Arabic => "العربية",
        }
    }

    /// The direction its text runs in, for `dir` attributes.
    pub fn direction(self) -> &'static str {
        direction_of(self.code())
    }

    /// What it calls things.
    pub fn messages(self) -> &'static Messages {
        match self {
            UiLocale::French => &messages::FRENCH,
            UiLocale::English => &messages::ENGLISH,
            UiLocale::Spanish => &messages::SPANISH,
            UiLocale::Arabic => &messages::ARABIC,
        }
    }

    /// The one with this code or tag (`en`, `en-GB`).
    pub fn from_tag(tag: &str) -> Option<UiLocale> {
        let code = tag.parse::<LanguageCode>().ok()?;
        Self::ALL.into_iter().find(|locale| locale.code() == code.as_str())
    }

    /// The one a reader wants: the `locale` parameter, else the best of an `Accept-Language` header
    /// (RFC 9110, 12.5.4), else French.
    pub fn negotiate(parameter: Option<&str>, accept_language: Option<&str>) -> UiLocale {
        if let Some(chosen) = parameter.and_then(Self::from_tag) {
            return chosen;
        }
        let ranges = accept_language.unwrap_or_default().split(',').filter_map(|range| {
            let mut parts = range.split(';');
            let locale = Self::from_tag(parts.next()?)?;
            let weight = parts.find_map(|part| part.trim().strip_prefix("q=")?.parse::<f32>().ok());
            let weight = weight.unwrap_or(1.0);
            (weight > 0.0).then_some((locale, weight))
        });
        // Of equal weights the first named wins.
        let best = ranges.reduce(|best, next| if next.1 > best.1 { next } else { best });
        best.map_or(UiLocale::French, |(locale, _)| locale)
    }

    /// The same as the rest of the library knows it.
    pub fn language(self) -> LanguageCode {
        self.code().parse().unwrap_or(LanguageCode::UNDETERMINED)
    }
}

/// The direction a language's text runs in, for `dir` attributes.
pub fn direction_of(language: &str) -> &'static str {
    match language {
        "ar" | "fa" | "he" | "ur" => "rtl",
        "und" | "mis" => "auto",
        _ => "ltr",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(parameter: Option<&str>, header: Option<&str>, expected: &str) {
        assert_eq!(UiLocale::negotiate(parameter, header).code(), expected);
    }

    #[test]
    fn the_reader_chooses_then_the_browser_then_french() {
        check(None, None, "fr");
        check(Some("en"), Some("ar"), "en");
        check(Some("de"), Some("es"), "es");
        check(None, Some("de-DE,en-GB;q=0.8,fr;q=0.9"), "fr");
        check(None, Some("de, ar;q=0.5, en;q=0.5"), "ar");
        check(None, Some("en;q=0"), "fr");
        check(None, Some(";;q=,,"), "fr");
    }
}
