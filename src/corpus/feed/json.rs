//! JSON Feed, versions 1 and 1.1.

use serde::Deserialize;

use super::{Entry, Feed, Give, Text};
use crate::corpus::error::ReadErrorKind;

#[derive(Deserialize)]
struct JsonFeed {
    title: Option<String>,
    language: Option<String>,
    #[serde(default)]
    items: Vec<serde_json::Value>,
}

/// Gives every item of a feed; one that is no object is passed over.
pub(super) fn read_json_feed(
    text: &str,
    max_entries: usize,
    give: &mut Give<'_>,
) -> Result<Feed, ReadErrorKind> {
    let json: JsonFeed =
        serde_json::from_str(text.trim()).map_err(|error| ReadErrorKind::Feed(error.to_string()))?;
    let title = json.title.map(Text::Plain);
    let more = json.items.len() > max_entries;
    let mut feed = Feed { title, language: json.language, more, ..Feed::default() };
    for item in json.items.iter().take(max_entries).filter(|item| item.is_object()) {
        let field = |name: &str| match &item[name] {
            serde_json::Value::String(text) => Some(text.clone()),
            serde_json::Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        let html = field("content_html").map(Text::Html);
        let plain = field("content_text").or_else(|| field("summary")).map(Text::Plain);
        let published = field("date_published").map(|date| (0, date));
        let entry = Entry {
            id: field("id"),
            title: field("title").map(Text::Plain),
            texts: html.or(plain).into_iter().collect(),
            url: field("url").or_else(|| field("external_url")),
            source: None,
            date: published.or_else(|| field("date_modified").map(|date| (9, date))),
            language: field("language"),
        };
        if give(entry, &feed).is_break() {
            feed.stopped = true;
            break;
        }
    }
    Ok(feed)
}
