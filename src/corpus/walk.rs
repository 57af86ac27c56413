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
    /// Whether it was given by name rather than met in a folder: only then may it be a symbolic link.
    pub is_named: bool,
}

/// Every file we read under `paths`, in the order of the paths and then of names. A file is given once
/// for each path it lies under.
pub fn walk(paths: &[PathBuf]) -> impl Iterator<Item = Result<SourceFile, ReadError>> + use<> {
    Sources::new(paths.to_vec()).walk()
}

/// The files and folders that documents are read from.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    roots: Vec<PathBuf>,
    /// A folder that is never entered, with symbolic links resolved.
    except: Option<PathBuf>,
}

type Found = Result<SourceFile, ReadError>;

impl Sources {
    /// These files, and these folders with all below them.
    pub fn new(roots: Vec<PathBuf>) -> Sources {
        Sources { roots, except: None }
    }

    /// The same without `folder`, if there is such a folder: an index is no source, wherever it lies.
    pub fn without(self, folder: &Path) -> Sources {
        Sources { except: folder.canonicalize().ok(), ..self }
    }

    /// The files and folders named.
    pub fn roots(&self) -> &[PathBuf] {
        &self.roots
    }

    /// Whether `path` lies in the folder that is left out.
    pub fn leaves_out(&self, path: &Path) -> bool {
        self.except.as_ref().is_some_and(|except| path.starts_with(except))
    }

    /// Every file, in the order of the roots and then of names.
    pub fn walk(&self) -> impl Iterator<Item = Found> + use<> {
        let working_dir = std::env::current_dir().unwrap_or_default();
        let sources = self.clone();
        self.roots.clone().into_iter().flat_map(move |root| sources.walk_root(&root, &working_dir))
    }

    /// What [`Sources::walk`] gives at `path` and below it, for what a watcher has seen change. Nothing where nothing is,
    /// or what is there is passed over.
    pub fn walk_at(&self, path: &Path) -> Box<dyn Iterator<Item = Found>> {
        let working_dir = std::env::current_dir().unwrap_or_default();
        if self.roots.iter().any(|root| root == path) {
            return self.walk_root(path, &working_dir);
        }
        let Ok(metadata) = path.symlink_metadata() else { return Box::new(std::iter::empty()) };
        let root = self.roots.iter().find(|root| path.starts_with(root));
        let below = root.and_then(|root| path.strip_prefix(root).ok());
        let mut folders = below.and_then(Path::parent).into_iter().flat_map(Path::components);
        // A link on the way leads out of what was given, whatever lies behind it.
        let mut place = root.cloned().unwrap_or_default();
        let is_hidden = folders.any(|folder| {
            place.push(folder);
            is_name_passed_over(folder.as_os_str(), true) || place.is_symlink()
        });
        let name = path.file_name().unwrap_or_default();
        let is_left_out =
            self.except.is_some() && path.canonicalize().is_ok_and(|path| self.leaves_out(&path));
        if below.is_none() || is_hidden || is_left_out || is_name_passed_over(name, metadata.is_dir()) {
            return Box::new(std::iter::empty());
        }
        self.walk_tree(WalkDir::new(path).follow_root_links(false), &working_dir)
    }

    fn walk_root(&self, root: &Path, working_dir: &Path) -> Box<dyn Iterator<Item = Found>> {
        if !root.is_dir() {
            return Box::new(std::iter::once(source_file(root)));
        }
        // A root that is a link is entered by its target; a trailing slash would do the same.
        self.walk_tree(WalkDir::new(root).follow_root_links(true), working_dir)
    }

    fn walk_tree(&self, tree: WalkDir, working_dir: &Path) -> Box<dyn Iterator<Item = Found>> {
        let (working_dir, except) = (working_dir.to_owned(), self.except.clone());
        let is_except = move |entry: &DirEntry| {
            let except = except.as_ref().filter(|except| except.file_name() == Some(entry.file_name()));
            except.is_some_and(|except| entry.path().canonicalize().is_ok_and(|path| path == *except))
        };
        let visible = tree.sort_by_file_name().into_iter().filter_entry(move |entry| {
            entry.depth() == 0
                || !(is_name_passed_over(entry.file_name(), entry.file_type().is_dir()) || is_except(entry))
        });
        Box::new(visible.filter_map(move |entry| found(entry, &working_dir)))
    }
}

/// The file at `path` as [`walk`] gives it when it is named.
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
    Ok(SourceFile { path: path.to_owned(), origin, format, packing, bytes: metadata.len(), is_named: true })
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
    Some(Ok(SourceFile {
        path: entry.into_path(),
        origin,
        format: Some(format),
        packing,
        bytes,
        is_named: false,
    }))
}

/// Whether a link's target holds the link.
fn leads_up(link: &Path) -> bool {
    let (Ok(target), Some(Ok(folder))) = (link.canonicalize(), link.parent().map(Path::canonicalize)) else {
        return false;
    };
    folder.starts_with(target)
}

fn is_name_passed_over(name: &OsStr, is_folder: bool) -> bool {
    let name = name.as_encoded_bytes();
    let stem = name.split(|byte| *byte == b'.').next().unwrap_or_default();
    let about = ["README", "LICENSE", "LICENCE", "COPYING", "NOTICE"];
    name.starts_with(b".") || (!is_folder && about.iter().any(|about| about.as_bytes() == stem))
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

    #[test]
    fn an_index_is_no_source() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::create_dir_all(root.join("deep/my-index")).unwrap();
        fs::write(root.join("deep/my-index/meta.json"), "{}").unwrap();
        fs::write(root.join("deep/a.txt"), "text").unwrap();
        let index = root.join("deep/my-index");
        let sources = Sources::new(vec![root.to_owned()]).without(&index);
        assert_eq!(sources.walk().count(), 1);
        assert_eq!(sources.walk_at(&index.join("meta.json")).count(), 0);
        assert_eq!(Sources::new(vec![root.to_owned()]).walk().count(), 2);
    }

    #[test]
    fn a_part_is_walked_as_the_whole_is() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::create_dir_all(root.join("a/.git")).unwrap();
        for name in ["a/x.txt", "a/y.docx", "a/README.txt", "a/.git/z.txt", "b.txt"] {
            fs::write(root.join(name), "text").unwrap();
        }
        let sources = Sources::new(vec![root.to_owned()]);
        let check = |path: &str, expected: usize| {
            assert_eq!(sources.walk_at(&root.join(path)).count(), expected, "{path}");
        };
        check("", 2);
        check("a", 1);
        check("a/x.txt", 1);
        check("b.txt", 1);
        check("a/y.docx", 0);
        check("a/README.txt", 0);
        check("a/.git/z.txt", 0);
        check("a/none.txt", 0);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(root, root.join("a/up")).unwrap();
            check("a/up/b.txt", 0);
            assert!(sources.walk_at(&root.join("a/up")).all(|found| found.is_err()));
        }
        assert_eq!(sources.walk_at(Path::new("/etc/hostname")).count(), 0);
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
