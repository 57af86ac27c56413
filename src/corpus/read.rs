//! A source → its documents: each form handed to its reader.

use std::cell::Cell;
use std::io::Read;
use std::ops::ControlFlow;

use super::SourceDocument;
use super::error::{ReadError, ReadErrorKind};
use super::kind::Format;
use super::limits::ReadLimits;
use super::open::{Loaded, Opened, open, open_bytes, open_stream};
use super::panics::{caught, uncaught};
use super::walk::SourceFile;
use super::{feed, html, mail, markdown, pdf, text};

/// Where a reader puts what it finds: documents and what could not be read, in the order of the source.
/// Nothing more is read once it answers [`ControlFlow::Break`].
pub type Each<'a> = dyn FnMut(Result<SourceDocument, ReadError>) -> ControlFlow<()> + 'a;

/// How many bytes of records are cut before they are parsed.
const BATCH_BYTES: usize = 64 << 10;

/// Reads every document of a file; records stream, so that a file of any size takes bounded memory.
/// `each` is called at least once.
pub fn read(file: &SourceFile, limits: &ReadLimits, each: &mut Each<'_>) {
    let _stopped = read_opened(open(file, limits, &|_| {}), BATCH_BYTES, limits, each);
}

/// Reads records from a stream (standard input, the body of a request): one JSON object a line, or a JSON array;
/// packed or not, and nothing else. `origin` names the stream in messages. Since a stream has no place that stays
/// the same, a record without id and address is known by a hash of what it says.
pub fn read_stream(reader: impl Read, origin: &str, limits: &ReadLimits, each: &mut Each<'_>) {
    let opened = open_stream(reader, origin, limits).map(Opened::Records);
    let _stopped = read_opened(opened, 1, limits, each);
}

/// Reads bytes that are in memory, as the form that `name` (a file name, or nothing) and the bytes themselves say.
pub fn read_bytes(name: &str, bytes: &[u8], origin: &str, limits: &ReadLimits, each: &mut Each<'_>) {
    let _stopped = read_opened(open_bytes(name, bytes, origin, limits), BATCH_BYTES, limits, each);
}

fn read_opened(
    opened: Result<Opened<'_>, ReadError>,
    batch_bytes: usize,
    limits: &ReadLimits,
    each: &mut Each<'_>,
) -> ControlFlow<()> {
    match opened {
        Err(error) => each(Err(error)),
        Ok(Opened::Records(mut records)) => {
            while let Some(batch) = records.next_batch(batch_bytes) {
                batch.read(each)?;
            }
            ControlFlow::Continue(())
        }
        Ok(Opened::Whole(whole)) => match whole.load(u64::MAX, limits) {
            Ok(Some(loaded)) => loaded.read(limits, each),
            // There is no more than all.
            Ok(None) => ControlFlow::Continue(()),
            Err(error) => each(Err(error)),
        },
    }
}

impl Loaded {
    /// Parses it; `each` is called at least once.
    pub fn read(self, limits: &ReadLimits, each: &mut Each<'_>) -> ControlFlow<()> {
        let Loaded { origin, format, bytes } = self;
        guarded(&origin, each, |each| read_document(format, bytes, &origin, limits, each))
    }
}

/// Reads so that a reader that panics, as some libraries do on odd input, is a source that cannot be read. What `each`
/// does is none of the reader's doing, and panics as ever.
fn guarded(
    origin: &str,
    each: &mut Each<'_>,
    read: impl FnOnce(&mut Each<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let is_outside = Cell::new(false);
    let done = caught(|| {
        read(&mut |found| {
            is_outside.set(true);
            let flow = uncaught(|| each(found));
            is_outside.set(false);
            flow
        })
    });
    match done {
        Ok(flow) => flow,
        Err(panic) if is_outside.get() => std::panic::resume_unwind(panic),
        Err(_) => each(Err(ReadError::new(origin, ReadErrorKind::Reader))),
    }
}

/// Reads a form that is in memory whole.
fn read_document(
    format: Format,
    bytes: Vec<u8>,
    origin: &str,
    limits: &ReadLimits,
    each: &mut Each<'_>,
) -> ControlFlow<()> {
    if bytes.trim_ascii().is_empty() {
        return each(Err(ReadError::new(origin, ReadErrorKind::Empty)));
    }
    let read = match format {
        Format::Text => text::read_text(bytes, origin),
        Format::Markdown => markdown::read_markdown(bytes, origin),
        Format::Html => html::read_html(bytes, origin),
        Format::Pdf => pdf::read_pdf(bytes, origin, limits),
        Format::Feed => return feed::read_feed(bytes, origin, limits, each),
        Format::Mail => return mail::read_mail(&bytes, origin, limits, each),
        Format::RecordLines | Format::Json => {
            // These are read as a stream and never come here whole.
            return ControlFlow::Continue(());
        }
    };
    each(read.map_err(|kind| ReadError::new(origin, kind)))
}
