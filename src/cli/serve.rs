//! `vigie serve`: the HTTP service and the page; and the main job, which indexes the samples first.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, bail};
use axum::http::HeaderValue;

use super::ExitStatus;
use super::config::{ConfigArgs, IndexLocation, sample_corpus};
use super::index::{IndexJob, interrupted, sources, tell, tell_update, update};
use super::open::open_searcher;
use super::output;
use super::watch::{WatchArgs, follow};
use crate::corpus::{Sources, Watcher};
use crate::http::{self, DocumentWriter, LayerOptions, ServiceState};
use crate::pipeline::PipelineOptions;

/// Memory for what the writer holds before it is on disk, in bytes: the default of `vigie index --memory`.
const WRITER_MEMORY: usize = 102 << 20;

#[derive(clap::Args, Debug)]
pub struct ServeArgs {
    #[command(flatten)]
    location: IndexLocation,
    /// Address and port to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:7310")]
    listen: SocketAddr,
    /// Index these files and folders first, incrementally
    #[arg(long, value_name = "PATH", num_args = 1.., required_if_eq("watch", "true"))]
    corpus: Vec<PathBuf>,
    #[command(flatten)]
    watch: WatchArgs,
    /// A key that may write (POST and DELETE /api/v1/documents); repeat for several
    #[arg(
        long = "key",
        value_name = "KEY",
        env = "VIGIE_KEYS",
        value_delimiter = ',',
        hide_env_values = true
    )]
    keys: Vec<String>,
    /// An origin whose pages may read the API (CORS), `*` for every one; repeat for several
    #[arg(long, value_name = "ORIGIN")]
    cors_origin: Vec<HeaderValue>,
}

/// What `vigie` does without a command: indexes the folder `corpus`, then serves.
pub fn run_main_job() -> anyhow::Result<ExitStatus> {
    let Some(corpus) = sample_corpus() else {
        bail!(
            "there is no folder `corpus` here to index; `vigie serve --corpus PATH` indexes another, \
             `vigie --help` tells the rest"
        );
    };
    let index = std::env::var_os("VIGIE_INDEX").map_or_else(|| PathBuf::from("vigie-index"), PathBuf::from);
    run(ServeArgs {
        location: IndexLocation { index, config: ConfigArgs::default() },
        listen: SocketAddr::from(([127, 0, 0, 1], 7310)),
        corpus: vec![corpus],
        watch: WatchArgs::default(),
        keys: Vec::new(),
        cors_origin: Vec::new(),
    })
}

pub fn run(args: ServeArgs) -> anyhow::Result<ExitStatus> {
    let log = tracing_subscriber::EnvFilter::try_from_env("VIGIE_LOG").unwrap_or_else(|_| "warn".into());
    // A second subscriber is refused: whoever runs this in one process with others has theirs.
    drop(tracing_subscriber::fmt().with_env_filter(log).with_writer(std::io::stderr).try_init());

    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.context("cannot start the runtime")?;
    // The address first: a port in use is known before a long indexing, not after.
    let listener = runtime.block_on(http::bind(args.listen))?;
    let rules = args.location.config.rules()?;
    let sources = sources(args.corpus, &args.location.index);
    // From here on, so that nothing is missed between the first run and the watch.
    let watcher = if args.watch.watch { Some(Watcher::start(&sources)?) } else { None };
    let options = PipelineOptions { vanished: args.watch.vanished(), ..PipelineOptions::default() };
    let location = &args.location;
    let job = IndexJob { location, rules: &rules, options: options.clone(), writer_memory: WRITER_MEMORY };
    let mut ingest = None;
    if !sources.roots().is_empty() {
        let ingest = ingest.insert(job.ingest()?);
        if job.run_first(ingest, &sources, None, None, &interrupted())?.cancelled {
            return Ok(ExitStatus::Failed);
        }
    }
    let searcher = open_searcher(&args.location, &rules)?;
    let writer = if args.keys.is_empty() && watcher.is_none() {
        // Nobody writes through the service: another process may.
        drop(ingest);
        None
    } else {
        let ingest = ingest.map_or_else(|| job.ingest(), Ok)?;
        Some(DocumentWriter::start(ingest, searcher.clone()))
    };
    let documents = searcher.engine().document_count();
    let state = ServiceState::new(searcher, writer.clone(), args.keys);
    let service = http::router(state, &LayerOptions { cors_origins: args.cors_origin });
    let address = listener.local_addr().context("cannot tell the address")?;
    output::tell(format_args!("serving {documents} communiqués at http://{address}/ (Ctrl-C ends)"))?;
    let stop = Arc::new(AtomicBool::new(false));
    std::thread::scope(|scope| {
        if let (Some(mut watcher), Some(writer)) = (watcher, writer) {
            let (stop, sources) = (Arc::clone(&stop), sources);
            scope.spawn(move || {
                let followed = follow(&mut watcher, &stop, |paths| {
                    write_changes(&writer, &sources, paths, &options, &stop)
                });
                if let Err(error) = followed {
                    tracing::error!(%error, "changes are not followed any more");
                }
            });
        }
        let served = runtime.block_on(http::serve(listener, service));
        stop.store(true, Ordering::Relaxed);
        served
    })?;
    Ok(ExitStatus::Done)
}

/// Brings the index up to date through the service's own writer, in turn with what clients write.
fn write_changes(
    writer: &DocumentWriter,
    sources: &Sources,
    paths: Vec<PathBuf>,
    options: &PipelineOptions,
    stop: &Arc<AtomicBool>,
) -> anyhow::Result<()> {
    let (sources, options, stop) = (sources.clone(), options.clone(), Arc::clone(stop));
    let done = writer.work(move |ingest| {
        update(ingest, &sources, paths, &options, &stop, &mut |event| tell(&event, None, None))
    });
    let summary = done.context("the writer has stopped")??;
    Ok(tell_update(&summary)?)
}
