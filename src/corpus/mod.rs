//! Bytes → communiqués: one file a format, encoding, walking, per-file errors.
//!
//! Owns reading. [`walk()`] finds files, a [`Watcher`] tells which have changed since, [`read()`] (or [`read_stream`], [`read_bytes`]) gives the documents in one, and [`open()`] the steps of that apart;
//! a [`SourceDocument`] is what a source says, as text; [`SourceDocument::check`] makes a
//! [`Communique`](crate::communique::Communique) of it, with a warning for each value that is not known. Nothing
//! a source holds stops the rest: what cannot be read is a [`ReadError`], within the bounds of [`ReadLimits`].
//! Knows nothing of what is found in a text beyond its metadata.

mod clean;
mod compressed;
mod dates;
mod encoding;
mod error;
mod feed;
mod front_matter;
mod html;
mod kind;
mod limits;
mod mail;
mod markdown;
mod open;
mod panics;
mod pdf;
mod read;
#[cfg(test)]
mod real_data;
mod record;
mod records;
mod splitter;
mod text;
mod walk;
mod watch;

pub use error::{ReadError, ReadErrorKind};
pub use kind::{Format, Packing};
pub use limits::ReadLimits;
pub use open::{Loaded, Opened, Whole, open, open_stream};
pub use read::{Each, read, read_bytes, read_stream};
pub use record::{Checked, SourceDocument};
pub use records::{RecordBatch, Records};
pub use walk::{SourceFile, Sources, origin_of, source_file, walk};
pub use watch::{Told, WatchError, Watcher};

#[cfg(test)]
mod tests;
