//! What can go wrong with one source: where, what, and the way out.

use std::io;

use thiserror::Error;

/// A source, or a part of it, that could not be read; the rest is read all the same.
#[derive(Debug, Error)]
#[error("{origin}{}: {kind}", at_line(*.line))]
pub struct ReadError {
    /// The source, as people know it.
    pub origin: String,
    /// The line at fault, the first being 1, where the source is read by lines.
    pub line: Option<u64>,
    /// What is wrong.
    #[source]
    pub kind: ReadErrorKind,
}

fn at_line(line: Option<u64>) -> String {
    line.map(|line| format!(":{line}")).unwrap_or_default()
}

/// What is wrong with a source.
#[derive(Debug, Error)]
pub enum ReadErrorKind {
    /// There is nothing at the path.
    #[error("no such file or folder; check the spelling of the path")]
    Missing,
    /// The file system refuses.
    #[error("no permission to read it; change its mode or owner, or run as a user who may")]
    Permission,
    /// A read failed halfway.
    #[error("reading failed ({0}); check the disk and run again")]
    Io(io::Error),
    /// Not a regular file.
    #[error("it is {0}, which is never read; give a regular file")]
    Special(&'static str),
    /// A symbolic link met while walking.
    #[error("it is a symbolic link, which is not followed; give its target as a path of its own to read it")]
    SymbolicLink,
    /// A symbolic link to a folder that holds it.
    #[error("it is a symbolic link back to a folder above it (a loop), which is not followed")]
    Loop,
    /// Nothing in it.
    #[error("it is empty; remove it or fill it")]
    Empty,
    /// No form we read.
    #[error(
        "its form is not supported ({0}); convert it to text, Markdown, HTML, NDJSON, a feed, PDF or e-mail"
    )]
    Unsupported(&'static str),
    /// Bytes that are no text in any encoding.
    #[error("it holds binary data instead of text; check that the file is what its name says")]
    Binary,
    /// More bytes than the limit for its form.
    #[error("it is larger than {0} bytes, the limit for its form; split it, or give its documents as NDJSON")]
    TooLarge(u64),
    /// A compressed file that unpacks to more than the limit.
    #[error("it unpacks to more than {0} bytes, the limit for its form; unpack it and split it")]
    Bomb(u64),
    /// A damaged compressed file.
    #[error("unpacking failed ({0}); the file is damaged or cut short: fetch it again")]
    Unpack(io::Error),
    /// A record longer than the limit.
    #[error("the record is longer than {0} bytes and was skipped; split its text over several records")]
    LongRecord(u64),
    /// A document whose text is longer than the limit.
    #[error("its text is longer than {0} bytes; split it, or give `vigie index` more --memory")]
    LongText(usize),
    /// A record that is no JSON.
    #[error("no valid JSON ({0}); the record was skipped: mend it and run again")]
    Json(String),
    /// JSON, but no object.
    #[error("{0} where a record must be a JSON object such as {{\"body\": \"…\"}}; the record was skipped")]
    NoObject(&'static str),
    /// A document without text.
    #[error("no text in its body; give it one, or leave the document out")]
    NoBody,
    /// A feed that cannot be understood.
    #[error("no feed that can be read ({0}); it must be RSS, Atom or JSON Feed")]
    Feed(String),
    /// A feed without entries.
    #[error("the feed has no entry with text")]
    NoEntries,
    /// A PDF that cannot be understood.
    #[error("the PDF cannot be read ({0}); print it to a new PDF, or give its text")]
    Pdf(String),
    /// A PDF of images.
    #[error("the PDF has no text layer; run it through text recognition (OCR) first")]
    NoTextLayer,
    /// An e-mail that cannot be understood.
    #[error("no e-mail message that can be read; save it again as .eml")]
    Mail,
    /// A part of a document that is left out because there are too many of them.
    #[error("it has more than {0} parts (entries or attachments); the rest was skipped: split it")]
    TooManyParts(usize),
    /// A source that the library for its form cannot cope with.
    #[error("its reader failed, which is a fault of this program: please report it with the source")]
    Reader,
    /// A text that this program cannot cope with.
    #[error(
        "its text could not be analysed ({0}), which is a fault of this program: please report it with the text"
    )]
    Analysis(String),
}

impl ReadError {
    /// An error about a source as a whole.
    pub fn new(origin: impl Into<String>, kind: ReadErrorKind) -> ReadError {
        ReadError { origin: origin.into(), line: None, kind }
    }

    /// An error about one line of a source; the first line is 1.
    pub fn at_line(origin: impl Into<String>, line: u64, kind: ReadErrorKind) -> ReadError {
        ReadError { origin: origin.into(), line: Some(line), kind }
    }
}

impl From<io::Error> for ReadErrorKind {
    fn from(error: io::Error) -> ReadErrorKind {
        match error.kind() {
            io::ErrorKind::NotFound => ReadErrorKind::Missing,
            io::ErrorKind::PermissionDenied => ReadErrorKind::Permission,
            _ => ReadErrorKind::Io(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_the_place_the_reason_and_the_remedy() {
        let error = ReadError::at_line("a/b.ndjson", 7, ReadErrorKind::NoObject("a list"));
        let expected = "a/b.ndjson:7: a list where a record must be a JSON object such as {\"body\": \"…\"}; \
                        the record was skipped";
        assert_eq!(error.to_string(), expected);
        let missing = ReadErrorKind::from(io::Error::from(io::ErrorKind::NotFound));
        let message = ReadError::new("x.txt", missing).to_string();
        assert_eq!(message, "x.txt: no such file or folder; check the spelling of the path");
    }
}
