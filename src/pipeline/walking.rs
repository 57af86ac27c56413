//! What there is to read, in order: the walk that goes ahead of the reading, and what it finds gone.

use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use crossbeam_channel::Sender;
use rustc_hash::FxHashSet;

use super::outbox::Outbox;
use super::run::Message;
use super::{Effect, Input, PipelineOptions, Vanished};
use crate::codes::CommuniqueId;
use crate::corpus::{ReadError, ReadErrorKind, SourceFile, Sources, origin_of};

/// Something to read.
pub(super) enum Job {
    File(SourceFile),
    Stream(Box<dyn Read + Send>),
}

/// What is gone from a place that documents were read from.
#[derive(Debug)]
pub(super) struct Gone {
    /// The place: a file, or a folder with all below it.
    pub under: String,
    /// Digests of the origins that are there still.
    pub present: FxHashSet<u64>,
    /// Places that could not be looked at, whose documents stay.
    pub unknown: Vec<String>,
}

impl Gone {
    /// Whether documents from `origin` are to go.
    pub(super) fn holds(&self, origin: &str) -> bool {
        // Documents that came as a stream come from nowhere.
        origin != super::NO_FILE
            && is_under(origin, &self.under)
            && !self.present.contains(&digest(origin))
            && !self.unknown.iter().any(|place| is_under(origin, place))
    }
}

fn is_under(origin: &str, place: &str) -> bool {
    match place {
        "." => !origin.starts_with('/') && origin != ".." && !origin.starts_with("../"),
        _ => origin
            .strip_prefix(place.trim_end_matches('/'))
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
    }
}

fn digest(origin: &str) -> u64 {
    CommuniqueId::from_origin(origin).digest()
}

/// Finds what there is to read.
pub(super) struct Walk<'a> {
    pub jobs: Sender<(u32, Job)>,
    pub outbox: Outbox<'a>,
    pub options: &'a PipelineOptions,
    /// Sources found so far.
    pub found: u32,
}

impl Walk<'_> {
    /// Walks through all inputs; what is found waits for a thread that reads.
    pub(super) fn walk(mut self, inputs: Vec<Input>) {
        for input in inputs {
            let flow = match input {
                Input::Paths(sources) => sources.walk().try_for_each(|found| self.find(found)),
                Input::Changed { sources, paths } => self.walk_changed(&sources, paths),
                Input::Stream(stream) => self.give(Job::Stream(stream)),
            };
            if flow.is_break() {
                break;
            }
        }
    }

    fn give(&mut self, job: Job) -> ControlFlow<()> {
        let number = self.found;
        self.found += 1;
        match self.jobs.send((number, job)) {
            Ok(()) if !self.outbox.is_over() => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        }
    }

    fn find(&mut self, found: Result<SourceFile, ReadError>) -> ControlFlow<()> {
        match found {
            Ok(file) => {
                self.options.progress.found_bytes.fetch_add(file.bytes, Ordering::Relaxed);
                self.give(Job::File(file))
            }
            Err(error) => self.outbox.send(Message::Failed { source: None, error }),
        }
    }

    /// Tells first what is gone, then gives what is there: a file that was renamed brings the same documents back.
    fn walk_changed(&mut self, sources: &Sources, paths: Vec<PathBuf>) -> ControlFlow<()> {
        let working_dir = std::env::current_dir().unwrap_or_default();
        let mut there = Vec::new();
        for path in paths {
            let is_there = path.symlink_metadata().is_ok();
            let is_root = sources.roots().contains(&path);
            let origin = origin_of(&path, &working_dir);
            if is_root && !is_there {
                // More likely a disk that is not mounted than the end of all documents.
                let error = ReadError::new(origin, ReadErrorKind::Missing);
                self.outbox.send(Message::Failed { source: None, error })?;
                continue;
            }
            if self.options.vanished == Vanished::Removed && self.options.effect == Effect::Write {
                let gone = self.look_at(sources, &path, origin)?;
                self.outbox.send(Message::Gone(gone))?;
            }
            if is_there {
                there.push(path);
            }
        }
        there.iter().try_for_each(|path| sources.walk_at(path).try_for_each(|found| self.find(found)))
    }

    /// What is at `path` and below it, by name.
    fn look_at(&self, sources: &Sources, path: &Path, origin: String) -> ControlFlow<(), Gone> {
        let mut gone = Gone { under: origin, present: FxHashSet::default(), unknown: Vec::new() };
        for found in sources.walk_at(path) {
            if self.outbox.is_over() {
                return ControlFlow::Break(());
            }
            match found {
                Ok(file) => drop(gone.present.insert(digest(&file.origin))),
                Err(error) => gone.unknown.push(error.origin),
            }
        }
        ControlFlow::Continue(gone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_under_a_place() {
        let check = |origin: &str, place: &str, expected: bool| {
            assert_eq!(is_under(origin, place), expected, "{origin} under {place}");
        };
        check("in/a.txt", "in", true);
        check("in", "in", true);
        check("inn/a.txt", "in", false);
        check("in/a.txt", ".", true);
        check("/etc/a.txt", ".", false);
        check("../a.txt", ".", false);
        check("/etc/a.txt", "/", true);
        check("/etc/a.txt", "/etc", true);
    }

    #[test]
    fn a_stream_is_never_gone() {
        let gone = Gone { under: ".".into(), present: FxHashSet::default(), unknown: vec!["in".into()] };
        assert!(!gone.holds("-") && gone.holds("a.txt") && !gone.holds("in/a.txt"));
    }
}
