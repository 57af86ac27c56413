//! `vigie suggest`: completions, as the search box offers them.

use super::ExitStatus;
use super::config::IndexLocation;
use super::open::open_searcher;
use super::output::{self, Format};
use crate::query;

#[derive(clap::Args, Debug)]
pub struct SuggestArgs {
    /// The query as typed so far
    #[arg(value_name = "TEXT", required = true)]
    text: Vec<String>,
    /// Language of labels
    #[arg(long, value_name = "CODE")]
    locale: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    location: IndexLocation,
}

pub fn run(args: SuggestArgs) -> anyhow::Result<ExitStatus> {
    let rules = args.location.config.rules()?;
    let locale = query::locale(args.locale.as_deref(), &rules.config)?;
    let searcher = open_searcher(&args.location, &rules)?;
    let found = searcher.suggest(&args.text.join(" "), locale)?;
    match args.format {
        Format::Json => output::print_json(&found)?,
        Format::Text => {
            for one in &found.suggestions {
                let kind = format!("{:?}", one.kind).to_lowercase();
                let count = one.count.map(|count| format!("  {count}")).unwrap_or_default();
                output::print(format_args!("{kind:<8} {}  {}{count}\n", one.value, one.label))?;
            }
        }
    }
    Ok(ExitStatus::Done)
}
