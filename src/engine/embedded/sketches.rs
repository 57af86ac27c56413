//! The sketches of committed documents, made again when one is asked for.
//!
//! A sketch is hashes, which nothing packs: kept, they took 0.18 bytes a byte of text. They are asked for when a new
//! document may be a copy of a committed one, which few are; a template's documents are asked for in each commit
//! again, so that what was made is kept for a while.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::record::Depth;
use super::snapshot::{Address, Snapshot};
use crate::analysis::{AnalysisCache, Analyzer};
use crate::communique::EnrichedCommunique;
use crate::config::Config;
use crate::engine::EngineError;
use crate::enrich::{Sketch, sketch_again};

/// Sketches kept; with the tables about them some 15 MB.
const KEPT_SKETCHES: usize = 16 * 1024;

/// Gives a stored document the sketch that it was indexed with.
pub type Sketcher = Box<dyn FnMut(&EnrichedCommunique) -> Sketch + Send>;

/// Sketches of committed documents.
pub(super) struct Sketches {
    sketcher: Sketcher,
    /// By the hash of a document's id and that of its content: what is committed later may be another text.
    kept: FxHashMap<(u64, u64), Arc<Sketch>>,
}

impl Sketches {
    pub(super) fn new(sketcher: Sketcher) -> Sketches {
        Sketches { sketcher, kept: FxHashMap::default() }
    }

    /// The sketch of the document at `address`.
    pub(super) fn of(&mut self, base: &Snapshot, address: Address) -> Result<Arc<Sketch>, EngineError> {
        let segment = &base.segments[address.segment as usize];
        let key = (segment.tie.get_val(address.doc), segment.content_hash.get_val(address.doc));
        if let Some(sketch) = self.kept.get(&key) {
            return Ok(Arc::clone(sketch));
        }
        let sketch = Arc::new((self.sketcher)(&base.document(address, Depth::Shown)?));
        if self.kept.len() == KEPT_SKETCHES {
            self.kept.clear();
        }
        self.kept.insert(key, Arc::clone(&sketch));
        Ok(sketch)
    }
}

/// The sketcher of documents that [`crate::enrich`] has made. Its analyzer is built when a document is first asked
/// for: most sessions never do.
pub(super) fn sketcher(config: &Config) -> Sketcher {
    let languages = config.languages.clone();
    let mut made = None;
    let mut cache = AnalysisCache::default();
    Box::new(move |document| {
        let analyzer = made.get_or_insert_with(|| Analyzer::new(languages.clone()));
        sketch_again(analyzer, document, &mut cache)
    })
}
