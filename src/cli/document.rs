//! `vigie document`: one whole communiqué as the index has it.

use std::fmt::Write;

use super::ExitStatus;
use super::config::IndexLocation;
use super::open::open_searcher;
use super::output::{self, Format};
use super::search::marked;
use crate::codes::CommuniqueId;
use crate::query::{self, ParamError};
use crate::search::DocumentView;

#[derive(clap::Args, Debug)]
pub struct DocumentArgs {
    /// The document's id
    #[arg(value_name = "ID")]
    id: String,
    /// A query whose words are marked
    #[arg(long, value_name = "QUERY")]
    q: Option<String>,
    /// Language of labels
    #[arg(long, value_name = "CODE")]
    locale: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    location: IndexLocation,
}

pub fn run(args: DocumentArgs) -> anyhow::Result<ExitStatus> {
    let rules = args.location.config.rules()?;
    let locale = query::locale(args.locale.as_deref(), &rules.config)?;
    let id = args.id.parse().map_err(|error: crate::codes::CodeError| ParamError::new("id", error))?;
    let searcher = open_searcher(&args.location, &rules)?;
    let found = searcher.document(&id, args.q.as_deref(), locale)?.ok_or_else(|| no_document(&id))?;
    match args.format {
        Format::Json => output::print_json(&found)?,
        Format::Text => output::print(describe(&found)?)?,
    }
    Ok(ExitStatus::Done)
}

/// What is said when an id is not in the index.
pub fn no_document(id: &CommuniqueId) -> anyhow::Error {
    anyhow::anyhow!("there is no document with the id `{id}`; `vigie search` prints each hit's id below it")
}

fn describe(document: &DocumentView) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    let stated = |value: &Option<String>| value.clone().unwrap_or_else(|| "—".to_owned());
    writeln!(text, "{}\n", marked(&document.title_highlighted))?;
    let date = document.date.map_or_else(|| "undated".to_owned(), |date| date.to_string());
    writeln!(text, "{date}  {}  {}", stated(&document.source), stated(&document.url))?;
    let countries = document.countries.iter().map(|country| country.label.as_str());
    writeln!(text, "countries  {}", countries.collect::<Vec<_>>().join(", "))?;
    let topics = document.topics.iter().map(|topic| topic.label.as_str());
    writeln!(text, "topics     {}", topics.collect::<Vec<_>>().join(", "))?;
    let languages = document.languages.iter();
    let languages = languages.map(|part| format!("{} {:.0} %", part.label, part.share * 100.0));
    writeln!(text, "languages  {}\n", languages.collect::<Vec<_>>().join(", "))?;
    for passage in &document.passages {
        writeln!(text, "{}\n", marked(&passage.text_highlighted))?;
    }
    if document.family.size > 1 {
        writeln!(text, "{} copies:", document.family.size - 1)?;
    }
    for member in &document.family.members {
        writeln!(text, "  {}  {}  {}", member.id, stated(&member.source), member.title)?;
    }
    Ok(text)
}
