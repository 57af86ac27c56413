//! Plain text, with or without front matter.

use super::SourceDocument;
use super::encoding::{decode, is_binary};
use super::error::ReadErrorKind;
use super::front_matter::split_front_matter;

/// Reads a plain text. Its words stay as they are; the title, if not stated, is found later.
pub(super) fn read_text(bytes: Vec<u8>, origin: &str) -> Result<SourceDocument, ReadErrorKind> {
    let mut document = SourceDocument { origin: origin.to_owned(), ..SourceDocument::default() };
    let text = decoded_text(bytes, &mut document)?;
    document.body = split_front_matter(text, &mut document);
    Ok(document)
}

/// The decoded text of a source that is plain text or Markdown.
pub(super) fn decoded_text(bytes: Vec<u8>, document: &mut SourceDocument) -> Result<String, ReadErrorKind> {
    let decoded = decode(bytes, None);
    if is_binary(&decoded.text) {
        return Err(ReadErrorKind::Binary);
    }
    document.warnings.extend(decoded.warning);
    Ok(decoded.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_stays_as_published() {
        let document = read_text("---\ntitle: T\n---\nUn  texte\n\n  en retrait\n".into(), "a.txt").unwrap();
        assert_eq!(document.title.as_deref(), Some("T"));
        assert_eq!(document.body, "Un  texte\n\n  en retrait\n");
        assert_eq!(document.origin, "a.txt");
    }

    #[test]
    fn rubbish_is_refused() {
        let rubbish: Vec<u8> = (0u8..=255).cycle().take(2000).collect();
        assert!(matches!(read_text(rubbish.clone(), "x"), Err(ReadErrorKind::Binary)));
        // A piece of a PDF, say: packed bytes between text.
        let piece = ["a text that is long enough to be ".repeat(40).into_bytes(), rubbish].concat();
        assert!(matches!(read_text(piece, "x"), Err(ReadErrorKind::Binary)));
    }
}
