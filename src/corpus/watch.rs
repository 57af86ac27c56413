//! Which files have changed since they were read: what the system tells of them, settled.
//!
//! One change is many events (an editor writes a copy, renames the old file away and the copy over it; a download
//! writes a piece at a time). A path is told of once nothing has happened to it for a moment, so that what is read is
//! mostly whole; and if it goes on changing, every now and then, since it is told of again after its last change.
//! Symbolic links are not followed, as in a walk.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind, RemoveKind, RenameMode};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use rustc_hash::FxHashMap;
use thiserror::Error;

use super::walk::Sources;

/// How long nothing must have happened to a path before it is told of.
const QUIET: Duration = Duration::from_millis(200);

/// How long a path that goes on changing may wait at least, so that it too is told of.
const LEAST_PATIENCE: Duration = Duration::from_secs(1);

/// How long it may wait at most.
const MOST_PATIENCE: Duration = Duration::from_secs(60);

/// After how long a path is told of again when nothing could be done with it.
const RETRY: Duration = Duration::from_secs(5);

/// How often it is looked whether a root that went has come back.
const LOOK_FOR_LOST: Duration = Duration::from_secs(1);

/// Why something cannot be watched.
#[derive(Debug, Error)]
pub enum WatchError {
    /// The system allows no more watches.
    #[error(
        "{}: the system watches no more folders for this user; raise the limit with `sysctl \
         fs.inotify.max_user_watches=1048576`, or give fewer folders", .0.display()
    )]
    TooManyFolders(PathBuf),
    /// The system allows no more watchers, or no more open files.
    #[error(
        "the system allows no more watchers ({0}); raise the limits with `sysctl \
         fs.inotify.max_user_instances=1024` and `ulimit -n 4096`"
    )]
    TooManyWatchers(notify::Error),
    /// There is nothing at the path.
    #[error("{}: there is nothing to watch here; check the spelling of the path", .0.display())]
    Missing(PathBuf),
    /// The system refuses otherwise.
    #[error("{}: it cannot be watched ({source}); check that it may be read", path.display())]
    Refused {
        /// What.
        path: PathBuf,
        /// Why.
        source: notify::Error,
    },
}

/// Something that a watcher tells.
#[derive(Debug)]
pub enum Told {
    /// At these paths, or below them where they are folders, something is new, changed or gone.
    Changed(Vec<PathBuf>),
    /// Not all changes will be told from now on.
    Problem(WatchError),
}

/// Watches sources for changes.
pub struct Watcher {
    sources: Sources,
    roots: Vec<Root>,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<notify::Event>>,
    pending: FxHashMap<PathBuf, Pending>,
    looked_for_lost: Instant,
    /// When the last changes were told: what is done with them takes until the next question.
    told_at: Option<Instant>,
    patience: Duration,
}

struct Root {
    given: PathBuf,
    absolute: PathBuf,
    is_folder: bool,
    is_lost: bool,
}

struct Pending {
    first: Instant,
    last: Instant,
}

impl Watcher {
    /// Watches from now on.
    ///
    /// # Errors
    /// When a root is not there, may not be read, or the system's limits are reached.
    pub fn start(sources: &Sources) -> Result<Watcher, WatchError> {
        let (sender, events) = channel();
        let config = notify::Config::default().with_follow_symlinks(false);
        let watcher = RecommendedWatcher::new(sender, config).map_err(WatchError::TooManyWatchers)?;
        let mut watcher = Watcher {
            sources: sources.clone(),
            roots: Vec::new(),
            watcher,
            events,
            pending: FxHashMap::default(),
            looked_for_lost: Instant::now(),
            told_at: None,
            patience: LEAST_PATIENCE,
        };
        for given in sources.roots() {
            let missing = |_| WatchError::Missing(given.clone());
            let absolute = std::path::absolute(given).map_err(missing)?;
            let is_folder = given.metadata().map_err(missing)?.is_dir();
            let root = Root { given: given.clone(), absolute, is_folder, is_lost: false };
            watcher.watch(&root)?;
            watcher.roots.push(root);
        }
        Ok(watcher)
    }

    /// A file is watched through its folder: it is another file after an editor has renamed one over it.
    fn watch(&mut self, root: &Root) -> Result<(), WatchError> {
        let watched = match root.is_folder {
            true => self.watcher.watch(&root.absolute, RecursiveMode::Recursive),
            false => {
                let folder = root.absolute.parent().unwrap_or(&root.absolute);
                self.watcher.watch(folder, RecursiveMode::NonRecursive)
            }
        };
        watched.map_err(|error| refused(&root.given, error))
    }

    /// Waits at most `timeout` for something to tell; `None` when there is nothing.
    pub fn wait(&mut self, timeout: Duration) -> Option<Told> {
        if let Some(told_at) = self.told_at.take() {
            // A file that goes on changing is read again at most a fifth of the time.
            self.patience = (4 * told_at.elapsed()).clamp(LEAST_PATIENCE, MOST_PATIENCE);
        }
        let until = Instant::now() + timeout;
        loop {
            self.look_for_lost();
            let now = Instant::now();
            if let Some(paths) = self.settled(now) {
                self.told_at = Some(now);
                return Some(Told::Changed(paths));
            }
            let next = self.pending.values().map(|pending| self.due(pending)).min().unwrap_or(until);
            let next = next.min(until).min(self.looked_for_lost + LOOK_FOR_LOST);
            match self.events.recv_timeout(next.saturating_duration_since(now)) {
                Ok(Ok(event)) => self.note(&event),
                Ok(Err(error)) => {
                    let path = error.paths.first().cloned().unwrap_or_default();
                    // What may have been missed is looked for.
                    self.note_everything();
                    return Some(Told::Problem(refused(&path, error)));
                }
                Err(RecvTimeoutError::Timeout) if now >= until => return None,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => std::thread::sleep(QUIET),
            }
        }
    }

    /// Notes that these paths are to be told of again in a while: what was to be done with them could not be.
    pub fn tell_again(&mut self, paths: Vec<PathBuf>) {
        let later = Instant::now() + RETRY;
        for path in paths {
            let pending = self.pending.entry(path).or_insert(Pending { first: later, last: later });
            pending.last = pending.last.max(later);
        }
    }

    fn due(&self, pending: &Pending) -> Instant {
        (pending.last + QUIET).min(pending.first + self.patience)
    }

    fn settled(&mut self, now: Instant) -> Option<Vec<PathBuf>> {
        let due = self.pending.iter().filter(|(_, pending)| self.due(pending) <= now);
        let mut paths: Vec<PathBuf> = due.map(|(path, _)| path.clone()).collect();
        for path in &paths {
            self.pending.remove(path);
        }
        paths.sort();
        // What is below a folder is told of with it.
        paths.dedup_by(|path, folder| path.starts_with(&*folder));
        (!paths.is_empty()).then_some(paths)
    }

    fn note(&mut self, event: &notify::Event) {
        if event.need_rescan() {
            return self.note_everything();
        }
        let is_change = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
            EventKind::Access(_) => false,
            _ => true,
        };
        if !is_change {
            return;
        }
        let is_gone = matches!(
            event.kind,
            EventKind::Remove(RemoveKind::Folder | RemoveKind::Any | RemoveKind::Other)
                | EventKind::Modify(ModifyKind::Name(RenameMode::From))
        );
        for path in &event.paths {
            self.note_path(path, is_gone);
        }
    }

    fn note_path(&mut self, path: &Path, is_gone: bool) {
        if self.sources.leaves_out(path) {
            return;
        }
        let mut changed = Vec::new();
        for root in &mut self.roots {
            if !root.is_folder {
                if path == root.absolute {
                    changed.push(root.given.clone());
                }
                continue;
            }
            match path.strip_prefix(&root.absolute) {
                Ok(below) if below.as_os_str().is_empty() => {
                    root.is_lost |= is_gone;
                    changed.push(root.given.clone());
                }
                Ok(below) => changed.push(root.given.join(below)),
                Err(_) => {}
            }
        }
        changed.into_iter().for_each(|path| self.note_changed(path));
    }

    fn note_changed(&mut self, path: PathBuf) {
        let now = Instant::now();
        self.pending.entry(path).or_insert(Pending { first: now, last: now }).last = now;
    }

    fn note_everything(&mut self) {
        let roots: Vec<PathBuf> = self.roots.iter().map(|root| root.given.clone()).collect();
        roots.into_iter().for_each(|root| self.note_changed(root));
    }

    /// Watches anew what was moved away or removed and has come back.
    fn look_for_lost(&mut self) {
        if self.looked_for_lost.elapsed() < LOOK_FOR_LOST {
            return;
        }
        self.looked_for_lost = Instant::now();
        let mut roots = std::mem::take(&mut self.roots);
        for root in roots.iter_mut().filter(|root| root.is_lost) {
            // The watch of what went may still be there under its name; it is refused when it is not.
            if root.absolute.is_dir() {
                let _ = self.watcher.unwatch(&root.absolute);
                root.is_lost = self.watch(root).is_err();
                if !root.is_lost {
                    self.note_changed(root.given.clone());
                }
            }
        }
        self.roots = roots;
    }
}

fn refused(path: &Path, error: notify::Error) -> WatchError {
    // "No space left on device" is how the system says that there are no more watches.
    const NO_MORE_WATCHES: i32 = 28;
    const NO_MORE_FILES: i32 = 24;
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => WatchError::TooManyFolders(path.to_owned()),
        notify::ErrorKind::Io(io) if io.raw_os_error() == Some(NO_MORE_WATCHES) => {
            WatchError::TooManyFolders(path.to_owned())
        }
        notify::ErrorKind::Io(io) if io.raw_os_error() == Some(NO_MORE_FILES) => {
            WatchError::TooManyWatchers(error)
        }
        notify::ErrorKind::PathNotFound => WatchError::Missing(path.to_owned()),
        _ => WatchError::Refused { path: path.to_owned(), source: error },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{CreateKind, DataChange};

    fn watcher(root: &Path) -> Watcher {
        Watcher::start(&Sources::new(vec![root.to_owned()])).unwrap()
    }

    #[test]
    fn a_path_is_told_of_once_it_is_quiet_and_with_its_folder() {
        let dir = tempfile::tempdir().unwrap();
        let mut watcher = watcher(dir.path());
        let event = |kind, name: &str| notify::Event::new(kind).add_path(dir.path().join(name));
        watcher.note(&event(EventKind::Access(AccessKind::Open(AccessMode::Any)), "read.txt"));
        watcher.note(&event(EventKind::Create(CreateKind::Folder), "a"));
        watcher.note(&event(EventKind::Modify(ModifyKind::Data(DataChange::Any)), "a/b.txt"));
        watcher.note(&event(EventKind::Modify(ModifyKind::Data(DataChange::Any)), "a-b.txt"));
        let now = Instant::now();
        assert_eq!(watcher.settled(now), None);
        let told = watcher.settled(now + QUIET).unwrap();
        assert_eq!(told, [dir.path().join("a"), dir.path().join("a-b.txt")]);
        assert_eq!(watcher.settled(now + QUIET), None);
    }

    #[test]
    fn a_path_that_never_rests_is_told_of_too() {
        let dir = tempfile::tempdir().unwrap();
        let mut watcher = watcher(dir.path());
        let first = Instant::now();
        watcher.pending.insert(dir.path().join("a"), Pending { first, last: first + LEAST_PATIENCE });
        assert_eq!(watcher.settled(first + LEAST_PATIENCE - QUIET), None);
        assert!(watcher.settled(first + LEAST_PATIENCE).is_some());
    }

    #[test]
    fn lost_events_are_made_up_for() {
        let dir = tempfile::tempdir().unwrap();
        let mut watcher = watcher(dir.path());
        watcher.note(&notify::Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan));
        assert_eq!(watcher.settled(Instant::now() + QUIET).unwrap(), [dir.path()]);
    }

    #[test]
    fn a_root_that_comes_back_is_watched_again() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("root");
        std::fs::create_dir(&root).unwrap();
        let mut watcher = watcher(&root);
        std::fs::rename(&root, dir.path().join("away")).unwrap();
        let wait = |watcher: &mut Watcher| match watcher.wait(Duration::from_secs(30)) {
            Some(Told::Changed(paths)) => paths,
            other => panic!("{other:?}"),
        };
        assert_eq!(wait(&mut watcher), std::slice::from_ref(&root));
        std::fs::create_dir(&root).unwrap();
        assert_eq!(wait(&mut watcher), std::slice::from_ref(&root));
        std::fs::write(root.join("a.txt"), "text").unwrap();
        assert_eq!(wait(&mut watcher), [root.join("a.txt")]);
    }

    #[test]
    fn what_the_system_refuses_has_a_remedy() {
        let check = |error: notify::Error, expected: &str| {
            let message = refused(Path::new("in"), error).to_string();
            assert!(message.contains(expected), "{message}");
        };
        let io = |code| notify::Error::io(std::io::Error::from_raw_os_error(code));
        check(notify::Error::new(notify::ErrorKind::MaxFilesWatch), "in: the system watches no more folders");
        check(io(28), "fs.inotify.max_user_watches");
        check(io(24), "fs.inotify.max_user_instances");
        check(io(13), "check that it may be read");
        check(notify::Error::path_not_found(), "there is nothing to watch here");
    }
}
