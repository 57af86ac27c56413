//! What is in the corpus: by month, language, source and topic, what is missing, and how tags are made.

use askama::Template;

use super::assets::AssetPaths;
use super::format::MonthName;
use super::locale::UiLocale;
use super::messages::Messages;
use super::search_box::SearchBox;
use super::search_page::facets::grouped;
use super::social::{Origin, SocialCard};
use super::urls::PageUrls;
use crate::date::PartialDate;
use crate::query::{FacetField, SearchParams};
use crate::search::{Facet, FacetEntry, Overview, SourceOverview, TimelineBucket};

/// Renders the page about the corpus of the service at `origin`.
///
/// # Errors
/// None on valid templates; the library's signature says otherwise.
pub fn render_about(
    overview: &Overview,
    locale: UiLocale,
    origin: Option<&Origin>,
) -> Result<String, askama::Error> {
    let m = locale.messages();
    // What is counted here are documents, so that a link finds as many.
    let params = SearchParams { group: Some("none".to_owned()), ..SearchParams::default() };
    let urls = PageUrls::new(params, locale);
    let month = |bucket: &TimelineBucket| bucket.start.first_day();
    let filled = || overview.months.iter().filter(|bucket| bucket.count > 0);
    let page = AboutPage {
        locale,
        m,
        assets: AssetPaths::new(),
        card: SocialCard::new(origin, &urls.at("/about")),
        search: SearchBox::new(&urls),
        title: m.about.title,
        span: filled().next().zip(filled().next_back()).map(|(first, last)| {
            let name = |bucket| locale.date(PartialDate::Month(month(bucket).year(), month(bucket).month()));
            (name(first), name(last))
        }),
        empty_months: overview.months.iter().filter(|bucket| bucket.count == 0).count() as u64,
        months: locale.month_names(),
        years: years(&overview.months, &urls, locale),
        language_count: overview.languages.values.len() as u64,
        languages: lines(&overview.languages, FacetField::Language, &urls),
        topics: lines(&overview.topics, FacetField::Topic, &urls),
        others: urls.others(|urls| urls.at("/about")),
        overview,
        urls,
    };
    page.render()
}

#[derive(Template)]
#[template(path = "about.html", config = ".askama.toml")]
struct AboutPage<'a> {
    locale: UiLocale,
    m: &'static Messages,
    assets: AssetPaths,
    card: Option<SocialCard>,
    search: SearchBox,
    title: &'static str,
    overview: &'a Overview,
    span: Option<(String, String)>,
    empty_months: u64,
    months: Vec<MonthName>,
    years: Vec<Row>,
    language_count: u64,
    languages: Vec<Line>,
    topics: Vec<Line>,
    others: Vec<(UiLocale, String)>,
    urls: PageUrls,
}

impl AboutPage<'_> {
    /// The years of a source: one, or from one to another.
    fn years_of(&self, source: &SourceOverview) -> String {
        match &source.years {
            None => String::new(),
            Some((first, last)) if first == last => first.clone(),
            Some((first, last)) => format!("{first}–{last}"),
        }
    }
}

/// A row of the table of months.
enum Row {
    /// A year with something in it.
    Year(YearRow),
    /// Years of which there is nothing.
    Gap(String),
}

struct YearRow {
    year: String,
    url: String,
    total: String,
    /// January to December.
    cells: Vec<Cell>,
}

struct Cell {
    count: u64,
    shown: String,
    url: String,
    /// 0 for nothing to 5 for the most: how dark it is.
    shade: usize,
    /// Before the first or after the last dated document: not a gap.
    is_outside: bool,
}

/// A value of a facet in a table.
struct Line {
    label: String,
    url: String,
    count: u64,
    is_under: bool,
}

fn years(months: &[TimelineBucket], urls: &PageUrls, locale: UiLocale) -> Vec<Row> {
    let most = months.iter().map(|bucket| bucket.count).max().unwrap_or(0).max(1);
    let mut rows: Vec<Row> = Vec::new();
    let mut gap: Option<(i16, i16)> = None;
    for year in months.chunk_by(|a, b| a.start.year() == b.start.year()) {
        let number = year[0].start.year();
        let total: u64 = year.iter().map(|bucket| bucket.count).sum();
        if total == 0 {
            gap = Some((gap.map_or(number, |(first, _)| first), number));
            continue;
        }
        rows.extend(gap.take().map(|gap| Row::Gap(span_of(gap, locale))));
        let cells = (1..=12).map(|month| {
            let bucket = year.iter().find(|bucket| bucket.start.first_day().month() == month);
            let count = bucket.map_or(0, |bucket| bucket.count);
            Cell {
                count,
                shown: locale.number(count),
                url: urls.in_dates(&format!("{number:04}-{month:02}")),
                // By square roots, so that a month of one is seen beside a month of a thousand.
                shade: ((count as f64 / most as f64).sqrt() * 5.0).ceil() as usize,
                is_outside: bucket.is_none(),
            }
        });
        rows.push(Row::Year(YearRow {
            year: locale.date(PartialDate::Year(number)),
            url: urls.in_dates(&format!("{number:04}")),
            total: locale.number(total),
            cells: cells.collect(),
        }));
    }
    // The latest first, as everywhere.
    rows.reverse();
    rows
}

fn span_of((first, last): (i16, i16), locale: UiLocale) -> String {
    let name = |year| locale.date(PartialDate::Year(year));
    if first == last { name(first) } else { format!("{}–{}", name(first), name(last)) }
}

fn lines(facet: &Facet, field: FacetField, urls: &PageUrls) -> Vec<Line> {
    let line = |entry: &FacetEntry, is_under: bool| Line {
        label: entry.label.clone(),
        url: urls.only(field, &entry.value),
        count: entry.count,
        is_under,
    };
    let with_those_under = |(top, under): (&FacetEntry, Vec<&FacetEntry>)| {
        let under: Vec<Line> = under.into_iter().map(|entry| line(entry, true)).collect();
        std::iter::once(line(top, false)).chain(under)
    };
    grouped(&facet.values).into_iter().flat_map(with_those_under).collect()
}
