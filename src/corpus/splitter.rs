//! A stream of JSON → its records, one slice each, without parsing them and at bounded memory.

use std::io::{self, BufRead};
use std::ops::Range;

use super::records::RecordLayout;

/// A record, or why there is none.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// The line that it begins on; the first is 1.
    pub line: u64,
    /// What was found there.
    pub found: Found,
}

/// What stands where a record is looked for.
#[derive(Debug, Clone)]
pub(super) enum Found {
    /// The bytes of one JSON value: their place in the buffer that was given.
    Record(Range<usize>),
    /// One that is longer than the limit; it was passed over.
    TooLong,
    /// Something between records that does not belong there, or a last one that is cut off.
    Broken(&'static str),
}

/// Cuts a stream into records.
pub(super) struct Splitter<R> {
    reader: R,
    layout: RecordLayout,
    max_bytes: usize,
    line: u64,
    in_array: bool,
    started: bool,
}

impl<R: BufRead> Splitter<R> {
    pub fn new(reader: R, layout: RecordLayout, max_bytes: usize) -> Splitter<R> {
        Splitter { reader, layout, max_bytes, line: 1, in_array: false, started: false }
    }

    /// The line the stream stands at; the first is 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The next record, whose bytes are put behind what `into` holds; `None` at the end.
    pub fn next_piece(&mut self, into: &mut Vec<u8>) -> io::Result<Option<Piece>> {
        if !self.started {
            self.started = true;
            self.skip_mark()?;
        }
        match self.layout {
            RecordLayout::Lines => self.next_line(into),
            RecordLayout::Values => self.next_value(into),
        }
    }

    /// Passes over a UTF-8 byte order mark.
    fn skip_mark(&mut self) -> io::Result<()> {
        let mark = b"\xef\xbb\xbf";
        if self.reader.fill_buf()?.starts_with(mark) {
            self.reader.consume(mark.len());
        }
        Ok(())
    }

    fn next_line(&mut self, into: &mut Vec<u8>) -> io::Result<Option<Piece>> {
        let start = into.len();
        loop {
            let line = self.line;
            let (mut length, mut ended) = (0usize, false);
            while !ended {
                let available = self.reader.fill_buf()?;
                if available.is_empty() {
                    break;
                }
                let end = memchr::memchr(b'\n', available);
                ended = end.is_some();
                let part = end.map_or(available.len(), |at| at + 1);
                length += part;
                keep(&available[..part], length <= self.max_bytes, start, into);
                self.reader.consume(part);
            }
            if length == 0 {
                return Ok(None);
            }
            self.line += u64::from(ended);
            if length > self.max_bytes || !into[start..].trim_ascii().is_empty() {
                return Ok(Some(self.piece(line, length, start..into.len())));
            }
            into.truncate(start);
        }
    }

    fn next_value(&mut self, into: &mut Vec<u8>) -> io::Result<Option<Piece>> {
        let Some(first) = self.skip_to_value()? else { return Ok(None) };
        let (line, start) = (self.line, into.len());
        if !matches!(first, b'{' | b'[' | b'"') {
            return self.scalar(line, into);
        }
        let mut scan = Scan::default();
        let mut length = 0usize;
        loop {
            let available = self.reader.fill_buf()?;
            if available.is_empty() {
                into.truncate(start);
                let found = Found::Broken("the text ends inside a record");
                return Ok(Some(Piece { line, found }));
            }
            let (part, done) = scan.advance(available);
            self.line += memchr::memchr_iter(b'\n', &available[..part]).count() as u64;
            length += part;
            keep(&available[..part], length <= self.max_bytes, start, into);
            self.reader.consume(part);
            if done {
                return Ok(Some(self.piece(line, length, start..into.len())));
            }
        }
    }

    /// A number, a word or rubbish: up to what may follow a value.
    fn scalar(&mut self, line: u64, into: &mut Vec<u8>) -> io::Result<Option<Piece>> {
        let (mut length, start) = (0usize, into.len());
        loop {
            let available = self.reader.fill_buf()?;
            let end =
                available.iter().position(|byte| matches!(byte, b',' | b']' | b'}' | b'\n' | b'{' | b'['));
            // What stands at a wrong place is taken one byte at a time, so that every call moves on.
            let part = match end {
                Some(0) if length == 0 => 1,
                Some(at) => at,
                None => available.len(),
            };
            length += part;
            keep(&available[..part], length <= self.max_bytes, start, into);
            let over = end.is_some() || available.is_empty();
            self.reader.consume(part);
            if over {
                return Ok(Some(self.piece(line, length, start..into.len())));
            }
        }
    }

    fn piece(&self, line: u64, length: usize, bytes: Range<usize>) -> Piece {
        let found = if length > self.max_bytes { Found::TooLong } else { Found::Record(bytes) };
        Piece { line, found }
    }

    /// Passes over white space, commas and the outer array's brackets; the first byte of a value, left unread.
    fn skip_to_value(&mut self) -> io::Result<Option<u8>> {
        loop {
            let available = self.reader.fill_buf()?;
            let Some(byte) = available.first().copied() else { return Ok(None) };
            match byte {
                b'[' if !self.in_array => self.in_array = true,
                b']' if self.in_array => self.in_array = false,
                b',' | b' ' | b'\t' | b'\r' => {}
                b'\n' => self.line += 1,
                _ => return Ok(Some(byte)),
            }
            self.reader.consume(1);
        }
    }
}

/// Adds a part of a record that began at `start`; of one that has become too long nothing is kept, nor its memory.
fn keep(part: &[u8], is_kept: bool, start: usize, into: &mut Vec<u8>) {
    if is_kept {
        into.extend_from_slice(part);
    } else if into.len() > start {
        into.truncate(start);
        into.shrink_to_fit();
    }
}

/// Follows one value to its end: brackets outside texts.
#[derive(Default)]
struct Scan {
    depth: usize,
    in_text: bool,
    escaped: bool,
}

impl Scan {
    /// How many bytes belong to the value, and whether it ends with them.
    fn advance(&mut self, bytes: &[u8]) -> (usize, bool) {
        let mut at = 0;
        while at < bytes.len() {
            if self.escaped {
                self.escaped = false;
                at += 1;
                continue;
            }
            if self.in_text {
                let Some(found) = memchr::memchr2(b'"', b'\\', &bytes[at..]) else { break };
                at += found;
                match bytes[at] {
                    b'"' => self.in_text = false,
                    _ => self.escaped = true,
                }
                at += 1;
                if !self.in_text && self.depth == 0 {
                    return (at, true);
                }
                continue;
            }
            match bytes[at] {
                b'"' => self.in_text = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return (at + 1, true);
                    }
                }
                _ => {}
            }
            at += 1;
        }
        (bytes.len(), false)
    }
}
