//! `vigie export`: every match, streamed to stdout.

use std::io::{self, BufWriter, Write};

use super::ExitStatus;
use super::config::IndexLocation;
use super::open::open_searcher;
use super::search::FilterArgs;
use crate::query::SearchRequest;
use crate::search::{ExportFormat, ExportWriter};

#[derive(clap::Args, Debug)]
pub struct ExportArgs {
    /// The query; every document when not given
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    filters: FilterArgs,
    /// The form
    #[arg(long, value_enum, default_value = "ndjson")]
    format: Form,
    /// Begin CSV with a byte order mark, which Excel needs to see UTF-8
    #[arg(long)]
    bom: bool,
    #[command(flatten)]
    location: IndexLocation,
}

#[derive(clap::ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Ndjson,
    Csv,
}

pub fn run(args: ExportArgs) -> anyhow::Result<ExitStatus> {
    let rules = args.location.config.rules()?;
    let searcher = open_searcher(&args.location, &rules)?;
    let request = SearchRequest::check(&args.filters.params(&args.query), &rules.config)?;
    let mut writer = ExportWriter::new(match (args.format, args.bom) {
        (Form::Ndjson, _) => ExportFormat::Ndjson,
        (Form::Csv, false) => ExportFormat::Csv,
        (Form::Csv, true) => ExportFormat::CsvWithBom,
    });
    let mut out = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    let mut failed = writer.begin(&mut out).err();
    searcher.export(&request, &mut |document| match writer.write(&document, &mut out) {
        Ok(()) => true,
        Err(error) => {
            failed = Some(error);
            false
        }
    })?;
    match failed {
        Some(error) => Err(error.into()),
        None => Ok(out.flush().map(|()| ExitStatus::Done)?),
    }
}
