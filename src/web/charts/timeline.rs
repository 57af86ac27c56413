//! Counts over time: a bar a day, week, month or year, split by topic or country.

use askama::Template;
use jiff::ToSpan;

use super::scale::ticks;
use crate::date::PartialDate;
use crate::engine::Interval;
use crate::search::Timeline;
use crate::web::locale::UiLocale;
use crate::web::urls::PageUrls;

const WIDTH: f64 = 960.0;
const LEFT: f64 = 52.0;
const RIGHT: f64 = 10.0;
const TOP: f64 = 12.0;
const PLOT: f64 = 220.0;
const BOTTOM: f64 = 28.0;
/// Height of a row of the legend, and how many stand in one.
const LEGEND_ROW: f64 = 20.0;
const LEGEND_COLUMNS: usize = 3;
/// Values that a bar is split into; the rest is drawn as one.
const SERIES: usize = super::SERIES_FILLS.len() - 1;
/// The most bars that can be told apart and clicked.
const MAX_BARS: i64 = 130;
/// The most labels under the bars.
const MAX_LABELS: usize = 8;

/// What a timeline is drawn with.
#[derive(Debug, Clone, Copy)]
pub struct TimeChartOptions<'a> {
    /// The language of its words and numbers.
    pub locale: UiLocale,
    /// Where clicks lead.
    pub urls: &'a PageUrls,
    /// How long a bar is.
    pub interval: Interval,
    /// What to call all other values.
    pub others: &'a str,
}

/// A bar.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeBar {
    /// Its stretch of time, in words.
    pub label: String,
    /// Its stretch and its hits, for who points at it.
    title: String,
    /// Hits in it.
    pub count: u64,
    /// Hits by series, the rest last; empty when it is not split.
    pub by: Vec<u64>,
    /// The hits of it.
    pub url: String,
    /// Its first day, month or year.
    pub from: PartialDate,
    /// Its last.
    pub to: PartialDate,
    x: f64,
    width: f64,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq)]
struct Piece {
    y: f64,
    height: f64,
    series: usize,
}

/// Counts over time, as bars.
#[derive(Debug, Template)]
#[template(path = "charts/timeline.svg", config = ".askama.toml")]
pub struct TimeChart {
    /// The bars, earliest first.
    pub bars: Vec<TimeBar>,
    /// What each series is called, the rest last; empty when bars are not split.
    pub series: Vec<String>,
    axis: Vec<(f64, String)>,
    labels: Vec<(f64, String)>,
    top: f64,
}

/// The finest interval at which a stretch of years makes few enough bars, no finer than `wanted`.
pub fn fitting_interval(first: PartialDate, last: PartialDate, wanted: Option<Interval>) -> Interval {
    let days = i64::from(crate::date::days_since_epoch(last.last_day()))
        - i64::from(crate::date::days_since_epoch(first.first_day()))
        + 1;
    let bars = |interval: Interval| match interval {
        Interval::Day => days,
        Interval::Week => days / 7,
        Interval::Month => days / 30,
        Interval::Year => days / 365,
    };
    // What is asked for may be finer than what is chosen, as long as it can be drawn at all.
    let most = if wanted.is_some() { 3 * MAX_BARS } else { MAX_BARS };
    let fits = |interval: &Interval| bars(*interval) <= most;
    let from =
        Interval::ALL.into_iter().skip_while(|interval| wanted.is_some_and(|wanted| *interval != wanted));
    let mut coarser = from.collect::<Vec<_>>().into_iter();
    coarser.find(fits).unwrap_or(Interval::Year)
}

impl TimeChart {
    /// Draws `timeline`.
    pub fn new(timeline: &Timeline, options: &TimeChartOptions<'_>) -> TimeChart {
        let names = series(timeline);
        let is_split = timeline.by.is_some() && !names.is_empty();
        let counts: Vec<Vec<u64>> = timeline
            .buckets
            .iter()
            .map(|bucket| {
                if !is_split {
                    return vec![bucket.count];
                }
                let count_of = |value: &str| {
                    bucket.by.iter().find(|entry| entry.value == value).map_or(0, |entry| entry.count)
                };
                let listed = names.iter().map(|(value, _)| count_of(value));
                let is_listed = |value: &str| names.iter().any(|(name, _)| name == value);
                let rest =
                    bucket.by.iter().filter(|entry| entry.parent.is_none() && !is_listed(&entry.value));
                listed.chain([rest.map(|entry| entry.count).sum()]).collect()
            })
            .collect();
        let highest = counts.iter().map(|by| by.iter().sum::<u64>()).max().unwrap_or(0);
        let marks = ticks(highest);
        let most = marks.last().copied().unwrap_or(1).max(1) as f64;
        let mut series: Vec<String> = Vec::new();
        if is_split {
            series.extend(names.iter().map(|(_, label)| label.clone()));
            series.push(options.others.to_owned());
        }
        let top = TOP + LEGEND_ROW * series.len().div_ceil(LEGEND_COLUMNS) as f64;
        let step = (WIDTH - LEFT - RIGHT) / timeline.buckets.len().max(1) as f64;
        let bar = |(at, bucket): (usize, &crate::search::TimelineBucket)| {
            let (from, to) = (bucket.start, end_of(bucket.start, options.interval));
            let mut y = top + PLOT;
            let pieces = counts[at].iter().enumerate().filter(|(_, count)| **count > 0);
            let pieces = pieces.map(|(series, count)| {
                let height = (*count as f64 / most * PLOT).max(1.0);
                y -= height;
                Piece { y, height, series }
            });
            let label = stretch(options.locale, from, to);
            TimeBar {
                title: options.locale.pair(&label, &options.locale.number(bucket.count)),
                label,
                count: bucket.count,
                pieces: pieces.collect(),
                by: if is_split { counts[at].clone() } else { Vec::new() },
                url: options.urls.within(from, to),
                from,
                to,
                x: LEFT + at as f64 * step,
                width: step,
            }
        };
        let bars: Vec<TimeBar> = timeline.buckets.iter().enumerate().map(bar).collect();
        TimeChart {
            axis: marks
                .iter()
                .map(|mark| (top + PLOT - *mark as f64 / most * PLOT, options.locale.number(*mark)))
                .collect(),
            labels: labels(&bars, options),
            bars,
            series,
            top,
        }
    }

    /// A heading and a row a bar, for the table behind the picture and for CSV. Dates and numbers
    /// as machines write them.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let heading =
            ["from", "to", "count"].map(str::to_owned).into_iter().chain(self.series.iter().cloned());
        let rows = self.bars.iter().map(|bar| {
            let numbers = std::iter::once(bar.count).chain(bar.by.iter().copied());
            let dates = [bar.from.to_string(), bar.to.to_string()];
            dates.into_iter().chain(numbers.map(|number| number.to_string())).collect()
        });
        std::iter::once(heading.collect()).chain(rows).collect()
    }

    fn height(&self) -> f64 {
        self.top + PLOT + BOTTOM
    }

    fn bottom(&self) -> f64 {
        self.top + PLOT
    }

    fn width(&self) -> f64 {
        WIDTH
    }

    fn left(&self) -> f64 {
        LEFT
    }

    fn right(&self) -> f64 {
        WIDTH - RIGHT
    }

    /// The class and the colour of a piece: one shade where bars are not split.
    fn class(&self, series: &usize) -> usize {
        if self.series.is_empty() { 0 } else { (*series).min(SERIES) + 1 }
    }

    fn fill(&self, series: &usize) -> &'static str {
        if self.series.is_empty() { super::FILLS[5] } else { super::SERIES_FILLS[(*series).min(SERIES)] }
    }

    fn legend(&self) -> Vec<(f64, f64, usize, &str)> {
        let one = |(at, name)| {
            let (row, column) = (at / LEGEND_COLUMNS, at % LEGEND_COLUMNS);
            (LEFT + column as f64 * 300.0, 6.0 + row as f64 * LEGEND_ROW, at, name)
        };
        self.series.iter().map(String::as_str).enumerate().map(one).collect()
    }

    fn shown(&self, number: &f64) -> String {
        // A tenth of a unit is a fraction of a pixel.
        let text = format!("{:.1}", number);
        text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
    }
}

/// The values with the most hits over all the time: of a tree, those at its top, which the others are counted in.
fn series(timeline: &Timeline) -> Vec<(String, String)> {
    let mut sums: Vec<(String, String, u64)> = Vec::new();
    for entry in timeline.buckets.iter().flat_map(|bucket| &bucket.by).filter(|entry| entry.parent.is_none())
    {
        match sums.iter_mut().find(|(value, _, _)| *value == entry.value) {
            Some((_, _, sum)) => *sum += entry.count,
            None => sums.push((entry.value.clone(), entry.label.clone(), entry.count)),
        }
    }
    sums.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.1.cmp(&b.1)));
    sums.into_iter().take(SERIES).map(|(value, label, _)| (value, label)).collect()
}

fn end_of(start: PartialDate, interval: Interval) -> PartialDate {
    match interval {
        Interval::Week => match start.first_day().checked_add(6.days()) {
            Ok(sunday) => PartialDate::Day(sunday),
            Err(_) => start,
        },
        Interval::Day | Interval::Month | Interval::Year => start,
    }
}

fn stretch(locale: UiLocale, from: PartialDate, to: PartialDate) -> String {
    if from == to { locale.date(from) } else { format!("{} – {}", locale.date(from), locale.date(to)) }
}

/// Labels under the bars, evenly apart; months and years at the beginning of a year or of several.
fn labels(bars: &[TimeBar], options: &TimeChartOptions<'_>) -> Vec<(f64, String)> {
    let room = bars.len().div_ceil(MAX_LABELS).max(1);
    let nice: &[usize] = match options.interval {
        Interval::Year => &[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
        Interval::Month => &[1, 3, 6, 12, 24, 60, 120, 240, 600],
        Interval::Day | Interval::Week => &[],
    };
    let every = nice.iter().copied().find(|every| *every >= room).unwrap_or(room);
    let is_labelled = |(at, bar): &(usize, &TimeBar)| match options.interval {
        Interval::Year => usize::try_from(bar.from.year()).is_ok_and(|year| year % every == 0),
        Interval::Month => {
            let day = bar.from.first_day();
            let month = i64::from(day.year()) * 12 + i64::from(day.month()) - 1;
            usize::try_from(month).is_ok_and(|month| month % every == 0)
        }
        Interval::Day | Interval::Week => at % every == 0,
    };
    let labelled = bars.iter().enumerate().filter(is_labelled);
    let text = |bar: &TimeBar| match (options.interval, every) {
        (Interval::Month, 12..) => options.locale.date(PartialDate::Year(bar.from.year())),
        _ => options.locale.date(bar.from),
    };
    labelled.map(|(_, bar)| (bar.x + bar.width / 2.0, text(bar))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::SearchParams;
    use crate::search::{FacetEntry, TimelineBucket};

    fn date(text: &str) -> PartialDate {
        text.parse().unwrap()
    }

    fn entry(value: &str, count: u64) -> FacetEntry {
        let parent = value.rsplit_once('/').map(|(above, _)| above.to_owned());
        FacetEntry { value: value.to_owned(), label: value.to_uppercase(), count, selected: false, parent }
    }

    /// A bucket: its start, its count, and its counts by value.
    type Bucket<'a> = (&'a str, u64, &'a [(&'a str, u64)]);

    fn chart(buckets: &[Bucket<'_>], interval: Interval) -> TimeChart {
        let bucket = |(start, count, by): &Bucket<'_>| TimelineBucket {
            start: date(start),
            count: *count,
            by: by.iter().map(|(value, count)| entry(value, *count)).collect(),
        };
        let is_split = buckets.iter().any(|(_, _, by)| !by.is_empty());
        let timeline = Timeline {
            interval: interval.name().to_owned(),
            by: is_split.then(|| "topic".to_owned()),
            total: buckets.iter().map(|(_, count, _)| count).sum(),
            buckets: buckets.iter().map(bucket).collect(),
        };
        let urls = PageUrls::new(SearchParams::default(), UiLocale::French);
        let options = TimeChartOptions { locale: UiLocale::French, urls: &urls, interval, others: "autres" };
        TimeChart::new(&timeline, &options)
    }

    #[test]
    fn bars_are_as_high_as_their_counts() {
        let chart = chart(&[("2024-01", 10, &[]), ("2024-02", 0, &[]), ("2024-03", 5, &[])], Interval::Month);
        let heights: Vec<f64> =
            chart.bars.iter().map(|bar| bar.pieces.iter().map(|piece| piece.height).sum()).collect();
        assert_eq!(heights, [220.0, 0.0, 110.0]);
        assert_eq!(chart.bars[0].url, "/?from=2024-01&to=2024-01&locale=fr");
        let svg = chart.render().unwrap();
        assert!(svg.contains("janvier 2024") && !svg.contains("style="), "{svg}");
    }

    #[test]
    fn a_split_counts_the_top_of_a_tree_and_gathers_the_rest() {
        let by: &[(&str, u64)] =
            &[("a", 9), ("a/x", 4), ("b", 5), ("c", 4), ("d", 3), ("e", 2), ("f", 1), ("g", 1)];
        let chart = chart(&[("2024", 9, by)], Interval::Year);
        assert_eq!(chart.series, ["A", "B", "C", "D", "E", "autres"]);
        assert_eq!(chart.bars[0].by, [9, 5, 4, 3, 2, 2]);
        let rows = chart.rows();
        assert_eq!(rows[0], ["from", "to", "count", "A", "B", "C", "D", "E", "autres"]);
        assert_eq!(rows[1][..4], ["2024", "2024", "9", "9"]);
    }

    #[test]
    fn a_week_ends_on_its_sunday() {
        let chart = chart(&[("2024-06-17", 1, &[])], Interval::Week);
        assert_eq!(chart.bars[0].to, date("2024-06-23"));
    }

    #[track_caller]
    fn fits(first: &str, last: &str, wanted: Option<Interval>, expected: Interval) {
        assert_eq!(fitting_interval(date(first), date(last), wanted), expected, "{first} to {last}");
    }

    #[test]
    fn intervals_make_few_enough_bars() {
        fits("2024-06", "2024-06", None, Interval::Day);
        fits("2023", "2024", None, Interval::Week);
        fits("2015", "2024", None, Interval::Month);
        fits("1990", "2024", None, Interval::Year);
        fits("2015", "2024", Some(Interval::Year), Interval::Year);
        fits("1990", "2024", Some(Interval::Day), Interval::Year);
        fits("2024", "2024", Some(Interval::Day), Interval::Day);
    }

    #[test]
    fn labels_are_few_and_at_the_turn_of_years() {
        let months: Vec<String> =
            (0..120).map(|at| format!("{}-{:02}", 2010 + at / 12, at % 12 + 1)).collect();
        let buckets: Vec<Bucket<'_>> = months.iter().map(|month| (month.as_str(), 1, &[][..])).collect();
        let labels: Vec<String> =
            chart(&buckets, Interval::Month).labels.into_iter().map(|(_, text)| text).collect();
        assert_eq!(labels, ["2010", "2012", "2014", "2016", "2018"]);
    }
}
