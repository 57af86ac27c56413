//! Bytes → communiqués: one file a format, encoding, walking, per-file errors.
//!
//! Owns reading. A [`SourceDocument`] is what a file says, as text; [`SourceDocument::check`]
//! makes a [`Communique`](crate::communique::Communique) of it, with a warning for each value that
//! is not known. Knows nothing of what is found in a text beyond its metadata.

mod record;

pub use record::{Checked, SourceDocument};
