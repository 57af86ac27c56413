//! A source → its documents: opens, unpacks, decides the form, hands to its reader.

use std::cell::Cell;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use super::SourceDocument;
use super::compressed::{read_whole, unpacked};
use super::error::{ReadError, ReadErrorKind};
use super::kind::{Format, Packing, by_content, by_name, packing_of};
use super::limits::ReadLimits;
use super::panics::{caught, uncaught};
use super::records::{RecordIdentity, RecordLayout, RecordOptions, read_records};
use super::walk::SourceFile;
use super::{feed, html, mail, markdown, pdf, text};

/// Where a reader puts what it finds: documents and what could not be read, in the order of the source.
/// Nothing more is read once it answers [`ControlFlow::Break`].
pub type Each<'a> = dyn FnMut(Result<SourceDocument, ReadError>) -> ControlFlow<()> + 'a;

/// How many bytes decide a source's form.
const HEAD_BYTES: usize = 4096;

/// Reads every document of a file; records stream, so that a file of any size takes bounded memory.
/// `each` is called at least once.
pub fn read(file: &SourceFile, limits: &ReadLimits, each: &mut Each<'_>) {
    read_counted(file, limits, &AtomicU64::new(0), each);
}

/// Reads as [`read`] does, and adds the bytes taken from the disk to `counter` on the way.
pub fn read_counted(file: &SourceFile, limits: &ReadLimits, counter: &AtomicU64, each: &mut Each<'_>) {
    let opened = open(file);
    let _stopped = match opened {
        Ok(opened) => {
            let mut reader = BufReader::with_capacity(128 << 10, Counted { inner: opened, counter });
            let expected = Expected::Named(file.format, RecordIdentity::Place);
            read_from(&mut reader, &file.origin, expected, limits, each)
        }
        Err(error) => each(Err(ReadError::new(file.origin.as_str(), error.into()))),
    };
}

/// Opens a file that may be another thing by now than when it was found: a pipe must not be waited for, nor a link
/// followed to where nobody pointed.
fn open(file: &SourceFile) -> std::io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(libc::O_NONBLOCK | if file.is_named { 0 } else { libc::O_NOFOLLOW });
    }
    let opened = options.open(&file.path)?;
    let is_regular = opened.metadata()?.is_file();
    if is_regular { Ok(opened) } else { Err(std::io::Error::other("it is no regular file any more")) }
}

/// A reader that tells how much was read of it.
struct Counted<'a> {
    inner: File,
    counter: &'a AtomicU64,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.counter.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Reads records from a stream (standard input, the body of a request): one JSON object a line, or a JSON array;
/// packed or not, and nothing else. `origin` names the stream in messages. Since a stream has no place that stays
/// the same, a record without id and address is known by a hash of what it says.
pub fn read_stream(reader: impl Read, origin: &str, limits: &ReadLimits, each: &mut Each<'_>) {
    let mut reader = BufReader::with_capacity(128 << 10, reader);
    let _stopped = read_from(&mut reader, origin, Expected::Records, limits, each);
}

/// Reads bytes that are in memory, as the form that `name` (a file name, or nothing) and the bytes themselves say.
pub fn read_bytes(name: &str, bytes: &[u8], origin: &str, limits: &ReadLimits, each: &mut Each<'_>) {
    let format = by_name(Path::new(name)).map(|(format, _)| format);
    let expected = Expected::Named(format, RecordIdentity::Content);
    let _stopped = read_from(&mut &bytes[..], origin, expected, limits, each);
}

/// What a source is taken for before its bytes are looked at.
#[derive(Debug, Clone, Copy)]
enum Expected {
    /// What its name says, if anything; and what its records are known by.
    Named(Option<Format>, RecordIdentity),
    /// Records, whatever they look like.
    Records,
}

/// Unpacks and reads. The packing is told by the bytes alone, so that a wrong name does no harm.
fn read_from(
    reader: &mut dyn BufRead,
    origin: &str,
    expected: Expected,
    limits: &ReadLimits,
    each: &mut Each<'_>,
) -> ControlFlow<()> {
    let packing = match reader.fill_buf() {
        Ok(head) => packing_of(head),
        Err(error) => return each(Err(ReadError::new(origin, error.into()))),
    };
    match unpacked(packing, reader) {
        Ok(mut reader) => {
            guarded(origin, each, |each| read_unpacked(&mut *reader, packing, origin, expected, limits, each))
        }
        Err(error) => each(Err(ReadError::new(origin, ReadErrorKind::Unpack(error)))),
    }
}

fn read_unpacked(
    reader: &mut dyn BufRead,
    packing: Packing,
    origin: &str,
    expected: Expected,
    limits: &ReadLimits,
    each: &mut Each<'_>,
) -> ControlFlow<()> {
    let failed = |kind| Err(ReadError::new(origin, kind));
    let head = match head_of(reader, expected) {
        Ok(head) => head,
        Err(error) if packing == Packing::None => return each(failed(error.into())),
        Err(error) => return each(failed(ReadErrorKind::Unpack(error))),
    };
    if head.is_empty() {
        return each(failed(ReadErrorKind::Empty));
    }
    let (format, identity) = match expected {
        Expected::Records => (Format::RecordLines, RecordIdentity::Content),
        Expected::Named(named, identity) => match by_content(named, &head) {
            Ok(format) => (format, identity),
            Err(name) => return each(failed(ReadErrorKind::Unsupported(name))),
        },
    };
    let head_copy = head.clone();
    let mut whole = (&head_copy[..]).chain(reader);
    if matches!(format, Format::RecordLines | Format::Json) {
        let records =
            RecordOptions { layout: layout_of(format, &head), identity, max_bytes: limits.record_bytes };
        return match super::encoding::utf16_of(&head) {
            Some(encoding) => {
                let mut decoded = BufReader::new(super::encoding::DecodingReader::new(whole, encoding));
                read_records(&mut decoded, origin, records, each)
            }
            None => read_records(&mut whole, origin, records, each),
        };
    }
    let limit = match format {
        Format::Html => limits.html_bytes,
        Format::Pdf => limits.pdf_bytes,
        _ => limits.file_bytes,
    };
    let bytes = match read_whole(&mut whole, packing, limit) {
        Ok(bytes) => bytes,
        Err(kind) => return each(failed(kind)),
    };
    read_document(format, bytes, origin, limits, each)
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

/// The first bytes, by which the form is told. Of a stream no more than its first line is waited for.
fn head_of(reader: &mut dyn BufRead, expected: Expected) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(HEAD_BYTES);
    let is_enough = |head: &[u8]| matches!(expected, Expected::Records) && head.contains(&b'\n');
    while head.len() < HEAD_BYTES && !is_enough(&head) {
        let available = match reader.fill_buf() {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            available => available?,
        };
        let taken = available.len().min(HEAD_BYTES - head.len());
        if taken == 0 {
            break;
        }
        head.extend_from_slice(&available[..taken]);
        reader.consume(taken);
    }
    Ok(head)
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

/// Lines where the name says so or the first line is an object of its own; an array or objects over lines otherwise.
fn layout_of(format: Format, head: &[u8]) -> RecordLayout {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let opens_array = head.strip_prefix(b"[").is_some_and(|rest| {
        let rest = rest.trim_ascii_start();
        rest.is_empty() || rest.starts_with(b"{")
    });
    let first_line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let whole_line = || serde_json::from_slice::<serde::de::IgnoredAny>(first_line).is_ok();
    match format {
        Format::RecordLines if !opens_array => RecordLayout::Lines,
        _ if head.starts_with(b"{") && whole_line() => RecordLayout::Lines,
        _ => RecordLayout::Values,
    }
}
