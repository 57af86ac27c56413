//! Nothing in a document or an address breaks out of its place: the usual attacks in every field, on every
//! view, read as HTML and run in the browser; in feeds and exports too.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use dom_query::Document;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::driver::{Script, Site, is_here};
use super::views::{LOCALES, in_locale};
use crate::http::service::Service;

/// Attacks of the kinds that the usual collections hold: elements, attributes, addresses, comments, other
/// languages inside HTML, entities, other encodings, unfinished markup, control characters.
const ATTACKS: [&str; 30] = [
    "<script>alert(1)</script>",
    "\"><script>alert(1)</script>",
    "'><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert`1`//",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<iframe srcdoc=\"<script>parent.alert(1)</script>\"></iframe>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<math><mtext></p><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<style>@import 'http://elsewhere.example/x.css';</style>",
    "<link rel=stylesheet href=http://elsewhere.example/x.css>",
    "<meta http-equiv=refresh content=\"0;url=http://elsewhere.example/\">",
    "<base href=http://elsewhere.example/>",
    "\" onmouseover=\"alert(1)\" autofocus onfocus=\"alert(1)",
    "' onfocus='alert(1)' autofocus '",
    "<!--><script>alert(1)</script>-->",
    "]]><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "<mark><script>alert(1)</script></mark>",
    "{{ 7 * 7 }} ${alert(1)} {% raw %}",
    "<scr\u{0}ipt>alert(1)</scr\u{0}ipt>\u{202e}<b",
];

/// Addresses that are none of the web's.
const BAD_URLS: [&str; 5] = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "https://a.example/\"onmouseover=\"alert(1)",
];

/// What the document of an attack is called: ids hold anything but control characters.
fn id_of(at: usize, attack: &str) -> String {
    format!("{at}{}", attack.replace(char::is_control, ""))
}

/// Documents with an attack in every field, one an attack; each is found by `otage` and has a copy.
fn documents() -> Vec<Value> {
    let document = |(at, attack): (usize, &&str)| {
        let body = format!(
            "RABAT, le 4 mars 2025 ({attack}) - Le ministre {attack} a condamné la prise d’otage commise par l’État \
             islamique au Maroc. {attack}\n\n{attack}\n\nLa police a saisi deux tonnes de cocaïne dans le port, et \
             trois personnes ont été arrêtées {at} jours plus tard.\n\nContact presse : {attack}"
        );
        json!({
            "id": id_of(at, attack), "title": format!("Prise d’otage {attack}"), "body": body,
            "url": BAD_URLS[at % BAD_URLS.len()], "source": attack, "date": "2025-03-04", "language": "fr",
        })
    };
    ATTACKS.iter().enumerate().map(document).collect()
}

/// The folder with the documents, as a user would have it.
static CORPUS: LazyLock<TempDir> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let lines: Vec<String> = documents().iter().map(Value::to_string).collect();
    std::fs::write(dir.path().join("hostile.ndjson"), lines.join("\n")).unwrap();
    dir
});

fn service() -> &'static Service {
    static SERVICE: LazyLock<Service> = LazyLock::new(|| Service::over(CORPUS.path()));
    &SERVICE
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// The addresses that show a document or repeat what an address said, attack by attack.
fn addresses() -> Vec<String> {
    let mut addresses: Vec<String> = ["/?", "/?q=otage", "/about", "/help"].map(str::to_owned).to_vec();
    for (at, attack) in ATTACKS.iter().enumerate() {
        let (id, attack) = (encoded(&id_of(at, attack)), encoded(attack));
        addresses.extend([
            format!("/documents/{id}?q=otage"),
            format!("/documents/{attack}"),
            format!("/facets/country?prefix={attack}&q={attack}"),
            format!("/collection?id={id}&id={attack}"),
            format!("/?view=map&q={attack}"),
            format!("/?view=time&by=topic&q={attack}&copies={attack}"),
            format!("/?view={attack}&density={attack}"),
            format!("/?q={attack}"),
            format!("/?q=%22{attack}%22&source={attack}"),
            format!("/?source={attack}&organisation={attack}"),
            format!("/?from={attack}"),
            format!("/?{attack}={attack}"),
            format!("/?locale={attack}"),
            format!("/?cursor={attack}&sort={attack}"),
            format!("/help?locale={attack}"),
            format!("/{attack}"),
        ]);
    }
    addresses
}

/// What no page of ours has, whatever a text or an address says.
#[track_caller]
fn check_page(address: &str, html: &str) {
    let page = Document::from(html);
    let trouble = |what: &str, found: String| panic!("{address}: {what}: {found}\n{html}");
    for script in page.select("script").iter() {
        let source = script.attr("src").map(|src| src.to_string()).unwrap_or_default();
        if !source.starts_with("/assets/") || !script.text().trim().is_empty() {
            trouble("a script that is not ours", script.html().to_string());
        }
    }
    let foreign = "iframe, object, embed, base, style, math, meta[http-equiv], [style], [srcdoc]";
    if let Some(element) = page.select(foreign).iter().next() {
        trouble("an element that is not ours", element.html().to_string());
    }
    for element in page.select("*").iter() {
        for attribute in element.attrs() {
            let (name, value) = (attribute.name.local.to_string(), attribute.value.to_string());
            if name.starts_with("on") {
                trouble("a handler", format!("{name}={value}"));
            }
            let is_address = matches!(name.as_str(), "href" | "src" | "action" | "formaction" | "xlink:href");
            let start: String = value.trim_start().chars().take(12).collect::<String>().to_lowercase();
            let is_safe = ["/", "#", "?", "http://", "https://"].iter().any(|safe| start.starts_with(safe));
            if is_address && !is_safe {
                trouble("an address", format!("{name}={value}"));
            }
            let is_loaded =
                matches!(name.as_str(), "src" | "action") || (name == "href" && element.is("link"));
            // A page's own address in full is no file to load.
            let is_own = element.is("link[rel='canonical']") && value.starts_with("http://localhost/");
            if is_loaded && !is_own && (start.starts_with("http") || start.starts_with("//")) {
                trouble("something from elsewhere", format!("{name}={value}"));
            }
        }
    }
}

#[test]
fn no_page_takes_an_attack_for_its_own() {
    let mut statuses = BTreeSet::new();
    for address in addresses() {
        let answer = service().get(&address);
        statuses.insert(answer.status);
        assert!(answer.header("content-type").starts_with("text/html"), "{address}");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{address}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{address}");
        assert_eq!(answer.header("set-cookie"), "", "{address}");
        check_page(&address, &answer.text());
    }
    // Nothing a client sends is our fault.
    assert_eq!(statuses.into_iter().collect::<Vec<_>>(), [200, 400, 404]);
}

#[test]
fn what_an_attack_says_is_shown_as_it_was_written() {
    for (at, attack) in ATTACKS.iter().enumerate() {
        let html = service().get(&format!("/documents/{}", encoded(&id_of(at, attack)))).text();
        let page = Document::from(html.as_str());
        // No text holds a NUL once it is read, and white space is the browser's.
        let words = |text: &str| {
            let text = text.replace('\u{0}', " ");
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let title = words(&page.select("h1").text());
        assert!(title.contains(&words(attack)), "{attack:?} is not in {title:?}");
    }
}

#[test]
fn feeds_and_exports_hold_attacks_as_text() {
    let feed = service().get("/api/v1/feed?format=atom&limit=100").text();
    let mut reader = quick_xml::Reader::from_str(&feed);
    let known = [
        "feed",
        "id",
        "title",
        "updated",
        "link",
        "entry",
        "author",
        "name",
        "summary",
        "content",
        "category",
        "source",
        "published",
        "generator",
        "subtitle",
        "icon",
        "logo",
        "rights",
        "uri",
    ];
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {feed}")) {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(element) | quick_xml::events::Event::Empty(element) => {
                let name = element.name().as_ref().to_owned();
                assert!(known.contains(&name.as_str()), "<{name}> in the feed");
                let href = element.try_get_attribute("href").unwrap();
                let href = href.map(|href| href.value.to_lowercase()).unwrap_or_default();
                assert!(href.is_empty() || href.starts_with("http") || href.starts_with('/'), "{href}");
            }
            _ => {}
        }
    }
    let feed = service().get("/api/v1/feed?format=json&limit=100");
    for item in feed.json()["items"].as_array().unwrap() {
        let url = item["url"].as_str().unwrap_or("https://none");
        assert!(url.starts_with("http"), "{url}");
        let html = item["content_html"].as_str().unwrap_or_default();
        check_page("an item of the feed", html);
    }
    let lines = service().get("/api/v1/export?format=ndjson&group=none").text();
    assert_eq!(lines.lines().count(), ATTACKS.len());
    for line in lines.lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        let url = record["url"].as_str().unwrap_or("https://none");
        assert!(url.starts_with("http"), "{url}");
    }
    let table = service().get("/api/v1/export?format=csv&group=none");
    assert_eq!(table.header("x-content-type-options"), "nosniff");
    let table = table.body;
    let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(&table[..]);
    assert_eq!(reader.records().map(Result::unwrap).count(), ATTACKS.len());
}

#[test]
fn a_browser_runs_nothing_of_it() {
    if !is_here() {
        return;
    }
    let site = Site::over(CORPUS.path());
    let browser = site.browse(Script::On);
    for address in addresses() {
        browser.open(&address);
        browser.assert_contained();
    }
    // The texts in the directions they are read in.
    for locale in LOCALES {
        browser.open(&in_locale("/?q=otage", locale));
        browser.click(".hit h2 a");
        browser.assert_contained();
    }
}
