//! An index, checked end to end: every byte of every file, every document, every rule.
//!
//! tantivy guards the contents of its segments by a checksum. What it leaves unguarded is checked
//! here too: its list of segments and its list of files must be what it would write itself, and
//! say what the files say; the ends of files must be well formed and name a version we know.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;
use tantivy::directory::footer::Footer;
use tantivy::directory::{FileSlice, MmapDirectory};
use tantivy::index::{IndexMeta, SegmentComponent};
use tantivy::{HasLen, Index, SegmentMeta};

use super::errors::Place;
use super::metadata::{IndexFingerprint, META_FILE, Metadata};
use super::record::{Depth, day_number, tie_of};
use super::schema::{Fields, register};
use super::snapshot::{Address, Snapshot};
use super::store::{self, Access};
use super::{families, writer};
use crate::config::Config;
use crate::engine::{EngineError, EngineErrorKind};

/// Versions of tantivy that have written indexes of our format.
const LIBRARY_VERSIONS: &[&str] = &["tantivy v0.27.0, index_format v7"];

/// Bytes behind the footer: its length and a mark.
const FOOTER_TAIL_BYTES: usize = 8;

/// tantivy's list of the files it may remove.
const MANAGED_FILE: &str = ".managed.json";

/// What was found wrong, and how much was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VerifyReport {
    /// Documents that were read.
    pub documents: u64,
    /// Files that were read.
    pub files: u64,
    /// Bytes in them.
    pub bytes: u64,
    /// What is wrong; empty when the index is sound.
    pub problems: Vec<VerifyProblem>,
}

/// Something wrong with an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyProblem {
    /// The file at fault, its name within the index.
    pub file: String,
    /// What is wrong with it, and the way out where it is not the usual one.
    pub problem: String,
}

impl VerifyReport {
    /// What helps against any problem: nothing is in an index that is not in its sources.
    pub const REMEDY: &str = "delete the index's directory and index the sources again";

    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Checks the index in `path` against its own checksums and against `config`.
///
/// # Errors
/// When there is no index, or the directory cannot be read. What is wrong with the index is in the report.
pub fn verify(path: &Path, config: &Config) -> Result<VerifyReport, EngineError> {
    let place = Place::new(path);
    if !path.join(META_FILE).is_file() {
        return Err(place.error(EngineErrorKind::Missing));
    }
    let mut check = Check { place, report: VerifyReport::default() };
    if let Some(meta) = check.meta(config) {
        check.files(&meta);
        if check.report.is_sound() {
            check.documents();
        }
    }
    Ok(check.report)
}

/// The same error, or the file that a check finds damaged: what fails to open often cannot tell what made it fail.
pub(super) fn explained(error: EngineError, config: &Config) -> EngineError {
    if !matches!(error.kind, EngineErrorKind::Damaged { .. } | EngineErrorKind::Library { .. }) {
        return error;
    }
    let found = verify(&error.path, config).ok().and_then(|report| report.problems.into_iter().next());
    match found {
        Some(VerifyProblem { file, problem }) => {
            EngineError { path: error.path, kind: EngineErrorKind::Damaged { file, problem } }
        }
        None => error,
    }
}

struct Check {
    place: Place,
    report: VerifyReport,
}

impl Check {
    fn problem(&mut self, file: &str, problem: impl Into<String>) {
        self.report.problems.push(VerifyProblem { file: file.to_owned(), problem: problem.into() });
    }

    fn engine_problem(&mut self, error: EngineError) {
        match error.kind {
            EngineErrorKind::Damaged { file, problem } => self.problem(&file, problem),
            other => self.problem(META_FILE, other.to_string()),
        }
    }

    fn read(&mut self, name: &str) -> Option<Vec<u8>> {
        match fs::read(self.place.path().join(name)) {
            Ok(bytes) => {
                self.report.files += 1;
                self.report.bytes += bytes.len() as u64;
                Some(bytes)
            }
            Err(error) => {
                self.problem(name, format!("it cannot be read: {error}"));
                None
            }
        }
    }

    /// The commit; `None` when it cannot be understood.
    fn meta(&mut self, config: &Config) -> Option<IndexMeta> {
        let bytes = self.read(META_FILE)?;
        let directory = MmapDirectory::open(self.place.path()).map_err(tantivy::TantivyError::from);
        let index = directory.and_then(Index::open);
        let meta = match index.and_then(|index| index.load_metas()) {
            Ok(meta) => meta,
            Err(error) => {
                let problem = self.place.library::<tantivy::TantivyError>("reading the commit")(error);
                self.engine_problem(problem);
                return None;
            }
        };
        let written = serde_json::to_vec_pretty(&meta).unwrap_or_default();
        if bytes.strip_suffix(b"\n") != Some(&written) {
            self.problem(META_FILE, "it is not as it was written");
        }
        if meta.schema != Fields::new().schema {
            self.problem(META_FILE, "its fields are not those of this program");
        }
        if meta.index_settings != writer::settings() {
            self.problem(META_FILE, "its settings are not those of this program");
        }
        match Metadata::read(&self.place, meta.payload.as_deref()) {
            Ok(metadata) => {
                if metadata.opstamp != meta.opstamp {
                    self.problem(META_FILE, "its commit number is not the one it was written with");
                }
                if let Err(error) = metadata.require(&self.place, &IndexFingerprint::of(config)) {
                    self.engine_problem(error);
                }
                if let Some(name) = &metadata.families
                    && self.read(name).is_some()
                    && let Err(error) = families::read(&self.place, name)
                {
                    self.engine_problem(error);
                }
            }
            Err(error) => self.engine_problem(error),
        }
        Some(meta)
    }

    /// Every file of every segment.
    fn files(&mut self, meta: &IndexMeta) {
        let mut names: BTreeSet<PathBuf> = BTreeSet::new();
        for segment in &meta.segments {
            names.extend(segment_files(segment));
        }
        self.managed(&names);
        for path in names {
            let name = path.display().to_string();
            let Some(bytes) = self.read(&name) else { continue };
            if let Err(problem) = check_file(bytes) {
                self.problem(&name, problem);
            }
        }
    }

    /// tantivy removes a file only when it is on its list: a living one that is not would stay for ever.
    fn managed(&mut self, living: &BTreeSet<PathBuf>) {
        let Some(bytes) = self.read(MANAGED_FILE) else { return };
        let listed = serde_json::from_slice::<Vec<PathBuf>>(&bytes).ok();
        let listed = listed.filter(|listed| {
            let written = serde_json::to_vec(listed).unwrap_or_default();
            bytes.strip_suffix(b"\n") == Some(&written)
        });
        let Some(listed) = listed else {
            self.problem(MANAGED_FILE, "it is not as it was written");
            return;
        };
        let listed: BTreeSet<PathBuf> = listed.into_iter().collect();
        if !living.is_subset(&listed) || !listed.contains(Path::new(META_FILE)) {
            self.problem(MANAGED_FILE, "it lacks a file of the index");
        }
        for path in &listed {
            // A file that was on its way when the power went is listed, and need not exist; its name is well formed.
            if !is_name_of_tantivy(path) {
                self.problem(MANAGED_FILE, format!("`{}` is no name of a file of an index", path.display()));
            }
        }
    }

    /// Every document, and what the columns say of it.
    fn documents(&mut self) {
        let snapshot = match self.open() {
            Ok(snapshot) => snapshot,
            Err(error) => return self.engine_problem(error),
        };
        let mut ties: FxHashSet<u64> = FxHashSet::default();
        for (number, segment) in snapshot.segments.iter().enumerate() {
            let name = segment.reader.segment_id().uuid_string();
            let lengths = segment.reader.get_fieldnorms_reader(snapshot.fields.text);
            let written = lengths.map_or(0, |lengths| lengths.num_docs());
            if written != segment.reader.max_doc() {
                self.problem(
                    META_FILE,
                    format!("segment {name} holds {written} documents, not {}", segment.reader.max_doc()),
                );
                continue;
            }
            for doc in 0..segment.reader.max_doc() {
                if segment.reader.is_deleted(doc) {
                    continue;
                }
                match self.document(&snapshot, Address { segment: number as u32, doc }, &mut ties) {
                    Ok(()) => self.report.documents += 1,
                    Err(error) => self.engine_problem(error),
                }
            }
        }
    }

    fn open(&self) -> Result<Snapshot, EngineError> {
        let opening = "opening the index";
        let directory = MmapDirectory::open(self.place.path()).map_err(self.place.library(opening))?;
        let mut index = Index::open(directory).map_err(self.place.library(opening))?;
        let fields = Fields::new();
        register(&mut index, &fields);
        Snapshot::open(&self.place, &index, &fields, Access::InOrder, None)
    }

    fn document(
        &self,
        snapshot: &Snapshot,
        address: Address,
        ties: &mut FxHashSet<u64>,
    ) -> Result<(), EngineError> {
        let segment = &snapshot.segments[address.segment as usize];
        let store = format!("{}.{}", segment.reader.segment_id().uuid_string(), store::EXTENSION);
        let document = snapshot.document(address, Depth::Whole)?;
        let id = &document.id;
        let (tie, first_day) = (segment.tie.get_val(address.doc), segment.first_day.get_val(address.doc));
        if tie != tie_of(id) || first_day != document.date.map_or(0, |date| day_number(date.first_day())) {
            return Err(self
                .place
                .damaged(&store, format!("document `{id}` is not the one its columns describe")));
        }
        if !ties.insert(tie) {
            return Err(self.place.damaged(&store, format!("document `{id}` is there twice")));
        }
        if snapshot.find(snapshot.fields.id, id.as_str())?.document_frequency == 0 {
            return Err(self.place.damaged(&store, format!("document `{id}` is not in the dictionary")));
        }
        Ok(())
    }
}

/// The files a segment must have.
pub(super) fn segment_files(segment: &SegmentMeta) -> Vec<PathBuf> {
    let mut components = vec![
        SegmentComponent::Postings,
        SegmentComponent::Positions,
        SegmentComponent::Terms,
        SegmentComponent::Store,
        SegmentComponent::FastFields,
        SegmentComponent::FieldNorms,
        store::component(),
    ];
    if segment.num_deleted_docs() > 0 {
        components.push(SegmentComponent::Delete);
    }
    components.into_iter().map(|component| segment.relative_path(component)).collect()
}

/// Whether a file's end is well formed and its contents have the checksum it states.
fn check_file(bytes: Vec<u8>) -> Result<(), String> {
    if bytes.len() < FOOTER_TAIL_BYTES {
        return Err("it is cut short".to_owned());
    }
    let file = FileSlice::from(bytes.clone());
    let (footer, body) = Footer::extract_footer(file).map_err(|error| error.to_string())?;
    let written = serde_json::to_vec(&footer).unwrap_or_default();
    let end = bytes.get(body.len()..bytes.len().saturating_sub(FOOTER_TAIL_BYTES));
    if end != Some(&written) {
        return Err("its end is not as it was written".to_owned());
    }
    if !LIBRARY_VERSIONS.contains(&footer.version.to_string().as_str()) {
        return Err(format!("it names version {} of the library, which we do not know", footer.version));
    }
    if crc32fast::hash(&bytes[..body.len()]) != footer.crc {
        return Err("its checksum is wrong".to_owned());
    }
    Ok(())
}

fn is_name_of_tantivy(path: &Path) -> bool {
    let name = path.to_string_lossy();
    if name == META_FILE {
        return true;
    }
    let Some((segment, extension)) = name.split_once('.') else { return false };
    let is_id = segment.len() == 32 && segment.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_delete = extension
        .strip_suffix(".del")
        .is_some_and(|opstamp| opstamp.bytes().all(|byte| byte.is_ascii_digit()));
    is_id
        && (is_delete
            || ["idx", "pos", "term", "store", "store.temp", "fast", "fieldnorm", store::EXTENSION]
                .contains(&extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_in_use_is_known() {
        assert!(
            LIBRARY_VERSIONS.contains(&tantivy::version().to_string().as_str()),
            "{}",
            tantivy::version()
        );
    }

    #[test]
    fn names() {
        let check =
            |name: &str, expected| assert_eq!(is_name_of_tantivy(Path::new(name)), expected, "{name}");
        check("meta.json", true);
        check("0123456789abcdef0123456789abcdef.idx", true);
        check("0123456789abcdef0123456789abcdef.17.del", true);
        check("0123456789abcdef0123456789abcdeg.idx", false);
        check("0123456789abcdef0123456789abcdef.idy", false);
        check("0123456789abcdef0123456789abcdef.1x.del", false);
        check("mets.json", false);
    }
}
