//! `vigie index`: reads every supported file under each path into the index.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use anyhow::{Context, bail};
use indicatif::HumanBytes;

use super::ExitStatus;
use super::config::{IndexLocation, Rules};
use super::open::open_writer;
use super::output;
use super::progress::Progress;
use super::report::Report;
use super::stdin::Stoppable;
use super::watch::{WatchArgs, follow};
use crate::corpus::{Sources, Watcher};
use crate::pipeline::{Effect, Event, Ingest, Input, PipelineOptions, Summary};

#[derive(clap::Args, Debug)]
pub struct IndexArgs {
    /// Files and folders; `-` reads NDJSON from standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    location: IndexLocation,
    #[command(flatten)]
    watch: WatchArgs,
    /// Tell what would be done, and change nothing
    #[arg(long, conflicts_with = "watch")]
    dry_run: bool,
    /// Write what became of every document to this file, as NDJSON; what it says is done is durable
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Memory for the whole run, in MiB, at least 128
    #[arg(long, value_name = "MIB", default_value = "512", value_parser = clap::value_parser!(u32).range(128..))]
    memory: u32,
    /// Threads that enrich; one a core when not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    threads: Option<u16>,
    /// Documents after which what was done is made durable, if a minute has not passed before
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    commit_every: Option<u64>,
}

pub fn run(args: IndexArgs) -> anyhow::Result<ExitStatus> {
    let rules = args.location.config.rules()?;
    let mut options = PipelineOptions { vanished: args.watch.vanished(), ..PipelineOptions::default() };
    if let Some(threads) = args.threads {
        options.threads = usize::from(threads);
    }
    if let Some(documents) = args.commit_every {
        options.commit_every_documents = documents;
    }
    // A fifth for the writer and a tenth for what it knows of copies, an eighth for text under way (which its analysis
    // multiplies by sixteen; the largest text there may be takes twice that, and is analysed alone), a quarter for
    // sources while they are parsed, the rest for rules, caches, merges and buffers.
    let memory = args.memory as usize * (1 << 20);
    options.text_bytes_under_way = memory / 128;
    options.limits.text_bytes = memory / 64;
    options.reading_bytes = memory / 4;
    if args.dry_run {
        options.effect = Effect::DryRun;
    }
    let job = IndexJob { location: &args.location, rules: &rules, options, writer_memory: memory / 5 };
    let cancel = interrupted();
    let (sources, stdin) = sources_of(&args.paths, &args.location, &cancel)?;
    let mut report = match &args.report {
        None => None,
        Some(path) => Some(Report::create(path).with_context(|| format!("--report {}", path.display()))?),
    };
    let mut watcher = None;
    if args.watch.watch {
        if sources.roots().is_empty() {
            bail!("standard input cannot be watched; give --watch a file or a folder");
        }
        // From here on, so that nothing is missed between the run and the watch.
        watcher = Some(Watcher::start(&sources)?);
    }
    let mut ingest = job.ingest()?;
    let summary = job.run_first(&mut ingest, &sources, stdin, report.as_mut(), &cancel)?;
    if let (Some(watcher), false) = (&mut watcher, summary.cancelled) {
        output::tell("watching for changes (Ctrl-C ends)")?;
        follow(watcher, &cancel, |paths| {
            let summary = job.update(&mut ingest, &sources, paths, &cancel, &mut |event| {
                tell(&event, None, report.as_mut())
            })?;
            Ok(tell_update(&summary)?)
        })?;
        return Ok(ExitStatus::Done);
    }
    if !summary.cancelled {
        ingest.close()?;
    }
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

impl IndexJob<'_> {
    /// Opens the index to write.
    pub fn ingest(&self) -> anyhow::Result<Ingest> {
        let (location, rules, memory) = (self.location.clone(), self.rules.clone(), self.writer_memory);
        let open = move || open_writer(&location, &rules, memory);
        Ok(Ingest::new(Arc::clone(&self.rules.config), Arc::new(self.rules.enricher()), Box::new(open))?)
    }

    /// Indexes all there is, shows how far it is, and tells the outcome in one line.
    pub fn run_first(
        &self,
        ingest: &mut Ingest,
        sources: &Sources,
        stdin: Option<Input>,
        mut report: Option<&mut Report>,
        cancel: &AtomicBool,
    ) -> anyhow::Result<Summary> {
        let progress = Progress::new(Arc::clone(&self.options.progress), stdin.is_none());
        let started = Instant::now();
        let (mut documents, mut told) = (0, Ok(()));
        let mut inputs = inputs_of(sources, &self.options);
        inputs.extend(stdin);
        let summary = ingest.run(inputs, &self.options, cancel, &mut |event| {
            if told.is_ok() {
                told = tell(&event, Some(&progress), report.as_deref_mut());
            }
            if let Event::Document(_) = event {
                documents += 1;
                if documents % 64 == 0 {
                    progress.documents(documents);
                }
            }
        })?;
        progress.finish();
        told.context("cannot tell of the run")?;
        if let Some(report) = report {
            report.release().context("--report")?;
        }
        output::tell(one_line(&summary, started.elapsed().as_secs_f64(), self.options.effect))?;
        Ok(summary)
    }

    /// Brings the index up to date with what is at `paths` now.
    pub fn update(
        &self,
        ingest: &mut Ingest,
        sources: &Sources,
        paths: Vec<PathBuf>,
        cancel: &AtomicBool,
        tell: &mut dyn FnMut(Event<'_>) -> std::io::Result<()>,
    ) -> anyhow::Result<Summary> {
        update(ingest, sources, paths, &self.options, cancel, tell)
    }
}

/// Brings an index up to date with what is at `paths` now.
pub fn update(
    ingest: &mut Ingest,
    sources: &Sources,
    paths: Vec<PathBuf>,
    options: &PipelineOptions,
    cancel: &AtomicBool,
    tell: &mut dyn FnMut(Event<'_>) -> std::io::Result<()>,
) -> anyhow::Result<Summary> {
    let inputs = vec![Input::Changed { sources: sources.clone(), paths }];
    let mut told = Ok(());
    let summary = ingest.run(inputs, options, cancel, &mut |event| {
        if told.is_ok() {
            told = tell(event);
        }
    })?;
    told.context("cannot tell of the run")?;
    Ok(summary)
}

/// Tells what an update did, if it did anything.
pub fn tell_update(summary: &Summary) -> std::io::Result<()> {
    let changed = summary.added + summary.replaced + summary.removed + summary.failed > 0;
    if changed { output::tell(counts(summary)) } else { Ok(()) }
}

/// Tells of one event: what went wrong to people, everything to the report.
pub fn tell(
    event: &Event<'_>,
    progress: Option<&Progress>,
    report: Option<&mut Report>,
) -> std::io::Result<()> {
    let warn = |line: String| match progress {
        Some(progress) => progress.line(&line),
        None => output::warn(line),
    };
    match event {
        Event::Document(document) => {
            for warning in &document.warnings {
                warn(format!("{}: {warning}", document.origin))?;
            }
        }
        Event::Failed(error) => warn(error.to_string())?,
        Event::Source { .. } => progress.into_iter().for_each(Progress::update),
        Event::Removed { .. } | Event::Committed => {}
    }
    report.map_or(Ok(()), |report| report.add(event))
}

fn counts(summary: &Summary) -> String {
    let removed = if summary.removed > 0 { format!(", {} removed", summary.removed) } else { String::new() };
    format!(
        "{} added, {} replaced, {} unchanged, {} failed, {} warnings{removed}",
        summary.added, summary.replaced, summary.unchanged, summary.failed, summary.warnings,
    )
}

fn one_line(summary: &Summary, seconds: f64, effect: Effect) -> String {
    let would = if effect == Effect::DryRun { "dry run: " } else { "" };
    let cut = if summary.cancelled { "; stopped early, what was done is kept" } else { "" };
    let text = HumanBytes(summary.text_bytes);
    format!("{would}{}; {text} of text in {seconds:.1} s{cut}", counts(summary))
}

/// The files and folders among `paths`, and standard input where it is named.
fn sources_of(
    paths: &[PathBuf],
    location: &IndexLocation,
    cancel: &Arc<AtomicBool>,
) -> anyhow::Result<(Sources, Option<Input>)> {
    let (streams, files): (Vec<_>, Vec<_>) = paths.iter().cloned().partition(|path| path.as_os_str() == "-");
    if streams.len() > 1 {
        bail!("`-` stands twice, and standard input can be read once; give it once");
    }
    let stdin = || Stoppable::new(std::io::stdin(), Arc::clone(cancel));
    let stdin = (!streams.is_empty()).then(|| Input::Stream(Box::new(stdin())));
    Ok((sources(files, &location.index), stdin))
}

/// These files and folders; an index that lies among them is none of them.
pub fn sources(paths: Vec<PathBuf>, index: &Path) -> Sources {
    if !paths.is_empty() {
        // Only a folder that exists can be left out; one that cannot be made is told of when it is opened.
        drop(std::fs::create_dir_all(index));
    }
    Sources::new(paths).without(index)
}

fn inputs_of(sources: &Sources, options: &PipelineOptions) -> Vec<Input> {
    match options.vanished {
        _ if sources.roots().is_empty() => Vec::new(),
        crate::pipeline::Vanished::Kept => vec![Input::Paths(sources.clone())],
        // What went while nobody watched goes too.
        crate::pipeline::Vanished::Removed => {
            vec![Input::Changed { sources: sources.clone(), paths: sources.roots().to_vec() }]
        }
    }
}

/// A flag that the first `Ctrl-C` sets; the second ends the process at once.
pub fn interrupted() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&flag);
    // Without a handler `Ctrl-C` ends the process at once, and the index stands at its last commit.
    // In the background of a script it is ignored, and the request to terminate, which comes by the same handler, is not.
    let handled = ctrlc::set_handler(move || {
        if set.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    });
    if let Err(error) = handled {
        tracing::debug!(%error, "Ctrl-C is not handled");
    }
    flag
}
