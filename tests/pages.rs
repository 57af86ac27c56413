//! The pages beside the search, read as HTML: what they say is true, whole, and in the reader's language.

use std::collections::HashSet;

use dom_query::Document;
use serde_json::Value;

use crate::http::service::{Answer, Service};

const LOCALES: [&str; 4] = ["fr", "en", "es", "ar"];

#[track_caller]
fn get(path: &str) -> Answer {
    Service::over_samples().get(path)
}

#[track_caller]
fn page(path: &str) -> Document {
    let answer = get(path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    Document::from(answer.text())
}

/// The first number in a text, whatever stands between its thousands.
fn number(text: &str) -> u64 {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("no number in {text:?}"))
}

#[track_caller]
fn total(page_address: &str) -> u64 {
    let (_, query) = page_address.split_once('?').unwrap();
    get(&format!("/api/v1/search?{query}&limit=0&facets=")).json()["total"].as_u64().unwrap()
}

/// A document with words of the search in it, proofs, copies and something folded.
fn document() -> String {
    let found = get("/api/v1/search?q=etat+islamique&limit=1").json();
    let id = found["hits"][0]["id"].as_str().unwrap().to_owned();
    format!("/documents/{id}?q=etat+islamique")
}

#[test]
fn every_example_of_the_help_finds_something_and_says_how_much() {
    for locale in LOCALES {
        let help = page(&format!("/help?locale={locale}"));
        let forms = help.select(".form");
        assert!(forms.length() >= 14, "{locale}");
        for form in forms.iter() {
            let link = form.select("a");
            let example = link.text().to_string();
            let count = total(&link.attr("href").unwrap());
            assert!(count > 0, "{locale}: {example}");
            let shown = form.select(".count").text().to_string();
            // Arabic says one and two without a figure.
            if !(locale == "ar" && count <= 2) {
                assert_eq!(number(&shown), count, "{locale}: {example}");
            }
        }
    }
}

#[test]
fn the_page_about_the_corpus_counts_what_its_links_find() {
    let about = page("/about?locale=fr");
    let all = total("/?group=none");
    assert_eq!(number(&about.select(".lead a").text()), all);
    let mut dated = 0;
    for cell in about.select(".months td a").iter() {
        let count = number(&cell.text());
        dated += count;
        assert_eq!(total(&cell.attr("href").unwrap()), count, "{}", cell.html());
    }
    for row in about.select(".counts tbody tr:has(a)").iter() {
        let link = row.select("th a");
        let count = number(&row.select("td").iter().next().unwrap().text());
        assert_eq!(total(&link.attr("href").unwrap()), count, "{}", row.html());
    }
    let undated = get("/api/v1/search?group=none&limit=0&facets=year").json();
    // A year alone stands in no month but the first of it.
    assert_eq!(dated + undated["facets"]["year"]["missing"].as_u64().unwrap(), all);
}

#[test]
fn a_document_shows_its_whole_text_once() {
    for (path, id) in some_documents() {
        let stored = get(&format!("/api/v1/documents/{id}")).json();
        let page = page(&path);
        page.select(".anchor, .steps").remove();
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let shown =
            page.select("article [id^='p']").iter().flat_map(|one| words(&one.text())).collect::<Vec<_>>();
        let mut whole = words(stored["body"].as_str().unwrap());
        if whole.len() != shown.len() {
            // The title that the body repeats is shown above it.
            let title = words(&page.select("h1").text());
            let at = whole.windows(title.len()).position(|words| words == title).unwrap();
            whole.drain(at..at + title.len());
        }
        assert_eq!(shown, whole, "{id}");
    }
}

/// Every sixth of the sample documents: the addresses of their pages and their ids.
fn some_documents() -> Vec<(String, String)> {
    let all = get("/api/v1/export?format=ndjson&group=none").text();
    let ids = all.lines().step_by(6).map(|line| {
        let record: Value = serde_json::from_str(line).unwrap();
        record["id"].as_str().unwrap().to_owned()
    });
    ids.map(|id| {
        let encoded =
            percent_encoding::utf8_percent_encode(&id, percent_encoding::NON_ALPHANUMERIC).to_string();
        (format!("/documents/{encoded}?q=police+Maroc&locale=fr"), encoded)
    })
    .collect()
}

#[test]
fn every_link_within_a_document_leads_somewhere() {
    for (path, _) in some_documents().into_iter().chain([(document(), String::new())]) {
        let page = page(&path);
        let mut ids = HashSet::new();
        for element in page.select("[id]").iter() {
            let id = element.attr("id").unwrap().to_string();
            assert!(ids.insert(id.clone()), "{path}: two are called {id}");
        }
        for link in page.select("a[href^='#']").iter() {
            let target = link.attr("href").unwrap()[1..].to_owned();
            assert!(ids.contains(&target), "{path}: nothing is called {target}");
        }
    }
}

#[test]
fn the_words_searched_are_numbered_through() {
    let page = page(&document());
    let marks: Vec<String> =
        page.select("mark").iter().map(|mark| mark.attr("id").unwrap().to_string()).collect();
    assert!(marks.len() > 1);
    assert_eq!(marks, (1..=marks.len()).map(|number| format!("m{number}")).collect::<Vec<_>>());
    assert_eq!(number(&page.select(".found-count").text()), marks.len() as u64);
}

#[test]
fn every_tag_shown_is_proven_in_the_text() {
    let page = page(&document());
    let tags = page.select(".taglist li[data-tag]");
    assert!(tags.length() > 2);
    for tag in tags.iter() {
        let number = tag.attr("data-tag").unwrap();
        let quotes = tag.select(".quote").length();
        let proofs = page.select(&format!("main .of{number}")).length();
        assert_eq!(quotes > 0, proofs > 0, "{}", tag.html());
    }
}

#[test]
fn errors_are_pages_in_the_readers_language() {
    for (locale, title) in
        [("fr", "Page introuvable"), ("en", "Page not found"), ("es", "Página no encontrada")]
    {
        for path in ["/nowhere", "/documents/none", "/assets/none.css"] {
            let answer = get(&format!("{path}?locale={locale}"));
            assert_eq!(answer.status, 404, "{path}");
            assert!(answer.text().contains(title), "{path}");
        }
    }
    let answer = Service::over_samples().ask("GET", "/?from=hier", &[("accept-language", "ar")], "");
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("dir=\"rtl\""));
    let answer = Service::over_samples().ask("POST", "/help?locale=en", &[], "");
    assert_eq!((answer.status, answer.header("content-type").as_str()), (405, "text/html; charset=utf-8"));
    // Machines are told in their own form.
    assert_eq!(get("/api/v1/nowhere").header("content-type"), "application/problem+json");
}

#[test]
fn a_browser_can_take_the_page_as_a_search_engine() {
    let headers = [("host", "vigie.example"), ("x-forwarded-proto", "https")];
    let answer = Service::over_samples().ask("GET", "/opensearch.xml?locale=es", &headers, "");
    let text = answer.text();
    assert!(text.contains("template=\"https://vigie.example/?q={searchTerms}&amp;locale=es\""), "{text}");
    let hostile = Service::over_samples().ask("GET", "/opensearch.xml", &[("host", "a\"><b>")], "");
    assert_eq!(hostile.status, 400);
    let suggestions = get("/opensearch/suggest?q=terror").json();
    assert_eq!(suggestions[0], "terror");
    assert!(!suggestions[1].as_array().unwrap().is_empty());
}

#[test]
fn every_view_can_be_previewed_and_is_safe() {
    for path in [
        "/?locale=fr",
        "/?q=police&locale=ar",
        "/help?locale=en",
        "/about?locale=es",
        &document(),
        "/nowhere",
    ] {
        let answer = get(path);
        for (header, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("x-frame-options", "DENY"),
            ("set-cookie", ""),
        ] {
            assert_eq!(answer.header(header), value, "{path}: {header}");
        }
        let policy = answer.header("content-security-policy");
        for rule in ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"]
        {
            assert!(policy.contains(rule), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{path}: {policy}");
        let page = Document::from(answer.text());
        for property in ["og:title", "og:description", "og:type", "og:site_name", "og:locale"] {
            let content = page.select(&format!("meta[property='{property}']")).attr("content");
            assert!(content.is_some_and(|content| !content.trim().is_empty()), "{path}: {property}");
        }
        assert_eq!(page.select("meta[property='og:locale:alternate']").length(), 3, "{path}");
        assert_eq!(page.select("link[rel='search'], link[rel='icon']").length(), 2, "{path}");
        for loaded in page.select("[src], link[rel='stylesheet'], link[rel='icon']").iter() {
            let address = loaded.attr("src").or_else(|| loaded.attr("href")).unwrap().to_string();
            assert_eq!(get(&address).status, 200, "{path}: {address}");
        }
    }
}

#[test]
fn a_page_to_pass_on_has_one_address_and_a_picture() {
    let document = document();
    let (own, _) = document.split_once('?').unwrap();
    for (path, canonical) in [
        ("/?locale=fr", "/?locale=fr"),
        ("/?q=police&explain=true&density=compact&locale=ar", "/?q=police&locale=ar"),
        ("/?view=map&country=FR&locale=es", "/?country=FR&view=map&locale=es"),
        ("/help?locale=en", "/help?locale=en"),
        ("/about", "/about?locale=fr"),
        (document.as_str(), own),
    ] {
        let headers = [("host", "vigie.example"), ("x-forwarded-proto", "https")];
        let answer = Service::over_samples().ask("GET", path, &headers, "");
        let page = Document::from(answer.text());
        let content =
            |selector: &str, name: &str| page.select(selector).attr(name).unwrap_or_default().to_string();
        let expected = format!("https://vigie.example{canonical}");
        assert_eq!(content("link[rel='canonical']", "href"), expected, "{path}");
        assert_eq!(content("meta[property='og:url']", "content"), expected, "{path}");
        assert_eq!(content("meta[name='twitter:card']", "content"), "summary_large_image", "{path}");
        let image = content("meta[property='og:image']", "content");
        let picture = get(image.strip_prefix("https://vigie.example").unwrap());
        assert_eq!((picture.status, picture.header("content-type").as_str()), (200, "image/png"), "{path}");
        // The width and height that a PNG file states are those that the page does.
        let size = |at: usize| u32::from_be_bytes(picture.body[at..at + 4].try_into().unwrap()).to_string();
        assert_eq!(content("meta[property='og:image:width']", "content"), size(16));
        assert_eq!(content("meta[property='og:image:height']", "content"), size(20));
    }
    // What cannot be a host makes no address, and what went wrong is nothing to pass on.
    for (path, host) in [("/?locale=fr", "a\"><b>"), ("/nowhere", "vigie.example")] {
        let page = Service::over_samples().ask("GET", path, &[("host", host)], "").text();
        assert!(!page.contains("og:url") && !page.contains("rel=\"canonical\""), "{path}");
    }
}

#[test]
fn a_document_is_cited_as_a_hit_is() {
    let shown = page(&document());
    let line = shown.select(".citation").text().to_string();
    assert!(line.contains('«') && line.contains("État islamique"), "{line}");
    let files: Vec<String> =
        shown.select(".cite .files a").iter().map(|link| link.attr("href").unwrap().to_string()).collect();
    let texts = files.iter().map(|file| get(file).text()).collect::<Vec<_>>();
    assert_eq!(texts[0].trim_end(), line);
    assert!(texts[1].starts_with("TY  - RPRT") && texts[2].starts_with("@misc{"), "{texts:?}");
}

#[test]
fn the_api_can_be_tried_from_its_page_without_script() {
    let docs = page("/api/v1/docs");
    let mut tried = 0;
    for form in docs.select("form.try").iter() {
        // As a browser sends it: every field, the required ones filled in with their example, the rest left empty.
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for field in form.select("input, select").iter() {
            let choice = field.select("option").iter().nth(1).map(|option| option.text());
            let example = choice.or(field.attr("placeholder")).filter(|text| !text.is_empty());
            let value = match field.has_attr("required") {
                true => example.map_or("no-such".to_owned(), |example| example.to_string()),
                false => String::new(),
            };
            query.append_pair(&field.attr("name").unwrap(), &value);
        }
        let action = form.attr("action").unwrap().to_string();
        let led = get(&format!("{action}?{}", query.finish()));
        assert_eq!(led.status, 303, "{action}: {}", led.text());
        let target = led.header("location");
        assert!(target.starts_with('/') && !target.starts_with("//") && !target.contains("=&"), "{target}");
        let status = get(&target).status;
        assert!(status == 200 || (status == 404 && target.contains("/documents/")), "{target}: {status}");
        tried += 1;
    }
    assert!(tried > 10, "{tried}");
    assert_eq!(get("/api/v1/docs/delete_document?id=x").status, 404);
    assert_eq!(get("/api/v1/docs/document").status, 400);
}
