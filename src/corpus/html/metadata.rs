//! What a page's markup says of it: title, date, publisher, address, language.

use dom_query::{Document, NodeRef};

use super::json_ld::{JsonLdArticle, article_in};
use crate::corpus::clean::one_line;

/// A page's own account of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PageMetadata {
    /// Its title, without the site's name.
    pub title: Option<String>,
    /// Its publication date, as written.
    pub date: Option<String>,
    /// Its publisher.
    pub source: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its language.
    pub language: Option<String>,
}

/// Reads the metadata of a page; JSON-LD first, then OpenGraph and other `<meta>`, then the elements themselves.
pub(super) fn metadata_of(tree: &Document, json_ld: &[String]) -> PageMetadata {
    let page = PageElements::collect(tree);
    let article = article_in(json_ld).unwrap_or_default();
    let source = source_of(&page, &article);
    let title = title_of(&page, &article, source.as_deref());
    let source = source.or_else(|| site_in_title(page.title.as_deref()?, title.as_deref()?));
    PageMetadata {
        title,
        date: date_of(&page, &article),
        url: url_of(&page, &article),
        language: language_of(&page, &article),
        source,
    }
}

/// The elements that metadata is read from, in one walk over the page.
#[derive(Default)]
struct PageElements {
    /// Names in lower case and contents of `<meta>`, in order.
    metas: Vec<(String, String)>,
    title: Option<String>,
    headings: Vec<String>,
    canonical: Option<String>,
    language: Option<String>,
    times: Vec<Time>,
}

struct Time {
    value: String,
    says_published: bool,
    in_article: bool,
}

impl PageElements {
    fn collect(tree: &Document) -> PageElements {
        let mut page = PageElements::default();
        for node in tree.root().descendants_it() {
            let Some(name) = node.element_ref().map(|element| element.name.local.to_string()) else {
                continue;
            };
            let attribute = |name: &str| node.attr(name).map(|value| value.to_string());
            match name.as_str() {
                "html" => page.language = attribute("lang").or_else(|| attribute("xml:lang")),
                "meta" => page.add_meta(&node),
                "title" if page.title.is_none() => page.title = one_line(&node.text()),
                "h1" => page.headings.extend(one_line(&node.text())),
                "link"
                    if page.canonical.is_none()
                        && attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) =>
                {
                    page.canonical = attribute("href");
                }
                "time" => page.add_time(&node),
                _ => {}
            }
            if name != "meta" {
                page.add_property(&node);
            }
        }
        page
    }

    fn add_meta(&mut self, node: &NodeRef<'_>) {
        let Some(content) = node.attr("content").and_then(|content| one_line(&content)) else { return };
        for key in ["property", "name", "itemprop", "http-equiv"] {
            // One attribute may hold several names.
            for name in node.attr(key).unwrap_or_default().split_ascii_whitespace() {
                self.metas.push((property_name(name), content.clone()));
            }
        }
    }

    /// RDFa and microdata: any element may state a property by an attribute.
    fn add_property(&mut self, node: &NodeRef<'_>) {
        let content = || node.attr("content").or_else(|| node.attr("datetime"));
        for key in ["property", "itemprop"] {
            let Some(names) = node.attr(key) else { continue };
            let Some(content) = content().and_then(|content| one_line(&content)) else { continue };
            for name in names.split_ascii_whitespace() {
                self.metas.push((property_name(name), content.clone()));
            }
        }
    }

    fn add_time(&mut self, node: &NodeRef<'_>) {
        let Some(value) = node.attr("datetime").and_then(|value| one_line(&value)) else { return };
        let says = |key: &str, word: &str| {
            node.attr(key).is_some_and(|value| value.to_ascii_lowercase().contains(word))
        };
        let article = |above: NodeRef<'_>| above.has_name("article") || above.has_name("main");
        let time = Time {
            value,
            says_published: node.has_attr("pubdate")
                || says("itemprop", "published")
                || says("class", "publish"),
            in_article: node.ancestors_it(None).any(article),
        };
        self.times.push(time);
    }

    /// The content of the first of these names that is there.
    fn meta(&self, names: &[&str]) -> Option<String> {
        let content = |name: &&str| self.metas.iter().find(|(key, _)| key == name);
        names.iter().find_map(content).map(|(_, content)| content.clone())
    }
}

/// The name of a property as the lists below write it.
fn property_name(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let name = name.strip_prefix("schema:").unwrap_or(&name);
    match name.split_once(':') {
        Some((vocabulary @ ("dc" | "dcterms"), property)) => format!("{vocabulary}.{property}"),
        _ => name.to_owned(),
    }
}

fn title_of(page: &PageElements, article: &JsonLdArticle, source: Option<&str>) -> Option<String> {
    let headline = article.headline.as_deref().and_then(one_line);
    let open_graph =
        page.meta(&["og:title", "dc.title", "dcterms.title", "citation_title", "twitter:title", "title"]);
    let stated = headline.or(open_graph).or_else(|| page.title.clone());
    let Some(stated) = stated else { return page.headings.first().cloned() };
    let stated = html_unescaped(&stated);
    // A heading that the stated title begins with, followed by the site's name, is the title itself; so is one
    // that a shortened headline begins.
    for heading in page.headings.iter().filter(|heading| heading.chars().count() >= 8) {
        if let Some(rest) = stated.strip_prefix(heading.as_str())
            && (rest.is_empty() || rest.trim_start().starts_with(SEPARATORS))
        {
            return Some(heading.clone());
        }
        let cut = stated.trim_end_matches(['…', '.']);
        if stated.ends_with(['…', '.']) && cut.chars().count() >= 20 && heading.starts_with(cut) {
            return Some(heading.clone());
        }
    }
    Some(without_site_name(&stated, source))
}

const SEPARATORS: [char; 8] = ['|', '-', '–', '—', '·', '»', ':', '/'];

/// The title without a last part that is the publisher's name, or that follows a bar.
fn without_site_name(title: &str, source: Option<&str>) -> String {
    let bars = [" | ", " - ", " – ", " — ", " · ", " » ", " :: "];
    let Some((at, bar)) = bars.iter().filter_map(|bar| Some((title.rfind(bar)?, *bar))).max() else {
        return title.to_owned();
    };
    let (head, tail) = (title[..at].trim(), title[at + bar.len()..].trim());
    let names_site = source.is_some_and(|source| source.to_lowercase() == tail.to_lowercase());
    let enough = head.split_whitespace().count() >= 3;
    if !head.is_empty() && (names_site || (bar == " | " && enough)) {
        head.to_owned()
    } else {
        title.to_owned()
    }
}

/// The site's name at the end of the `<title>`, after the page's own title and a bar.
fn site_in_title(full: &str, title: &str) -> Option<String> {
    let rest = full.strip_prefix(title)?.trim_start();
    let (_, site) = rest.starts_with('|').then(|| rest.rsplit_once('|'))??;
    let site = site.trim();
    (2..=60).contains(&site.chars().count()).then(|| site.to_owned())
}

/// Some sites escape what they put in attributes twice.
fn html_unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let tree = Document::fragment(text.replace('<', "&lt;"));
    one_line(&tree.text()).unwrap_or_else(|| text.to_owned())
}

fn date_of(page: &PageElements, article: &JsonLdArticle) -> Option<String> {
    let metas = [
        "article:published_time",
        "article:published",
        "og:published_time",
        "og:article:published_time",
        "datepublished",
        "dcterms.issued",
        "dc.date.issued",
        "dcterms.created",
        "dc.date.created",
        "dcterms.date",
        "dc.date",
        "citation_publication_date",
        "citation_date",
        "parsely-pub-date",
        "sailthru.date",
        "pubdate",
        "publishdate",
        "publish-date",
        "publish_date",
        "publication_date",
        "publication-date",
        "date",
    ];
    let published = || page.times.iter().find(|time| time.says_published);
    // Lists of other documents have dates too: without a mark, only the article's own first one counts.
    let first_in_article = || page.times.iter().find(|time| time.in_article);
    let only = || page.times.first().filter(|first| page.times.iter().all(|time| time.value == first.value));
    let time = || published().or_else(first_in_article).or_else(only).map(|time| time.value.clone());
    article.date.clone().or_else(|| page.meta(&metas)).or_else(time)
}

fn source_of(page: &PageElements, article: &JsonLdArticle) -> Option<String> {
    let metas = [
        "og:site_name",
        "dc.publisher",
        "dcterms.publisher",
        "publisher",
        "citation_publisher",
        "dcterms.creator",
        "dc.creator",
        "application-name",
    ];
    let publisher = article.publisher.clone().or_else(|| page.meta(&metas));
    publisher.and_then(|name| one_line(&html_unescaped(&name))).filter(|name| !name.contains("://"))
}

fn url_of(page: &PageElements, article: &JsonLdArticle) -> Option<String> {
    let stated = [
        page.canonical.clone(),
        page.meta(&["og:url"]),
        article.url.clone(),
        page.meta(&["twitter:url", "dc.identifier"]),
    ];
    stated.into_iter().flatten().map(|url| url.trim().to_owned()).find(|url| {
        let scheme = url.get(..8).unwrap_or_default().to_ascii_lowercase();
        scheme.starts_with("http://") || scheme.starts_with("https://")
    })
}

fn language_of(page: &PageElements, article: &JsonLdArticle) -> Option<String> {
    let metas = ["content-language", "dc.language", "dcterms.language", "language", "og:locale"];
    let stated = [page.language.clone(), page.meta(&metas), article.language.clone()];
    stated.into_iter().flatten().map(|tag| tag.trim().to_owned()).find(|tag| !tag.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> PageMetadata {
        let thinned = super::super::thin::thin(html);
        metadata_of(&Document::from(thinned.html), &thinned.json_ld)
    }

    #[test]
    fn titles() {
        let check =
            |html: &str, expected: &str| assert_eq!(read(html).title.as_deref(), Some(expected), "{html}");
        check("<title>A visit to Rabat</title>", "A visit to Rabat");
        check("<title>A visit to Rabat | Ministry</title>", "A visit to Rabat");
        check("<title>Rabat - a visit</title>", "Rabat - a visit");
        check("<title>A visit - Ministry</title><meta property=og:site_name content=Ministry>", "A visit");
        check("<title>A long visit – Ministry – State</title><h1>A long visit</h1>", "A long visit");
        check(
            "<title>x</title><meta property='og:title' content='L&amp;#039;accord signé'>",
            "L'accord signé",
        );
        check("<h1>Only a heading</h1>", "Only a heading");
        check("<meta name='twitter:title og:title' content='Two names'>", "Two names");
        assert_eq!(read("<p>x").title, None);
    }

    #[test]
    fn dates() {
        let check =
            |html: &str, expected: Option<&str>| assert_eq!(read(html).date.as_deref(), expected, "{html}");
        check(
            "<meta property='article:published_time' content='2024-06-17T08:00Z'>",
            Some("2024-06-17T08:00Z"),
        );
        check("<meta name=DC.date content=2024-06-17><time datetime=2020-01-01>", Some("2024-06-17"));
        check(
            "<time datetime=2020-01-01></time><article><time datetime=2024-01-02></time></article>",
            Some("2024-01-02"),
        );
        check("<time datetime=2020-01-01></time><time datetime=2021-01-01></time>", None);
        check(
            "<time datetime=2020-01-01></time><time pubdate datetime=2021-01-01></time>",
            Some("2021-01-01"),
        );
        check("<time datetime=2020-01-01></time>", Some("2020-01-01"));
        check(
            "<span property='dc:date' content='2018-04-13T00:00:00-04:00'>",
            Some("2018-04-13T00:00:00-04:00"),
        );
        check("<span itemprop=datePublished content=2018-04-13>", Some("2018-04-13"));
        check(
            "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"datePublished\":\"2024-05-06\"}</script><meta name=date content=2020-01-01>",
            Some("2024-05-06"),
        );
    }

    #[test]
    fn the_rest() {
        let page = read(
            "<html lang=fr-CA><link rel=canonical href='https://x.org/a'><meta name=publisher content='Le &quot;P&quot;'>",
        );
        assert_eq!(page.language.as_deref(), Some("fr-CA"));
        assert_eq!(page.url.as_deref(), Some("https://x.org/a"));
        assert_eq!(page.source.as_deref(), Some("Le \"P\""));
        assert_eq!(
            read("<title>A visit to Rabat | News | The Ministry</title>").source.as_deref(),
            Some("The Ministry")
        );
        assert_eq!(read("<link rel=canonical href='/relative'>").url, None);
        assert_eq!(read("<meta http-equiv=content-language content=ar>").language.as_deref(), Some("ar"));
    }
}
