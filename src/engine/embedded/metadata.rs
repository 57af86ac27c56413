//! What a commit says of itself: format, fingerprint, generation, families file.
//!
//! It is the payload of tantivy's commit, so that it changes with the documents, or not at all.

use serde::{Deserialize, Serialize};

use super::errors::Place;
use crate::analysis::Analyzer;
use crate::config::Config;
use crate::engine::{EngineError, EngineErrorKind};

/// Changes when the index's layout does; another one is not read.
pub(super) const FORMAT: u32 = 6;

/// The file in which tantivy keeps the commit.
pub(super) const META_FILE: &str = "meta.json";

/// What decides what an index holds: configuration, analysis and layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexFingerprint(String);

impl IndexFingerprint {
    /// The fingerprint of indexes made with `config` by this program.
    pub fn of(config: &Config) -> IndexFingerprint {
        IndexFingerprint(format!("{}-{}", config.fingerprint(), Analyzer::VERSION))
    }
}

/// A commit's payload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Metadata {
    /// [`FORMAT`] of the program that wrote it.
    pub format: u32,
    /// The [`IndexFingerprint`] of the program that wrote it.
    pub fingerprint: String,
    /// Counts commits.
    pub generation: u64,
    /// The file that holds the families, when there are any.
    pub families: Option<String>,
    /// tantivy's own number of the commit.
    pub opstamp: u64,
    /// When it was made, in milliseconds since 1970.
    pub committed_ms: i64,
}

/// A payload as it is written: with a checksum, since tantivy has none for its list of segments.
#[derive(Serialize, Deserialize)]
struct Sealed {
    #[serde(flatten)]
    metadata: Metadata,
    checksum: String,
}

impl Metadata {
    /// Reads a commit's payload; the format comes first, since the rest depends on it.
    pub(super) fn read(place: &Place, payload: Option<&str>) -> Result<Metadata, EngineError> {
        #[derive(Deserialize)]
        struct FormatOnly {
            format: u32,
        }
        let Some(payload) = payload else {
            return Err(place.damaged(META_FILE, "the commit is not one of this program"));
        };
        let unreadable = |error: serde_json::Error| place.damaged(META_FILE, error.to_string());
        let found = serde_json::from_str::<FormatOnly>(payload).map_err(unreadable)?.format;
        if found != FORMAT {
            return Err(place.error(EngineErrorKind::Format { found, expected: FORMAT }));
        }
        let sealed: Sealed = serde_json::from_str(payload).map_err(unreadable)?;
        if sealed.checksum != sealed.metadata.checksum() {
            return Err(place.damaged(META_FILE, "the checksum of the commit is wrong"));
        }
        Ok(sealed.metadata)
    }

    /// What the first commit of an index says.
    pub(super) fn new(fingerprint: &IndexFingerprint) -> Metadata {
        let fingerprint = fingerprint.0.clone();
        Metadata { format: FORMAT, fingerprint, generation: 0, families: None, opstamp: 0, committed_ms: 0 }
    }

    /// Refuses an index that was built by other rules.
    pub(super) fn require(&self, place: &Place, expected: &IndexFingerprint) -> Result<(), EngineError> {
        if self.fingerprint == expected.0 {
            return Ok(());
        }
        let (found, expected) = (self.fingerprint.clone(), expected.0.clone());
        Err(place.error(EngineErrorKind::Fingerprint { found, expected }))
    }

    pub(super) fn to_payload(&self) -> String {
        let sealed = Sealed { checksum: self.checksum(), metadata: self.clone() };
        serde_json::to_string(&sealed).expect("plain strings and numbers are always JSON")
    }

    fn checksum(&self) -> String {
        let text = serde_json::to_string(self).expect("plain strings and numbers are always JSON");
        blake3::hash(text.as_bytes()).to_hex()[..16].to_owned()
    }
}
