//! What near copies are known by.

/// A MinHash sketch of a document's words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sketch {
    /// Minimum hashes, as many in every sketch; empty for a document too short to compare.
    pub minima: Vec<u32>,
}
