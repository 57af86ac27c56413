//! tantivy on disk.
