//! A source, opened: unpacked as it is read, its form decided by its name and first bytes, nothing parsed yet.
//!
//! What follows is up to the form. [`Records`] stream: a file of any size takes bounded memory. Everything else is
//! [`Whole`]: read into memory first, where [`Whole::memory_for`] says beforehand what parsing it takes.

use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;

use super::compressed::{read_whole, unpacked};
use super::encoding::{DecodingReader, utf16_of};
use super::error::{ReadError, ReadErrorKind};
use super::kind::{Format, Packing, by_content, by_name, packing_of};
use super::limits::ReadLimits;
use super::records::{RecordIdentity, RecordLayout, RecordOptions, Records};
use super::walk::SourceFile;

/// How many bytes decide a source's form.
const HEAD_BYTES: usize = 4096;

/// How many bytes are asked for at once.
const BUFFER_BYTES: usize = 128 << 10;

/// How often a packed file's bytes are in it, mostly. What unpacks to more is found out when it is read.
const USUAL_RATIO: u64 = 12;

/// The most memory that the tree of a page takes, which has a bounded number of elements.
const MOST_TREE_BYTES: usize = 100 << 20;

/// The least that a packed file is taken for.
const LEAST_UNPACKED: u64 = 256 << 10;

/// A source whose form is known.
pub enum Opened<'a> {
    /// Records, which stream.
    Records(Records<'a>),
    /// Any other form.
    Whole(Whole<'a>),
}

/// Opens a file; `taken` is told of bytes as they come from the disk.
///
/// # Errors
/// When it cannot be opened, unpacked or is of no form that is read.
pub fn open<'a>(
    file: &SourceFile,
    limits: &ReadLimits,
    taken: &'a dyn Fn(u64),
) -> Result<Opened<'a>, ReadError> {
    let opened = open_file(file).map_err(|error| ReadError::new(file.origin.as_str(), error.into()))?;
    let reader = BufReader::with_capacity(BUFFER_BYTES, Counted { inner: opened, taken });
    let unpacked = unpack(Box::new(reader), &file.origin, &|_| false)?;
    unpacked.opened(file.format, RecordIdentity::Place, file.bytes, limits)
}

/// Opens a stream of records: one JSON object a line, or a JSON array; packed or not, and nothing else.
///
/// # Errors
/// As [`open`].
pub fn open_stream<'a>(
    reader: impl Read + 'a,
    origin: &str,
    limits: &ReadLimits,
) -> Result<Records<'a>, ReadError> {
    let reader = BufReader::with_capacity(BUFFER_BYTES, reader);
    let is_enough = |head: &[u8]| head.contains(&b'\n');
    let unpacked = unpack(Box::new(reader), origin, &is_enough)?;
    Ok(unpacked.records(Format::RecordLines, RecordIdentity::Content, limits))
}

/// Opens bytes that are in memory, as the form that `name` and the bytes themselves say.
pub(super) fn open_bytes<'a>(
    name: &str,
    bytes: &'a [u8],
    origin: &str,
    limits: &ReadLimits,
) -> Result<Opened<'a>, ReadError> {
    let format = by_name(Path::new(name)).map(|(format, _)| format);
    let unpacked = unpack(Box::new(bytes), origin, &|_| false)?;
    unpacked.opened(format, RecordIdentity::Content, bytes.len() as u64, limits)
}

/// Opens a file that may be another thing by now than when it was found: a pipe must not be waited for, nor a link
/// followed to where nobody pointed.
fn open_file(file: &SourceFile) -> std::io::Result<File> {
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
    taken: &'a dyn Fn(u64),
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        (self.taken)(read as u64);
        Ok(read)
    }
}

/// A source whose first bytes are known.
struct Unpacked<'a> {
    origin: Arc<str>,
    packing: Packing,
    head: Vec<u8>,
    /// What follows the head.
    rest: Box<dyn BufRead + 'a>,
}

/// Unpacks. The packing is told by the bytes alone, so that a wrong name does no harm.
fn unpack<'a>(
    mut reader: Box<dyn BufRead + 'a>,
    origin: &str,
    is_enough: &dyn Fn(&[u8]) -> bool,
) -> Result<Unpacked<'a>, ReadError> {
    let failed = |kind| ReadError::new(origin, kind);
    let packing = packing_of(reader.fill_buf().map_err(|error| failed(error.into()))?);
    let unpack_failed = |error: std::io::Error| match packing {
        Packing::None => failed(error.into()),
        _ => failed(ReadErrorKind::Unpack(error)),
    };
    let mut rest = unpacked(packing, reader).map_err(unpack_failed)?;
    let head = head_of(&mut *rest, is_enough).map_err(unpack_failed)?;
    match head.is_empty() {
        true => Err(failed(ReadErrorKind::Empty)),
        false => Ok(Unpacked { origin: origin.into(), packing, head, rest }),
    }
}

/// The first bytes, by which the form is told; of a stream no more is waited for than `is_enough`.
fn head_of(reader: &mut dyn BufRead, is_enough: &dyn Fn(&[u8]) -> bool) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(HEAD_BYTES);
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

impl<'a> Unpacked<'a> {
    /// Decides the form.
    fn opened(
        self,
        named: Option<Format>,
        identity: RecordIdentity,
        packed_bytes: u64,
        limits: &ReadLimits,
    ) -> Result<Opened<'a>, ReadError> {
        let format = by_content(named, &self.head)
            .map_err(|name| ReadError::new(&*self.origin, ReadErrorKind::Unsupported(name)))?;
        if matches!(format, Format::RecordLines | Format::Json) {
            return Ok(Opened::Records(self.records(format, identity, limits)));
        }
        let Unpacked { origin, packing, head, rest } = self;
        let reader = Box::new(Cursor::new(head).chain(rest));
        Ok(Opened::Whole(Whole { origin, format, packing, packed_bytes, reader }))
    }

    fn records(self, format: Format, identity: RecordIdentity, limits: &ReadLimits) -> Records<'a> {
        let layout = layout_of(format, &self.head);
        let options = RecordOptions { layout, identity, max_bytes: limits.record_bytes };
        let encoding = utf16_of(&self.head);
        let whole = Cursor::new(self.head).chain(self.rest);
        let reader: Box<dyn BufRead + 'a> = match encoding {
            Some(encoding) => Box::new(BufReader::new(DecodingReader::new(whole, encoding))),
            None => Box::new(whole),
        };
        Records::new(reader, self.origin, options)
    }
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

/// A source that is read into memory before it is parsed.
pub struct Whole<'a> {
    origin: Arc<str>,
    format: Format,
    packing: Packing,
    packed_bytes: u64,
    reader: Box<dyn BufRead + 'a>,
}

impl Whole<'_> {
    /// The most bytes that a source of this form may have.
    pub fn limit(&self, limits: &ReadLimits) -> u64 {
        match self.format {
            Format::Html => limits.html_bytes,
            Format::Pdf => limits.pdf_bytes,
            _ => limits.file_bytes,
        }
    }

    /// How many bytes it has, by its size on disk; a packed one may have more.
    pub fn expected_bytes(&self) -> u64 {
        match self.packing {
            Packing::None => self.packed_bytes,
            _ => (self.packed_bytes * USUAL_RATIO).max(LEAST_UNPACKED),
        }
    }

    /// Memory that reading `bytes` of this form takes at most, the bytes themselves included.
    pub fn memory_for(&self, bytes: u64) -> usize {
        memory_for(self.format, bytes)
    }

    /// Reads it into memory; `None` when there are more than `most` bytes, so that who asked can make room for
    /// [`Whole::limit`] and open it again.
    ///
    /// # Errors
    /// When reading or unpacking fails, or there are more bytes than the limit.
    pub fn load(mut self, most: u64, limits: &ReadLimits) -> Result<Option<Loaded>, ReadError> {
        let limit = self.limit(limits);
        match read_whole(&mut *self.reader, self.packing, most.min(limit)) {
            Ok(bytes) => Ok(Some(Loaded { origin: self.origin, format: self.format, bytes })),
            Err(ReadErrorKind::Bomb(_) | ReadErrorKind::TooLarge(_)) if most < limit => Ok(None),
            Err(kind) => Err(ReadError::new(&*self.origin, kind)),
        }
    }
}

fn memory_for(format: Format, bytes: u64) -> usize {
    let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
    match format {
        // The bytes, the text, what is left of it and what is rendered; and the tree, whose size is bounded.
        Format::Html => bytes.saturating_mul(6).saturating_add(bytes.saturating_mul(30).min(MOST_TREE_BYTES)),
        // Its objects, and streams unpacked one at a time.
        Format::Pdf => bytes.saturating_mul(8),
        // The bytes, the text, and each document made of it.
        _ => bytes.saturating_mul(4),
    }
}

/// A source in memory.
pub struct Loaded {
    pub(super) origin: Arc<str>,
    pub(super) format: Format,
    pub(super) bytes: Vec<u8>,
}

impl Loaded {
    /// Memory that parsing it takes at most, its bytes included.
    pub fn memory(&self) -> usize {
        memory_for(self.format, self.bytes.len() as u64)
    }
}
