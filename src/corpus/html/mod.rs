//! Web pages: main content, metadata, text.
//!
//! [`thin`] drops what no reader sees and bounds the depth, so that everything after it is safe; the page
//! is then parsed as browsers parse it, [`metadata`] is read from its head, [`content`] finds the part
//! that is the document, and [`render`] writes it as text, paragraph by paragraph.

mod content;
mod json_ld;
mod metadata;
mod render;
mod thin;

use dom_query::Document;

use super::SourceDocument;
use super::encoding::{declared_in, decode, is_binary};
use super::error::ReadErrorKind;

pub(super) use render::RenderedText;

/// Reads a web page.
pub(super) fn read_html(bytes: Vec<u8>, origin: &str) -> Result<SourceDocument, ReadErrorKind> {
    let declared = declared_in(&bytes);
    let decoded = decode(bytes, declared.as_deref());
    if is_binary(&decoded.text) {
        return Err(ReadErrorKind::Binary);
    }
    let mut document = read_page(&decoded.text, origin);
    document.warnings.extend(decoded.warning);
    Ok(document)
}

/// Reads a page that is decoded already.
pub(super) fn read_page(html: &str, origin: &str) -> SourceDocument {
    let thinned = thin::thin(html);
    let tree = Document::from(thinned.html);
    let metadata = metadata::metadata_of(&tree, &thinned.json_ld);
    let is_searched = !thinned.is_too_deep && thinned.elements <= content::MAX_ELEMENTS;
    let content = if is_searched { content::main_text(&tree) } else { content::whole_text(&tree) };
    SourceDocument {
        origin: origin.to_owned(),
        title: metadata.title,
        body: content.text,
        url: metadata.url,
        source: metadata.source,
        date: metadata.date,
        language: metadata.language,
        marked_languages: content.marked_languages,
        ..SourceDocument::default()
    }
}

/// The text of a piece of HTML that is all content (a feed entry, a mail), with the languages it marks.
pub(super) fn render_fragment(html: &str) -> RenderedText {
    let tree = Document::from(thin::thin(html).html);
    match tree.body() {
        Some(body) => render::render(&body, render::Show::Everything),
        None => RenderedText::default(),
    }
}

/// The text of a piece of HTML that is all content.
pub(super) fn fragment_text(html: &str) -> String {
    render_fragment(html).text
}

#[cfg(test)]
mod tests;
