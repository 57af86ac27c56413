//! The command line: one file a command.
//!
//! Owns what is printed and the exit code. [`run`] is the whole program, so that it can be tested;
//! `main` only calls it.

mod analyze;
mod config;
mod crosstab;
mod delete;
mod document;
mod eval;
mod exit;
mod export;
mod facets;
mod feed;
mod index;
mod inspect;
mod open;
mod output;
mod progress;
mod report;
mod search;
mod serve;
mod similar;
mod stdin;
mod suggest;
mod taxonomy;
mod timeline;
mod verify;
mod watch;

use std::ffi::OsString;

use clap::{Parser, Subcommand};

pub use exit::ExitStatus;

/// Search in multilingual security communiqués.
///
/// Without a command: indexes the folder `corpus` and serves the page and the API.
#[derive(Parser, Debug)]
#[command(name = "vigie", version, about, long_about = None, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Read every supported file under each PATH into the index
    Index(index::IndexArgs),
    /// Serve the page and the API over HTTP
    Serve(serve::ServeArgs),
    /// Search, in the terminal
    Search(search::SearchArgs),
    /// Complete a query, as the search box does
    Suggest(suggest::SuggestArgs),
    /// Count the values of one facet
    Facets(facets::FacetsArgs),
    /// Count matches over time
    Timeline(timeline::TimelineArgs),
    /// Count matches for each pair of values of two facets
    Crosstab(crosstab::CrosstabArgs),
    /// Show one whole document of the index
    Document(document::DocumentArgs),
    /// Find the documents nearest to one
    Similar(similar::SimilarArgs),
    /// Write the newest matches as a feed
    Feed(feed::FeedArgs),
    /// List the countries, topics and languages there are
    Taxonomy(taxonomy::TaxonomyArgs),
    /// Remove documents by id
    Delete(delete::DeleteArgs),
    /// Show what the indexer makes of one file
    Inspect(inspect::InspectArgs),
    /// Show the tokens and terms of a text
    Analyze(analyze::AnalyzeArgs),
    /// Score enrichment and ranking against a gold file
    Eval(eval::EvalArgs),
    /// Check an index end to end
    Verify(verify::VerifyArgs),
    /// Stream every match
    Export(export::ExportArgs),
}

/// Runs the program with these arguments, the first being its name.
pub fn run(arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> ExitStatus {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors, and go to stdout.
            let status = if error.use_stderr() { ExitStatus::WrongUsage } else { ExitStatus::Done };
            return if error.print().is_err() { ExitStatus::Failed } else { status };
        }
    };
    let done = match cli.command {
        None => serve::run_main_job(),
        Some(Command::Index(args)) => index::run(args),
        Some(Command::Serve(args)) => serve::run(args),
        Some(Command::Search(args)) => search::run(args),
        Some(Command::Suggest(args)) => suggest::run(args),
        Some(Command::Facets(args)) => facets::run(args),
        Some(Command::Timeline(args)) => timeline::run(args),
        Some(Command::Crosstab(args)) => crosstab::run(args),
        Some(Command::Document(args)) => document::run(args),
        Some(Command::Similar(args)) => similar::run(args),
        Some(Command::Feed(args)) => feed::run(args),
        Some(Command::Taxonomy(args)) => taxonomy::run(args),
        Some(Command::Delete(args)) => delete::run(args),
        Some(Command::Inspect(args)) => inspect::run(args),
        Some(Command::Analyze(args)) => analyze::run(args),
        Some(Command::Eval(args)) => eval::run(args),
        Some(Command::Verify(args)) => verify::run(args),
        Some(Command::Export(args)) => export::run(args),
    };
    match done {
        Ok(status) => status,
        // The reader went away: it has what it wanted.
        Err(error) if output::is_broken_pipe(&error) => ExitStatus::Done,
        Err(error) => {
            let usage = error.chain().any(|cause| cause.is::<crate::query::ParamError>());
            // Nothing is left to tell when stderr is gone.
            let _ = output::warn(format_args!("vigie: {}", one_line(&error)));
            if usage { ExitStatus::WrongUsage } else { ExitStatus::Failed }
        }
    }
}

/// An error with its causes on one line. Many of our errors say their cause already: it is not said twice.
fn one_line(error: &anyhow::Error) -> String {
    let mut line = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if line.is_empty() {
            line = cause;
        } else if !line.contains(&cause) {
            line = format!("{line}: {cause}");
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        super::Cli::command().debug_assert();
    }
}
