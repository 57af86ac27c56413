//! `--watch`: what changes under the paths is indexed as it changes.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::output;
use crate::corpus::{Told, Watcher};
use crate::pipeline::Vanished;

/// How soon a wish to stop is heard.
const HEARD_WITHIN: Duration = Duration::from_millis(200);

/// What `--watch` brings with it.
#[derive(clap::Args, Debug, Clone, Copy, Default)]
pub struct WatchArgs {
    /// Go on: index what is new or changed under the paths as it comes, and remove what is gone
    #[arg(long)]
    pub watch: bool,
    /// With --watch, keep the documents of files that are gone
    #[arg(long, requires = "watch")]
    pub keep_missing: bool,
}

impl WatchArgs {
    /// What becomes of documents whose source no longer holds them.
    pub fn vanished(self) -> Vanished {
        if self.watch && !self.keep_missing { Vanished::Removed } else { Vanished::Kept }
    }
}

/// Hands what changes to `update` until `stop` is set. What `update` cannot do is told, and tried again.
pub fn follow(
    watcher: &mut Watcher,
    stop: &AtomicBool,
    mut update: impl FnMut(Vec<PathBuf>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    while !stop.load(Ordering::Relaxed) {
        match watcher.wait(HEARD_WITHIN) {
            None => {}
            Some(Told::Problem(problem)) => output::warn(format_args!("vigie: {problem}"))?,
            Some(Told::Changed(paths)) => {
                if let Err(error) = update(paths.clone()) {
                    output::warn(format_args!("vigie: {error:#}; it is tried again"))?;
                    watcher.tell_again(paths);
                }
            }
        }
    }
    Ok(())
}
