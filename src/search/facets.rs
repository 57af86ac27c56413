//! Counts by value, with labels.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::labels::Labels;
use crate::engine::FacetCounts;
use crate::query::{FacetField, FilterValue};

/// Counts by field, in the order they were asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facets(pub Vec<(FacetField, Facet)>);

impl Facets {
    /// The counts of one field, when they were asked for.
    pub fn get(&self, field: FacetField) -> Option<&Facet> {
        let found = self.0.iter().find(|(other, _)| *other == field);
        found.map(|(_, facet)| facet)
    }
}

impl Serialize for Facets {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (field, facet) in &self.0 {
            map.serialize_entry(field.name(), facet)?;
        }
        map.end()
    }
}

/// The counts of one field. They apply every filter but the field's own.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
pub struct Facet {
    /// Values, highest count first, then by label; ticked values are always there.
    pub values: Vec<FacetEntry>,
    /// The counts of the values that are not listed, added up.
    pub other: u64,
    /// Hits without any value.
    pub missing: u64,
}

/// One value and how many hits have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FacetEntry {
    /// The value to filter by.
    pub value: String,
    /// Its name in the language asked for.
    pub label: String,
    /// Hits that have it.
    pub count: u64,
    /// Whether the search filters by it.
    pub selected: bool,
    /// The level above, of a topic or a subdivision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
}

/// A page of the values of one facet.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FacetPage {
    /// The field's name.
    pub field: String,
    /// Values, highest count first, then by label.
    pub values: Vec<FacetEntry>,
    /// The counts of the values that are not listed on this page or one before, added up.
    pub other: u64,
    /// Hits without any value.
    pub missing: u64,
    /// Values in all, over all pages.
    pub distinct: u64,
    /// Pass it as `cursor` for the next page; `null` on the last.
    pub next_cursor: Option<String>,
}

/// Labels the values of `counts`, marks those that are ticked, and orders them: by count, then by label.
pub(super) fn labelled(
    field: FacetField,
    counts: FacetCounts,
    selected: &[FilterValue],
    labels: &Labels<'_>,
) -> Facet {
    let selected: Vec<String> = selected.iter().map(FilterValue::to_value).collect();
    let mut values: Vec<FacetEntry> = counts
        .values
        .into_iter()
        .map(|counted| FacetEntry {
            label: labels.of(field, &counted.value),
            selected: selected.iter().any(|value| same_value(field, value, &counted.value)),
            parent: parent(field, &counted.value),
            value: counted.value,
            count: counted.count,
        })
        .collect();
    values.sort_by(|a, b| {
        b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)).then_with(|| a.value.cmp(&b.value))
    });
    Facet { values, other: counts.other, missing: counts.missing }
}

/// Sources are filtered by whatever their case; everything else is a code.
fn same_value(field: FacetField, ticked: &str, counted: &str) -> bool {
    match field {
        FacetField::Source => ticked.to_lowercase() == counted.to_lowercase(),
        _ => ticked == counted,
    }
}

fn parent(field: FacetField, value: &str) -> Option<String> {
    let separator = match field {
        FacetField::Topic => '/',
        FacetField::Country | FacetField::MentionedCountry | FacetField::IssuerCountry => '-',
        _ => return None,
    };
    value.rsplit_once(separator).map(|(above, _)| above.to_owned())
}
