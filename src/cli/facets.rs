//! `vigie facets`: the values of one facet with their counts, searched and paged.

use std::fmt::Write;

use super::ExitStatus;
use super::config::IndexLocation;
use super::open::open_searcher;
use super::output::{self, Format};
use super::search::FilterArgs;
use crate::query::{FacetField, SearchParams, SearchRequest};
use crate::search::FacetPage;

#[derive(clap::Args, Debug)]
pub struct FacetsArgs {
    /// country, mentioned_country, issuer_country, topic, language, source, organisation, person or year
    #[arg(value_name = "FIELD")]
    field: String,
    /// The query whose matches are counted; every document when not given
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    filters: FilterArgs,
    /// Only values whose value or label begins so
    #[arg(long, value_name = "TEXT")]
    prefix: Option<String>,
    /// Values, 0 to 500
    #[arg(long, value_name = "N")]
    facet_limit: Option<String>,
    /// `next_cursor` of the page before
    #[arg(long, value_name = "CURSOR", default_value = "0")]
    cursor: usize,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    location: IndexLocation,
}

pub fn run(args: FacetsArgs) -> anyhow::Result<ExitStatus> {
    let rules = args.location.config.rules()?;
    let field = FacetField::read("field", &args.field)?;
    let params = SearchParams { facet_limit: args.facet_limit, ..args.filters.params(&args.query) };
    let request = SearchRequest::check(&params, &rules.config)?;
    let searcher = open_searcher(&args.location, &rules)?;
    let page = searcher.facet_values(field, &request, args.prefix.as_deref(), args.cursor)?;
    match args.format {
        Format::Json => output::print_json(&page)?,
        Format::Text => output::print(describe(&page)?)?,
    }
    Ok(ExitStatus::Done)
}

fn describe(page: &FacetPage) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    for entry in &page.values {
        let tick = if entry.selected { "*" } else { " " };
        let label = if entry.label == entry.value { "" } else { &entry.label };
        writeln!(text, "{tick}{:>8}  {}  {label}", entry.count, entry.value)?;
    }
    writeln!(text, "{} values; {} in others, {} without any", page.distinct, page.other, page.missing)?;
    if let Some(cursor) = &page.next_cursor {
        writeln!(text, "next page    --cursor {cursor}")?;
    }
    Ok(text)
}
