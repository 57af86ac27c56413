//! A disk that fails at every operation in turn: the index opens at its last commit, and the message says why.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};

use super::errors::Place;
use super::{EmbeddedEngine, EmbeddedWriter, WriterOptions, verify};
use crate::analysis::Analyzer;
use crate::config::Config;
use crate::corpus::SourceDocument;
use crate::engine::{Engine, EngineError, IndexWriter, IndexedDocument};
use crate::enrich::{Enricher, EnrichmentCache};

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// The disk is full, from then on.
    Full,
    /// The device fails, from then on.
    Device,
    /// Half of what is written arrives, and then the disk is full.
    Short,
    /// One operation fails, and the next succeeds.
    Once,
}

impl Fault {
    fn error(self) -> io::Error {
        // As Linux numbers them: no space left on device, input/output error.
        io::Error::from_raw_os_error(if self == Fault::Device { 5 } else { 28 })
    }
}

/// A directory whose operation of a given number fails.
#[derive(Debug, Clone)]
struct FaultyDirectory {
    inner: MmapDirectory,
    fault: Fault,
    at: u64,
    done: Arc<AtomicU64>,
}

impl FaultyDirectory {
    fn step(&self) -> io::Result<()> {
        let number = self.done.fetch_add(1, Ordering::SeqCst) + 1;
        match self.fault {
            Fault::Once if number == self.at => Err(self.fault.error()),
            Fault::Full | Fault::Device | Fault::Short if number >= self.at => Err(self.fault.error()),
            _ => Ok(()),
        }
    }
}

impl Directory for FaultyDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let refused = |io_error: io::Error| OpenWriteError::IoError {
            io_error: Arc::new(io_error),
            filepath: path.to_path_buf(),
        };
        self.step().map_err(refused)?;
        // tantivy's own buffer stays inside, so that each of its flushes is an operation.
        let inner = self.inner.open_write(path)?;
        Ok(io::BufWriter::with_capacity(1 << 10, Box::new(FaultyFile { inner, directory: self.clone() })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        if let Err(error) = self.step() {
            // The copy that is to be renamed may stand there already.
            let half = if self.fault == Fault::Short { data.len() / 2 } else { data.len() };
            self.inner.atomic_write(Path::new(".tmp-of-a-crash"), &data[..half])?;
            return Err(error);
        }
        self.inner.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.step()?;
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.inner.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

struct FaultyFile {
    inner: WritePtr,
    directory: FaultyDirectory,
}

impl Write for FaultyFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Err(error) = self.directory.step() {
            if self.directory.fault == Fault::Short {
                self.inner.write_all(&bytes[..bytes.len() / 2])?;
                self.inner.flush()?;
            }
            return Err(error);
        }
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl TerminatingWrite for FaultyFile {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.directory.step()?;
        self.inner.terminate_ref(token)
    }
}

static CONFIG: LazyLock<Config> = LazyLock::new(|| Config::built_in().unwrap());

fn document(id: &str, body: &str) -> IndexedDocument {
    static ENRICHER: LazyLock<Enricher> =
        LazyLock::new(|| Enricher::new(&CONFIG, Analyzer::new(CONFIG.languages.clone())));
    let source =
        SourceDocument { id: Some(id.to_owned()), body: body.to_owned(), ..SourceDocument::default() };
    let hash = source.content_hash();
    let communique = source.check(&CONFIG).unwrap().communique;
    IndexedDocument::new(ENRICHER.enrich(communique, &mut EnrichmentCache::default()), hash, "-".to_owned())
}

type Contents = BTreeSet<(String, String)>;

fn contents_of(path: &Path) -> Contents {
    let engine = EmbeddedEngine::open(path, &CONFIG).unwrap();
    let of = |id: &&str| engine.document(&id.parse().unwrap()).unwrap();
    let found = ["a", "b", "c", "d", "e"].iter().filter_map(of);
    let found: Contents = found.map(|found| (found.document.id.to_string(), found.document.body)).collect();
    assert_eq!(found.len() as u64, engine.document_count());
    found
}

/// Two commits, the second of which adds, replaces and removes. `commits` is told what each would leave, and when it
/// is acknowledged.
fn write(directory: FaultyDirectory, path: &Path, acknowledged: &mut usize) -> Result<(), EngineError> {
    let options = WriterOptions { memory_bytes: 15_000_000, threads: 1 };
    let mut writer = EmbeddedWriter::open_in(Place::new(path), Box::new(directory), &CONFIG, options)?;
    *acknowledged = 0;
    for (id, body) in [("a", "Une saisie de drogue à Rabat."), ("b", "Un accord."), ("c", "Une réunion.")] {
        writer.put(document(id, body))?;
    }
    writer.commit()?;
    *acknowledged = 1;
    writer.put(document("b", "Un accord, corrigé depuis."))?;
    writer.put(document("d", "Une saisie de drogue à Rabat."))?;
    writer.delete(&"c".parse().unwrap())?;
    writer.commit()?;
    *acknowledged = 2;
    Ok(())
}

fn expected(commits: usize) -> Contents {
    let documents: &[(&str, &str)] = match commits {
        0 => &[],
        1 => &[("a", "Une saisie de drogue à Rabat."), ("b", "Un accord."), ("c", "Une réunion.")],
        _ => &[
            ("a", "Une saisie de drogue à Rabat."),
            ("b", "Un accord, corrigé depuis."),
            ("d", "Une saisie de drogue à Rabat."),
        ],
    };
    documents.iter().map(|(id, body)| ((*id).to_owned(), (*body).to_owned())).collect()
}

#[test]
fn whatever_fails_the_last_commit_stands() {
    let mut faults = 0;
    for fault in [Fault::Full, Fault::Device, Fault::Short, Fault::Once] {
        // Every operation fails for the full disk, some for the others: what follows them is much the same.
        for at in (1..).step_by(if fault == Fault::Full { 1 } else { 5 }) {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path();
            let inner = MmapDirectory::open(path).unwrap();
            let directory = FaultyDirectory { inner, fault, at, done: Arc::default() };
            let done = Arc::clone(&directory.done);
            let mut acknowledged = 0;
            let written = write(directory, path, &mut acknowledged);
            if done.load(Ordering::SeqCst) < at {
                // Nothing was left to fail.
                assert!(written.is_ok() && acknowledged == 2);
                assert_eq!(contents_of(path), expected(2));
                break;
            }
            faults += 1;
            if let Err(error) = &written {
                let message = error.to_string();
                let says = message.contains(&fault.error().to_string()) && message.contains("index ");
                assert!(says, "{fault:?} at {at}: {message}");
            } else {
                // Only what tantivy does behind the scenes may fail unsaid: then nothing is lost by it.
                assert_eq!(acknowledged, 2, "{fault:?} at {at}");
            }
            // The disk is mended: what was acknowledged is there, or what was being committed, and nothing half.
            if EmbeddedEngine::open(path, &CONFIG).is_err() {
                assert_eq!(acknowledged, 0, "{fault:?} at {at}: an acknowledged commit cannot be opened");
            } else {
                let found = contents_of(path);
                let later = expected((acknowledged + 1).min(2));
                assert!(found == expected(acknowledged) || found == later, "{fault:?} at {at}: {found:?}");
                let report = verify(path, &CONFIG).unwrap();
                assert_eq!(report.problems, [], "{fault:?} at {at}");
            }
            // And writing goes on from there; a sample of the faults is enough to see it.
            if at % 8 != 0 {
                continue;
            }
            let mut acknowledged = 0;
            let inner = MmapDirectory::open(path).unwrap();
            let sound = FaultyDirectory { inner, fault, at: u64::MAX, done: Arc::default() };
            write(sound, path, &mut acknowledged).unwrap();
            assert_eq!(contents_of(path), expected(2), "{fault:?} at {at}, after");
            assert_eq!(verify(path, &CONFIG).unwrap().problems, [], "{fault:?} at {at}, after");
        }
    }
    println!("{faults} operations failed");
    assert!(faults > 60, "only {faults} operations failed");
}
