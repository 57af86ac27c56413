//! PDF: the text layer, and the title, date and language of its metadata.
//!
//! [`guard`] refuses files built to exhaust memory or the stack, [`repair`] finds the objects of damaged ones,
//! [`unicode_maps`], [`fonts`] and [`widths`] say what the library needs in the words it knows, and [`layout`] makes
//! lines and paragraphs of the placed characters. The libraries below panic on damaged files and know no bounds of time, so they run on a
//! thread of their own that is given up after [`ReadLimits::pdf_seconds`].

mod fonts;
mod guard;
mod layout;
mod repair;
mod unicode_maps;
mod widths;

use std::sync::mpsc;
use std::time::{Duration, Instant};

use pdf_extract::{Document, MediaBox, Object, OutputDev, OutputError, Transform};

use self::layout::{Glyph, PageLines, PageText, document_text};
use super::SourceDocument;
use super::clean::one_line;
use super::encoding::decode;
use super::error::ReadErrorKind;
use super::limits::ReadLimits;
use super::panics::caught;

/// The stack of a reading thread: the parser nests some hundred deep.
const STACK_BYTES: usize = 16 << 20;

/// The most characters that are read of one page: fifty times those of a dense one.
const MAX_GLYPHS: usize = 500_000;

const THREAD_NAME: &str = "vigie-pdf";

/// Reads a PDF.
pub(super) fn read_pdf(
    bytes: Vec<u8>,
    origin: &str,
    limits: &ReadLimits,
) -> Result<SourceDocument, ReadErrorKind> {
    let (sender, receiver) = mpsc::channel();
    let limit = Duration::from_secs(limits.pdf_seconds);
    let deadline = Instant::now() + limit;
    let work = move || {
        let read = caught(|| extract(&bytes, deadline));
        let damaged =
            || Err(ReadErrorKind::Pdf("it is damaged or uses what the reader does not know".to_owned()));
        // The receiver may have given up.
        let _ = sender.send(read.unwrap_or_else(|_| damaged()));
    };
    let thread = std::thread::Builder::new().name(THREAD_NAME.to_owned()).stack_size(STACK_BYTES).spawn(work);
    thread.map_err(ReadErrorKind::Io)?;
    let extracted = match receiver.recv_timeout(limit + Duration::from_secs(1)) {
        Ok(extracted) => extracted?,
        Err(_) => {
            return Err(ReadErrorKind::Pdf(format!("it takes longer than {} seconds", limits.pdf_seconds)));
        }
    };
    if extracted.text.trim().is_empty() {
        return Err(ReadErrorKind::NoTextLayer);
    }
    Ok(SourceDocument {
        origin: origin.to_owned(),
        title: extracted.title,
        body: extracted.text,
        file_date: extracted.date,
        language: extracted.language,
        warnings: extracted.failed,
        ..SourceDocument::default()
    })
}

struct Extracted {
    text: String,
    /// Which pages could not be read, and why.
    failed: Vec<String>,
    title: Option<String>,
    date: Option<String>,
    language: Option<String>,
}

fn extract(bytes: &[u8], deadline: Instant) -> Result<Extracted, ReadErrorKind> {
    guard::check_file(bytes)?;
    let mut pdf = load(bytes)?;
    if pdf.is_encrypted() {
        pdf.decrypt("").map_err(|_| ReadErrorKind::Pdf("it is locked by a password".to_owned()))?;
    }
    let heavy = guard::check_document(&pdf)?;
    unicode_maps::write_anew(&mut pdf);
    fonts::mend(&mut pdf);
    widths::spell_out(&mut pdf);
    let (mut pages, mut failed) = (Vec::new(), Vec::new());
    for number in pdf.get_pages().into_keys() {
        let mut collector = Collector { deadline, page: PageText::default(), glyphs: 0 };
        // A page that cannot be read takes none of the others with it.
        let read = match heavy.contains(&number) {
            true => Err("too much is drawn on it".to_owned()),
            false => match caught(|| pdf_extract::output_doc_page(&pdf, &mut collector, number)) {
                Ok(Ok(())) => Ok(()),
                Ok(Err(error)) => Err(error.to_string()),
                Err(_) => Err("it is damaged".to_owned()),
            },
        };
        if Instant::now() > deadline {
            return Err(ReadErrorKind::Pdf("it takes too long".to_owned()));
        }
        if let Err(problem) = read {
            failed.push(format!("page {number}: {problem}"));
        }
        pages.push(PageLines::from(collector.page));
    }
    let text = document_text(pages);
    match failed.first() {
        Some(problem) if text.trim().is_empty() => Err(ReadErrorKind::Pdf(problem.clone())),
        _ => Ok(Extracted { text, failed, ..metadata(&pdf) }),
    }
}

/// Parses the file, and where that fails the file with its objects found anew.
fn load(bytes: &[u8]) -> Result<Document, ReadErrorKind> {
    let load = |bytes: &[u8]| match caught(|| Document::load_mem(bytes)) {
        Ok(Ok(pdf)) if pdf.page_iter().next().is_none() => Err("it has no pages".to_owned()),
        Ok(Ok(pdf)) => Ok(pdf),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("it is damaged".to_owned()),
    };
    load(bytes).or_else(|problem| {
        let repaired = repair::repaired(bytes).and_then(|bytes| load(&bytes).ok());
        repaired.ok_or(ReadErrorKind::Pdf(problem))
    })
}

/// Takes the characters of a page as they are drawn.
struct Collector {
    deadline: Instant,
    page: PageText,
    glyphs: usize,
}

impl OutputDev for Collector {
    fn begin_page(
        &mut self,
        _: u32,
        _: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        Ok(())
    }
    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
    fn output_character(
        &mut self,
        placed: &Transform,
        width: f64,
        _spacing: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        self.glyphs += 1;
        let late = self.glyphs.is_multiple_of(1024) && Instant::now() > self.deadline;
        if self.glyphs > MAX_GLYPHS || late {
            return Err(OutputError::from(std::io::Error::other("it has too much text")));
        }
        // The length that a unit of the font has on the page, along and across the line.
        let along = (placed.m11.hypot(placed.m12) * font_size).abs();
        let across = (placed.m21.hypot(placed.m22) * font_size).abs();
        let finite = [placed.m31, placed.m32, along, across, width].into_iter().all(f64::is_finite);
        if finite && across > 0.0 {
            let glyph = Glyph {
                x: placed.m31,
                y: placed.m32,
                width: width * along,
                size: across,
                text: text.to_owned(),
            };
            self.page.glyphs.push(glyph);
        }
        Ok(())
    }
    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

fn metadata(pdf: &Document) -> Extracted {
    let text = |object: &Object| one_line(&pdf_text(object.as_str().ok()?));
    let info = pdf.trailer.get(b"Info").ok();
    let info = info.and_then(|info| pdf.dereference(info).ok()).and_then(|(_, info)| info.as_dict().ok());
    let entry = |key: &[u8]| {
        let value = info?.get(key).ok()?;
        text(pdf.dereference(value).ok()?.1)
    };
    let language = pdf.catalog().ok().and_then(|catalog| text(catalog.get(b"Lang").ok()?));
    Extracted {
        text: String::new(),
        failed: Vec::new(),
        title: entry(b"Title").filter(|title| is_title(title)),
        date: entry(b"CreationDate").and_then(|date| iso_date(&date)),
        language,
    }
}

/// A text string: UTF-16 or UTF-8 with its mark, else nearly windows-1252.
fn pdf_text(bytes: &[u8]) -> String {
    decode(bytes.to_vec(), Some("windows-1252")).text
}

/// Whether a title was given by a person rather than made of a file's name by a program.
fn is_title(title: &str) -> bool {
    let lower = title.to_lowercase();
    let of_file = [
        ".htm", ".html", ".doc", ".docx", ".pdf", ".indd", ".qxd", ".rtf", ".odt", ".ppt", ".pptx", ".xls",
        ".xlsx", ".tmp",
    ];
    let made = ["microsoft word", "microsoft powerpoint", "untitled", "sans titre", "document1"];
    !of_file.iter().any(|end| lower.ends_with(end)) && !made.iter().any(|start| lower.starts_with(start))
}

/// The day of `D:20240617080000+02'00'`.
fn iso_date(date: &str) -> Option<String> {
    let digits = date.strip_prefix("D:").unwrap_or(date).get(..8)?;
    let number = digits.bytes().all(|byte| byte.is_ascii_digit());
    number.then(|| format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]))
}

#[cfg(test)]
pub(super) mod tests;
