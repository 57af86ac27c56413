//! Feeds: RSS 0.9 to 2.0, Atom 0.3 and 1.0, CDF, JSON Feed; one document an entry.
//!
//! XML feeds are read event by event rather than by a feed library: the strict ones refuse or drop what the
//! web is full of (no version, Atom 0.3, undeclared entities, a cut end), and nothing that can be read may be
//! lost. Entities of a document type are never expanded and external ones never fetched.

mod json;
mod xml;

use std::ops::ControlFlow;

use super::SourceDocument;
use super::clean::one_line;
use super::encoding::{declared_in, decode, is_binary};
use super::error::{ReadError, ReadErrorKind};
use super::html::{RenderedText, fragment_text, render_fragment};
use super::limits::ReadLimits;
use super::read::Each;

/// A feed as its file states it.
#[derive(Debug, Default)]
struct Feed {
    title: Option<Text>,
    language: Option<String>,
    /// What stopped the reading before the end.
    broken: Option<String>,
    /// There were more entries than the limit.
    more: bool,
    /// Whoever was given the entries wants no more.
    stopped: bool,
}

/// Where the entries go, each with what is known of its feed so far.
type Give<'a> = dyn FnMut(Entry, &Feed) -> ControlFlow<()> + 'a;

/// An entry as its feed states it.
#[derive(Debug, Default)]
struct Entry {
    id: Option<String>,
    title: Option<Text>,
    /// Full content and summaries, in order.
    texts: Vec<Text>,
    url: Option<String>,
    source: Option<Text>,
    /// The publication date, else another; the rank says which.
    date: Option<(u8, String)>,
    language: Option<String>,
}

/// A text of a feed: as it stands, or HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Text {
    Plain(String),
    Html(String),
}

impl Text {
    fn rendered(&self) -> RenderedText {
        match self {
            // A text that has no markup and no entities is what it is; its line ends mean something.
            Text::Plain(text) => RenderedText { text: text.trim().to_owned(), ..RenderedText::default() },
            Text::Html(text) if !has_markup(text) => {
                RenderedText { text: text.trim().to_owned(), ..RenderedText::default() }
            }
            Text::Html(html) => render_fragment(html),
        }
    }

    fn line(&self) -> Option<String> {
        match self {
            Text::Plain(text) => one_line(text),
            Text::Html(text) if !has_markup(text) => one_line(text),
            // Titles are often escaped once more than they should be.
            Text::Html(html) => one_line(&fragment_text(html)),
        }
    }
}

fn has_markup(text: &str) -> bool {
    let tag =
        |at: usize| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
    let reference = |at: usize| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '#');
    memchr::memchr_iter(b'<', text.as_bytes()).any(tag)
        || memchr::memchr_iter(b'&', text.as_bytes()).any(reference)
}

/// Reads a feed's entries in their order.
pub(super) fn read_feed(
    bytes: Vec<u8>,
    origin: &str,
    limits: &ReadLimits,
    each: &mut Each<'_>,
) -> ControlFlow<()> {
    let declared = declared_in(&bytes);
    let decoded = decode(bytes, declared.as_deref());
    let failed = |kind| Err(ReadError::new(origin, kind));
    if is_binary(&decoded.text) {
        return each(failed(ReadErrorKind::Binary));
    }
    let mut found = false;
    let mut number = 0;
    let mut give = |entry: Entry, feed: &Feed| {
        number += 1;
        if let Some(mut document) = document_of(entry, feed, number, origin) {
            document.warnings.extend(decoded.warning.clone());
            found = true;
            return each(Ok(document));
        }
        ControlFlow::Continue(())
    };
    let read = match decoded.text.trim_start().starts_with('{') {
        true => json::read_json_feed(&decoded.text, limits.feed_entries, &mut give),
        false => xml::read_xml_feed(&decoded.text, limits.feed_entries, &mut give),
    };
    match read {
        Err(kind) => each(failed(kind)),
        Ok(Feed { stopped: true, .. }) => ControlFlow::Break(()),
        Ok(Feed { broken: Some(problem), .. }) => each(failed(ReadErrorKind::Feed(problem))),
        Ok(Feed { more: true, .. }) => each(failed(ReadErrorKind::TooManyParts(limits.feed_entries))),
        Ok(_) if !found => each(failed(ReadErrorKind::NoEntries)),
        Ok(_) => ControlFlow::Continue(()),
    }
}

/// An entry with its fullest text, else its title; `None` when it has no text at all.
fn document_of(entry: Entry, feed: &Feed, number: usize, origin: &str) -> Option<SourceDocument> {
    let title = entry.title.as_ref().and_then(Text::line);
    let rendered = entry.texts.iter().map(Text::rendered).max_by_key(|rendered| rendered.text.len());
    let rendered = rendered.filter(|rendered| !rendered.text.trim().is_empty());
    let rendered = match rendered {
        Some(rendered) => rendered,
        None => RenderedText { text: title.clone()?, ..RenderedText::default() },
    };
    let stated = entry.id.as_deref().and_then(one_line);
    let url = entry.url.as_deref().map(str::trim).filter(|url| is_web(url)).map(str::to_owned);
    let url = url.or_else(|| stated.clone().filter(|id| is_web(id)));
    // Only ids that are addresses are unique beyond their feed.
    let unique = stated.clone().filter(|id| !id.contains(' ') && url::Url::parse(id).is_ok());
    let part = stated.unwrap_or_else(|| number.to_string());
    let source = entry.source.as_ref().and_then(Text::line);
    Some(SourceDocument {
        origin: format!("{origin}#{part}"),
        id: unique,
        identity: url.clone(),
        title,
        body: rendered.text,
        url,
        source: source.or_else(|| feed.title.as_ref().and_then(Text::line)),
        date: entry.date.map(|(_, date)| date),
        language: entry.language.or_else(|| feed.language.clone()),
        marked_languages: rendered.marked_languages,
        ..SourceDocument::default()
    })
}

fn is_web(url: &str) -> bool {
    let scheme = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    scheme.starts_with("http://") || scheme.starts_with("https://")
}

#[cfg(test)]
mod tests;
