//! `vigie inspect`: what the indexer makes of one file.

use std::fmt::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;

use anyhow::{Context, bail};

use super::ExitStatus;
use super::config::ConfigArgs;
use super::output::{self, Format};
use crate::communique::{CountryRole, EnrichedCommunique, Evidence};
use crate::corpus::{ReadLimits, read, source_file};
use crate::enrich::EnrichmentCache;

#[derive(clap::Args, Debug)]
pub struct InspectArgs {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    config: ConfigArgs,
}

pub fn run(args: InspectArgs) -> anyhow::Result<ExitStatus> {
    let rules = args.config.rules()?;
    let enricher = rules.enricher();
    let file = source_file(&args.file)?;
    let mut cache = EnrichmentCache::default();
    let mut documents = Vec::new();
    let mut failures: Vec<crate::corpus::ReadError> = Vec::new();
    read(&file, &ReadLimits::default(), &mut |found| {
        match found.and_then(|document| document.check(&rules.config)) {
            Ok(checked) => {
                let enriched = enricher.enrich(checked.communique, &mut cache);
                documents.push((enriched.document, checked.warnings));
            }
            Err(error) => failures.push(error),
        }
        ControlFlow::Continue(())
    });
    for error in &failures {
        output::warn(error)?;
    }
    if documents.is_empty() {
        bail!("{}: no communiqué could be read from it", args.file.display());
    }
    for (document, warnings) in &documents {
        for warning in warnings {
            output::warn(format_args!("{}: {warning}", document.id))?;
        }
        match args.format {
            Format::Json => output::print_json(document)?,
            Format::Text => output::print(describe(document).context("cannot format the document")?)?,
        }
    }
    Ok(if failures.is_empty() { ExitStatus::Done } else { ExitStatus::Failed })
}

fn describe(document: &EnrichedCommunique) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    let stated = |value: &Option<String>| value.clone().unwrap_or_else(|| "—".to_owned());
    writeln!(text, "id        {}", document.id)?;
    writeln!(text, "title     {}", document.title)?;
    let date = document.date.map_or_else(|| "—".to_owned(), |date| date.to_string());
    writeln!(text, "date      {date}")?;
    writeln!(text, "place     {}", stated(&document.place))?;
    writeln!(text, "source    {}", stated(&document.source))?;
    let issuer = document.issuer_country.map_or_else(|| "—".to_owned(), |code| code.to_string());
    writeln!(text, "issuer    {issuer}")?;
    let shares: Vec<String> = document
        .languages
        .iter()
        .map(|share| format!("{} {:.0} %", share.language, share.share * 100.0))
        .collect();
    writeln!(text, "languages {}", shares.join(", "))?;

    writeln!(text, "\ncountries")?;
    for tag in &document.countries {
        let role = match tag.role {
            CountryRole::Primary => "primary",
            CountryRole::Mentioned => "mentioned",
        };
        writeln!(text, "  {:<6} {role:<9} {:>6.2}", tag.code, tag.score)?;
        evidence(&mut text, document, &tag.evidence)?;
    }
    writeln!(text, "\ntopics")?;
    for tag in &document.topics {
        writeln!(text, "  {:<40} {:>6.2}", tag.path, tag.score)?;
        evidence(&mut text, document, &tag.evidence)?;
    }
    for (heading, tags) in [("organisations", &document.organisations), ("persons", &document.persons)] {
        if !tags.is_empty() {
            writeln!(text, "\n{heading}")?;
        }
        for tag in tags {
            writeln!(text, "  {}", tag.name)?;
        }
    }
    writeln!(text, "\npassages")?;
    for passage in &document.passages {
        let words = document.body.get(passage.range.clone()).unwrap_or_default();
        let start: String = words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(60).collect();
        let role = format!("{:?}", passage.role).to_lowercase();
        writeln!(text, "  {:>7} {} {role:<11} {start}", passage.range.start, passage.language)?;
    }
    writeln!(text)?;
    Ok(text)
}

/// The most pieces of evidence shown for one tag; JSON has them all.
const SHOWN_EVIDENCE: usize = 8;

fn evidence(text: &mut String, document: &EnrichedCommunique, list: &[Evidence]) -> std::fmt::Result {
    for piece in list.iter().take(SHOWN_EVIDENCE) {
        let place = format!("{:?}", piece.place).to_lowercase();
        let words = document.text_of(piece.place).get(piece.range.clone()).unwrap_or_default();
        let (start, weight) = (piece.range.start, piece.weight);
        writeln!(text, "    {weight:>+6.2} {place}:{start:<6} « {words} » {}", piece.rule)?;
    }
    if list.len() > SHOWN_EVIDENCE {
        writeln!(text, "           and {} more", list.len() - SHOWN_EVIDENCE)?;
    }
    Ok(())
}
