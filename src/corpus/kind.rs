//! Which form a source has: by its name, then by its first bytes where the name lies.

use std::path::Path;

/// A form of source, without its compression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text, with or without front matter.
    Text,
    /// Markdown, with or without front matter.
    Markdown,
    /// A web page.
    Html,
    /// One JSON object a line.
    RecordLines,
    /// A JSON array of objects, or JSON objects one after the other, over any number of lines.
    Json,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// PDF.
    Pdf,
    /// One e-mail message.
    Mail,
}

/// How a source is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Packing {
    /// As it is.
    None,
    /// gzip.
    Gzip,
    /// Zstandard.
    Zstd,
}

/// What a file's name says; `None` where the extension names no form we read.
pub fn by_name(path: &Path) -> Option<(Format, Packing)> {
    let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
    let (stem, packing) = match name.rsplit_once('.') {
        Some((stem, "gz")) => (stem, Packing::Gzip),
        Some((stem, "zst")) => (stem, Packing::Zstd),
        _ => (name.as_str(), Packing::None),
    };
    let (_, extension) = stem.rsplit_once('.')?;
    let format = match extension {
        "txt" | "text" => Format::Text,
        "md" | "markdown" => Format::Markdown,
        "html" | "htm" | "xhtml" => Format::Html,
        "jsonl" | "ndjson" => Format::RecordLines,
        "json" => Format::Json,
        "xml" | "rss" | "atom" | "rdf" => Format::Feed,
        "pdf" => Format::Pdf,
        "eml" => Format::Mail,
        _ => return None,
    };
    Some((format, packing))
}

/// How the bytes are packed, by their magic number.
pub(super) fn packing_of(head: &[u8]) -> Packing {
    match head {
        [0x1f, 0x8b, 8, ..] => Packing::Gzip,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Packing::Zstd,
        _ => Packing::None,
    }
}

/// A file's form, by what its name says and its first bytes (a kilobyte will do).
///
/// The content wins where it is beyond doubt (a PDF, a page, a feed). Between plain text and
/// Markdown, or an array and lines of records, only the name can tell.
///
/// # Errors
/// When the bytes are a form we know but do not read; the message names it.
pub(super) fn by_content(named: Option<Format>, head: &[u8]) -> Result<Format, &'static str> {
    if let Some(other) = foreign(head) {
        return Err(other);
    }
    // Some writers put a few bytes before the header; readers accept a kilobyte of them.
    if memchr::memmem::find(&head[..head.len().min(1024)], b"%PDF-")
        .is_some_and(|at| at == 0 || named == Some(Format::Pdf))
    {
        return Ok(Format::Pdf);
    }
    let text = ascii_head(head);
    let markup = markup_of(&text);
    match (named, markup) {
        // Text that quotes a page in its first line is still text when it does not begin as a document does.
        (
            Some(Format::Text | Format::Markdown | Format::Pdf | Format::Mail),
            Some((format, Certainty::Sure)),
        ) => Ok(format),
        (Some(Format::Html | Format::Feed) | None, Some((format, _))) => Ok(format),
        (Some(Format::Json | Format::RecordLines), Some((format, _))) => Ok(format),
        (Some(Format::Json | Format::Feed | Format::Html), None) if is_json_feed(&text) => Ok(Format::Feed),
        (Some(Format::Feed), None) if text.starts_with(['{', '[']) => Ok(Format::Json),
        (Some(Format::Pdf), None) => Ok(Format::Text),
        (Some(Format::Mail), None) if !looks_like_mail(&text) => Ok(Format::Text),
        (Some(named), _) => Ok(named),
        (None, None) if text.starts_with('{') => Ok(Format::Json),
        (None, None) if looks_like_mail(&text) => Ok(Format::Mail),
        (None, None) => Ok(Format::Text),
    }
}

/// Whether a guess by markup may overrule a name.
#[derive(Clone, Copy)]
enum Certainty {
    Sure,
    Likely,
}

/// A page or a feed by its first element; comments, declarations and instructions are passed over.
fn markup_of(text: &str) -> Option<(Format, Certainty)> {
    let mut rest = text;
    let mut declared = false;
    while let Some(after) = rest.strip_prefix("<?").or_else(|| rest.strip_prefix("<!--")) {
        let end = if rest.starts_with("<?") { "?>" } else { "-->" };
        declared |= rest.starts_with("<?xml");
        let Some((_, next)) = after.split_once(end) else { break };
        rest = next.trim_start();
    }
    let name_is = |name: &str| {
        let tag = rest.strip_prefix('<').and_then(|tag| tag.strip_prefix(name));
        tag.is_some_and(|tag| !tag.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-'))
    };
    if ["rss", "feed", "rdf:rdf", "channel", "entry", "a:feed", "atom:feed"].into_iter().any(name_is) {
        return Some((Format::Feed, Certainty::Sure));
    }
    if rest.starts_with("<!doctype html") || name_is("html") {
        return Some((Format::Html, Certainty::Sure));
    }
    // A document type of its own before the feed, as old RSS has it.
    if rest.starts_with("<!doctype rss") || rest.starts_with("<!doctype rdf") {
        return Some((Format::Feed, Certainty::Sure));
    }
    if ["head", "body", "meta", "title", "div", "p", "article", "table", "h1"].into_iter().any(name_is) {
        return Some((Format::Html, Certainty::Likely));
    }
    if declared || rest.starts_with("<!doctype") {
        let feed = ["<rss", "<feed", "<rdf:rdf", "<channel"].iter().any(|tag| rest.contains(tag));
        return feed.then_some((Format::Feed, Certainty::Likely));
    }
    None
}

fn is_json_feed(text: &str) -> bool {
    text.starts_with('{') && text.contains("jsonfeed.org/version")
}

/// Whether the first lines are header fields, one of which only messages have.
fn looks_like_mail(text: &str) -> bool {
    let mut known = 0;
    for line in text.lines().take(40) {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { return false };
        if name.contains(' ') && !line.starts_with("from ") {
            return false;
        }
        let fields = ["from", "to", "received", "message-id", "mime-version", "return-path", "subject"];
        known += usize::from(fields.contains(&name));
    }
    known >= 2
}

/// Forms we recognise in order to name them in a message.
fn foreign(head: &[u8]) -> Option<&'static str> {
    let magic: [(&[u8], &str); 12] = [
        (b"PK\x03\x04", "a zip archive or an office document"),
        (b"\xd0\xcf\x11\xe0", "an old office document"),
        (b"\x7fELF", "a program"),
        (b"MZ\x90", "a program"),
        (b"\x89PNG", "an image"),
        (b"\xff\xd8\xff", "an image"),
        (b"GIF8", "an image"),
        (b"{\\rtf", "a rich text document"),
        (b"BZh", "a bzip2 archive"),
        (b"\xfd7zXZ", "an xz archive"),
        (b"7z\xbc\xaf", "a 7z archive"),
        (b"%!PS", "a PostScript document"),
    ];
    magic.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, name)| *name)
}

/// The first kilobyte in lower case, other than ASCII left out, UTF-16 folded to its ASCII, leading white space gone.
fn ascii_head(head: &[u8]) -> String {
    let ascii = head.iter().take(2048).filter(|byte| byte.is_ascii() && **byte != 0);
    let text: String = ascii.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    text.trim_start().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let check = |name: &str, expected: Option<(Format, Packing)>| {
            assert_eq!(by_name(Path::new(name)), expected, "{name}");
        };
        check("a/b.txt", Some((Format::Text, Packing::None)));
        check("B.HTM", Some((Format::Html, Packing::None)));
        check("x.ndjson.zst", Some((Format::RecordLines, Packing::Zstd)));
        check("x.JSON.GZ", Some((Format::Json, Packing::Gzip)));
        check("feed.atom", Some((Format::Feed, Packing::None)));
        check("x.docx", None);
        check("README", None);
        check("x.gz", None);
    }

    #[test]
    fn contents() {
        let check = |named: Option<Format>, head: &str, expected: Result<Format, &str>| {
            assert_eq!(by_content(named, head.as_bytes()), expected, "{head}");
        };
        check(Some(Format::Text), "%PDF-1.4", Ok(Format::Pdf));
        check(Some(Format::Pdf), "junk\n%PDF-1.4", Ok(Format::Pdf));
        check(Some(Format::Text), "a text on %PDF-1.4", Ok(Format::Text));
        check(Some(Format::Text), " \n<!DOCTYPE html><html>", Ok(Format::Html));
        check(Some(Format::Text), "<p> is the paragraph's tag", Ok(Format::Text));
        check(Some(Format::Markdown), "<div align=center>logo</div>", Ok(Format::Markdown));
        check(Some(Format::Html), "<?xml version='1.0'?><rss version='2.0'>", Ok(Format::Feed));
        check(Some(Format::Feed), "<?xml version='1.0'?><!-- x --><html xmlns='…'>", Ok(Format::Html));
        check(Some(Format::Json), "{\"version\": \"https://jsonfeed.org/version/1\"", Ok(Format::Feed));
        check(Some(Format::Json), "[{\"body\":", Ok(Format::Json));
        check(Some(Format::Feed), "{\"body\": \"x\"}", Ok(Format::Json));
        check(Some(Format::Pdf), "just a text", Ok(Format::Text));
        check(Some(Format::Text), "PK\x03\x04", Err("a zip archive or an office document"));
        check(None, "From: a@b.c\nSubject: x\n\nbody", Ok(Format::Mail));
        check(None, "Dear all: hello\nFrom: me", Ok(Format::Text));
        assert_eq!(packing_of(b"\x1f\x8b\x08\0"), Packing::Gzip);
    }
}
