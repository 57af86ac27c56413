//! What a page says of itself in JSON-LD (schema.org).

use serde_json::Value;

/// The properties of a page's article that we ask for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct JsonLdArticle {
    /// `headline`, else `name`.
    pub headline: Option<String>,
    /// `datePublished`, else `dateCreated`.
    pub date: Option<String>,
    /// The name of `publisher`, else of `sourceOrganization`, else of `author` where it is an organisation.
    pub publisher: Option<String>,
    /// `url`, else the id of `mainEntityOfPage`.
    pub url: Option<String>,
    /// `inLanguage`.
    pub language: Option<String>,
}

/// How many objects of a page's JSON-LD are looked at: a graph lists whole sites at times.
const MAX_OBJECTS: usize = 500;

/// The first article in the scripts, wherever in their graphs it stands.
pub(super) fn article_in(scripts: &[String]) -> Option<JsonLdArticle> {
    let values: Vec<Value> = scripts.iter().filter_map(|script| parse(script)).collect();
    let mut queue: std::collections::VecDeque<&Value> = values.iter().collect();
    let mut seen = 0;
    while let Some(value) = queue.pop_front() {
        seen += 1;
        if seen > MAX_OBJECTS {
            break;
        }
        match value {
            Value::Array(items) => queue.extend(items),
            Value::Object(object) => {
                if object.get("@type").is_some_and(is_article) {
                    return Some(article_of(value));
                }
                queue.extend(object.get("@graph"));
                queue.extend(object.get("mainEntity"));
            }
            _ => {}
        }
    }
    None
}

/// JSON-LD is often wrapped in CDATA marks or HTML comments, or has raw line feeds in its strings.
fn parse(script: &str) -> Option<Value> {
    let marks = ["//<![CDATA[", "/*<![CDATA[*/", "<![CDATA[", "<!--", "//]]>", "/*]]>*/", "]]>", "-->", ";"];
    let mut text = script.trim();
    for mark in marks {
        text = text.strip_prefix(mark).unwrap_or(text).trim();
        text = text.strip_suffix(mark).unwrap_or(text).trim();
    }
    serde_json::from_str(text).or_else(|_| serde_json::from_str(&text.replace(['\n', '\r', '\t'], " "))).ok()
}

fn is_article(kind: &Value) -> bool {
    let names = match kind {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        Value::String(name) => vec![name.as_str()],
        _ => Vec::new(),
    };
    let article = |name: &&str| {
        name.ends_with("Article")
            || name.ends_with("BlogPosting")
            || *name == "PressRelease"
            || *name == "Report"
    };
    names.iter().any(article)
}

fn article_of(value: &Value) -> JsonLdArticle {
    let text = |key: &str| text_of(&value[key]);
    let organisation = &value["author"];
    let by_organisation = organisation["@type"].as_str().is_some_and(|kind| kind.ends_with("Organization"));
    JsonLdArticle {
        headline: text("headline").or_else(|| text("name")),
        date: text("datePublished").or_else(|| text("dateCreated")),
        publisher: text("publisher")
            .or_else(|| text("sourceOrganization"))
            .or_else(|| text("author").filter(|_| by_organisation)),
        url: text("url").or_else(|| value["mainEntityOfPage"]["@id"].as_str().map(str::to_owned)),
        language: text("inLanguage"),
    }
}

/// A text, the name of a thing, or the first of a list.
fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => text_of(items.iter().find(|item| !item.is_array())?)?,
        Value::Object(object) => match (object.get("name"), object.get("alternateName")) {
            (Some(Value::String(name)), _) | (_, Some(Value::String(name))) => name.clone(),
            _ => return None,
        },
        _ => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles() {
        let read = |script: &str| article_in(&[script.to_owned()]);
        let article = read(
            r#"{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "S"},
                {"@type": ["NewsArticle"], "headline": "H", "datePublished": "2024-06-17T08:00:00+02:00",
                 "publisher": {"@type": "Organization", "name": "P"}, "inLanguage": "fr-CA", "url": ["https://x.org/a"]}]}"#,
        )
        .unwrap();
        assert_eq!(article.headline.as_deref(), Some("H"));
        assert_eq!(article.date.as_deref(), Some("2024-06-17T08:00:00+02:00"));
        assert_eq!(article.publisher.as_deref(), Some("P"));
        assert_eq!(article.url.as_deref(), Some("https://x.org/a"));
        assert_eq!(article.language.as_deref(), Some("fr-CA"));
        assert!(read("[{\"@type\": \"NewsArticle\", \"name\": \"line\nfeed\"}]").is_some());
        assert!(read("//<![CDATA[\n{\"@type\": \"ReportageNewsArticle\"}\n//]]>").is_some());
        assert_eq!(read("{\"@type\": \"Organization\"}"), None);
        assert_eq!(read("{broken"), None);
        assert_eq!(read(&"[".repeat(100_000)), None);
    }
}
