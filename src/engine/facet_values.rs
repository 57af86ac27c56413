//! Which facet values a document has: the one place that says what is counted and filtered by.

use crate::codes::CountryCode;
use crate::communique::{CountryRole, CountryTag, EnrichedCommunique};
use crate::query::FacetField;

/// The least share of a document that makes a language one of its languages.
pub const LANGUAGE_SHARE: f32 = 0.2;

/// The values of `field` that `document` has, distinct, in their textual form.
///
/// A subdivision brings its country and a topic every level above, so that a filter by either is
/// a plain look-up.
pub fn facet_values(document: &EnrichedCommunique, field: FacetField) -> Vec<String> {
    let mut values = Vec::new();
    let mut add = |value: &str| {
        if !value.is_empty() && !values.iter().any(|other| other == value) {
            values.push(value.to_owned());
        }
    };
    match field {
        FacetField::Country => {
            let is_primary = |tag: &&CountryTag| tag.role == CountryRole::Primary;
            document.countries.iter().filter(is_primary).for_each(|tag| with_country(tag.code, &mut add));
        }
        FacetField::MentionedCountry => {
            document.countries.iter().for_each(|tag| with_country(tag.code, &mut add));
        }
        FacetField::IssuerCountry => {
            document.issuer_country.iter().for_each(|&code| with_country(code, &mut add));
        }
        FacetField::Topic => {
            for tag in &document.topics {
                add(tag.path.as_str());
                tag.path.ancestors().for_each(|ancestor| add(ancestor.as_str()));
            }
        }
        FacetField::Language => {
            let large = document.languages.iter().filter(|share| share.share >= LANGUAGE_SHARE);
            large.for_each(|share| add(share.language.as_str()));
        }
        FacetField::Source => document.source.iter().for_each(|source| add(source)),
        FacetField::Organisation => document.organisations.iter().for_each(|tag| add(&tag.name)),
        FacetField::Person => document.persons.iter().for_each(|tag| add(&tag.name)),
        FacetField::Year => document.date.iter().for_each(|date| add(&format!("{:04}", date.year()))),
    }
    values
}

fn with_country(code: CountryCode, add: &mut impl FnMut(&str)) {
    add(code.as_str());
    if code.is_subdivision() {
        add(code.country().as_str());
    }
}
