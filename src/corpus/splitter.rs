//! A stream of JSON → its records, one slice each, without parsing them and at bounded memory.

use std::io::{self, BufRead};

use super::records::RecordLayout;

/// A record, or why there is none.
pub(super) enum Piece<'a> {
    /// The bytes of one JSON value.
    Record { bytes: &'a [u8], line: u64 },
    /// One that is longer than the limit; it was passed over.
    TooLong { line: u64 },
    /// Something between records that does not belong there, or a last one that is cut off.
    Broken { line: u64, problem: &'static str },
}

/// Cuts a stream into records.
pub(super) struct Splitter<'r> {
    reader: &'r mut dyn BufRead,
    layout: RecordLayout,
    max_bytes: usize,
    buffer: Vec<u8>,
    line: u64,
    in_array: bool,
    started: bool,
}

impl<'r> Splitter<'r> {
    pub fn new(reader: &'r mut dyn BufRead, layout: RecordLayout, max_bytes: usize) -> Splitter<'r> {
        Splitter { reader, layout, max_bytes, buffer: Vec::new(), line: 1, in_array: false, started: false }
    }

    /// The line the stream stands at; the first is 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The next record, `None` at the end.
    pub fn next_piece(&mut self) -> io::Result<Option<Piece<'_>>> {
        if !self.started {
            self.started = true;
            self.skip_mark()?;
        }
        match self.layout {
            RecordLayout::Lines => self.next_line(),
            RecordLayout::Values => self.next_value(),
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

    fn next_line(&mut self) -> io::Result<Option<Piece<'_>>> {
        loop {
            self.buffer.clear();
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
                if length <= self.max_bytes {
                    self.buffer.extend_from_slice(&available[..part]);
                }
                self.reader.consume(part);
            }
            if length == 0 {
                return Ok(None);
            }
            self.line += u64::from(ended);
            if length > self.max_bytes {
                // The memory of a long line is not kept for the short ones after it.
                self.buffer = Vec::new();
                return Ok(Some(Piece::TooLong { line }));
            }
            if !self.buffer.trim_ascii().is_empty() {
                return Ok(Some(Piece::Record { bytes: &self.buffer, line }));
            }
        }
    }

    fn next_value(&mut self) -> io::Result<Option<Piece<'_>>> {
        let Some(first) = self.skip_to_value()? else { return Ok(None) };
        self.buffer.clear();
        let line = self.line;
        if !matches!(first, b'{' | b'[' | b'"') {
            return self.scalar(line);
        }
        let mut scan = Scan::default();
        let mut length = 0usize;
        loop {
            let available = self.reader.fill_buf()?;
            if available.is_empty() {
                return Ok(Some(Piece::Broken { line, problem: "the text ends inside a record" }));
            }
            let (part, done) = scan.advance(available);
            self.line += memchr::memchr_iter(b'\n', &available[..part]).count() as u64;
            length += part;
            if length <= self.max_bytes {
                self.buffer.extend_from_slice(&available[..part]);
            }
            self.reader.consume(part);
            if done {
                break;
            }
        }
        if length > self.max_bytes {
            self.buffer = Vec::new();
            return Ok(Some(Piece::TooLong { line }));
        }
        Ok(Some(Piece::Record { bytes: &self.buffer, line }))
    }

    /// A number, a word or rubbish: up to what may follow a value.
    fn scalar(&mut self, line: u64) -> io::Result<Option<Piece<'_>>> {
        let mut length = 0usize;
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
            if length + part <= self.max_bytes {
                self.buffer.extend_from_slice(&available[..part]);
            }
            length += part;
            let over = end.is_some() || available.is_empty();
            self.reader.consume(part);
            if over {
                break;
            }
        }
        if length > self.max_bytes {
            self.buffer = Vec::new();
            return Ok(Some(Piece::TooLong { line }));
        }
        Ok(Some(Piece::Record { bytes: &self.buffer, line }))
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
