//! The progress bar, on a terminal only.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::pipeline::ReadProgress;

/// Shows how far a run is: documents, rate, and the time left.
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
    read: Arc<ReadProgress>,
}

impl Progress {
    /// A bar over what is found and read on a terminal, nothing elsewhere; without an end when standard input is read
    /// too, whose end is not known.
    pub fn new(read: Arc<ReadProgress>, has_end: bool) -> Progress {
        let bar = match (std::io::stderr().is_terminal(), has_end) {
            (false, _) => ProgressBar::hidden(),
            (true, false) => ProgressBar::new_spinner(),
            (true, true) => ProgressBar::new(0),
        };
        let form = if has_end { "{bar:30} {percent:>3} % · {eta} left · {msg}" } else { "{spinner} {msg}" };
        if let Ok(style) = ProgressStyle::with_template(form) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress { bar, started: Instant::now(), read }
    }

    /// Shows what was found and read by now.
    pub fn update(&self) {
        self.bar.set_length(self.read.found_bytes.load(Ordering::Relaxed));
        self.bar.set_position(self.read.read_bytes.load(Ordering::Relaxed));
    }

    /// So many documents are done.
    pub fn documents(&self, documents: u64) {
        let seconds = self.started.elapsed().as_secs_f64().max(0.001);
        let message = format!("{documents} documents · {:.0}/s", documents as f64 / seconds);
        self.bar.set_message(message);
        self.update();
    }

    /// Prints a line above the bar.
    pub fn line(&self, line: &str) -> std::io::Result<()> {
        self.bar.suspend(|| super::output::warn(line))
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
