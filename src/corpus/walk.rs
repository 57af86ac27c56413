//! Paths → source files: folders are walked in the order of names; what is no file we may read is reported.
//!
//! Nothing outside the paths given is ever read: symbolic links met in a folder are not followed (a path that
//! is itself a link is). Hidden files, those of a form we do not read, and those that describe a folder rather than
//! being in it (`README`, `LICENSE`) are passed over in silence; named as a path, they are read.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::error::{ReadError, ReadErrorKind};
use super::kind::{Format, Packing, by_name};

/// A file to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its name for people and for ids: the path relative to the working directory where it lies under it,
    /// `/` between its parts, bytes that are no UTF-8 as `%XX`.
    pub origin: String,
    /// Its form by its name; `None` for a file that was asked for by name and has no extension we know.
    pub format: Option<Format>,
    /// Its packing by its name.
    pub packing: Packing,
    /// Its size in bytes when it was found.
    pub bytes: u64,
}

/// Every file we read under `paths`, in the order of the paths and then of names. A file is given once
/// for each path it lies under.
pub fn walk(paths: &[PathBuf]) -> impl Iterator<Item = Result<SourceFile, ReadError>> + use<> {
    let working_dir = std::env::current_dir().unwrap_or_default();
    let paths = paths.to_vec();
    paths.into_iter().flat_map(move |path| walk_one(&path, &working_dir))
}

/// The file at `path` as [`walk`] gives it; for one that a watcher has seen change.
///
/// # Errors
/// When there is no regular file.
pub fn source_file(path: &Path) -> Result<SourceFile, ReadError> {
    let working_dir = std::env::current_dir().unwrap_or_default();
    let origin = origin_of(path, &working_dir);
    let metadata = std::fs::metadata(path).map_err(|error| ReadError::new(origin.as_str(), error.into()))?;
    if let Some(special) = special(metadata.file_type()) {
        return Err(ReadError::new(origin, ReadErrorKind::Special(special)));
    }
    let (format, packing) = match by_name(path) {
        Some((format, packing)) => (Some(format), packing),
        None => (None, Packing::None),
    };
    Ok(SourceFile { path: path.to_owned(), origin, format, packing, bytes: metadata.len() })
}

fn walk_one(path: &Path, working_dir: &Path) -> Box<dyn Iterator<Item = Result<SourceFile, ReadError>>> {
    if !path.is_dir() {
        return Box::new(std::iter::once(source_file(path)));
    }
    let working_dir = working_dir.to_owned();
    // A root that is a link is entered by its target; a trailing slash would do the same.
    let walker = WalkDir::new(path).follow_root_links(true).sort_by_file_name().into_iter();
    let visible = walker.filter_entry(|entry| entry.depth() == 0 || !is_passed_over(entry));
    Box::new(visible.filter_map(move |entry| found(entry, &working_dir)))
}

/// What a folder's entry is to us; `None` for what is passed over.
fn found(entry: walkdir::Result<DirEntry>, working_dir: &Path) -> Option<Result<SourceFile, ReadError>> {
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => {
            let origin = origin_of(error.path().unwrap_or(Path::new("")), working_dir);
            let kind = match (error.loop_ancestor().is_some(), error.into_io_error()) {
                (true, _) | (_, None) => ReadErrorKind::Loop,
                (false, Some(error)) => error.into(),
            };
            return Some(Err(ReadError::new(origin, kind)));
        }
    };
    let kind = entry.file_type();
    if kind.is_dir() {
        return None;
    }
    let origin = origin_of(entry.path(), working_dir);
    if kind.is_symlink() {
        let kind = if leads_up(entry.path()) { ReadErrorKind::Loop } else { ReadErrorKind::SymbolicLink };
        return Some(Err(ReadError::new(origin, kind)));
    }
    if let Some(special) = special(kind) {
        return Some(Err(ReadError::new(origin, ReadErrorKind::Special(special))));
    }
    let (format, packing) = by_name(entry.path())?;
    let bytes = entry.metadata().map_or(0, |metadata| metadata.len());
    Some(Ok(SourceFile { path: entry.into_path(), origin, format: Some(format), packing, bytes }))
}

/// Whether a link's target holds the link.
fn leads_up(link: &Path) -> bool {
    let (Ok(target), Some(Ok(folder))) = (link.canonicalize(), link.parent().map(Path::canonicalize)) else {
        return false;
    };
    folder.starts_with(target)
}

fn is_passed_over(entry: &DirEntry) -> bool {
    let name = entry.file_name().as_encoded_bytes();
    let stem = name.split(|byte| *byte == b'.').next().unwrap_or_default();
    let about = ["README", "LICENSE", "LICENCE", "COPYING", "NOTICE"];
    name.starts_with(b".")
        || (!entry.file_type().is_dir() && about.iter().any(|about| about.as_bytes() == stem))
}

#[cfg(unix)]
fn special(kind: std::fs::FileType) -> Option<&'static str> {
    use std::os::unix::fs::FileTypeExt;
    match kind {
        kind if kind.is_fifo() => Some("a named pipe (FIFO)"),
        kind if kind.is_socket() => Some("a socket"),
        kind if kind.is_char_device() || kind.is_block_device() => Some("a device"),
        kind if kind.is_dir() => Some("a folder"),
        _ => None,
    }
}

#[cfg(not(unix))]
fn special(kind: std::fs::FileType) -> Option<&'static str> {
    (!kind.is_file()).then_some("no regular file")
}

/// A path's name for people and for ids; see [`SourceFile::origin`].
pub fn origin_of(path: &Path, working_dir: &Path) -> String {
    let shown = path.strip_prefix(working_dir).unwrap_or(path);
    let mut origin = String::new();
    for component in shown.components() {
        match component {
            Component::CurDir => continue,
            Component::RootDir => {
                origin.push('/');
                continue;
            }
            _ => {}
        }
        if !origin.is_empty() && !origin.ends_with('/') {
            origin.push('/');
        }
        push_name(component.as_os_str(), &mut origin);
    }
    if origin.is_empty() { ".".to_owned() } else { origin }
}

/// A name as text: bytes that are no UTF-8, and control characters, as `%XX`.
fn push_name(name: &OsStr, origin: &mut String) {
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            match c.is_control() {
                true => c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| push_escaped(byte, origin)),
                false => origin.push(c),
            }
        }
        chunk.invalid().iter().for_each(|byte| push_escaped(*byte, origin));
    }
}

fn push_escaped(byte: u8, origin: &mut String) {
    origin.push_str(&format!("%{byte:02X}"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn outcome(paths: &[PathBuf], root: &Path) -> Vec<String> {
        let shown = |origin: &str| {
            origin.replace(&format!("{}/", origin_of(root, Path::new("/"))), "").replace('/', ":")
        };
        walk(paths)
            .map(|found| match found {
                Ok(file) => shown(&file.origin.replacen('/', "", 1)),
                Err(error) => format!("{}!{:?}", shown(&error.origin.replacen('/', "", 1)), error.kind),
            })
            .collect()
    }

    #[test]
    fn folders_are_walked_in_order() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::create_dir_all(root.join("b/.hidden")).unwrap();
        for name in [
            "z.txt",
            "a.md",
            "b/x.ndjson.gz",
            "b/.hidden/y.txt",
            ".y.txt",
            "c.docx",
            "UPPER.TXT",
            "README.md",
        ] {
            fs::write(root.join(name), "text").unwrap();
        }
        assert_eq!(outcome(&[root.to_owned()], root), ["UPPER.TXT", "a.md", "b:x.ndjson.gz", "z.txt"]);
        // A file that is asked for is given whatever its name.
        assert_eq!(outcome(&[root.join("c.docx")], root), ["c.docx"]);
        assert_eq!(outcome(&[root.join("none.txt")], root), ["none.txt!Missing"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_reported() {
        use std::os::unix::ffi::OsStrExt;
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::create_dir(root.join("d")).unwrap();
        symlink(root, root.join("d/loop")).unwrap();
        symlink("/etc/hostname", root.join("out.txt")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(root.join("s.txt")).unwrap();
        let name = OsStr::from_bytes(b"n\xff\n.txt");
        fs::write(root.join(name), "text").unwrap();
        let expected = ["d:loop!Loop", "n%FF%0A.txt", "out.txt!SymbolicLink", "s.txt!Special(\"a socket\")"]
            .map(str::to_owned);
        assert_eq!(outcome(&[root.to_owned()], root), expected);
        // A root that is a link is what its target is.
        let through = outcome(&[root.join("d/loop")], root);
        assert!(through.contains(&"d:loop:n%FF%0A.txt".to_owned()), "{through:?}");
        assert_eq!(
            outcome(&[PathBuf::from("/dev/null")], Path::new("/x")),
            ["dev:null!Special(\"a device\")"]
        );
    }

    #[test]
    fn origins() {
        let check = |path: &str, expected: &str| {
            assert_eq!(origin_of(Path::new(path), Path::new("/home/a")), expected)
        };
        check("corpus/x.txt", "corpus/x.txt");
        check("./corpus//x.txt", "corpus/x.txt");
        check("/home/a/corpus/x.txt", "corpus/x.txt");
        check("/home/b/x.txt", "/home/b/x.txt");
        check("../x.txt", "../x.txt");
        check(".", ".");
    }
}
