//! `vigie analyze`: the tokens and terms of a text.

use std::fmt::Write;

use super::ExitStatus;
use super::config::ConfigArgs;
use super::output::{self, Format};
use crate::codes::LanguageCode;
use crate::search::{AnalysisView, LanguageDecision, analyze_text};

#[derive(clap::Args, Debug)]
pub struct AnalyzeArgs {
    /// The text
    #[arg(value_name = "TEXT", required = true)]
    text: Vec<String>,
    /// Its language; detected when not given
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    config: ConfigArgs,
}

pub fn run(args: AnalyzeArgs) -> anyhow::Result<ExitStatus> {
    let rules = args.config.rules()?;
    let language: Option<LanguageCode> = match &args.language {
        Some(code) => Some(crate::query::language("--language", code, &rules.config)?),
        None => None,
    };
    let view = analyze_text(&rules.analyzer, &args.text.join(" "), language);
    match args.format {
        Format::Json => output::print_json(&view)?,
        Format::Text => output::print(table(&view)?)?,
    }
    Ok(ExitStatus::Done)
}

fn table(view: &AnalysisView) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    let decided_by = match view.decided_by {
        LanguageDecision::Given => "given",
        LanguageDecision::Detected => "detected",
    };
    writeln!(text, "language {} ({decided_by})", view.language)?;
    writeln!(text, "{:>4} {:>11}  {:<20} {:<20} stems", "pos", "bytes", "text", "form")?;
    let mut passages = view.passages.iter().peekable();
    for token in &view.tokens {
        while let Some(passage) = passages.next_if(|passage| passage.start <= token.start) {
            if view.passages.len() > 1 {
                writeln!(
                    text,
                    "     {:>11}  in {}",
                    format!("{}..{}", passage.start, passage.end),
                    passage.language
                )?;
            }
        }
        let bytes = format!("{}..{}", token.start, token.end);
        let stop = if token.stop_word { " (stop word)" } else { "" };
        let stems = [&token.stems[..], &token.parts].concat().join(" ");
        writeln!(
            text,
            "{:>4} {bytes:>11}  {:<20} {:<20} {stems}{stop}",
            token.position, token.text, token.form
        )?;
    }
    Ok(text)
}
