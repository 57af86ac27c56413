//! `vigie taxonomy`: the countries, topics and languages there are, with their names.

use std::fmt::Write;

use super::ExitStatus;
use super::config::ConfigArgs;
use super::output::{self, Format};
use crate::codes::LanguageCode;
use crate::query;
use crate::search::{Taxonomy, taxonomy};

#[derive(clap::Args, Debug)]
pub struct TaxonomyArgs {
    /// Language of the names that are printed as text; JSON has them all
    #[arg(long, value_name = "CODE")]
    locale: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    config: ConfigArgs,
}

pub fn run(args: TaxonomyArgs) -> anyhow::Result<ExitStatus> {
    let rules = args.config.rules()?;
    let locale = query::locale(args.locale.as_deref(), &rules.config)?;
    let all = taxonomy(&rules.config);
    match args.format {
        Format::Json => output::print_json(&all)?,
        Format::Text => output::print(describe(&all, locale)?)?,
    }
    Ok(ExitStatus::Done)
}

fn describe(all: &Taxonomy, locale: LanguageCode) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    writeln!(text, "topics")?;
    for topic in &all.topics {
        let label = topic.labels.get(&locale).map_or("", String::as_str);
        writeln!(text, "  {:<42} {label}", topic.path.as_str())?;
    }
    writeln!(text, "\nlanguages")?;
    for language in &all.languages {
        let label = language.labels.get(&locale).map_or(language.name.as_str(), String::as_str);
        writeln!(text, "  {:<8} {label}", language.code.as_str())?;
    }
    writeln!(text, "\ncountries")?;
    for country in &all.countries {
        let label = country.labels.get(&locale).map_or("", String::as_str);
        writeln!(text, "  {:<8} {label}", country.code.as_str())?;
    }
    Ok(text)
}
