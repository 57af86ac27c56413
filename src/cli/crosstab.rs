//! `vigie crosstab`: counts for each pair of values of two facets.

use std::fmt::Write;

use super::ExitStatus;
use super::config::IndexLocation;
use super::open::open_searcher;
use super::output;
use super::search::FilterArgs;
use crate::query::{SearchParams, SearchRequest, axes};
use crate::search::{Crosstab, csv_of_crosstab};

#[derive(clap::Args, Debug)]
pub struct CrosstabArgs {
    /// The query whose matches are counted; every document when not given
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    filters: FilterArgs,
    /// The facet of the rows; country when not given
    #[arg(long, value_name = "FIELD")]
    rows: Option<String>,
    /// The facet of the columns; topic when not given
    #[arg(long, value_name = "FIELD")]
    cols: Option<String>,
    /// Rows and columns, 0 to 500 of each
    #[arg(long, value_name = "N")]
    facet_limit: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
    #[command(flatten)]
    location: IndexLocation,
}

#[derive(clap::ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// For people: by value, since labels are too long for columns
    Text,
    Json,
    Csv,
}

pub fn run(args: CrosstabArgs) -> anyhow::Result<ExitStatus> {
    let rules = args.location.config.rules()?;
    let (rows, cols) = axes(args.rows.as_deref(), args.cols.as_deref())?;
    let params = SearchParams { facet_limit: args.facet_limit, ..args.filters.params(&args.query) };
    let request = SearchRequest::check(&params, &rules.config)?;
    let searcher = open_searcher(&args.location, &rules)?;
    let table = searcher.crosstab(&request, rows, cols)?;
    match args.format {
        Form::Json => output::print_json(&table)?,
        Form::Csv => output::print(csv_of_crosstab(&table)?)?,
        Form::Text => output::print(describe(&table)?)?,
    }
    Ok(ExitStatus::Done)
}

/// Rows by their labels; columns numbered, and named below.
fn describe(table: &Crosstab) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    let names = table.rows.iter().map(|row| row.label.chars().count());
    let wide = names.max().unwrap_or(0).clamp(8, 40);
    write!(text, "{:<wide$}", table.rows_field)?;
    (1..=table.cols.len()).try_for_each(|number| write!(text, " {:>6}", format!("({number})")))?;
    writeln!(text, " {:>7}", "total")?;
    for (row, cells) in table.rows.iter().zip(&table.cells) {
        let label: String = row.label.chars().take(wide).collect();
        write!(text, "{label:<wide$}")?;
        cells.iter().try_for_each(|count| write!(text, " {count:>6}"))?;
        writeln!(text, " {:>7}", row.count)?;
    }
    write!(text, "{:<wide$}", "total")?;
    table.cols.iter().try_for_each(|col| write!(text, " {:>6}", col.count))?;
    writeln!(text, " {:>7}\n\n{}", table.total, table.cols_field)?;
    for (at, col) in table.cols.iter().enumerate() {
        writeln!(text, "  ({}) {}", at + 1, col.label)?;
    }
    Ok(text)
}
