//! Names of values in the language asked for.

use crate::codes::{CountryCode, LanguageCode, TopicPath};
use crate::config::{CldrNames, Config};
use crate::query::FacetField;

/// Names values in one language.
pub struct Labels<'a> {
    config: &'a Config,
    locale: LanguageCode,
    names: CldrNames,
}

impl<'a> Labels<'a> {
    /// Names as `locale` writes them.
    pub fn new(config: &'a Config, locale: LanguageCode) -> Labels<'a> {
        Labels { config, locale, names: CldrNames::new(locale) }
    }

    /// The label of a facet's value; the value itself where it has no name.
    pub fn of(&self, field: FacetField, value: &str) -> String {
        let label = match field {
            FacetField::Country | FacetField::MentionedCountry | FacetField::IssuerCountry => {
                value.parse().ok().and_then(|code| self.country(code))
            }
            FacetField::Topic => value.parse().ok().and_then(|path| self.topic(&path)),
            FacetField::Language => value.parse().ok().and_then(|code| self.language(code)),
            FacetField::Source | FacetField::Organisation | FacetField::Person | FacetField::Year => None,
        };
        label.unwrap_or_else(|| value.to_owned())
    }

    /// The name of a country or subdivision.
    pub fn country(&self, code: CountryCode) -> Option<String> {
        let configured = self.config.countries.get(code).map(|country| country.label(self.locale).to_owned());
        configured.or_else(|| self.names.country(code))
    }

    /// The name of a topic, in French or English where the language asked for has none.
    pub fn topic(&self, path: &TopicPath) -> Option<String> {
        let labels = &self.config.topics.get(path)?.labels;
        let by_name = |name: &str| name.parse().ok().and_then(|code: LanguageCode| labels.get(&code));
        let own = labels.get(&self.locale);
        own.or_else(|| by_name("fr")).or_else(|| by_name("en")).cloned()
    }

    /// The name of a language; of the two special codes too.
    pub fn language(&self, code: LanguageCode) -> Option<String> {
        // CLDR's names of the two read "unknown language" and the like; a facet says what they are here.
        let (other, undetermined) = match self.locale.as_str() {
            "fr" => ("autre", "indéterminée"),
            "es" => ("otro", "indeterminado"),
            "ar" => ("أخرى", "غير محددة"),
            _ => ("Other", "Undetermined"),
        };
        match code {
            LanguageCode::OTHER => Some(other.to_owned()),
            LanguageCode::UNDETERMINED => Some(undetermined.to_owned()),
            _ => {
                let own = || self.config.languages.get(code).map(|language| language.name.clone());
                self.names.language(code).or_else(own)
            }
        }
    }
}
