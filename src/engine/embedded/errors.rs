//! tantivy's errors in our words: where, what, and the way out.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};

use crate::engine::{EngineError, EngineErrorKind};

/// Gives every error of one index its place.
#[derive(Debug, Clone)]
pub(super) struct Place {
    path: Arc<Path>,
}

impl Place {
    pub(super) fn new(path: &Path) -> Place {
        Place { path: path.into() }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn error(&self, kind: EngineErrorKind) -> EngineError {
        EngineError { path: self.path.to_path_buf(), kind }
    }

    pub(super) fn damaged(&self, file: &str, problem: impl Into<String>) -> EngineError {
        self.error(EngineErrorKind::Damaged { file: file.to_owned(), problem: problem.into() })
    }

    /// For `map_err` on what the system refuses.
    pub(super) fn io(&self, action: &'static str) -> impl FnOnce(io::Error) -> EngineError + '_ {
        move |source| self.error(EngineErrorKind::Io { action, source })
    }

    /// For `map_err` on what tantivy refuses.
    pub(super) fn library<E: Into<TantivyError>>(
        &self,
        action: &'static str,
    ) -> impl FnOnce(E) -> EngineError + '_ {
        move |error| self.error(translate(action, error.into()))
    }
}

fn translate(action: &'static str, error: TantivyError) -> EngineErrorKind {
    let damaged = |file: PathBuf, problem: String| EngineErrorKind::Damaged {
        file: file.display().to_string(),
        problem,
    };
    match error {
        TantivyError::LockFailure(LockError::LockBusy, _) => EngineErrorKind::Locked,
        TantivyError::LockFailure(LockError::IoError(source), _) => own_io(action, &source),
        TantivyError::IoError(source) => own_io(action, &source),
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(file)) => {
            damaged(file, "it is missing".to_owned())
        }
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. })
        | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. })
        | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error, .. }) => {
            own_io(action, &io_error)
        }
        TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(problem)) => {
            damaged(PathBuf::from("a segment file"), format!("{problem:?}"))
        }
        TantivyError::DataCorruption(corruption) => {
            damaged(PathBuf::from("a file of the index"), format!("{corruption:?}"))
        }
        TantivyError::OpenDirectoryError(OpenDirectoryError::DoesNotExist(_)) => EngineErrorKind::Missing,
        other => EngineErrorKind::Library { action, source: Box::new(other) },
    }
}

/// tantivy shares its IO errors between threads; ours are owned. Contents that cannot be what was
/// written are damage, whatever they are called.
fn own_io(action: &'static str, error: &io::Error) -> EngineErrorKind {
    match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            EngineErrorKind::Damaged { file: "a file of the index".to_owned(), problem: error.to_string() }
        }
        kind => {
            let source = match error.raw_os_error() {
                Some(code) => io::Error::from_raw_os_error(code),
                None => io::Error::new(kind, error.to_string()),
            };
            EngineErrorKind::Io { action, source }
        }
    }
}
