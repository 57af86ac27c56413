//! Conditions on what the indexer found: country, topic, language, source, organisation, date.

use crate::codes::{CountryCode, LanguageCode, TopicPath};
use crate::date::PartialDate;

/// A field whose values are counted and filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FacetField {
    /// Countries it is about.
    Country,
    /// Countries named at all.
    MentionedCountry,
    /// The country of who published it.
    IssuerCountry,
    /// Topics.
    Topic,
    /// Languages that make up a fifth or more.
    Language,
    /// Who published it.
    Source,
    /// Organisations named.
    Organisation,
    /// Persons named.
    Person,
    /// Year of publication.
    Year,
}

impl FacetField {
    /// Every field, in the order of the documentation.
    pub const ALL: [FacetField; 9] = [
        FacetField::Country,
        FacetField::MentionedCountry,
        FacetField::IssuerCountry,
        FacetField::Topic,
        FacetField::Language,
        FacetField::Source,
        FacetField::Organisation,
        FacetField::Person,
        FacetField::Year,
    ];

    /// Its name in the API.
    pub fn name(self) -> &'static str {
        match self {
            FacetField::Country => "country",
            FacetField::MentionedCountry => "mentioned_country",
            FacetField::IssuerCountry => "issuer_country",
            FacetField::Topic => "topic",
            FacetField::Language => "language",
            FacetField::Source => "source",
            FacetField::Organisation => "organisation",
            FacetField::Person => "person",
            FacetField::Year => "year",
        }
    }

    /// The field with this name.
    pub fn from_name(name: &str) -> Option<FacetField> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

/// One condition: a value a document must have.
#[derive(Debug, Clone, PartialEq)]
pub enum FilterValue {
    /// About this country, or a subdivision of it.
    Country(CountryCode),
    /// Naming this country at all, or a subdivision of it.
    MentionedCountry(CountryCode),
    /// Published in this country.
    IssuerCountry(CountryCode),
    /// On this topic or one under it.
    Topic(TopicPath),
    /// With a fifth or more in this language.
    Language(LanguageCode),
    /// Published by this source, whatever its case.
    Source(String),
    /// Naming this organisation.
    Organisation(String),
    /// Naming this person.
    Person(String),
    /// Published in this year.
    Year(i16),
    /// Published between these dates, both included, where they are given.
    Date {
        /// Not before the first day of this.
        from: Option<PartialDate>,
        /// Not after the last day of this.
        to: Option<PartialDate>,
    },
}

impl FilterValue {
    /// The facet this is a value of; dates have none.
    pub fn field(&self) -> Option<FacetField> {
        Some(match self {
            FilterValue::Country(_) => FacetField::Country,
            FilterValue::MentionedCountry(_) => FacetField::MentionedCountry,
            FilterValue::IssuerCountry(_) => FacetField::IssuerCountry,
            FilterValue::Topic(_) => FacetField::Topic,
            FilterValue::Language(_) => FacetField::Language,
            FilterValue::Source(_) => FacetField::Source,
            FilterValue::Organisation(_) => FacetField::Organisation,
            FilterValue::Person(_) => FacetField::Person,
            FilterValue::Year(_) => FacetField::Year,
            FilterValue::Date { .. } => return None,
        })
    }

    /// Its textual form, as facets list it and query strings carry it.
    pub fn to_value(&self) -> String {
        match self {
            FilterValue::Country(code)
            | FilterValue::MentionedCountry(code)
            | FilterValue::IssuerCountry(code) => code.to_string(),
            FilterValue::Topic(path) => path.to_string(),
            FilterValue::Language(code) => code.to_string(),
            FilterValue::Source(name) | FilterValue::Organisation(name) | FilterValue::Person(name) => {
                name.clone()
            }
            FilterValue::Year(year) => format!("{year:04}"),
            FilterValue::Date { from, to } => {
                let text = |date: &Option<PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
                format!("{}..{}", text(from), text(to))
            }
        }
    }
}

/// A facet filter: a document must have one of the values, all of one field.
/// It does not apply to the counts of its own field (multi-select).
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// The field.
    pub field: FacetField,
    /// Values of that field, any of which will do; not empty.
    pub any_of: Vec<FilterValue>,
}
