//! The facets beside the hits.

use rustc_hash::FxHashMap;

use crate::query::{FacetField, SearchParams};
use crate::search::{FacetEntry, SearchResults};
use crate::web::locale::UiLocale;
use crate::web::messages::Messages;
use crate::web::urls::PageUrls;

/// Values a facet that are listed; the rest is a page away.
const LISTED: usize = 8;

pub(super) struct FacetView<'a> {
    pub field: FacetField,
    pub title: &'static str,
    pub groups: Vec<Group<'a>>,
    /// How many values are not listed, at least.
    pub rest: usize,
    /// The page of all values.
    pub all: String,
    /// Hits without any value.
    pub missing: u64,
    pub is_open: bool,
}

/// A value with those under it.
pub(super) struct Group<'a> {
    pub top: Row<'a>,
    pub under: Vec<Row<'a>>,
    /// Whether one of those under it, or itself, is ticked.
    pub is_open: bool,
}

/// One value.
pub(super) struct Row<'a> {
    pub entry: &'a FacetEntry,
    pub count: String,
    /// How long its bar is: 0 to 10 tenths of the longest.
    pub tenths: u64,
}

/// Every facet, in the order that was asked for.
pub(super) fn facets<'a>(
    results: &'a SearchResults,
    params: &SearchParams,
    urls: &PageUrls,
    locale: UiLocale,
) -> Vec<FacetView<'a>> {
    let view = |(field, facet): &'a (FacetField, crate::search::Facet)| {
        let highest = facet.values.iter().map(|entry| entry.count).max().unwrap_or(0).max(1);
        let row = |entry: &'a FacetEntry| Row {
            entry,
            count: locale.number(entry.count),
            tenths: (entry.count * 10).div_ceil(highest),
        };
        let groups = grouped(&facet.values);
        let listed = if *field == FacetField::Topic { groups.len() } else { LISTED };
        let is_ticked = |group: &(&FacetEntry, Vec<&FacetEntry>)| {
            group.0.selected || group.1.iter().any(|entry| entry.selected)
        };
        let is_shown =
            |(at, group): &(usize, &(&FacetEntry, Vec<&FacetEntry>))| *at < listed || is_ticked(group);
        let shown: Vec<&(&FacetEntry, Vec<&FacetEntry>)> =
            groups.iter().enumerate().filter(is_shown).map(|(_, group)| group).collect();
        let is_filtered = params.filters.iter().any(|(other, _)| other == field);
        FacetView {
            field: *field,
            title: field_title(*field, locale.messages()),
            rest: groups.len() - shown.len() + usize::from(facet.other > 0),
            groups: shown
                .into_iter()
                .map(|group| Group {
                    top: row(group.0),
                    under: group.1.iter().map(|entry| row(entry)).collect(),
                    is_open: is_ticked(group),
                })
                .collect(),
            all: urls.facet(*field),
            missing: facet.missing,
            is_open: is_filtered
                || matches!(field, FacetField::Country | FacetField::Topic | FacetField::Source),
        }
    };
    let is_shown = |(field, facet): &&'a (FacetField, crate::search::Facet)| {
        // A facet of which no hit has a value narrows nothing.
        *field != FacetField::Year && !facet.values.is_empty()
    };
    results.facets.0.iter().filter(is_shown).map(view).collect()
}

/// Values in their order, each with those under it; one whose level above is not listed stands by itself.
pub(in crate::web) fn grouped(values: &[FacetEntry]) -> Vec<(&FacetEntry, Vec<&FacetEntry>)> {
    // A facet may list hundreds of values: each is looked at once.
    let by_value: FxHashMap<&str, &FacetEntry> =
        values.iter().map(|entry| (entry.value.as_str(), entry)).collect();
    let above = |entry: &FacetEntry| entry.parent.as_deref().and_then(|parent| by_value.get(parent).copied());
    let mut groups: Vec<(&FacetEntry, Vec<&FacetEntry>)> = Vec::new();
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    for entry in values.iter().filter(|entry| above(entry).is_none()) {
        places.insert(&entry.value, groups.len());
        groups.push((entry, Vec::new()));
    }
    for entry in values {
        let Some(mut top) = above(entry) else { continue };
        while let Some(higher) = above(top) {
            top = higher;
        }
        groups[places[top.value.as_str()]].1.push(entry);
    }
    groups
}

/// A bar a year, as tall as its count.
pub(super) struct YearBars {
    pub bars: Vec<YearBar>,
    pub first: String,
    pub last: String,
}

pub(super) struct YearBar {
    pub x: usize,
    pub width: usize,
    pub height: u64,
    pub title: String,
    pub url: String,
    pub is_selected: bool,
}

/// The picture's units: its width, and the height of its highest bar.
pub(super) const YEARS_WIDTH: usize = 280;
pub(super) const YEARS_HEIGHT: u64 = 44;
/// More years than this do not fit; the earliest are left out.
const MAX_YEARS: usize = 70;

impl YearBars {
    pub fn new(results: &SearchResults, urls: &PageUrls, locale: UiLocale) -> YearBars {
        let values =
            results.facets.get(FacetField::Year).map(|facet| facet.values.as_slice()).unwrap_or_default();
        let mut years: Vec<(usize, &FacetEntry)> =
            values.iter().filter_map(|entry| Some((entry.value.parse().ok()?, entry))).collect();
        years.sort_by_key(|(year, _)| *year);
        let last = years.last().map_or(0, |(year, _)| *year);
        years.retain(|(year, _)| last - year < MAX_YEARS);
        let first = years.first().map_or(0, |(year, _)| *year);
        let step = (YEARS_WIDTH / (last - first + 1)).clamp(2, 28);
        let highest = years.iter().map(|(_, entry)| entry.count).max().unwrap_or(0).max(1);
        let named = |year: usize| i16::try_from(year).ok().map(crate::date::PartialDate::Year);
        let name = |year: usize| named(year).map(|date| locale.date(date)).unwrap_or_default();
        let with = urls.adding(FacetField::Year);
        let bar = |(year, entry): &(usize, &FacetEntry)| YearBar {
            x: (year - first) * step,
            width: step - 1,
            // A year with hits is never invisible.
            height: (entry.count * YEARS_HEIGHT / highest).max(u64::from(entry.count > 0) * 2),
            title: locale.pair(&name(*year), &locale.count(&locale.messages().search.results, entry.count)),
            url: if entry.selected {
                urls.without(FacetField::Year, &entry.value)
            } else {
                with.of(&entry.value)
            },
            is_selected: entry.selected,
        };
        YearBars { bars: years.iter().map(bar).collect(), first: name(first), last: name(last) }
    }

    pub fn width(&self) -> usize {
        self.bars.last().map_or(YEARS_WIDTH, |bar| bar.x + bar.width)
    }

    pub fn height(&self) -> u64 {
        YEARS_HEIGHT
    }

    /// Where a bar begins, from the top.
    pub fn y(&self, bar: &YearBar) -> u64 {
        YEARS_HEIGHT - bar.height
    }
}

/// What a field is called.
pub(in crate::web) fn field_title(field: FacetField, m: &Messages) -> &'static str {
    match field {
        FacetField::Country => m.fields.country,
        FacetField::MentionedCountry => m.fields.mentioned_country,
        FacetField::IssuerCountry => m.fields.issuer_country,
        FacetField::Topic => m.fields.topic,
        FacetField::Language => m.fields.language,
        FacetField::Source => m.fields.source,
        FacetField::Organisation => m.fields.organisation,
        FacetField::Person => m.fields.person,
        FacetField::Year => m.fields.year,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_under_those_above_them() {
        let entry = |value: &str| FacetEntry {
            value: value.to_owned(),
            label: value.to_owned(),
            count: 1,
            selected: false,
            parent: value.rsplit_once('/').map(|(above, _)| above.to_owned()),
        };
        let values = ["a", "b/x", "a/x/z", "a/x", "b", "c/y"].map(entry);
        let groups: Vec<(&str, Vec<&str>)> = grouped(&values)
            .into_iter()
            .map(|(top, under)| {
                (top.value.as_str(), under.iter().map(|entry| entry.value.as_str()).collect())
            })
            .collect();
        assert_eq!(groups, [("a", vec!["a/x/z", "a/x"]), ("b", vec!["b/x"]), ("c/y", vec![])]);
        // Names alike, none above the other.
        let sources = ["AFP", "AFP-TV"].map(|name| FacetEntry { parent: None, ..entry(name) });
        assert_eq!(grouped(&sources).len(), 2);
    }
}
