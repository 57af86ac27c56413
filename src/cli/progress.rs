//! The progress bar, on a terminal only.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Shows how far a run is: documents, rate, and the source being read.
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
}

impl Progress {
    /// A bar over `total_bytes` of sources on a terminal, nothing elsewhere. 0 when the total is not known.
    pub fn new(total_bytes: u64) -> Progress {
        let bar = match (std::io::stderr().is_terminal(), total_bytes) {
            (false, _) => ProgressBar::hidden(),
            (true, 0) => ProgressBar::new_spinner(),
            (true, total) => ProgressBar::new(total),
        };
        let form = if total_bytes == 0 {
            "{spinner} {msg}"
        } else {
            "{bar:30} {percent:>3} % · {eta} left · {msg}"
        };
        if let Ok(style) = ProgressStyle::with_template(form) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress { bar, started: Instant::now() }
    }

    /// Another source of this size was begun.
    pub fn source(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    /// So many documents are done.
    pub fn documents(&self, documents: u64) {
        let seconds = self.started.elapsed().as_secs_f64().max(0.001);
        let message = format!("{documents} documents · {:.0}/s", documents as f64 / seconds);
        self.bar.set_message(message);
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
