//! `vigie timeline`: matches over time.

use std::fmt::Write;

use super::ExitStatus;
use super::config::IndexLocation;
use super::open::open_searcher;
use super::output::{self, Format};
use super::search::FilterArgs;
use crate::query::{FacetField, SearchRequest};
use crate::search::{Timeline, interval};

/// The longest bar of the chart, in characters.
const BAR_CHARS: u64 = 40;

#[derive(clap::Args, Debug)]
pub struct TimelineArgs {
    /// The query whose matches are counted; every document when not given
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    filters: FilterArgs,
    /// day, week, month or year
    #[arg(long, value_name = "WIDTH")]
    interval: Option<String>,
    /// The facet every interval is split by, such as topic or country
    #[arg(long, value_name = "FIELD")]
    by: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    location: IndexLocation,
}

pub fn run(args: TimelineArgs) -> anyhow::Result<ExitStatus> {
    let rules = args.location.config.rules()?;
    let interval = interval(args.interval.as_deref())?;
    let by = args.by.as_deref().map(|name| FacetField::read("by", name)).transpose()?;
    let request = SearchRequest::check(&args.filters.params(&args.query), &rules.config)?;
    let searcher = open_searcher(&args.location, &rules)?;
    let timeline = searcher.timeline(&request, interval, by)?;
    match args.format {
        Format::Json => output::print_json(&timeline)?,
        Format::Text => output::print(describe(&timeline)?)?,
    }
    Ok(ExitStatus::Done)
}

fn describe(timeline: &Timeline) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    let most = timeline.buckets.iter().map(|bucket| bucket.count).max().unwrap_or(0).max(1);
    for bucket in &timeline.buckets {
        let bar = "▇".repeat((bucket.count * BAR_CHARS).div_ceil(most) as usize);
        writeln!(text, "{:<10} {:>7} {bar}", bucket.start.to_string(), bucket.count)?;
        for entry in bucket.by.iter().take(5) {
            writeln!(text, "{:>18} {}", entry.count, entry.label)?;
        }
    }
    let dated: u64 = timeline.buckets.iter().map(|bucket| bucket.count).sum();
    writeln!(text, "{} found, {} of them undated", timeline.total, timeline.total.saturating_sub(dated))?;
    Ok(text)
}
