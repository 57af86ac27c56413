//! Makes markup safe and small before it becomes a tree.
//!
//! One pass over the bytes that follows the tokenizer of the HTML standard closely enough to know tags from
//! text. It leaves out what is never content (scripts, styles, comments, form lists, drawings), tags that
//! only style words, and attributes nobody asks for; and it mirrors the standard's stack of open elements
//! so as to leave out the tags (never the text) that would nest deeper than [`MAX_DEPTH`], or come after
//! [`MAX_NODES`]. Parsers take
//! time in proportion to depth for every tag, and some recurse: without a bound, a page of a few
//! megabytes would hold a core for hours. Leaving out styling tags also takes away their
//! reconstruction in every later paragraph, by which a small page can unfold to gigabytes.

use memchr::memchr;

/// How deep elements may nest: real pages stay under a hundred.
const MAX_DEPTH: usize = 256;

/// How many elements and attributes are kept. Each takes up to three hundred bytes in the tree, with the text behind it
/// and the room the tree grows into, so that a page of tags and nothing else would take seventy times its size.
const MAX_NODES: usize = 300_000;

/// How many attributes of a tag are kept: finding duplicates takes time in proportion to their square.
const MAX_ATTRIBUTES: usize = 32;

/// Markup that is safe to make a tree of.
#[derive(Debug, Default)]
pub(super) struct Thinned {
    /// The markup without what is never content.
    pub html: String,
    /// The texts of its JSON-LD scripts.
    pub json_ld: Vec<String>,
    /// How many elements it makes, about.
    pub elements: usize,
    /// Elements were left out because they nest too deep: no page that a person would read.
    pub is_too_deep: bool,
}

/// Thins the markup of a page or a part of one.
pub(super) fn thin(html: &str) -> Thinned {
    let mut json_ld = Vec::new();
    let mut out = String::with_capacity(html.len() * 3 / 4);
    let mut open = OpenElements::default();
    let mut rest = html;
    while let Some(at) = memchr(b'<', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = match rest.as_bytes().get(1) {
            Some(b'!') if rest.starts_with("<!--") => after(&rest[4..], "-->"),
            Some(b'!') if rest.starts_with("<![CDATA[") => cdata(rest, &mut out),
            Some(b'!') => {
                let end = memchr(b'>', rest.as_bytes()).map_or(rest.len(), |at| at + 1);
                out.push_str(&rest[..end]);
                &rest[end..]
            }
            Some(b'?') => after(rest, ">"),
            Some(b'/') if rest.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic) => {
                let tag = Tag::parse(&rest[2..]);
                end_tag(&tag, &mut open, &mut out);
                tag.rest
            }
            Some(b'/') => after(rest, ">"),
            Some(byte) if byte.is_ascii_alphabetic() => {
                let tag = Tag::parse(&rest[1..]);
                start_tag(&tag, &mut open, &mut out, &mut json_ld)
            }
            // A `<` that begins no tag is text; written so that it stays one after what follows was left out.
            _ => {
                out.push_str("&lt;");
                &rest[1..]
            }
        };
    }
    out.push_str(rest);
    Thinned { html: out, json_ld, elements: open.count, is_too_deep: open.is_too_deep }
}

/// A tag, from its name on.
struct Tag<'a> {
    /// Lower case; names longer than any of HTML are cut.
    name: String,
    attributes: Vec<(&'a str, &'a str)>,
    rest: &'a str,
}

impl<'a> Tag<'a> {
    /// Reads the name and attributes as the standard's tokenizer does.
    fn parse(text: &'a str) -> Tag<'a> {
        let bytes = text.as_bytes();
        let ends_name = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>');
        let find = |from: usize, stop: &dyn Fn(u8) -> bool| {
            bytes[from..].iter().position(|byte| stop(*byte)).map_or(bytes.len(), |at| from + at)
        };
        let mut at = find(0, &ends_name);
        let name = text[..at].chars().take(40).collect::<String>().to_ascii_lowercase();
        let mut attributes = Vec::new();
        loop {
            at = find(at, &|byte| !(byte.is_ascii_whitespace() || byte == b'/'));
            match bytes.get(at) {
                None => return Tag { name, attributes, rest: "" },
                Some(b'>') => return Tag { name, attributes, rest: &text[at + 1..] },
                Some(_) => {}
            }
            // An attribute's name may begin with `=`, which then is part of it.
            let end = find(at + 1, &|byte| ends_name(byte) || byte == b'=');
            let key = &text[at..end];
            let mut value = "";
            at = find(end, &|byte| !byte.is_ascii_whitespace());
            if bytes.get(at) == Some(&b'=') {
                at = find(at + 1, &|byte| !byte.is_ascii_whitespace());
                match bytes.get(at) {
                    Some(quote @ (b'"' | b'\'')) => {
                        let Some(length) = memchr(*quote, &bytes[at + 1..]) else {
                            return Tag { name, attributes, rest: "" };
                        };
                        value = &text[at + 1..at + 1 + length];
                        at += length + 2;
                    }
                    _ => {
                        let end = find(at, &|byte| byte.is_ascii_whitespace() || byte == b'>');
                        value = &text[at..end];
                        at = end;
                    }
                }
            }
            if attributes.len() < MAX_ATTRIBUTES && is_wanted(key, value) {
                attributes.push((key, value));
            }
        }
    }

    fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }

    fn write(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for (key, value) in &self.attributes {
            out.push(' ');
            out.push_str(key);
            if !value.is_empty() {
                let quote = if value.contains('"') { '\'' } else { '"' };
                out.push('=');
                out.push(quote);
                out.push_str(value);
                out.push(quote);
            }
        }
        out.push('>');
    }
}

/// Whether metadata, the search for the main content or rendering look at this attribute.
fn is_wanted(key: &str, value: &str) -> bool {
    const WANTED: [&str; 28] = [
        "class",
        "id",
        "role",
        "lang",
        "xml:lang",
        "dir",
        "hidden",
        "aria-hidden",
        "aria-modal",
        "href",
        "rel",
        "property",
        "name",
        "content",
        "datetime",
        "pubdate",
        "itemprop",
        "itemtype",
        "itemscope",
        "type",
        "http-equiv",
        "charset",
        "summary",
        "colspan",
        "rowspan",
        "start",
        "value",
        "open",
    ];
    // An address as long as a page is a picture.
    let usable = value.len() < 4096 && !(value.contains('"') && value.contains('\''));
    let hides = key.eq_ignore_ascii_case("style") && (value.contains("none") || value.contains("hidden"));
    usable && (hides || WANTED.iter().any(|wanted| key.eq_ignore_ascii_case(wanted)))
}

/// Elements that are left out with all they hold; their end tag is looked for as such, as browsers do for most of them.
fn is_dropped_whole(name: &str) -> bool {
    matches!(
        name,
        "style"
            | "textarea"
            | "iframe"
            | "noembed"
            | "noframes"
            | "xmp"
            | "select"
            | "template"
            | "svg"
            | "object"
            | "audio"
            | "video"
            | "canvas"
            | "applet"
            | "map"
            | "datalist"
    )
}

/// Tags that only style words, and void elements without words: left out alone.
fn is_dropped_alone(name: &str) -> bool {
    matches!(
        name,
        "b" | "big"
            | "em"
            | "font"
            | "i"
            | "nobr"
            | "s"
            | "small"
            | "strike"
            | "strong"
            | "tt"
            | "u"
            | "img"
            | "source"
            | "picture"
            | "track"
            | "embed"
            | "param"
            | "area"
            | "input"
            | "option"
            | "optgroup"
            | "math"
            | "frame"
            | "frameset"
            | "plaintext"
            | "wbr"
            | "bgsound"
            | "basefont"
            | "marquee"
            | "blink"
            | "center"
            | "image"
    )
}

fn is_void(name: &str) -> bool {
    matches!(name, "br" | "hr" | "meta" | "link" | "base" | "col" | "keygen")
}

fn start_tag<'a>(
    tag: &Tag<'a>,
    open: &mut OpenElements,
    out: &mut String,
    json_ld: &mut Vec<String>,
) -> &'a str {
    let name = tag.name.as_str();
    if name == "script" {
        let (inner, rest) = raw_text(tag.rest, name);
        if tag.attribute("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json")) {
            json_ld.push(inner.to_owned());
        }
        return rest;
    }
    if is_dropped_whole(name) {
        if open.endless.iter().any(|endless| endless == name) {
            return tag.rest;
        }
        let (inner, rest) = raw_text(tag.rest, name);
        // Without an end tag it would swallow the page; the tag is then left out alone, and its end not looked for again.
        if rest.is_empty() && !inner.is_empty() {
            open.endless.push(name.to_owned());
            return tag.rest;
        }
        return rest;
    }
    if is_dropped_alone(name) {
        return tag.rest;
    }
    if name == "title" {
        let (inner, rest) = raw_text(tag.rest, name);
        out.push_str("<title>");
        out.push_str(&inner.replace('<', "&lt;"));
        out.push_str("</title>");
        return rest;
    }
    let has_room = open.nodes + tag.attributes.len() < MAX_NODES;
    if has_room && (is_void(name) || open.push(name)) {
        open.nodes += 1 + tag.attributes.len();
        tag.write(out);
    } else if name == "br" || closes_paragraph(name) || is_table_part(name) {
        // The words on both sides of a block do not run together without its tag.
        out.push('\n');
    }
    tag.rest
}

fn end_tag(tag: &Tag<'_>, open: &mut OpenElements, out: &mut String) {
    let name = tag.name.as_str();
    if is_dropped_alone(name) || is_dropped_whole(name) || name == "script" {
        return;
    }
    // `</br>` and `</p>` make an element even when none is open.
    let is_made = matches!(name, "br" | "p" | "body" | "html" | "head") && open.nodes < MAX_NODES;
    let ends = open.pop(name);
    if ends || is_made {
        open.nodes += usize::from(!ends);
        out.push_str("</");
        out.push_str(name);
        out.push('>');
    }
}

/// What stands before `</name`, and what follows that tag.
fn raw_text<'a>(text: &'a str, name: &str) -> (&'a str, &'a str) {
    let bytes = text.as_bytes();
    for at in memchr::memmem::find_iter(bytes, b"</") {
        let end = at + 2 + name.len();
        let names_it =
            bytes.get(at + 2..end).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()));
        let ends =
            bytes.get(end).is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'));
        if names_it && ends {
            return (&text[..at], Tag::parse(&text[at + 2..]).rest);
        }
    }
    (text, "")
}

fn after<'a>(text: &'a str, end: &str) -> &'a str {
    text.find(end).map_or("", |at| &text[at + end.len()..])
}

/// The text of a CDATA section, which pages made by XML tools have; HTML itself takes it for a comment.
fn cdata<'a>(text: &'a str, out: &mut String) -> &'a str {
    let inner = &text["<![CDATA[".len()..];
    let end = inner.find("]]>").unwrap_or(inner.len());
    for c in inner[..end].chars() {
        match c {
            '<' => out.push_str("&lt;"),
            c => out.push(c),
        }
    }
    inner[end..].strip_prefix("]]>").unwrap_or_default()
}

/// The standard's stack of open elements, as far as it bears on depth. Where the two differ, this one is the deeper.
#[derive(Default)]
struct OpenElements {
    names: Vec<String>,
    /// Elements to be left out whole that have no end tag in the rest of the page.
    endless: Vec<String>,
    /// Opened so far.
    count: usize,
    /// Elements and attributes kept so far, and end tags that make an element.
    nodes: usize,
    is_too_deep: bool,
}

impl OpenElements {
    /// Opens an element after closing what its start tag closes; `false` when that would be too deep.
    fn push(&mut self, name: &str) -> bool {
        match name {
            "li" => self.close_item(&["li"]),
            "dt" | "dd" => self.close_item(&["dt", "dd"]),
            "td" | "th" => self.close_in_table(&["td", "th"]),
            "tr" => self.close_in_table(&["tr"]),
            "tbody" | "thead" | "tfoot" | "caption" | "colgroup" => {
                self.close_in_table(&["tbody", "thead", "tfoot", "caption", "colgroup"]);
            }
            "a" | "button" => {
                self.close_up_to(|open| open == name, is_scope_end);
            }
            _ => {}
        }
        if closes_paragraph(name) {
            self.close_up_to(|open| open == "p", |open| is_scope_end(open) || open == "button");
        }
        if matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
            && self
                .names
                .last()
                .is_some_and(|open| matches!(open.as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6"))
        {
            self.names.pop();
        }
        if self.names.len() >= MAX_DEPTH {
            self.is_too_deep = true;
            return false;
        }
        self.names.push(name.to_owned());
        self.count += 1;
        true
    }

    /// Closes an element by its end tag; `false` when the tag closes nothing.
    fn pop(&mut self, name: &str) -> bool {
        if is_special(name) {
            // Those of a table reach beyond its cells.
            let barrier = |open: &str| {
                if is_table_part(name) { open == "table" && name != "table" } else { is_scope_end(open) }
            };
            self.close_up_to(|open| open == name, barrier)
        } else {
            self.close_up_to(|open| open == name, is_special)
        }
    }

    /// Closes the innermost element that `wanted` accepts, unless one that is a `barrier` stands in between.
    fn close_up_to(&mut self, wanted: impl Fn(&str) -> bool, barrier: impl Fn(&str) -> bool) -> bool {
        for at in (0..self.names.len()).rev() {
            if wanted(&self.names[at]) {
                self.names.truncate(at);
                return true;
            }
            if barrier(&self.names[at]) {
                return false;
            }
        }
        false
    }

    fn close_item(&mut self, items: &[&str]) {
        let barrier = |open: &str| is_special(open) && !matches!(open, "address" | "div" | "p");
        self.close_up_to(|open| items.contains(&open), barrier);
    }

    fn close_in_table(&mut self, parts: &[&str]) {
        self.close_up_to(|open| parts.contains(&open), |open| open == "table");
    }
}

fn is_scope_end(name: &str) -> bool {
    matches!(name, "table" | "td" | "th" | "caption")
}

fn is_table_part(name: &str) -> bool {
    matches!(name, "table" | "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" | "caption" | "colgroup")
}

/// The elements that the standard calls special.
fn is_special(name: &str) -> bool {
    closes_paragraph(name)
        || is_table_part(name)
        || matches!(name, "p" | "body" | "html" | "head" | "button" | "noscript" | "frameset" | "title")
}

/// The elements whose start tag closes an open paragraph.
fn closes_paragraph(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "li"
            | "listing"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "ul"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(thin(html).html, expected);
    }

    #[test]
    fn what_is_left_out() {
        check("a<!-- b > <p> -->c", "ac");
        check("<p style='x' CLASS=y onclick=\"a>b\">a</p>", "<p CLASS=\"y\">a</p>");
        check("<b>W</b>ord <font size=1>x", "Word x");
        check("<script>if (a</b) '</p>'</script>x", "x");
        check("<style>p{}</STYLE >x<svg><title>t</title></svg>y", "xy");
        check("<select><option>a</select>b", "b");
        check("<textarea>never closed <p>text", "never closed <p>text");
        check("1 < 2 and <3", "1 &lt; 2 and &lt;3");
        check("<title>a <b> c</title>", "<title>a &lt;b> c</title>");
        check("<![CDATA[a <b]]>c", "a &lt;bc");
        check("</nothing>a</p>", "a</p>");
    }

    #[test]
    fn json_ld_is_kept_apart() {
        let thinned = thin("a<script type='application/ld+json'>{\"x\": 1}</script>b");
        assert_eq!((thinned.html.as_str(), thinned.json_ld), ("ab", vec!["{\"x\": 1}".to_owned()]));
    }

    #[test]
    fn depth_is_bounded_and_no_text_lost() {
        for tag in [
            "div",
            "span",
            "ul><li",
            "table><tr><td",
            "p><button",
            "a",
            "q",
            "div></span",
            "span><p></span",
            "dl><dd",
        ] {
            let html = format!("<{tag}>x").repeat(5_000);
            let thinned = thin(&html).html;
            assert_eq!(thinned.matches('x').count(), 5_000, "{tag}");
            let tree = dom_query::Document::from(thinned);
            let deepest =
                tree.root().descendants_it().map(|node| node.ancestors_it(None).count()).step_by(97).max();
            assert!(deepest < Some(4 * MAX_DEPTH), "{tag}: {deepest:?}");
        }
    }

    #[test]
    fn what_would_make_a_huge_tree_loses_its_tags_and_no_word() {
        for (html, least, most) in [
            ("<i><p>a", MAX_NODES - 1, MAX_NODES),
            ("<br>a", MAX_NODES - 1, MAX_NODES),
            ("</p>a", MAX_NODES - 1, MAX_NODES),
            ("<p id=1 class=2>a", MAX_NODES / 3 - 1, MAX_NODES / 3),
        ] {
            let thinned = thin(&html.repeat(MAX_NODES + 1_000)).html;
            let kept = thinned.matches('<').count();
            assert!((least..=most).contains(&kept), "{html}: {kept}");
            assert_eq!(
                thinned.matches('a').count() - thinned.matches("class").count(),
                MAX_NODES + 1_000,
                "{html}"
            );
        }
        let end = format!("{}<p>b<div>c<span>d", "<br>".repeat(MAX_NODES));
        assert!(thin(&end).html.ends_with("<br>\nb\ncd"));
    }

    #[test]
    fn unclosed_paragraphs_and_items_are_not_deep() {
        let html = "<p>a<li>b<td>c".repeat(2000);
        assert_eq!(thin(&html).html, html);
    }

    proptest! {
        #[test]
        fn any_text_is_thinned(html in "(<|>|/|!|--|\"|'|=| |p|div|script|é|x){0,40}") {
            thin(&html);
        }
    }
}
