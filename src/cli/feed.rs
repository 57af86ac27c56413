//! `vigie feed`: the newest matches as a feed, to publish as a file.

use url::form_urlencoded;

use super::ExitStatus;
use super::config::IndexLocation;
use super::open::open_searcher;
use super::output;
use super::search::FilterArgs;
use crate::query::{SearchRequest, Sort};
use crate::search::{self, FEED_ENTRIES, FeedFormat, FeedPlace};

#[derive(clap::Args, Debug)]
pub struct FeedArgs {
    /// The query to follow; every document when not given
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    filters: FilterArgs,
    /// The form
    #[arg(long, value_enum, default_value = "atom")]
    format: Form,
    /// Where the service is reached, for the links
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:7310")]
    base: String,
    /// Entries, 0 to 100; 50 when not given
    #[arg(long, value_name = "N")]
    limit: Option<String>,
    #[command(flatten)]
    location: IndexLocation,
}

#[derive(clap::ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Atom,
    Json,
}

pub fn run(args: FeedArgs) -> anyhow::Result<ExitStatus> {
    let rules = args.location.config.rules()?;
    let mut params = args.filters.params(&args.query);
    params.limit = args.limit;
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(params.to_pairs()).finish();
    params.limit.get_or_insert_with(|| FEED_ENTRIES.to_string());
    let mut request = SearchRequest::check(&params, &rules.config)?;
    request.sort = Sort::Newest;
    request.facets.clear();
    let searcher = open_searcher(&args.location, &rules)?;
    let changed = searcher.changed();
    let results = searcher.search(&request)?;
    let base = args.base.trim_end_matches('/');
    let format = match args.format {
        Form::Atom => FeedFormat::Atom,
        Form::Json => FeedFormat::Json,
    };
    output::print(search::feed(&results, &FeedPlace { base, query: &query, changed }, format))?;
    Ok(ExitStatus::Done)
}
