//! `vigie index`: reads every supported file under each path into the index.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use anyhow::{Context, bail};
use indicatif::HumanBytes;
use serde::Serialize;

use super::ExitStatus;
use super::config::{IndexLocation, Rules};
use super::open::open_writer;
use super::output;
use super::progress::Progress;
use crate::engine::WriteOutcome;
use crate::pipeline::{self, Effect, Event, Input, PipelineOptions, Summary};

#[derive(clap::Args, Debug)]
pub struct IndexArgs {
    /// Files and folders; `-` reads NDJSON from standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    location: IndexLocation,
    /// Tell what would be done, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Write what became of every document to this file, as NDJSON
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Memory for the whole run, in MiB, at least 128
    #[arg(long, value_name = "MIB", default_value = "512", value_parser = clap::value_parser!(u32).range(128..))]
    memory: u32,
    /// Threads that enrich; one a core when not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    threads: Option<u16>,
}

pub fn run(args: IndexArgs) -> anyhow::Result<ExitStatus> {
    let rules = args.location.config.rules()?;
    let mut options = PipelineOptions::default();
    if let Some(threads) = args.threads {
        options.threads = usize::from(threads);
    }
    // A share for the writer, a sixteenth as text under way (which its analysis multiplies), the rest for
    // rules, caches and buffers.
    let memory = args.memory as usize * (1 << 20);
    options.text_bytes_under_way = memory / 64;
    if args.dry_run {
        options.effect = Effect::DryRun;
    }
    let job = IndexJob { location: &args.location, rules: &rules, options, writer_memory: memory / 4 };
    let summary = job.run(&args.paths, args.report.as_deref())?;
    let nothing_read = summary.documents() == 0 && summary.failed > 0;
    Ok(if nothing_read || summary.cancelled { ExitStatus::Failed } else { ExitStatus::Done })
}

/// One run of the pipeline with everything around it.
pub struct IndexJob<'a> {
    /// The index.
    pub location: &'a IndexLocation,
    /// The rules.
    pub rules: &'a Rules,
    /// How to index.
    pub options: PipelineOptions,
    /// Memory for what the writer holds before it is on disk, in bytes.
    pub writer_memory: usize,
}

/// A line of the report.
#[derive(Serialize)]
struct ReportLine<'a> {
    origin: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    outcome: &'static str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    warnings: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

impl IndexJob<'_> {
    /// Indexes `paths`, shows how far it is, and tells the outcome in one line.
    pub fn run(self, paths: &[PathBuf], report: Option<&Path>) -> anyhow::Result<Summary> {
        let enricher = self.rules.enricher();
        let mut writer = open_writer(self.location, self.rules, self.writer_memory)?;
        let mut report = match report {
            None => None,
            Some(path) => {
                let file = File::create(path).with_context(|| format!("--report {}", path.display()))?;
                Some(BufWriter::new(file))
            }
        };
        let cancel = interrupted();
        let progress = Progress::new(total_bytes(paths));
        let started = Instant::now();
        let (mut documents, mut told) = (0, Ok(()));
        let summary = pipeline::run(
            inputs(paths)?,
            (&self.rules.config, &enricher),
            &mut *writer,
            &self.options,
            &cancel,
            &mut |event| {
                if told.is_ok() {
                    told = tell(&event, &progress, report.as_mut());
                }
                if let Event::Document(_) = event {
                    documents += 1;
                    if documents % 64 == 0 {
                        progress.documents(documents);
                    }
                }
            },
        )?;
        progress.finish();
        told.context("cannot tell of the run")?;
        if let Some(mut report) = report {
            report.flush().context("--report")?;
        }
        output::tell(one_line(&summary, started.elapsed().as_secs_f64(), self.options.effect))?;
        Ok(summary)
    }
}

fn tell(event: &Event<'_>, progress: &Progress, report: Option<&mut BufWriter<File>>) -> std::io::Result<()> {
    let line = match event {
        Event::Source { bytes, .. } => {
            progress.source(*bytes);
            return Ok(());
        }
        Event::Committed => return Ok(()),
        Event::Document(document) => {
            for warning in &document.warnings {
                progress.line(&format!("{}: {warning}", document.origin))?;
            }
            let outcome = match document.outcome {
                WriteOutcome::Added => "added",
                WriteOutcome::Replaced => "replaced",
                WriteOutcome::Unchanged => "unchanged",
            };
            ReportLine {
                origin: &document.origin,
                line: None,
                id: Some(document.id.as_str()),
                outcome,
                warnings: &document.warnings,
                error: None,
            }
        }
        Event::Failed(error) => {
            progress.line(&error.to_string())?;
            ReportLine {
                origin: &error.origin,
                line: error.line,
                id: None,
                outcome: "failed",
                warnings: &[],
                error: Some(error.kind.to_string()),
            }
        }
    };
    if let Some(report) = report {
        serde_json::to_writer(&mut *report, &line)?;
        report.write_all(b"\n")?;
    }
    Ok(())
}

fn one_line(summary: &Summary, seconds: f64, effect: Effect) -> String {
    let would = if effect == Effect::DryRun { "dry run: " } else { "" };
    let cut = if summary.cancelled { "; stopped early, what was done is kept" } else { "" };
    format!(
        "{would}{} added, {} replaced, {} unchanged, {} failed, {} warnings; {} of text in {seconds:.1} s{cut}",
        summary.added,
        summary.replaced,
        summary.unchanged,
        summary.failed,
        summary.warnings,
        HumanBytes(summary.text_bytes),
    )
}

fn inputs(paths: &[PathBuf]) -> anyhow::Result<Vec<Input>> {
    let (streams, files): (Vec<_>, Vec<_>) = paths.iter().cloned().partition(|path| path.as_os_str() == "-");
    if streams.len() > 1 {
        bail!("`-` stands twice, and standard input can be read once; give it once");
    }
    let mut inputs = Vec::new();
    if !files.is_empty() {
        inputs.push(Input::Paths(files));
    }
    if !streams.is_empty() {
        inputs.push(Input::Stream(Box::new(std::io::stdin())));
    }
    Ok(inputs)
}

/// Bytes of the files named, to show how far a run is; 0 when standard input is read, whose end is not known.
fn total_bytes(paths: &[PathBuf]) -> u64 {
    if paths.iter().any(|path| path.as_os_str() == "-") {
        return 0;
    }
    let files = crate::corpus::walk(paths).filter_map(Result::ok);
    files.filter_map(|file| std::fs::metadata(file.path).ok()).map(|metadata| metadata.len()).sum()
}

/// A flag that the first `Ctrl-C` sets; the second ends the process at once.
fn interrupted() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&flag);
    // Without a handler `Ctrl-C` ends the process at once, and the index stands at its last commit.
    let handled = ctrlc::try_set_handler(move || {
        if set.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    });
    if let Err(error) = handled {
        tracing::debug!(%error, "Ctrl-C is not handled");
    }
    flag
}
