//! Countries, topics and languages with their names in every language.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::codes::{CountryCode, LanguageCode, TopicPath};
use crate::config::{CldrNames, Config};

/// What can be filtered by, with its names in every configured language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Taxonomy {
    /// Languages, in the order of the configuration.
    pub languages: Vec<TaxonomyLanguage>,
    /// Countries and subdivisions, in the order of the configuration.
    pub countries: Vec<TaxonomyCountry>,
    /// Topics, a parent before its children.
    pub topics: Vec<TaxonomyTopic>,
}

/// A language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TaxonomyLanguage {
    /// Its code.
    #[schema(value_type = String)]
    pub code: LanguageCode,
    /// Its name in itself.
    pub name: String,
    /// Its name by language.
    #[schema(value_type = BTreeMap<String, String>)]
    pub labels: BTreeMap<LanguageCode, String>,
}

/// A country or subdivision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TaxonomyCountry {
    /// Its code.
    #[schema(value_type = String)]
    pub code: CountryCode,
    /// Of a subdivision, its country.
    #[schema(value_type = Option<String>)]
    pub parent: Option<CountryCode>,
    /// Its name by language.
    #[schema(value_type = BTreeMap<String, String>)]
    pub labels: BTreeMap<LanguageCode, String>,
}

/// A topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TaxonomyTopic {
    /// Its path.
    #[schema(value_type = String)]
    pub path: TopicPath,
    /// The level above.
    #[schema(value_type = Option<String>)]
    pub parent: Option<TopicPath>,
    /// Its name by language.
    #[schema(value_type = BTreeMap<String, String>)]
    pub labels: BTreeMap<LanguageCode, String>,
    /// What a reader who filters by it wants to see.
    pub scope: String,
    /// IPTC Media Topic numbers.
    pub iptc: Vec<String>,
    /// EuroVoc numbers.
    pub eurovoc: Vec<String>,
}

/// Everything that can be filtered by, as configured.
pub fn taxonomy(config: &Config) -> Taxonomy {
    let names: Vec<(LanguageCode, CldrNames)> =
        config.languages.iter().map(|language| (language.code, CldrNames::new(language.code))).collect();
    let labels = |name: &dyn Fn(&CldrNames) -> Option<String>| -> BTreeMap<LanguageCode, String> {
        names.iter().filter_map(|(code, names)| Some((*code, name(names)?))).collect()
    };
    Taxonomy {
        languages: config
            .languages
            .iter()
            .map(|language| TaxonomyLanguage {
                code: language.code,
                name: language.name.clone(),
                labels: labels(&|names| names.language(language.code)),
            })
            .collect(),
        countries: config
            .countries
            .iter()
            .map(|country| TaxonomyCountry {
                code: country.code,
                parent: country.code.is_subdivision().then(|| country.code.country()),
                labels: labels(&|names| names.country(country.code)),
            })
            .collect(),
        topics: config
            .topics
            .iter()
            .map(|topic| TaxonomyTopic {
                path: topic.slug.clone(),
                parent: topic.slug.parent(),
                labels: topic.labels.clone(),
                scope: topic.scope.clone(),
                iptc: topic.iptc.clone(),
                eurovoc: topic.eurovoc.clone(),
            })
            .collect(),
    }
}
