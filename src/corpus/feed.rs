//! Feeds: RSS, Atom and JSON Feed; one document an entry.

use feed_rs::model::{Entry, Feed, Link};

use super::SourceDocument;
use super::clean::one_line;
use super::encoding::{declared_in, decode};
use super::error::{ReadError, ReadErrorKind};
use super::html::{fragment_text, render_fragment};
use super::limits::ReadLimits;
use super::read::Each;

/// Reads a feed's entries in their order.
///
/// Custom entities are never expanded and external ones never fetched: the XML reader knows only the five of
/// the standard.
pub(super) fn read_feed(bytes: Vec<u8>, origin: &str, limits: &ReadLimits, each: &mut Each<'_>) {
    let declared = declared_in(&bytes);
    let decoded = decode(bytes, declared.as_deref());
    let parser = feed_rs::parser::Builder::new().sanitize_content(false).build();
    let feed = match parser.parse(without_declaration(&decoded.text).as_bytes()) {
        Ok(feed) => feed,
        Err(error) => return each(Err(ReadError::new(origin, ReadErrorKind::Feed(error.to_string())))),
    };
    let source = feed.title.as_ref().and_then(|title| one_line(&fragment_text(&title.content)));
    let mut found = false;
    for (number, entry) in feed.entries.iter().enumerate() {
        if number == limits.feed_entries {
            each(Err(ReadError::new(origin, ReadErrorKind::TooManyParts(limits.feed_entries))));
            break;
        }
        if let Some(mut document) = document_of(entry, &feed, source.as_deref(), origin) {
            document.warnings.extend(decoded.warning.clone());
            found = true;
            each(Ok(document));
        }
    }
    if !found {
        each(Err(ReadError::new(origin, ReadErrorKind::NoEntries)));
    }
}

/// The text is UTF-8 by now, whatever its declaration says.
fn without_declaration(text: &str) -> &str {
    let trimmed = text.trim_start();
    match trimmed.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, rest)) => rest,
        None => trimmed,
    }
}

/// An entry with its full content, else its summary, else its title; `None` when it has no text at all.
fn document_of(entry: &Entry, feed: &Feed, source: Option<&str>, origin: &str) -> Option<SourceDocument> {
    let content = entry.content.as_ref().and_then(|content| content.body.as_deref());
    let summary = entry.summary.as_ref().map(|summary| summary.content.as_str());
    let texts = [content, summary].into_iter().flatten().map(render_fragment);
    let title = entry.title.as_ref().and_then(|title| one_line(&fragment_text(&title.content)));
    let rendered = texts.into_iter().max_by_key(|rendered| rendered.text.len()).unwrap_or_default();
    let body = if rendered.text.trim().is_empty() { title.clone()? } else { rendered.text };
    let date = entry.published.or(entry.updated).map(|date| date.format("%Y-%m-%d").to_string());
    let url = link_of(&entry.links);
    // Only ids that are addresses are unique beyond their feed.
    let id = Some(entry.id.clone()).filter(|id| id.contains(':') && url::Url::parse(id).is_ok());
    let language = entry.language.clone().or_else(|| feed.language.clone());
    Some(SourceDocument {
        origin: format!("{origin}#{}", entry.id),
        id,
        identity: url.clone(),
        title,
        body,
        url,
        source: source.map(str::to_owned),
        date,
        language,
        marked_languages: rendered.marked_languages,
        ..SourceDocument::default()
    })
}

/// The entry's own page.
fn link_of(links: &[Link]) -> Option<String> {
    let is_page = |link: &&Link| matches!(link.rel.as_deref(), None | Some("alternate"));
    let is_web = |link: &&Link| link.href.starts_with("http://") || link.href.starts_with("https://");
    links.iter().filter(is_web).find(is_page).map(|link| link.href.clone())
}
