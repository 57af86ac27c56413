//! The reading side of a run: sources, one after another, into messages.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crossbeam_channel::{Sender, bounded};
use rustc_hash::FxHashSet;

use super::budget::Budget;
use super::run::Message;
use super::{Effect, Input, PipelineOptions};
use crate::codes::CommuniqueId;
use crate::corpus::{
    ReadError, ReadErrorKind, SourceDocument, SourceFile, Sources, origin_of, read_counted, read_stream,
};

/// How many files the walk may be ahead of the reading, for the time left to be known.
const FILES_AHEAD: usize = 16_384;

/// How far the reading is, in bytes on disk.
#[derive(Debug, Default)]
pub struct ReadProgress {
    /// In files found so far.
    pub found_bytes: AtomicU64,
    /// Read so far.
    pub read_bytes: AtomicU64,
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

/// Reads sources one after another.
pub(super) struct Reader<'a> {
    pub messages: Sender<Message>,
    pub budget: Arc<Budget>,
    pub options: &'a PipelineOptions,
    pub cancel: &'a AtomicBool,
    pub stopped: &'a AtomicBool,
}

impl Reader<'_> {
    fn is_over(&self) -> bool {
        self.cancel.load(Ordering::Relaxed) || self.stopped.load(Ordering::Relaxed)
    }

    /// A closed channel means that the run is over; there is nobody to tell.
    fn send(&self, message: Message) -> ControlFlow<()> {
        match self.messages.send(message) {
            Ok(()) if !self.is_over() => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        }
    }

    fn send_found(&self, found: Result<SourceDocument, ReadError>, file: &Arc<str>) -> ControlFlow<()> {
        if self.is_over() {
            return ControlFlow::Break(());
        }
        self.send(match found {
            Ok(document) => {
                let share = self.budget.take(document.body.len().max(256));
                Message::Read { source: Box::new(document), file: Arc::clone(file), share }
            }
            Err(error) => Message::Failed(error),
        })
    }

    pub(super) fn read_all(&self, inputs: Vec<Input>) {
        for input in inputs {
            let flow = match input {
                Input::Paths(sources) => self.read_paths(&sources),
                Input::Changed { sources, paths } => self.read_changed(&sources, paths),
                Input::Stream(stream) => {
                    let origin: Arc<str> = super::NO_FILE.into();
                    let flow = self.send(Message::Source { origin: origin.to_string(), bytes: 0 });
                    read_stream(stream, &origin, &self.options.limits, &mut |found| {
                        self.send_found(found, &origin)
                    });
                    flow
                }
            };
            if flow.is_break() {
                break;
            }
        }
        drop(self.messages.send(Message::AllRead));
    }

    /// The walk goes ahead on a thread of its own, so that what there is to read is known early.
    fn read_paths(&self, sources: &Sources) -> ControlFlow<()> {
        let (ahead, found) = bounded(FILES_AHEAD);
        std::thread::scope(|scope| {
            scope.spawn(move || {
                for found in sources.walk() {
                    if let Ok(file) = &found {
                        self.options.progress.found_bytes.fetch_add(file.bytes, Ordering::Relaxed);
                    }
                    if ahead.send(found).is_err() {
                        break;
                    }
                }
            });
            for found in found {
                self.read_found(found)?;
            }
            ControlFlow::Continue(())
        })
    }

    fn read_found(&self, found: Result<SourceFile, ReadError>) -> ControlFlow<()> {
        if self.is_over() {
            return ControlFlow::Break(());
        }
        match found {
            Ok(file) => self.read_file(&file),
            Err(error) => self.send(Message::Failed(error)),
        }
    }

    fn read_file(&self, file: &SourceFile) -> ControlFlow<()> {
        self.send(Message::Source { origin: file.origin.clone(), bytes: file.bytes })?;
        let origin: Arc<str> = file.origin.as_str().into();
        let before = self.options.progress.read_bytes.load(Ordering::Relaxed);
        let tracks =
            self.options.vanished == super::Vanished::Removed && self.options.effect == Effect::Write;
        let (mut present, mut is_whole) = (FxHashSet::default(), tracks);
        let mut flow = ControlFlow::Continue(());
        read_counted(file, &self.options.limits, &self.options.progress.read_bytes, &mut |found| {
            match &found {
                Ok(document) if tracks => drop(present.insert(document.effective_id().digest())),
                Ok(_) => {}
                Err(_) => is_whole = false,
            }
            flow = self.send_found(found, &origin);
            flow
        });
        // What was not read for its size or its form is behind us too.
        self.options.progress.read_bytes.fetch_max(before + file.bytes, Ordering::Relaxed);
        flow?;
        // Of a file that could be read only in part it is not known what it no longer holds.
        if is_whole { self.send(Message::Whole { origin, present }) } else { ControlFlow::Continue(()) }
    }

    /// Tells first what is gone, then reads what is there: a file that was renamed brings the same documents back.
    fn read_changed(&self, sources: &Sources, paths: Vec<PathBuf>) -> ControlFlow<()> {
        let working_dir = std::env::current_dir().unwrap_or_default();
        let mut there = Vec::new();
        for path in paths {
            let is_there = path.symlink_metadata().is_ok();
            let is_root = sources.roots().contains(&path);
            let origin = origin_of(&path, &working_dir);
            if is_root && !is_there {
                // More likely a disk that is not mounted than the end of all documents.
                self.send(Message::Failed(ReadError::new(origin, ReadErrorKind::Missing)))?;
                continue;
            }
            if self.options.vanished == super::Vanished::Removed && self.options.effect == Effect::Write {
                let gone = self.look_at(sources, &path, origin)?;
                self.send(Message::Gone(gone))?;
            }
            if is_there {
                there.push(path);
            }
        }
        for path in there {
            for found in sources.walk_at(&path) {
                if let Ok(file) = &found {
                    self.options.progress.found_bytes.fetch_add(file.bytes, Ordering::Relaxed);
                }
                self.read_found(found)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// What is at `path` and below it, by name.
    fn look_at(&self, sources: &Sources, path: &Path, origin: String) -> ControlFlow<(), Gone> {
        let mut gone = Gone { under: origin, present: FxHashSet::default(), unknown: Vec::new() };
        for found in sources.walk_at(path) {
            if self.is_over() {
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
