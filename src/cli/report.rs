//! `--report`: what became of every document, as NDJSON.
//!
//! A line is a promise. What it says was added, replaced or removed is durable by the time it stands in the file: lines
//! are held back until the commit that makes them true.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use crate::engine::WriteOutcome;
use crate::pipeline::Event;

/// The report of a run.
pub struct Report {
    file: File,
    /// Lines that are not yet true.
    held: Vec<u8>,
    /// Lines that are, and not yet written.
    ready: Vec<u8>,
}

/// Bytes that are written at once.
const BUFFER_BYTES: usize = 64 << 10;

#[derive(Serialize, Default)]
struct Line<'a> {
    origin: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    documents: Option<u64>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    warnings: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

impl Report {
    /// A new report in this file, which is emptied.
    pub fn create(path: &Path) -> io::Result<Report> {
        Ok(Report { file: File::create(path)?, held: Vec::new(), ready: Vec::new() })
    }

    /// Adds what an event says.
    pub fn add(&mut self, event: &Event<'_>) -> io::Result<()> {
        let line = match event {
            Event::Source { .. } => return Ok(()),
            Event::Committed => return self.release(),
            Event::Document(document) => Line {
                origin: &document.origin,
                id: Some(document.id.as_str()),
                outcome: match document.outcome {
                    WriteOutcome::Added => "added",
                    WriteOutcome::Replaced => "replaced",
                    WriteOutcome::Unchanged => "unchanged",
                },
                warnings: &document.warnings,
                ..Line::default()
            },
            Event::Removed { origin, documents } => {
                Line { origin, outcome: "removed", documents: Some(*documents), ..Line::default() }
            }
            Event::Failed(error) => Line {
                origin: &error.origin,
                line: error.line,
                outcome: "failed",
                error: Some(error.kind.to_string()),
                ..Line::default()
            },
        };
        let is_change = !matches!(line.outcome, "unchanged" | "failed");
        // A line after one that is held may depend on it, and the order of the run is kept.
        let lines = if is_change || !self.held.is_empty() { &mut self.held } else { &mut self.ready };
        serde_json::to_writer(&mut *lines, &line)?;
        lines.push(b'\n');
        if self.ready.len() >= BUFFER_BYTES { self.write() } else { Ok(()) }
    }

    /// Writes all there is: everything is true.
    pub fn release(&mut self) -> io::Result<()> {
        self.ready.append(&mut self.held);
        self.write()
    }

    fn write(&mut self) -> io::Result<()> {
        self.file.write_all(&self.ready)?;
        self.ready.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::DocumentReport;

    #[test]
    fn a_line_waits_for_its_commit() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("report.ndjson");
        let mut report = Report::create(&path).unwrap();
        let outcomes = || {
            let text = std::fs::read_to_string(&path).unwrap();
            let of =
                |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["outcome"].to_string();
            text.lines().map(of).collect::<Vec<_>>().join(" ")
        };
        let document = |outcome| DocumentReport {
            id: "a".parse().unwrap(),
            origin: "a.txt".into(),
            outcome,
            warnings: Vec::new(),
        };
        report.add(&Event::Document(&document(WriteOutcome::Added))).unwrap();
        report.add(&Event::Document(&document(WriteOutcome::Unchanged))).unwrap();
        assert_eq!(outcomes(), "");
        report.add(&Event::Committed).unwrap();
        assert_eq!(outcomes(), "\"added\" \"unchanged\"");
        report.add(&Event::Removed { origin: "a.txt", documents: 1 }).unwrap();
        assert_eq!(outcomes(), "\"added\" \"unchanged\"");
        report.release().unwrap();
        assert_eq!(outcomes(), "\"added\" \"unchanged\" \"removed\"");
    }
}
