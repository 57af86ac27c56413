//! The block between `---` lines that a text or Markdown file may begin with.
//!
//! A documented subset of YAML, read by hand: a full YAML reader brings anchors, aliases (and with them
//! expansion bombs) and typed scalars, none of which metadata needs. It has `key: value` at the left margin,
//! values plain or in single or double quotes, lists as `[a, b]` or as `- item` lines, texts folded by
//! `>` or kept by `|` on indented lines, and comments after ` #`.

use super::SourceDocument;

/// Takes the front matter off the text; the fields we know go into `document`, the rest is the body.
/// A text without a complete block is all body.
pub(super) fn split_front_matter(text: String, document: &mut SourceDocument) -> String {
    let Some((block, body)) = block_of(&text) else { return text };
    let Some(fields) = fields_of(block) else { return text };
    let body = body.to_owned();
    for (key, value) in fields {
        match key.as_str() {
            "id" => document.id = value.into_text(),
            "title" => document.title = value.into_text(),
            "url" | "link" => document.url = value.into_text(),
            "source" | "publisher" => document.source = value.into_text(),
            "date" | "published" => document.date = value.into_text(),
            "language" | "lang" => document.language = value.into_text(),
            "countries" | "country" => document.countries = Some(value.into_list()),
            "topics" | "topic" => document.topics = Some(value.into_list()),
            _ => {}
        }
    }
    body
}

/// The block and what follows it. The closing line may be `---` or `...`.
fn block_of(text: &str) -> Option<(&str, &str)> {
    let (first, rest) = text.trim_start_matches(['\u{feff}', '\n', '\r', ' ']).split_once('\n')?;
    if first.trim_end() != "---" {
        return None;
    }
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Some((&rest[..at], &rest[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

#[derive(Debug, PartialEq, Eq)]
enum Value {
    Text(String),
    List(Vec<String>),
}

impl Value {
    fn into_text(self) -> Option<String> {
        let text = match self {
            Value::Text(text) => text,
            Value::List(items) => items.join(", "),
        };
        (!text.is_empty()).then_some(text)
    }

    fn into_list(self) -> Vec<String> {
        let items = match self {
            Value::Text(text) => text.split(',').map(|item| item.trim().to_owned()).collect(),
            Value::List(items) => items,
        };
        items.into_iter().filter(|item| !item.is_empty()).collect()
    }
}

/// The fields of a block; `None` when a line is no field, so that the lines between two rules
/// of a plain text are not taken for metadata.
fn fields_of(block: &str) -> Option<Vec<(String, Value)>> {
    let mut fields = Vec::new();
    let mut lines = block.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        let (key, value) = line.split_once(':')?;
        let named = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        if key.is_empty()
            || !key.trim_end().chars().all(named)
            || !(value.is_empty() || value.starts_with([' ', '\t']))
        {
            return None;
        }
        let belongs = |next: &&str| next.starts_with([' ', '\t', '-']) || next.trim().is_empty();
        let mut below = Vec::new();
        while let Some(next) = lines.next_if(belongs) {
            below.push(next);
        }
        fields.push((key.trim().to_lowercase(), value_of(value.trim(), &below)));
    }
    (!fields.is_empty()).then_some(fields)
}

fn value_of(inline: &str, below: &[&str]) -> Value {
    let inline = without_comment(inline);
    let trimmed = below.iter().map(|line| line.trim());
    match inline.chars().next() {
        Some('|') => Value::Text(trimmed.collect::<Vec<_>>().join("\n").trim().to_owned()),
        Some('>') => Value::Text(trimmed.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")),
        Some('[') => {
            let whole = std::iter::once(inline).chain(trimmed).collect::<Vec<_>>().join(" ");
            Value::List(items_of(whole.trim_start_matches('[').trim_end().trim_end_matches(']')))
        }
        None => {
            let items: Vec<_> = trimmed.clone().filter_map(|line| line.strip_prefix('-')).collect();
            if items.is_empty() {
                return Value::Text(trimmed.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" "));
            }
            Value::List(items.into_iter().map(|item| unquoted(without_comment(item.trim()))).collect())
        }
        Some(_) => {
            let lines = std::iter::once(inline).chain(trimmed).filter(|line| !line.is_empty());
            Value::Text(unquoted(&lines.collect::<Vec<_>>().join(" ")))
        }
    }
}

/// The items of `a, "b, c", d`.
fn items_of(text: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut quote = None;
    for c in text.chars() {
        match (quote, c) {
            (None, ',') => items.push(String::new()),
            (None, '"' | '\'') if items.last().is_some_and(|item| item.trim().is_empty()) => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {
                if let Some(item) = items.last_mut() {
                    item.push(c);
                }
            }
        }
    }
    items.into_iter().map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}

/// The value without a comment, which begins with ` #` outside quotes.
fn without_comment(value: &str) -> &str {
    let quoted = value.starts_with(['"', '\'']);
    match value.find(" #") {
        Some(at) if !quoted => value[..at].trim_end(),
        _ if value.starts_with('#') => "",
        _ => value,
    }
}

/// The text inside its quotes, escapes undone.
fn unquoted(value: &str) -> String {
    let inside = |quote: char| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    if let Some(inside) = inside('\'') {
        return inside.replace("''", "'");
    }
    let Some(inside) = inside('"') else { return value.to_owned() };
    let mut text = String::with_capacity(inside.len());
    let mut characters = inside.chars();
    while let Some(c) = characters.next() {
        match (c, c == '\\') {
            (_, true) => match characters.next() {
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some(other) => text.push(other),
                None => text.push('\\'),
            },
            (c, _) => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> (SourceDocument, String) {
        let mut document = SourceDocument::default();
        let body = split_front_matter(text.to_owned(), &mut document);
        (document, body)
    }

    #[test]
    fn every_field() {
        let (document, body) = read(
            "---\nid: a/b:c\ntitle: \"Visite : \\\"Rabat\\\"\"\nurl: https://example.org/x#y\nsource: 'L''Agence'\n\
             date: 2024-06-17 # day\nlang: fr\ncountries: [MA, \"FR\"]\ntopics:\n  - terrorism\n- cyber/cybercrime\n\
             unknown: x\n---\n\nBody.\n",
        );
        assert_eq!(document.id.as_deref(), Some("a/b:c"));
        assert_eq!(document.title.as_deref(), Some("Visite : \"Rabat\""));
        assert_eq!(document.url.as_deref(), Some("https://example.org/x#y"));
        assert_eq!(document.source.as_deref(), Some("L'Agence"));
        assert_eq!(document.date.as_deref(), Some("2024-06-17"));
        assert_eq!(document.language.as_deref(), Some("fr"));
        assert_eq!(document.countries, Some(vec!["MA".to_owned(), "FR".to_owned()]));
        assert_eq!(document.topics, Some(vec!["terrorism".to_owned(), "cyber/cybercrime".to_owned()]));
        assert_eq!(body, "\nBody.\n");
    }

    #[test]
    fn titles() {
        let check = |lines: &str, expected: &str| {
            let (document, _) = read(&format!("---\n{lines}\n---\nx"));
            assert_eq!(document.title.as_deref(), Some(expected), "{lines}");
        };
        check("title: Maroc : coopération", "Maroc : coopération");
        check("title: >\n  one\n  two", "one two");
        check("title: one\n  two", "one two");
        check("title:\n  one", "one");
        check("TITLE: C# et F#", "C# et F#");
    }

    #[test]
    fn what_is_no_front_matter_stays() {
        for text in [
            "---\nA line.\n---\nx",
            "---\ntitle: x\nno end",
            "title: x\n---\n",
            "---\nhttp://x\n---\n",
            "---",
            "",
        ] {
            assert_eq!(read(text), (SourceDocument::default(), text.to_owned()));
        }
    }

    proptest! {
        #[test]
        fn the_body_is_the_end_of_the_text(text in "(---\n)?([a-z]{1,3}: ?[\\[\"'>|a-z,#-]{0,6}\n|[- ]{0,2}[a-z]{0,3}\n){0,5}(---\n)?.{0,8}") {
            let (_, body) = read(&text);
            prop_assert!(text.ends_with(&body));
        }
    }
}
