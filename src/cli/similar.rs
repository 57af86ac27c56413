//! `vigie similar`: the documents nearest to one.

use super::ExitStatus;
use super::config::IndexLocation;
use super::document::no_document;
use super::open::open_searcher;
use super::output::{self, Format};
use super::search::describe_hit;
use crate::query::ParamError;
use crate::search::{MAX_SIMILAR, SimilarDocuments};

#[derive(clap::Args, Debug)]
pub struct SimilarArgs {
    /// The document's id
    #[arg(value_name = "ID")]
    id: String,
    /// How many, 0 to 50
    #[arg(long, value_name = "N", default_value = "10", value_parser = clap::value_parser!(u32).range(0..=i64::from(MAX_SIMILAR)))]
    limit: u32,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    location: IndexLocation,
}

pub fn run(args: SimilarArgs) -> anyhow::Result<ExitStatus> {
    let rules = args.location.config.rules()?;
    let id = args.id.parse().map_err(|error: crate::codes::CodeError| ParamError::new("id", error))?;
    let searcher = open_searcher(&args.location, &rules)?;
    let hits = searcher.similar(&id, args.limit as usize)?.ok_or_else(|| no_document(&id))?;
    match args.format {
        Format::Json => output::print_json(&SimilarDocuments { hits })?,
        Format::Text => {
            let mut text = String::new();
            hits.iter().try_for_each(|hit| describe_hit(&mut text, hit))?;
            output::print(text)?;
        }
    }
    Ok(ExitStatus::Done)
}
