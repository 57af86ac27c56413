//! XML feeds, event by event: whatever has `item` or `entry` elements with titles and texts in them.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Entry, Feed, Give, Text};
use crate::corpus::error::ReadErrorKind;

/// How deep elements may nest; a feed that goes deeper is no feed.
const MAX_DEPTH: usize = 1000;

/// Gives every entry; what stops the reading midway is told in [`Feed::broken`].
pub(super) fn read_xml_feed(
    text: &str,
    max_entries: usize,
    give: &mut Give<'_>,
) -> Result<Feed, ReadErrorKind> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut walk = Walk { text, ..Walk::default() };
    let mut entries = 0;
    loop {
        let start = reader.buffer_position() as usize;
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                walk.feed.broken = Some(format!("{error}, at byte {}", reader.error_position()));
                break;
            }
        };
        match event {
            Event::Start(tag) => walk.open(&tag, reader.buffer_position() as usize),
            Event::Empty(tag) => {
                walk.open(&tag, reader.buffer_position() as usize);
                walk.close(local(tag.name().as_ref()), start);
            }
            Event::End(tag) => walk.close(local(tag.name().as_ref()), start),
            Event::Text(words) => walk.words(&words.into_inner()),
            Event::CData(words) => walk.words(&words.into_inner()),
            Event::GeneralRef(name) => walk.reference(&name.into_inner()),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
        if walk.open.len() > MAX_DEPTH {
            walk.feed.broken = Some(format!("its elements nest deeper than {MAX_DEPTH}"));
            break;
        }
        if let Some(entry) = walk.finished.take() {
            if entries == max_entries {
                walk.feed.more = true;
                break;
            }
            entries += 1;
            if give(entry, &walk.feed).is_break() {
                walk.feed.stopped = true;
                return Ok(walk.feed);
            }
        }
    }
    // An entry that the end of the file cuts off is given with what it has.
    if let Some(entry) = walk.entry.take() {
        walk.feed.stopped = give(entry, &walk.feed).is_break();
    }
    match (walk.is_feed, walk.feed.broken.take()) {
        (true, broken) => Ok(Feed { broken, ..walk.feed }),
        (false, Some(problem)) => Err(ReadErrorKind::Feed(problem)),
        (false, None) => Err(ReadErrorKind::Feed("it has no rss, feed, rdf or channel element".to_owned())),
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The prefixes whose elements are a feed's own; those of others (media, podcasts …) bear the same names for other things.
fn is_own(name: &str) -> bool {
    let prefix = name.split_once(':').map_or("", |(prefix, _)| prefix).to_ascii_lowercase();
    ["", "dc", "dcterms", "content", "rss", "a", "xhtml", "fullitem", "cc"].contains(&prefix.as_str())
        || prefix.starts_with("atom")
        || prefix.starts_with("rss")
}

/// A text being read.
struct Capture {
    /// The element's name in lower case without prefix.
    name: String,
    /// How many elements were open when it began, itself included.
    depth: usize,
    /// Where its content begins in the file.
    start: usize,
    /// Its words, XML's escapes undone.
    words: String,
    /// It holds elements, so that what counts is its markup.
    has_elements: bool,
    /// Atom says that it is text, not markup.
    is_plain: bool,
}

#[derive(Default)]
struct Walk<'t> {
    text: &'t str,
    open: Vec<String>,
    feed: Feed,
    entry: Option<Entry>,
    /// How many elements are open where the entry's own children stand.
    entry_depth: usize,
    finished: Option<Entry>,
    capture: Option<Capture>,
    is_feed: bool,
}

impl Walk<'_> {
    fn open(&mut self, tag: &BytesStart<'_>, after: usize) {
        let raw = tag.name();
        let full = raw.as_ref();
        let name = local(full).to_ascii_lowercase();
        if let Some(capture) = &mut self.capture {
            capture.has_elements = true;
            // An element that was never closed does not swallow the next entry.
            if !(matches!(name.as_str(), "item" | "entry") && capture.depth <= self.entry_depth + 1) {
                return self.open.push(name);
            }
            self.end_capture(after);
        }
        self.open.push(name.clone());
        match name.as_str() {
            "rss" | "feed" | "rdf" | "channel" => {
                self.is_feed = true;
                self.feed.language = attribute(tag, "lang").or(self.feed.language.take());
            }
            "item" | "entry" if is_own(full) => {
                self.is_feed = true;
                self.finished = self.entry.take();
                self.entry_depth = self.open.len();
                // CDF has the address on the item; RSS 1.0 names the item by it.
                let url = attribute(tag, "href");
                let id = attribute(tag, "about");
                self.entry = Some(Entry { url, id, language: attribute(tag, "lang"), ..Entry::default() });
            }
            _ if is_own(full) && self.stands_right(&name) => self.begin(tag, name, after),
            _ => {}
        }
    }

    /// Whether an element of this name here is a property of the entry or the feed, rather than of an image or a source in it.
    fn stands_right(&self, name: &str) -> bool {
        let above =
            self.open.len().checked_sub(2).and_then(|at| self.open.get(at)).map_or("", String::as_str);
        match self.entry {
            Some(_) => self.open.len() == self.entry_depth + 1,
            None => matches!(above, "channel" | "feed") && matches!(name, "title" | "language"),
        }
    }

    fn begin(&mut self, tag: &BytesStart<'_>, name: String, after: usize) {
        if name == "link" {
            let relation = attribute(tag, "rel").unwrap_or_default().to_ascii_lowercase();
            let is_page = relation.is_empty() || relation == "alternate";
            if let (true, Some(href), Some(entry)) = (is_page, attribute(tag, "href"), &mut self.entry) {
                entry.url.get_or_insert(href);
                return;
            }
        }
        let wanted = [
            "title",
            "link",
            "guid",
            "id",
            "description",
            "summary",
            "content",
            "encoded",
            "body",
            "abstract",
            "fullitem",
            "tagline",
            "subtitle",
            "pubdate",
            "published",
            "issued",
            "created",
            "date",
            "updated",
            "modified",
            "language",
            "source",
            "info",
        ];
        if !wanted.contains(&name.as_str()) {
            return;
        }
        if let (Some(entry), Some(language)) = (&mut self.entry, attribute(tag, "lang")) {
            entry.language.get_or_insert(language);
        }
        let kind = attribute(tag, "type").map(|kind| kind.to_ascii_lowercase());
        let escaped = attribute(tag, "mode").is_some_and(|mode| mode.eq_ignore_ascii_case("escaped"));
        let atom = self.open.iter().any(|open| open == "feed" || open == "entry");
        let is_plain =
            atom && !escaped && kind.is_none_or(|kind| matches!(kind.as_str(), "text" | "text/plain"));
        let depth = self.open.len();
        self.capture =
            Some(Capture { name, depth, start: after, words: String::new(), has_elements: false, is_plain });
    }

    fn close(&mut self, name: &str, before: usize) {
        let name = name.to_ascii_lowercase();
        let Some(at) = self.open.iter().rposition(|open| *open == name) else { return };
        if self.capture.as_ref().is_some_and(|capture| at < capture.depth) {
            self.end_capture(before);
        }
        self.open.truncate(at);
        if self.entry.is_some() && at < self.entry_depth {
            self.finished = self.entry.take();
        }
    }

    fn words(&mut self, words: &str) {
        if let Some(capture) = &mut self.capture {
            capture.words.push_str(words);
        }
    }

    /// A reference: those of XML itself are undone, the others are left to HTML, which knows hundreds.
    fn reference(&mut self, name: &str) {
        let Some(capture) = &mut self.capture else { return };
        let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => number.parse().ok(),
        });
        let character = match name {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            // From 128 to 159 the writer meant windows-1252, as HTML takes it.
            _ => number.filter(|number| !(128..160).contains(number)).and_then(char::from_u32),
        };
        match character {
            Some(character) => capture.words.push(character),
            None => {
                capture.is_plain = false;
                capture.words.push('&');
                capture.words.push_str(name);
                capture.words.push(';');
            }
        }
    }

    fn end_capture(&mut self, before: usize) {
        let Some(capture) = self.capture.take() else { return };
        let text = if capture.has_elements {
            let markup = self.text.get(capture.start..before).unwrap_or_default();
            Text::Html(markup.replace("<xhtml:", "<").replace("</xhtml:", "</"))
        } else if capture.is_plain {
            Text::Plain(capture.words)
        } else {
            Text::Html(capture.words)
        };
        let Some(entry) = &mut self.entry else {
            match capture.name.as_str() {
                "title" => self.feed.title = self.feed.title.take().or(Some(text)),
                _ => self.feed.language = self.feed.language.take().or_else(|| text.line()),
            }
            return;
        };
        let rank = match capture.name.as_str() {
            "title" => {
                entry.title.get_or_insert(text);
                return;
            }
            "link" => {
                if let Some(url) = text.line() {
                    entry.url.get_or_insert(url);
                }
                return;
            }
            "guid" | "id" => {
                entry.id = text.line().or(entry.id.take());
                return;
            }
            "source" => {
                // In Atom it describes the feed that the entry was taken from; in RSS it names it.
                if !capture.has_elements {
                    entry.source = Some(text);
                }
                return;
            }
            "language" => {
                entry.language = text.line().or(entry.language.take());
                return;
            }
            "pubdate" => 0,
            "published" => 1,
            "issued" => 2,
            "date" => 3,
            "created" => 4,
            "updated" => 5,
            "modified" => 6,
            _ => {
                entry.texts.push(text);
                return;
            }
        };
        if let Some(date) = text.line()
            && entry.date.as_ref().is_none_or(|(known, _)| rank < *known)
        {
            entry.date = Some((rank, date));
        }
    }
}

/// The value of an attribute by its name without prefix, escapes undone where they are sound.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.html_attributes();
    let attributes = attributes.with_checks(false).flatten();
    let mut named = attributes.filter(|attribute| local(attribute.key.as_ref()).eq_ignore_ascii_case(name));
    let value = named.next()?.value.into_owned();
    let value =
        quick_xml::escape::unescape(&value).map_or_else(|_| value.clone(), |value| value.into_owned());
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}
