//! Results as a picture: a timeline, a map, a table of pairs.

use super::{Choice, Picture, SearchAnswer};
use crate::engine::Interval;
use crate::query::FacetField;
use crate::search::SearchResults;
use crate::web::assets::AssetPaths;
use crate::web::charts::{HeatMap, TimeChart, TimeChartOptions, WorldMap, WorldPlace};
use crate::web::locale::UiLocale;
use crate::web::page_view::Shape;
use crate::web::urls::PageUrls;

/// A picture as it stands on the page.
pub(super) enum PictureView {
    /// None: a list of hits.
    None,
    Time {
        chart: TimeChart,
        splits: Vec<Choice>,
        intervals: Vec<Choice>,
    },
    /// The map of the facets, and its countries in a list.
    Map {
        places: Vec<WorldPlace>,
    },
    Cross {
        heat: HeatMap,
        above: Option<String>,
    },
}

impl PictureView {
    pub fn new(answer: &SearchAnswer<'_>, urls: &PageUrls, locale: UiLocale) -> PictureView {
        match (answer.view.shape, answer.picture) {
            (Shape::Time, Picture::Time(timeline, interval)) => {
                let others = locale.messages().pictures.others;
                let options = TimeChartOptions { locale, urls, interval: *interval, others };
                PictureView::Time {
                    chart: TimeChart::new(timeline, &options),
                    splits: splits(answer, urls, locale),
                    intervals: intervals(*interval, urls, locale),
                }
            }
            (Shape::Map, _) => PictureView::Map { places: places(answer.results, urls, locale) },
            (Shape::Cross, Picture::Cross(table, within)) => PictureView::Cross {
                heat: HeatMap::new(table, (FacetField::Country, FacetField::Topic), within.as_deref(), urls),
                above: within.as_deref().map(|_| urls.without_field(FacetField::Topic)),
            },
            _ => PictureView::None,
        }
    }
}

fn splits(answer: &SearchAnswer<'_>, urls: &PageUrls, locale: UiLocale) -> Vec<Choice> {
    let m = locale.messages();
    let choices = [
        (m.pictures.unsplit, None),
        (m.fields.topic, Some(FacetField::Topic)),
        (m.fields.country, Some(FacetField::Country)),
    ];
    let choice = |(label, by)| Choice { label, url: urls.split_by(by), is_current: answer.view.by == by };
    choices.into_iter().map(choice).collect()
}

fn intervals(current: Interval, urls: &PageUrls, locale: UiLocale) -> Vec<Choice> {
    let m = locale.messages();
    let choice = |interval: Interval| {
        let label = match interval {
            Interval::Day => m.pictures.day,
            Interval::Week => m.pictures.week,
            Interval::Month => m.pictures.month,
            Interval::Year => m.pictures.year,
        };
        Choice { label, url: urls.in_interval(interval), is_current: interval == current }
    };
    Interval::ALL.into_iter().rev().map(choice).collect()
}

/// The countries of the facet, each with what a click on it does: tick it, or untick it.
pub fn places(results: &SearchResults, urls: &PageUrls, locale: UiLocale) -> Vec<WorldPlace> {
    let values =
        results.facets.get(FacetField::Country).map(|facet| facet.values.as_slice()).unwrap_or_default();
    let with = urls.adding(FacetField::Country);
    let place = |entry: &crate::search::FacetEntry| WorldPlace {
        code: entry.value.clone(),
        label: entry.label.clone(),
        title: locale.pair(&entry.label, &locale.count(&locale.messages().search.results, entry.count)),
        count: entry.count,
        url: if entry.selected {
            urls.without(FacetField::Country, &entry.value)
        } else {
            with.of(&entry.value)
        },
        is_selected: entry.selected,
    };
    values.iter().filter(|entry| entry.parent.is_none() && entry.count > 0).map(place).collect()
}

/// The map of the facet, its outlines shared by all maps.
pub(super) fn map(results: &SearchResults, urls: &PageUrls, locale: UiLocale) -> WorldMap {
    WorldMap::new(places(results, urls, locale), Some(AssetPaths::new().world))
}
