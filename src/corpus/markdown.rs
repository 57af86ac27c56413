//! Markdown, rendered to text: one line a paragraph, heading, list item or table row, an empty line between blocks.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::SourceDocument;
use super::error::ReadErrorKind;
use super::front_matter::split_front_matter;
use super::html::fragment_text;
use super::text::decoded_text;

/// Reads a Markdown document. Without a stated title, its first heading of level 1 is the title.
pub(super) fn read_markdown(bytes: Vec<u8>, origin: &str) -> Result<SourceDocument, ReadErrorKind> {
    let mut document = SourceDocument { origin: origin.to_owned(), ..SourceDocument::default() };
    let text = decoded_text(bytes, &mut document)?;
    let markdown = split_front_matter(text, &mut document);
    let rendered = render(&markdown);
    document.body = rendered.text;
    if document.title.is_none() {
        document.title = rendered.first_heading;
    }
    Ok(document)
}

struct Rendered {
    text: String,
    first_heading: Option<String>,
}

/// Renders without recursion: the parser gives events, and only the depth of lists is kept.
fn render(markdown: &str) -> Rendered {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut text = String::with_capacity(markdown.len());
    let mut lists: Vec<Option<u64>> = Vec::new();
    let mut heading_start = None;
    let mut first_heading = None;
    let mut html = String::new();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Paragraph | Tag::CodeBlock(_) | Tag::Table(_) | Tag::FootnoteDefinition(_)) => {
                let gap = if lists.is_empty() { Gap::Blank } else { Gap::Line };
                // The first paragraph of an item follows its marker.
                if !ends_with_marker(&text) {
                    open_block(&mut text, gap);
                }
            }
            Event::Start(Tag::Heading { level, .. }) => {
                open_block(&mut text, Gap::Blank);
                if level == pulldown_cmark::HeadingLevel::H1 && first_heading.is_none() {
                    heading_start = Some(text.len());
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some(start) = heading_start.take() {
                    first_heading = super::clean::one_line(&text[start..]);
                }
                open_block(&mut text, Gap::Blank);
            }
            Event::Start(Tag::List(first)) => {
                open_block(&mut text, if lists.is_empty() { Gap::Blank } else { Gap::Line });
                lists.push(first);
            }
            Event::End(TagEnd::List(_)) => {
                lists.pop();
                open_block(&mut text, if lists.is_empty() { Gap::Blank } else { Gap::Line });
            }
            Event::Start(Tag::Item) => {
                open_block(&mut text, Gap::Line);
                match lists.last_mut() {
                    Some(Some(number)) => {
                        text.push_str(&format!("{number}. "));
                        *number += 1;
                    }
                    _ => text.push_str("- "),
                }
            }
            Event::End(TagEnd::TableRow | TagEnd::TableHead) => open_block(&mut text, Gap::Line),
            Event::Start(Tag::TableCell) if !text.ends_with('\n') && !text.is_empty() => text.push('\t'),
            Event::End(TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::Table | TagEnd::Item) => {
                open_block(&mut text, Gap::Line);
            }
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::Html(raw) => html.push_str(&raw),
            Event::End(TagEnd::HtmlBlock) => {
                let inner = fragment_text(&std::mem::take(&mut html));
                if !inner.trim().is_empty() {
                    open_block(&mut text, Gap::Blank);
                    text.push_str(inner.trim());
                    open_block(&mut text, Gap::Blank);
                }
            }
            Event::InlineHtml(tag) if tag.to_ascii_lowercase().starts_with("<br") => text.push('\n'),
            Event::SoftBreak => text.push(' '),
            Event::HardBreak => text.push('\n'),
            _ => {}
        }
    }
    text.truncate(text.trim_end().len());
    Rendered { text, first_heading }
}

#[derive(Clone, Copy)]
enum Gap {
    Line,
    Blank,
}

/// Ends the line, and with [`Gap::Blank`] leaves one empty.
fn open_block(text: &mut String, gap: Gap) {
    text.truncate(text.trim_end_matches([' ', '\t']).len());
    let wanted = match gap {
        Gap::Line => "\n",
        Gap::Blank => "\n\n",
    };
    while !text.is_empty() && !text.ends_with(wanted) {
        text.push('\n');
    }
}

fn ends_with_marker(text: &str) -> bool {
    let line = text.rsplit('\n').next().unwrap_or_default();
    line == "- "
        || line.strip_suffix(". ").is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(markdown: &str, expected: &str) {
        assert_eq!(render(markdown).text, expected);
    }

    #[test]
    fn blocks() {
        check(
            "# Title\n\nA *first*\nline.\n\nA [second](http://x) one.",
            "Title\n\nA first line.\n\nA second one.",
        );
        check("Intro:\n\n- one\n- two\n  - inner\n\nEnd.", "Intro:\n\n- one\n- two\n- inner\n\nEnd.");
        check("3. three\n4. four", "3. three\n4. four");
        check("- a\n\n- b\n\n  more b", "- a\n- b\nmore b");
        check("> quoted\n> text\n\nafter", "quoted text\n\nafter");
        check("| a | b |\n|---|---|\n| c | d |", "a\tb\nc\td");
        check("two  \nlines", "two\nlines");
        check("<div><p>raw <b>HTML</b></p></div>\n\nafter", "raw HTML\n\nafter");
        check("![alt text](x.png) and `code`", "alt text and code");
    }

    #[test]
    fn the_title_is_the_first_heading_unless_stated() {
        let title = |markdown: &str| read_markdown(markdown.into(), "a.md").unwrap().title;
        assert_eq!(title("# The *title*\n\ntext\n\n# Other"), Some("The title".to_owned()));
        assert_eq!(title("---\ntitle: Stated\n---\n# Heading\n\ntext"), Some("Stated".to_owned()));
        assert_eq!(title("text\n\n## Section"), None);
    }

    #[test]
    fn deep_nesting_is_no_danger() {
        let quotes = "> ".repeat(5000) + "deep";
        assert!(render(&quotes).text.contains("deep"));
        let brackets = "[".repeat(20_000);
        assert!(render(&brackets).text.starts_with('['));
    }
}
